"""Text as written → typed scalar. Each parser returns None when the text does not fit."""

import calendar
import datetime
import re
import unicodedata
from decimal import Decimal

from ..vocabulary import Amount, Deadline, Every, Moment, Span
from ..vocabulary.deadline import PARTS

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_UNIT = re.compile(r"[^\d\s+\-.,;~][^\s,;]*")
_YEAR = re.compile(r"[12]\d{3}")
_MOMENT = re.compile(r"([12]\d{3})(?:-(?:H([12])|Q([1-4])|(\d{1,2})(?:-(\d{1,2}))?))?")
_SPAN = re.compile(r"(?:(\d{1,3})\s*\.\.\s*)?(\d{1,3})\s+months?\s+after\s+(\S+)")
_EVERY = re.compile(r"(?:(\d{1,2})\s+)?years?")
_DATE = re.compile(r"[12]\d{3}-\d{2}-\d{2}")


def _narrow(text: str) -> str:
    """Full-width characters and the typographic minus made plain."""
    return unicodedata.normalize("NFKC", text).replace("−", "-").strip()


def decimal(text: str) -> Decimal | None:
    """A plain decimal number; full-width digits and thousands commas accepted."""
    narrow = _narrow(text)
    return Decimal(narrow.replace(",", "")) if _NUMBER.fullmatch(narrow) else None


def integer(text: str) -> int | None:
    """A whole number in decimal digits (010 is 10, never octal)."""
    found = re.fullmatch(r"[+-]?[0-9]{1,18}", text.strip())
    return int(found[0]) if found else None


def boolean(text: str) -> bool | None:
    """`true` or `false` and nothing else."""
    return {"true": True, "false": False}.get(text.strip())


def date(text: str) -> datetime.date | None:
    """An ISO date."""
    if not _DATE.fullmatch(text.strip()):
        return None
    try:
        return datetime.date.fromisoformat(text.strip())
    except ValueError:
        return None


def moment(text: str) -> Moment | None:
    """A year, half-year (2017-H2), quarter (2017-Q3), month (2017-10) or day (2017-10-31)."""
    found = _MOMENT.fullmatch(text.strip())
    if not found:
        return None
    year, half, quarter, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if month is not None and not 1 <= month <= 12:
        return None
    if month and day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return Moment(year, quarter, month, day, half)


def part(year: int, text: str) -> Moment | None:
    """A half-year (H1), quarter (Q3) or month (06) of a year."""
    found = moment(f"{year}-{text}")
    whole = found is None or found.is_year or found.day is not None
    return None if whole or str(found) != f"{year}-{text}" else found


def deadline(text: str) -> Deadline | None:
    """A moment, `12..18 months after 2024-06`, `standing` or `unknown`."""
    plain = text.strip()
    if plain in ("standing", "unknown"):
        return Deadline(standing=plain == "standing")
    found = _SPAN.fullmatch(plain)
    at = moment(found[3] if found else plain)
    if at is None or not found:
        return None if at is None else Deadline(at)
    first, last = int(found[1] or found[2]), int(found[2])
    # months are counted from a month or a day: a year or a quarter has several
    if at.month is None or first > last or last == 0:
        return None
    return Deadline(at.later(last), Span(first, last, at))


def every(text: str) -> Every | None:
    """`year`, `2 years`, `half-year`, `quarter` or `month`."""
    parts = next((count for count, word in PARTS.items() if word == text.strip()), None)
    if parts is not None:
        return Every(parts=parts)
    found = _EVERY.fullmatch(text.strip())
    return Every(int(found[1] or 1)) if found and found[1] not in ("0", "00") else None


def is_year(year: int) -> bool:
    """Whether a number can be a calendar year."""
    return bool(_YEAR.fullmatch(str(year)))


def amount(text: str) -> Amount | None:
    """`17%`, `32785 万吨标准煤`, `6%~7%`, `3~5 个百分点`, `1000` (a bare number has unit '')."""
    narrow = _narrow(text).replace("—", "~").replace("至", "~")
    first, *rest = narrow.split("~")
    low = _quantity(first)
    if low is None or len(rest) > 1:
        return None
    if not rest:
        return Amount(low[0], low[0], low[1])
    high = _quantity(rest[0])
    if high is None or low[1] not in ("", high[1]) or high[0] < low[0]:
        return None
    return Amount(low[0], high[0], high[1])


def _quantity(text: str) -> tuple[Decimal, str] | None:
    """A number and the unit behind it."""
    plain = text.strip()
    number = _NUMBER.match(plain)
    if not number:
        return None
    unit = plain[number.end() :].strip()
    if unit and not _UNIT.fullmatch(unit):
        return None
    return Decimal(number[0].replace(",", "")), unit
