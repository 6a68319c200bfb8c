"""Figures within the year, for deadlines within the year and duties of its parts.

A figure of a day, month, quarter or half-year stands among the figures of years under its moment
in digits (201710 for October 2017); the figure of the year is never taken for it, nor it for the
year's.
"""

from collections.abc import Collection, Iterable
from types import ModuleType
from typing import Any

import polars as pl

from ..declarations.bundle import Declarations
from ..formulas import names, parse
from ..vocabulary import Moment
from ..vocabulary.deadline import year_of


def indicators_within(declarations: Declarations) -> frozenset[str]:
    """The reported indicators whose figures within the year some deadline or duty asks for."""
    found: set[str] = set()
    waiting = [
        t.indicator
        for t in declarations.targets.values()
        if t.indicator and (t.by.within_year or (t.every is not None and t.every.parts > 1))
    ]
    while waiting:
        name = waiting.pop()
        declared = declarations.indicators.get(name)
        if declared is None or name in found:
            continue
        if declared.formula is None:
            found.add(name)
        else:
            parts = names(parse(declared.formula))
            waiting += [n.name for n in parts if n.of != "base" and not (n.of or "").isdigit()]
    return frozenset(found)


def by_moment(numbered: pl.DataFrame, within: Collection[str]) -> pl.DataFrame:
    """Observations in which figures within the year, of some indicators, have a moment for a year.

    Both `year` and `period` then are its digits, as those of a whole year are.
    """
    if not within:
        return numbered
    plain = pl.col("period").str.replace("-H1", "5").str.replace("-H2", "6")
    digits = plain.str.replace_all("-Q|-", "").cast(pl.Int32, strict=False)
    part = pl.col("indicator").is_in(list(within)) & pl.col("period").str.contains("-")
    at = pl.when(part & digits.is_not_null()).then(digits).otherwise("year")
    return numbered.with_columns(at.alias("year")).with_columns(
        pl.when(part).then(pl.col("year").cast(pl.String)).otherwise("period").alias("period")
    )


def as_moments(table: Any, numbers: Iterable[int], words: ModuleType) -> Any:
    """A table of observations in which some moments within the year stand as their digits.

    `words` is the module whose expressions the table reads: `polars` or `narwhals`.
    """
    year, period = words.col("year"), words.col("period")
    own = period
    for number in sorted(numbers):
        is_it = period == str(Moment.of(number))
        year = words.when(is_it).then(words.lit(number)).otherwise(year)
        own = words.when(is_it).then(words.lit(str(number))).otherwise(own)
    return table.with_columns(year=year, period=own)


def within_years(numbers: Iterable[int]) -> list[int]:
    """Those of some years and moments that lie within a year."""
    return [number for number in numbers if year_of(number) != number]
