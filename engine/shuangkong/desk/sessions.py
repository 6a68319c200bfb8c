"""Sessions, kept on the server: a cookie that was signed would still work after a logout.

The browser holds a random token, the database its hash. A session ends after 30 idle minutes,
after ten hours in any case, on logout, when the password changes and when the account is closed.
"""

import hashlib
import secrets
import sqlite3
import time
from contextlib import suppress

from ..errors import DeskError
from ..records import dataclass
from . import audit, lockouts, passwords
from .accounts import LOGIN, Account, account_of
from .audit import AuditOutcome
from .store import Store

IDLE, ABSOLUTE = 30 * 60.0, 10 * 3600.0
#: how often `seen` is written: not on every picture of a page
_EVERY = 20.0


@dataclass(frozen=True, slots=True)
class Session:
    """A logged-in browser, and how long it still has."""

    account: Account
    ends: float


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a browser keeps after a login: of the session, and by which it is known from then on."""

    session: str
    device: str


def log_in(
    store: Store, login: str, password: str, address: str, now: float, device: str | None = None
) -> Tokens | None:
    """A new session; None where login and password do not fit, or are locked.

    Unknown names, closed accounts, wrong passwords and locks give the same answer after the same
    time. `device` is the token by which the browser is known, if it has one. Attempts while it is
    locked are not counted: who keeps trying makes no lock longer.
    """
    login = login.strip().casefold()[:LOGIN]
    with store.reading() as connection:
        row = connection.execute("SELECT * FROM account WHERE login = ?", (login,)).fetchone()
        account = account_of(row) if row else None
        at = lockouts.origin(connection, device, account.id if account else None, address, now)
        shut = lockouts.until(connection, login, at, now)
    right = passwords.fits(account.password if account else None, password)
    with store.writing() as connection:
        # asked again: others may have failed while this password was being checked
        shut = shut or lockouts.until(connection, login, at, now)
        if account is None or account.disabled or not right or shut:
            if not shut:
                lockouts.failed(connection, login, at, now)
            audit.note(connection, "login", login, AuditOutcome.REFUSED, login=login,
                       address=address)  # fmt: skip
            return None
        lockouts.unlock(connection, login, at.name)
        token = began(connection, account.id, address, now)
        known = lockouts.remember(connection, device, account.id, now)
        audit.note(connection, "login", login, account=account.id, login=login, address=address)
    return Tokens(token, known)


def began(connection: sqlite3.Connection, account: int, address: str, now: float) -> str:
    """A session of an account whose password was checked; its token."""
    token = secrets.token_urlsafe(32)
    connection.execute(
        "INSERT INTO session VALUES (?,?,?,?,?)", (_hash(token), account, now, now, address)
    )
    return token


def session(store: Store, token: str, now: float | None = None) -> Session | None:
    """The session of a token, where it is still on; being asked for keeps it on."""
    now = time.time() if now is None else now
    with store.reading() as connection:
        row = connection.execute(
            "SELECT s.began, s.seen, a.* FROM session s JOIN account a ON a.id = s.account "
            "WHERE s.token = ? AND a.disabled = 0",
            (_hash(token),),
        ).fetchone()
    if row is None:
        return None
    values = dict(row)
    began, seen = values.pop("began"), values.pop("seen")
    # far before it was seen last: the clock was set back, and would let it go on for so long
    if not -IDLE <= now - seen <= IDLE or now - began > ABSOLUTE:
        log_out(store, token)
        return None
    if now - seen > _EVERY:
        # on a full disk pages can still be read
        with suppress(DeskError), store.writing() as connection:
            connection.execute("UPDATE session SET seen = ? WHERE token = ?", (now, _hash(token)))
    return Session(account_of(values), min(now + IDLE, began + ABSOLUTE))


def whose(store: Store, token: str) -> str:
    """The login of a session that may have ended by idling; empty where it is not known."""
    with store.reading() as connection:
        row = connection.execute(
            "SELECT a.login FROM session s JOIN account a ON a.id = s.account WHERE s.token = ?",
            (_hash(token),),
        ).fetchone()
    return str(row["login"]) if row else ""


def log_out(store: Store, token: str) -> None:
    """End a session."""
    with store.writing() as connection:
        connection.execute("DELETE FROM session WHERE token = ?", (_hash(token),))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()
