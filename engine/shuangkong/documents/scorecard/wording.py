"""Formulas as they stand in workbooks: spelled once, then filled with the cells of each card."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from ...formulas import Name, Node, rewrite, to_chinese, to_excel
from ...formulas.as_excel import DIGITS
from .live import base_of, may_fail

#: stands around the number of a name in a text; no formula holds it
_MARK = "\0"
#: texts and, at every second place, the name between them
_Pieces = tuple[str, ...]


class FormulaWording(NamedTuple):
    """A formula as Excel reads it and in words, cut at its names."""

    excel: _Pieces
    chinese: _Pieces
    #: whether there may be no value though all names have one
    fragile: bool
    #: what is divided by, where that is one name
    base: str | None


def filled(pieces: _Pieces, name_of: Callable[[str], str]) -> str:
    """A formula with its cells, or with its labels; a name with an owner is `annual.achieved`."""
    found = list(pieces)
    found[1::2] = map(name_of, found[1::2])
    return "".join(found)


@lru_cache(maxsize=4096)
def wording(formula: Node, digits: int = DIGITS, *, states: bool = False) -> FormulaWording:
    """Both texts of a formula; one that is a comparison compares to so many digits, or states."""
    # in words, a name with an owner has a label of its own
    whole = rewrite(formula, lambda n: Name(str(n)) if isinstance(n, Name) and n.of else None)
    marks = _Marks()
    return FormulaWording(
        marks.cut(to_excel(formula, lambda name: marks.put(str(name)), digits=digits)),
        marks.cut(to_chinese(whole, marks.put, states=states)),
        may_fail(formula),
        base_of(formula),
    )


class _Marks:
    """Marks names in a text, which may stand there in any order and more than once."""

    def __init__(self) -> None:
        self._names: list[str] = []

    def put(self, name: str) -> str:
        """The mark of a name."""
        self._names.append(name)
        return f"{_MARK}{len(self._names) - 1}{_MARK}"

    def cut(self, text: str) -> _Pieces:
        """A text cut at its marks."""
        parts = text.split(_MARK)
        parts[1::2] = [self._names[int(number)] for number in parts[1::2]]
        return tuple(parts)
