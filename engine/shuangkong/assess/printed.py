"""How finely a figure was printed where it came from, when that is coarser than it is asked for.

A form asks for 万吨 to two decimals, and an integer typed there is exact to those. In a table of
亿吨 the last digit of 0.19 is a million tons: what its reader cannot see is not asked for either.
"""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from ..units import UnitError, Units

_NUMBER = re.compile(r"(?:[0-9][0-9, ]*)?(?:\.[0-9]+|[0-9]\.?)(?:[eE][+-]?[0-9]{1,3})?")
#: a word between number and unit multiplies: 0.19亿 in a column of 吨
_WORDS = frozenset(map(Fraction, (1, 10**3, 10**4, 10**8)))


def last_digit(
    raw: str | None, raw_unit: str | None, value: float, unit: str, known: Units
) -> Fraction | None:
    """One unit of the last digit printed, in `unit`; None unless printed in a coarser one.

    `value` is what was taken for `raw`, as it stands in `unit`.
    """
    seen = _NUMBER.search(_plain(raw or ""))
    if seen is None:
        return None
    number = Decimal(re.sub("[, ]", "", seen[0]))
    size = abs(Fraction(Decimal(repr(value))))
    if number == size and raw_unit == unit:
        return None
    try:
        times = known.ratio(raw_unit or "", unit)
    except UnitError:
        return None
    ratio = size / Fraction(number) if number else times
    # a sum, or what a footnote made of it, is not the number that is printed
    if ratio <= 1 or ratio / times not in _WORDS:
        return None
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return ratio * Fraction(10) ** exponent


def _plain(text: str) -> str:
    """Full-width figures made plain; raised and encircled ones, which are marks, are left."""
    return "".join(
        unicodedata.normalize("NFKC", one) if "\uff00" < one < "\uff5f" else one for one in text
    )
