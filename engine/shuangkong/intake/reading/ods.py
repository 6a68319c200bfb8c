"""OpenDocument spreadsheets (.ods): one pass over content.xml, repeats written out with a bound."""

import math
import re
from dataclasses import dataclass, field

from ... import messages
from . import limits
from .a1 import from_opendocument
from .book import Area, Book, Cell, Sheet, decimal_text, percent_text
from .budget import Budget, What
from .number_formats import UNCLEAR, as_displayed
from .package import Package
from .refuse import refuse
from .stretches import Stretches
from .styles import STRUCK, WHITE, raised
from .xml import attribute, walk

_ERRORS = ("#", "Err:")
#: digits of a count that are enough to see that it is beyond a sheet
_DIGITS = 8
_YEAR, _MONTH = (
    re.compile(r"[0-9]{4}年?"),
    re.compile(r"[0-9]{4}(?:年[0-9]{1,2}月|[-/.][0-9]{1,2})"),
)
#: elements inside a cell whose text is not the cell's: pictures, text boxes, readings
_ASIDE = frozenset(("frame", "custom-shape", "g", "line", "rect", "ellipse", "connector", "caption",
                    "control", "ruby-text", "note"))  # fmt: skip


def read(name: str, sha256: str, data: bytes) -> Book:
    """A spreadsheet's cells. Raises IntakeError when it cannot be read safely."""
    package = Package(name, data)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read(
        "META-INF/manifest.xml"
    ):
        raise refuse(messages.ENCRYPTED, name)
    reader = _Reader(package.budget)
    content = package.read("content.xml")
    walk(package.budget, content, reader.start, reader.end, reader.data)
    remarks = ("macros",) if any(p.startswith("Basic/") for p in package.names) else ()
    return Book(name, sha256, "ods", tuple(reader.sheets), remarks)


def read_flat(name: str, sha256: str, data: bytes) -> Book:
    """The same in one unpacked XML file (.fods)."""
    reader = _Reader(Budget(name))
    walk(reader.budget, data, reader.start, reader.end, reader.data)
    return Book(name, sha256, "fods", tuple(reader.sheets))


_DEPTHS = ("annotation", "p", "table", "aside")


@dataclass
class _Reader:
    """Handlers for the whole document; a cell is made when its element ends."""

    budget: Budget
    sheets: list[Sheet] = field(default_factory=list)
    _cells: list[Cell] = field(default_factory=list)
    _merges: list[Area] = field(default_factory=list)
    _hidden_cols: list[tuple[int, int]] = field(default_factory=list)
    _hidden_styles: set[str] = field(default_factory=set)
    _raised_styles: set[str] = field(default_factory=set)
    #: of each span that is open, whether its characters are raised
    _spans: list[bool] = field(default_factory=list)
    _odd_styles: dict[str, str] = field(default_factory=dict)
    _filled_styles: set[str] = field(default_factory=set)
    _fonts: dict[tuple[int, int], str] = field(default_factory=dict)
    #: of the row that is open: columns whose font takes back what stands there
    _row_fonts: dict[int, str] = field(default_factory=dict)
    _style: str = ""
    _table: str = ""
    _state: str = "visible"
    _columns: int = 0
    _row: int = 0
    _rows_repeated: int = 1
    _row_hidden: bool = False
    _row_cells: list[Cell] = field(default_factory=list)
    _col: int = 0
    _cell: dict[str, str] | None = None
    _length: int = 0
    _text: list[str] = field(default_factory=list)
    _comment: list[str] = field(default_factory=list)
    _depth: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_DEPTHS, 0))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "style":
            self._style = attribute(attributes, "name") or ""
        elif name == "table-properties" and attribute(attributes, "display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "text-properties":
            if _is_raised(attribute(attributes, "text-position")):
                self._raised_styles.add(self._style)
            self._font(attributes)
        elif name == "table-cell-properties":
            behind = attribute(attributes, "background-color") or "transparent"
            if behind not in ("transparent", "#ffffff"):
                self._filled_styles.add(self._style)
        elif name == "table":
            self._depth["table"] += 1
            if self._depth["table"] == 1:
                self._start_table(attributes)
        elif self._depth["table"] == 1:
            self._start_inside(name, attributes)

    def _font(self, attributes: dict[str, str]) -> None:
        """Whether a style's font takes back what stands there."""
        if (attribute(attributes, "text-line-through-style") or "none") != "none":
            self._odd_styles[self._style] = STRUCK
        elif (attribute(attributes, "color") or "").casefold() == "#ffffff":
            self._odd_styles[self._style] = WHITE

    def _start_table(self, attributes: dict[str, str]) -> None:
        self.budget.take(What.SHEETS)
        self._table = attribute(attributes, "name") or ""
        style = attribute(attributes, "style-name")
        self._state = "hidden" if style in self._hidden_styles else "visible"
        self._cells, self._merges, self._hidden_cols, self._fonts = [], [], [], {}
        self._columns = self._row = 0

    def _start_inside(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table-column":
            count = _repeats(attributes, "number-columns-repeated")
            if attribute(attributes, "visibility") in ("collapse", "filter"):
                self.budget.take(What.HIDDEN_COLUMNS)
                self._hidden_cols.append((self._columns + 1, self._columns + count))
            self._columns += count
        elif name == "table-row":
            self._row += 1
            self._rows_repeated = _repeats(attributes, "number-rows-repeated")
            self._row_hidden = attribute(attributes, "visibility") in ("collapse", "filter")
            self._row_cells, self._row_fonts, self._col = [], {}, 0
        elif name in ("table-cell", "covered-table-cell"):
            self._cell = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            self._cell["covered"] = "1" if name.startswith("covered") else ""
            self._text, self._comment, self._spans, self._length = [], [], [], 0
        elif name in _ASIDE:
            self._depth["aside"] += 1
        elif self._depth["aside"]:
            return
        elif name == "annotation":
            self._depth["annotation"] += 1
        elif name == "p":
            into = self._comment if self._depth["annotation"] else self._text
            if into:
                into.append("\n")
            self._depth["p"] += 1
        elif name == "span":
            raised = attribute(attributes, "style-name") in self._raised_styles
            self._spans.append(raised or self._spans[-1:] == [True])
        elif name == "s" and self._depth["p"]:
            self.data(" " * min(_repeats(attributes, "c"), limits.CELL_TEXT + 1))
        elif name in ("tab", "line-break") and self._depth["p"]:
            self.data("\t" if name == "tab" else "\n")

    def data(self, text: str) -> None:
        if self._depth["p"] and self._depth["table"] == 1 and not self._depth["aside"]:
            self._length += len(text)
            if self._length > limits.CELL_TEXT:
                raise self.budget.over("一个单元格的字数", limits.CELL_TEXT)
            shown = raised(text) if self._spans[-1:] == [True] else text
            (self._comment if self._depth["annotation"] else self._text).append(shown)

    def end(self, name: str) -> None:
        if name == "table":
            self._depth["table"] -= 1
            if self._depth["table"] == 0:
                self._end_table()
        elif self._depth["table"] != 1:
            return
        elif name in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif name == "table-row":
            self._end_row()
        elif name in _ASIDE:
            self._depth["aside"] -= 1
        elif name == "span" and self._spans and not self._depth["aside"]:
            self._spans.pop()
        elif name in ("annotation", "p") and not self._depth["aside"]:
            self._depth[name] -= 1

    def _end_cell(self) -> None:
        cell, self._cell = self._cell or {}, None
        count = _repeats(cell, "number-columns-repeated")
        kind, text, number = _content(cell, "".join(self._text))
        comment = "".join(self._comment).strip() or None
        formula = cell.get("formula")
        if formula is not None:
            formula = from_opendocument(formula)
            if kind == "text" and not text and "value-type" not in cell:
                kind = "blank_formula"
        wide = _repeats(cell, "number-columns-spanned"), _repeats(cell, "number-rows-spanned")
        if wide != (1, 1) and not cell.get("covered"):
            self._merge(*wide)
        shown = bool(text) or formula is not None or kind == UNCLEAR
        if shown or comment:
            made = Cell(
                self._row,
                self._col + 1,
                kind if shown else "blank",
                text,
                number,
                formula,
                False,
                wide != (1, 1),
                comment,
            )
            last = self._col + count
            self.budget.cell(self._row, last, text, formula, comment, times=count)
            self._row_cells += [made._replace(col=self._col + 1 + i) for i in range(count)]
            style = cell.get("style-name", "")
            said = self._odd_styles.get(style)
            if said is not None and not (said == WHITE and style in self._filled_styles):
                self._row_fonts |= {self._col + 1 + i: said for i in range(count)}
        self._col += count

    def _merge(self, columns: int, rows: int) -> None:
        self.budget.take(What.MERGES)
        self._merges.append(
            Area(self._row, self._col + 1, self._row + rows - 1, self._col + columns)
        )

    def _end_row(self) -> None:
        if self._row_cells:
            last = self._row + self._rows_repeated - 1
            for cell in self._row_cells:
                texts = cell.text, cell.formula, cell.comment
                self.budget.cell(last, cell.col, *texts, times=self._rows_repeated - 1)
            for row in range(self._row, last + 1):
                self._cells += [
                    cell._replace(row=row, hidden=self._row_hidden) for cell in self._row_cells
                ]
                self._fonts |= {(row, col): said for col, said in self._row_fonts.items()}
        self._row += self._rows_repeated - 1

    def _end_table(self) -> None:
        hidden = Stretches(self._hidden_cols)
        if hidden:
            self._cells = [
                cell._replace(hidden=cell.hidden or cell.col in hidden) for cell in self._cells
            ]
        cells, merges = tuple(self._cells), tuple(self._merges)
        self.sheets.append(Sheet(self._table, cells, merges, self._state, self._fonts))


def _is_raised(position: str | None) -> bool:
    """Whether a text position raises: `super 58%`, `33% 58%`."""
    first = (position or "").split(" ", 1)[0]
    return first == "super" or (first.endswith("%") and first[:1].isdigit() and first != "0%")


def _repeats(attributes: dict[str, str], name: str) -> int:
    """How often something stands, at most one more than a sheet has rows: that is then refused."""
    digits = (attribute(attributes, name) or "").strip().lstrip("0")
    if not (digits.isascii() and digits.isdigit()):
        return 1
    return min(int(digits[:_DIGITS]), limits.ROWS + 1)


def _content(cell: dict[str, str], shown: str) -> tuple[str, str, float | None]:
    kind = cell.get("value-type", "")
    if shown.startswith(_ERRORS) and kind in ("", "string", "error", "float"):
        return "error", shown, None
    if kind in ("float", "currency", "percentage"):
        number = float(cell.get("value", "nan"))
        if not math.isfinite(number):
            return "error", shown or "#NUM!", None
        percent = kind == "percentage"
        text = percent_text(number) if percent else decimal_text(number)
        return *as_displayed(number, text, shown, percent), number
    if kind == "date":
        moment = cell.get("date-value", shown).replace("T", " ")
        if _YEAR.fullmatch(shown.strip()):
            moment = moment[:4]
        elif _MONTH.fullmatch(shown.strip()):
            moment = moment[:7]
        return "date", moment.removesuffix(" 00:00:00"), None
    if kind == "boolean":
        return "bool", "TRUE" if cell.get("boolean-value") == "true" else "FALSE", None
    return "text", shown or cell.get("string-value", ""), None
