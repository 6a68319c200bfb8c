"""An act at the desk: who acts, in one transaction, on a submission as it stands now.

Each act looks where the submission stands, refuses with words what cannot be done now, records the
event, and notes it in the audit log. Who may do it was asked before.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from ...errors import DeskError
from ...records import dataclass
from .. import audit, events, jobs, rounds, versions
from ..accounts import Account
from ..events import Happened, Standing
from ..found import Found
from ..rights import Act
from ..rounds import Round
from ..store import Store
from ..versions import Dossier


class Unknown(DeskError):
    """There is no such thing, or not for whoever asks."""


class MalformedRequest(DeskError):
    """A request of a program that does not have the shape it must have."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and from where."""

    account: Account
    address: str


@dataclass(frozen=True, slots=True)
class Deed:
    """One act's transaction: the submission of an entity in a round as it stands now."""

    connection: sqlite3.Connection
    actor: Actor
    round: Round
    entity: str
    dossier: Dossier

    @property
    def found(self) -> Found | None:
        """What was found in the newest version."""
        return versions.newest_found(self.connection, self.dossier)

    def happened(
        self, kind: Happened, act: Act, subject: str | None = None, /, **content: object
    ) -> None:
        """Record what was done."""
        events.add(self.connection, kind, self.actor.account.id, round_=self.round.id,
                   entity=self.entity, subject=subject, content=content)  # fmt: skip
        self.noted(act)

    def noted(self, act: Act, more: str = "") -> None:
        """Note it in the audit log."""
        note(self.connection, self.actor, act, f"{self.round.id}/{self.entity} {more}".strip())

    def must_be_settled(self) -> None:
        """Refuse while a file is being checked, or a signature is on its way into the ledger.

        What they end with would change where the submission stands behind the back of who acts.
        """
        for kind in jobs.under_way(self.connection, self.round.id, self.entity):
            now = "正在签发，还没有记完" if kind == "sign" else "上传的文件正在审核，还没有完"
            raise DeskError(f"{now}\n    怎么改：稍等片刻，刷新页面")

    def must_be_open(self) -> None:
        """Refuse where the round was closed."""
        if self.round.closed:
            raise DeskError(f"{closed(self.round)}\n    怎么改：需要补报的，请与省级经办人联系")

    def must_be(self, *standings: Standing) -> None:
        """Refuse where the submission stands elsewhere."""
        now = self.dossier.standing
        if now not in standings:
            raise DeskError(f"现在是“{now.chinese}”，不能这样做\n    怎么改：{now.next}")


def closed(round_: Round) -> str:
    """That nothing more is taken in a round; empty where it is open."""
    return f"{round_.title}已经结束" if round_.closed else ""


def note(connection: sqlite3.Connection, actor: Actor, act: Act, object_: str) -> None:
    """Note an act in the audit log."""
    who = actor.account
    audit.note(
        connection, act.value, object_, account=who.id, login=who.login, address=actor.address
    )


@contextmanager
def acting(store: Store, actor: Actor, round_id: str, entity: str) -> Iterator[Deed]:
    """One act, whole or not at all.

    Raises:
        Unknown: there is no such round for the entity.
    """
    with store.writing() as connection:
        round_ = round_for(connection, round_id, entity)
        dossier = versions.dossier(connection, round_id, entity)
        yield Deed(connection, actor, round_, entity, dossier)


def round_for(connection: sqlite3.Connection, round_id: str, entity: str) -> Round:
    """The round an entity reports in.

    Raises:
        Unknown: there is none.
    """
    found = rounds.round_of(connection, round_id)
    if found is None or entity not in found.entities:
        raise Unknown("没有这一轮填报\n    怎么改：从首页进入")
    return found
