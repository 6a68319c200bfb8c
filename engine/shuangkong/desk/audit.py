"""The audit log: who did or tried what, from where, with what outcome; chained by hash.

Only the security auditor reads it. Entries are kept for ever (at least 180 days are asked for)
and each carries the hash of the one before, so that a gap or a change shows.
"""

import hashlib
import json
import sqlite3
from enum import StrEnum

from ..ledger import moments
from ..records import dataclass
from .clock import stamp
from .store import Store

NOTHING = "0" * 64


class AuditOutcome(StrEnum):
    """How an act at the desk ended."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"

    @property
    def chinese(self) -> str:
        """The field's word."""
        return {"done": "完成", "refused": "拒绝", "failed": "失败"}[self.value]


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log."""

    number: int
    at: str
    account: int | None
    login: str | None
    address: str
    act: str
    object: str
    outcome: AuditOutcome
    previous: str
    hash: str

    @property
    def expected(self) -> str:
        """The hash that follows from what the line says."""
        said = [self.previous, self.number, self.at, self.account, self.login]
        said += [self.address, self.act, self.object, self.outcome.value]
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()


def note(
    connection: sqlite3.Connection,
    act: str,
    object_: str = "",
    outcome: AuditOutcome = AuditOutcome.DONE,
    *,
    account: int | None = None,
    login: str | None = None,
    address: str = "",
    clock: moments.Clock = moments.now,
) -> None:
    """Add a line, inside the transaction of the act itself."""
    last = connection.execute(
        "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1"
    ).fetchone()
    number, previous = (last["number"] + 1, last["hash"]) if last else (1, NOTHING)
    at = stamp(connection, "audit", clock)
    line = LogLine(
        number, at, account, login, address, act, object_[:400], outcome, previous, hash=""
    )
    connection.execute(
        "INSERT INTO audit VALUES (?,?,?,?,?,?,?,?,?,?)",
        (number, at, account, login, address, act, object_[:400], outcome.value, previous,
         line.expected),
    )  # fmt: skip


def lines(store: Store, *, before: int | None = None, most: int = 200) -> tuple[LogLine, ...]:
    """The newest lines first, a page at a time."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT * FROM audit WHERE number < ? ORDER BY number DESC LIMIT ?",
            (before if before is not None else 2**62, most),
        ).fetchall()
    return tuple(_line(row) for row in rows)


def broken_at(store: Store) -> int | None:
    """The first line that does not follow from the one before; None where all do."""
    previous = NOTHING
    with store.reading() as connection:
        for count, row in enumerate(connection.execute("SELECT * FROM audit ORDER BY number"), 1):
            line = _line(row)
            if line.number != count or line.previous != previous or line.hash != line.expected:
                return count
            previous = line.hash
    return None


def _line(row: sqlite3.Row) -> LogLine:
    values = dict(row)
    values["outcome"] = AuditOutcome(values["outcome"])
    return LogLine(**values)
