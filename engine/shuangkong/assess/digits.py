"""How many decimals two figures need to look different, wherever they stand side by side."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ..formulas.as_exact import whole
from ..units import scale

#: more than any reported figure has; what differs later is printed alike
_MOST = 40


# documents show the same two figures at many places
@lru_cache(maxsize=16_384)
def digits_apart(
    value: Decimal | Fraction, other: Decimal | Fraction, unit: str, decimals: int
) -> int:
    """Decimals by which two figures in a unit are printed differently, at least `decimals`.

    Two that are equal keep those. A verdict can then be followed on paper: 未达到 never stands
    between two figures that look the same. Values are in the scale of formulas (0.17 for 17 %).
    """
    if value == other:
        return decimals
    times, over = scale(unit).as_integer_ratio()
    # in whole numbers: a fraction would be reduced at every step
    first, below = value.as_integer_ratio()
    second, under = other.as_integer_ratio()
    for digits in range(decimals, _MOST):
        one = whole(first * over, below * times, digits)
        if one != whole(second * over, under * times, digits):
            return digits
    return _MOST
