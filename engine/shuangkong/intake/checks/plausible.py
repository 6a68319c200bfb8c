"""Values that cannot be: outside the declared range, or a power of ten away from last year."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import polars as pl

from ... import messages
from ...declarations.bundle import Declarations
from ...declarations.language import Language
from ...formulas import Name, names
from ...formulas.as_exact import to_decimal
from ...units import scale
from ...vocabulary import Finding, Indicator, Place
from ..consistency.rules import SLIP, bounded, within
from ..consistency.said import (
    UNIT_AND_POINT,
    UNITS_AND_POINT,
    asked,
    bounds,
    fits,
    hint,
    times_said,
    with_unit,
)
from ..reading.book import decimal_text
from .deciding import Condition, ToldConditions, decided


def check(declarations: Declarations, observations: pl.DataFrame) -> list[Finding]:
    """Findings about single values."""
    yearly = observations.filter(pl.col("period").str.len_chars() == 4)
    before = yearly.select(
        "entity",
        "indicator",
        "authority",
        "vintage",
        (pl.col("year") + 1).alias("year"),
        pl.col("value").alias("before"),
    ).unique(["entity", "indicator", "authority", "vintage", "year"], keep="first")
    joined = yearly.join(
        before,
        on=["entity", "indicator", "year", "authority", "vintage"],
        how="left",
        nulls_equal=True,
    )
    parts = joined.partition_by("indicator", maintain_order=True, as_dict=True)
    findings: list[Finding] = []
    for indicator in declarations.indicators.values():
        own = parts.get((indicator.id,))
        if own is not None:
            findings += _out_of_range(own, indicator, declarations)
            findings += _slips(own, indicator, declarations)
    return findings + _derived(yearly, declarations)


def _at_limits(indicator: Indicator) -> pl.Expr:
    """Outside the range, or so near to its ends that only the decimals can tell."""
    outside = pl.lit(value=False)
    if indicator.lowest is not None:
        outside |= pl.col("value") <= float(indicator.lowest)
    if indicator.highest is not None:
        outside |= pl.col("value") >= float(indicator.highest)
    return outside


def _out_of_range(
    own: pl.DataFrame, indicator: Indicator, declarations: Declarations
) -> Iterator[Finding]:
    for row in own.filter(_at_limits(indicator)).iter_rows(named=True):
        value = _exact(row["value"])
        if fits(value, indicator):
            continue
        before = None if row["before"] is None else _exact(row["before"])
        yield Finding.of(
            messages.OUT_OF_RANGE,
            _place(row),
            seen=row["raw"],
            **_about(row, indicator, declarations),
            value=with_unit(f"{value:f}", indicator),
            bounds=bounds(indicator),
            hint=hint(value, indicator, before),
            asked=asked(value, indicator, before, UNIT_AND_POINT),
        )


def _exact(value: float) -> Decimal:
    return Decimal(decimal_text(value))


def _slips(
    own: pl.DataFrame, indicator: Indicator, declarations: Declarations
) -> Iterator[Finding]:
    """Levels that are about a power of ten away from the year before."""
    if indicator.change_of or indicator.state or indicator.unit in ("%", "‰"):
        return
    size, other = pl.col("value").abs(), pl.col("before").abs()
    # eight times is exact in floats; equal ones may still stand for decimals that are not
    far = (size >= other * float(SLIP)) | (other >= size * float(SLIP))
    for row in own.filter((size > 0) & (other > 0) & far).iter_rows(named=True):
        value, before = _exact(row["value"]), _exact(row["before"])
        if max(abs(value), abs(before)) <= SLIP * min(abs(value), abs(before)):
            continue
        times = abs(value / before)
        power = round(abs(times.log10()))
        yield Finding.of(
            messages.MAGNITUDE,
            _place(row),
            seen=row["raw"],
            **_about(row, indicator, declarations),
            value=with_unit(f"{value:f}", indicator),
            before=with_unit(f"{before:f}", indicator),
            which="上年",
            times=times_said(power, times),
            hint=hint(value, indicator, before),
            asked=asked(value, indicator, before, UNITS_AND_POINT),
        )


def _derived(yearly: pl.DataFrame, declarations: Declarations) -> list[Finding]:
    """A derived value outside its range shows that one of its inputs is wrong."""
    ranged = [i for i in declarations.indicators.values() if i.formula is not None and bounded(i)]
    if not ranged:
        return []
    within_ = [Condition(i.id, within(Name(i.id), i)) for i in ranged]
    found = decided(declarations, yearly, within_)
    broken = ((indicator, row) for indicator in ranged for row in found.broken(indicator.id))
    return [_outside(yearly, indicator, row, found, declarations) for indicator, row in broken]


def _outside(
    yearly: pl.DataFrame,
    indicator: Indicator,
    row: dict[str, Any],
    found: ToldConditions,
    declarations: Declarations,
) -> Finding:
    inputs = _under(indicator.id, declarations.language)
    exact = found.exact.facts(row).value(indicator.id, row["year"])
    assert exact is not None
    value = to_decimal(exact / scale(indicator.unit))
    cells = yearly.filter(
        pl.col("entity") == row["entity"],
        pl.col("year") == row["year"],
        pl.col("indicator").is_in(inputs),
        pl.col("authority").eq_missing(row["authority"]),
        pl.col("vintage").eq_missing(row["vintage"]),
    )
    marks = tuple(_place(cell) for cell in cells.iter_rows(named=True))
    return Finding.of(
        messages.OUT_OF_RANGE,
        marks[0] if marks else None,
        marks=marks,
        **_about(row, indicator, declarations),
        value=with_unit(f"{value:.4f}", indicator),
        bounds=bounds(indicator),
        hint=f"（由{'、'.join(declarations.indicators[n].name for n in inputs)}算出）"
        + hint(value, indicator, None),
        asked=asked(value, indicator, None, UNIT_AND_POINT),
    )


def _under(indicator: str, language: Language) -> list[str]:
    """The reported indicators that a derived one rests on, in the order in which it names them."""
    formula = language.formula(indicator)
    if formula is None:
        return [indicator] if indicator in language.indicators else []
    return list(dict.fromkeys(one for n in names(formula) for one in _under(n.name, language)))


def _about(row: dict[str, Any], indicator: Indicator, declarations: Declarations) -> dict[str, Any]:
    return {
        "entity": row["entity"],
        "indicator": indicator.id,
        "year": row["year"],
        "who": declarations.entities[row["entity"]].name,
        "when": row["year"],
        "name": indicator.name,
    }


def _place(row: dict[str, Any]) -> Place:
    return Place(row["file"], sheet=row["sheet"], cell=row["cell"])
