"""Which observations count: the one step that touches all of them, written once for all engines.

The expression is told in words that Polars and narwhals share (`col`, `when`, `lit`, `String`),
and is given the module whose words they are: `polars` for the embedded engine, `narwhals` for
tables that lie in DuckDB or Spark.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from types import ModuleType
from typing import Any, TypeVar

from ..vocabulary.deadline import year_of
from ..vocabulary.versions import known, rank
from .moments import as_moments, within_years

#: An indicator in a year, or at a moment within one, in digits (201710).
Slot = tuple[str, int]
#: Stands for the figures of an indicator that a target does not have; nothing is ever in it.
NOTHING: Slot = ("", 0)

#: The columns of the observations that verdicts rest on.
COLUMNS = ("entity", "indicator", "year", "period", "value", "vintage", "authority")

_Table = TypeVar("_Table")


def wanted(
    observations: _Table, slots: Iterable[Slot], words: ModuleType, order: Sequence[str] = ()
) -> _Table:
    """Known figures in the wanted slots, with their `rank` among versions.

    Columns: entity, indicator, year, value, vintage, rank, and those named by `order`, which say
    the order of the rows where an engine keeps none. Every version is taken; which one counts is
    told by `vocabulary.versions`.
    """
    table: Any = observations
    col = words.col
    by_year: dict[int, list[str]] = {}
    for indicator, year in sorted(slots):
        by_year.setdefault(year, []).append(indicator)
    alike: dict[tuple[str, ...], list[int]] = {}
    for year, indicators in by_year.items():
        alike.setdefault(tuple(indicators), []).append(year)
    asked = [
        col("year").is_in(years) & col("indicator").is_in(list(indicators))
        for indicators, years in alike.items()
    ]
    # years go first and alone: of a long history they leave little to look at
    table = table.filter(col("year").is_in(sorted({year_of(number) for number in by_year})))
    parts = within_years(by_year)
    if parts:
        table = as_moments(table, parts, words)
    found: _Table = (
        table.filter(reduce(or_, asked) if asked else words.lit(False))
        .filter(known(words))
        .select("entity", "indicator", "year", "value", "vintage", rank(words), *order)
    )
    return found
