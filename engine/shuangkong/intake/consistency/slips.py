"""What was probably done to a figure that others prove wrong: a share for %, a sign, a power."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from ...vocabulary import Indicator
from .rules import ROW_POWERS
from .said import fits

#: how near a slipped value must be to what it should be, as a share and, for rates, in points
NEAR, NEAR_POINTS = Fraction(2, 100), Fraction(6, 100)


POWERS = (4, -4, 3, -3, 8, -8, 2, -2, 1, -1)


class Slip(StrEnum):
    """What somebody probably did."""

    NONE = ""
    FRACTION = "百分数填成了小数"
    SIGN = "正负号填反了"
    POWER = "单位或小数点错了"
    COPIED = "照抄了上年的数"


def slip_of(
    indicator: Indicator, seen: Decimal, fair: Decimal, before: Decimal | None
) -> tuple[Decimal, Slip]:
    """What the figure should be and what was done to it, from what the other figures give."""
    points = indicator.unit == "%"
    near = NEAR * abs(Fraction(fair)) + (NEAR_POINTS if points else 0)

    def is_(value: Decimal) -> bool:
        return abs(Fraction(value) - Fraction(fair)) <= near

    if points and seen and abs(seen) < 1 and is_(seen * 100):
        return seen * 100, Slip.FRACTION
    if seen and is_(-seen):
        return -seen, Slip.SIGN
    if not points and seen:
        for power in POWERS:
            if is_(seen.scaleb(-power)):
                return seen.scaleb(-power), Slip.POWER
    copied = before is not None and seen == before
    return fair, Slip.COPIED if copied else Slip.NONE


def row_power(indicator: Indicator, row: Sequence[Decimal]) -> int:
    """By which power of ten all figures of a row are too large; 0 where they are not."""
    if len(row) < 2 or any(fits(value, indicator) for value in row):
        return 0
    fitting = (p for p in ROW_POWERS if all(fits(v.scaleb(-p), indicator) for v in row))
    return next(fitting, 0)
