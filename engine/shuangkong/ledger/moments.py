"""Time in the ledger: Beijing time, from a clock that is handed in, never going backwards."""

import datetime
import re
from collections.abc import Callable

from .. import messages
from ..errors import LedgerError
from ..records import dataclass
from ..running import zone
from ..vocabulary import Finding

BEIJING = zone.BEIJING

Clock = Callable[[], datetime.datetime]

_NUMBER = re.compile(r"(?:第\s*)?([0-9]{1,9})\s*号?\Z")
_STEPS = (
    ("%Y-%m-%d", datetime.timedelta(days=1)),
    ("%Y-%m-%dT%H:%M", datetime.timedelta(minutes=1)),
    ("%Y-%m-%dT%H:%M:%S", datetime.timedelta(seconds=1)),
    ("%Y-%m-%dT%H:%M:%S.%f", datetime.timedelta(microseconds=1)),
)


def now() -> datetime.datetime:
    """The time of this computer."""
    return datetime.datetime.now(BEIJING)


def written(moment: datetime.datetime) -> str:
    """A moment as it stands in an entry: Beijing time to the microsecond."""
    return moment.astimezone(BEIJING).isoformat(timespec="microseconds")


def parsed(text: str) -> datetime.datetime:
    """A moment from an entry."""
    return datetime.datetime.fromisoformat(text)


def shown(moment: datetime.datetime) -> str:
    """A moment for people, to the second."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def day(moment: datetime.datetime) -> str:
    """The day of a moment as letters write it: 2021年3月31日."""
    return day_of(moment.astimezone(BEIJING).date())


def day_of(date: datetime.date) -> str:
    """A day as letters write it."""
    return f"{date.year}年{date.month}月{date.day}日"


@dataclass(frozen=True, slots=True)
class AsOf:
    """A state of the ledger that somebody asks for: up to an entry, or up to a moment.

    `until` is exclusive: a date means the end of that day.
    """

    text: str
    number: int | None = None
    until: datetime.datetime | None = None


def as_of(text: str) -> AsOf:
    """A date, a time or the number of an entry.

    Raises:
        LedgerError: when it is none of them.
    """
    asked = text.strip()
    number = _NUMBER.match(asked)
    if number:
        return AsOf(asked, number=int(number[1]))
    for pattern, step in _STEPS:
        try:
            start = datetime.datetime.strptime(asked.replace(" ", "T"), pattern)
        except ValueError:
            continue
        return AsOf(asked, until=start.replace(tzinfo=BEIJING) + step)
    raise LedgerError.of(Finding.of(messages.BAD_MOMENT, seen=text))
