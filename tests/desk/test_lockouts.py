"""Wrong passwords stop who types them, and are no weapon against anybody else."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from shuangkong.desk import accounts, audit, guard, lockouts, passwords, sessions
from shuangkong.desk.lockouts import FAILURES, LOCKED, SLOWED, WINDOW
from shuangkong.desk.rights import Role
from shuangkong.desk.store import FORMAT, Store

from tests.desk.conftest import PASSWORD, log_in

OURS = {"Sec-Fetch-Site": "same-origin"}
NOW = time.time()


def store_of(app: Flask) -> Store:
    store: Store = app.extensions["shuangkong"].store
    return store


def fail(app: Flask, address: str, now: float, device: str | None = None) -> None:
    for _ in range(FAILURES):
        assert sessions.log_in(store_of(app), "official", "no", address, now, device) is None


def may_enter(app: Flask, address: str, now: float, device: str | None = None) -> bool:
    return bool(sessions.log_in(store_of(app), "official", PASSWORD, address, now, device))


def test_five_failures_lock_an_account_at_its_address_only(app: Flask) -> None:
    fail(app, "1.1.1.1", NOW)

    assert not may_enter(app, "1.1.1.1", NOW + 60)
    assert may_enter(app, "2.2.2.2", NOW + 60)
    assert not may_enter(app, "1.1.1.1", NOW + LOCKED - 1)
    assert may_enter(app, "1.1.1.1", NOW + LOCKED + 1)


@pytest.mark.parametrize("name", ["official", "nobody"])
def test_who_is_not_let_in_stands_in_the_audit_log(app: Flask, name: str) -> None:
    sessions.log_in(store_of(app), name, "no", "1.1.1.1", NOW)

    (last, *_) = audit.lines(store_of(app), most=1)
    kept = (last.act, last.login, last.address, last.outcome)
    assert kept == ("login", name, "1.1.1.1", audit.AuditOutcome.REFUSED)


def test_who_fails_while_a_password_is_checked_locks_it_too(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    fits = passwords.fits

    def meanwhile(kept: str | None, given: str) -> bool:
        with store_of(app).writing() as connection:
            at = lockouts.origin(connection, None, None, "10.0.0.99", NOW)
            for _ in range(FAILURES):
                lockouts.failed(connection, "official", at, NOW)
        return fits(kept, given)

    monkeypatch.setattr(passwords, "fits", meanwhile)

    assert not may_enter(app, "10.0.0.99", NOW)


def test_four_failures_or_five_over_a_long_time_lock_nobody(app: Flask) -> None:
    for step in range(FAILURES * 2):
        at = NOW + step * WINDOW / (FAILURES - 2)
        assert sessions.log_in(store_of(app), "official", "no", "1.1.1.1", at) is None

    assert may_enter(app, "1.1.1.1", at + 1)


def test_a_lock_lasts_its_half_hour_from_the_last_failure(app: Flask) -> None:
    for step in range(FAILURES):
        at = NOW + step * WINDOW / FAILURES
        sessions.log_in(store_of(app), "official", "no", "1.1.1.1", at)

    assert not may_enter(app, "1.1.1.1", at + LOCKED - 1)


def test_who_keeps_trying_makes_no_lock_longer(app: Flask) -> None:
    fail(app, "1.1.1.1", NOW)
    for minute in range(1, 29):
        sessions.log_in(store_of(app), "official", "no", "1.1.1.1", NOW + 60 * minute)

    assert may_enter(app, "1.1.1.1", NOW + LOCKED + 1)


def test_a_known_browser_is_not_locked_by_others_at_its_address(app: Flask) -> None:
    known = sessions.log_in(store_of(app), "official", PASSWORD, "1.1.1.1", NOW)
    assert known
    fail(app, "1.1.1.1", NOW + 1)

    assert not may_enter(app, "1.1.1.1", NOW + 2), "nobody knows this one"
    assert not may_enter(app, "1.1.1.1", NOW + 2, "made-up")
    assert may_enter(app, "1.1.1.1", NOW + 2, known.device)
    assert may_enter(app, "3.3.3.3", NOW + 2, known.device)


def test_a_known_browser_is_slowed_and_not_locked(app: Flask) -> None:
    known = sessions.log_in(store_of(app), "official", PASSWORD, "1.1.1.1", NOW)
    assert known
    fail(app, "1.1.1.1", NOW, known.device)

    assert not may_enter(app, "1.1.1.1", NOW + 1, known.device)
    at = NOW + SLOWED + 1
    assert sessions.log_in(store_of(app), "official", "no", "1.1.1.1", at, known.device) is None
    assert not may_enter(app, "1.1.1.1", at + SLOWED - 1, known.device), "one try a minute"
    assert may_enter(app, "1.1.1.1", at + SLOWED + 1, known.device)


def test_a_browser_is_known_to_who_logged_in_with_it_and_not_for_ever(app: Flask) -> None:
    known = sessions.log_in(store_of(app), "official", PASSWORD, "1.1.1.1", NOW)
    assert known
    store = store_of(app)
    for _ in range(FAILURES):
        sessions.log_in(store, "clerk", "no", "1.1.1.1", NOW, known.device)

    shut = sessions.log_in(store, "clerk", PASSWORD, "1.1.1.1", NOW + SLOWED + 1, known.device)
    assert shut is None, "the clerk never logged in with it: it counts as its address"
    later = NOW + lockouts.KNOWN + 1
    fail(app, "1.1.1.1", later)
    assert not may_enter(app, "1.1.1.1", later + SLOWED + 1, known.device)


def test_the_browser_keeps_what_it_is_known_by_after_logging_out(app: Flask) -> None:
    client = log_in(app, "official")
    client.post("/logout", headers=OURS)
    fail(app, "127.0.0.1", time.time())

    def enters(one: FlaskClient) -> bool:
        said = {"login": "official", "password": PASSWORD}
        return one.post("/login", data=said, headers=OURS).status_code == 303

    assert not enters(app.test_client())
    assert enters(client)
    cookie = client.get_cookie(guard.DEVICE)
    assert cookie
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Strict", "/")
    with store_of(app).reading() as connection:
        kept = [row["token"] for row in connection.execute("SELECT token FROM device")]
    assert cookie.value not in kept, "a copy of the database is no key"


def test_locks_are_shown_with_where_they_hold_and_lifted(app: Flask) -> None:
    now = time.time()
    known = sessions.log_in(store_of(app), "official", PASSWORD, "1.1.1.1", now)
    assert known
    fail(app, "9.9.9.9", now)
    fail(app, "1.1.1.1", now, known.device)
    officer = log_in(app, "security")

    page = officer.get("/admin/security").text
    assert "9.9.9.9" in page
    assert "登录过的浏览器" in page
    for lock in list(_locks(app)):
        said = {"login": lock.login, "origin": lock.origin.name}
        officer.post("/admin/security/unlock", data=said, headers=OURS)

    assert not _locks(app)
    assert may_enter(app, "9.9.9.9", now + 1)
    assert audit.lines(store_of(app))[1].act == "unlock"


def _locks(app: Flask) -> tuple[lockouts.Lock, ...]:
    with store_of(app).reading() as connection:
        return lockouts.locks(connection, time.time())


def test_a_database_of_the_format_before_is_brought_on(tmp_path: Path) -> None:
    store = Store.beside(tmp_path)
    with store.writing() as connection:
        password = accounts.create(connection, "official", "某", Role.OFFICIAL)
    with closing(sqlite3.connect(store.path)) as connection:
        connection.executescript(
            "DROP TABLE failure; DROP TABLE device; PRAGMA user_version = 1;"
            "CREATE TABLE failure (login TEXT NOT NULL, address TEXT NOT NULL, at REAL NOT NULL)"
        )

    opened = Store.beside(tmp_path)

    assert sessions.log_in(opened, "official", "no", "a", NOW) is None
    assert sessions.log_in(opened, "official", password, "a", NOW)
    with closing(sqlite3.connect(store.path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == FORMAT


@pytest.mark.parametrize("login", ["official", "nobody"])
def test_the_password_is_looked_at_whoever_is_named_and_locked_or_not(
    app: Flask, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []
    fits = passwords.fits
    monkeypatch.setattr(passwords, "fits", lambda k, p: looked.append(p) or fits(k, p))  # type: ignore[func-returns-value]
    for _ in range(FAILURES + 1):
        sessions.log_in(store_of(app), login, "no", "1.1.1.1", NOW)

    assert len(looked) == FAILURES + 1, "the time it takes tells nothing"
