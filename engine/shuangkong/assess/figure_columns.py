"""Columns of figures, with how far floats may have carried each from the exact value.

A figure stands at `position × number of entities + row of the entity` of one long column.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from ..formulas import Name, Node
from ..formulas.float_error import UNIT, Error, FloatReading, rounded_error
from ..formulas.rounding import rounded_column
from ..formulas.terms import SharedTerms
from ..vocabulary import Rounding
from .wanted import Slot


def column(slot: Slot) -> str:
    """The name of a slot's column."""
    return f"{slot[0]}@{slot[1]}"


def _amount(name: str) -> str:
    """The name for a column's errors while they are computed."""
    return f"±{name}"


#: Figures that verdicts rest on lie so near to the exact ones, of their size, or in `doubts`.
SURE = 1e-12
#: A figure as observed: the nearest float to a decimal, scaled once.
_OBSERVED = Error(4 * UNIT)


@dataclass(frozen=True)
class Made:
    """A column to be computed from others: by a formula, whose names stand for columns.

    It is rounded as its indicator asks for; a change, which is often near zero, stands `beside`
    one when its error is judged.
    """

    formula: Node
    column: Callable[[Name], str]
    rounding: Rounding | None = None
    beside: float = 0.0


@dataclass(frozen=True)
class ColumnError:
    """How far the values of a column may lie from the exact ones: amounts, or of their size."""

    amount: pl.Series | float
    beside: float = 0.0

    def doubt(self, values: pl.Series) -> pl.Series:
        """Where more than `SURE` of the value is in doubt."""
        off = values.abs() * self.amount if isinstance(self.amount, float) else self.amount
        return (off.is_infinite() | (off > (values.abs() + self.beside) * SURE)).fill_null(False)


@dataclass(frozen=True)
class FigureColumns:
    """Values in formula scale and versions, a column per slot and a row per entity.

    A version is a number that orders the names of vintages; null where none was stated, and all
    null where only one was.
    `reported` has the values as they were observed, before scaling, of the slots that are no
    result of others. `errors` has the columns that are results.
    """

    entities: pl.Series
    values: pl.DataFrame
    versions: pl.DataFrame
    reported: Mapping[Slot, pl.Series]
    errors: Mapping[str, ColumnError]

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The number of each column."""
        return {name: number for number, name in enumerate(self.values.columns)}

    def with_columns(
        self, made: Mapping[str, Made], versions: Mapping[str, pl.Expr] | None = None
    ) -> "FigureColumns":
        """More columns, computed from those that are there; without a version unless told."""
        terms = SharedTerms()
        computed: list[pl.Expr] = []
        errors: dict[str, ColumnError] = {}
        for name, one in made.items():
            value, error = self._computed(one, terms)
            computed.append(value.alias(name))
            errors[name] = ColumnError(error.relative, one.beside)
            if error.absolute is not None:
                computed.append(error.absolute.alias(_amount(name)))
        found = terms.with_columns(self.values, computed)
        amounts = [name for name in made if _amount(name) in found.columns]
        for name in amounts:
            errors[name] = replace(errors[name], amount=found[_amount(name)])
        none = {name: pl.lit(None, pl.UInt32) for name in made}
        return replace(
            self,
            values=found.drop(map(_amount, amounts)),
            versions=self.versions.with_columns(**(none | dict(versions or {}))),
            errors={**self.errors, **errors},
        )

    def _computed(self, made: Made, terms: SharedTerms) -> tuple[pl.Expr, Error]:
        """The values of a column and their error."""

        def value(name: Name) -> pl.Expr:
            found = made.column(name)
            return pl.col(found) if found in self.positions else pl.lit(None, pl.Float64)

        def error(name: Name) -> Error:
            return self._error(made.column(name), terms)

        reading = FloatReading(value, error, terms)
        unrounded, off = reading.value(made.formula), reading.error(made.formula)
        if made.rounding is None:
            return unrounded, off
        rounded = rounded_column(unrounded, made.rounding)
        return rounded, rounded_error(unrounded, off.of(unrounded), made.rounding.digits)

    def error(self, name: str, values: pl.Series) -> pl.Series:
        """The error of a column's values, as amounts."""
        found = self.errors.get(name)
        amount = _OBSERVED.relative if found is None else found.amount
        return values.abs() * amount if isinstance(amount, float) else amount

    def _error(self, name: str, terms: SharedTerms) -> Error:
        """The error of a column's values."""
        found = self.errors.get(name)
        if found is None:
            return _OBSERVED
        if isinstance(found.amount, float):
            return Error(found.amount)
        amount = terms.column(pl.lit(found.amount))
        return Error(absolute=amount, open=bool(found.amount.is_infinite().any()))

    @cached_property
    def long_doubts(self) -> pl.Series | None:
        """Where figures are not within `SURE` of the exact ones, slot after slot; None: nowhere."""
        doubts = {
            name: found
            for name, error in self.errors.items()
            if (found := error.doubt(self.values[name])).any()
        }
        if not doubts:
            return None
        sure = pl.repeat(False, len(self.entities), eager=True)
        return pl.concat([doubts.get(name, sure).rename("") for name in self.values.columns])

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
