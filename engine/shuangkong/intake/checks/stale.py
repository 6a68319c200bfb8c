"""Formula cells whose saved result is not what their formula gives: stale cached values.

Only a small part of the spreadsheet language is understood (arithmetic, ranges, a few
functions); a formula with anything else is left alone.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from ... import messages
from ...vocabulary import Finding, Place
from ..files import FileReading, Role
from ..reading import Book, Cell, Sheet, parse_address

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?)"
    r"|(?P<ref>(?:'[^'\[\]]+'!|[^\W\d][\w.]*!)?\$?[A-Za-z]{1,3}\$?\d{1,7}"
    r"(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?)(?![\w(])"
    r"|(?P<name>[A-Za-z]+)(?=\()|(?P<op>[-+*/^%(),]))"
)
_LONGEST, _WIDEST = 2000, 20_000


class _Unreadable(Exception):
    pass


def check(files: Sequence[FileReading]) -> list[Finding]:
    """Findings about formula cells that figures were taken from."""
    findings: list[Finding] = []
    for file in files:
        if file.book is None or file.role not in (Role.FORM, Role.TABLE, Role.LONG):
            continue
        for reading in file.sheets:
            taken = {*reading.observed, *(fact.cell.cell.address for fact in reading.facts)}
            for cell in reading.sheet.cells if taken else ():
                if cell.formula and cell.kind == "number" and cell.address in taken:
                    finding = _compare(file.book, reading.sheet, cell)
                    if finding is not None:
                        observed = reading.observed.get(cell.address)
                        findings.append(finding if observed is None else _named(finding, observed))
    return findings


def _named(finding: Finding, observed: object) -> Finding:
    from dataclasses import replace

    from ..observe import Observation

    assert isinstance(observed, Observation)
    return replace(
        finding, entity=observed.entity, indicator=observed.indicator, year=observed.year
    )


def _compare(book: Book, sheet: Sheet, cell: Cell) -> Finding | None:
    value = evaluate(cell.formula or "", book, sheet)
    if value is None or cell.number is None:
        return None
    if abs(value - cell.number) <= 1e-9 * max(1.0, abs(value), abs(cell.number)):
        return None
    return Finding.of(
        messages.STALE_FORMULA,
        Place(book.name, sheet=sheet.name, cell=cell.address),
        seen=cell.text,
        name=cell.address,
        formula=cell.formula or "",
        value=f"{value:.10g}",
    )


def evaluate(formula: str, book: Book, sheet: Sheet) -> float | None:
    """A formula's value from the saved values of the cells it names; None when not understood."""
    if len(formula) > _LONGEST:
        return None
    try:
        parser = _Parser(formula, lambda ref: _values(ref, book, sheet))
        return parser.whole()
    except (_Unreadable, ZeroDivisionError, OverflowError, ValueError, RecursionError):
        return None


def _values(ref: str, book: Book, sheet: Sheet) -> list[float]:
    """Numbers in a reference; blanks and texts are left out, anything doubtful is refused."""
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
    return _numbers(sheet.at.get((row, col)) for row in rows for col in cols)


def _numbers(cells: Iterable[Cell | None]) -> list[float]:
    found = []
    for cell in cells:
        if cell is None or cell.kind in ("blank", "text"):
            continue
        if cell.number is None:
            raise _Unreadable
        found.append(cell.number)
    return found


def _one(values: list[float]) -> float:
    if len(values) != 1:
        raise _Unreadable
    return values[0]


def _round(values: list[float]) -> float:
    if len(values) != 2:
        raise _Unreadable
    from decimal import ROUND_HALF_UP, Decimal

    step = Decimal(1).scaleb(-int(values[1]))
    return float(Decimal(repr(values[0])).quantize(step, ROUND_HALF_UP))


_FUNCTIONS: dict[str, Callable[[list[float]], float]] = {
    "SUM": sum,
    "AVERAGE": lambda values: sum(values) / len(values),
    "MIN": min,
    "MAX": max,
    "ABS": lambda values: abs(_one(values)),
    "ROUND": _round,
}


class _Parser:
    """Precedence climbing over the tokens of one formula."""

    def __init__(self, text: str, values: Callable[[str], list[float]]) -> None:
        self._values = values
        self._tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text.rstrip()):
            match = _TOKEN.match(text, at)
            if match is None or match.lastgroup is None:
                raise _Unreadable
            self._tokens.append((match.lastgroup, match[match.lastgroup]))
            at = match.end()
        self._tokens.append(("end", ""))
        self._index = 0

    def whole(self) -> float:
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

    def _sum(self) -> float:
        value = self._product()
        while self._peek()[1] in ("+", "-") and self._peek()[0] == "op":
            value = value + self._product() if self._take()[1] == "+" else value - self._product()
        return value

    def _product(self) -> float:
        value = self._power()
        while self._peek()[1] in ("*", "/") and self._peek()[0] == "op":
            value = value * self._power() if self._take()[1] == "*" else value / self._power()
        return value

    def _power(self) -> float:
        value = self._signed()
        while self._found("^"):
            power = self._signed()
            if abs(power) > 100:
                raise _Unreadable
            value = float(value**power)
        return value

    def _signed(self) -> float:
        if self._found("-"):
            return -self._signed()
        if self._found("+"):
            return self._signed()
        value = self._atom()
        while self._found("%"):
            value /= 100
        return value

    def _atom(self) -> float:
        kind, text = self._take()
        if kind == "number":
            return float(text)
        if kind == "ref":
            if ":" in text:
                raise _Unreadable
            values = self._values(text)
            return _one(values) if values else 0.0
        if kind == "name":
            return self._call(text.upper())
        if (kind, text) == ("op", "("):
            value = self._sum()
            if not self._found(")"):
                raise _Unreadable
            return value
        raise _Unreadable

    def _call(self, name: str) -> float:
        function = _FUNCTIONS.get(name)
        if function is None or not self._found("("):
            raise _Unreadable
        values: list[float] = []
        while True:
            if self._peek()[0] == "ref" and self._tokens[self._index + 1][1] in (",", ")"):
                values += self._values(self._take()[1])
            else:
                values.append(self._sum())
            if self._found(")"):
                return float(function(values))
            if not self._found(","):
                raise _Unreadable
