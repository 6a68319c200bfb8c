"""One sheet of an Excel workbook: handlers that make a cell when its element ends."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from ... import messages
from . import limits, styles
from .book import Area, Cell, decimal_text, parse_address, parse_area, percent_text
from .refuse import refuse
from .xml import remembered, walk


@dataclass
class SheetContext:
    """What the cells of a workbook share."""

    file: str
    strings: list[str]
    formats: Sequence[str | None]
    epoch_1904: bool
    cells_left: int = field(default_factory=lambda: limits.CELLS)

    def count(self, cells: int) -> None:
        """Some more cells. Raises IntakeError when they are too many for one workbook."""
        self.cells_left -= cells
        if self.cells_left < 0:
            raise refuse(messages.TOO_BIG, self.file, what="单元格数", limit=limits.CELLS)


@dataclass
class SheetReader:
    """Handlers for one sheet; a cell is made when its element ends."""

    context: SheetContext
    comments: dict[tuple[int, int], str]
    merges: list[Area] = field(default_factory=list)
    hidden_cols: list[tuple[int, int]] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    _row: int = 0
    _col: int = 0
    _row_hidden: bool = False
    _type: str = "n"
    _style: int = 0
    _value: list[str] = field(default_factory=list)
    _formula: list[str] | None = None
    _into: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self._into = self._value
        elif name == "f":
            self._formula = self._into = []
        elif name == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._col = 0
            self._row_hidden = _yes(attributes.get("hidden")) or attributes.get("ht") == "0"
        elif name == "col":
            if _yes(attributes.get("hidden")) or attributes.get("width") == "0":
                self.hidden_cols.append((int(attributes["min"]), int(attributes["max"])))
        elif name == "mergeCell":
            self._merge(attributes)
        elif name == "rPh":
            self._into = None

    def _start_cell(self, attributes: dict[str, str]) -> None:
        at = parse_address(attributes.get("r", ""))
        self._row, self._col = at or (self._row, self._col + 1)
        self._type = attributes.get("t", "n")
        self._style = int(attributes.get("s") or 0)
        self._value, self._formula, self._into = [], None, None

    def _merge(self, attributes: dict[str, str]) -> None:
        if len(self.merges) >= limits.MERGES:
            raise refuse(
                messages.TOO_BIG, self.context.file, what="合并单元格数", limit=limits.MERGES
            )
        area = parse_area(attributes.get("ref", ""))
        if area is not None:
            self.merges.append(area)

    def data(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def end(self, name: str) -> None:
        if name in ("v", "t", "f"):
            self._into = None
        elif name == "c":
            self._end_cell()

    def _end_cell(self) -> None:
        value = "".join(self._value)
        comment = self.comments.pop((self._row, self._col), None) if self.comments else None
        if not value and self._formula is None:
            if comment:
                self._keep("blank", "", None, comment)
            return
        kind, text, number = self.content(self._type, self._style, value)
        self._keep(kind, text, number, comment)

    def _keep(self, kind: str, text: str, number: float | None, comment: str | None) -> None:
        self.context.count(1)
        hidden = self._row_hidden or any(a <= self._col <= b for a, b in self.hidden_cols)
        formula = None if self._formula is None else "".join(self._formula)
        self.cells.append(
            Cell(self._row, self._col, kind, text, number, formula, hidden, False, comment)
        )

    def content(self, kind: str, style: int, value: str) -> tuple[str, str, float | None]:
        """Kind, text and number of a cell from its type, style and value."""
        if kind == "n":
            if not value.strip():
                return "blank_formula", "", None
            formats = self.context.formats
            meaning = formats[style] if style < len(formats) else None
            return shown(float(value), meaning, self.context.epoch_1904)
        if kind == "s":
            index = int(value or -1)
            strings = self.context.strings
            if not 0 <= index < len(strings):
                raise refuse(messages.DAMAGED, self.context.file, detail="文字表与单元格不符")
            return "text", strings[index], None
        if kind == "e":
            return "error", value, None
        if kind == "b":
            return "bool", "TRUE" if value.strip() == "1" else "FALSE", None
        if kind in ("str", "inlineStr"):
            return "text", value[: limits.CELL_TEXT], None
        return ("date", value, None) if value.strip() else ("blank_formula", "", None)

    def finished(self) -> tuple[Cell, ...]:
        """All cells in reading order, comments on empty cells among them."""
        for (row, col), comment in self.comments.items():
            self.cells.append(Cell(row, col, "blank", "", comment=comment))
        self.cells.sort(key=lambda cell: (cell.row, cell.col))
        anchors = {(area.top, area.left) for area in self.merges}
        if not anchors:
            return tuple(self.cells)
        return tuple(
            cell._replace(merged=True) if (cell.row, cell.col) in anchors else cell
            for cell in self.cells
        )


@dataclass(frozen=True)
class Around:
    """What a sheet says of its cells outside of them."""

    merges: tuple[Area, ...]
    hidden_cols: tuple[tuple[int, int], ...]


@remembered
def around(file: str, content: bytes) -> Around:
    """A sheet without its cells. Raises IntakeError when it is not as it should be."""
    reader = SheetReader(SheetContext(file, [], (), False), {})
    walk(file, content, reader.start, reader.end)
    return Around(tuple(reader.merges), tuple(reader.hidden_cols))


def shown(number: float, meaning: str | None, epoch_1904: bool) -> tuple[str, str, float | None]:
    """Kind, text and number of a numeric cell under a format's meaning."""
    if not math.isfinite(number):
        return "error", "#NUM!", None
    if meaning == styles.PERCENT:
        return "number", percent_text(number), number
    if meaning == styles.DATE:
        text = styles.date_text(number, epoch_1904)
        if text is not None:
            return "date", text, number
    return "number", decimal_text(number), number


def _yes(value: str | None) -> bool:
    return value in ("1", "true")
