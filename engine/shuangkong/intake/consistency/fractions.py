"""Percentages that were probably typed as fractions, where no equation proves it.

Equations convict a fraction (`judge`); but rates without levels, and shares, have none. There the
same row a year before or after tells, being a hundred times as large and written with fewer
decimals (-0.032 after -3.1; 0.04 % after 2.41 % is a year of little change), or the whole column,
in which no percentage reaches 1. The live formulas of a form ask the same (form/calc_fractions).
"""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from ...records import dataclass
from ...vocabulary import Indicator
from ...vocabulary.deadline import year_of
from .rules import Cell, Probe, Sort
from .said import fits

#: so many percentages of a column say something when all of them are below 1
FEWEST = 2
#: and so many of different entities
FEWEST_ENTITIES = 3
#: digits after the point of -1.1 % as a fraction
_LONG = 3
#: within these many times the other figure, a hundredfold figure is taken for one of its kind
LEAST, MOST = Decimal("0.5"), Decimal(2)


@dataclass(frozen=True, slots=True)
class Suspect:
    """A figure that is probably a fraction; `beside` is the one in its row that tells, if any."""

    cell: Cell
    beside: Cell | None
    #: whether it is the figures of other entities that tell
    among: bool = False


def suspected(
    values: Mapping[Cell, Decimal], indicators: Mapping[str, Indicator]
) -> Iterator[Suspect]:
    """The figures of one entity and version that are probably fractions, in their order."""
    percentages = {c: v for c, v in values.items() if v and counts(indicators[c[0]])}
    columns: dict[int, list[Decimal]] = {}
    for (_, number), value in percentages.items():
        columns.setdefault(number, []).append(value)
    for cell, value in percentages.items():
        indicator = indicators[cell[0]]
        if abs(value) >= 1 or not (fits(value, indicator) and fits(value * 100, indicator)):
            continue
        around = (c for c in beside(cell) if c in percentages)
        teller = next((c for c in around if _of_its_kind(value, percentages[c])), None)
        column = columns[cell[1]]
        if teller or (len(column) >= FEWEST and all(abs(one) < 1 for one in column)):
            yield Suspect(cell, teller)


def are_fractions(values: Collection[Decimal], indicator: Indicator) -> bool:
    """Whether one percentage of several entities side by side was probably typed as fractions:
    none reaches 1, and most have more digits than percentages are printed with (-0.011)."""
    long = sum(decimals(value) >= _LONG for value in values)
    return (
        len(values) >= FEWEST_ENTITIES
        and long * 2 >= len(values)
        and all(abs(one) < 1 and fits(one * 100, indicator) for one in values)
    )


def is_fraction_among(value: Decimal, large: Collection[Decimal], indicator: Indicator) -> bool:
    """Whether a percentage of one entity was probably typed as a fraction beside those of others,
    which reach 1: -0.042 below -5.36 and -3.1, as large a hundredfold and with more digits."""
    sizes = [abs(one) for one in large]
    own = abs(value) * 100
    return (
        len(sizes) + 1 >= FEWEST_ENTITIES
        and decimals(value) >= _LONG
        and decimals(value) > max(map(decimals, large))
        and min(sizes) * LEAST <= own <= max(sizes) * MOST
        and fits(value * 100, indicator)
    )


def proves(test: Probe, indicators: Mapping[str, Indicator]) -> bool:
    """Whether an equation that holds proves its percentages: one with a level in it does, for
    fractions that were typed together agree with each other."""
    return test.sort is Sort.EQUAL and any(indicators[c[0]].unit != "%" for c in test.cells)


def counts(indicator: Indicator) -> bool:
    """Whether figures of an indicator are percentages that somebody types."""
    return indicator.unit == "%" and indicator.formula is None


def beside(cell: Cell) -> tuple[Cell, Cell]:
    """The same row a year before and a year after; a part of a year beside the same part."""
    indicator, number = cell
    year = year_of(number)
    part = str(number).removeprefix(str(year))
    return (indicator, int(f"{year - 1}{part}")), (indicator, int(f"{year + 1}{part}"))


def _of_its_kind(value: Decimal, other: Decimal) -> bool:
    size, own = abs(other), abs(value) * 100
    return size >= 1 and LEAST * size <= own <= MOST * size and decimals(value) > decimals(other)


def decimals(value: Decimal) -> int:
    """Digits after the point, without needless noughts."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
