"""Where a template's rows went: references, merged cells and print areas follow them."""

import re
from collections.abc import Iterator
from typing import Any

from .layout import Loop

_RANGE = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?")
_ROWS = re.compile(r"(\$?)(\d+):(\$?)(\d+)")


class Stretch:
    """A stretch of a sheet that was written once: the sheet itself, or one turn of a loop.

    It knows where each of its template's rows begins and ends in what was written.
    """

    def __init__(self, first: int, last: int, within: "Stretch | None" = None) -> None:
        self._first, self._last, self._within = first, last, within
        self._rows: dict[int, tuple[int, int]] = {}
        self.turns: list[tuple[Loop, Stretch]] = []

    def turn(self, loop: Loop) -> "Stretch":
        """Begin one turn of a loop."""
        inside = Stretch(loop.first, loop.last, self)
        self.turns.append((loop, inside))
        return inside

    def wrote(self, row: int, at: int) -> None:
        """Note that a row of the template was written at a row of the sheet."""
        span: Stretch | None = self
        while span is not None:
            begins, _ = span._rows.get(row, (at, at))
            span._rows[row] = (begins, at)
            span = span._within

    def begin(self, row: int) -> int:
        """Where what began in a row of the template begins now."""
        return self._at(row, end=False)

    def end(self, row: int) -> int:
        """Where what ended in a row of the template ends now."""
        return self._at(row, end=True)

    def _at(self, row: int, *, end: bool) -> int:
        if not self._first <= row <= self._last and self._within is not None:
            return self._within._at(row, end=end)
        if row in self._rows:
            return self._rows[row][1 if end else 0]
        if row > self._last or not self._rows:
            return row + (max((at for _, at in self._rows.values()), default=0) - self._last)
        # the row of a tag: the nearest one that was written, inwards
        known = sorted(self._rows)
        near = [r for r in known if (r < row if end else r > row)]
        nearest = (near[-1] if end else near[0]) if near else (known[0] if end else known[-1])
        return self._rows[nearest][1 if end else 0]

    def owners(self, first: int, last: int) -> "Iterator[Stretch]":
        """The spans that hold these rows of the template whole: one, or each turn of a loop."""
        inner = [span for loop, span in self.turns if loop.first < first and last < loop.last]
        if not inner:
            yield self
        for span in inner:
            yield from span.owners(first, last)

    def holds(self, first: int, last: int) -> bool:
        """Whether any of these rows of the template was written."""
        return any(row in self._rows for row in range(first, last + 1)) or first > self._last

    def area(self, ref: str) -> str:
        """An area (A5, A5:F9) where it is now; a cell that was repeated is all of its cells."""
        first, _, last = ref.partition(":")
        begun, ended = self.reference(first), self.reference(f"{first}:{last or first}")
        return begun if ended == f"{begun}:{begun}" else ended

    def reference(self, ref: str) -> str:
        """A reference of a formula (A5, $A$5:$F$9, $1:$3) where it is now."""

        def cells(found: re.Match[str]) -> str:
            start = f"{found[1]}{self.begin(int(found[2]))}"
            return f"{start}:{found[3]}{self.end(int(found[4]))}" if found[3] else start

        def rows(found: re.Match[str]) -> str:
            begun, ended = self.begin(int(found[2])), self.end(int(found[4]))
            return f"{found[1]}{begun}:{found[3]}{ended}"

        return _ROWS.sub(rows, ref) if _ROWS.fullmatch(ref) else _RANGE.sub(cells, ref)


def moved_formula(formula: str, sheet: str, at: Stretch, sheets: dict[str, Stretch]) -> str:
    """A formula (=SUM(E5:E9)) of a sheet, whose references follow the rows they name.

    `at` is where on its own sheet it stands; references into other sheets follow those.
    """
    from openpyxl.formula import Tokenizer

    tokens: Any = Tokenizer(formula)
    for token in tokens.items:
        if token.type == "OPERAND" and token.subtype == "RANGE":
            where, mark, ref = token.value.rpartition("!")
            name = where.strip("'").replace("''", "'") if mark else sheet
            span = at if name == sheet else sheets.get(name)
            if span is not None:
                token.value = f"{where}{mark}{span.reference(ref)}"
    return str(tokens.render())
