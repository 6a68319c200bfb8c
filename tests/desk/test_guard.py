"""What stands before every page: login, sessions, locks, other sites, headers, the audit log."""

import re
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from shuangkong.desk import accounts, audit, guard, passwords, sessions
from shuangkong.desk.rights import MATRIX, OF_DEPARTMENT, OF_ENTITY, Act, Reach, Role, Who, may
from shuangkong.desk.serve import Bind
from shuangkong.errors import DeskError

from tests.desk.conftest import PASSWORD, Login, log_in

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_a_right_is_what_the_matrix_says_and_never_more(act: Act, role: Role) -> None:
    who = Who(role, "130500" if role in OF_ENTITY else None,
              "工信" if role in OF_DEPARTMENT else None)  # fmt: skip
    reach = MATRIX.get(act, {}).get(role)

    assert may(who, act) == (reach is not None)
    assert may(who, act, entity="130100") == (reach is Reach.ALL)
    assert may(who, act, department="住建") == (reach is Reach.ALL)
    if role in OF_ENTITY:
        assert may(who, act, entity="130500") == (reach is not None)


def test_officers_neither_see_nor_change_figures() -> None:
    officers = {Role.SYSTEM, Role.SECURITY, Role.INSPECTOR}
    own = {Act.ACCOUNTS, Act.KEYS, Act.UNLOCK, Act.AUDIT, Act.BACKUP, Act.HEALTH}
    everybody = {Act.HOME, Act.PASSWORD, Act.LOGOUT}

    for act, roles in MATRIX.items():
        if act not in own | everybody:
            assert not officers & set(roles), act


def test_every_page_says_which_act_it_is(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        public = rule.endpoint == "static" or getattr(view, "is_public", False)
        assert public or hasattr(view, "act"), rule


def test_without_login_one_is_sent_to_log_in(browser: FlaskClient) -> None:
    answer = browser.get("/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login")


def test_the_login_leads_back_but_never_to_another_site(app: Flask) -> None:
    for to in ("/password", "/assess/2020?q=%E5%B8%82&page=2"):
        assert _sent_to(app, to) == to
    for to in (
        *("//evil.example", "/\\evil", "https://evil.example", "evil.example", ""),
        *("/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "/ /evil.example"),
        *("/\x00/evil.example", "/\u00a0/evil.example", "/\u200b/evil.example", "/a\\..\\evil"),
    ):
        assert _sent_to(app, to) == "/", repr(to)


def test_the_page_to_log_in_at_carries_no_address_of_another_site(app: Flask) -> None:
    page = app.test_client().get("/login?to=/%09/evil.example").get_data(as_text=True)

    assert "evil" not in page


def _sent_to(app: Flask, to: str) -> str:
    """Where the login leads that was asked to lead there."""
    data = {"login": "clerk", "password": PASSWORD, "to": to}
    return app.test_client().post("/login", data=data, headers=OURS).headers["Location"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Referer": "https://evil.example/x"},
        {},
    ],
)
def test_another_site_cannot_act_in_my_name(login: Login, headers: dict[str, str]) -> None:
    client = login("clerk")

    assert client.post("/logout", headers=headers).status_code == 403
    assert client.get("/").status_code == 200


def test_a_page_of_ours_can(login: Login) -> None:
    assert login("clerk").post("/logout", headers={"Origin": "http://localhost"}).status_code == 303


def test_logging_out_ends_the_session_even_for_a_kept_cookie(app: Flask) -> None:
    client = log_in(app, "clerk")
    token = client.get_cookie(guard.COOKIE)
    assert token is not None
    client.post("/logout", headers=OURS)

    other = app.test_client()
    other.set_cookie(guard.COOKIE, token.value)

    assert other.get("/").status_code == 302


def test_sessions_end_after_idling_and_after_ten_hours(app: Flask) -> None:
    store = app.extensions["shuangkong"].store
    now = time.time()
    both = [sessions.log_in(store, "clerk", PASSWORD, "a", now) for _ in range(2)]
    idle, long = (tokens.session for tokens in both if tokens)

    assert sessions.session(store, idle, now + sessions.IDLE - 1)
    assert not sessions.session(store, idle, now + 2 * sessions.IDLE + 1)
    step = now
    while step < now + sessions.ABSOLUTE - sessions.IDLE:
        step += sessions.IDLE - 1
        assert sessions.session(store, long, step)
    assert not sessions.session(store, long, now + sessions.ABSOLUTE + 1)


def test_an_unknown_name_gets_the_same_answer(browser: FlaskClient) -> None:
    answers = [
        browser.post("/login", data={"login": who, "password": "x"}, headers=OURS)
        for who in ("nobody", "clerk")
    ]

    assert answers[0].status_code == answers[1].status_code == 403
    assert answers[0].text == answers[1].text


@pytest.mark.parametrize(
    "password", ["short-1A", "alllowercase1", "Clerk-123456", "12345678901", "某clerk-Aa1234"]
)
def test_weak_passwords_are_refused(password: str) -> None:
    assert passwords.weakness(password, "clerk", "某clerk")


def test_what_is_not_there_looks_like_what_is_not_for_them(app: Flask, login: Login) -> None:
    client = login("clerk")

    unknown, forbidden = client.get("/nowhere"), client.get("/admin/audit")

    assert app.url_map.bind("").match("/admin/audit")
    assert unknown.status_code == forbidden.status_code == 404
    assert _without_minutes(unknown.text) == _without_minutes(forbidden.text)
    assert "主菜单" in unknown.text
    assert "主菜单" not in app.test_client().get("/nowhere").text


def _without_minutes(page: str) -> str:
    return re.sub(r'data-minutes="\d+"|<b>\d+</b> 分钟', "", page)


def test_one_time_passwords_must_be_changed_first(app: Flask) -> None:
    store = app.extensions["shuangkong"].store
    name = f"new{time.time_ns()}"
    with store.writing() as connection:
        password = accounts.create(connection, name, "新人", Role.OFFICIAL)
    client = log_in(app, name, password)

    assert client.get("/").headers["Location"] == "/password"
    changed = client.post(
        "/password",
        data={"old": password, "new": "Better-than-1", "again": "Better-than-1"},
        headers=OURS,
    )
    assert changed.status_code == 303
    assert client.get("/").status_code == 200


def test_closing_an_account_ends_its_session(app: Flask) -> None:
    store = app.extensions["shuangkong"].store
    client = log_in(app, "clerk2")
    (account,) = [a for a in accounts.all_accounts(store) if a.login == "clerk2"]
    with store.writing() as connection:
        accounts.set_disabled(connection, account, True)

    assert client.get("/").status_code == 302
    with store.writing() as connection:
        accounts.set_disabled(connection, account, False)


def test_every_answer_carries_the_headers(browser: FlaskClient) -> None:
    answer = browser.get("/login")

    for name, value in guard.HEADERS.items():
        assert answer.headers[name] == value
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_audit_log_knows_logins_and_shows_a_change(app: Flask) -> None:
    store = app.extensions["shuangkong"].store
    log_in(app, "auditor")

    newest = audit.lines(store)[0]
    assert (newest.act, newest.login, newest.outcome.value) == ("login", "auditor", "done")
    assert audit.broken_at(store) is None
    with pytest.raises(DeskError), store.writing() as connection:
        connection.execute("UPDATE audit SET login = 'x' WHERE number = 1")


def test_who_is_refused_a_page_stands_in_the_audit_log(app: Flask, login: Login) -> None:
    store = app.extensions["shuangkong"].store
    client = login("clerk")
    before = audit.lines(store)[0].number

    client.get("/city/130100/2020")
    client.post("/province/2020/close", headers=OURS)

    kept = [line for line in audit.lines(store) if line.number > before]
    assert {line.login for line in kept} == {"clerk"}
    assert {line.address for line in kept} == {"127.0.0.1"}
    assert [(line.act, line.object, line.outcome) for line in kept] == [
        (Act.ROUND.value, "/province/2020/close", audit.AuditOutcome.REFUSED),
        (Act.SEE_DRAFT.value, "/city/130100/2020", audit.AuditOutcome.REFUSED),
    ]


@pytest.mark.parametrize("text", ["8000", "x:y", "127.0.0.1:99999", ":80"])
def test_a_bad_address_is_told(text: str) -> None:
    with pytest.raises(DeskError, match="怎么改"):
        Bind.of(text)


def test_plain_http_is_refused_beyond_this_computer() -> None:
    Bind.of("127.0.0.1:8000").refuse_plain(None, False)
    Bind.of("0.0.0.0:8000").refuse_plain(None, True)
    with pytest.raises(DeskError, match="明文"):
        Bind.of("0.0.0.0:8000").refuse_plain(None, False)
