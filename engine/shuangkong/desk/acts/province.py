"""The province's acts on what cities report: rounds, acceptance, return, extension, reminder."""

import datetime

from ...errors import DeskError
from .. import rounds, versions
from ..context import Desk
from ..events import Happened, Standing
from ..rights import Act
from .base import Actor, Deed, Unknown, note


def open_round(here: Desk, actor: Actor, period: str, deadline: datetime.date) -> str:
    """Open a round of a year, half-year or quarter for all assessed entities; its id."""
    year = int(period[:4]) if period[:4].isascii() and period[:4].isdigit() else 0
    plan = here.declarations.plan
    if not plan.period.first <= year <= plan.period.last:
        raise DeskError(f"“{period}”不在规划期内\n    怎么改：选规划期内的年度")
    _to_come(deadline, "填报的截止日期")
    codes = [e.code for e in here.declarations.assessed(year) if e.code != plan.top]
    with here.store.writing() as connection:
        id_ = rounds.open_round(connection, actor.account.id, period, deadline, codes)
        note(connection, actor, Act.ROUND, f"开始 {id_}，截止 {deadline}")
    return id_


def close_round(here: Desk, actor: Actor, round_id: str) -> None:
    """Close a round."""
    with here.store.writing() as connection:
        if rounds.round_of(connection, round_id) is None:
            raise Unknown("没有这一轮填报\n    怎么改：从首页进入")
        rounds.close_round(connection, actor.account.id, round_id)
        note(connection, actor, Act.ROUND, f"结束 {round_id}")


def accept(deed: Deed) -> None:
    """Accept what was signed."""
    deed.must_be(Standing.SIGNED)
    deed.happened(Happened.ACCEPTED, Act.ACCEPT)


def give_back(deed: Deed, reason: str, deadline: datetime.date) -> None:
    """Return what was signed, with the reason and a deadline."""
    if not reason.strip():
        raise DeskError("没有写退回的事由\n    怎么改：写明要改什么；填报人会看到")
    _to_come(deadline, "重新报送的期限")
    deed.must_be(Standing.SIGNED, Standing.ACCEPTED)
    deed.happened(Happened.RETURNED, Act.RETURN, reason=reason.strip()[:1000],
                  deadline=deadline.isoformat())  # fmt: skip
    if deadline > deed.round.due(deed.entity):
        who = deed.actor.account.id
        rounds.extend(deed.connection, who, deed.round, deed.entity, deadline, "退回后重新报送")


def extend(deed: Deed, until: datetime.date, reason: str) -> None:
    """More time for one entity."""
    _to_come(until, "延长后的期限")
    who = deed.actor.account.id
    rounds.extend(deed.connection, who, deed.round, deed.entity, until, reason[:500])
    deed.noted(Act.EXTEND, f"至 {until}")


def remind(deed: Deed, again: str = "") -> None:
    """Record that an entity was reminded; a second time on one day only where `again` is said."""
    deed.must_be_open()
    deed.must_be(*(one for one in Standing if one.owed))
    if not again and (before := rounds.reminded_on(deed.dossier.reminded, rounds.today())):
        raise DeskError(
            f"今天 {before} 已经催报过\n    怎么改：确要再催一次的，勾选“今天已催报过的也再催一次”"
        )
    deed.happened(Happened.REMINDED, Act.REMIND)


def remind_all(here: Desk, actor: Actor, round_id: str, again: str = "") -> None:
    """Remind all who owe something; those who were on this day only where `again` is said."""
    with here.store.writing() as connection:
        round_ = rounds.round_of(connection, round_id)
        if round_ is None:
            raise Unknown("没有这一轮填报\n    怎么改：从首页进入")
        found = [
            Deed(connection, actor, round_, code, versions.dossier(connection, round_id, code))
            for code in round_.entities
        ]
        owing = [one for one in found if one.dossier.standing.owed]
        if not owing:
            raise DeskError("没有还要报送的对象\n    怎么改：都已报送，不用催报")
        day = rounds.today()
        wanted = [x for x in owing if again or not rounds.reminded_on(x.dossier.reminded, day)]
        if not wanted:
            raise DeskError(
                f"{len(owing)} 个还没有报送的对象，今天都已经催报过\n"
                "    怎么改：确要再催一次的，勾选“今天已催报过的也再催一次”"
            )
        for one in wanted:
            remind(one, again)


def _to_come(deadline: datetime.date, called: str) -> None:
    """No deadline that the province gives is over when it is given: nobody could keep it."""
    if deadline < rounds.today():
        raise DeskError(f"{called} {deadline} 已经过去\n    怎么改：写今天或以后的日期")
