"""Killed in the middle of writing: nothing confirmed is lost, nothing is half done.

SHUANGKONG_KILLS=500 sets the number of kills of each kind of writer; without it there are few,
for every run of the tests.
"""

import contextlib
import itertools
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from shuangkong.errors import LedgerError
from shuangkong.ledger import database
from shuangkong.ledger.backup import ENDING, restore
from shuangkong.ledger.moments import now
from shuangkong.ledger.store import EntryKind, opened
from shuangkong.ledger.verify import verify

from tests.ledger.conftest import Clock, World
from tests.place import ROOT, environment

FEW = {"acts": 60, "submit": 8, "decide": 8, "issue": 4, "backup": 12}
#: seconds within which a writer of each kind is killed, from its start or, where negative,
#: from its first act
WITHIN = {"acts": -0.03, "submit": 0.5, "decide": 0.6, "issue": 2.0, "backup": -0.1}
#: kills in one workspace, which grows with each
ROUND = 20
Kill = Callable[..., list[str]]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills are of forked writers")


def kills(mode: str) -> int:
    return int(os.environ.get("SHUANGKONG_KILLS", FEW[mode]))


def start(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("writer.py")), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment(ROOT),
    )


@pytest.fixture(autouse=True)
def present(monkeypatch) -> None:
    """The writers have the computer's clock, and so has whoever begins their ledgers."""
    monkeypatch.setattr(Clock, "__call__", lambda _: now())


@pytest.fixture(scope="module")
def killed() -> Iterator[Kill]:
    """Starts a writer, kills it so many seconds later, and gives what it had confirmed."""
    nursery = subprocess.Popen(
        [sys.executable, "-m", "tests.ledger.nursery"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=environment(ROOT),
        cwd=ROOT,
    )
    assert nursery.stdin is not None
    assert nursery.stdout is not None

    def kill(mode: str, seconds: float, *arguments: object) -> list[str]:
        order = [mode, seconds, *map(str, arguments)]
        nursery.stdin.write(json.dumps(order) + "\n")
        nursery.stdin.flush()
        codes, wrong = json.loads(nursery.stdout.readline())
        assert not wrong
        return codes

    yield kill
    nursery.stdin.close()
    nursery.wait()
    nursery.stdout.close()


def recorded(workspace: Path) -> dict[int, tuple[str, str]]:
    """File and code of every submission by number."""
    with opened(workspace) as ledger:
        return {
            entry.number: (entry.content["file"], entry.receipt.code)
            for entry in ledger.entries(None, EntryKind.SUBMISSION)
        }


def check(workspace: Path, confirmed: list[str], part_of_act: int = 1) -> None:
    found = verify(workspace)
    assert found.findings == ()
    with opened(workspace) as ledger:
        entries = ledger.entries()
    assert set(confirmed) <= {entry.receipt.code for entry in entries}
    made = [entry for entry in entries if entry.kind is EntryKind.SUBMISSION]
    assert len(made) % part_of_act == 0


def rounds(world: World, mode: str, begin: Callable[[], object]) -> Iterator[float]:
    """For each kill when it comes; a new workspace every so many."""
    chosen = random.Random(mode)
    for number in range(kills(mode)):
        if number % ROUND == 0:
            world.workspace = world.folder / f"工作区{number}"
            begin()
        yield chosen.uniform(0, WITHIN[mode])


def test_kills_in_the_middle_of_writing_lose_nothing_and_leave_nothing_half(world, killed):
    interrupted = 0
    confirmed: dict[Path, list[str]] = {}
    for number, after in enumerate(rounds(world, "acts", world.begin)):
        known = confirmed.setdefault(world.workspace, [])
        known += killed("acts", after, world.workspace, f"w{number}", 10_000, 0)
        interrupted += (world.workspace / f"{database.FILE}-journal").exists()
        check(world.workspace, known, part_of_act=2)
    # else the kills did not come in the middle of acts, and the test shows nothing
    assert interrupted > kills("acts") // 5


def test_kills_of_whole_submissions_keep_them_whole(world, killed):
    files = [world.table(f"{n}.csv", []) for n in range(3)]
    confirmed: dict[Path, list[str]] = {}
    for after in rounds(world, "submit", world.begin):
        known = confirmed.setdefault(world.workspace, [])
        known += killed("submit", after, world.workspace, 10_000, *files)
        check(world.workspace, known, part_of_act=3)
    # after all the kills, a submission goes through
    known += killed("submit", 60, world.workspace, 1, *files)
    assert len(known) >= 3
    check(world.workspace, known, part_of_act=3)


@pytest.mark.parametrize("mode", ["decide", "issue"])
def test_kills_of_decisions_and_issues_lose_none_that_was_confirmed(world, killed, mode):
    def begin() -> None:
        world.begin().both_cities()

    confirmed: dict[Path, list[str]] = {}
    for after in rounds(world, mode, begin):
        known = confirmed.setdefault(world.workspace, [])
        more = (world.folder / "结果",) if mode == "issue" else ()
        known += killed(mode, after, world.workspace, 10_000, *more)
        check(world.workspace, known)
    known += killed(mode, 120, world.workspace, 1, *more)
    assert known
    check(world.workspace, known)


def test_kills_of_backups_leave_none_that_is_not_whole(world, killed):
    def begin() -> None:
        world.begin().both_cities()

    folder = world.folder / "备份"
    confirmed: list[str] = []
    for after in rounds(world, "backup", begin):
        confirmed += killed("backup", after, world.workspace, 10_000, folder)
        whole = {path.name for path in folder.iterdir() if path.name.endswith(ENDING)}
        assert set(confirmed) <= whole
        for name in (*confirmed[-1:], *sorted(whole)[-2:]):
            assert verify(folder / name).sound
        check(world.workspace, [])
    restore(world.workspace, folder / confirmed[-1])
    check(world.workspace, [])


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
