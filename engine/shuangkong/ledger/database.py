"""The ledger's database file: where it is, how it is opened, what its errors mean.

A rollback journal with synchronous=EXTRA is used: once an act is confirmed it survives a kill
or a power cut, and before that nothing of it is there. WAL is not used: it needs shared memory,
which network shares do not offer, and it keeps confirmed entries in a second file that a person
copying the ledger would leave behind.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .. import messages
from ..errors import LedgerError
from ..vocabulary import Finding, Place
from .schema import APPLICATION, FORMAT

FILE = "shuangkong.ledger"
#: how long one process waits for another to finish its act
PATIENCE_SECONDS = 30.0


def path_of(workspace: Path) -> Path:
    """The ledger's file of a workspace, which is a folder or the file itself."""
    return workspace if workspace.is_file() else workspace / FILE


def holds_ledger(path: Path) -> bool:
    """Whether a path is a folder with a ledger in it, or a ledger itself."""
    return (path / FILE).is_file() or (path.name == FILE and path.is_file())


def created(path: Path) -> None:
    """Make an empty file that only its owner can read (on Windows: who may open its folder).

    The database and the journal beside it get the rights of the file.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def folder(path: Path) -> None:
    """Make a workspace's folder, for its owner only; one that is there stays as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)


def is_open_to_others(path: Path) -> bool:
    """Whether other accounts of this computer may read or change the file; Windows does not
    say it here."""
    return os.name == "posix" and bool(path.stat().st_mode & 0o077)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the database says into a finding about the ledger's file."""
    place = Place(path.name)
    try:
        yield
    except sqlite3.Error as error:
        raise LedgerError.of(_told(error, place)) from error
    except OSError as error:
        name = Path(str(error.filename)).name if error.filename else ""
        detail = f"{error.strerror or type(error).__name__} {name}".strip()
        raise LedgerError.of(Finding.of(messages.CANNOT_WRITE, place, detail=detail)) from error


def _told(error: sqlite3.Error, place: Place) -> Finding:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Finding.of(messages.BUSY, place, seconds=f"{PATIENCE_SECONDS:g}")
    if name.startswith("SQLITE_NOTADB"):
        return Finding.of(messages.NOT_A_LEDGER, place)
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR")):
        return Finding.of(messages.CANNOT_WRITE, place, detail=str(error))
    return Finding.of(messages.LEDGER_UNREADABLE, place, detail=str(error))


def connect(path: Path, *, writing: bool) -> sqlite3.Connection:
    """A connection without implicit transactions; of a file that is no database none stays open."""
    connection = sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        if writing:
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            connection.execute("PRAGMA synchronous = EXTRA")
        else:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def tables(connection: sqlite3.Connection) -> int:
    """How many tables and triggers there are; none in a file that was never written."""
    return int(connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0])


def recognise(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that is no ledger, or one of a newer program.

    Raises:
        LedgerError: saying which.
    """
    place = Place(path.name)
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise LedgerError.of(Finding.of(messages.NOT_A_LEDGER, place))
    seen = connection.execute("PRAGMA user_version").fetchone()[0]
    if seen > FORMAT:
        raise LedgerError.of(
            Finding.of(messages.NEWER_FORMAT, place, seen=str(seen), known=str(FORMAT))
        )
