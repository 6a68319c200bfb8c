"""What traces rest on: each entity's exact figures, and the cell every observation came from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from ..declarations.bundle import Declarations
from ..declarations.facts import ExactFacts
from ..vocabulary import Verification
from .facts import exact_facts, select
from .moments import indicators_within
from .printed import last_digit
from .rivals import Rivals, rivals_in
from .trail import FigureSource


@dataclass(frozen=True)
class Grounds:
    """Observations (columns of `frames.OBSERVATIONS`) as traces need them, whatever the year."""

    declarations: Declarations
    observations: pl.DataFrame

    @cached_property
    def rivals(self) -> Rivals:
        """Figures of which there are several versions."""
        return rivals_in(self.observations)

    def source(self, row: int) -> FigureSource:
        """File, sheet and cell of an observation as one text, its mark, and its last digit."""
        file, sheet, cell, mark, raw, raw_unit, value, unit = (c[row] for c in self._columns)
        place = " ".join(p for p in (file, f"[{sheet}]" if sheet else "", cell) if p)
        digit = last_digit(raw, raw_unit, value, unit, self.declarations.units)
        return FigureSource(place, Verification(mark), digit)

    def facts(self, entity: str) -> ExactFacts:
        """One entity's exact figures."""
        return self._facts(entity)

    @cached_property
    def _columns(self) -> list[list[Any]]:
        told = ("file", "sheet", "cell", "verification", "raw", "raw_unit", "value", "unit")
        return [self.observations[name].to_list() for name in told]

    @cached_property
    def _facts(self) -> Callable[[str], ExactFacts]:
        within = indicators_within(self.declarations)
        return exact_facts(self.declarations, select(self.observations, within))
