"""Rounds 填报轮次: a plan's year (or a period of it), who must report, until when.

A round is what its events say: opened, extended for one entity, closed.
"""

import datetime
import sqlite3
from collections.abc import Sequence

from ..errors import DeskError
from ..ledger import moments
from ..records import dataclass
from . import events
from .events import Event, Happened


@dataclass(frozen=True, slots=True)
class Round:
    """One round; `extended` are later deadlines by entity."""

    id: str
    year: int
    period: str
    deadline: datetime.date
    entities: tuple[str, ...]
    opened: str
    closed: str | None
    extended: dict[str, datetime.date]

    @property
    def part(self) -> str | None:
        """The part of the year that it is about (H1, Q3); None for the whole."""
        return self.period.partition("-")[2] or None

    @property
    def title(self) -> str:
        """As people call it."""
        part = self.part or ""
        words = {"": "度", "H1": "上半年", "H2": "下半年"}
        quarter = {"Q1": "第一季度", "Q2": "第二季度", "Q3": "第三季度", "Q4": "第四季度"}
        return f"{self.year}年{(words | quarter).get(part, part)}填报"

    def due(self, entity: str) -> datetime.date:
        """Until when an entity may report."""
        return self.extended.get(entity, self.deadline)

    def days_left(self, entity: str, today: datetime.date) -> int:
        """Days left; negative when late, 0 on the last day."""
        return (self.due(entity) - today).days

    def left(self, entity: str, today: datetime.date) -> str:
        """The same in words."""
        days = self.days_left(entity, today)
        if days < 0:
            return f"已超期 {-days} 天"
        return "今天截止" if days == 0 else f"还有 {days} 天"


def today(clock: moments.Clock = moments.now) -> datetime.date:
    """The date in China."""
    return clock().astimezone(moments.BEIJING).date()


def reminded_on(reminder: Event | None, day: datetime.date) -> str:
    """At what time of a day somebody was reminded; empty where it was not on that day."""
    if reminder is None:
        return ""
    at = moments.parsed(reminder.at).astimezone(moments.BEIJING)
    return f"{at:%H:%M}" if at.date() == day else ""


def open_round(
    connection: sqlite3.Connection,
    actor: int,
    period: str,
    deadline: datetime.date,
    entities: Sequence[str],
    clock: moments.Clock = moments.now,
) -> str:
    """Open a round for a year (`2020`), half-year (`2020-H1`) or quarter (`2020-Q3`).

    Raises:
        DeskError: the period is none of these, nobody is to report, or it is open already.
    """
    year, _, part = period.partition("-")
    known = part in ("", "H1", "H2", "Q1", "Q2", "Q3", "Q4")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and known):
        raise DeskError(f"“{period}”不是填报期\n    怎么改：写成 2026、2026-H1 或 2026-Q3")
    if not entities:
        raise DeskError("没有要填报的对象\n    怎么改：至少选一个考核对象")
    if any(r.id == period and r.closed is None for r in rounds(connection)):
        raise DeskError(f"{period} 的填报已经开始\n    怎么改：直接使用，或先结束它")
    content = {
        "year": int(year),
        "period": period,
        "deadline": deadline.isoformat(),
        "entities": list(entities),
    }
    events.add(
        connection, Happened.ROUND_OPENED, actor, round_=period, content=content, clock=clock
    )
    return period


def close_round(connection: sqlite3.Connection, actor: int, id_: str) -> None:
    """Close a round: nothing more is uploaded or signed in it."""
    events.add(connection, Happened.ROUND_CLOSED, actor, round_=id_)


def extend(
    connection: sqlite3.Connection,
    actor: int,
    round_: Round,
    entity: str,
    until: datetime.date,
    reason: str,
) -> None:
    """Give one entity more time, with the reason.

    Raises:
        DeskError: it would not be more, or no reason is given.
    """
    if until <= round_.due(entity):
        raise DeskError(f"{until} 不晚于现在的期限 {round_.due(entity)}\n    怎么改：写更晚的日期")
    if not reason.strip():
        raise DeskError("没有写延期的理由\n    怎么改：写明理由；理由会留在记录里")
    content = {"until": until.isoformat(), "reason": reason.strip()}
    events.add(
        connection, Happened.EXTENDED, actor, round_=round_.id, entity=entity, content=content
    )


def rounds(connection: sqlite3.Connection) -> tuple[Round, ...]:
    """All rounds, newest first."""
    kinds = (Happened.ROUND_OPENED, Happened.ROUND_CLOSED, Happened.EXTENDED)
    found: dict[str, Round] = {}
    for event in events.events(connection, kinds=kinds):
        assert event.round is not None
        c = event.content
        if event.kind is Happened.ROUND_OPENED:
            known = found.get(event.round)
            found[event.round] = Round(
                event.round,
                c["year"],
                c["period"],
                datetime.date.fromisoformat(c["deadline"]),
                tuple(c["entities"]),
                event.at,
                None,
                known.extended if known else {},
            )
            continue
        one = found[event.round]
        closed, extended = one.closed, one.extended
        if event.kind is Happened.ROUND_CLOSED:
            closed = event.at
        elif event.entity is not None:
            extended = {**extended, event.entity: datetime.date.fromisoformat(c["until"])}
        found[event.round] = Round(
            one.id, one.year, one.period, one.deadline, one.entities, one.opened, closed, extended
        )
    return tuple(sorted(found.values(), key=lambda r: r.opened, reverse=True))


def round_of(connection: sqlite3.Connection, id_: str) -> Round | None:
    """A round by its id."""
    return next((r for r in rounds(connection) if r.id == id_), None)
