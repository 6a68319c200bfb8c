"""Excel workbooks (xlsx, xlsm): one pass over each sheet's XML, macros and links untouched."""

import posixpath

from .. import kinds
from . import fast, limits, styles
from .book import Book, Sheet, parse_address
from .package import Package
from .refuse import refuse
from .xlsx_sheet import SheetContext, SheetReader
from .xml import attribute, walk

_STATES = {"hidden": "hidden", "veryHidden": "very_hidden"}


def read(name: str, sha256: str, data: bytes) -> Book:
    """A workbook's cells. Raises IntakeError when it cannot be read safely."""
    package = Package(name, data)
    main = _main_part(package)
    listing = _Listing()
    walk(name, package.read(main), listing.start)
    if len(listing.sheets) > limits.SHEETS:
        raise refuse(kinds.TOO_BIG, name, what="工作表数", limit=limits.SHEETS)
    parts = relations(package, main)
    context = SheetContext(
        name, _strings(package, parts), _formats(package, parts), listing.epoch_1904
    )
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


def _sheet(package: Package, context: SheetContext, title: str, state: str, part: str) -> Sheet:
    if part not in package:
        raise refuse(kinds.DAMAGED, context.file, detail=f"缺少工作表“{title}”的内容")
    if "worksheets" not in part.casefold() and "chartsheet" in part.casefold():
        return Sheet(title, (), (), state)
    comments = _comments(package, part)
    content = package.read(part)
    reader = SheetReader(context, comments)
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
