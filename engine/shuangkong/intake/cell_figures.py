"""One cell as one figure, for tables, long tables and forms alike: its number, its own unit."""

import re
from collections.abc import Iterable
from decimal import Decimal

from .. import messages
from ..errors import Refused
from ..units import STANDARD, Units
from ..vocabulary import Indicator, Message
from .cell_formulas import rests_on_blanks
from .reading import UNCLEAR, Book, Cell, Sheet
from .values import CellValue

_SCALED = re.compile(r"(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|[千百](?=[吨元人户]))(?=.)")
_RATIOS = frozenset(("%", "‰", "百分点", "个百分点"))
_POINTS = frozenset(("百分点", "个百分点", "pp"))
_FALLS = re.compile(r"下降|降低|降幅|削减|减少")
_EITHER = re.compile(r"上升|增减|变化|变动|升降|或|增长|增速|±|[+-]")
_KINDS = {
    "error": messages.ERROR_VALUE,
    "blank_formula": messages.UNCALCULATED,
    "date": messages.UNCLEAR_VALUE,
    "bool": messages.UNCLEAR_VALUE,
}


def fault_of(cell: Cell, book: Book, sheet: Sheet) -> Message | None:
    """Why a cell cannot be a figure, whatever its text says; None when it may be one."""
    if cell.kind == UNCLEAR:
        return messages.UNCLEAR_VALUE if cell.number is None else messages.SHOWN_OTHERWISE
    if rests_on_blanks(cell, book, sheet):
        return messages.OVER_BLANKS
    return _KINDS.get(cell.kind)


def in_unit(
    value: CellValue, said: str | None, known: Units = STANDARD
) -> tuple[Decimal, str | None] | None:
    """A value and its unit where its column, row or form says `said`; None when they contradict.

    A unit in the cell itself is nearer to the figure: 0.7亿吨 in a column of 万吨 is 7000 of them.
    A word such as 亿 alone stands for the one that the column's unit begins with.
    """
    assert value.number is not None
    if value.scaled:
        if said is None or said in _RATIOS:
            return None if said else (value.number, None)
        return value.number, _SCALED.sub("", said, count=1)
    own = value.unit
    if own is None or said is None or own == said:
        return value.number, own or said
    return (value.number, own) if fits(own, said, known) else None


def fits(one: str, other: str, known: Units = STANDARD) -> bool:
    """Whether two units measure the same; % and 百分点 do not."""
    if (one in _POINTS) != (other in _POINTS):
        return False
    try:
        known.convert(Decimal(1), one, other)
    except Refused:
        return False
    return True


def doubly_negative(value: CellValue, labels: Iterable[str]) -> bool:
    """Whether both the cell and its label say 下降: nobody can tell which sign is meant."""
    return value.worded and says_fall(labels)


def says_fall(labels: Iterable[str]) -> bool:
    """Whether labels say 降低率: figures under them are positive where something fell."""
    text = "".join(labels)
    return bool(_FALLS.search(text)) and not _EITHER.search(text)


def options(indicator: Indicator) -> str:
    """The words that a state may have, as they are offered."""
    return " / ".join(indicator.states)
