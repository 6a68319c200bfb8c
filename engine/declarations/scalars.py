"""Text as written → typed scalar. Each parser returns None when the text does not fit."""

import datetime
import re
import unicodedata
from decimal import Decimal, InvalidOperation

from ..vocabulary import Amount, Month

_NUMBER = r"[+-]?\d+(?:,\d{3})*(?:\.\d+)?"
_AMOUNT = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?P<unit_low>[^\d\s~+\-][^~\d]*?)?\s*"
    rf"(?:~\s*(?P<high>{_NUMBER})\s*(?P<unit>[^\d\s~].*)?)?"
)
_MONTH = re.compile(r"(\d{4})(?:-(\d{1,2}))?")


def decimal(text: str) -> Decimal | None:
    """A plain decimal number; full-width digits and thousands commas accepted."""
    narrow = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    if not re.fullmatch(r"[+-]?\d+(?:\.\d+)?", narrow):
        return None
    try:
        return Decimal(narrow)
    except InvalidOperation:  # pragma: no cover - the pattern admits only decimals
        return None


def integer(text: str) -> int | None:
    """A whole number in decimal digits (010 is 10, never octal)."""
    return int(text) if re.fullmatch(r"[+-]?[0-9]+", text.strip()) else None


def boolean(text: str) -> bool | None:
    """`true` or `false` and nothing else."""
    return {"true": True, "false": False}.get(text.strip())


def date(text: str) -> datetime.date | None:
    """An ISO date."""
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


def amount(text: str) -> Amount | None:
    """`17%`, `32785 万吨标准煤`, `6%~7%`, `3~5 个百分点`, `1000` (a bare number has unit '')."""
    narrow = unicodedata.normalize("NFKC", text).replace("—", "~").replace("至", "~").strip()
    found = _AMOUNT.fullmatch(narrow)
    if not found:
        return None
    low = Decimal(found["low"].replace(",", ""))
    unit_low = (found["unit_low"] or "").strip()
    if found["high"] is None:
        return Amount(low, low, unit_low)
    high = Decimal(found["high"].replace(",", ""))
    unit = (found["unit"] or "").strip()
    if unit_low and unit_low != unit:
        return None
    if high < low:
        return None
    return Amount(low, high, unit)
