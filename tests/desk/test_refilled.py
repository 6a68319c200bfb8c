"""Forms of the desk that are refused come back on their page, filled in as they were sent.

All are tried that one comes to by links on a desk where something of every kind has happened; each
address that takes a form is either tried or named here with the reason why it is not.
"""

import datetime
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from shuangkong.desk import accounts, events, guard, keys, refilled, rounds, versions
from shuangkong.desk.events import Happened
from shuangkong.desk.rights import Role
from shuangkong.desk.store import Store
from shuangkong.errors import DeskError
from shuangkong.ledger.appealing import receive
from shuangkong.ledger.decide import Wish, decide
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.store import Ledger
from shuangkong.vocabulary import DecisionKind

from tests.desk.conftest import desk_with_forms, log_in, work
from tests.desk.test_city import OURS, SOFT, put
from tests.desk.test_counted import desk_of_a_count
from tests.desk.test_layouts import begin

#: addresses that take a form and are not tried, and why
NAMED = {
    "account.log_in": "says no more than that login and password do not fit together",
    "account.log_out": "has no field, and nothing refuses it",
    "deciding.record": "stands on a preview, which only answers a form; nothing is typed in it",
}
#: forms that only look and show what is wrong beside what was typed, in an answer of their own
ANSWERS = {"layouts.see", "layouts.keep"}
#: pages of which none has a field, and each takes its time to be made
DEAR = re.compile(
    r"^/static|/papers/|/explain/|/cell/|/figure/|/history|/paths|\.(?:csv|xlsx|json)$"
)
#: where who has a say enters verdicts, under a plan that counts
SIDES = {
    Role.DEPARTMENT: "/verdicts/主管部门/2026",
    Role.SIGNATORY: "/city/970100/self/2026",
    Role.OFFICIAL: "/self/2026",
}
TYPED = '甲 "乙" <b>&1'


@dataclass
class Form:
    """A form of a page: where it is sent, and its fields with what they hold or offer; `others`
    are where buttons of its own send it."""

    action: str
    fields: list[tuple[str, str, dict[str, Any]]]
    others: list[str]


class Forms(HTMLParser):
    """The forms of a page that change something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._inside, self._worded = False, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a: dict[str, Any] = {k: v or "" for k, v in attrs}
        if tag == "form":
            self._inside = a.get("method", "").casefold() == "post"
            if self._inside:
                self.found.append(Form(a.get("action", ""), [], []))
        if not self._inside or not self.found:
            return
        fields = self.found[-1].fields
        if tag == "button" and a.get("formaction"):
            self.found[-1].others.append(a["formaction"])
        self._worded = tag in ("textarea", "option")
        if tag in ("input", "select", "textarea") and a.get("name"):
            kind = a.get("type", "text") if tag == "input" else tag
            fields.append((a["name"], kind, a | {"options": [], "text": ""}))
        elif tag == "option":
            fields[-1][2]["options"].append(a | {"text": ""})

    def handle_data(self, data: str) -> None:
        if self._inside and self._worded:
            last = self.found[-1].fields[-1][2]
            (last["options"][-1] if last["options"] else last)["text"] += data

    def handle_endtag(self, tag: str) -> None:
        self._worded = False
        if tag == "form":
            self._inside = False


def forms(page: str) -> list[Form]:
    parser = Forms()
    parser.feed(page)
    return parser.found


def chosen(option: dict[str, Any]) -> str:
    return str(option.get("value", option["text"].strip()))


def typed(form: Form) -> dict[str, list[str]]:
    """Something in every field: what nobody would guess, and of choices the last."""
    data: dict[str, list[str]] = {}
    for name, kind, a in form.fields:
        if kind == "file" or (kind == "radio" and name in data):
            continue
        value = {"date": "2099-12-30", "number": "7", "password": "Secret-77"}.get(kind, TYPED)
        if kind in ("hidden", "checkbox", "radio"):
            value = a.get("value", "on")
        elif kind == "select":
            value = chosen(a["options"][-1]) if a["options"] else ""
        data.setdefault(name, []).append(value)
    return data


def held(form: Form) -> dict[str, list[str]]:
    """What the fields hold as a browser would send them; passwords and what is hidden left out."""
    data: dict[str, list[str]] = {}
    for name, kind, a in form.fields:
        if kind in ("hidden", "file", "password"):
            continue
        if kind in ("checkbox", "radio") and "checked" not in a:
            continue
        value = a.get("value", "on" if kind in ("checkbox", "radio") else "")
        if kind == "textarea":
            value = a["text"].strip("\n")
        elif kind == "select":
            selected = [o for o in a["options"] if "selected" in o] or a["options"][:1]
            value = chosen(selected[-1]) if selected else ""
        data.setdefault(name, []).append(value)
    return data


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A desk in the middle of a year: a draft, one to sign, one signed, an unknown table."""
    app = desk_with_forms(tmp_path_factory.mktemp("refilled") / "2020考核")
    store: Store = app.extensions["shuangkong"].store
    for round_ in ("2018", "2019", "2020"):
        with store.writing() as connection:
            rounds.open_round(connection, 1, round_, datetime.date(2099, 12, 31), ["130500"])
        put(log_in(app, "clerk"), round_, SOFT)
    work(app)
    with store.writing() as connection:
        rounds.open_round(connection, 1, "2020-Q1", datetime.date(2099, 12, 31), ["130100"])
        for round_ in ("2018", "2019"):
            current = versions.dossier(connection, round_, "130500").current
            assert current
            content: dict[str, Any] = {"version": 1, "sha256": current.sha256}
            events.add(connection, Happened.HANDED_OVER, 1, round_=round_, entity="130500",
                       content=content)  # fmt: skip
        content |= {"submission": 2, "receipt": "2:x", "name": "x", "clerk": "甲",
                    "signatory": "乙", "figures": 1}  # fmt: skip
        events.add(connection, Happened.SIGNED, 1, round_="2018", entity="130500", content=content)
    _later(app)
    return app


def _later(app: Flask) -> None:
    """What comes later: an issue, appeals, a decision and proposals that wait, a lock."""
    desk = app.extensions["shuangkong"]
    workspace, store = desk.workspace, desk.store
    assess_workspace(workspace, 2020, workspace.parent / "签发", issue=True, by="某甲")
    receive(workspace, "130500", 2020, "甲项有异议", datetime.date(2099, 12, 31), "某乙")
    asked = (DecisionKind.FIGURE, "energy_total", "2400", "某甲", "核定")
    decide(workspace, Wish(*asked, entity="130500", year=2019))
    begin(log_in(app, "official"))
    with store.writing() as connection:
        for year in (2016, 2017):
            content: dict[str, Any] = {"year": year, "head": "x", "note": ""}
            events.add(connection, Happened.ISSUE_PROPOSED, 1, subject=f"issue-{year}",
                       content=content)  # fmt: skip
        content = {"year": 2020, "said": "乙项有异议", "files": {}}
        events.add(connection, Happened.APPEALED, 1, entity="130500", content=content)
        row = connection.execute("SELECT * FROM account WHERE login = 'clerk'").fetchone()
        keys.make(connection, accounts.account_of(row), "试验")
    for _ in range(5):
        answer = app.test_client().post("/login", data={"login": "nobody", "password": "x"},
                                        headers=OURS)  # fmt: skip
        assert answer.status_code == 403


def pages(client: FlaskClient) -> Iterator[tuple[str, str]]:
    """Addresses and pages that one comes to by links; of each kind of address one or two."""
    first = ["/", "/figures/2020"]  # of its kind only three are looked at, and others are empty
    waiting, seen, kinds = first, set(first), dict[str, int]()
    while waiting:
        place = waiting.pop(0)
        kind = re.sub(r"\d+|[0-9a-f]{32,}", "0", place)
        kinds[kind] = kinds.get(kind, 0) + 1
        if DEAR.search(place) or kinds[kind] > (3 if "/0" in kind else 1):
            continue
        answer = client.get(place)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        yield place, answer.text
        found = [x.partition("#")[0].replace("&amp;", "&")
                 for x in re.findall(r'href="(/[^"]*)"', answer.text)]  # fmt: skip
        new = [x for x in dict.fromkeys(found) if x not in seen]
        seen.update(new)
        waiting += new


@contextmanager
def refusing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing can be written, as on a disk that is full."""

    def full(*_: object, **__: object) -> None:
        raise DeskError("盘满了\n    怎么改：请管理员腾出空间")

    with monkeypatch.context() as patched:
        patched.setattr(Store, "writing", full)
        patched.setattr(Ledger, "act", full)
        yield


def test_forms_that_are_refused_come_back_filled_in(
    busy: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reached: set[str] = set()
    for role in Role:
        client = log_in(busy, role.value)
        for place, page in list(pages(client)):
            reached |= tried(busy, client, monkeypatch, place, page, reached)
    counted = desk_of_a_count(tmp_path / "2026评价")
    for role, place in SIDES.items():
        client = log_in(counted, role.value)
        page = client.get(place).text
        reached |= tried(counted, client, monkeypatch, place, page, reached)

    every = {
        rule.endpoint for rule in busy.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not rule.rule.startswith(guard.API)
    }  # fmt: skip
    assert every == reached | set(NAMED)


def tried(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, place: str, page: str,
    before: set[str],
) -> set[str]:  # fmt: skip
    """Send every form of a page that was not tried before; their endpoints."""
    adapter, now = app.url_map.bind("localhost"), set[str]()
    for form in forms(page):
        for address in (form.action, *form.others):
            endpoint, _ = adapter.match(unquote(address), method="POST")
            if endpoint not in before | now | set(NAMED):
                now.add(endpoint)
                comes_back(client, monkeypatch, place, form, address, endpoint)
    return now


def comes_back(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, place: str, form: Form, address: str,
    endpoint: str,
) -> None:  # fmt: skip
    """Send a form where nothing can be written; it comes back, filled in, with the reason."""
    data = typed(form)
    with refusing(monkeypatch):
        answer = client.post(
            address, data=data, headers={**OURS, "Referer": f"http://localhost{place}"}
        )
    back = [f for f in forms(answer.text) if f.action == form.action]
    hidden = {n for n, kind, _ in form.fields if kind in ("hidden", "password")}
    wanted = {n: v for n, v in data.items() if n not in hidden}
    assert any(held(f).items() >= wanted.items() for f in back), (endpoint, wanted, answer.text)
    assert "Secret-77" not in answer.text
    if endpoint not in ANSWERS:
        assert answer.status_code in (400, 409), (endpoint, answer.status_code)
        assert 'id="errors"' in answer.text, endpoint


def test_what_is_refused_twice_comes_back_twice(busy: Flask) -> None:
    client = log_in(busy, "official")
    data = {"reason": TYPED, "deadline": "2001-01-01"}
    here = "/province/2018/130500"
    first = client.post(
        f"{here}/return", data=data, headers={**OURS, "Referer": f"http://localhost{here}"}
    )
    (form,) = [f for f in forms(first.text) if f.action == f"{here}/return"]
    assert held(form) == {"reason": [TYPED], "deadline": ["2001-01-01"]}
    sent = {n: a.get("value", "") for n, kind, a in form.fields if kind == "hidden"}
    assert sent == {refilled.PAGE: here}

    second = client.post(f"{here}/return", data=data | sent, headers=OURS)

    (form,) = [f for f in forms(second.text) if f.action == f"{here}/return"]
    assert held(form) == {"reason": [TYPED], "deadline": ["2001-01-01"]}
    assert "2001-01-01 已经过去" in second.text


@pytest.mark.parametrize("place", ["https://evil.example/province/", "/nowhere", "//evil.example/"])
def test_a_page_of_elsewhere_is_not_shown(busy: Flask, place: str) -> None:
    client = log_in(busy, "official")
    data = {"reason": TYPED, "deadline": "2001-01-01", refilled.PAGE: place}

    answer = client.post("/province/2018/130500/return", data=data, headers=OURS)

    assert answer.status_code == 409
    assert "回到原来的页面" not in answer.text
    assert "&lt;b&gt;" in answer.text
    assert not forms(answer.text)[1:]
