"""Numbers that are no figures: values put in for nothing, and what rounding left of a zero.

Which they are is a guess by size and digits, so it never decides: such a number is not taken for
zero nor for anything else, its reader is told where it stands (`intake/leftover.py`), and a layout
says under `figures` or `missing` what it is.
"""

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from .facts import Fact

FILL, DUST = "占位数", "计算尾差（实为 0）"
_DUST = Decimal("1e-9")
#: what arithmetic leaves of a zero is a multiple of 2**-k: below `_DUST` that takes so many digits
#: at least to write, and nobody types them; a small figure that somebody typed has fewer
_LEFT_BY_ARITHMETIC = 12
_SMALL = Decimal("1e-3")


def fills(facts: Sequence[Fact]) -> dict[int, str]:
    """Why some facts of a table are no figures, by their index.

    A fill is a power of ten far below all else, and below what the other figures' decimals can
    show; dust is a remainder of binary arithmetic beside figures that are no such remainders.
    """
    small = {
        index: abs(fact.number)
        for index, fact in enumerate(facts)
        if fact.number is not None and 0 < abs(fact.number) <= _SMALL
    }
    if not small:
        return {}
    others = [
        abs(fact.number) for index, fact in enumerate(facts) if fact.number and index not in small
    ]
    if not others:
        return {}
    usual = median(others)
    shown = max(_decimals(number) for number in others)
    found: dict[int, str] = {}
    values = list(small.values())
    for index, value in small.items():
        if value < _DUST and usual >= _SMALL and _digits(value) >= _LEFT_BY_ARITHMETIC:
            found[index] = DUST
        elif value.normalize().as_tuple().digits == (1,) and usual >= value * 1000:
            places = _decimals(value)
            far = places >= 5 and values.count(value) > 1 and usual >= value * 100_000
            if far or (places > shown and (values.count(value) > 1 or places >= 5)):
                found[index] = FILL
    return found


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _digits(number: Decimal) -> int:
    return len(number.normalize().as_tuple().digits)
