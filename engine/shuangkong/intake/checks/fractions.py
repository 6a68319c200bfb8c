"""Percentages typed as fractions where no level stands beside them: each at its own cell."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import polars as pl

from ... import messages
from ...declarations.bundle import Declarations
from ...vocabulary import Finding, Place
from ...vocabulary.deadline import named
from ..consistency.fractions import Suspect, counts, suspected
from ..consistency.rules import Cell
from ..consistency.said import with_unit
from ..periods import moment_in
from ..reading.book import decimal_text

_KEYS = ["entity", "authority", "vintage"]


def check(declarations: Declarations, observations: pl.DataFrame) -> list[Finding]:
    """Findings about percentages below 1, of years and of parts of years."""
    typed = [one.id for one in declarations.indicators.values() if counts(one)]
    percentages = observations.filter(pl.col("indicator").is_in(typed), pl.col("value") != 0)
    small = percentages.filter(pl.col("value").abs() < 1).select(_KEYS).unique()
    asked = percentages.join(small, on=_KEYS, how="semi", nulls_equal=True, maintain_order="left")
    found: list[Finding] = []
    for _, own in asked.group_by(_KEYS, maintain_order=True):
        found += _of_one(declarations, own)
    return found


def _of_one(declarations: Declarations, own: pl.DataFrame) -> Iterator[Finding]:
    """Those of one entity and version."""
    rows: dict[Cell, dict[str, Any]] = {}
    for row in own.iter_rows(named=True):
        moment = moment_in(row["period"])
        if moment is not None:
            rows.setdefault((row["indicator"], moment.number), row)
    values = {cell: Decimal(decimal_text(row["value"])) for cell, row in rows.items()}
    for one in suspected(values, declarations.indicators):
        yield _finding(declarations, one, rows[one.cell], values)


def _finding(
    declarations: Declarations, one: Suspect, row: dict[str, Any], values: dict[Cell, Decimal]
) -> Finding:
    indicator = declarations.indicators[one.cell[0]]

    def said(value: Decimal) -> str:
        return with_unit(f"{value:f}", indicator)

    told = "这一列的百分数都不到 1"
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
