"""Issuing a year: proposed by one person on the ledger as it is, issued by another."""

import sqlite3
from typing import NamedTuple

from ...assess.result import Assessment
from ...errors import DeskError
from ...ledger.appeals import appeals
from ...ledger.corrections import replaced_by_next, signed
from ...ledger.replaced import replaced
from ...ledger.state import YearState, state
from ...ledger.store import opened
from .. import acceptance, events, jobs
from ..assessed import assessed
from ..context import Desk
from ..events import Happened
from ..rights import Act
from .base import Actor, note
from .decisions import head


def held(here: Desk, year: int) -> YearState:
    """What counts for a year as the ledger is now."""
    with opened(here.workspace) as ledger:
        assert ledger.head is not None
        return state(ledger, year, ledger.head.number)


class Replacing(NamedTuple):
    """What issuing once more would do: each line of names with what they get, or nothing."""

    what: str
    changed: tuple[str, ...]
    corrected: tuple[str, ...]
    withdrawn: tuple[str, ...]
    #: appeals of the year that nobody has answered
    appeals: tuple[str, ...]


def replacing(here: Desk, found: YearState, assessment: Assessment) -> Replacing | None:
    """What an issue of these results would replace and correct; None for a year's first."""
    earlier = replaced_by_next(found)
    if earlier is None:
        return None
    with opened(here.workspace) as ledger:
        every = list(replaced(ledger, earlier, assessment))
    open_ = (a for a in appeals(here.workspace) if (a.year, a.answer) == (found.year, None))

    def told(name: str, kinds: list[str]) -> str:
        return f"{name}（{'、'.join(kinds)}）"

    return Replacing(
        signed(earlier),
        tuple(one.result.entity.name for one in every if one.changes),
        tuple(told(x.result.entity.name, x.corrected) for x in every if x.corrected),
        tuple(told(x.result.entity.name, x.withdrawn) for x in every if x.withdrawn),
        tuple(f"第 {one.number} 号（{one.entity_name}）" for one in open_),
    )


_STEPS = (Happened.ISSUE_PROPOSED, Happened.ISSUE_DECLINED, Happened.ISSUED)


def proposed(connection: sqlite3.Connection, year: int) -> events.Event | None:
    """A proposal to issue that nobody has acted on yet."""
    found = events.events(connection, subject=f"issue-{year}", kinds=_STEPS)
    return found[-1] if found and found[-1].kind is Happened.ISSUE_PROPOSED else None


def sent_back(connection: sqlite3.Connection) -> tuple[events.Event, ...]:
    """Refusals of proposals to issue a year, while nobody proposed it anew."""
    every = (e for e in events.events(connection, kinds=_STEPS) if e.subject)
    last = {e.subject: e for e in every}
    return tuple(e for e in last.values() if e.kind is Happened.ISSUE_DECLINED)


def decline(here: Desk, actor: Actor, year: int, reason: str) -> None:
    """Refuse what was proposed to issue, with the reason, which whoever proposed it sees."""
    if not reason.strip():
        raise DeskError("没有写退回的理由\n    怎么改：写明要改什么；提请人会看到")
    with here.store.writing() as connection:
        if proposed(connection, year) is None:
            raise DeskError("没有待签发的提请\n    怎么改：刷新页面")
        content = {"year": year, "reason": reason.strip()[:1000], "by": actor.account.name}
        events.add(connection, Happened.ISSUE_DECLINED, actor.account.id,
                   subject=f"issue-{year}", content=content)  # fmt: skip
        note(connection, actor, Act.ISSUE, f"退回提请 {year}")


def propose(here: Desk, actor: Actor, year: int, remark: str) -> None:
    """Propose to issue what the ledger holds now; another person issues it."""
    content = {"year": year, "head": head(here), "note": remark.strip()[:200]}
    made = assessed(here.workspace, year).assessment
    with here.store.writing() as connection:
        _must_be_accepted(here, connection, made)
        events.add(connection, Happened.ISSUE_PROPOSED, actor.account.id,
                   subject=f"issue-{year}", content=content)  # fmt: skip
        note(connection, actor, Act.DECIDE, f"提请签发 {year}")


def issue(here: Desk, actor: Actor, year: int) -> str:
    """Issue what was proposed, while the ledger is as it was then; the job's id.

    Raises:
        DeskError: nobody proposed it, the same person did, or the ledger has moved.
    """
    who, now = actor.account, head(here)
    made = assessed(here.workspace, year).assessment
    with here.store.writing() as connection:
        found = proposed(connection, year)
        if found is None:
            raise DeskError("没有人提请签发\n    怎么改：先由省级经办人提请签发")
        if found.actor == who.id:
            raise DeskError("提请人和签发人不能是同一人\n    怎么改：请另一位审定人签发")
        if found.content["head"] != now:
            raise DeskError(
                "提请签发之后台账有了新的记录，结果可能已变\n    怎么改：请经办人核对后重新提请"
            )
        _must_be_accepted(here, connection, made)  # it may have been returned since
        content = {"year": year, "by": who.name, "note": found.content["note"], "head": now,
                   "round": ""}  # fmt: skip
        id_ = jobs.ask(connection, "issue", content, who.id)
        note(connection, actor, Act.ISSUE, f"签发 {year}")
    return id_


def _must_be_accepted(here: Desk, connection: sqlite3.Connection, made: Assessment) -> None:
    names = {code: one.name for code, one in here.declarations.entities.items()}
    found = acceptance.unaccepted(connection, held(here, made.year), made)
    acceptance.must_be_accepted(found, names)
