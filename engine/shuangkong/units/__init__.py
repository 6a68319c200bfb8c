"""Units of measure: what they are, and exact conversion between them.

A compound unit is written with `/` (吨标准煤/万元). Conversion is exact decimal arithmetic and
only within one dimension: electricity, heat and standard coal are different dimensions, since
what joins them is a legal, dated factor (等价值 or 当量值) that a declaration must name.
"""

import csv
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path

from ..errors import Refused

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


@lru_cache(maxsize=1024)
def find(text: str) -> Unit | None:
    """The unit written so, or None. A blank text is the plain number 1."""
    plain = _plain(text)
    if plain == "":
        return Unit("", (), Fraction(1))
    simple = table().get(plain)
    if simple is not None:
        return simple
    over, *under = plain.replace("每", "/").split("/")
    parts = [(table().get(over), 1), *((table().get(u), -1) for u in under)]
    if not under or any(p is None for p, _ in parts):
        return None
    return _combined(text, [(p, power) for p, power in parts if p is not None])


def _combined(text: str, parts: list[tuple[Unit, int]]) -> Unit:
    powers: dict[str, int] = {}
    factor = Fraction(1)
    for unit, power in parts:
        factor *= unit.factor**power
        for base, own in unit.dimension:
            powers[base] = powers.get(base, 0) + own * power
    return Unit(text, tuple(sorted((b, p) for b, p in powers.items() if p)), factor)


def unit(text: str) -> Unit:
    """The unit written so.

    Raises:
        UnitError: when the table has no such unit.
    """
    found = find(text)
    if found is None:
        raise UnitError(f"不认识计量单位“{text}”。怎么改：改用单位表中的写法（docs/units.md）")
    return found


def ratio(source: str, wanted: str) -> Fraction:
    """How many `wanted` one `source` is.

    Raises:
        UnitError: when either is unknown or they measure different things.
    """
    one, other = unit(source), unit(wanted)
    if one.dimension != other.dimension:
        raise UnitError(
            f"“{source}”不能换算成“{wanted}”：两者计量的不是同一种量。"
            "怎么改：检查单位；电力折标准煤须注明等价值或当量值"
        )
    return one.factor / other.factor


def convert(value: Decimal, source: str, wanted: str) -> Decimal:
    """`value` in `source` as a value in `wanted`, exactly.

    Raises:
        UnitError: as `ratio`, or when the result has no finite decimal form.
    """
    exact = Fraction(value) * ratio(source, wanted)
    result = Decimal(exact.numerator) / Decimal(exact.denominator)
    if Fraction(result) != exact:
        raise UnitError(
            f"{value} {source} 换算成 {wanted} 得不到有限小数。怎么改：请直接填报 {wanted}"
        )
    return result


def scale(text: str) -> Fraction:
    """What numbers in this unit are multiplied by in formulas: 1/100 for % and 百分点, else 1."""
    found = find(text)
    if found is None or found.dimension or found.text in ("", "倍"):
        return Fraction(1)
    return found.factor
