"""Killed in the middle of writing: nothing confirmed is lost, nothing is half done.

SHUANGKONG_KILLS sets the number of kills; 120 when not set.
"""

import contextlib
import itertools
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from shuangkong.errors import LedgerError
from shuangkong.ledger import database
from shuangkong.ledger.store import EntryKind, opened
from shuangkong.ledger.verify import verify

KILLS = int(os.environ.get("SHUANGKONG_KILLS", "120"))
ROOT = Path(__file__).parents[2]


def start(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("writer.py")), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT / "engine"), "PYTHONUTF8": "1"},
    )


def killed(process: subprocess.Popen[str], after: float) -> list[str]:
    """The receipts a process confirmed before it was killed, some time after the first act."""
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(after)
    process.kill()
    rest, errors = process.communicate()
    assert not errors
    lines = (first + rest).splitlines(keepends=True)
    return [code for line in lines if line.endswith("\n") for code in line.split()]


def recorded(workspace: Path) -> dict[int, tuple[str, str]]:
    """File and code of every submission by number."""
    with opened(workspace) as ledger:
        return {
            entry.number: (entry.content["file"], entry.receipt.code)
            for entry in ledger.entries(None, EntryKind.SUBMISSION)
        }


def check(workspace: Path, confirmed: list[str], part_of_act: int) -> None:
    found = verify(workspace, receipts=tuple(confirmed[-3:]))
    assert found.findings == ()
    entries = recorded(workspace)
    assert set(confirmed) <= {code for _, code in entries.values()}
    assert len(entries) % part_of_act == 0


def test_kills_in_the_middle_of_writing_lose_nothing_and_leave_nothing_half(world):
    chosen = random.Random(7)
    interrupted = 0
    for number in range(KILLS):
        if number % 20 == 0:
            world.workspace = world.folder / f"工作区{number}"
            world.begin()
            confirmed: list[str] = []
        writer = start("acts", world.workspace, f"w{number}", 10_000, 0)
        confirmed += killed(writer, chosen.uniform(0, 0.03))
        interrupted += (world.workspace / f"{database.FILE}-journal").exists()
        check(world.workspace, confirmed, part_of_act=2)
    # else the kills did not come in the middle of acts, and the test shows nothing
    assert interrupted > KILLS // 5


def test_kills_of_whole_submissions_keep_them_whole(begun):
    chosen = random.Random(11)
    files = [begun.table(f"{n}.csv", []) for n in range(3)]
    confirmed: list[str] = []
    for _ in range(max(4, KILLS // 20)):
        writer = start("submit", begun.workspace, 10_000, *files)
        confirmed += killed(writer, chosen.uniform(0, 0.2))
        check(begun.workspace, confirmed, part_of_act=3)

    again = start("submit", begun.workspace, 1, *files)
    out, errors = again.communicate()

    assert (again.returncode, errors) == (0, "")
    check(begun.workspace, confirmed + out.split(), part_of_act=3)


def test_two_processes_write_at_once(begun):
    count = 40
    writers = [start("acts", begun.workspace, name, count, 0.005) for name in ("one", "two")]

    results = [writer.communicate() for writer in writers]

    assert [errors for _, errors in results] == ["", ""]
    codes = [out.split() for out, _ in results]
    assert [len(found) for found in codes] == [2 * count, 2 * count]
    check(begun.workspace, [*codes[0], *codes[1]], part_of_act=2)
    order = [file.split(".")[0] for file, _ in recorded(begun.workspace).values()]
    assert sum(a != b for a, b in itertools.pairwise(order)) > 1


def test_an_act_that_was_cut_off_is_undone_by_whoever_opens_the_ledger_next(begun):
    begun.both_cities()
    before = verify(begun.workspace).head
    path = begun.workspace / database.FILE
    cut = begun.folder / "断电"
    cut.mkdir()
    with opened(begun.workspace, writing=True) as ledger:
        # a small cache makes the database write pages before the act is confirmed
        ledger.connection.execute("PRAGMA cache_size = 5")
        with contextlib.suppress(KeyboardInterrupt), ledger.act(begun.clock) as act:
            for _ in range(40):
                act.keep(os.urandom(20_000))
            for file in begun.workspace.iterdir():
                shutil.copy(file, cut / file.name)
            raise KeyboardInterrupt

    assert (cut / f"{database.FILE}-journal").stat().st_size > 0
    assert (cut / database.FILE).read_bytes() != path.read_bytes()
    assert verify(cut).findings == ()
    assert verify(cut).head == before
    assert verify(begun.workspace).head == before


def test_a_ledger_in_use_is_waited_for_and_then_said(begun, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE_SECONDS", 0.2)
    refused = pytest.raises(LedgerError, match="SK-L004")
    with opened(begun.workspace, writing=True) as ledger, ledger.act(begun.clock), refused:
        begun.both_cities()

    begun.both_cities()
    assert verify(begun.workspace).submissions == 2


def test_a_full_disk_is_said_and_nothing_is_recorded(begun, monkeypatch):
    connect = database.connect

    def small(path: Path, *, writing: bool) -> sqlite3.Connection:
        connection = connect(path, writing=writing)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        return connection

    monkeypatch.setattr(database, "connect", small)
    with pytest.raises(LedgerError, match=r"SK-L005") as caught:
        begun.both_cities()

    assert "没有登记任何内容" in str(caught.value)
    monkeypatch.undo()
    assert verify(begun.workspace).submissions == 0
    assert verify(begun.workspace).sound
