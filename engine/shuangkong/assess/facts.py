"""Observations → the facts an assessment uses: one per entity, indicator and year.

Where several versions of a figure exist, `vocabulary.versions` says which one counts.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

import polars as pl

from ..declarations.bundle import Declarations
from ..declarations.facts import ExactFacts, facts_of
from ..formulas import names, parse
from ..vocabulary import Indicator
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


def exact_facts(declarations: Declarations, selected: pl.DataFrame) -> Callable[[str], ExactFacts]:
    """`ExactFacts` by entity, from selected observations."""
    grouped: dict[str, dict[tuple[str, int], tuple[float, int | None]]] = {}
    for entity, indicator, year, value, row in selected.select(
        "entity", "indicator", "year", "value", "row"
    ).iter_rows():
        grouped.setdefault(entity, {})[indicator, year] = (value, row)
    return facts_of(declarations.language, lambda entity: grouped.get(entity, {}))
