"""Whether the computer's clock can be believed: it dates what is recorded, for good."""

import datetime
import logging

from .. import messages
from ..errors import LedgerError
from ..vocabulary import Finding
from .moments import parsed, shown

#: what is told when something is recorded, beside what a job gives back
log = logging.getLogger("shuangkong.ledger")
#: years in which no ledger of this program is kept
_FIRST, _LAST = 2000, 2099
_BACK = datetime.timedelta(minutes=5)
#: a ledger that rests for longer than from one yearly assessment to the next
AHEAD = datetime.timedelta(days=400)


def doubt(now: datetime.datetime, last: str | None) -> Finding | None:
    """What is odd about a clock, seen from the last entry's time.

    Raises:
        LedgerError: the year cannot be; everything later would be dated by it.
    """
    if not _FIRST <= now.year <= _LAST:
        raise LedgerError.of(Finding.of(messages.CLOCK_IMPOSSIBLE, seen=str(now.year)))
    if last is None:
        return None
    before = parsed(last)
    if now < before - _BACK:
        return Finding.of(messages.CLOCK_BACK, now=shown(now), last=shown(before))
    if now > before + AHEAD:
        days = (now - before).days
        return Finding.of(messages.CLOCK_AHEAD, now=shown(now), last=shown(before), days=days)
    return None
