"""Observations → the figures that verdicts rest on, one row per entity, side by side.

Only the indicators and years that some requirement asks for are taken out of the observations,
in one pass (`wanted`); derived indicators are then computed from column to column. A figure
stands at `position × number of entities + row of the entity` of one long column, so that looking
it up for millions of requirements is arithmetic on row numbers, and no join.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from .. import units
from ..declarations.language import Language
from ..formulas import Name, names
from ..vocabulary import Indicator
from ..vocabulary.versions import best_first
from .around import Around
from .facts import derived_order
from .figure_columns import ColumnError, FigureColumns, Made, column
from .wanted import NOTHING, Slot, wanted

#: Given the slots that are reported, the rows that `wanted` finds for them, in pieces: in the
#: order of the observations, or with a column `at` that tells their order.
Take = Callable[[Sequence[Slot]], Iterable[pl.LazyFrame]]


def take_from(observations: pl.LazyFrame) -> Take:
    """Rows taken by Polars out of a table with the columns of `frames.OBSERVATIONS`."""

    def take(slots: Sequence[Slot]) -> Iterable[pl.LazyFrame]:
        # names as numbers: the same conditions on them are tested several times quicker
        known = pl.col("indicator").cast(pl.Enum(sorted({name for name, _ in slots})), strict=False)
        return [wanted(observations.with_columns(known), slots, pl)]

    return take


def reported_slots(language: Language, asked: Iterable[Slot]) -> list[Slot]:
    """The slots that some rest on and that are no results of others: those to be observed."""
    return [s for s in _closure(asked, language) if s != NOTHING and language.formula(s[0]) is None]


def gather(
    take: Take,
    language: Language,
    asked: Iterable[Slot],
    entities: pl.Series,
) -> FigureColumns:
    """The slots asked for of some entities, with all slots that derived ones rest on.

    Where several versions of a figure exist, `vocabulary.versions` says which one counts.
    """
    derived = {i.id: i for i in derived_order(language.indicators)}
    slots = _closure(asked, language)
    # a frame without columns would have no rows
    grid = _Grid(entities, [slot for slot in slots if slot[0] not in derived] or [NOTHING])
    rows = take([slot for slot in grid.slots if slot != NOTHING])
    pieces = [_numbered(piece, grid) for piece in rows] or [pl.DataFrame(schema=_TAKEN)]
    figures = grid.filled(_best_last(pl.concat(pieces)), language.indicators)
    around = Around(language, entities)
    for indicator in derived.values():
        years = sorted(year for name, year in slots if name == indicator.id)
        figures = _with_derived(figures, indicator, years, around)
    return figures


def _closure(asked: Iterable[Slot], language: Language) -> list[Slot]:
    """All slots that some rest on, themselves included."""
    found: dict[Slot, None] = {}
    waiting = list(asked)
    while waiting:
        slot = waiting.pop()
        if slot in found:
            continue
        found[slot] = None
        formula = language.formula(slot[0])
        if formula is not None:
            waiting += [
                (name.name, language.year(name, slot[1]))
                for name in names(formula)
                if not language.is_attribute(name.name)
            ]
    return sorted(found)


class _Grid:
    """Every indicator in every year that is reported and needed, numbered."""

    def __init__(self, entities: pl.Series, slots: Sequence[Slot]) -> None:
        self.entities = entities
        self.slots = slots
        self.indicators = sorted({name for name, _ in slots})
        self.years = sorted({slot[1] for slot in slots if slot != NOTHING}) or [0]
        self.width = len(self.years)

    def number(self, slot: Slot) -> int:
        """The slot's number."""
        nth = 0 if slot == NOTHING else self.years.index(slot[1])
        return self.indicators.index(slot[0]) * self.width + nth

    def nth(self, year: pl.Expr) -> pl.Expr:
        """The place of a year or moment among those of the grid."""
        if self.years[-1] - self.years[0] < len(self.years):
            return (year - self.years[0]).cast(pl.UInt64)
        return year.replace_strict(self.years, range(self.width), return_dtype=pl.UInt64)

    def filled(self, taken: pl.DataFrame, indicators: Mapping[str, Indicator]) -> FigureColumns:
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

        reported = {slot: slice_of(values, slot) for slot in self.slots}
        scaled = {column(s): _scaled(found, s, indicators) for s, found in reported.items()}
        stated = {column(s): slice_of(versions, s) for s in self.slots}
        return FigureColumns(
            self.entities, pl.DataFrame(scaled), pl.DataFrame(stated), reported, {}
        )


def _scaled(values: pl.Series, slot: Slot, indicators: Mapping[str, Indicator]) -> pl.Series:
    """Values in the formula's scale (−5.05 % as −0.0505)."""
    declared = indicators.get(slot[0])
    scale = units.scale(declared.unit) if declared else 1
    return values if scale == 1 else values / float(1 / scale)


#: What is taken out of the observations: the place in the grid, and how much the version counts.
_TAKEN: dict[str, pl.DataType | type[pl.DataType]] = {
    "place": pl.UInt64,
    "value": pl.Float64,
    "rank": pl.Int8,
    "vintage": pl.Categorical,
}


def _numbered(rows: pl.LazyFrame, grid: _Grid) -> pl.DataFrame:
    """Rows of wanted figures with numbers for names; other entities are left out."""
    indicator = pl.col("indicator").cast(pl.Enum(grid.indicators), strict=False).to_physical()
    year = grid.nth(pl.col("year"))
    entity = pl.col("entity").cast(pl.Enum(grid.entities), strict=False).to_physical()
    slot = indicator.cast(pl.UInt64) * grid.width + year
    order = [name for name in ("at",) if name in rows.collect_schema()]
    return (
        rows.with_columns(entity.cast(pl.UInt64).alias("row"))
        .filter(pl.col("row").is_not_null())
        .select(
            (slot * len(grid.entities) + pl.col("row")).alias("place"),
            "value",
            pl.col("rank").cast(pl.Int8),
            pl.col("vintage").cast(pl.Categorical),
            *order,
        )
        .collect(engine="streaming")
    )


def _best_last(taken: pl.DataFrame) -> pl.DataFrame:
    """Rows (place, value, version), the one that counts the last of its place."""
    # the order matters only where a figure has several versions
    if "at" in taken.columns and taken["place"].n_unique() < taken.height:
        taken = taken.sort("at")
    last = best_first(taken).reverse()
    return last.select("place", "value", version=_ordered(last["vintage"]))


def _ordered(vintages: pl.Series) -> pl.Series:
    """Numbers that stand for vintages, in the order of their names; none where all are alike."""
    known = vintages.unique().drop_nulls().cast(pl.String).sort()
    if len(known) < 2:
        return pl.repeat(None, len(vintages), dtype=pl.UInt32, eager=True)
    return vintages.cast(pl.Enum(known)).to_physical().cast(pl.UInt32)


def _with_derived(
    figures: FigureColumns, indicator: Indicator, years: Sequence[int], around: Around
) -> FigureColumns:
    """The columns of a derived indicator; its version is the first of those it rests on."""
    language = around.language
    formula = language.formula(indicator.id)
    assert formula is not None
    figures = _with_others(figures, names(formula), years, around)
    made: dict[str, Made] = {}
    versions: dict[str, pl.Expr] = {}
    for year in years:

        def place(name: Name, year: int = year) -> str:
            return _column_of(name, year, language)

        own = column((indicator.id, year))
        made[own] = Made(formula, place, indicator.rounding)
        used = [column((n.name, year)) for n in names(formula) if n.of is None]
        used = [name for name in used if name in figures.positions]
        versions[own] = pl.min_horizontal(used) if used else pl.lit(None, pl.UInt32)
    return figures.with_columns(made, versions)


def _column_of(name: Name, year: int, language: Language) -> str:
    """The column that a name in a formula of a year stands for."""
    slot = column((name.name, language.year(name, year)))
    return f"{name.of}.{slot}" if name.of in ("parent", "children") else slot


def _with_others(
    figures: FigureColumns, used: Sequence[Name], years: Sequence[int], around: Around
) -> FigureColumns:
    """Columns for what names stand for that is no figure of the entity itself; without version."""
    language, made = around.language, dict[str, pl.Series]()
    errors: dict[str, ColumnError] = {}
    for name in used:
        if name.of not in ("parent", "children") and not language.is_attribute(name.name):
            continue
        for year in years:
            slot = column((name.name, language.year(name, year)))
            own = figures.values[slot] if slot in figures.positions else None
            place = _column_of(name, year, language)
            made[place] = around.column(name, year, own)
            if own is not None:
                errors[place] = ColumnError(around.error(name, year, own, figures.error(slot, own)))
    none = {name: pl.lit(None, pl.UInt32) for name in made}
    values, versions = figures.values.with_columns(**made), figures.versions.with_columns(**none)
    return replace(figures, values=values, versions=versions, errors={**figures.errors, **errors})
