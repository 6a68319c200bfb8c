"""`shuangkong backup` and `restore`: a ledger copied whole while it is in use, and put back.

A copy is made by the database itself in one reading transaction, checked from end to end, and
only then gets its name; nothing that is not whole is ever called a backup.
"""

import datetime
import os
import shutil
import sqlite3
import uuid
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from .. import messages
from ..errors import LedgerError
from ..records import dataclass
from ..vocabulary import Finding, Place
from . import database, moments
from .store import Ledger, Receipt, opened
from .verify import Verified, verify

#: what a backup's name ends in
ENDING = ".ledger"
_JOURNAL = "-journal"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A copy that was made and found whole."""

    path: Path
    verified: Verified


@dataclass(frozen=True, slots=True)
class Restored:
    """A ledger that was put back. `kept` is where the one that was there is now, if any was;
    `missing` are the numbers in it that the backup does not have."""

    path: Path
    verified: Verified
    kept: Path | None
    missing: int


def backup(workspace: Path, target: Path, *, clock: moments.Clock = moments.now) -> BackedUp:
    """Copy a workspace's ledger into a folder, under a name with the time and the last number.

    Others may write meanwhile: the copy is the ledger as it was at one moment.

    Raises:
        LedgerError: there is no ledger, or no whole copy could be made; then there is none.
    """
    with opened(workspace) as ledger:
        head = ledger.head
        place = Place(ledger.path.name)
        path = _free_name(target, clock(), head)
        made = path.with_name(f".{uuid.uuid4().hex}.tmp")
        try:
            with database.told(made):
                target.mkdir(parents=True, exist_ok=True)
                copy(ledger.path, made)
            found = whole(made, place)
            with database.told(path):
                made.replace(path)
        finally:
            made.unlink(missing_ok=True)
    return BackedUp(path, _at(found, path))


def restore(workspace: Path, source: Path) -> Restored:
    """Put a backup in the place of a workspace's ledger; what was there is kept beside.

    Raises:
        LedgerError: the backup is not whole, or the ledger is in use; then nothing is changed.
    """
    if not source.is_file():
        raise LedgerError.of(Finding.of(messages.NO_BACKUP, Place(str(source))))
    place = Place(source.name)
    whole(source, place)
    path = workspace / database.FILE
    made = workspace / f".{uuid.uuid4().hex}.tmp"
    try:
        with database.told(path):
            database.folder(workspace)
            copy(source, made)
        found = whole(made, place)
        with database.told(path):
            kept = _set_aside(path)
        try:
            missing = _missing(path, made)
        except LedgerError:  # it is in use: nothing changes
            for one in kept:
                one.unlink()
            raise
        with database.told(path):
            # left behind, it would be played into the ledger that is put here
            path.with_name(path.name + _JOURNAL).unlink(missing_ok=True)
            made.replace(path)
    finally:
        made.unlink(missing_ok=True)
    return Restored(path, _at(found, path), kept[0] if kept else None, missing)


def whole(path: Path, place: Place) -> Verified:
    """What the ledger's own verification says of a copy, which is spoken of as `place`.

    Raises:
        LedgerError: it is no ledger, or not what was recorded.
    """
    found = verify(path)
    if not found.sound:
        raise LedgerError.of(Finding.of(messages.NOT_WHOLE, place))
    return found


def copy(source: Path, target: Path) -> None:
    """Copy a database file as it is at one moment; only its owner can read the copy.

    Raises sqlite3.Error or OSError when that is not possible.
    """
    database.created(target)
    with closing(sqlite3.connect(source, timeout=database.PATIENCE_SECONDS)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    with target.open("rb+") as stream:
        os.fsync(stream.fileno())


def _free_name(folder: Path, now: datetime.datetime, head: Receipt | None) -> Path:
    stamp = now.astimezone(moments.BEIJING).strftime("%Y%m%d-%H%M%S")
    stem = f"shuangkong-{stamp}-{head.number if head else 0}"
    path, number = folder / f"{stem}{ENDING}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{ENDING}"
    return path


def _at(found: Verified, path: Path) -> Verified:
    return replace(found, path=path)


def _missing(path: Path, made: Path) -> int:
    """How many numbers the ledger that is there has beyond those of the backup.

    One that cannot be read any more counts as nothing; one in use is not touched.
    """
    if not path.is_file():
        return 0
    with opened(made) as ledger:
        last = ledger.head.number if ledger.head else 0
    try:
        with opened(path, writing=True) as ledger:
            ledger.connection.execute("BEGIN EXCLUSIVE")
            return _beyond(ledger, last)
    except LedgerError as error:
        if any(one.kind == messages.BUSY.id for one in error.findings):
            raise
        return 0


def _beyond(ledger: Ledger, last: int) -> int:
    head = ledger.head
    return max(0, head.number - last) if head else 0


def _set_aside(path: Path) -> tuple[Path, ...]:
    """Copies of the ledger that is there, and of what is needed to undo a half act in it."""
    if not path.exists():
        return ()
    number = 1
    while (kept := path.with_name(f"{path.name}.恢复前-{number}")).exists():
        number += 1
    journal = path.with_name(path.name + _JOURNAL)
    shutil.copy2(path, kept)
    if not journal.exists():
        return (kept,)
    return kept, Path(shutil.copy2(journal, kept.with_name(kept.name + _JOURNAL)))
