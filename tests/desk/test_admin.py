"""The three officers' pages: accounts, locks, the audit log, backup and restore."""

import re
import shutil
import time
from pathlib import Path

import pytest
from flask import Flask
from shuangkong.desk import accounts, backup, lockouts, sessions
from shuangkong.desk.store import Store
from shuangkong.errors import DeskError
from shuangkong.ledger.verify import verify

from tests.desk.conftest import PASSWORD, Login, log_in

OURS = {"Sec-Fetch-Site": "same-origin"}


def test_a_new_account_gets_a_one_time_password_once(app: Flask, login: Login) -> None:
    admin = login("system")
    name = f"u{time.time_ns()}"
    made = admin.post(
        "/admin/accounts", data={"login": name, "name": "新人", "role": "official"}, headers=OURS
    )
    (password,) = re.findall(r'class="code once">([^<]+)<', made.text)

    assert log_in(app, name, password).get("/").headers["Location"] == "/password"
    assert password not in admin.get("/admin/accounts").text


def test_a_city_account_must_say_whose(login: Login) -> None:
    made = login("system").post(
        "/admin/accounts", data={"login": "cx", "name": "某", "role": "clerk"}, headers=OURS
    )

    assert made.status_code == 409
    assert "考核对象" in made.text


def test_a_closed_account_is_out_at_once(app: Flask, login: Login) -> None:
    admin, victim = login("system"), log_in(app, "clerk2")
    (number,) = [
        a.id for a in accounts.all_accounts(app.extensions["shuangkong"].store)
        if a.login == "clerk2"
    ]  # fmt: skip
    admin.post(f"/admin/accounts/{number}/close", headers=OURS)

    assert victim.get("/").status_code == 302
    admin.post(f"/admin/accounts/{number}/open", headers=OURS)
    assert log_in(app, "clerk2").get("/").status_code == 200


def test_a_lock_is_shown_and_lifted(app: Flask, login: Login) -> None:
    store = app.extensions["shuangkong"].store
    now = time.time()
    for _ in range(lockouts.FAILURES):
        sessions.log_in(store, "assessor", "no", "9.9.9.9", now)
    officer = login("security")
    assert "9.9.9.9" in officer.get("/admin/security").text

    officer.post(
        "/admin/security/unlock", data={"login": "assessor", "origin": "9.9.9.9"}, headers=OURS
    )

    assert sessions.log_in(store, "assessor", PASSWORD, "9.9.9.9", time.time())


def test_the_audit_log_is_read_and_exported(login: Login) -> None:
    inspector = login("inspector")

    assert "日志完整" in inspector.get("/admin/audit").text
    exported = inspector.get("/admin/audit.csv").data.decode("utf-8-sig")
    assert exported.splitlines()[0].startswith("序号,时间,登录名")
    assert "inspector" in exported
    assert ",登录," in exported, "acts have names"


def test_a_backup_is_whole_and_can_be_restored(app: Flask, login: Login, tmp_path: Path) -> None:
    desk = app.extensions["shuangkong"]
    assert login("system").post("/admin/backup", headers=OURS).status_code == 303
    (newest, *_) = backup.listed(desk.workspace)
    copy = tmp_path / "copy"
    shutil.copytree(desk.workspace, copy)
    with Store.beside(copy).writing() as connection:
        connection.execute("DELETE FROM session")
        connection.execute("UPDATE account SET name = '改了' WHERE login = 'clerk'")

    with Store.beside(copy).kept_open(), pytest.raises(DeskError, match="工作台还在运行"):
        backup.restore(copy, newest.name)
    assert not list((copy / backup.FOLDER).glob("恢复前-*")), "nothing was moved"

    kept = backup.restore(copy, newest.name)

    names = {a.login: a.name for a in accounts.all_accounts(Store.beside(copy))}
    assert names["clerk"] == "某clerk"
    assert (kept / "shuangkong.desk").is_file()
    with Store.beside(copy).reading() as connection:
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    assert mode == "wal", "nobody who reads waits for one who writes"
    assert verify(copy).findings == ()


def test_a_damaged_backup_is_not_restored(app: Flask, tmp_path: Path) -> None:
    desk = app.extensions["shuangkong"]
    folder = backup.make(desk.workspace, desk.store)
    copy = tmp_path / "copy"
    shutil.copytree(desk.workspace, copy)
    file = copy / backup.FOLDER / folder.name / "shuangkong.desk"
    data = bytearray(file.read_bytes())
    data[4096:8192] = b"\x00" * 4096
    file.write_bytes(bytes(data))

    with pytest.raises(DeskError, match="备份不完整"):
        backup.restore(copy, folder.name)
    assert Store.beside(copy)


def test_a_damaged_database_is_replaced(app: Flask, tmp_path: Path) -> None:
    desk = app.extensions["shuangkong"]
    folder = backup.make(desk.workspace, desk.store)
    copy = tmp_path / "copy"
    shutil.copytree(desk.workspace, copy)
    (copy / "shuangkong.desk").write_bytes(b"x" * 8192)

    backup.restore(copy, folder.name)

    assert {a.login for a in accounts.all_accounts(Store.beside(copy))} >= {"clerk"}


def test_health_says_how_the_desk_is(login: Login) -> None:
    page = login("system").get("/admin/health").text

    assert "磁盘剩余" in page
    assert "排队" in page
