"""What books of one design share, from a book that XlsxWriter writes once."""

import io
import re
import zipfile
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import fields, replace

from ...records import dataclass
from ...running.zips import Deflated, deflated
from ..book import Box, Chart, Filled, PrintedBook, PrintedSheet, Series, Shade, Style
from ..looks import TEXT
from ..xlsx import escaped, write_book
from .markup import Unfit, spelled
from .rules import RuleLook, learned, shared

_TITLE, _SUBJECT = "\ue001题名\ue001", "\ue001事由\ue001"
_SHEET = re.compile(
    r'(?P<head>.*)<dimension ref="[^"]*"/>(?P<views>.*)<sheetData(?:/>|>.*</sheetData>)'
    r"(?P<guard>.*?)(?P<rules>(?:<conditionalFormatting .*</conditionalFormatting>)?)"
    r"(?P<checks>(?:<dataValidations .*)?)"
    r"(?P<page><printOptions .*</headerFooter>)"
    r"(?:<drawing [^>]*/>)?(?:<legacyDrawing [^>]*/>)?(?P<rest>.*)</worksheet>",
    re.DOTALL,
)
_LOOK = re.compile(r' s="([0-9]+)"')
_ANCHOR = re.compile("<xdr:from>.*?</xdr:to>")
_SHAPE = re.compile('<v:shape id="_x0000_s([0-9]+)"')
_DRAWING = re.compile(r"xl/drawings/drawing([0-9]+)\.xml")
_BOXES = re.compile(r"xl/drawings/vmlDrawing([0-9]+)\.vml")
CORE, STRINGS = "docProps/core.xml", "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
#: parts that are written anew for each book
_OWN = re.compile(
    r"xl/worksheets/[^/]*|xl/charts/.*|xl/drawings/[^/]*|xl/comments.*|"
    + f"{CORE}|{STRINGS}|{STYLES}"
)
#: what of a sheet stands on its skeleton; the rest is its contents
_CONTENTS = {"cells", "merges", "heights", "breaks", "charts", "shades"}
_KEPT = tuple(f.name for f in fields(PrintedSheet) if f.name not in _CONTENTS)


@dataclass(frozen=True, slots=True)
class Frame:
    """A sheet's XML around its rows, merges, links and page breaks."""

    head: str
    views: str
    guard: str
    rules: Mapping[int, str]
    checks: str
    page: str
    rest: str


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Parts by name in the order of the file; those that are the same in all books packed."""

    order: tuple[str, ...]
    same: Mapping[str, Deflated]
    core: str
    frames: tuple[Frame, ...]
    #: XML around the anchors of charts, by number of the drawing
    drawings: Mapping[int, list[str]]
    #: XML before the first note, and the number of its shape, by number of the drawing
    boxes: Mapping[int, tuple[str, int]]

    def properties(self, book: PrintedBook) -> str:
        """The part with the properties of a book."""
        return self.core.replace(_TITLE, spelled(book.title)).replace(
            _SUBJECT, spelled(book.subject)
        )


def header(page: str, title: str) -> str:
    """The set-up of a printed page with the title of a book."""
    if "&" in title or any(c > "\uffff" for c in title):
        raise Unfit("a title that page headers take for commands")
    return page.replace(_TITLE, spelled(escaped(title)))


def key_of(book: PrintedBook, noted: Iterable[bool]) -> Hashable:
    """What a book shares with others of its design; `noted` says which sheets have notes."""
    sheets = tuple(
        (*(getattr(s, name) for name in _KEPT), shared(s.shades), len(s.charts), has_notes)
        for s, has_notes in zip(book.sheets, noted, strict=True)
    )
    return book.year, book.banner, tuple(book.names.items()), sheets


def skeleton_of(book: PrintedBook) -> Skeleton:
    """The skeleton of a book's design."""
    bare = replace(
        book,
        title=_TITLE,
        subject=_SUBJECT,
        sheets=tuple(_bare(sheet, n == 0) for n, sheet in enumerate(book.sheets)),
    )
    parts = _parts(bare)
    names = [n for n in parts if not n.startswith("xl/worksheets/_rels/")]
    pages = [parts[f"xl/worksheets/sheet{n}.xml"] for n in range(1, len(book.sheets) + 1)]
    return Skeleton(
        order=tuple(names),
        same={n: deflated(parts[n].encode("utf-8")) for n in names if not _OWN.fullmatch(n)},
        core=parts[CORE],
        frames=tuple(_frame(page) for page in pages),
        drawings={
            int(found[1]): _ANCHOR.split(parts[name])
            for name in names
            if (found := _DRAWING.fullmatch(name))
        },
        boxes={
            int(found[1]): _opening(parts[name])
            for name in names
            if (found := _BOXES.fullmatch(name))
        },
    )


def styles_of(styles: tuple[Style, ...], rules: tuple[RuleLook, ...], *, noted: bool) -> Deflated:
    """The part with these styles, numbered from 1, and what these rules give.

    `noted` says that the book has notes.
    """
    cells = [Filled(0, col, None, style) for col, style in enumerate(styles)]
    if noted:
        cells[0] = cells[0]._replace(comment=_TITLE)
    box = Box(0, 0, 0, 0)
    shades = tuple(Shade(box, r.kind, r.fill, _TITLE, r.colour, r.number) for r in rules)
    sheet = PrintedSheet(_TITLE, tuple(cells), shades=shades)
    parts = _parts(PrintedBook(_TITLE, _SUBJECT, 2000, (sheet,)))
    found = _LOOK.findall(parts["xl/worksheets/sheet1.xml"])
    if [int(n) for n in found] != list(range(1, len(styles) + 1)):
        raise Unfit("styles that XlsxWriter takes for one")
    return deflated(parts[STYLES].encode("utf-8"))


def _parts(book: PrintedBook) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(write_book(book))) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def _noted(sheet: PrintedSheet) -> bool:
    return any(cell.comment for cell in sheet.cells)


def _bare(sheet: PrintedSheet, first: bool) -> PrintedSheet:
    """A sheet without contents; a text on the first one, a note and charts if it has any."""
    cells = [Filled(0, 0, _TITLE, TEXT)] if first else []
    if _noted(sheet):
        cells.append(Filled(1, 0, None, TEXT, comment=_TITLE))
    box = Box(0, 0, 0, 0)
    chart = Chart("line", _TITLE, 0, 0, (Series(_TITLE, sheet.name, box, box, "000000"),))
    return replace(
        sheet,
        cells=tuple(cells),
        merges=(),
        heights={},
        breaks=(),
        charts=(chart,) * len(sheet.charts),
        shades=shared(sheet.shades),
    )


def _frame(page: str) -> Frame:
    found = _SHEET.fullmatch(page)
    if found is None:
        raise Unfit("a sheet of another form")
    around = found.groupdict()
    return Frame(rules=learned(around.pop("rules")), **around)


def _opening(boxes: str) -> tuple[str, int]:
    first = _SHAPE.search(boxes)
    if first is None:
        raise Unfit("notes of another form")
    return boxes[: first.start()], int(first[1])
