"""The hidden sheet 计算: rows of live values, each with its own label.

What is put there can be named by later formulas, on this sheet and on others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ..reading import address
from .live import LONGEST, Live
from .metadata import WORKINGS

SHEET = WORKINGS


@dataclass
class Section:
    """Some rows of the sheet under headers of their own."""

    calc: "Calc"
    heads: tuple[str, ...]
    first: int

    def area(self, head: str, last: int) -> str:
        """A column of the section down to a row, as other sheets name it."""
        col = self.heads.index(head) + 1
        top, bottom = address(self.first, col), address(last, col)
        return f"'{SHEET}'!{_fixed(top)}:{_fixed(bottom)}"


@dataclass
class CalcRow:
    """One row of a section."""

    section: Section
    number: int

    def put(self, head: str, live: Live) -> Live:
        """Set a cell; gives how formulas of this sheet name it, with the value it has."""
        if len(live.formula) > LONGEST:
            raise TooLong(head)
        where = (self.number, self.section.heads.index(head) + 1)
        self.section.calc.cells[where] = live
        return Live(_fixed(address(*where)), live.value)

    def to(self, head: str, last: "CalcRow") -> str:
        """A column from this row to another one of the section, for formulas of the sheet."""
        col = self.section.heads.index(head) + 1
        return f"{_fixed(address(self.number, col))}:{_fixed(address(last.number, col))}"

    def say(self, head: str, text: str) -> None:
        """Set a cell to a text for readers."""
        self.section.calc.texts[self.number, self.section.heads.index(head) + 1] = text


def abroad(live: Live) -> Live:
    """A cell of the sheet as other sheets name it."""
    return Live(f"'{SHEET}'!{live.formula}", live.value)


class TooLong(Exception):
    """A formula that no workbook takes."""


@dataclass
class Calc:
    """The whole sheet, row by row."""

    cells: dict[tuple[int, int], Live] = field(default_factory=dict)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    last: int = 0

    def section(self, title: str, heads: Sequence[str]) -> Section:
        """Begin a section below what is there."""
        self.texts[self.last + 2, 1] = title
        self.last += 3
        for col, head in enumerate(heads, start=1):
            self.texts[self.last, col] = head
        return Section(self, tuple(heads), self.last + 1)

    def line(self, section: Section, label: str) -> CalcRow:
        """The next row, in the section that was begun last."""
        self.last += 1
        if label:
            self.texts[self.last, 1] = label
        return CalcRow(section, self.last)

    def write(self, sheet: Any) -> None:
        """Write everything to a worksheet."""
        for (row, col), said in self.texts.items():
            sheet.write_string(row - 1, col - 1, said)
        for (row, col), live in self.cells.items():
            value = live.value
            plain = float(value) if isinstance(value, Decimal) else value
            sheet.write_formula(row - 1, col - 1, f"={live.formula}", None, plain)
        sheet.set_column(0, 0, 40)
        sheet.protect()


def _fixed(at: str) -> str:
    letters = at.rstrip("0123456789")
    return f"${letters}${at[len(letters) :]}"
