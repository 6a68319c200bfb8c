"""Lock-outs: what wrong passwords do to whoever types them, and to nobody else.

Failures count where they are made. At an address they lock one account there for half an hour;
elsewhere it stays open. A browser in which the account has logged in before is known by a cookie
and counts by itself: others at its address, be it a whole office behind one router, cannot lock it
out, and its own failures only slow it down (OWASP: device cookies).
"""

import hashlib
import secrets
import sqlite3

from ..records import dataclass

#: failures within the window that lock an account at an address, and for how long
FAILURES, WINDOW, LOCKED = 5, 15 * 60.0, 30 * 60.0
#: how long a known browser waits after as many
SLOWED = 60.0
#: how long a browser stays known after a login
KNOWN = 180 * 86_400.0


@dataclass(frozen=True, slots=True)
class TriedFrom:
    """Where somebody tries to log in: an address, or a browser that is known."""

    name: str
    known: bool

    @property
    def wait(self) -> float:
        """For how long too many failures shut it."""
        return SLOWED if self.known else LOCKED


@dataclass(frozen=True, slots=True)
class Lock:
    """An account that is shut at an origin."""

    login: str
    origin: TriedFrom
    failures: int
    until: float


def origin(
    connection: sqlite3.Connection,
    device: str | None,
    account: int | None,
    address: str,
    now: float,
) -> TriedFrom:
    """Where an attempt counts: at the browser where the account knows it, else at the address."""
    row = None
    if device and account is not None:
        row = connection.execute(
            "SELECT 1 FROM device WHERE token = ? AND account = ? AND seen > ?",
            (_hash(device), account, now - KNOWN),
        ).fetchone()
    return (
        TriedFrom(_hash(device or "")[:16], known=True) if row else TriedFrom(address, known=False)
    )


def remember(connection: sqlite3.Connection, device: str | None, account: int, now: float) -> str:
    """Know a browser from here on, in which an account has logged in; the token it is to keep."""
    connection.execute("DELETE FROM device WHERE seen <= ?", (now - KNOWN,))
    ours = "SELECT 1 FROM device WHERE token = ?"
    mine = device and connection.execute(ours, (_hash(device),)).fetchone()
    token = device if device and mine else secrets.token_urlsafe(32)
    connection.execute(
        "INSERT INTO device VALUES (?,?,?) ON CONFLICT DO UPDATE SET seen = excluded.seen",
        (_hash(token), account, now),
    )
    return token


def failed(connection: sqlite3.Connection, login: str, at: TriedFrom, now: float) -> None:
    """Count a wrong password."""
    connection.execute("INSERT INTO failure VALUES (?,?,?,?)", (login, at.name, at.known, now))


def until(connection: sqlite3.Connection, login: str, at: TriedFrom, now: float) -> float:
    """Until when an account is shut at an origin; 0 where it is open."""
    times = [
        row["at"]
        for row in connection.execute(
            "SELECT at FROM failure WHERE login = ? AND origin = ? AND known = ? AND at > ? "
            "ORDER BY at DESC",
            (login, at.name, at.known, now - LOCKED - WINDOW),
        )
    ]
    for last, first in zip(times, times[FAILURES - 1 :], strict=False):
        if last - first <= WINDOW:
            return last + at.wait if last + at.wait > now else 0.0
    return 0.0


def locks(connection: sqlite3.Connection, now: float) -> tuple[Lock, ...]:
    """Everything that is shut now."""
    rows = connection.execute(
        "SELECT login, origin, known, COUNT(*) AS failures FROM failure WHERE at > ? "
        "GROUP BY login, origin, known",
        (now - LOCKED - WINDOW,),
    ).fetchall()
    found = []
    for row in rows:
        at = TriedFrom(row["origin"], bool(row["known"]))
        end = until(connection, row["login"], at, now)
        if end:
            found.append(Lock(row["login"], at, row["failures"], end))
    return tuple(found)


def unlock(connection: sqlite3.Connection, login: str, name: str) -> None:
    """Forget the failures of an account at an origin."""
    connection.execute("DELETE FROM failure WHERE login = ? AND origin = ?", (login, name))


def _hash(device: str) -> str:
    return hashlib.sha256(device.encode("utf-8")).hexdigest()
