"""Percentages typed as fractions where no level stands beside them: each at its own cell."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from ... import messages
from ...declarations.bundle import Declarations
from ...vocabulary import Finding, Indicator, Place
from ...vocabulary.deadline import named, year_of
from ..consistency.fractions import (
    Suspect,
    are_fractions,
    counts,
    is_fraction_among,
    proves,
    suspected,
)
from ..consistency.judge import judged
from ..consistency.rules import Cell, Probe, probes_of
from ..consistency.said import with_unit
from ..periods import moment_in
from ..reading.book import decimal_text

_KEYS = ["entity", "authority", "vintage"]


def check(declarations: Declarations, observations: pl.DataFrame) -> list[Finding]:
    """Findings about percentages below 1, of years and of parts of years."""
    typed = [one.id for one in declarations.indicators.values() if counts(one)]
    small = observations.filter(
        pl.col("indicator").is_in(typed), pl.col("value") != 0, pl.col("value").abs() < 1
    )
    asked = observations.join(
        small.select(_KEYS).unique(), on=_KEYS, how="semi", nulls_equal=True, maintain_order="left"
    )
    made: _Tests = {}
    found: list[Finding] = []
    for (code, *_), own in asked.group_by(_KEYS, maintain_order=True):
        found += _of_one(declarations, str(code), own, made)
    return found + _side_by_side(declarations, small, observations, found)


def _side_by_side(
    declarations: Declarations,
    small: pl.DataFrame,
    observations: pl.DataFrame,
    found: Sequence[Finding],
) -> list[Finding]:
    """Percentages of several entities of one sheet: none reaches 1, or one beside those that do."""
    column = ["file", "sheet", "indicator", "period", "authority", "vintage"]
    said = {one.place for one in found}
    among = observations.filter(pl.col("value") != 0).join(
        small.select(column).unique(), on=column, how="semi", nulls_equal=True,
        maintain_order="left",
    )  # fmt: skip
    more: list[Finding] = []
    for (_, _, name, _, *_), own in among.group_by(column, maintain_order=True):
        indicator = declarations.indicators[str(name)]
        rows = own.unique("entity", maintain_order=True).rows(named=True)
        values = [Decimal(decimal_text(row["value"])) for row in rows]
        large = [value for value in values if abs(value) >= 1]
        if not large and not are_fractions(values, indicator):
            continue
        for row, value in zip(rows, values, strict=True):
            moment = moment_in(row["period"])
            if moment is None or (large and not _is_odd(value, large, indicator)):
                continue
            cell = (indicator.id, moment.number)
            suspect = Suspect(cell, None, among=bool(large))
            one = _finding(declarations, suspect, row, {cell: value})
            more += [one] if one.place not in said else []
    return more


def _is_odd(value: Decimal, large: Sequence[Decimal], indicator: Indicator) -> bool:
    return abs(value) < 1 and is_fraction_among(value, large, indicator)


#: the tests that prove percentages, by kind of entity and years
_Tests = dict[tuple[str, tuple[int, ...]], list[Probe]]


def _of_one(
    declarations: Declarations, code: str, own: pl.DataFrame, made: _Tests
) -> Iterator[Finding]:
    """Those of one entity and version."""
    rows: dict[Cell, dict[str, Any]] = {}
    for row in own.filter(pl.col("value").is_not_null()).iter_rows(named=True):
        moment = moment_in(row["period"])
        if moment is not None:
            rows.setdefault((row["indicator"], moment.number), row)
    values = {cell: Decimal(decimal_text(row["value"])) for cell, row in rows.items()}
    suspects = list(suspected(values, declarations.indicators))
    proven = _proven(declarations, code, values, made) if suspects else set()
    for one in suspects:
        if one.cell not in proven:
            yield _finding(declarations, one, rows[one.cell], values)


def _proven(
    declarations: Declarations, code: str, values: dict[Cell, Decimal], made: _Tests
) -> set[Cell]:
    """The figures that levels prove."""
    kind = declarations.entities[code].kind
    numbers = {year for _, year in values if year == year_of(year)}
    years = tuple(range(min(numbers), max(numbers) + 1)) if numbers else ()
    if (kind, years) not in made:
        tests = probes_of(declarations, kind, years)
        made[kind, years] = [one for one in tests if proves(one, declarations.indicators)]
    proving = made[kind, years]
    status = judged(declarations, code, proving, values).status
    return {cell for one in proving if status[one.id, one.year] for cell in one.cells}


def _finding(
    declarations: Declarations, one: Suspect, row: dict[str, Any], values: dict[Cell, Decimal]
) -> Finding:
    indicator = declarations.indicators[one.cell[0]]

    def said(value: Decimal) -> str:
        return with_unit(f"{value:f}", indicator)

    told = "这一列的百分数都不到 1"
    if one.among:
        told = "而同一列其他对象的数都大得多"
    if one.beside is not None:
        told = f"而{named(one.beside[1])}是 {said(values[one.beside])}"
    return Finding.of(
        messages.FRACTION_LIKELY,
        Place(row["file"], sheet=row["sheet"], cell=row["cell"]),
        seen=row["raw"],
        entity=row["entity"],
        indicator=indicator.id,
        year=row["year"],
        who=declarations.entities[row["entity"]].name,
        when=named(one.cell[1]),
        name=indicator.name,
        value=said(values[one.cell]),
        told=told,
        right=f"{(values[one.cell] * 100).normalize():f}",
    )
