"""What a case expects held against what came: printed numbers, words, and how to say it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from ... import units
from ...declarations.hints import did_you_mean
from ...errors import Refused
from ...formulas.as_exact import half_up, to_decimal
from ...vocabulary import Amount

_Declared = TypeVar("_Declared")


class CaseFault(Refused):
    """The case cannot be executed as it is written: it names something that is not there."""


def look_up(known: Mapping[str, _Declared], name: str | None, what: str) -> _Declared:
    """What is declared under an id.

    Raises:
        CaseFault: when nothing is.
    """
    found = known.get(name or "")
    if found is None:
        hint = did_you_mean(name or "", list(known))
        raise CaseFault(f"没有代号为“{name or ''}”的{what}{hint}")
    return found


def ratio(amount: Amount) -> Decimal:
    """A single amount in the formula's scale (17 % as 0.17).

    Raises:
        CaseFault: when it is a range.
    """
    if amount.is_range:
        raise CaseFault(f"这里只能写一个数，写的是区间 {amount}")
    return to_decimal(Fraction(amount.low) * units.scale(amount.unit))


def printed(value: Decimal, unit: str, digits: int) -> str:
    """A value in the formula's scale as it would be printed in a unit."""
    number = half_up(Fraction(value) / units.scale(unit), digits)
    text = f"{to_decimal(number):.{digits}f}"
    return str(Amount(Decimal(text), Decimal(text), unit))


def number(what: str, expected: Amount | None, value: Decimal | None, unit: str) -> Iterator[str]:
    """The difference when a value is not the printed one, at the digits that are printed.

    `value` is in the formula's scale, `unit` the one it would be printed in.
    """
    if expected is None:
        return
    if expected.is_range:
        raise CaseFault(f"{what}只能写一个数，写的是区间 {expected}")
    if value is None:
        yield f"{what}应为 {expected}，没有算出"
        return
    if _canonical(expected.unit) != _canonical(unit):
        yield f"{what}应为 {expected}，算得的单位是“{unit}”"
        return
    digits = digits_of(expected.low)
    if half_up(Fraction(value) / units.scale(unit), digits) != Fraction(expected.low):
        # two digits more than printed show on which side the computed value lies
        yield f"{what}应为 {expected}，算得 {printed(value, unit, digits + 2)}"


def plain(what: str, expected: Decimal | None, value: Decimal | None) -> Iterator[str]:
    """As `number`, for points and totals, which have no unit."""
    if expected is not None:
        yield from number(what, Amount(expected, expected, "分"), value, "分")


def words(what: str, expected: str | None, found: str | None) -> Iterator[str]:
    """The difference when a word (an outcome, a grade, a level) is not the expected one."""
    if expected is not None and found != expected:
        yield f"{what}应为“{expected}”，实为“{found or '（无）'}”"


def digits_of(value: Decimal) -> int:
    """Digits printed behind the point."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _canonical(unit: str) -> str:
    found = units.find(unit)
    return unit if found is None else found.text
