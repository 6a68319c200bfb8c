"""A small part of the spreadsheet language: what a formula gives from the saved values it names.

Arithmetic, ranges and a few functions are understood; a formula with anything else is left alone.
Values are exact, each with how far a program's own binary arithmetic may lie from it.
"""

import re
from collections.abc import Callable, Iterable
from fractions import Fraction

from .reading import Book, Cell, Sheet, parse_address
from .saved_floats import Carried, Doubtful, largest, least, saved, written

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?)"
    r"|(?P<ref>(?:'[^'\[\]]+'!|[^\W\d][\w.]*!)?\$?[A-Za-z]{1,3}\$?\d{1,7}"
    r"(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?)(?![\w(])"
    r"|(?P<name>[A-Za-z]+)(?=\()|(?P<op>[-+*/^%(),]))"
)
_LONGEST, _WIDEST = 2000, 20_000
_HIGHEST_POWER, _MOST_DIGITS = 100, 15


class _Unreadable(Exception):
    pass


def evaluate(formula: str, book: Book, sheet: Sheet) -> Carried | None:
    """A formula's value from the saved values of the cells it names; None when not understood."""
    if len(formula) > _LONGEST:
        return None
    try:
        parser = _Parser(formula, lambda ref: _values(ref, book, sheet))
        return parser.whole()
    except (
        _Unreadable, Doubtful, ZeroDivisionError, OverflowError, ValueError, RecursionError,
    ):  # fmt: skip
        return None


def rests_on_blanks(cell: Cell, book: Book, sheet: Sheet) -> bool:
    """Whether a cell's zero is the result of a formula all of whose references are empty cells."""
    if not cell.formula or cell.number != 0 or len(cell.formula) > _LONGEST:
        return False
    found = _tokens(cell.formula)
    refs = [text for kind, text in found or () if kind == "ref"]
    try:
        return bool(refs) and not any(_filled(ref, book, sheet) for ref in refs)
    except _Unreadable:
        return False


def _filled(ref: str, book: Book, sheet: Sheet) -> bool:
    return any(
        one is not None and one.kind != "blank" and (one.text.strip() or one.formula is not None)
        for one in _cells(ref, book, sheet)
    )


def _values(ref: str, book: Book, sheet: Sheet) -> list[Carried]:
    """Numbers in a reference; blanks and texts are left out, anything doubtful is refused."""
    return _numbers(_cells(ref, book, sheet))


def _cells(ref: str, book: Book, sheet: Sheet) -> list[Cell | None]:
    """The cells in a reference, None for those that hold nothing."""
    named, mark, area = ref.rpartition("!")
    if mark:
        other = book.sheet(named.strip("'"))
        if other is None:
            raise _Unreadable
        sheet = other
    first, _, last = area.partition(":")
    start, end = parse_address(first), parse_address(last or first)
    if start is None or end is None:
        raise _Unreadable
    rows = range(min(start[0], end[0]), max(start[0], end[0]) + 1)
    cols = range(min(start[1], end[1]), max(start[1], end[1]) + 1)
    if len(rows) * len(cols) > _WIDEST:
        raise _Unreadable
    return [sheet.at.get((row, col)) for row in rows for col in cols]


def _tokens(text: str) -> list[tuple[str, str]] | None:
    """Kinds and texts of a formula's tokens; None when one is not understood."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            return None
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


def _numbers(cells: Iterable[Cell | None]) -> list[Carried]:
    found = []
    for cell in cells:
        if cell is None or cell.kind in ("blank", "text"):
            continue
        if cell.number is None:
            raise _Unreadable
        found.append(saved(cell.number))
    return found


def _one(values: list[Carried]) -> Carried:
    if len(values) != 1:
        raise _Unreadable
    return values[0]


def _sum(values: list[Carried]) -> Carried:
    return sum(values, Carried(Fraction(0)))


def _round(values: list[Carried]) -> Carried:
    if len(values) != 2 or abs(values[1].value) > _MOST_DIGITS:
        raise _Unreadable
    return values[0].rounded(int(values[1].value))


_FUNCTIONS: dict[str, Callable[[list[Carried]], Carried]] = {
    "SUM": _sum,
    "AVERAGE": lambda values: _sum(values) / Carried(Fraction(len(values))),
    "MIN": least,
    "MAX": largest,
    "ABS": lambda values: abs(_one(values)),
    "ROUND": _round,
}


class _Parser:
    """Precedence climbing over the tokens of one formula."""

    def __init__(self, text: str, values: Callable[[str], list[Carried]]) -> None:
        self._values = values
        found = _tokens(text)
        if found is None:
            raise _Unreadable
        self._tokens = [*found, ("end", "")]
        self._index = 0

    def whole(self) -> Carried:
        value = self._sum()
        if self._peek() != ("end", ""):
            raise _Unreadable
        return value

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._index]

    def _take(self) -> tuple[str, str]:
        self._index += 1
        return self._tokens[self._index - 1]

    def _found(self, op: str) -> bool:
        if self._peek() == ("op", op):
            self._index += 1
            return True
        return False

    def _sum(self) -> Carried:
        value = self._product()
        while self._peek()[1] in ("+", "-") and self._peek()[0] == "op":
            value = value + self._product() if self._take()[1] == "+" else value - self._product()
        return value

    def _product(self) -> Carried:
        value = self._power()
        while self._peek()[1] in ("*", "/") and self._peek()[0] == "op":
            value = value * self._power() if self._take()[1] == "*" else value / self._power()
        return value

    def _power(self) -> Carried:
        value = self._signed()
        while self._found("^"):
            power = self._signed()
            if abs(power.value) > _HIGHEST_POWER:
                raise _Unreadable
            value = value**power
        return value

    def _signed(self) -> Carried:
        if self._found("-"):
            return -self._signed()
        if self._found("+"):
            return self._signed()
        value = self._atom()
        while self._found("%"):
            value = value / Carried(Fraction(100))
        return value

    def _atom(self) -> Carried:
        kind, text = self._take()
        if kind == "number":
            return written(text)
        if kind == "ref":
            if ":" in text:
                raise _Unreadable
            values = self._values(text)
            return _one(values) if values else Carried(Fraction(0))
        if kind == "name":
            return self._call(text.upper())
        if (kind, text) == ("op", "("):
            value = self._sum()
            if not self._found(")"):
                raise _Unreadable
            return value
        raise _Unreadable

    def _call(self, name: str) -> Carried:
        function = _FUNCTIONS.get(name)
        if function is None or not self._found("("):
            raise _Unreadable
        values: list[Carried] = []
        while True:
            if self._peek()[0] == "ref" and self._tokens[self._index + 1][1] in (",", ")"):
                values += self._values(self._take()[1])
            else:
                values.append(self._sum())
            if self._found(")"):
                return function(values)
            if not self._found(","):
                raise _Unreadable
