"""What traces rest on: each entity's exact figures, and the cell every observation came from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from ..declarations.bundle import Declarations
from ..declarations.facts import ExactFacts
from ..vocabulary import Verification
from .facts import exact_facts, select
from .moments import indicators_within
from .rivals import Rivals, rivals_in


@dataclass(frozen=True)
class Grounds:
    """Observations (columns of `frames.OBSERVATIONS`) as traces need them, whatever the year."""

    declarations: Declarations
    observations: pl.DataFrame

    @cached_property
    def rivals(self) -> Rivals:
        """Figures of which there are several versions."""
        return rivals_in(self.observations)

    def source(self, row: int) -> tuple[str, Verification]:
        """File, sheet and cell of an observation as one text, and its mark."""
        file, sheet, cell, mark = (column[row] for column in self._places)
        place = " ".join(p for p in (file, f"[{sheet}]" if sheet else "", cell) if p)
        return place, Verification(mark)

    def facts(self, entity: str) -> ExactFacts:
        """One entity's exact figures."""
        return self._facts(entity)

    @cached_property
    def _places(self) -> list[list[str]]:
        return [
            self.observations[name].to_list() for name in ("file", "sheet", "cell", "verification")
        ]

    @cached_property
    def _facts(self) -> Callable[[str], ExactFacts]:
        within = indicators_within(self.declarations)
        return exact_facts(self.declarations, select(self.observations, within))
