"""Backups of a workspace: the ledger and the desk's database, whole and verified.

A backup is a folder in `备份` inside the workspace; copy it to another computer. To restore, stop
the server; `restore` copies and verifies beside, and only then puts both databases in the place of
those of the workspace, which it keeps. Whether a ledger is whole is the ledger's own verification.
"""

import datetime
import shutil
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ..errors import DeskError
from ..ledger import moments
from ..ledger.backup import copy, whole
from ..ledger.database import FILE as LEDGER
from ..records import dataclass
from ..vocabulary import Place
from . import audit
from .store import FILE, Store

FOLDER = "备份"
#: what belongs to a database file: itself, and what SQLite lays beside it
_WITH = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup."""

    name: str
    made: str
    bytes: int


def make(workspace: Path, store: Store, clock: moments.Clock = moments.now) -> Path:
    """Copy both databases as they are at one moment each, and look whether the copies are whole.

    Raises:
        ShuangkongError: a copy cannot be made or is not whole; then there is no backup.
    """
    at = clock().astimezone(moments.BEIJING).strftime("%Y%m%d-%H%M%S-%f")
    folder = workspace / FOLDER / at
    with _told("备份没有做成", "检查磁盘空间和文件夹权限"), _copied(workspace, workspace) as made:
        folder.parent.mkdir(exist_ok=True)
        made.replace(folder)
    return folder


@contextmanager
def _copied(source: Path, workspace: Path) -> Iterator[Path]:
    """A folder with whole copies of both databases; what is left in it afterwards is removed."""
    made = workspace / f".{uuid.uuid4().hex}.tmp"
    made.mkdir(mode=0o700)
    try:
        for name in (LEDGER, FILE):
            copy(source / name, made / name)
        whole(made / LEDGER, Place(f"{source.name}/{LEDGER}"))
        _desk_whole(made / FILE)
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _desk_whole(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        said = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if said != "ok":
        raise DeskError(_incomplete(said))
    store = Store(path)
    store.recognise()
    if (line := audit.broken_at(store)) is not None:
        raise DeskError(f"备份中的审计日志从第 {line} 行起不连续\n    怎么改：请安全审计员查明原因")


@contextmanager
def _told(what: str, mend: str) -> Iterator[None]:
    """What the system says, in words: a file that is damaged is not a disk that is full."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise DeskError(_incomplete(error)) from error
        raise DeskError(f"{what}：{error}\n    怎么改：{mend}") from error


def _incomplete(said: object) -> str:
    return f"备份不完整：{said}\n    怎么改：检查磁盘；备份请重做，恢复请用更早的一份"


def _saved(folder: Path) -> str:
    at = datetime.datetime.fromtimestamp(folder.stat().st_mtime, moments.BEIJING)
    return at.strftime("%Y-%m-%d %H:%M")


def listed(workspace: Path) -> tuple[Backup, ...]:
    """Backups, newest first."""
    folder = workspace / FOLDER
    found = sorted(folder.iterdir(), reverse=True) if folder.is_dir() else []
    return tuple(
        Backup(
            one.name,
            _saved(one),
            sum(f.stat().st_size for f in one.iterdir()),
        )
        for one in found
        if _complete(one)
    )


def _complete(folder: Path) -> bool:
    return all((folder / file).is_file() for file in (LEDGER, FILE))


def restore(workspace: Path, name: str) -> Path:
    """Put a backup in the place of the workspace's databases, while no server runs.

    What was there is kept beside, in `备份/恢复前-…`; returns that folder.

    Raises:
        ShuangkongError: a server runs, there is no such backup, it is not whole, or files cannot
            be copied or moved; what was there is in its place then.
    """
    folder = workspace / FOLDER / name
    if Path(name).name != name or not _complete(folder):
        raise DeskError(f"没有名为“{name}”的备份\n    怎么改：写“{FOLDER}”文件夹里的一个名称")
    if _served(workspace / FILE):
        raise DeskError("工作台还在运行，没有恢复\n    怎么改：先停掉工作台再恢复")
    kept = workspace / FOLDER / f"恢复前-{time.time_ns()}"
    what = "没有恢复，原来的台账和工作台都在原处"
    mend = "检查磁盘空间和文件夹权限，再恢复一次"
    with _told(what, mend), _copied(folder, workspace) as made:
        _exchange(workspace, made, kept)
    return kept


def _exchange(workspace: Path, made: Path, kept: Path) -> None:
    """Both databases or none: what was there goes into `kept`, what was made comes in its place."""
    kept.mkdir()
    old = [workspace / (file + end) for file in (LEDGER, FILE) for end in _WITH]
    steps = [(one, kept / one.name) for one in old if one.exists()]
    steps += [(made / file, workspace / file) for file in (LEDGER, FILE)]
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in steps:
            source.replace(target)
            done.append((source, target))
    except OSError as error:
        try:
            for source, target in reversed(done):
                target.replace(source)
            kept.rmdir()
        except OSError as worse:
            raise DeskError(
                f"恢复到一半停下：{error}；退回也没有做成：{worse}\n    怎么改：原来的文件在"
                f"“{kept}”，先停掉用着它们的程序，再把它们移回“{workspace}”"
            ) from worse
        raise


def _served(path: Path) -> bool:
    """Whether anybody has a database open, as servers and workers always have.

    Systems other than Windows let files be moved under them: what they went on to confirm would
    be written into a file that nobody reads any more.
    """
    if not path.exists():
        return False
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        except sqlite3.DatabaseError as error:  # one that is damaged is nobody's
            return error.sqlite_errorcode == sqlite3.SQLITE_BUSY
    return False
