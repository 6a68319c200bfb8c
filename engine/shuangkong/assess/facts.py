"""Observations → the facts an assessment uses: one per entity, indicator and year.

Where several versions of a figure exist, `vocabulary.versions` says which one counts. Derived
indicators are computed here, each with the rounding its declaration asks for; they have no row
of their own in the observations.
"""

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache

import polars as pl

from .. import units
from ..declarations.bundle import Declarations
from ..formulas import names, parse, to_exact
from ..formulas.exact_reading import half_even, half_up
from ..formulas.polars_reading import GRAIN
from ..vocabulary import Indicator, RoundMode
from ..vocabulary.versions import counting, known
from .moments import by_moment


def select(observations: pl.DataFrame, within: Collection[str] = ()) -> pl.DataFrame:
    """The version of each figure that counts, with its `row` in the table.

    Figures of whole years, and of some indicators also those `within` the year (`moments`).
    """
    placed = by_moment(observations.with_row_index("row"), within).filter(known(pl))
    found = counting(placed, ("entity", "indicator", "year"))
    return found.select("entity", "indicator", "year", "value", "vintage", "row")


def derived_order(indicators: Mapping[str, Indicator]) -> Iterator[Indicator]:
    """Derived indicators, each after those it rests on; a cycle's members are left out."""
    done = {i.id for i in indicators.values() if i.formula is None}
    waiting = [i for i in indicators.values() if i.formula is not None]
    while waiting:
        ready = [i for i in waiting if all(n in done or n not in indicators for n in _rests_on(i))]
        if not ready:
            return
        yield from ready
        done |= {i.id for i in ready}
        waiting = [i for i in waiting if i.id not in done]


def _rests_on(indicator: Indicator) -> set[str]:
    return {n.name for n in names(parse(indicator.formula or ""))}


def rounded_column(value: pl.Expr, indicator: Indicator) -> pl.Expr:
    """A column with its indicator's declared rounding."""
    rounding = indicator.rounding
    if rounding is None:
        return value
    scale = 10.0**rounding.digits
    if rounding.mode is RoundMode.HALF_EVEN:
        return (value * scale).round(0, mode="half_to_even") / scale
    return value.sign() * (value.abs() * scale + 0.5 + GRAIN).floor() / scale


class ExactFacts:
    """Exact values of one entity's facts, and the observation rows they come from.

    Built from selected observations (before scaling): the exact figure is the shortest decimal
    of the stored number. A row is None where nobody asks for it.
    """

    def __init__(
        self,
        indicators: Mapping[str, Indicator],
        rows: Mapping[tuple[str, int], tuple[float, int | None]],
    ) -> None:
        self.indicators = indicators
        self.rows = rows
        self._known: dict[tuple[str, int], Fraction | None] = {}

    def row(self, indicator: str, year: int) -> int | None:
        """Row of the observations that a reported figure stands in."""
        found = self.rows.get((indicator, year))
        return None if found is None else found[1]

    def is_derived(self, indicator: str) -> bool:
        """Whether the indicator is computed from others."""
        declared = self.indicators.get(indicator)
        return declared is not None and declared.formula is not None

    def missing_under(self, indicator: str, year: int) -> tuple[str, ...]:
        """The reported indicators that a derived one lacks in a year."""
        declared = self.indicators.get(indicator)
        if declared is None or declared.formula is None:
            return () if (indicator, year) in self.rows else (indicator,)
        found: dict[str, None] = {}
        for name in names(parse(declared.formula)):
            found.update(dict.fromkeys(self.missing_under(name.name, int(name.of or year))))
        return tuple(found)

    def value(self, indicator: str, year: int) -> Fraction | None:
        """The exact value in the formula's scale; None when it or anything under it is missing."""
        slot = indicator, year
        if slot not in self._known:
            self._known[slot] = self._value(indicator, year)
        return self._known[slot]

    def _value(self, indicator: str, year: int) -> Fraction | None:
        declared = self.indicators.get(indicator)
        if declared is None:
            return None
        if declared.formula is not None:
            computed = to_exact(
                parse(declared.formula), lambda n: self.value(n.name, int(n.of) if n.of else year)
            )
            if not isinstance(computed, Fraction):
                return None
            return rounded(computed, declared)
        found = self.rows.get((indicator, year))
        return None if found is None else shortest(found[0]) * units.scale(declared.unit)


@lru_cache(maxsize=65_536)
def shortest(number: float) -> Fraction:
    """The shortest decimal that a float stands for: the number as it was written."""
    return Fraction(repr(number))


def rounded(value: Fraction, indicator: Indicator) -> Fraction:
    """A value with its indicator's declared rounding."""
    rounding = indicator.rounding
    if rounding is None:
        return value
    if rounding.mode is RoundMode.HALF_EVEN:
        return half_even(value, rounding.digits)
    return half_up(value, rounding.digits)


def exact_facts(declarations: Declarations, selected: pl.DataFrame) -> dict[str, ExactFacts]:
    """`ExactFacts` by entity, from selected observations."""
    grouped: dict[str, dict[tuple[str, int], tuple[float, int]]] = {}
    for entity, indicator, year, value, row in selected.select(
        "entity", "indicator", "year", "value", "row"
    ).iter_rows():
        grouped.setdefault(entity, {})[indicator, year] = (value, row)
    return {e: ExactFacts(declarations.indicators, rows) for e, rows in grouped.items()}
