"""The desk's database: accounts, sessions, events, jobs, uploads, the audit log.

It lies beside the ledger and holds nothing that the ledger holds. A write-ahead log lets pages
read while something is written; every write begins with BEGIN IMMEDIATE, since a transaction that
reads first and writes later fails as soon as two of them meet. A network share is refused: the
shared memory of the log does not exist there.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from .. import messages
from ..errors import DeskError
from ..ledger.database import created
from ..vocabulary import Finding, Place

FILE = "shuangkong.desk"
#: marks the file as ours ("SKDK")
APPLICATION = 0x534B444B
FORMAT = 2
PATIENCE_SECONDS = 15.0

_LOCKOUTS = (
    """CREATE TABLE failure (
  login TEXT NOT NULL, origin TEXT NOT NULL, known INTEGER NOT NULL, at REAL NOT NULL)""",
    """CREATE TABLE device (
  token TEXT NOT NULL, account INTEGER NOT NULL REFERENCES account(id), seen REAL NOT NULL,
  PRIMARY KEY (token, account))""",
)
_TABLES = (
    """CREATE TABLE account (
  id INTEGER PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL,
  entity TEXT, department TEXT, password TEXT NOT NULL, must_change INTEGER NOT NULL DEFAULT 1,
  disabled INTEGER NOT NULL DEFAULT 0, created TEXT NOT NULL)""",
    """CREATE TABLE session (
  token TEXT PRIMARY KEY, account INTEGER NOT NULL REFERENCES account(id), began REAL NOT NULL,
  seen REAL NOT NULL, address TEXT NOT NULL)""",
    *_LOCKOUTS,
    """CREATE TABLE key (
  token TEXT PRIMARY KEY, account INTEGER NOT NULL REFERENCES account(id), name TEXT NOT NULL,
  made TEXT NOT NULL, ended TEXT)""",
    """CREATE TABLE event (
  number INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, round TEXT, entity TEXT,
  subject TEXT, actor INTEGER NOT NULL, content TEXT NOT NULL)""",
    "CREATE INDEX event_about ON event (round, entity, number)",
    "CREATE INDEX event_subject ON event (subject, number)",
    """CREATE TABLE file (
  sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, data BLOB NOT NULL)""",
    """CREATE TABLE job (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, content TEXT NOT NULL, account INTEGER NOT NULL,
  entity TEXT, state TEXT NOT NULL, made REAL NOT NULL, began REAL, ended REAL, worker INTEGER,
  result TEXT)""",
    "CREATE TABLE passing (job TEXT PRIMARY KEY, data BLOB NOT NULL, made REAL NOT NULL)",
    "CREATE INDEX job_waiting ON job (state, made)",
    """CREATE TABLE audit (
  number INTEGER PRIMARY KEY, at TEXT NOT NULL, account INTEGER, login TEXT, address TEXT NOT NULL,
  act TEXT NOT NULL, object TEXT NOT NULL, outcome TEXT NOT NULL, previous TEXT NOT NULL,
  hash TEXT NOT NULL)""",
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
)


#: what makes a database of an earlier format one of the next
_NEXT = {1: ("DROP TABLE failure", *_LOCKOUTS)}


def _keepers() -> Iterator[str]:
    """What happened stays as it was: events, uploaded bytes and the audit log only grow."""
    for table in ("event", "file", "audit"):
        for verb in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            )


class Store:
    """One desk's database; connections are opened per use and never shared between threads."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def beside(cls, workspace: Path) -> "Store":
        """The database of a workspace, made where there is none.

        Raises:
            DeskError: it is of a newer program, no database, or on a network share.
        """
        refuse_share(workspace)
        store = cls(workspace / FILE)
        with suppress(OSError):  # it is there, or SQLite says below what is wrong
            created(store.path)
        with store._told(), store._connected() as connection:
            if connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0] == 0:
                store._make(connection)
            store._recognise(connection)
            # a copy, such as a backup that was put back, is not in this mode; else nothing is done
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
        return store

    def recognise(self) -> None:
        """Refuse a file that is no desk's, or a newer program's; one of an earlier is brought on.

        Raises:
            DeskError: saying which.
        """
        with self._told(), self._connected() as connection:
            self._recognise(connection)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state throughout."""
        with self._told(), self._connected() as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: whole once the block ends, nothing where it fails."""
        with self._told(), self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """Meanwhile no connection is the last one, whose end writes all of the log back each time.

        A process that asks often stays in here.
        """
        with ExitStack() as stack:
            with self._told():
                connection = stack.enter_context(self._connected())
                connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
            yield

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=PATIENCE_SECONDS, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            yield connection
        finally:
            connection.close()

    def _make(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0] == 0:
            for statement in (*_TABLES, *_keepers()):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.execute("COMMIT")

    def _recognise(self, connection: sqlite3.Connection) -> None:
        place = Place(self.path.name)
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise DeskError.of(Finding.of(messages.DESK_NOT_OURS, place))
        seen = connection.execute("PRAGMA user_version").fetchone()[0]
        if seen in _NEXT:
            seen = self._brought_on(connection)
        if seen != FORMAT:
            raise DeskError.of(
                Finding.of(messages.DESK_NEWER, place, seen=str(seen), known=str(FORMAT))
            )

    def _brought_on(self, connection: sqlite3.Connection) -> int:
        """Make a database of an earlier program one of this; the format it has then."""
        connection.execute("BEGIN IMMEDIATE")
        seen = int(connection.execute("PRAGMA user_version").fetchone()[0])
        while seen in _NEXT:  # unless another process was quicker
            for statement in _NEXT[seen]:
                connection.execute(statement)
            seen += 1
        connection.execute(f"PRAGMA user_version = {seen}")
        connection.execute("COMMIT")
        return seen

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
                raise DeskError.of(Finding.of(messages.DESK_FULL, Place(self.path.name))) from error
            detail = str(error)
            raise DeskError.of(
                Finding.of(messages.DESK_UNUSABLE, Place(self.path.name), detail=detail)
            ) from error


def refuse_share(workspace: Path) -> None:
    r"""Refuse a workspace on a network share (`\\server\share`, a mapped or mounted one).

    Raises:
        DeskError: when it is one.
    """
    text = str(workspace.resolve())
    if text.startswith(("\\\\", "//")) or _kind_of_mount(Path(text)) in _NETWORK:
        raise DeskError.of(Finding.of(messages.DESK_ON_SHARE, Place(workspace.name)))


_MOUNTS = Path("/proc/mounts")
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "remote"})


def _kind_of_mount(path: Path) -> str:
    """The kind of file system a path lies on, where the system tells it."""
    if _MOUNTS.exists():
        best = ("", "")
        for line in _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines():
            _, written, kind, *_ = line.split(" ")
            # a blank in a path is written as \040
            at = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), written)
            inside = path == Path(at) or Path(at) in path.parents
            if inside and len(at) >= len(best[0]):
                best = (at, kind)
        return best[1]
    try:  # pragma: no cover - Windows: 4 is DRIVE_REMOTE
        import ctypes

        drive = ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\")  # type: ignore[attr-defined]
        return "remote" if drive == 4 else "local"
    except (AttributeError, OSError):
        return ""
