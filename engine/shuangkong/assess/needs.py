"""What a template rests on: which figure each name of its method's formulas stands for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import chain

from ..formulas import Binary, Call, Name, Node, Number
from ..methods import parts
from ..methods.looked_at import moments
from ..methods.method import Method
from .figure_columns import Made, column
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
    meant = moments(used, *(int(str(template[key])) for key in ("base", "since", "t")))
    level, rate = template["level"], template["rate"]
    levels = {name: [_slot(level, n) for n in found] for name, found in meant.levels.items()}
    rates = {name: [_slot(rate, n) for n in found] for name, found in meant.rates.items()}
    columns: dict[str, str] = {}
    made: dict[str, Made] = {}
    for name, slots in (levels | rates).items():
        if name in _ALONE:
            columns[name] = column(slots[0])
        elif slots:
            columns[name] = f"{_SPANS.get(name, name)} {_span(slots)}"
            made[columns[name]] = _made(name, list(map(_named, slots)))
    return Needs(columns, made, list(chain(*levels.values())), list(chain(*rates.values())))


#: names that stand for one figure, and what columns of some others are called
_ALONE = {"x_t", "x_p", "x_0", "r_t"}
_SPANS = {"rates": "chained"}


def _made(name: str, figures: list[Node]) -> Made:
    """What a name is reckoned from the figures that it stands for."""
    if name == "total":
        return Made(reduce(_plus, figures), _itself)
    if name == "rates":
        return Made(Binary("-", Call("chain", tuple(figures)), _ONE), _itself, beside=1.0)
    return Made(parts.worst(name, figures), _itself)


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
