"""The server's clock: what is recorded never goes back in time, and a doubtful clock is told."""

import sqlite3

from ..errors import LedgerError
from ..ledger import moments
from ..ledger.clock import doubt
from ..vocabulary import Finding
from .store import Store


def stamp(connection: sqlite3.Connection, table: str, clock: moments.Clock) -> str:
    """The time of the next row of `event` or `audit`: never before the last one's.

    Raises:
        LedgerError: the clock shows a year that cannot be; nothing is recorded under it.
    """
    last = _last(connection, table)
    now = clock()
    doubt(now, last)
    at = moments.written(now)
    return max(at, last) if last else at


def doubted(store: Store, clock: moments.Clock = moments.now) -> Finding | None:
    """What is odd about the clock, seen from the last line of the audit log."""
    try:
        with store.reading() as connection:
            return doubt(clock(), _last(connection, "audit"))
    except LedgerError as impossible:
        return impossible.findings[0]


def _last(connection: sqlite3.Connection, table: str) -> str | None:
    row = connection.execute(f"SELECT at FROM {table} ORDER BY number DESC LIMIT 1").fetchone()
    return str(row["at"]) if row else None
