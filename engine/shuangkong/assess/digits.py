"""How many decimals figures are shown with, wherever they stand: the one rule for all papers.

As many as their indicator asks for, and more where two that are compared would look alike: what
was reached and what was required, a total and the bound of a grade, a gap and nothing.
"""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ..formulas.as_exact import in_units, whole
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


#: so many decimals more are tried for a row to add up; one in four pairs of figures needs any
_MORE = 6


@lru_cache(maxsize=16_384)
def digits_of_rows(unit: str, decimals: int, *rows: tuple[Fraction, Fraction]) -> int:
    """Decimals for rows of what was reached, what was required and the gap, at least `decimals`.

    The first two look different where they differ, and the printed gap is what anybody gets who
    takes one printed figure from the other (but for figures that would need very many digits).
    Rows that share a figure are given together, so that it looks the same in all of them.
    """
    digits = max(digits_apart(actual, required, unit, decimals) for actual, required in rows)
    scaling = Fraction(scale(unit))
    scaled = [(actual / scaling, required / scaling) for actual, required in rows]
    for more in range(digits, digits + _MORE):
        if all(
            in_units(first, more) - in_units(second, more) == in_units(first - second, more)
            for first, second in scaled
        ):
            return more
    return digits
