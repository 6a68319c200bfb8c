"""A sheet filled from top to bottom: title, banner, header, sections, lines."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from . import looks
from .book import (
    PAGE_MARGINS,
    Box,
    Chart,
    Content,
    Filled,
    LiveFormula,
    Merge,
    PrintedSheet,
    Shade,
    Style,
)
from .text import banner

#: height of a line of text, and of a row without content, in points
_LINE, _EMPTY_ROW = 15.5, 13.5
#: height that a row has beside its lines, of a heading inside a table, and what must follow one
_ROOM, _SECTION, _FIRST_ROWS = 5, 22, 60
#: a pixel of a chart, in points
_PIXEL = 0.75
#: A4 across, in inches
_PAPER = (11.69, 8.27)
_TEXT = looks.TEXT
#: the tallest row that spreadsheets allow, and the thinnest that is not hidden, in points
_TALLEST, _THINNEST = 400, 0.75


class LineCell(NamedTuple):
    """What stands in a line of a table; `span` columns are joined into one cell."""

    content: Content
    style: Style = looks.TEXT
    link: str | None = None
    comment: str | None = None
    span: int = 1


class Grid:
    """Collects cells; `row` is the next free row, `widths` the columns of the sheet."""

    def __init__(self, widths: Sequence[float]) -> None:
        self.widths = tuple(widths)
        self.row = 0
        self.cells: list[Filled] = []
        self.merges: list[Merge] = []
        self.heights: dict[int, float] = {}
        self.charts: list[Chart] = []
        self.shades: list[Shade] = []
        self.breaks: list[int] = []
        self._count = 0
        #: the row that every printed page begins with
        self.repeated: int | None = None

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return len(self.widths)

    def title(self, text: str, below: str = "") -> None:
        """The title line, and a smaller one below it."""
        self.wide(text, looks.TITLE, height=34)
        if below:
            self.wide(below, looks.SUBTITLE, height=20)

    def banner(self, mark: str) -> None:
        """A warning on top when figures were not verified."""
        if mark != "verified":
            self.wide(banner(mark), looks.BANNER, height=24)

    def wide(
        self, content: Content, style: Style = looks.TEXT, *, height: float | None = None
    ) -> None:
        """One cell across the whole sheet, as tall as its text needs."""
        row = self.line([LineCell(content, style, span=self.columns)])
        if height is not None:
            self.heights[row] = height

    def section(self, text: str, *, kept: bool = False) -> None:
        """A heading inside the table; one that is `kept` never ends a printed page."""
        if kept:
            self.keep(_SECTION + _FIRST_ROWS)
        self.wide(text, looks.SECTION, height=_SECTION)

    def table(
        self, rows: Sequence[Sequence[Content | LineCell]], head: Sequence[str | LineCell]
    ) -> list[int]:
        """The rows of a table whose head stands again on every printed page; gives their numbers.

        The last one is never alone on a page.
        """
        heights, numbers = [self.height(entries) for entries in rows], []
        for place, entries in enumerate(rows):
            stays = heights[place:] if place == len(rows) - 2 else heights[place : place + 1]
            if self.keep(sum(stays)):
                self.header(head)
            numbers.append(self.line(entries))
        return numbers

    def height(self, entries: Sequence[Content | LineCell]) -> float:
        """How high a row will be."""
        tried = Grid(self.widths)
        return tried.heights[tried.line(entries)]

    def keep(self, points: float) -> bool:
        """Begin a new printed page unless that much fits below what stands on this one.

        Says whether it did.

        The page is filled up with empty rows, since Excel takes no notice of page breaks on
        sheets that are fitted to a width; other programs follow the break.
        """
        rest, crossed = self._left_on_page()
        # fonts decide where a page really ends: said, it is the same for all that follow breaks
        self.breaks += crossed
        if points <= rest:
            return False
        while rest >= _THINNEST:
            self.heights[self.row] = min(rest, _TALLEST)
            rest -= _TALLEST
            self.row += 1
        self.breaks.append(self.row)
        return True

    def _left_on_page(self) -> tuple[float, list[int]]:
        """How much height is left on the page that the next row stands on, and where pages begin.

        Only pages after the last break are told.
        """
        whole = _page_points(self.widths)
        # every page but the first begins with that row again
        later = whole - (0 if self.repeated is None else self.heights[self.repeated])
        start = self.breaks[-1] if self.breaks else 0
        left, crossed = later if start else whole, []
        for row in range(start, self.row):
            height = self.heights.get(row, _EMPTY_ROW)
            if height > left:
                left = later
                crossed.append(row)
            left -= height
        return left, crossed

    def beside(self, chart: Chart) -> None:
        """Set a chart beside the rows from its own on, and go on below whichever ends later."""
        self.charts.append(chart)
        taken = sum(self.heights.get(row, _EMPTY_ROW) for row in range(chart.row, self.row))
        while taken < chart.height * _PIXEL:
            taken += _EMPTY_ROW
            self.row += 1
        self.row += 1

    def header(self, names: Sequence[str | LineCell]) -> int:
        """The header row; gives its row number."""
        return self.line([n if isinstance(n, LineCell) else LineCell(n, looks.HEAD) for n in names])

    def line(self, entries: Sequence[Content | LineCell]) -> int:
        """One row from the first column on, as tall as its texts need; gives its number."""
        row, col, lines = self.row, 0, 1
        put, widths = self.cells.append, self.widths
        for value in entries:
            # most cells are plain, and there are thousands
            if isinstance(value, LineCell):
                content, style, link, comment, span = value
                width = widths[col] if span == 1 else sum(widths[col : col + span])
            else:
                content, style, link, comment, span = value, _TEXT, None, None, 1
                width = widths[col]
            if span == 1:
                put(Filled(row, col, content, style, link, comment))
            else:
                self.merges.append(Merge(row, col, row, col + span - 1, content, style))
            told = content.value if isinstance(content, LiveFormula) else content
            if isinstance(told, str):
                lines = max(lines, _lines(told, width, style.size))
            col += span
        self.heights[row] = height_of(lines)
        self.row += 1
        return row

    def number(self) -> LineCell:
        """The next running number."""
        self._count += 1
        return LineCell(self._count, looks.CENTRED)

    def sheet(
        self,
        name: str,
        *,
        repeat: int | None = None,
        freeze: tuple[int, int] | None = None,
        tab: str | None = None,
        filter: Box | None = None,
        locked: bool = False,
    ) -> PrintedSheet:
        """The finished sheet."""
        return PrintedSheet(
            name=name,
            cells=tuple(self.cells),
            merges=tuple(self.merges),
            widths=self.widths,
            heights=dict(self.heights),
            freeze=freeze,
            repeat=None if repeat is None else (repeat, repeat),
            breaks=tuple(self.breaks),
            charts=tuple(self.charts),
            shades=tuple(self.shades),
            tab=tab,
            filter=filter,
            locked=locked,
        )


@lru_cache
def _page_points(widths: tuple[float, ...]) -> float:
    """How much height a printed page holds, at the scale that fits columns of these widths."""
    width, height = (size - 2 * margin for size, margin in zip(_PAPER, PAGE_MARGINS, strict=True))
    # a column of n characters is n * 8 + 5 pixels wide in the default font
    inches = max(width, sum(w * 8 + 5 for w in widths) / 96)
    return inches * height / width * 72 * 0.98


def height_of(lines: int) -> float:
    """How high a row of so many lines is, in points."""
    return _LINE * lines + _ROOM


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width (in characters of ASCII)."""
    return _lines(text, width, _TEXT.size)


@lru_cache(maxsize=16_384)
def _lines(text: str, width: float, size: int) -> int:
    """How many lines a text takes in a column of that width (in characters of ASCII)."""
    room = max(2, int(width * 11 / size) - 1)
    total = 0
    for part in text.split("\n"):
        taken = len(part) + len(_WIDE.findall(part))
        total += max(1, -(-taken // room))
    return total


#: what takes the room of two
_WIDE = re.compile("[^\x00-\xff]")
