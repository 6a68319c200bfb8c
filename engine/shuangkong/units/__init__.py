"""Units of measure: what they are, and exact conversion between them.

A compound unit is written with `/` (吨标准煤/万元). Conversion is exact decimal arithmetic and
only within one dimension: electricity, heat and standard coal are different dimensions, since
what joins them is a legal, dated factor (等价值 or 当量值) that a declaration must name.
"""

import csv
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path

from ..errors import Refused
from ..records import dataclass

_HERE = Path(__file__).parent

Dimension = tuple[tuple[str, int], ...]


class UnitError(Refused):
    """A unit is unknown, or two units measure different things."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written, its dimension as sorted (base, power) pairs, its factor to the base."""

    text: str
    dimension: Dimension
    factor: Fraction


@cache
def table() -> Mapping[str, Unit]:
    """All simple units by name and alias (table.csv: unit, dimension, factor, aliases, note)."""
    found: dict[str, Unit] = {}
    with (_HERE / "table.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            dimension: Dimension = () if row["dimension"] == "ratio" else ((row["dimension"], 1),)
            unit = Unit(row["unit"], dimension, Fraction(row["factor"]))
            for name in (row["unit"], *filter(None, row["aliases"].split(";"))):
                found[_plain(name)] = unit
    return found


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


#: What a number may be counted in before any unit: 万亩 is ten thousand 亩.
_COUNTS = {
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "十亿": 1_000_000_000,
    "百亿": 10_000_000_000,
    "千亿": 100_000_000_000,
    "万亿": 1_000_000_000_000,
}


class Units:
    """A table of units: the usual ones, and those that a plan declares for itself."""

    def __init__(self, own: Mapping[str, Unit] | None = None) -> None:
        self.own = {_plain(name): unit for name, unit in (own or {}).items()}
        self._found: dict[str, Unit | None] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Every name a unit may be written by."""
        return (*self.own, *table())

    def find(self, text: str) -> Unit | None:
        """The unit written so, or None. A blank text is the plain number 1."""
        if text not in self._found:
            self._found[text] = self._find(text)
        return self._found[text]

    def _find(self, text: str) -> Unit | None:
        plain = _plain(text)
        if plain == "":
            return Unit("", (), Fraction(1))
        simple = self._simple(plain)
        if simple is not None:
            return simple
        over, *under = plain.replace("每", "/").split("/")
        parts = [(self._simple(over), 1), *((self._simple(u), -1) for u in under)]
        if not under or any(p is None for p, _ in parts):
            return None
        return _combined(text, [(p, power) for p, power in parts if p is not None])

    def _simple(self, plain: str) -> Unit | None:
        found = self.own.get(plain) or table().get(plain)
        if found is not None:
            return found
        for count, factor in _COUNTS.items():
            rest = plain.removeprefix(count)
            counted = (self.own.get(rest) or table().get(rest)) if rest != plain else None
            if counted is not None and counted.dimension:
                return Unit(f"{count}{counted.text}", counted.dimension, counted.factor * factor)
        return None

    def unit(self, text: str) -> Unit:
        """The unit written so.

        Raises:
            UnitError: when the table has no such unit.
        """
        found = self.find(text)
        if found is None:
            raise UnitError(
                f"不认识计量单位“{text}”。怎么改：改用单位表中的写法（docs/units.md），"
                "或在 plan.yaml 的 units 里声明它"
            )
        return found

    def ratio(self, source: str, wanted: str) -> Fraction:
        """How many `wanted` one `source` is.

        Raises:
            UnitError: when either is unknown or they measure different things.
        """
        one, other = self.unit(source), self.unit(wanted)
        if one.dimension != other.dimension:
            raise UnitError(
                f"“{source}”不能换算成“{wanted}”：两者计量的不是同一种量。"
                "怎么改：检查单位；电力折标准煤须注明等价值或当量值"
            )
        return one.factor / other.factor

    def convert(self, value: Decimal, source: str, wanted: str) -> Decimal:
        """`value` in `source` as a value in `wanted`, exactly.

        Raises:
            UnitError: as `ratio`, or when the result has no finite decimal form.
        """
        exact = Fraction(value) * self.ratio(source, wanted)
        result = Decimal(exact.numerator) / Decimal(exact.denominator)
        if Fraction(result) != exact:
            raise UnitError(
                f"{value} {source} 换算成 {wanted} 得不到有限小数。怎么改：请直接填报 {wanted}"
            )
        return result


#: The usual units, without any of a plan's own.
STANDARD = Units()


def with_own(declared: Mapping[str, tuple[Decimal, str] | None]) -> Units:
    """The usual units and a plan's own, each with what one of it is, or None.

    One that rests on an unknown unit, on itself or on a mere ratio is left out, as is one that
    is among the usual ones.
    """
    own: dict[str, Unit] = {}
    waiting = {name: given for name, given in declared.items() if STANDARD.find(name) is None}
    while True:
        so_far = Units(own)
        ready = {}
        for name, given in waiting.items():
            if given is None:
                ready[name] = Unit(name, ((_plain(name), 1),), Fraction(1))
                continue
            under = so_far.find(given[1])
            if under is not None and under.dimension and given[0] > 0:
                ready[name] = Unit(name, under.dimension, Fraction(given[0]) * under.factor)
        if not ready:
            return so_far
        own |= ready
        waiting = {name: given for name, given in waiting.items() if name not in ready}


def _combined(text: str, parts: list[tuple[Unit, int]]) -> Unit:
    powers: dict[str, int] = {}
    factor = Fraction(1)
    for unit, power in parts:
        factor *= unit.factor**power
        for base, own in unit.dimension:
            powers[base] = powers.get(base, 0) + own * power
    return Unit(text, tuple(sorted((b, p) for b, p in powers.items() if p)), factor)


#: The same questions to the usual units alone.
find, unit, ratio, convert = STANDARD.find, STANDARD.unit, STANDARD.ratio, STANDARD.convert


@lru_cache(maxsize=1024)
def scale(text: str) -> Fraction:
    """What numbers in this unit are multiplied by in formulas: 1/100 for % and 百分点, else 1."""
    found = find(text)
    if found is None or found.dimension or found.text in ("", "倍"):
        return Fraction(1)
    return found.factor
