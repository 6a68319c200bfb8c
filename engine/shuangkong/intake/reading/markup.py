"""Tables in plain markup: HTML pages called .xls; by their first bytes also other kinds of XML."""

from html.parser import HTMLParser

from ... import messages
from . import limits
from .book import Area, Book, Cell, Sheet
from .refuse import refuse
from .styles import raised
from .text import decode, unwrapped
from .xml import whole


def read(name: str, sha256: str, data: bytes) -> Book:
    """Cells of an HTML page's tables, or of an Excel 2003 XML workbook.

    Raises IntakeError when it holds neither.
    """
    if b"urn:schemas-microsoft-com:office:spreadsheet" in data[:4000]:
        from . import xml2003

        return xml2003.read(name, sha256, data)
    if b"urn:oasis:names:tc:opendocument" in data[:4000]:
        from . import ods

        return ods.read_flat(name, sha256, data)
    text, _ = decode(name, data)
    if "<table" not in text.casefold():
        raise refuse(messages.UNKNOWN_FORMAT, name, detail="是网页或标记文本，其中没有表格")
    page = _Page(name)
    page.feed(text)
    page.close()
    return Book(name, sha256, "html", (Sheet("html", tuple(page.cells), tuple(page.merges)),))


class _Page(HTMLParser):
    """The tables of a page, one under the other with a blank row between."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self._name = name
        self.cells: list[Cell] = []
        self.merges: list[Area] = []
        self._row = 0
        self._col = 0
        self._taken: set[tuple[int, int]] = set()
        self._span = (1, 1)
        self._text: list[str] | None = None
        self._raised = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._row += bool(self.cells)
        elif tag == "tr":
            self._finish()
            self._row += 1
            self._col = 0
        elif tag in ("td", "th"):
            self._finish()
            named = dict(attrs)
            self._span = _span(named.get("rowspan")), _span(named.get("colspan"))
            self._text = []
        elif tag == "sup":
            self._raised = True
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "sup":
            self._raised = False
        elif tag in ("td", "th", "tr", "table"):
            self._finish()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(raised(data) if self._raised else data)

    def _finish(self) -> None:
        if self._text is None:
            return
        text, self._text = "".join(self._text).strip(), None
        self._col += 1
        while (self._row, self._col) in self._taken:
            self._col += 1
        down, across = self._span
        if len(self._taken) + len(self.cells) > limits.CELLS or len(self.merges) > limits.MERGES:
            raise refuse(messages.TOO_BIG, self._name, what="单元格数", limit=limits.CELLS)
        if (down, across) != (1, 1):
            last = self._row + down - 1, self._col + across - 1
            self.merges.append(Area(self._row, self._col, *last))
            for row in range(self._row, last[0] + 1):
                self._taken.update((row, col) for col in range(self._col, last[1] + 1))
        if text:
            merged = (down, across) != (1, 1)
            self.cells.append(Cell(self._row, self._col, "text", unwrapped(text), merged=merged))
        self._col += across - 1


def _span(text: str | None) -> int:
    return max(1, min(whole(text, 1), 1000))
