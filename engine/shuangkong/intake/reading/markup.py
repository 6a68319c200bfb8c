"""Tables in plain markup: HTML pages called .xls; by their first bytes also other kinds of XML."""

from ... import messages
from .book import Area, Book, Cell, Sheet
from .budget import Budget, What
from .html import Token, attributes, tokens
from .refuse import refuse
from .styles import raised
from .text import decode, unwrapped
from .xml import whole

#: rows or columns that one cell of a page goes over at most, as browsers
_WIDEST = 1000


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
    page = _Page(Budget(name))
    for kind, said, more in tokens(text, page.budget):
        page.take(kind, said, more)
    page.finish()
    return Book(name, sha256, "html", (Sheet("html", tuple(page.cells), tuple(page.merges)),))


class _Page:
    """The tables of a page, one under the other with a blank row between."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.cells: list[Cell] = []
        self.merges: list[Area] = []
        self._row = 0
        self._col = 0
        self._taken: set[tuple[int, int]] = set()
        self._span = (1, 1)
        self._text: list[str] | None = None
        self._raised = False

    def take(self, kind: Token, said: str, more: str) -> None:
        """A tag or a text of the page."""
        if kind is Token.TEXT:
            if self._text is not None:
                self._text.append(raised(said) if self._raised else said)
        elif kind is Token.START:
            self._start(said, more)
        elif said == "sup":
            self._raised = False
        elif said in ("td", "th", "tr", "table"):
            self.finish()

    def _start(self, tag: str, more: str) -> None:
        if tag == "table":
            self._row += bool(self.cells)
        elif tag == "tr":
            self.finish()
            self._row += 1
            self._col = 0
        elif tag in ("td", "th"):
            self.finish()
            named = attributes(more)
            self._span = _span(named.get("rowspan")), _span(named.get("colspan"))
            self._text = []
        elif tag == "sup":
            self._raised = True
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def finish(self) -> None:
        """The end of a cell, if one is open."""
        if self._text is None:
            return
        text, self._text = "".join(self._text).strip(), None
        self._col += 1
        while (self._row, self._col) in self._taken:
            self._col += 1
        down, across = self._span
        if (down, across) != (1, 1):
            last = self._row + down - 1, self._col + across - 1
            self.budget.take(What.MERGES)
            self.budget.take(What.WRITTEN, down * across)
            self.merges.append(Area(self._row, self._col, *last))
            for row in range(self._row, last[0] + 1):
                self._taken.update((row, col) for col in range(self._col, last[1] + 1))
        if text:
            merged = (down, across) != (1, 1)
            text = unwrapped(text)
            self.budget.cell(self._row, self._col, text)
            self.cells.append(Cell(self._row, self._col, "text", text, merged=merged))
        self._col += across - 1


def _span(text: str | None) -> int:
    return max(1, min(whole(text, 1), _WIDEST))
