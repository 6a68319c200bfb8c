"""What a spreadsheet program's binary arithmetic may have made of an exact value.

A value here is exact, and beside it stands how far from it the program's own result may lie:

- A program rounds every result to 53 binary digits, and saves it with at least 15 decimal ones.
  Half a unit of the fifteenth is at most 5e-15 of the value (`STEP`), and contains the former.
- Of two numbers that agree in 15 digits some programs make the difference zero: that is at most
  1e-14 of either, so `STEP` of both together, and contains the rounding of a sum.

The errors of what a step rests on are carried through it. What lies outside the sum cannot come of
arithmetic; what lies inside cannot be told from it.
"""

import math
from collections.abc import Sequence
from fractions import Fraction

from ..formulas.as_exact import half_up
from ..records import dataclass

STEP = 5e-15
#: the bounds are floats themselves: so much more than all that their own roundings can take away
_ROOM = 1.000001


class Doubtful(Exception):
    """A step whose result the errors before it leave wide open."""


@dataclass(frozen=True, slots=True)
class Carried:
    """An exact value, and how far from it a program's result may lie."""

    value: Fraction
    off: float = 0.0

    def __neg__(self) -> "Carried":
        return Carried(-self.value, self.off)

    def __add__(self, other: "Carried") -> "Carried":
        of_both = STEP * (abs(float(self.value)) + abs(float(other.value)))
        return Carried(self.value + other.value, self.off + other.off + of_both)

    def __sub__(self, other: "Carried") -> "Carried":
        return self + -other

    def __mul__(self, other: "Carried") -> "Carried":
        value = self.value * other.value
        a, b = abs(float(self.value)), abs(float(other.value))
        carried = a * other.off + b * self.off + self.off * other.off
        return Carried(value, carried + STEP * abs(float(value)))

    def __truediv__(self, other: "Carried") -> "Carried":
        value = self.value / other.value
        least = abs(float(other.value)) - other.off
        if least <= 0:
            raise Doubtful
        size = abs(float(value))
        return Carried(value, (self.off + size * other.off) / least + STEP * size)

    def __pow__(self, other: "Carried") -> "Carried":
        """By the difference of the logarithms: |p|·Δln a + |ln a|·Δp + Δln a·Δp."""
        base, power = float(self.value), float(other.value)
        whole = other.value.denominator == 1
        least = abs(base) - self.off
        if least <= 0 or (base < 0 and not whole):
            raise Doubtful
        found = base ** int(other.value) if whole else base**power
        of_base = self.off / least
        apart = abs(power) * of_base + (abs(math.log(abs(base))) + of_base) * other.off
        return Carried(Fraction(found), abs(found) * (math.expm1(apart) + 2 * STEP))

    def __abs__(self) -> "Carried":
        return Carried(abs(self.value), self.off)

    def rounded(self, digits: int) -> "Carried":
        """Half up to so many digits; where the errors reach over a half, either is possible."""
        off, unit = Fraction(self.off * _ROOM), Fraction(10) ** -digits
        sides = (self.value - off, self.value, self.value + off)
        low, value, high = (half_up(side / unit, 0) * unit for side in sides)
        return Carried(value, float(high - low) + STEP * abs(float(value)))

    def may_be(self, saved: float) -> bool:
        """Whether a saved number may be this value."""
        off = (self.off + STEP * abs(saved)) * _ROOM
        return math.isfinite(saved) and abs(self.value - Fraction(saved)) <= off


def written(text: str) -> Carried:
    """A number written in a formula; whole numbers are kept as they are."""
    value = Fraction(text)
    whole = value.denominator == 1 and abs(value) < 10**15
    return Carried(value, 0.0 if whole else STEP * abs(float(value)))


def saved(number: float) -> Carried:
    """A number saved in a cell."""
    return Carried(Fraction(number), STEP * abs(number))


def least(values: Sequence[Carried]) -> Carried:
    """The smallest; its error is at most the largest of all."""
    return Carried(min(v.value for v in values), max(v.off for v in values))


def largest(values: Sequence[Carried]) -> Carried:
    """The largest; its error is at most the largest of all."""
    return Carried(max(v.value for v in values), max(v.off for v in values))
