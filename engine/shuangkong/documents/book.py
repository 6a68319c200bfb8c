"""A workbook as data: what stands in which cell and how it looks, before any file is written.

Rows and columns count from 0. Builders make these records, a writer (`xlsx.py`) turns them
into bytes; so another writer can be put in its place without touching a builder.
"""

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from ..records import dataclass

#: Page margins in inches: left and right, top and bottom.
PAGE_MARGINS = (0.6, 0.8)

#: What a cell may hold. A str is always text, never a formula, whatever it begins with.
Plain = str | Decimal | int | bool | None


# a workbook holds thousands of these three; named tuples are made fastest
class LiveFormula(NamedTuple):
    """A formula (without '=') and the value it has now, shown where nothing recalculates."""

    formula: str
    value: Plain


Content = Plain | LiveFormula


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks. Colours are RRGGBB."""

    size: int = 11
    bold: bool = False
    font: str = "宋体"
    colour: str = "000000"
    fill: str | None = None
    border: bool = True
    align: str = "left"
    valign: str = "vcenter"
    wrap: bool = True
    number: str = "General"
    underline: bool = False
    unlocked: bool = False


class Filled(NamedTuple):
    """One cell; `link` is a place in this workbook ('表'!A1) or an external address."""

    row: int
    col: int
    content: Content
    style: Style
    link: str | None = None
    comment: str | None = None


class Merge(NamedTuple):
    """Cells joined into one; the content stands in the first."""

    row: int
    col: int
    last_row: int
    last_col: int
    content: Content
    style: Style


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of cells, both ends included."""

    row: int
    col: int
    last_row: int
    last_col: int


@dataclass(frozen=True, slots=True)
class Series:
    """One line or set of columns of a chart, read from cells of `sheet`."""

    name: str
    sheet: str
    categories: Box
    values: Box
    colour: str
    dash: bool = False
    #: one of many in the background: thin, and not in the legend
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart; `kind` is 'line', 'column' or 'bar'."""

    kind: str
    title: str
    row: int
    col: int
    series: tuple[Series, ...]
    width: int = 640
    height: int = 300
    axis: str = ""
    number: str = "General"
    #: the value axis begins at zero, so that heights compare
    from_zero: bool = False


@dataclass(frozen=True, slots=True)
class Shade:
    """Cells whose value shows as a bar in colour `fill`, on a scale of blue, or by a word.

    With kind 'word', cells that read `word` have the colour `fill`, their text in `colour`.
    With kind 'digits', cells for which the formula `word` holds are shown in the format `number`;
    it is written for the first cell of the box.
    """

    box: Box
    kind: str  #: 'bar', 'scale', 'word' or 'digits'
    fill: str = "9DC3E6"
    word: str = ""
    colour: str = "000000"
    number: str = ""


@dataclass(frozen=True, slots=True)
class Allowed:
    """A decimal between two limits is all that may be entered in these cells."""

    box: Box
    low: Decimal
    high: Decimal
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One of a few words is all that may be entered in these cells."""

    box: Box
    words: tuple[str, ...]
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """One sheet with its print set-up (always A4 across, one page wide)."""

    name: str
    cells: tuple[Filled, ...]
    merges: tuple[Merge, ...] = ()
    widths: tuple[float, ...] = ()
    heights: Mapping[int, float] = field(default_factory=dict)
    freeze: tuple[int, int] | None = None
    #: header rows repeated on every printed page, first and last
    repeat: tuple[int, int] | None = None
    #: rows that begin a new printed page
    breaks: tuple[int, ...] = ()
    charts: tuple[Chart, ...] = ()
    shades: tuple[Shade, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    listed: tuple[Listed, ...] = ()
    very_hidden: bool = False
    locked: bool = False
    tab: str | None = None
    filter: Box | None = None


@dataclass(frozen=True, slots=True)
class PrintedBook:
    """A workbook. `names` are defined names, `year` dates its properties."""

    title: str
    subject: str
    year: int
    sheets: tuple[PrintedSheet, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    #: stands in every page header, such as a warning that figures are invented
    banner: str = ""


@lru_cache(maxsize=16_384)
def address(row: int, col: int, *, absolute: bool = False) -> str:
    """The A1 address of a cell counted from 0."""
    letters = ""
    number = col + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"${letters}${row + 1}" if absolute else f"{letters}{row + 1}"


@lru_cache(maxsize=16_384)
def reference(sheet: str, row: int, col: int) -> str:
    """An absolute reference to a cell of a named sheet."""
    return f"{quoted(sheet)}!{address(row, col, absolute=True)}"


def span(sheet: str, box: Box) -> str:
    """An absolute reference to a rectangle of a named sheet."""
    first = address(box.row, box.col, absolute=True)
    return f"{quoted(sheet)}!{first}:{address(box.last_row, box.last_col, absolute=True)}"


def quoted(sheet: str) -> str:
    """A sheet's name as it is written in references."""
    return "'" + sheet.replace("'", "''") + "'"
