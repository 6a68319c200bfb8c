"""Keys for programs: somebody's rights without their password, one at a time to take back.

A key belongs to an account and may do through the JSON API what the account may do at the desk,
no more. It is shown once and kept as a hash; it ends when it is taken back or the account is
closed. The officers, who see no figures, have none.
"""

import hashlib
import secrets
import sqlite3

from ..errors import DeskError
from ..ledger import moments
from ..records import dataclass
from .accounts import Account, account_of
from .rights import Role
from .store import Store

#: marks a key as ours where it turns up in a file or a log
PREFIX = "sk_"
_WITHOUT = frozenset({Role.SYSTEM, Role.SECURITY, Role.INSPECTOR})


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is listed; `ended` is when it was taken back."""

    number: int
    name: str
    login: str
    owner: str
    made: str
    ended: str | None


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose key a request carries, and what the key is called."""

    account: Account
    name: str


def may_have(account: Account) -> bool:
    """Whether an account can be given a key."""
    return account.role not in _WITHOUT and not account.disabled


def make(
    connection: sqlite3.Connection,
    account: Account,
    name: str,
    clock: moments.Clock = moments.now,
) -> str:
    """Make a key for an account; returns it, which is shown once and not kept.

    Raises:
        DeskError: it has no name, or the account is closed or one of the officers'.
    """
    if not name.strip():
        raise DeskError("密钥没有名称\n    怎么改：写明给哪个程序用，例如“能耗在线监测系统”")
    if account.role in _WITHOUT:
        raise DeskError(
            f"“{account.role.chinese}”不办理数据，不能有接口密钥\n    怎么改：选业务账号"
        )
    if account.disabled:
        raise DeskError("账号已停用\n    怎么改：先启用账号，或选别的账号")
    key = PREFIX + secrets.token_urlsafe(32)
    connection.execute(
        "INSERT INTO key VALUES (?,?,?,?,NULL)",
        (_hash(key), account.id, name.strip()[:60], moments.written(clock())),
    )
    return key


def end(
    connection: sqlite3.Connection, number: int, clock: moments.Clock = moments.now
) -> Key | None:
    """Take a key back, for good; None where there is none."""
    found = next((k for k in listed(connection) if k.number == number), None)
    if found is not None and found.ended is None:
        connection.execute(
            "UPDATE key SET ended = ? WHERE rowid = ?", (moments.written(clock()), number)
        )
    return found


def listed(connection: sqlite3.Connection, account: int | None = None) -> tuple[Key, ...]:
    """All keys, or those of one account, newest first."""
    rows = connection.execute(
        "SELECT k.rowid AS number, k.name, a.login, a.name AS owner, k.made, k.ended "
        "FROM key k JOIN account a ON a.id = k.account "
        "WHERE :account IS NULL OR k.account = :account ORDER BY k.rowid DESC",
        {"account": account},
    )
    return tuple(Key(**dict(row)) for row in rows)


def holder(store: Store, key: str) -> Holder | None:
    """Whose key this is; None where there is none such, or it has ended."""
    with store.reading() as connection:
        row = connection.execute(
            "SELECT k.name AS key_name, a.* FROM key k JOIN account a ON a.id = k.account "
            "WHERE k.token = ? AND k.ended IS NULL AND a.disabled = 0",
            (_hash(key),),
        ).fetchone()
    if row is None:
        return None
    values = dict(row)
    name = values.pop("key_name")
    return Holder(account_of(values), name)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8")).hexdigest()
