"""Backups of a workspace: the ledger and the desk's database, whole and verified.

A backup is a folder in `备份` inside the workspace; copy it to another computer. To restore, stop
the server and put its files in the place of those of the workspace (`restore` does that, and
keeps what was there).
"""

import datetime
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from ..errors import DeskError
from ..ledger import moments
from ..ledger.backup import copy
from ..ledger.database import FILE as LEDGER
from ..records import dataclass
from . import audit
from .store import FILE, Store

FOLDER = "备份"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup."""

    name: str
    made: str
    bytes: int


def make(workspace: Path, store: Store, clock: moments.Clock = moments.now) -> Path:
    """Copy both databases as they are at one moment each, and look whether the copies are whole.

    Raises:
        DeskError: a copy cannot be made or is not whole; what was there before is untouched.
    """
    at = clock().astimezone(moments.BEIJING).strftime("%Y%m%d-%H%M%S-%f")
    folder = workspace / FOLDER / at
    try:
        folder.mkdir(parents=True)
        for name in (LEDGER, FILE):
            copy(workspace / name, folder / name)
        _whole(folder)
    except (sqlite3.Error, OSError) as error:
        raise DeskError(f"备份没有做成：{error}\n    怎么改：检查磁盘空间和文件夹权限") from error
    return folder


def _whole(folder: Path) -> None:
    for name in (LEDGER, FILE):
        with closing(sqlite3.connect(folder / name)) as connection:
            try:
                said = connection.execute("PRAGMA integrity_check").fetchone()[0]
            except sqlite3.DatabaseError as error:
                said = str(error)
            if said != "ok":
                raise DeskError(f"备份不完整：{name}：{said}\n    怎么改：检查磁盘后重做")
    if (line := audit.broken_at(Store(folder / FILE))) is not None:
        raise DeskError(f"备份中的审计日志从第 {line} 行起不连续\n    怎么改：请安全审计员查明原因")


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
        if (one / LEDGER).is_file()
    )


def restore(workspace: Path, name: str) -> Path:
    """Put a backup in the place of the workspace's databases, while no server runs.

    What was there is kept beside, in `备份/恢复前-…`; returns that folder.

    Raises:
        DeskError: a server runs, there is no such backup, it is not whole, or files cannot be
            moved.
    """
    folder = workspace / FOLDER / name
    if Path(name).name != name or not (folder / LEDGER).is_file():
        raise DeskError(f"没有名为“{name}”的备份\n    怎么改：写“{FOLDER}”文件夹里的一个名称")
    if _served(workspace / FILE):
        raise DeskError("工作台还在运行，没有恢复\n    怎么改：先停掉工作台再恢复")
    _whole(folder)
    kept = workspace / FOLDER / f"恢复前-{time.time_ns()}"
    try:
        kept.mkdir()
        for file in (LEDGER, FILE):
            for ending in ("", "-wal", "-shm", "-journal"):
                old = workspace / (file + ending)
                if old.exists():
                    old.replace(kept / old.name)
            copy(folder / file, workspace / file)
    except (sqlite3.Error, OSError) as error:
        raise DeskError(f"没有恢复成：{error}\n    怎么改：先停掉工作台再恢复") from error
    return kept


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
