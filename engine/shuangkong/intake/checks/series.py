"""Years against each other: levels against published rates, one year's figures in another."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import prod
from typing import Any

import polars as pl

from ... import messages
from ...declarations.bundle import Declarations
from ...declarations.facts import shortest
from ...formulas.as_exact import to_decimal
from ...vocabulary import Finding, Indicator, Place
from ...vocabulary.versions import counting

#: a rate is printed with two digits, a level with its own: so far may a year's change be off
_A_YEAR = Fraction(5, 1000)
_FEWEST = 5
_SHARE = 0.6
#: rows by entity and year
_ByEntity = dict[str, dict[int, dict[str, Any]]]


def check(declarations: Declarations, observations: pl.DataFrame) -> list[Finding]:
    """Findings about several years of one indicator."""
    series = _series(observations.filter(pl.col("period").str.len_chars() == 4))
    findings: list[Finding] = []
    for indicator in declarations.indicators.values():
        if indicator.change_of is not None:
            findings += _levels(series, indicator, declarations)
        if not indicator.state:
            findings += _copied(series.get(indicator.id, {}), indicator)
    return findings


def _series(yearly: pl.DataFrame) -> dict[str, _ByEntity]:
    """Rows by indicator, entity and year, of each figure the version that counts."""
    found: dict[str, _ByEntity] = {}
    for row in counting(yearly, ("indicator", "entity", "year")).iter_rows(named=True):
        found.setdefault(row["indicator"], {}).setdefault(row["entity"], {})[row["year"]] = row
    return found


def _levels(
    series: dict[str, _ByEntity], rate: Indicator, declarations: Declarations
) -> Iterator[Finding]:
    """Reported levels some years apart, against the chain of the rates between."""
    level_id = rate.change_of or ""
    levels, rates = series.get(level_id, {}), series.get(rate.id, {})
    name = declarations.indicators[level_id].name if level_id in declarations.indicators else ""
    for code, by_year in levels.items():
        for first, last in pairwise(sorted(by_year)):
            between = [rates.get(code, {}).get(year) for year in range(first + 1, last + 1)]
            if last - first < 2 or any(row is None for row in between):
                continue
            one, other = by_year[first], by_year[last]
            if not one["value"]:
                continue
            levels_change = shortest(other["value"]) / shortest(one["value"]) - 1
            chained = prod(
                (1 + shortest(row["value"]) / 100 for row in between if row), start=Fraction(1)
            )
            if abs(levels_change - (chained - 1)) <= _A_YEAR * (last - first):
                continue
            yield Finding.of(
                messages.LEVELS_AGAINST_RATES,
                _place(other),
                entity=code,
                indicator=level_id,
                year=last,
                marks=(_place(one), _place(other)),
                who=declarations.entities[code].name,
                name=name,
                first=first,
                last=last,
                levels=f"{to_decimal(levels_change):+.2%}",
                rates=f"{to_decimal(chained - 1):+.2%}",
            )


def _copied(series: _ByEntity, indicator: Indicator) -> Iterator[Finding]:
    """Two years in which most entities have exactly the same figures."""
    years = sorted({year for by_year in series.values() for year in by_year})
    for index, later in enumerate(years):
        for earlier in years[:index]:
            both = [s for s in series.values() if later in s and earlier in s]
            same = [s for s in both if s[later]["value"] == s[earlier]["value"] != 0]
            if len(same) < _FEWEST or len(same) < _SHARE * len(both):
                continue
            marks = tuple(_place(s[later]) for s in same)
            yield Finding.of(
                messages.COPIED_YEAR,
                marks[0],
                indicator=indicator.id,
                year=later,
                marks=marks,
                name=indicator.name,
                when=later,
                other=earlier,
                count=len(same),
            )


def _place(row: dict[str, Any]) -> Place:
    return Place(row["file"], sheet=row["sheet"], cell=row["cell"])
