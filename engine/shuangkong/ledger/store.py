"""The ledger's entries: read one by one, and appended to in whole acts."""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from .. import messages
from ..errors import LedgerError
from ..records import dataclass
from ..vocabulary import Finding, Place
from . import database, moments
from .canonical import NOTHING, canonical, chained, digest
from .clock import doubt, log
from .schema import APPLICATION, FORMAT, ROW, STATEMENTS, shape_faults

Row = tuple[str | None, ...]


class EntryKind(StrEnum):
    """What an entry records."""

    INIT = "init"
    DECLARATIONS = "declarations"
    SUBMISSION = "submission"
    DECISION = "decision"
    ISSUE = "issue"
    CONFIRMATION = "confirmation"
    REFUSAL = "refusal"
    EVIDENCE = "evidence"
    APPEAL = "appeal"
    SAMPLE = "sample"
    WARNING = "warning"

    @property
    def chinese(self) -> str:
        """The field's word."""
        return {
            "init": "建账",
            "declarations": "规划声明",
            "submission": "填报",
            "decision": "裁定",
            "issue": "签发",
            "confirmation": "复核",
            "refusal": "复核退回",
            "evidence": "佐证",
            "appeal": "申诉",
            "sample": "抽查",
            "warning": "预警签发",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was recorded: enough to find it again and to know that it is the same."""

    number: int
    kind: EntryKind
    hash: str

    @property
    def code(self) -> str:
        """The form that `verify --receipt` takes."""
        return f"{self.number}:{self.hash[:12]}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the chain; `content` depends on its kind (`entries`)."""

    number: int
    kind: EntryKind
    at: str
    content: Mapping[str, Any]
    hash: str

    @property
    def receipt(self) -> Receipt:
        """Its receipt."""
        return Receipt(self.number, self.kind, self.hash)


@contextmanager
def opened(workspace: Path, *, writing: bool = False) -> Iterator["Ledger"]:
    """An existing ledger.

    Raises:
        LedgerError: there is none, or it cannot be used.
    """
    path = database.path_of(workspace)
    if not path.is_file() or path.stat().st_size == 0:
        raise LedgerError.of(Finding.of(messages.NO_LEDGER, Place(str(workspace))))
    with database.told(path), closing(database.connect(path, writing=writing)) as connection:
        database.recognise(connection, path)
        yield Ledger(connection, path)


@contextmanager
def opened_or_new(workspace: Path) -> Iterator["Ledger"]:
    """A workspace's ledger for writing; its first act makes the tables when there are none."""
    path = database.path_of(workspace)
    with database.told(path):
        database.folder(path.parent)
        if not path.exists():
            database.created(path)
        with closing(database.connect(path, writing=True)) as connection:
            if database.tables(connection):
                database.recognise(connection, path)
            yield Ledger(connection, path)


class Ledger:
    """An open ledger. Entries up to a number never change, so reading needs no transaction."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    @property
    def head(self) -> Receipt | None:
        """The last entry's receipt; None while there is none."""
        row = self.connection.execute(
            "SELECT number, kind, hash FROM entry ORDER BY number DESC LIMIT 1"
        ).fetchone()
        return None if row is None else Receipt(row[0], EntryKind(row[1]), row[2])

    def entries(
        self, upto: int | None = None, *only: EntryKind, since: int = 1
    ) -> tuple[Entry, ...]:
        """Entries in order, up to a number, of all kinds or only of some."""
        wanted = [kind.value for kind in only or EntryKind]
        marks = ",".join("?" * len(wanted))
        last = 2**62 if upto is None else upto
        rows = self.connection.execute(
            "SELECT number, kind, at, content, hash FROM entry "
            f"WHERE number BETWEEN ? AND ? AND kind IN ({marks}) ORDER BY number",
            (since, last, *wanted),
        )
        try:
            return tuple(
                Entry(number, EntryKind(kind), at, json.loads(content), hashed)
                for number, kind, at, content, hashed in rows
            )
        except ValueError as error:
            raise LedgerError.of(
                Finding.of(messages.LEDGER_UNREADABLE, Place(self.path.name), detail=str(error))
            ) from error

    def entry(self, number: int) -> Entry | None:
        """The entry of a number."""
        return next((e for e in self.entries(number, since=number)), None)

    def blob(self, sha256: str) -> bytes:
        """Bytes that were kept, checked against their hash.

        Raises:
            LedgerError: they are missing or no longer the same.
        """
        row = self.connection.execute(
            "SELECT size, packed, data FROM blob WHERE sha256 = ?", (sha256,)
        ).fetchone()
        data = None if row is None else unpacked(*row)
        if data is None or digest(data) != sha256:
            detail = f"存档 {sha256[:12]} 缺失或与校验码不符"
            raise LedgerError.of(
                Finding.of(messages.LEDGER_UNREADABLE, Place(self.path.name), detail=detail)
            )
        return data

    def rows(self, submission: int) -> list[Row]:
        """The figures of a submission in the order they were read (columns of `schema.ROW`)."""
        return self.connection.execute(
            f"SELECT {','.join(ROW)} FROM observation WHERE submission = ? ORDER BY ordinal",
            (submission,),
        ).fetchall()

    def trial(self, clock: moments.Clock) -> "LedgerAct":
        """An act inside a transaction that its caller takes back: to see what would be."""
        return LedgerAct(self, clock)

    @contextmanager
    def act(self, clock: moments.Clock) -> Iterator["LedgerAct"]:
        """One act: everything added in it is recorded together when it ends, or nothing is."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            if not database.tables(self.connection):
                for statement in STATEMENTS.values():
                    self.connection.execute(statement)
                self.connection.execute(f"PRAGMA application_id = {APPLICATION}")
            for fault in shape_faults(self.connection):
                raise LedgerError.of(
                    Finding.of(messages.SHAPE_CHANGED, Place(self.path.name), detail=fault)
                )
            # what this program adds, an older one may misread
            self.connection.execute(f"PRAGMA user_version = {FORMAT}")
            act = LedgerAct(self, clock)
            yield act
            self.connection.execute("COMMIT")
            if act.doubt is not None and act.receipts:
                log.warning("%s", act.doubt)
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise


class LedgerAct:
    """Entries being added in one transaction, all at one moment."""

    def __init__(self, ledger: Ledger, clock: moments.Clock) -> None:
        self.ledger = ledger
        self.head = ledger.head
        now = clock()
        last = ledger.connection.execute("SELECT MAX(at) FROM entry").fetchone()[0]
        #: what is odd about the computer's clock
        self.doubt = doubt(now, last)
        self.clock = moments.written(now)
        #: entries are ordered by time as well: a clock that was set back does not count
        self.at = max(self.clock, last or "")
        self.receipts: list[Receipt] = []

    def keep(self, data: bytes) -> str:
        """Keep some bytes; gives the hash under which they are found again."""
        name = digest(data)
        connection = self.ledger.connection
        if connection.execute("SELECT 1 FROM blob WHERE sha256 = ?", (name,)).fetchone() is None:
            packed = zlib.compress(data, 6)
            small = len(packed) < len(data)
            connection.execute(
                "INSERT INTO blob (sha256, size, packed, data) VALUES (?, ?, ?, ?)",
                (name, len(data), int(small), packed if small else data),
            )
        return name

    def add(self, kind: EntryKind, content: Mapping[str, Any], rows: Iterable[Row] = ()) -> Entry:
        """Add an entry, with the figures it brings."""
        previous = self.head.hash if self.head else NOTHING
        number = self.head.number + 1 if self.head else 1
        text = canonical(content)
        hashed = chained(previous, number, kind.value, self.at, text)
        self.ledger.connection.execute(
            "INSERT INTO entry (number, kind, at, content, previous, hash) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (number, kind.value, self.at, text, previous, hashed),
        )
        marks = ",".join("?" * (len(ROW) + 2))
        self.ledger.connection.executemany(
            f"INSERT INTO observation (submission, ordinal, {','.join(ROW)}) VALUES ({marks})",
            ((number, ordinal, *row) for ordinal, row in enumerate(rows)),
        )
        entry = Entry(number, kind, self.at, content, hashed)
        self.head = entry.receipt
        self.receipts.append(self.head)
        return entry


def unpacked(size: int, packed: int, data: object) -> bytes | None:
    """Kept bytes as they were given; None when they cannot be had any more."""
    if not isinstance(data, bytes):
        return None
    if not packed:
        return data
    try:
        # never more than was kept, whatever a damaged stream may say
        return zlib.decompressobj().decompress(data, size + 1)
    except (zlib.error, TypeError, ValueError, OverflowError):
        return None


def rows_digest(rows: Sequence[Row]) -> dict[str, Any]:
    """What an entry says about its figures: how many, and a hash over all of them."""
    lines = "\n".join(canonical(list(row)) for row in rows)
    return {"count": len(rows), "sha256": digest(lines.encode("utf-8"))}
