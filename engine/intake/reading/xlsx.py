"""Excel workbooks (xlsx, xlsm): one pass over each sheet's XML, macros and links untouched."""

import math
import posixpath
from dataclasses import dataclass, field

from .. import kinds
from . import fast, limits, styles
from .book import Area, Book, Cell, Sheet, decimal_text, parse_address, parse_area, percent_text
from .package import Package
from .refuse import refuse
from .xml import attribute, walk

_STATES = {"hidden": "hidden", "veryHidden": "very_hidden"}


@dataclass
class _Context:
    """What the cells of a workbook share."""

    file: str
    strings: list[str]
    formats: list[str | None]
    epoch_1904: bool
    cells_left: int = limits.CELLS


def read(name: str, sha256: str, data: bytes) -> Book:
    """A workbook's cells. Raises IntakeError when it cannot be read safely."""
    package = Package(name, data)
    main = _main_part(package)
    listing = _Listing()
    walk(name, package.read(main), listing.start)
    if len(listing.sheets) > limits.SHEETS:
        raise refuse(kinds.TOO_BIG, name, what="工作表数", limit=limits.SHEETS)
    parts = relations(package, main)
    context = _Context(name, _strings(package, parts), _formats(package, parts), listing.epoch_1904)
    sheets = tuple(
        _sheet(package, context, title, state, parts.get(identity, ("", ""))[1])
        for title, state, identity in listing.sheets
    )
    return Book(name, sha256, "xlsx", sheets, _remarks(package))


def _main_part(package: Package) -> str:
    found = next(
        (t for k, t in relations(package, "").values() if k.endswith("/officeDocument")), None
    )
    if found is None:
        found = "xl/workbook.xml"
    if found not in package:
        raise refuse(kinds.DAMAGED, package.name, detail="缺少工作簿目录")
    return found


def _remarks(package: Package) -> tuple[str, ...]:
    lower = [name.casefold() for name in package.names]
    found = []
    if any(name.endswith("vbaproject.bin") for name in lower):
        found.append("macros")
    if any("externallinks/" in name and name.endswith(".xml") for name in lower):
        found.append("external_links")
    return tuple(found)


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Kind and target part by id, of the parts that `part` refers to."""
    folder, base = posixpath.split(part)
    where = posixpath.join(folder, "_rels", base + ".rels")
    found: dict[str, tuple[str, str]] = {}
    if where not in package:
        return found

    def start(name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "").replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        found[attributes.get("Id", "")] = (attributes.get("Type", ""), posixpath.normpath(path))

    walk(package.name, package.read(where), start)
    return found


class _Listing:
    """Names, states and relation ids of the sheets."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.epoch_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            self.sheets.append(
                (
                    attributes.get("name", ""),
                    _STATES.get(attributes.get("state", ""), "visible"),
                    attribute(attributes, "id") or "",
                )
            )
        elif name == "workbookPr":
            self.epoch_1904 = attributes.get("date1904") in ("1", "true")


def _target(parts: dict[str, tuple[str, str]], ending: str) -> str | None:
    return next((t for k, t in parts.values() if k.endswith(ending)), None)


def _strings(package: Package, parts: dict[str, tuple[str, str]]) -> list[str]:
    part = _target(parts, "/sharedStrings")
    if part is None or part not in package:
        return []
    found: list[str] = []
    pieces: list[str] = []
    inside = False
    phonetic = False

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside, phonetic
        if name == "si":
            pieces.clear()
        elif name == "t":
            inside = not phonetic
        elif name == "rPh":
            phonetic = True

    def end(name: str) -> None:
        nonlocal inside, phonetic
        if name == "t":
            inside = False
        elif name == "rPh":
            phonetic = False
        elif name == "si":
            found.append("".join(pieces)[: limits.CELL_TEXT])

    def data(text: str) -> None:
        if inside:
            pieces.append(text)

    walk(package.name, package.read(part), start, end, data)
    return found


def _formats(package: Package, parts: dict[str, tuple[str, str]]) -> list[str | None]:
    """Meaning of each cell style."""
    part = _target(parts, "/styles")
    if part is None or part not in package:
        return []
    codes: dict[int, str] = {}
    found: list[str | None] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == "numFmt":
            codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            number = int(attributes.get("numFmtId", "0"))
            found.append(styles.meaning(number, codes.get(number)))

    def end(name: str) -> None:
        nonlocal inside
        if name == "cellXfs":
            inside = False

    walk(package.name, package.read(part), start, end)
    return found


def _sheet(package: Package, context: _Context, title: str, state: str, part: str) -> Sheet:
    if part not in package:
        raise refuse(kinds.DAMAGED, context.file, detail=f"缺少工作表“{title}”的内容")
    if "worksheets" not in part.casefold() and "chartsheet" in part.casefold():
        return Sheet(title, (), (), state)
    comments = _comments(package, part)
    content = package.read(part)
    reader = _SheetReader(context, comments)
    try:
        quick = fast.cells(content, reader.content, context.formats)
    except (ValueError, LookupError):
        quick = None
    if quick is None:
        walk(context.file, content, reader.start, reader.end, reader.data)
    else:
        around = content.partition(b"<sheetData>")[0], content.rpartition(b"</sheetData>")[2]
        walk(context.file, around[0] + b"<sheetData/>" + around[1], reader.start, reader.end)
        reader.take(quick)
    return Sheet(title, reader.finished(), tuple(reader.merges), state)


def _comments(package: Package, part: str) -> dict[tuple[int, int], str]:
    where = _target(relations(package, part), "/comments")
    if where is None or where not in package:
        return {}
    found: dict[tuple[int, int], str] = {}
    pieces: list[str] = []
    at: tuple[int, int] | None = None
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal at, inside
        if name == "comment":
            at = parse_address(attributes.get("ref", ""))
            pieces.clear()
        elif name == "t":
            inside = True

    def end(name: str) -> None:
        nonlocal inside
        if name == "t":
            inside = False
        elif name == "comment" and at is not None:
            found[at] = "".join(pieces).strip()

    def data(text: str) -> None:
        if inside:
            pieces.append(text)

    walk(package.name, package.read(where), start, end, data)
    return found


@dataclass
class _SheetReader:
    """Handlers for one sheet; a cell is made when its element ends."""

    context: _Context
    comments: dict[tuple[int, int], str]
    merges: list[Area] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    _row: int = 0
    _col: int = 0
    _row_hidden: bool = False
    _hidden_cols: list[tuple[int, int]] = field(default_factory=list)
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
                self._hidden_cols.append((int(attributes["min"]), int(attributes["max"])))
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
            raise refuse(kinds.TOO_BIG, self.context.file, what="合并单元格数", limit=limits.MERGES)
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

    def take(self, cells: list[Cell]) -> None:
        """Cells that were read the quick way; columns and comments are known by now."""
        self.context.cells_left -= len(cells)
        if self.context.cells_left < 0:
            raise refuse(kinds.TOO_BIG, self.context.file, what="单元格数", limit=limits.CELLS)
        if not self._hidden_cols and not self.comments:
            self.cells = cells
            return
        hidden = {c for first, last in self._hidden_cols for c in range(first, last + 1)}
        for cell in cells:
            comment = self.comments.pop((cell.row, cell.col), None)
            if comment or cell.col in hidden:
                covered = cell.hidden or cell.col in hidden
                self.cells.append(cell._replace(hidden=covered, comment=comment))
            else:
                self.cells.append(cell)

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
        self.context.cells_left -= 1
        if self.context.cells_left < 0:
            raise refuse(kinds.TOO_BIG, self.context.file, what="单元格数", limit=limits.CELLS)
        hidden = self._row_hidden or any(a <= self._col <= b for a, b in self._hidden_cols)
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
                raise refuse(kinds.DAMAGED, self.context.file, detail="文字表与单元格不符")
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
