"""Consequences in words: with their deadline, which is a day only where that can be known."""

import datetime
import re
from collections.abc import Sequence

from ..assess.consequences import follows
from ..assess.result import EntityResult
from ..vocabulary import Consequence, Holiday
from ..vocabulary.scheme import DEADLINE_PLACE
from ..vocabulary.workdays import after
from .letterhead import Letterhead

_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日|(\d{4})-(\d{2})-(\d{2})")


def consequences(
    result: EntityResult, holidays: Sequence[Holiday], head: Letterhead
) -> tuple[str, ...]:
    """What follows for one entity, each as it stands in its papers."""
    return tuple(consequence(one, holidays, head) for one in follows(result))


def consequence(one: Consequence, holidays: Sequence[Holiday], head: Letterhead) -> str:
    """A consequence with its deadline, where the text has a place for it or else behind it."""
    if one.working_days is None:
        return one.text
    until = until_words(one.working_days, holidays, head)
    if DEADLINE_PLACE in one.text:
        return one.text.replace(DEADLINE_PLACE, until)
    return f"{one.text}（期限：{until}）"


def deadline(result: EntityResult, holidays: Sequence[Holiday], head: Letterhead) -> str | None:
    """The nearest deadline that the consequences set, unless the office has given one.

    It stands behind 于, which takes no 自 after it.
    """
    days = [one.working_days for one in follows(result) if one.working_days is not None]
    if not days or not head.deadline.startswith("〔"):
        return None
    return until_words(min(days), holidays, head).removeprefix("自")


def until_words(days: int, holidays: Sequence[Holiday], head: Letterhead) -> str:
    """30个工作日内（2026年4月16日前）; what cannot be known stays visibly open."""
    dated = _date(head.date)
    if dated is None:
        return f"自成文之日起{days}个工作日内〔具体日期待成文后确定〕"
    last = after(dated, days, holidays)
    if last is None:
        return f"自{_said(dated)}起{days}个工作日内〔节假日安排未全部公布，具体日期待定〕"
    return f"{_said(last)}前（自{_said(dated)}起{days}个工作日内）"


def _date(text: str) -> datetime.date | None:
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _said(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
