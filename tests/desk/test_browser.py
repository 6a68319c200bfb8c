"""In a real browser: every role plays its part of the year, and axe finds nothing on any page.

Once as most people work, once in a window of 400 px without script, with the keyboard alone.
"""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from shuangkong.desk import rounds
from shuangkong.desk.rights import OF_DEPARTMENT, OF_ENTITY, Role, Who, may
from shuangkong.ledger.begin import init
from werkzeug.exceptions import HTTPException

from tests.desk import hand, walk
from tests.desk.conftest import PASSWORD, desk_with_forms, made_app, served
from tests.desk.hand import Hand, Way
from tests.desk.test_city import SOFT, WRONG
from tests.desk.test_counted import desk_of_a_count

#: pages that were there when this was written; others are looked at as soon as they are linked
PAGES = {
    "account.login", "account.home", "account.password", "admin.all_accounts", "admin.audit_log",
    "admin.backups", "admin.health", "admin.security", "tracing.cell", "assessing.entity",
    "ledgers.every", "assessing.results", "assessing.years", "city.one", "city.overview",
    "handing_in.receipt_page", "city.version", "deciding.every", "deciding.new",
    "deciding.one", "keys.all_keys", "points.years",
    "province.all_rounds", "province.ask_to_close", "province.board", "province.letter",
    "province.one", "selfcheck.page", "selfcheck.result", "tracing.trace",
}  # fmt: skip

JUDGED = {
    "verdicts.years", "verdicts.one", "verdicts.own_years", "verdicts.own", "verdicts.top",
    "verdicts.sides",
}  # fmt: skip


class Looked:
    """Looks at every page with axe, and whether it fits into the window."""

    def __init__(self, app: Flask, browser: Any, width: int) -> None:
        from axe_playwright_python.sync_playwright import Axe

        self.axe, self.width = Axe(), width
        self.twin = browser.new_page(viewport={"width": width, "height": 900})
        self.twin.set_default_timeout(hand.PATIENCE)
        self.routes = app.url_map.bind("127.0.0.1")
        self.pages: set[str] = set()
        self.faults: list[str] = []
        # colours, half of the time, are the same in any window: looked at in the widest
        self.rules = {"color-contrast": {"enabled": width == Way.width}}

    def endpoint(self, path: str) -> str | None:
        try:
            return str(self.routes.match(path.partition("?")[0].partition("#")[0])[0])
        except HTTPException:
            return None

    def seen(self, path: str) -> bool:
        return self.endpoint(path) in {None, "static", *self.pages}

    def __call__(self, station: str, at: Hand) -> None:
        path = at.page.url.removeprefix(at.address)
        self.pages.add(self.endpoint(path) or station)
        # what is in order is a hundred times as long to tell
        options = {"resultTypes": ["violations"], "rules": self.rules}
        told = self.axe.run(self.scripted(at), options=options)
        for found in told.response["violations"]:
            where = found["nodes"][0]["html"][:160]
            self.faults.append(f"{station} ({path}): {found['id']} {found['help']}: {where}")
        wide = at.page.evaluate("document.documentElement.scrollWidth")
        if wide > self.width:
            self.faults.append(f"{station} ({path}): {wide} px wide in a window of {self.width}")

    def scripted(self, at: Hand) -> Any:
        """The page; axe runs nowhere without script, so the same words in a window with it."""
        if at.way.script:
            return at.page
        shown = at.page.content()
        self.twin.unroute_all()
        self.twin.route(at.page.url.partition("#")[0], lambda route: route.fulfill(
            body=shown, content_type="text/html; charset=utf-8"))  # fmt: skip
        self.twin.goto(at.page.url)
        return self.twin


def people() -> dict[str, str]:
    """Every role has somebody; what they log in with."""
    return {role.value: PASSWORD for role in Role}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with hand.browser() as found:
        yield found


@pytest.mark.parametrize(
    "way",
    [Way(), Way(width=400, script=False, keyboard=True)],
    ids=["desktop, script, mouse", "400 px, no script, keyboard"],
)
def test_a_year_from_login_to_issue(chromium: Any, tmp_path: Path, way: Way) -> None:
    workspace = tmp_path / "2020考核"
    init(workspace, "hebei-13fyp", "王建账")
    app = made_app(workspace)
    looked = Looked(app, chromium, way.width)
    with served(app) as address:
        year = walk.Year(chromium, address, way, looked, people(), WRONG, SOFT)
        walk.walk(year)
        for role in Role:
            somebody = year.person(role.value)
            walk.crawl(somebody, looked.seen)
            for path in others(app, role, looked):
                walk.look(somebody, path)

    assert not looked.faults, "\n".join(looked.faults)
    assert looked.pages >= PAGES


@pytest.mark.parametrize(
    "way",
    [Way(), Way(width=400, script=False, keyboard=True)],
    ids=["desktop, script, mouse", "400 px, no script, keyboard"],
)
def test_verdicts_are_entered_by_everybody_who_has_a_say(
    chromium: Any, tmp_path: Path, way: Way
) -> None:
    app = desk_of_a_count(tmp_path / "2026评价")
    looked = Looked(app, chromium, way.width)
    with served(app) as address:
        year = walk.Year(chromium, address, way, looked, people(), WRONG, SOFT)
        walk.judged(year)

    assert not looked.faults, "\n".join(looked.faults)
    assert looked.pages >= JUDGED


#: files for a page's script, each with its name
_FILES = """given => {
  const all = new DataTransfer();
  for (const [name, data] of given) all.items.add(new File([Uint8Array.from(data)], name));
  return all;
}"""


def test_a_file_is_dropped_where_it_would_be_chosen(chromium: Any, tmp_path: Path) -> None:
    workspace = tmp_path / "2020考核"
    init(workspace, "hebei-13fyp", "王建账")
    app = made_app(workspace)
    with app.extensions["shuangkong"].store.writing() as connection:
        rounds.open_round(connection, 1, "2020", datetime.date(2099, 12, 31), ["130500"])
    with served(app) as address:
        clerk = Hand(chromium, address, Way(), lambda _station, _hand: None)
        clerk.log_in("clerk", PASSWORD)
        clerk.open("/city/130500/2020")
        page = clerk.page

        def drop(*names: str) -> None:
            files = page.evaluate_handle(_FILES, [[name, list(SOFT)] for name in names])
            page.dispatch_event("form.drop", "dragover", {"dataTransfer": files})
            assert page.locator("form.drop.over").count() == 1
            page.dispatch_event("form.drop", "drop", {"dataTransfer": files})
            assert page.locator("form.drop.over").count() == 0

        def held() -> list[str]:
            found = "all => [...all.files].map(f => f.name)"
            names: list[str] = page.eval_on_selector("form.drop input[type=file]", found)
            return names

        drop("邢台市.xlsx", "又一个.xlsx")
        told = page.eval_on_selector("form.drop input[type=file]", "e => e.validationMessage")
        assert "一次只能放一个文件" in told
        assert held() == []
        beside = "document.querySelector('footer').dispatchEvent(new DragEvent(name, kept))"
        for name in ("dragover", "drop"):
            kept = "{bubbles: true, cancelable: true}"
            opened = page.evaluate(f"() => {beside}".replace("name, kept", f"'{name}', {kept}"))
            assert not opened, "the browser would show the file instead of the page"
        drop("邢台市.xlsx")
        assert held() == ["邢台市.xlsx"]
        clerk.button("上传并审核")
        clerk.sees("须说明 1 条")
        assert "邢台市.xlsx" in clerk.text


def test_what_is_filled_in_lies_within_the_window_of_a_telephone(
    chromium: Any, tmp_path: Path
) -> None:
    apps = desk_with_forms(tmp_path / "2020考核"), desk_of_a_count(tmp_path / "2026评价")
    pages = (
        [("assessor", "/points/2020/130500"), ("official", "/figures/2020?entity=130500")],
        [("department", "/verdicts/主管部门/2026"), ("signatory", "/city/970100/self/2026")],
    )
    for app, looked_at in zip(apps, pages, strict=True):
        with served(app) as address:
            person = Hand(chromium, address, Way(width=400), lambda _station, _hand: None)
            for login, path in looked_at:
                person.forget()
                person.log_in(login, PASSWORD)
                person.open(path)
                ends = person.page.eval_on_selector_all(
                    "td input", "all => all.map(e => e.getBoundingClientRect().right)"
                )
                assert ends, path
                assert max(ends) <= 400, path


def others(app: Flask, role: Role, looked: Looked) -> list[str]:
    """Pages of the route table that no link led to, of which the addresses can be told."""
    known: dict[str, Any] = {
        "entity": "130500", "round_id": "2020", "year": 2020, "target": "intensity", "number": 1,
        "kind": "return", "department": "省工信厅",
    }  # fmt: skip
    who = Who(role, "130500" if role in OF_ENTITY else None,
              "省工信厅" if role in OF_DEPARTMENT else None)  # fmt: skip
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            act = getattr(app.view_functions[rule.endpoint], "act", None)
            if act is None or "GET" not in (rule.methods or ()) or rule.endpoint in looked.pages:
                continue
            if rule.arguments <= set(known) and may(who, act):
                values = {name: known[name] for name in rule.arguments}
                found.append(app.url_for(rule.endpoint, **values))
    return [path for path in found if not path.startswith("/api/")]
