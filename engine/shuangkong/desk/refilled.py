"""The page a refused form was sent from, once more: what is wrong on top, what was typed in it.

The page is asked for as the browser would, by the same person, so it shows how things stand now;
then the form that was sent is found on it and filled in. Passwords and files are not.
"""

from collections.abc import Mapping, Sequence
from html import escape
from html.parser import HTMLParser
from re import DOTALL, split
from urllib.parse import unquote, urlsplit

from flask import current_app, render_template, request
from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge

#: the page a form was sent from, in the form that was filled in again: there the address is its own
PAGE = "from-page"
#: what tells no form from another: it says what somebody looked at
_MOVES = frozenset({"sha256", "head", PAGE})
_AS_IT_WAS = frozenset({"hidden", "password", "file", "submit"})
_Attributes = Sequence[tuple[str, str | None]]


def sent_from() -> str:
    """The page of the desk that a form was sent from; empty where the request names none.

    What only answers a form, such as a preview, is no page.
    """
    if request.method != "POST":
        return ""
    try:
        filled = request.form.get(PAGE)
    except (RequestEntityTooLarge, ClientDisconnected):
        # what is beyond the limits or did not come is not read, to be shown neither
        return ""
    named = urlsplit(filled or request.referrer or "")
    if named.netloc not in ("", request.host) or not named.path.startswith("/"):
        return ""
    try:
        current_app.url_map.bind(request.host).match(named.path, method="GET")
    except HTTPException:
        return ""
    return named.path + (f"?{named.query}" if named.query else "")


def again(title: str, what: str, typed: Sequence[str]) -> str | None:
    """That page with what is wrong; None where it is not there, or the form with what was `typed`
    is not on it any more."""
    place = sent_from()
    page = _page(place) if place else None
    if page is None:
        return None
    parts = split(r"(<form\b.*?</form>)", page, flags=DOTALL)
    number = next((n for n, part in enumerate(parts) if n % 2 and _is_sent(part)), None)
    if number is None and typed:
        return None
    if number is not None:
        more = f'<input type="hidden" name="{PAGE}" value="{escape(place)}">'
        filled = _Filling({name: list(values) for name, values in request.form.lists()})
        whole = filled.read(parts[number]).replace("</form>", f"{more}</form>")
        parts[number] = f'<div id="refused">{whole}</div>'
    head, main, rest = "".join(parts).partition('<main id="main" tabindex="-1">')
    box = render_template("_refused.html", title=title, what=what, typed=bool(typed),
                          found=number is not None, files=bool(request.files))  # fmt: skip
    return head + main + box + rest


def _page(place: str) -> str | None:
    """A page as the same browser would get it; None where it gets none."""
    told = {name: request.headers[name] for name in ("Cookie", "Host") if name in request.headers}
    environment = {"REMOTE_ADDR": request.remote_addr, "wsgi.url_scheme": request.scheme}
    with (
        current_app.app_context(),
        current_app.test_request_context(place, headers=told, environ_overrides=environment),
    ):
        answer = current_app.full_dispatch_request()
        if answer.status_code != 200 or answer.mimetype != "text/html":
            return None
        return answer.get_data(as_text=True)


def _is_sent(form: str) -> bool:
    """Whether a form of a page is the one that was sent: its address, and what is hidden in it."""
    seen = _Seen()
    seen.feed(form)
    hidden = {n: v for n, v in seen.hidden.items() if n not in _MOVES}
    return request.path in seen.addresses and all(
        value in request.form.getlist(name) for name, value in hidden.items()
    )


class _Seen(HTMLParser):
    """Where a form may be sent, by itself or by a button of its own, and what is hidden in it."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses, self.hidden = set[str](), dict[str, str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and (given.get("method") or "").casefold() == "post":
            self.addresses.add(unquote(urlsplit(given.get("action") or "").path))
        elif tag == "button" and given.get("formaction"):
            self.addresses.add(unquote(urlsplit(given["formaction"] or "").path))
        elif tag == "input" and given.get("type") == "hidden":
            self.hidden[given.get("name") or ""] = given.get("value") or ""


class _Filling(HTMLParser):
    """A form as it stands, but for the values that were sent."""

    def __init__(self, values: Mapping[str, list[str]]) -> None:
        super().__init__(convert_charrefs=False)
        self._values, self._made = values, list[str]()
        self._select: str | None = None
        self._option: _Attributes | None = None
        self._typed = False

    def read(self, form: str) -> str:
        """The form, filled in."""
        self.feed(form)
        self.close()
        return "".join(self._made)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._chosen("")
        name, raw = dict(attrs).get("name"), self.get_starttag_text() or ""
        if tag == "option" and self._select is not None:
            self._option = attrs
            return
        if tag == "select":
            self._select = name
        elif tag == "input" and name:
            raw = self._input(name, attrs, raw)
        elif tag == "textarea" and self._values.get(name or ""):
            raw += "\n" + escape(self._values[name or ""].pop(0))
            self._typed = True
        self._made.append(raw)

    def handle_endtag(self, tag: str) -> None:
        self._chosen("")
        if tag == "textarea":
            self._typed = False
        elif tag == "select":
            self._select = None
        self._made.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._option is not None:
            self._chosen(data)
        if not self._typed:
            self._made.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def _input(self, name: str, attrs: _Attributes, raw: str) -> str:
        given = dict(attrs)
        kind, values = given.get("type") or "text", self._values.get(name, [])
        if kind in _AS_IT_WAS:
            return raw
        if kind in ("checkbox", "radio"):
            on = (given.get("value") or "on") in values
            return _tag("input", attrs, "checked", "" if on else None)
        return _tag("input", attrs, "value", values.pop(0)) if values else raw

    def _chosen(self, text: str) -> None:
        """Write the option that was begun, now that its text is known."""
        if self._option is None:
            return
        value = dict(self._option).get("value")
        sent = self._values.get(self._select or "", [])
        on = (text.strip() if value is None else value) in sent
        self._made.append(_tag("option", self._option, "selected", "" if on else None))
        self._option = None


def _tag(tag: str, attrs: _Attributes, name: str, value: str | None) -> str:
    """A tag with one attribute set, or taken away where it has no value."""
    kept = [(n, v) for n, v in attrs if n != name]
    every = kept if value is None else [*kept, (name, value)]
    return f"<{tag}" + "".join(f' {n}="{escape(v or "")}"' for n, v in every) + ">"
