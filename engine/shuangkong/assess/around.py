"""Columns of other entities' figures: of the one above each, of all below it, and attributes.

A column has a row per entity, in the order of `entities`; so has what is made of it here. Which
entities count is told by the plan's language, as everywhere.
"""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from ..declarations.language import Language
from ..formulas import Name
from ..formulas.float_error import UNIT


@dataclass(frozen=True, eq=False)
class Around:
    """The entities of a plan as they stand to each other."""

    language: Language
    entities: pl.Series

    def column(self, name: Name, year: int, own: pl.Series | None) -> pl.Series:
        """What a name stands for, by entity; `own` has its values that year."""
        if self.language.is_attribute(name.name):
            found = (self.language.attribute_named(name, e, year) for e in self.entities)
            values = [None if value is None else float(value) for value in found]
            return pl.Series(values, dtype=pl.Float64)
        if own is None:
            return pl.repeat(None, len(self.entities), dtype=pl.Float64, eager=True)
        if name.of == "parent":
            return own.gather(self._above)
        return self._below(name.name, year, own) if name.of == "children" else own

    def error(self, name: Name, year: int, own: pl.Series, off: pl.Series) -> pl.Series:
        """How far such a column may lie from the exact one, from the errors `off` of `own`."""
        if name.of == "parent":
            return off.gather(self._above)
        if name.of != "children":
            return off
        # each addition may err by a unit of what has been added up so far
        counted = self._below(name.name, year, pl.repeat(1.0, len(own), eager=True))
        rounding = self._below(name.name, year, own.abs()) * counted * UNIT
        # in doubt wherever one below is, also where that one has no value in floats
        return self._below(name.name, year, off.fill_null(0.0)) + rounding.fill_null(0.0)

    def _below(self, name: str, year: int, values: pl.Series) -> pl.Series:
        """The sum over the entities below; null where nobody is there, or one has no figure."""
        rows: list[int] = []
        below: list[int] = []
        for row, entity in enumerate(self.entities):
            found = [self._row_of[e] for e in self.language.below(entity, name, year)]
            rows += [row] * len(found)
            below += found
        summed = (
            pl.DataFrame({"row": rows, "value": values.gather(below)}, schema_overrides=_SCHEMA)
            .group_by("row")
            .agg(
                pl.when(pl.col("value").null_count() == 0).then(pl.col("value").sum()).alias("sum")
            )
        )
        blank = pl.repeat(None, len(self.entities), dtype=pl.Float64, eager=True)
        return blank.scatter(summed["row"], summed["sum"])

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {entity: row for row, entity in enumerate(self.entities)}

    @cached_property
    def _above(self) -> pl.Series:
        """The row of the entity above each; null where there is none."""
        parents = (self.language.leads_to(Name("", "parent"), e, 0) for e in self.entities)
        return pl.Series([self._row_of[p[0]] if p else None for p in parents], dtype=pl.UInt32)


_SCHEMA = {"row": pl.UInt32, "value": pl.Float64}
