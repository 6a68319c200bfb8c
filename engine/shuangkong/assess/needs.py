"""What a template rests on: which figure each name of its method's formulas stands for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from ..formulas import Binary, Call, Name, Node, Number
from ..vocabulary.deadline import year_of
from . import parts
from .figure_columns import Made, column
from .method import Method
from .wanted import NOTHING, Slot


@dataclass(frozen=True)
class Needs:
    """Of one template: slots, the column of each name, and columns computed from slots.

    `levels` and `rates` are the slots whose absence has to be told, by year.
    """

    columns: Mapping[str, str]
    made: Mapping[str, Made]
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
    made: dict[str, Made] = {}
    levels = {n: _slot(level, year) for n, year in points.items() if n in names}
    rates: dict[str, Slot] = {"r_t": _slot(rate, t)} if "r_t" in names else {}
    columns |= {name: column(slot) for name, slot in (levels | rates).items()}
    end = year_of(t) + 1
    summed = [_slot(level, year) for year in range(since, end)] if "total" in names else []
    chained = [_slot(rate, year) for year in range(base + 1, end)] if "rates" in names else []
    of_parts = [name for name in names if name in parts.NAMES]
    divided = [_slot(level, number) for name in of_parts for number in parts.numbers(name, t)]
    for name in of_parts:
        columns[name] = f"{name} {_span(divided)}"
        made[columns[name]] = Made(parts.worst(name, list(map(_named, divided))), _itself)
    if summed:
        columns["total"] = f"total {_span(summed)}"
        total = reduce(_plus, map(_named, summed))
        made[columns["total"]] = Made(total, _itself)
    if chained:
        columns["rates"] = f"chained {_span(chained)}"
        change = Binary("-", Call("chain", tuple(map(_named, chained))), _ONE)
        made[columns["rates"]] = Made(change, _itself, beside=1.0)
    gathered = [*levels.values(), *summed, *divided]
    return Needs(columns, made, gathered, [*rates.values(), *chained])


_ONE = Number(Decimal(1), "1")


def _named(slot: Slot) -> Node:
    """The name that stands for a slot's column."""
    return Name(column(slot))


def _plus(one: Node, two: Node) -> Node:
    return Binary("+", one, two)


def _itself(name: Name) -> str:
    return name.name


def _slot(indicator: object, year: int) -> Slot:
    return NOTHING if indicator is None else (str(indicator), year)


def _span(slots: Sequence[Slot]) -> str:
    return f"{column(slots[0])}–{column(slots[-1])}"
