"""What holds although no page asks for it: closed by default, cookies, headers, limits, names."""

import io
import socket
from pathlib import Path

import pytest
from cheroot.wsgi import Server
from flask import Flask
from flask.testing import FlaskClient
from shuangkong.desk import accounts, audit, events, guard, jobs, keys, serve, sessions, versions
from shuangkong.desk.app import BODY_BYTES, FIELDS_BYTES, PARTS, make_app
from shuangkong.desk.events import Happened
from shuangkong.desk.evidence import MOST_BYTES, kind_of
from shuangkong.desk.exchange import taken
from shuangkong.desk.rights import Role
from shuangkong.desk.store import Store
from shuangkong.desk.workers import Workers
from shuangkong.errors import DeskError
from shuangkong.ledger.begin import init
from werkzeug.datastructures import FileStorage

from tests.desk.conftest import PASSWORD, Login, log_in

# a request that breaks off leaves its spool of the upload to the collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    init(tmp_path / "2020考核", "hebei-13fyp", "王建账")
    return tmp_path / "2020考核"


@pytest.mark.parametrize("path", ["/unsaid", "/api/v1/unsaid"])
def test_a_page_that_does_not_say_which_act_it_is_is_closed(own: Path, path: str) -> None:
    app = make_app(own)
    app.add_url_rule(path, "unsaid", lambda: "open", methods=["GET", "POST"])
    with app.extensions["shuangkong"].store.writing() as connection:
        accounts.create(connection, "official", "某", Role.OFFICIAL)
        hashed = accounts.passwords.hashed(PASSWORD)
        connection.execute("UPDATE account SET password = ?, must_change = 0", (hashed,))
    client = log_in(app, "official")

    assert client.get(path).status_code == 404
    assert client.post(path, headers=OURS).status_code == 404


@pytest.mark.parametrize("secure", [True, False])
def test_cookies_are_out_of_reach(own: Path, secure: bool) -> None:
    app = make_app(own, secure=secure)
    with app.extensions["shuangkong"].store.writing() as connection:
        password = accounts.create(connection, "official", "某", Role.OFFICIAL)

    answer = app.test_client().post(
        "/login", data={"login": "official", "password": password}, headers=OURS,
        base_url="https://localhost" if secure else "http://localhost",
    )  # fmt: skip

    found = answer.headers.getlist("Set-Cookie")
    assert len(found) == 2
    for cookie in found:
        name, _, flags = cookie.partition("=")
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(flags.split("; "))
        assert ("Secure" in flags.split("; ")) is secure
        assert name.startswith("__Host-") is secure
    assert ("Strict-Transport-Security" in answer.headers) is secure


def test_forms_have_few_parts_and_short_fields(browser: FlaskClient) -> None:
    def sent(**fields: str) -> int:
        data = {**fields, "file": (io.BytesIO(b"x"), "a.xlsx")}
        kind = "multipart/form-data"
        return browser.post("/self-check", data=data, headers=OURS, content_type=kind).status_code

    assert sent() == 303
    assert sent(**{f"f{n}": "x" for n in range(PARTS)}) == 413
    assert sent(plan="x" * (FIELDS_BYTES + 1)) == 413


def test_the_server_itself_stops_bodies_and_plain_http(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Server] = []

    def start(self: Server) -> None:
        seen.append(self)
        raise KeyboardInterrupt

    monkeypatch.setattr(Server, "prepare", lambda self: None)
    monkeypatch.setattr(Server, "serve", start)
    for name in ("start", "stop"):
        monkeypatch.setattr(Workers, name, lambda self: None)

    serve.serve(own, serve.Bind("127.0.0.1", 0), ready=lambda: None)
    with pytest.raises(DeskError, match="明文"):
        serve.serve(own, serve.Bind("0.0.0.0", 0), ready=lambda: None)

    (server,) = seen
    assert server.max_request_body_size == BODY_BYTES
    assert 0 < server.max_request_header_size <= 64 * 1024


def test_a_desk_that_cannot_listen_says_so_before_anybody_is_sent_there(own: Path) -> None:
    told: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(DeskError, match=f"不能在 127.0.0.1:{port} 上监听") as refused:
            serve.serve(own, serve.Bind("127.0.0.1", port), ready=lambda: told.append("ready"))

    assert told == []
    assert "--bind" in str(refused.value)
    assert "Errno" not in str(refused.value)


@pytest.mark.parametrize("given", [("certfile",), ("keyfile",), ("certfile", "keyfile")])
def test_a_certificate_that_is_none_is_refused_by_name(
    own: Path, tmp_path: Path, given: tuple[str, ...]
) -> None:
    """A key alone too: who gives one does not mean to serve in plain text."""
    files = {name: tmp_path / f"{name}.pem" for name in given}
    for file in files.values():
        file.write_bytes(b"not a certificate")

    with pytest.raises(DeskError, match="https 的证书或私钥不能用") as refused:
        serve.serve(own, serve.Bind("127.0.0.1", 0), **files, ready=lambda: None)

    assert all(file.name in str(refused.value) for file in files.values())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\报表\\邢台.xlsx", "邢台.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a<b>\u202exslx.exe", "a_b__xslx.exe"),
        ("...", "未命名"),
        ("长" * 300 + ".xlsx", "长" * 73 + ".xlsx"),
    ],
)
def test_names_of_files_are_cleaned(given: str, kept: str) -> None:
    assert taken(FileStorage(io.BytesIO(b"x"), given))[0] == kept


def test_evidence_is_not_larger_than_it_may_be() -> None:
    assert kind_of("a.pdf", b"%PDF-1.7".ljust(MOST_BYTES, b" ")) == "PDF"
    with pytest.raises(DeskError, match="30 MB"):
        kind_of("a.pdf", b"%PDF-1.7".ljust(MOST_BYTES + 1, b" "))


def test_the_old_password_is_asked_for_and_a_change_ends_all_sessions(
    app: Flask, login: Login
) -> None:
    here, elsewhere = login("auditor"), login("auditor")
    new = {"new": "Another-word-5", "again": "Another-word-5"}

    assert here.post("/password", data={"old": "no", **new}, headers=OURS).status_code == 400
    assert elsewhere.get("/").status_code == 200
    assert here.post("/password", data={"old": PASSWORD, **new}, headers=OURS).status_code == 303
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302

    with app.extensions["shuangkong"].store.writing() as connection:
        row = connection.execute("SELECT * FROM account WHERE login = 'auditor'").fetchone()
        accounts.reset(connection, accounts.account_of(row))
    assert here.get("/").headers["Location"].startswith("/login")
    with app.extensions["shuangkong"].store.writing() as connection:
        hashed = accounts.passwords.hashed(PASSWORD)
        own = "UPDATE account SET password = ?, must_change = 0 WHERE login = 'auditor'"
        connection.execute(own, (hashed,))


def test_a_session_is_nothing_once_its_account_is_closed(app: Flask) -> None:
    client = log_in(app, "clerk2")
    close = "UPDATE account SET disabled = ? WHERE login = 'clerk2'"
    with app.extensions["shuangkong"].store.writing() as connection:
        connection.execute(close, (1,))
    assert client.get("/").status_code == 302
    said = {"login": "clerk2", "password": PASSWORD}
    assert app.test_client().post("/login", data=said, headers=OURS).status_code == 403
    with app.extensions["shuangkong"].store.writing() as connection:
        connection.execute(close, (0,))


def test_no_cookie_of_before_the_login_is_taken(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie(guard.COOKIE, "chosen-by-somebody-else")
    said = {"login": "auditor", "password": PASSWORD}
    client.post("/login", data=said, headers=OURS)

    cookie = client.get_cookie(guard.COOKIE)
    assert cookie
    assert cookie.value != "chosen-by-somebody-else"
    assert not sessions.session(app.extensions["shuangkong"].store, "chosen-by-somebody-else")


def test_formulas_do_not_leave_in_the_audit_log(app: Flask, login: Login) -> None:
    app.test_client().post("/login", data={"login": "=1+1", "password": "x"}, headers=OURS)

    assert ",'=1+1," in login("inspector").get("/admin/audit.csv").data.decode("utf-8-sig")


@pytest.mark.parametrize("table", ["event", "file", "audit"])
def test_what_happened_is_neither_changed_nor_taken_away(own: Path, table: str) -> None:
    store = Store.beside(own)
    with store.writing() as connection:
        events.add(connection, Happened.ROUND_OPENED, 1, round_="2020")
        versions.keep(connection, b"x")
        audit.note(connection, "login", "x", address="a")

    for change in (f"UPDATE {table} SET rowid = rowid + 1", f"DELETE FROM {table}"):
        with pytest.raises(DeskError, match="append-only"), store.writing() as connection:
            connection.execute(change)


@pytest.mark.parametrize("column", ["at", "login", "address", "act", "object", "outcome"])
def test_the_chain_of_the_audit_log_holds_every_word_of_a_line(own: Path, column: str) -> None:
    store = Store.beside(own)
    with store.writing() as connection:
        for login in ("official", "clerk"):
            audit.note(connection, "login", "x", login=login, address="a")
        connection.execute("DROP TRIGGER audit_no_update")
    assert audit.broken_at(store) is None
    other = "refused" if column == "outcome" else "other"
    with store.writing() as connection:
        connection.execute(f"UPDATE audit SET {column} = ? WHERE number = 1", (other,))

    assert audit.broken_at(store) == 1


def test_a_program_learns_nothing_of_another_citys_job(app: Flask) -> None:
    store = app.extensions["shuangkong"].store
    with store.writing() as connection:
        job = jobs.ask(connection, "check", {"round": "2020", "name": "x"}, 1, "130500")
        row = connection.execute("SELECT * FROM account WHERE login = 'clerk2'").fetchone()
        key = keys.make(connection, accounts.account_of(row), "试验")
        connection.execute("UPDATE job SET state = 'failed', result = '{}' WHERE id = ?", (job,))

    head = {"Authorization": f"Bearer {key}"}
    for city in ("130500", "130100"):
        answer = app.test_client().get(f"/api/v1/city/{city}/jobs/{job}", headers=head)
        assert answer.status_code == 404
