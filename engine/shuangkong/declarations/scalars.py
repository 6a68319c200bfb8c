"""Text as written → typed scalar. Each parser returns None when the text does not fit."""

import datetime
import re
import unicodedata
from decimal import Decimal

from ..vocabulary import Amount, Month

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_UNIT = re.compile(r"[^\d\s+\-.,;~][^\s,;]*")
_YEAR = re.compile(r"[12]\d{3}")
_MONTH = re.compile(r"([12]\d{3})(?:-(\d{1,2}))?")
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


def month(text: str) -> Month | None:
    """A year, or a year and a month."""
    found = _MONTH.fullmatch(text.strip())
    if not found:
        return None
    number = int(found[2]) if found[2] else None
    if number is not None and not 1 <= number <= 12:
        return None
    return Month(int(found[1]), number)


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
