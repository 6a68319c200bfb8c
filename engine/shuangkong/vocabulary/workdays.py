"""Working days: weekdays, without the holidays and with the days worked instead (调休)."""

import datetime
from collections.abc import Iterable
from enum import StrEnum

from ..records import dataclass
from .base import Place


class DayKind(StrEnum):
    """What a day that the calendar of holidays names is."""

    HOLIDAY = "holiday"
    WORKDAY = "workday"

    @property
    def chinese(self) -> str:
        """The field's word."""
        return {"holiday": "放假", "workday": "上班"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A day that is off although no weekend, or worked although a weekend (holidays.csv).

    Columns: date, kind, source. A year counts as known when any of its days is named.
    """

    date: datetime.date
    kind: DayKind
    source: str
    place: Place | None = None


def after(start: datetime.date, days: int, known: Iterable[Holiday]) -> datetime.date | None:
    """The last of so many working days after a day, which is not counted itself.

    None when a day of a year has to be counted whose holidays are not known: whoever counted
    its weekdays would guess.
    """
    kinds = {one.date: one.kind for one in known}
    years = {date.year for date in kinds}
    day, left = start, days
    while left > 0:
        day += datetime.timedelta(days=1)
        if day.year not in years:
            return None
        kind = kinds.get(day, DayKind.HOLIDAY if day.weekday() > _FRIDAY else DayKind.WORKDAY)
        left -= kind is DayKind.WORKDAY
    return day


_FRIDAY = 4
