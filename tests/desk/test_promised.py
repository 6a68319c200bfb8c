"""What SECURITY.md and the page of the desk promise in figures and names, held word for word.

Other tests ask whether a guard works at its limit, whatever that is; here stands the limit.
"""

import hashlib
import io
import re
import ssl
import time
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Server
from flask import Flask
from flask.testing import FlaskClient
from shuangkong.desk import accounts, app, events, guard, lockouts, passwords, serve, sessions
from shuangkong.desk import evidence as proofs
from shuangkong.desk.context import Desk
from shuangkong.desk.events import Happened
from shuangkong.desk.json_api import answers
from shuangkong.desk.pages import selfcheck
from shuangkong.desk.store import Store
from shuangkong.desk.versions import keep
from shuangkong.desk.workers import Workers
from shuangkong.errors import DeskError
from shuangkong.ledger.begin import init

from tests.desk.conftest import AS_SHIPPED, PASSWORD, Login, work
from tests.desk.test_city import GOOD, OURS, hand_over, put, round_id

__all__ = ["round_id"]

MINUTE, MEGABYTE = 60, 1024 * 1024


def test_the_limits_are_those_that_were_promised(tmp_path: Path) -> None:
    here = Desk(tmp_path, Store(tmp_path / "x"))

    assert (lockouts.FAILURES, lockouts.WINDOW, lockouts.LOCKED) == (5, 15 * MINUTE, 30 * MINUTE)
    assert lockouts.SLOWED == MINUTE
    assert (sessions.IDLE, sessions.ABSOLUTE) == (30 * MINUTE, 600 * MINUTE)
    assert (here.pace.most, here.guesses.most, selfcheck.MOST) == (120, 20, 10)
    assert (app.BODY_BYTES, guard.WORDS_BYTES) == (64 * MEGABYTE, 2 * MEGABYTE)
    assert (answers.BODY_BYTES, answers.FILES_BYTES) == (64 * 1024, 16 * MEGABYTE)
    assert proofs.MOST_BYTES == 30 * MEGABYTE
    assert passwords.LEAST == 10


def test_passwords_are_kept_by_argon2id_and_are_dear_to_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passwords, "_HASHER", AS_SHIPPED)
    kind, _, cost = passwords.hashed("Right-4-work!").split("$")[1:4]

    assert kind == "argon2id"
    found = dict(part.split("=") for part in cost.split(","))
    assert int(found["m"]) >= 64 * 1024
    assert int(found["t"]) >= 3


def test_an_unknown_name_costs_as_much_as_a_known_one(
    browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, kept: str | bytes, given: str | bytes) -> bool:
        tried.append(str(kept).rpartition("$")[0].rpartition("$")[0])
        return verify(self, kept, given)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for login in ("nobody", "clerk"):
        browser.post("/login", data={"login": login, "password": "x"}, headers=OURS)

    assert len(tried) == 2
    assert len(set(tried)) == 1, "one is checked at less cost than the other"


def test_pages_load_nothing_and_run_nothing_but_the_desks_own(browser: FlaskClient) -> None:
    said = browser.get("/login").headers["Content-Security-Policy"]
    rules = dict(one.strip().split(" ", 1) for one in said.split(";"))

    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in said
    assert "*" not in said


def test_no_token_of_a_session_or_browser_is_kept(app: Flask, login: Login) -> None:
    client = login("clerk")
    store = app.extensions["shuangkong"].store
    with store.reading() as connection:
        kept = [row[0] for row in connection.execute("SELECT token FROM session")]
        kept += [row[0] for row in connection.execute("SELECT token FROM device")]

    for name in (guard.COOKIE, guard.DEVICE):
        cookie = client.get_cookie(name)
        assert cookie
        assert cookie.value not in kept
        assert hashlib.sha256(cookie.value.encode()).hexdigest() in kept


def test_neither_the_old_password_nor_a_weak_one_is_taken(app: Flask) -> None:
    with app.extensions["shuangkong"].store.writing() as connection:
        row = connection.execute("SELECT * FROM account WHERE login = 'clerk2'").fetchone()
        with pytest.raises(DeskError, match="另想一个密码"):
            accounts.set_password(connection, accounts.account_of(row), "short-1A")
        with pytest.raises(DeskError, match="相同"):
            accounts.set_password(connection, accounts.account_of(row), PASSWORD)


def test_nobody_signs_without_the_statement(app: Flask, login: Login, round_id: str) -> None:
    clerk, signatory = login("clerk"), login("signatory")
    put(clerk, round_id, GOOD)
    work(app)
    for key in re.findall(r'name="key" value="(\w+)"', clerk.get(f"/city/130500/{round_id}").text):
        said = {"key": key, "sentence": "属实无误"}
        clerk.post(f"/city/130500/{round_id}/confirm", data=said, headers=OURS)
    hand_over(app, clerk, round_id)
    page = signatory.get(f"/city/130500/{round_id}").text
    (sha256,) = set(re.findall(r'name="sha256" value="(\w+)"', page))

    done = signatory.post(f"/city/130500/{round_id}/sign", data={"sha256": sha256}, headers=OURS)

    assert done.status_code == 409
    assert "没有勾选声明" in done.text


def test_evidence_is_found_with_its_own_city_and_round_alone(
    app: Flask, login: Login, round_id: str
) -> None:
    with app.extensions["shuangkong"].store.writing() as connection:
        sha = keep(connection, b"%PDF-1.4 of 130100")
        content = {"name": "x.pdf", "sha256": sha, "size": 1, "kind": "PDF", "about": ""}
        events.add(connection, Happened.EVIDENCE_ADDED, 1, round_=round_id, entity="130100",
                   subject=sha, content=content)  # fmt: skip

    path = f"/{round_id}/evidence/{sha}"
    assert login("clerk2").get(f"/city/130100{path}").status_code == 200
    assert login("clerk").get(f"/city/130500{path}").status_code == 404
    assert login("clerk2").get(f"/city/130100/1999/evidence/{sha}").status_code == 404


def test_visitors_check_so_many_files_a_minute(
    browser: FlaskClient, monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    monkeypatch.setattr(selfcheck, "MOST", 2)
    with app.extensions["shuangkong"].store.writing() as connection:
        connection.execute("DELETE FROM job WHERE kind = 'self_check'")

    def sent(address: str) -> int:
        data = {"file": (io.BytesIO(b"x"), "a.csv")}
        base = {"REMOTE_ADDR": address}
        return browser.post("/self-check", data=data, headers=OURS, environ_base=base).status_code

    assert [sent("10.0.0.1") for _ in range(3)] == [303, 303, 429]
    assert sent("10.0.0.2") == 303
    with app.extensions["shuangkong"].store.writing() as connection:
        connection.execute("DELETE FROM job WHERE kind = 'self_check'")


def test_a_proxy_is_believed_only_where_it_was_said_that_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    init(tmp_path / "2020考核", "hebei-13fyp", "王建账")
    seen: list[Server] = []

    def start(self: Server) -> None:
        seen.append(self)
        raise KeyboardInterrupt

    monkeypatch.setattr(Server, "prepare", lambda self: None)
    monkeypatch.setattr(Server, "serve", start)
    for name in ("start", "stop"):
        monkeypatch.setattr(Workers, name, lambda self: None)
    for behind in (False, True):
        serve.serve(
            tmp_path / "2020考核",
            serve.Bind("127.0.0.1", 0),
            behind_proxy=behind,
            ready=lambda: None,
        )

    told = {"X-Forwarded-For": "203.0.113.9"}
    for server, address in zip(seen, ("127.0.0.1", "203.0.113.9"), strict=True):
        login = f"x{time.time_ns()}"
        client = server.wsgi_app.test_client()
        client.post("/login", data={"login": login, "password": "x"}, headers=OURS | told)
        with server.wsgi_app.extensions["shuangkong"].store.reading() as connection:
            row = connection.execute("SELECT origin FROM failure WHERE login = ?", (login,))
            assert row.fetchone()["origin"] == address


def test_old_protocols_are_not_spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    init(tmp_path / "2020考核", "hebei-13fyp", "王建账")
    seen: list[Server] = []

    def start(self: Server) -> None:
        seen.append(self)
        raise KeyboardInterrupt

    def made(self: BuiltinSSLAdapter, certificate: str, *_: object) -> None:
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED

    monkeypatch.setattr(BuiltinSSLAdapter, "__init__", made)
    monkeypatch.setattr(Server, "prepare", lambda self: None)
    monkeypatch.setattr(Server, "serve", start)
    for name in ("start", "stop"):
        monkeypatch.setattr(Workers, name, lambda self: None)

    serve.serve(
        tmp_path / "2020考核",
        serve.Bind("0.0.0.0", 0),
        certfile=tmp_path / "c.pem",
        ready=lambda: None,
    )

    (server,) = seen
    assert server.ssl_adapter.context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert server.wsgi_app.extensions["shuangkong"].secure
