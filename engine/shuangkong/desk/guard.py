"""What stands before every page: who asks, from where, and whether they may.

Nothing is open by default: a view that does not say which act it is (`needs`) or that it is
public (`public`) is refused. Cross-site requests are refused by `Sec-Fetch-Site` where the browser
sends it and by `Origin` (or `Referer`) where it does not, since plain http on localhost lacks the
former. Whose data a page touches is read from the address of the page (`entity`, `department`).
Programs, under `/api/`, bring a key instead of a cookie, which no other site can send.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from ..errors import DeskError, ShuangkongError
from . import audit, keys, lockouts, sessions
from . import kept as typed
from .accounts import Account
from .acts.base import Actor
from .arriving import ARRIVING
from .audit import AuditOutcome
from .context import desk
from .rights import Act, may

View = TypeVar("View", bound=Callable[..., Any])

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
COOKIE = "shuangkong"
#: by which a browser is known in which somebody has logged in before
DEVICE = "shuangkong-device"
#: what people may type into one form; files have the limit of the app
WORDS_BYTES = 2 * 1024 * 1024
#: what programs ask for
API = "/api/"

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def public(view: View) -> View:
    """A page for everybody, with or without an account."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def needs(act: Act) -> Callable[[View], View]:
    """The act a page is; refused to who may not do it with the data its address names."""

    def declared(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            account = who()
            if not may(account.who, act, kwargs.get("entity"), kwargs.get("department")):
                refuse(act)
            return view(*args, **kwargs)

        guarded.act = act  # type: ignore[attr-defined]
        return cast(View, guarded)

    return declared


def who() -> Account:
    """Who is logged in."""
    account: Account = g.account
    return account


def actor() -> Actor:
    """Who acts, and from where."""
    return Actor(who(), address())


def refuse(act: Act) -> None:
    """Not found, whether it exists or not: nobody learns by guessing. It is kept."""
    with desk().store.writing() as connection:
        audit.note(connection, act.value, request.path, AuditOutcome.REFUSED,
                   account=who().id, login=who().login, address=address())  # fmt: skip
    abort(404)


def failed(why: str) -> None:
    """Keep in the audit log that an act of somebody's came to nothing, and why."""
    account = g.get("account")
    act = getattr(current_app.view_functions.get(request.endpoint or ""), "act", None)
    if request.method in _SAFE or account is None or act is None:
        return
    # on a full disk, or under a clock gone mad, nothing can be kept
    with suppress(ShuangkongError), desk().store.writing() as connection:
        audit.note(connection, act.value, f"{request.path} {why}"[:300], AuditOutcome.FAILED,
                   account=account.id, login=account.login, address=address())  # fmt: skip


def address() -> str:
    """Where a request comes from, and with which key where a program made it."""
    key = g.get("key")
    return f"{request.remote_addr or ''} 密钥“{key}”" if key else request.remote_addr or ""


def by_program() -> bool:
    """Whether a program asks, which is answered in JSON."""
    return request.path.startswith(API)


def install(app: Flask) -> None:
    """Put the guard before every page of an app, and the headers on every answer."""
    app.before_request(_before)
    app.after_request(_after)


def _before() -> Response | None:
    if request.endpoint is None:
        if not by_program():
            _recognise()  # what is not there looks like what is not for them
        return None
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = WORDS_BYTES  # it is read whole, unlike files
    view = current_app.view_functions[request.endpoint]
    if by_program():
        _before_program(view)
        return None
    if request.method not in _SAFE and not _same_site():
        abort(403)
    open_to_all = request.endpoint == "static" or getattr(view, "is_public", False)
    act = getattr(view, "act", None)
    if not open_to_all and act is None:
        abort(404)  # default deny
    token = request.cookies.get(cookie())
    # asked before the session, which ends where it was idle, and before the body, which may be long
    login = sessions.whose(desk().store, token) if token and request.method not in _SAFE else ""
    found = _recognise()
    if open_to_all:
        return None
    if found is None:
        if request.method not in _SAFE:
            return typed.login_page(login)
        return redirect(url_for("account.login", to=request.full_path.rstrip("?")))
    if found.account.must_change and act not in (Act.PASSWORD, Act.LOGOUT):
        return redirect(url_for("account.password"))
    return None


def _recognise() -> sessions.Session | None:
    """Whose browser it is, from here on in `g`; None where nobody has logged in with it."""
    token = request.cookies.get(cookie())
    found = sessions.session(desk().store, token) if token else None
    g.account = found.account if found else None
    g.ends = found.ends if found else None
    if found:
        _waited_for()
    return found


def _waited_for() -> None:
    """Whoever is known may take longer to send what they send."""
    if (arriving := request.environ.get(ARRIVING)) is not None:
        arriving.known()


def _before_program(view: Any) -> None:
    """A key says who asks; wrong ones are counted by address, right ones by key."""
    g.account = g.ends = None
    if getattr(view, "is_public", False):
        return
    if getattr(view, "act", None) is None:
        abort(404)  # default deny
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != "bearer" or not key:
        abort(401)
    if desk().guesses.spent(address()):
        abort(429)
    found = keys.holder(desk().store, key.strip()[:200])
    if found is None:
        desk().guesses.allows(address())
        with desk().store.writing() as connection:
            audit.note(connection, "key", request.path, AuditOutcome.REFUSED, address=address())
        abort(401)
    if not desk().pace.allows(f"{found.account.id} {found.name}"):
        abort(429)
    g.account, g.key = found.account, found.name
    _waited_for()
    if found.account.must_change:
        raise DeskError(
            "账号还在用一次性密码，密钥暂不能用\n    怎么改：请本人登录工作台改一次密码"
        )


def _same_site() -> bool:
    """Whether a request that changes something comes from a page of ours."""
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None:
        return fetched == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    if origin is None:
        # no browser: a client with a key of its own, which carries no cookie
        return not request.cookies
    return urlsplit(origin).netloc == request.host


def _after(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    if by_program() and response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if response.status_code in (429, 503):
        response.headers["Retry-After"] = "60"
    if desk().secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def cookie(name: str = COOKIE) -> str:
    """The name of a cookie; browsers hold `__Host-` to https and to this server."""
    return f"__Host-{name}" if desk().secure else name


def device() -> str | None:
    """By what the browser is known, if it is."""
    return request.cookies.get(cookie(DEVICE))


def set_cookies(response: Response, tokens: sessions.Tokens) -> None:
    """Hand the browser its tokens, out of reach of scripts and of other sites."""
    kept = int(lockouts.KNOWN)
    for name, token, age in ((COOKIE, tokens.session, None), (DEVICE, tokens.device, kept)):
        response.set_cookie(
            cookie(name), token, max_age=age, secure=desk().secure, httponly=True,
            samesite="Strict", path="/",
        )  # fmt: skip


def drop_cookie(response: Response) -> None:
    """Take the token back."""
    response.delete_cookie(
        cookie(), secure=desk().secure, httponly=True, samesite="Strict", path="/"
    )


def minutes_left() -> int | None:
    """Minutes until the session ends, for the warning on the page."""
    return None if g.get("ends") is None else max(0, int((g.ends - time.time()) // 60))
