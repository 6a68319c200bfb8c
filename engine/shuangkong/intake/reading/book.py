"""What was read from one file: sheets of cells at their true addresses, nothing interpreted."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from ...vocabulary import Place

_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?\Z")
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\Z")


class Cell(NamedTuple):
    """One cell that holds something; the same contract for every format, as far as it can say it.

    `kind` is one of text, number, date, bool, error (`#DIV/0!`), blank_formula (never calculated),
    blank (nothing but a comment) and unclear: a number that its format shows as a dash, as other
    digits or not at all, or, in text files, one whose comma may mean either.
    `text` is what the reader of the sheet sees, with all digits: the exact decimal of a number, as
    a percentage (`-5.97%`) or with words (`下降5.97`) where its format has them; a date as ISO
    date, `2019` or `2019-06` where no more of it is shown.
    `number` is the number that is stored, -0.0597 under a percentage; a date has none.
    `formula` is the formula as Excel shows it, without `=`; empty where no more is known than that
    it is one; None where there is none.
    """

    row: int
    col: int
    kind: str
    text: str
    number: float | None = None
    formula: str | None = None
    hidden: bool = False
    merged: bool = False
    comment: str | None = None

    @property
    def address(self) -> str:
        """The A1 address."""
        return address(self.row, self.col)


class Area(NamedTuple):
    """A rectangle of cells, 1-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet; `cells` in reading order, `merges` as they stand in the file."""

    name: str
    cells: Sequence[Cell]
    merges: tuple[Area, ...] = ()
    #: visible, hidden or very_hidden
    state: str = "visible"
    #: by row and column, how a cell's font takes back what the cell says; of an xlsx, whose fonts
    #: are looked at apart (`xlsx_fonts.py`), nothing
    fonts: Mapping[tuple[int, int], str] = field(default_factory=dict, compare=False)

    @cached_property
    def at(self) -> dict[tuple[int, int], Cell]:
        """Cells by (row, column)."""
        return {(cell.row, cell.col): cell for cell in self.cells}

    @cached_property
    def rows(self) -> dict[int, list[Cell]]:
        """Cells by row, left to right."""
        found: dict[int, list[Cell]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, []).append(cell)
        return found

    def text(self, row: int, col: int) -> str:
        """Stripped text at an address, empty when nothing stands there."""
        cell = self.at.get((row, col))
        return cell.text.strip() if cell else ""


@dataclass(frozen=True)
class Book:
    """All sheets of one file. `name` is how the file is called in messages."""

    name: str
    sha256: str
    format: str
    sheets: tuple[Sheet, ...]
    #: things about the file itself that its reader should know (macros, external links)
    remarks: tuple[str, ...] = field(default=())

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, letter case ignored."""
        return next((s for s in self.sheets if s.name.casefold() == name.casefold()), None)

    def place(self, sheet: Sheet | None = None, cell: Cell | None = None) -> Place:
        """Where something stands in this file."""
        return Place(
            self.name, sheet=sheet.name if sheet else None, cell=cell.address if cell else None
        )


@lru_cache(maxsize=1024)
def letters(col: int) -> str:
    """Column letters of a 1-based column."""
    found = ""
    while col > 0:
        col, rest = divmod(col - 1, 26)
        found = chr(65 + rest) + found
    return found


def address(row: int, col: int) -> str:
    """A1 address of a 1-based row and column."""
    return f"{letters(col)}{row}"


@lru_cache(maxsize=16_384)
def parse_address(text: str) -> tuple[int, int] | None:
    """Row and column of an A1 address; None when it is not one."""
    match = _ADDRESS.match(text)
    if not match:
        return None
    col = 0
    for letter in match[1].upper():
        col = col * 26 + ord(letter) - 64
    return int(match[2]), col


def parse_area(text: str) -> Area | None:
    """Rectangle of an `A1:B2` reference; a single address is a rectangle of one cell."""
    first, _, last = text.partition(":")
    start, end = parse_address(first), parse_address(last or first)
    if start is None or end is None:
        return None
    return Area(
        min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])
    )


def is_decimal(text: str) -> bool:
    """Whether a text is a plain decimal number: no words, no percent sign."""
    return _DECIMAL.match(text) is not None


def decimal_text(number: float) -> str:
    """The shortest decimal that is this number, without exponent."""
    text = repr(number)
    if "e" in text or "n" in text:
        from decimal import Decimal

        return text if "n" in text else format(Decimal(text), "f")
    return text[:-2] if text[-2:] == ".0" else text


def percent_text(number: float) -> str:
    """A fraction as the percentage that a spreadsheet shows, exactly."""
    from decimal import Decimal

    return format((Decimal(decimal_text(number)) * 100).normalize(), "f") + "%"
