"""Accounts: who there is, and what for.

No account is shared and none exists by default: the first administrators are made at the start
of a workspace, with printed one-time passwords that the first login must change.
"""

import sqlite3
from collections.abc import Mapping
from typing import Any

from ..errors import DeskError
from ..ledger import moments
from ..records import dataclass
from . import passwords
from .rights import OF_DEPARTMENT, OF_ENTITY, Role, Who
from .store import Store

#: letters of the longest login; nothing longer is looked for
LOGIN = 80


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may log in. `password` is the hash."""

    id: int
    login: str
    name: str
    role: Role
    entity: str | None
    department: str | None
    password: str
    must_change: bool
    disabled: bool
    created: str

    @property
    def who(self) -> Who:
        """As the rights see it."""
        return Who(self.role, self.entity, self.department)


def account_of(row: sqlite3.Row | Mapping[str, Any]) -> Account:
    """An account from its row."""
    values: dict[str, Any] = dict(row)
    values["role"] = Role(values["role"])
    for flag in ("must_change", "disabled"):
        values[flag] = bool(values[flag])
    return Account(**values)


def all_accounts(store: Store) -> tuple[Account, ...]:
    """Every account, by login."""
    with store.reading() as connection:
        rows = connection.execute("SELECT * FROM account ORDER BY login").fetchall()
    return tuple(account_of(row) for row in rows)


def by_id(connection: sqlite3.Connection, number: int) -> Account | None:
    """The account with a number."""
    row = connection.execute("SELECT * FROM account WHERE id = ?", (number,)).fetchone()
    return account_of(row) if row else None


def create(
    connection: sqlite3.Connection,
    login: str,
    name: str,
    role: Role,
    *,
    entity: str | None = None,
    department: str | None = None,
    clock: moments.Clock = moments.now,
) -> str:
    """Make an account; returns its one-time password, which is shown once and not kept.

    Raises:
        DeskError: the login is taken, or a city's or department's account does not say whose.
    """
    login, name = login.strip().casefold(), name.strip()
    if not login or not name:
        raise DeskError("登录名和姓名都要写\n    怎么改：补上后再提交")
    if len(login) > LOGIN:
        raise DeskError(f"登录名最多 {LOGIN} 个字符\n    怎么改：换一个短的登录名")
    for what, text in (("登录名", login), ("姓名", name)):
        if not text.isprintable():
            raise DeskError(f"{what}中有看不见的字符\n    怎么改：重新输入，不要粘贴")
    if (role in OF_ENTITY) != bool(entity) or (role in OF_DEPARTMENT) != bool(department):
        raise DeskError(
            f"“{role.chinese}”的归属不对\n    怎么改：填报人、签发人写明考核对象，"
            "评定部门写明部门，其他角色都不写"
        )
    password = passwords.one_time()
    try:
        connection.execute(
            "INSERT INTO account (login, name, role, entity, department, password, created) "
            "VALUES (?,?,?,?,?,?,?)",
            (login, name, role.value, entity, department, passwords.hashed(password),
             moments.written(clock())),
        )  # fmt: skip
    except sqlite3.IntegrityError as error:
        raise DeskError(f"登录名“{login}”已有人用\n    怎么改：换一个登录名") from error
    return password


def set_password(connection: sqlite3.Connection, account: Account, password: str) -> None:
    """Change a password at the owner's wish; every session of the account ends.

    Raises:
        DeskError: the new password is too weak, or is the old one.
    """
    why = passwords.weakness(password, account.login, account.name)
    if why is None and passwords.fits(account.password, password):
        why = "新密码不能与旧密码相同"
    if why:
        raise DeskError(
            f"{why}\n    怎么改：另想一个密码，{passwords.LEAST} 到 {passwords.MOST} 个字符"
        )
    connection.execute(
        "UPDATE account SET password = ?, must_change = 0 WHERE id = ?",
        (passwords.hashed(password), account.id),
    )
    connection.execute("DELETE FROM session WHERE account = ?", (account.id,))


def reset(connection: sqlite3.Connection, account: Account) -> str:
    """A new one-time password for somebody who lost theirs; every session ends."""
    password = passwords.one_time()
    connection.execute(
        "UPDATE account SET password = ?, must_change = 1 WHERE id = ?",
        (passwords.hashed(password), account.id),
    )
    connection.execute("DELETE FROM session WHERE account = ?", (account.id,))
    return password


def set_disabled(
    connection: sqlite3.Connection,
    account: Account,
    disabled: bool,
    clock: moments.Clock = moments.now,
) -> None:
    """Close an account, or open it again; closing ends its sessions and keys for good."""
    connection.execute("UPDATE account SET disabled = ? WHERE id = ?", (int(disabled), account.id))
    if disabled:
        connection.execute("DELETE FROM session WHERE account = ?", (account.id,))
        connection.execute(
            "UPDATE key SET ended = ? WHERE account = ? AND ended IS NULL",
            (moments.written(clock()), account.id),
        )
