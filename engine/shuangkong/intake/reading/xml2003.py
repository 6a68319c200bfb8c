"""The XML of Excel 2003 and of programs that still write it: styles, comments, hidden rows."""

from dataclasses import dataclass, field

from . import limits, styles
from .a1 import from_row_and_column
from .book import Area, Book, Cell, Sheet
from .budget import Budget, What
from .stretches import Stretches
from .xml import attribute, walk, whole

#: number formats that are called by a name, as codes; dates apart
_NAMED = {"Percent": "0.00%", "Fixed": "0.00", "Standard": "#,##0.00", "Currency": "#,##0.00"}
_DATES = ("General Date", "Long Date", "Medium Date", "Short Date", "Long Time", "Medium Time")
_KINDS = {"Number": "number", "Error": "error", "DateTime": "date", "Boolean": "bool"}
_STATES = {"SheetHidden": "hidden", "SheetVeryHidden": "very_hidden"}


def read(name: str, sha256: str, data: bytes) -> Book:
    """A workbook's cells. Raises IntakeError when it cannot be read safely."""
    reader = _Spreadsheet(Budget(name))
    walk(reader.budget, data, reader.start, reader.end, reader.data)
    return Book(name, sha256, "xml", tuple(reader.sheets))


@dataclass
class _Style:
    """What a style says of the number under it; None where it leaves that to its parent."""

    parent: str
    meaning: str | None = None
    own: bool = False
    #: how its font takes back what stands there, and whether anything but white is behind it
    font: str | None = None
    filled: bool = False


@dataclass
class _Here:
    """The cell that is being read."""

    row: int = 0
    col: int = 0
    style: str = ""
    formula: str | None = None
    kind: str = ""
    text: str | None = None
    comment: str | None = None
    across: int = 0


@dataclass
class _Spreadsheet:
    """Handlers for the whole workbook; a cell is made when its element ends."""

    budget: Budget
    sheets: list[Sheet] = field(default_factory=list)
    _styles: dict[str, _Style] = field(default_factory=dict)
    _style: str = ""
    _cells: list[Cell] = field(default_factory=list)
    _merges: list[Area] = field(default_factory=list)
    _hidden_cols: list[tuple[int, int]] = field(default_factory=list)
    _fonts: dict[tuple[int, int], str] = field(default_factory=dict)
    _name: str = ""
    _state: str = "visible"
    _columns: int = 0
    _row_hidden: bool = False
    _row_style: str = ""
    _span: int = 0
    _here: _Here = field(default_factory=_Here)
    _into: list[str] | None = None
    _raised: int = 0
    _commented: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _STARTS:
            _STARTS[name](self, attributes)
        elif name == "Sup" and self._into is not None:
            self._raised += 1

    def _start_style(self, attributes: dict[str, str]) -> None:
        self._style = attribute(attributes, "ID") or ""
        self._styles[self._style] = _Style(attribute(attributes, "Parent") or "")

    def _start_format(self, attributes: dict[str, str]) -> None:
        self.budget.take(What.FORMATS)
        code = self.budget.format(attribute(attributes, "Format") or "")
        meaning = styles.DATE if code in _DATES else styles.meaning(164, _NAMED.get(code, code))
        if self._style in self._styles:
            style = self._styles[self._style]
            style.meaning, style.own = meaning, True

    def _start_font(self, attributes: dict[str, str]) -> None:
        style = self._styles.get(self._style)
        if style is not None and attribute(attributes, "StrikeThrough") == "1":
            style.font = styles.STRUCK
        elif style is not None and _is_white(attribute(attributes, "Color")):
            style.font = styles.WHITE

    def _start_interior(self, attributes: dict[str, str]) -> None:
        style = self._styles.get(self._style)
        if style is not None and attribute(attributes, "Pattern") not in (None, "None"):
            style.filled = not _is_white(attribute(attributes, "Color"))

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        self._name, self._state = attribute(attributes, "Name") or "", "visible"
        self._cells, self._merges, self._hidden_cols, self._fonts = [], [], [], {}
        self._here, self._columns = _Here(), 0

    def _start_column(self, attributes: dict[str, str]) -> None:
        first = _index(attributes, self._columns + 1)
        self._columns = first + _count(attributes, "Span")
        if _hidden(attributes, "Width"):
            self.budget.take(What.HIDDEN_COLUMNS)
            self._hidden_cols.append((first, self._columns))

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._here = _Here(row=_index(attributes, self._here.row + self._span + 1))
        self._span = _count(attributes, "Span")
        self._row_hidden = _hidden(attributes, "Height")
        self._row_style = attribute(attributes, "StyleID") or ""

    def _start_cell(self, attributes: dict[str, str]) -> None:
        last = self._here
        col = _index(attributes, last.col + last.across + 1)
        formula = attribute(attributes, "Formula")
        down, across = _count(attributes, "MergeDown"), _count(attributes, "MergeAcross")
        self._here = _Here(
            last.row,
            col,
            attribute(attributes, "StyleID") or self._row_style,
            None if formula is None else from_row_and_column(formula, last.row, col),
            across=across,
        )
        if down or across:
            self.budget.take(What.MERGES)
            self._merges.append(Area(last.row, col, last.row + down, col + across))

    def _start_data(self, attributes: dict[str, str]) -> None:
        self._into = []
        if not self._commented:
            self._here.kind = attribute(attributes, "Type") or "String"

    def _start_comment(self, _: dict[str, str]) -> None:
        self._commented = True

    def _start_visible(self, _: dict[str, str]) -> None:
        self._into = []

    def data(self, text: str) -> None:
        if self._into is not None:
            self._into.append(styles.raised(text) if self._raised else text)

    def end(self, name: str) -> None:
        if name in ("Data", "Visible") and self._into is not None:
            text, self._into = "".join(self._into), None
            if name == "Visible":
                self._state = _STATES.get(text.strip(), "visible")
            elif self._commented:
                self._here.comment = text.strip()
            else:
                self._here.text = text
        elif name == "Sup":
            self._raised = max(self._raised - 1, 0)
        elif name == "Comment":
            self._commented = False
        elif name == "Cell":
            self._end_cell()
        elif name == "Worksheet":
            self._end_sheet()

    def _end_cell(self) -> None:
        here = self._here
        made = self._made(here)
        if made is None:
            return
        self.budget.cell(made.row, made.col, made.text, made.formula, made.comment)
        self._cells.append(made)
        style = self._styles.get(here.style)
        if style is not None and style.font and not (style.font == styles.WHITE and style.filled):
            self._fonts[made.row, made.col] = style.font

    def _made(self, here: _Here) -> Cell | None:
        kind, text, number = self._content(here)
        if not text and here.formula is None and not here.comment and kind != styles.UNCLEAR:
            return None
        if not text and kind == "text":
            kind = "blank" if here.formula is None else "blank_formula"
        merged = bool(self._merges) and self._merges[-1][:2] == (here.row, here.col)
        return Cell(
            here.row,
            here.col,
            kind,
            text,
            number,
            here.formula,
            self._row_hidden,
            merged,
            here.comment or None,
        )

    def _content(self, here: _Here) -> tuple[str, str, float | None]:
        text = here.text or ""
        kind = _KINDS.get(here.kind, "text")
        if kind == "number" and text.strip():
            return styles.shown(float(text), self._meaning(here.style), False)
        if kind == "date":
            return (
                "date",
                text.replace("T", " ").removesuffix(".000").removesuffix(" 00:00:00"),
                None,
            )
        if kind == "bool":
            return "bool", "TRUE" if text.strip() == "1" else "FALSE", None
        return "text" if kind == "number" else kind, text, None

    def _meaning(self, style: str) -> str | None:
        for _ in range(10):
            found = self._styles.get(style)
            if found is None or found.own or not found.parent:
                break
            style = found.parent
        return found.meaning if found is not None else None

    def _end_sheet(self) -> None:
        self.budget.take(What.SHEETS)
        hidden = Stretches(self._hidden_cols)
        if hidden:
            self._cells = [
                cell._replace(hidden=cell.hidden or cell.col in hidden) for cell in self._cells
            ]
        cells = tuple(sorted(self._cells, key=lambda cell: (cell.row, cell.col)))
        merges = tuple(self._merges)
        self.sheets.append(Sheet(self._name, cells, merges, self._state, self._fonts))


_STARTS = {
    "Style": _Spreadsheet._start_style,
    "NumberFormat": _Spreadsheet._start_format,
    "Font": _Spreadsheet._start_font,
    "Interior": _Spreadsheet._start_interior,
    "Worksheet": _Spreadsheet._start_sheet,
    "Column": _Spreadsheet._start_column,
    "Row": _Spreadsheet._start_row,
    "Cell": _Spreadsheet._start_cell,
    "Data": _Spreadsheet._start_data,
    "Comment": _Spreadsheet._start_comment,
    "Visible": _Spreadsheet._start_visible,
}


def _is_white(color: str | None) -> bool:
    return (color or "").casefold() == "#ffffff"


def _hidden(attributes: dict[str, str], size: str) -> bool:
    return attribute(attributes, "Hidden") == "1" or attribute(attributes, size) == "0"


def _count(attributes: dict[str, str], name: str) -> int:
    return min(whole(attribute(attributes, name), 0), limits.ROWS)


def _index(attributes: dict[str, str], usual: int) -> int:
    return whole(attribute(attributes, "Index"), usual)
