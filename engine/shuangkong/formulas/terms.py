"""Terms that several expressions rest on, computed once, each in a column of its own.

A bound on the error of a formula names the values and bounds of its parts several times, and
those theirs: written out, twelve quotients inside each other are hundreds of millions of terms.
Once a term is long it is computed first, and is a column for all that name it, so that what is
built, and computed, grows with the formula.
"""

from collections.abc import Iterable
from typing import TypeVar

import polars as pl

_Frame = TypeVar("_Frame", pl.DataFrame, pl.LazyFrame)

#: A term that names this many columns is long: of what is usually declared, nothing is.
_LONG = 24


class SharedTerms:
    """The terms of expressions that are computed on one frame."""

    def __init__(self) -> None:
        self._levels: list[list[pl.Expr]] = []
        self._level_of: dict[str, int] = {}

    def once(self, term: pl.Expr) -> pl.Expr:
        """The term, or its column where it is long."""
        return self.column(term) if len(term.meta.root_names()) >= _LONG else term

    def column(self, term: pl.Expr) -> pl.Expr:
        """The column of a term, which may rest on others."""
        resting_on = (self._level_of.get(name, -1) for name in term.meta.root_names())
        level = 1 + max(resting_on, default=-1)
        # no name of a figure is like it
        name = f"·{len(self._level_of)}"
        self._level_of[name] = level
        if level == len(self._levels):
            self._levels.append([])
        self._levels[level].append(term.alias(name))
        return pl.col(name)

    def select(self, frame: _Frame, columns: Iterable[pl.Expr]) -> _Frame:
        """Columns computed on a frame."""
        return self._laid(frame).select(columns)

    def with_columns(self, frame: _Frame, columns: Iterable[pl.Expr]) -> _Frame:
        """A frame with columns computed on it."""
        return self._laid(frame).with_columns(columns).drop(self._level_of)

    def _laid(self, frame: _Frame) -> _Frame:
        """A frame with the columns of the terms."""
        for level in self._levels:
            frame = frame.with_columns(level)
        return frame
