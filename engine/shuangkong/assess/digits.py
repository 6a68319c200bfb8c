"""How many decimals two figures need to look different, wherever they stand side by side."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ..formulas.as_exact import in_units
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
    of = scale(unit)
    first, second = (Fraction(one) if of == 1 else Fraction(one) / of for one in (value, other))
    if first == second:
        return decimals
    digits = range(decimals, _MOST)
    return next((n for n in digits if in_units(first, n) != in_units(second, n)), _MOST)
