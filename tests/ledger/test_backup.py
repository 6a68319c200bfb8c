"""A ledger copied whole, put back, kept from others' eyes, and a clock that is doubted."""

import datetime
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner
from shuangkong.commands.root import root
from shuangkong.errors import LedgerError
from shuangkong.ledger import backup as module
from shuangkong.ledger import database
from shuangkong.ledger.backup import backup, restore
from shuangkong.ledger.moments import BEIJING
from shuangkong.ledger.store import opened
from shuangkong.ledger.verify import verify

from tests.place import PACKAGES

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")


def run(*arguments: object):
    return CliRunner().invoke(root, [str(one) for one in arguments])


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.endswith(".tmp")]


def test_a_backup_is_the_ledger_and_can_be_put_back(begun, tmp_path):
    begun.both_cities()
    before = verify(begun.workspace).head
    done = backup(begun.workspace, tmp_path / "备份", clock=begun.clock)
    assert done.verified.head == before
    assert verify(done.path).head == before
    begun.submit(begun.table("公报.csv", ["乙市,coal,2020,49,万吨,,"]))

    back = restore(begun.workspace, done.path)

    assert back.missing == 1
    assert verify(begun.workspace).head == before
    assert verify(back.kept).entries == done.verified.entries + 1
    begun.submit(begun.table("公报.csv", ["乙市,coal,2020,50,万吨,,"]))
    assert verify(begun.workspace).sound


def test_backups_do_not_overwrite_each_other(begun, tmp_path):
    at = datetime.datetime(2021, 3, 1, 9, tzinfo=BEIJING)
    names = {backup(begun.workspace, tmp_path / "备份", clock=lambda: at).path for _ in range(3)}
    assert len(names) == 3
    assert all(path.name.startswith("shuangkong-20210301-090000-") for path in names)


def test_a_backup_can_be_put_where_there_is_no_ledger(begun, tmp_path):
    begun.both_cities()
    done = backup(begun.workspace, tmp_path / "备份")
    back = restore(tmp_path / "新机" / "工作区", done.path)
    assert (back.kept, back.missing) == (None, 0)
    assert verify(tmp_path / "新机" / "工作区").head == done.verified.head


def test_a_backup_is_put_over_a_ledger_that_is_damaged_or_half_written(begun, tmp_path):
    begun.both_cities()
    done = backup(begun.workspace, tmp_path / "备份")
    path = begun.workspace / database.FILE
    path.write_bytes(b"SQLite format 3\0" + os.urandom(5_000))
    journal = path.with_name(f"{database.FILE}-journal")
    journal.write_bytes(os.urandom(2_000))

    back = restore(begun.workspace, done.path)

    assert verify(begun.workspace).head == done.verified.head
    assert not journal.exists()
    assert back.kept.with_name(f"{back.kept.name}-journal").stat().st_size == 2_000


def test_what_is_not_whole_is_neither_copied_nor_put_back(begun, tmp_path):
    begun.both_cities()
    done = backup(begun.workspace, tmp_path / "备份")
    for path in (begun.workspace / database.FILE, done.path):
        with sqlite3.connect(path) as connection:
            names = [r[0] for r in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'")]  # fmt: skip
            for name in names:
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute("UPDATE entry SET content = '{}' WHERE number = 3")
        connection.close()
    before = (begun.workspace / database.FILE).read_bytes()

    with pytest.raises(LedgerError, match="SK-L105"):
        backup(begun.workspace, tmp_path / "另一份")
    with pytest.raises(LedgerError, match="SK-L105"):
        restore(begun.workspace, done.path)

    assert not list((tmp_path / "另一份").iterdir())
    assert (begun.workspace / database.FILE).read_bytes() == before
    with pytest.raises(LedgerError, match="SK-L106"):
        restore(begun.workspace, tmp_path / "没有.ledger")


def test_a_ledger_in_use_is_not_replaced(begun, tmp_path, monkeypatch):
    done = backup(begun.workspace, tmp_path / "备份")
    monkeypatch.setattr(database, "PATIENCE_SECONDS", 0.2)
    refused = pytest.raises(LedgerError, match="SK-L004")
    with opened(begun.workspace, writing=True) as ledger, ledger.act(begun.clock), refused:
        restore(begun.workspace, done.path)
    assert leftovers(begun.workspace) == []


def test_a_full_disk_leaves_no_backup(begun, tmp_path, monkeypatch):
    def full(source: Path, target: Path) -> None:
        database.created(target)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "copy", full)
    with pytest.raises(LedgerError, match="SK-L005"):
        backup(begun.workspace, tmp_path / "备份")
    assert list((tmp_path / "备份").iterdir()) == []


def test_backups_are_whole_while_others_write(begun, tmp_path):
    stop = threading.Event()
    found = []

    def copying() -> None:
        while not stop.is_set():
            found.append(backup(begun.workspace, tmp_path / "备份").verified)

    thread = threading.Thread(target=copying)
    thread.start()
    for number in range(12):
        begun.submit(begun.table("公报.csv", [f"乙市,coal,2020,{number},万吨,,"]))
    stop.set()
    thread.join()
    assert found
    assert all(one.sound for one in found)
    assert sorted(one.entries for one in found) == [one.entries for one in found]


# --- who can read it -----------------------------------------------------------------------


@posix
def test_a_ledger_is_its_owners_only(world, tmp_path):
    old = os.umask(0)
    try:
        begun = world.begin()
        begun.both_cities()
        done = backup(begun.workspace, tmp_path / "备份")
        restore(tmp_path / "新", done.path)
    finally:
        os.umask(old)
    assert rights(begun.workspace) == 0o700
    files = (begun.workspace / database.FILE, done.path, tmp_path / "新" / database.FILE)
    assert [rights(path) for path in files] == [0o600] * 3


@posix
def test_a_ledger_that_others_can_read_is_said_and_still_verified_deeply(begun):
    (begun.workspace / database.FILE).chmod(0o644)
    found = verify(begun.workspace, deep=True)
    assert [f.kind for f in found.findings] == ["SK-L100"]
    assert found.sound
    assert found.deep


# --- the clock -----------------------------------------------------------------------------


def test_a_clock_that_is_set_back_or_far_ahead_is_told(begun, caplog):
    begun.clock.on("2019-01-01")
    begun.submit(begun.table("甲.csv", ["乙市,coal,2020,1,万吨,,"]))
    begun.clock.on("2022-12-31")
    begun.submit(begun.table("乙.csv", ["甲市,coal,2020,1,万吨,,"]))
    begun.submit(begun.table("丙.csv", ["甲市,coal,2019,1,万吨,,"]))
    told = [record.getMessage() for record in caplog.records]
    assert ["SK-L101" in told[0], "SK-L102" in told[1], len(told)] == [True, True, 2]
    assert "2019-01-01" in told[0]


def test_a_clock_that_cannot_be_dates_nothing(begun):
    before = verify(begun.workspace).head
    for year in (9999, 1970, 2100):
        begun.clock.now = datetime.datetime(year, 6, 1, tzinfo=BEIJING)
        with pytest.raises(LedgerError, match="SK-L103"):
            begun.submit(begun.table("甲.csv", ["乙市,coal,2020,1,万吨,,"]))
    assert verify(begun.workspace).head == before


def test_verify_says_what_the_clock_did(begun):
    begun.clock.on("2023-12-31")
    begun.submit(begun.table("甲.csv", ["乙市,coal,2020,1,万吨,,"]))
    found = verify(begun.workspace, clock=lambda: datetime.datetime(2021, 5, 1, tzinfo=BEIJING))
    assert [f.kind for f in found.findings if f.kind != "SK-L100"] == ["SK-L104", "SK-L101"]
    assert found.sound


# --- by a scheduler ------------------------------------------------------------------------


def test_verify_and_backup_write_one_line_and_a_code_for_a_scheduler(begun, tmp_path):
    done = run("verify", begun.workspace, "--quiet")
    assert (done.exit_code, done.output.count("\n")) == (0, 1)
    assert "台账完好" in done.output
    done = run("backup", begun.workspace, tmp_path / "备份", "--quiet")
    assert (done.exit_code, done.output.count("\n")) == (0, 1)
    for command in (("verify", tmp_path / "没有"), ("backup", tmp_path / "没有", tmp_path / "x")):
        done = run(*command, "--quiet")
        assert (done.exit_code, done.output.count("\n")) == (1, 1)
    with sqlite3.connect(begun.workspace / database.FILE) as connection:
        connection.execute("DROP TRIGGER " + connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchone()[0])  # fmt: skip
    connection.close()
    done = run("verify", begun.workspace, "--quiet")
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert "不一致：1 处" in done.output


def test_a_scheduler_can_run_them_without_a_terminal(begun, tmp_path):
    environment = {"PATH": "", "LC_ALL": "C", "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}
    environment["PYTHONPATH"] = str(PACKAGES)
    done = subprocess.run(
        [sys.executable, "-m", "shuangkong", "verify", str(begun.workspace), "--quiet"],
        capture_output=True, check=False, env=environment, cwd=tmp_path, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(b"\n") == 1
