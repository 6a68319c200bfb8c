"""A sheet filled from top to bottom: title, banner, header, sections, lines."""

from collections.abc import Sequence
from dataclasses import replace

from . import looks
from .book import Box, Cell, Chart, Content, Merge, Shade, Sheet, Style
from .text import banner


class Grid:
    """Collects cells; `row` is the next free row, `columns` the width of the sheet."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.row = 0
        self.cells: list[Cell] = []
        self.merges: list[Merge] = []
        self.heights: dict[int, float] = {}
        self.charts: list[Chart] = []
        self.shades: list[Shade] = []
        self._count = 0

    def title(self, text: str, below: str = "") -> None:
        """The title line, and a smaller one below it."""
        self.wide(text, looks.TITLE, height=32)
        if below:
            self.wide(below, looks.SUBTITLE, height=20)

    def banner(self, mark: str) -> None:
        """A warning on top when figures were not verified."""
        if mark != "verified":
            self.wide(banner(mark), looks.BANNER, height=24)

    def wide(self, content: Content, style: Style, *, height: float | None = None) -> None:
        """One cell across the whole sheet."""
        self.merges.append(Merge(self.row, 0, self.row, self.columns - 1, content, style))
        if height:
            self.heights[self.row] = height
        self.row += 1

    def section(self, text: str) -> None:
        """A heading inside the table."""
        self.wide(text, looks.SECTION, height=22)

    def header(self, names: Sequence[str]) -> int:
        """The header row; gives its row number."""
        for col, name in enumerate(names):
            self.cells.append(Cell(self.row, col, name, looks.HEAD))
        self.row += 1
        return self.row - 1

    def line(self, values: Sequence[Content | tuple[Content, Style] | Cell]) -> int:
        """One row; a value comes with its style, or gets the ordinary one."""
        for col, value in enumerate(values):
            if isinstance(value, Cell):
                self.cells.append(replace(value, row=self.row, col=col))
            elif isinstance(value, tuple):
                self.cells.append(Cell(self.row, col, *value))
            else:
                self.cells.append(Cell(self.row, col, value, looks.TEXT))
        self.row += 1
        return self.row - 1

    def number(self) -> tuple[Content, Style]:
        """The next running number."""
        self._count += 1
        return self._count, looks.CENTRED

    def tall(self, lines: int) -> None:
        """Make the row just written tall enough for some lines of text."""
        self.heights[self.row - 1] = 16.0 * max(1, lines) + 4

    def sheet(
        self,
        name: str,
        widths: Sequence[float],
        *,
        repeat: int | None = None,
        freeze: tuple[int, int] | None = None,
        landscape: bool = True,
        tab: str | None = None,
        filter: Box | None = None,
    ) -> Sheet:
        """The finished sheet."""
        return Sheet(
            name=name,
            cells=tuple(self.cells),
            merges=tuple(self.merges),
            widths=tuple(widths),
            heights=dict(self.heights),
            freeze=freeze,
            repeat=None if repeat is None else (repeat, repeat),
            landscape=landscape,
            charts=tuple(self.charts),
            shades=tuple(self.shades),
            tab=tab,
            filter=filter,
        )


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width (in characters of ASCII)."""
    total = 0
    for part in text.split("\n"):
        taken = sum(2 if ord(c) > 255 else 1 for c in part)
        total += max(1, -(-taken // max(1, int(width) - 1)))
    return total
