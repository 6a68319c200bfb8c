"""What a number format means for the value under it: a percentage, a date, or neither."""

import datetime
import math
import re

from .book import decimal_text, percent_text

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKETED = re.compile(r"\[[^\]]*\]")
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_EPOCH = datetime.datetime(1899, 12, 30)
_EPOCH_1904 = datetime.datetime(1904, 1, 1)

#: characters that stand raised as footnote marks and powers do
_RAISED = str.maketrans("0123456789+-−=()（）ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾⁽⁾ⁿⁱ")

PERCENT, DATE = "percent", "date"


def meaning(number: int, code: str | None) -> str | None:
    """PERCENT, DATE or None for a format number and, where there is one, its own code."""
    if code is None:
        if number in (9, 10):
            return PERCENT
        return DATE if number in _DATES else None
    first = code.split(";", 1)[0]
    plain = _QUOTED.sub("", _BRACKETED.sub("", first))
    if "%" in plain:
        return PERCENT
    if plain.strip().casefold() == "general" or not _DATE_LETTERS.search(plain):
        return None
    return None if re.search(r"[#0?]", plain) and not re.search(r"[ymd]", plain, re.I) else DATE


def date_text(serial: float, epoch_1904: bool) -> str | None:
    """ISO date of a serial number; None when it is not one."""
    try:
        moment = (_EPOCH_1904 if epoch_1904 else _EPOCH) + datetime.timedelta(days=serial)
    except (OverflowError, ValueError):
        return None
    if moment.year < 1900:
        return None
    whole = moment.replace(microsecond=0)
    return whole.date().isoformat() if serial == int(serial) else whole.isoformat(sep=" ")


def shown(number: float, meaning: str | None, epoch_1904: bool) -> tuple[str, str, float | None]:
    """Kind, text and number of a numeric cell under a format's meaning; a date has no number."""
    if not math.isfinite(number):
        return "error", "#NUM!", None
    if meaning == PERCENT:
        return "number", percent_text(number), number
    if meaning == DATE:
        text = date_text(number, epoch_1904)
        if text is not None:
            return "date", text, None
    return "number", decimal_text(number), number


def raised(text: str) -> str:
    """A raised run in raised characters, so that 5.97 with the note 1 is not 5.971."""
    return text.translate(_RAISED)
