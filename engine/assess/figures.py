"""Observations → the figures that verdicts rest on, one row per entity, side by side.

Only the indicators and years that some requirement asks for are taken out of the observations,
in one pass; derived indicators are then computed from column to column. A figure stands at
`position × number of entities + row of the entity` of one long column, so that looking it up
for millions of requirements is arithmetic on row numbers, and no join.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from .. import units
from ..formulas import Name, names, parse
from ..formulas.polars_reading import to_polars
from ..vocabulary import Indicator
from .facts import AUTHORITIES, VINTAGES, derived_order, rounded_column

#: An indicator in a year.
Slot = tuple[str, int]


def column(slot: Slot) -> str:
    """The name of a slot's column."""
    return f"{slot[0]}@{slot[1]}"


@dataclass(frozen=True)
class Figures:
    """Values in formula scale and versions, a column per slot and a row per entity.

    A version is a number that orders the names of vintages; null where none was stated.
    """

    entities: pl.Series
    values: pl.DataFrame
    versions: pl.DataFrame

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The number of each column."""
        return {name: number for number, name in enumerate(self.values.columns)}

    def with_columns(self, made: Mapping[str, pl.Expr]) -> "Figures":
        """More columns of values, computed from those that are there; they have no version."""
        none = {name: pl.lit(None, pl.UInt32) for name in made}
        values, versions = self.values.with_columns(**made), self.versions.with_columns(**none)
        return Figures(self.entities, values, versions)

    @cached_property
    def of_one_vintage(self) -> bool:
        """Whether no two figures state different vintages."""
        return self.long_versions.drop_nulls().n_unique() < 2

    @cached_property
    def long(self) -> pl.Series:
        """All values in one column, slot after slot."""
        return pl.concat([*self.values.get_columns(), pl.Series([], dtype=pl.Float64)])

    @cached_property
    def long_versions(self) -> pl.Series:
        """All versions in one column, slot after slot."""
        return pl.concat([*self.versions.get_columns(), pl.Series([], dtype=pl.UInt32)])


def gather(
    observations: pl.LazyFrame,
    indicators: Mapping[str, Indicator],
    wanted: Iterable[Slot],
    entities: pl.Series,
) -> Figures:
    """The wanted slots of some entities, with all slots that derived ones rest on.

    Where several versions of a figure exist, `facts.select` says which one counts; so here.
    """
    derived = {i.id: i for i in derived_order(indicators)}
    slots = _closure(wanted, derived)
    reported = [slot for slot in slots if slot[0] not in derived]
    grid = _Grid(entities, reported)
    figures = grid.filled(_taken(observations, grid), indicators)
    for indicator in derived.values():
        years = sorted(year for name, year in slots if name == indicator.id)
        figures = _with_derived(figures, indicator, years)
    return figures


def _closure(wanted: Iterable[Slot], derived: Mapping[str, Indicator]) -> list[Slot]:
    """All slots that wanted ones rest on, themselves included."""
    found: dict[Slot, None] = {}
    waiting = list(wanted)
    while waiting:
        slot = waiting.pop()
        if slot in found:
            continue
        found[slot] = None
        if slot[0] in derived:
            waiting += [_slot(n, slot[1]) for n in names(parse(derived[slot[0]].formula or ""))]
    return sorted(found)


def _slot(name: Name, year: int) -> Slot:
    return name.name, int(name.of) if name.of else year


class _Grid:
    """Every indicator in every year that is reported and needed, numbered."""

    def __init__(self, entities: pl.Series, slots: Sequence[Slot]) -> None:
        self.entities = entities
        self.slots = slots
        self.indicators = sorted({name for name, _ in slots})
        self.years = sorted({year for _, year in slots}) or [0]
        self.width = self.years[-1] - self.years[0] + 1

    def number(self, slot: Slot) -> int:
        """The slot's number."""
        return self.indicators.index(slot[0]) * self.width + slot[1] - self.years[0]

    def filled(self, taken: pl.DataFrame, indicators: Mapping[str, Indicator]) -> Figures:
        """The grid's columns from rows (place, value, version), the best version last."""
        height = len(self.entities)
        size = len(self.indicators) * self.width * height
        place = taken["place"]
        values = pl.repeat(None, size, dtype=pl.Float64, eager=True).scatter(place, taken["value"])
        versions = pl.repeat(None, size, dtype=pl.UInt32, eager=True)
        if taken["version"].null_count() < taken.height:
            versions = versions.scatter(place, taken["version"])

        def slice_of(series: pl.Series, slot: Slot) -> pl.Series:
            return series.slice(self.number(slot) * height, height)

        return Figures(
            self.entities,
            pl.DataFrame(
                {column(s): _scaled(slice_of(values, s), s, indicators) for s in self.slots}
            ),
            pl.DataFrame({column(s): slice_of(versions, s) for s in self.slots}),
        )


def _scaled(values: pl.Series, slot: Slot, indicators: Mapping[str, Indicator]) -> pl.Series:
    """Values in the formula's scale (−5.05 % as −0.0505)."""
    declared = indicators.get(slot[0])
    scale = units.scale(declared.unit) if declared else 1
    return values if scale == 1 else values / float(1 / scale)


def _taken(observations: pl.LazyFrame, grid: _Grid) -> pl.DataFrame:
    """Rows (place, value, version) of the grid's figures, so that the one that counts is last."""
    known, first = pl.Enum(grid.indicators), grid.years[0]
    whole_year = pl.col("period").cast(pl.Int32, strict=False) == pl.col("year")
    indicator = pl.col("indicator").cast(known, strict=False).to_physical().cast(pl.UInt32)
    slot = indicator * grid.width + (pl.col("year") - first).cast(pl.UInt32)
    entity = pl.col("entity").cast(pl.Enum(grid.entities), strict=False).to_physical()
    rows = (
        observations.filter(
            pl.col("year").is_between(first, grid.years[-1]), pl.col("value").is_not_null()
        )
        .with_columns(slot.alias("slot"))
        .filter(pl.col("slot").is_in([grid.number(one) for one in grid.slots]), whole_year)
        .with_columns(entity.cast(pl.UInt64).alias("row"))
        .filter(pl.col("row").is_not_null())
        .select(
            (pl.col("slot") * len(grid.entities) + pl.col("row")).alias("place"),
            "value",
            _rank().alias("rank"),
            pl.col("vintage").cast(pl.Categorical),
        )
        .collect(engine="streaming")
    )
    if rows["rank"].n_unique() > 1:
        rows = rows.sort("rank", descending=True, maintain_order=True)
    return rows.reverse().select("place", "value", version=_ordered(rows["vintage"].reverse()))


def _rank() -> pl.Expr:
    """How much a version counts, as `facts.select` has it."""

    def order(name: str, known: Sequence[str]) -> pl.Expr:
        return pl.col(name).cast(pl.Enum(known), strict=False).to_physical().cast(pl.Int8)

    authority, vintage = order("authority", AUTHORITIES), order("vintage", VINTAGES)
    return authority.fill_null(-1) * 10 + vintage.fill_null(-1)


def _ordered(vintages: pl.Series) -> pl.Series:
    """Numbers that stand for vintages, in the order of their names."""
    known = vintages.unique().drop_nulls().cast(pl.String).sort()
    return vintages.cast(pl.Enum(known)).to_physical().cast(pl.UInt32)


def _with_derived(figures: Figures, indicator: Indicator, years: Sequence[int]) -> Figures:
    """The columns of a derived indicator; its version is the first of those it rests on."""
    formula = parse(indicator.formula or "")
    have = figures.positions
    values: dict[str, pl.Expr] = {}
    versions: dict[str, pl.Expr] = {}
    for year in years:

        def known(name: Name, year: int = year) -> pl.Expr:
            found = column(_slot(name, year))
            return pl.col(found) if found in have else pl.lit(None, pl.Float64)

        own = column((indicator.id, year))
        values[own] = rounded_column(to_polars(formula, known), indicator)
        used = [column((n.name, year)) for n in names(formula) if n.of is None]
        used = [name for name in used if name in have]
        versions[own] = pl.min_horizontal(used) if used else pl.lit(None, pl.UInt32)
    return Figures(
        figures.entities,
        figures.values.with_columns(**values),
        figures.versions.with_columns(**versions),
    )
