"""What a number format means for the value under it: a percentage, a date, words, or nothing."""

import datetime
import math
import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from . import number_formats
from .book import decimal_text, percent_text

_QUOTED = re.compile(r'"[^"]*"|[\\!].|_.|\*.')
_GENERAL = re.compile(r"general|G/通用格式", re.IGNORECASE)
_BRACKETED = re.compile(r"\[[^\]]*\]")
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
#: of these, those that show year and month
_MONTHS = frozenset((17, 27, 36, 50, 52, 57))
_EPOCH = datetime.datetime(1899, 12, 30)
_EPOCH_1904 = datetime.datetime(1904, 1, 1)

#: characters that stand raised as footnote marks and powers do
_RAISED = str.maketrans("0123456789+-−=()（）ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾⁽⁾ⁿⁱ")

#: how a font takes back what its cell says
STRUCK, WHITE = "加了删除线", "是白色的字，看不出来"

PERCENT, DATE, YEAR, MONTH = "percent", "date", "year", "month"
UNCLEAR = number_formats.UNCLEAR
#: how much of an ISO date is shown
LENGTHS: dict[str | None, int | None] = {DATE: None, MONTH: 7, YEAR: 4}
#: the built-in formats that show a zero as a dash
_ACCOUNTING = {
    number: f'_({mark}* #,##0{digits}_);_({mark}* (#,##0{digits});_({mark}* "-"_);_(@_)'
    for number, mark, digits in ((41, "", ""), (42, "$", ""), (43, "", ".00"), (44, "$", ".00"))
}


def meaning(number: int, code: str | None) -> str | None:
    """What a number means under a format, by its number and, where it has one, its own code.

    PERCENT, DATE (or MONTH, YEAR), None for a plain number, or the code itself where that shows a
    number with words or otherwise than it is.
    """
    if code is None:
        if number in (9, 10):
            return PERCENT
        if number in _MONTHS:
            return MONTH
        return DATE if number in _DATES else _ACCOUNTING.get(number)
    return _meaning(code)


@lru_cache(maxsize=1024)
def _meaning(code: str) -> str | None:
    first = code.split(";", 1)[0]
    plain = _QUOTED.sub("", _BRACKETED.sub("", first))
    general = _GENERAL.sub("", plain)
    if _DATE_LETTERS.search(general) and not (
        re.search(r"[#0?]", general) and not re.search(r"[ymd]", general, re.I)
    ):
        letters = set(general.casefold()) & set("ymdhs")
        return {"y": YEAR, "my": MONTH}.get("".join(sorted(letters)), DATE)
    if number_formats.is_plain(code):
        return PERCENT if "%" in plain else None
    return code


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
    if meaning in LENGTHS:
        text = date_text(number, epoch_1904)
        if text is not None:
            return "date", text[: LENGTHS[meaning]], None
    elif meaning is not None:
        return *number_formats.displayed(number, meaning), number
    return "number", decimal_text(number), number


def with_raised(text: str, runs: Sequence[tuple[int, int]], fonts: Collection[int]) -> str:
    """A text in runs (first character, font) with those in a raised font in raised characters."""
    if not fonts or not any(font in fonts for _, font in runs):
        return text
    ends = [*(first for first, _ in runs[1:]), len(text)]
    parts = [text[: runs[0][0]]]
    for (first, font), end in zip(runs, ends, strict=True):
        parts.append(raised(text[first:end]) if font in fonts else text[first:end])
    return "".join(parts)


def raised(text: str) -> str:
    """A raised run in raised characters, so that 5.97 with the note 1 is not 5.971."""
    return text.translate(_RAISED)
