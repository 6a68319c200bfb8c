"""What a template rests on: which figure each name of its method's formulas stands for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, mul

import polars as pl

from ..vocabulary.deadline import year_of
from .figures import column
from .methods import Method
from .wanted import NOTHING, Slot


@dataclass(frozen=True)
class Needs:
    """Of one template: slots, the column of each name, and columns computed from slots.

    `levels` and `rates` are the slots whose absence has to be told, by year.
    """

    columns: Mapping[str, str]
    made: Mapping[str, pl.Expr]
    levels: Sequence[Slot]
    rates: Sequence[Slot]

    @property
    def slots(self) -> Sequence[Slot]:
        """Everything that must be gathered."""
        return (*self.levels, *self.rates)


def needs(used: Method, template: Mapping[str, object]) -> Needs:
    """The needs of a row of the templates that is judged by a method."""
    names = used.needs
    base, since, t = (int(str(template[key])) for key in ("base", "since", "t"))
    points = {"x_t": t, "x_p": t - 1, "x_0": base}
    level, rate = template["level"], template["rate"]
    columns: dict[str, str] = {}
    made: dict[str, pl.Expr] = {}
    levels = {n: _slot(level, year) for n, year in points.items() if n in names}
    rates: dict[str, Slot] = {"r_t": _slot(rate, t)} if "r_t" in names else {}
    columns |= {name: column(slot) for name, slot in (levels | rates).items()}
    end = year_of(t) + 1
    summed = [_slot(level, year) for year in range(since, end)] if "total" in names else []
    chained = [_slot(rate, year) for year in range(base + 1, end)] if "rates" in names else []
    if summed:
        columns["total"] = f"total {_span(summed)}"
        made[columns["total"]] = reduce(add, [pl.col(column(s)) for s in summed])
    if chained:
        columns["rates"] = f"chained {_span(chained)}"
        made[columns["rates"]] = reduce(mul, [1 + pl.col(column(s)) for s in chained]) - 1
    return Needs(columns, made, [*levels.values(), *summed], [*rates.values(), *chained])


def _slot(indicator: object, year: int) -> Slot:
    return NOTHING if indicator is None else (str(indicator), year)


def _span(slots: Sequence[Slot]) -> str:
    return f"{column(slots[0])}–{column(slots[-1])}"
