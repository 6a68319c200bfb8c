"""Rows of a filled table as text of its sheet: most have nothing but words and figures in cells.

openpyxl makes a record of every cell and writes them one by one, which takes most of the time of
a table of a province. It still writes every row that has more: formulas, links, notes, dates,
rich text, merged cells; all beside the rows; and everything where its version was never tested
with this (`fast.fence`).
"""

import re
from collections.abc import Mapping, Sequence
from copy import copy
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from ...records import dataclass
from ..fast import TABLES, tested
from .heights import fitted
from .layout import Page
from .said import Content, Line, Pattern, content

_OWN = re.compile(rb'<row r="(\d+)"[^>]*?(?:/>|>.*?</row>)', re.DOTALL)
_RETURN = {"\r": "&#13;"}
_BEGIN, _END = b"<sheetData>", b"</sheetData>"


@dataclass(frozen=True, slots=True)
class _Column:
    """A cell of such a row: its pattern, its column's number and letters, whether it wraps."""

    pattern: Pattern
    number: int
    letters: str
    wraps: bool


class Rows:
    """Writes the rows of one sheet that are written as text; `texts` has them by number."""

    def __init__(
        self,
        sheet: Any,
        page: Page,
        patterns: Mapping[int, Sequence[Pattern]],
        heights: Mapping[int, Any],
        widths: Mapping[object, float],
        merged: Sequence[tuple[int, int, int, int]],
    ) -> None:
        """`patterns`, `heights` and `merged` are the template's cells and dimensions by row, and
        its merged areas."""
        self.texts: dict[int, str] = {}
        self._sheet, self._page = sheet, page
        self._heights, self._widths = heights, widths
        shared = {row for top, _, bottom, _ in merged for row in range(top, bottom + 1)}
        self._columns = {
            row: [_column(pattern) for pattern in cells]
            for row, cells in patterns.items()
            if row not in shared
            and not _is_grouped(heights.get(row))
            and all(map(_is_plain, cells))
        }
        self._looks: dict[tuple[int, int, str | None, bool | None], str] = {}
        self._beginnings: dict[tuple[int, float | None], str] = {}

    def holds(self, row: int) -> bool:
        """Whether a row of the template is written as text."""
        return row in self._columns and tested(TABLES)

    def write(self, at: int, line: Line) -> None:
        """Write one row at its place.

        Raises:
            DocumentError: a placeholder cannot be filled.
        """
        cells: list[str] = []
        words: list[tuple[int, str, bool]] = []
        for column in self._columns[line.row]:
            pattern = column.pattern
            if pattern.text is None:
                told = Content(pattern.cell.value)
            else:
                told = content(pattern.text, pattern, line, self._page)
                if column.wraps and type(told.value) is str:
                    words.append((column.number, told.value, True))
            look = self._look(column, told)
            if told.value is not None:
                cells.append(f'<c r="{column.letters}{at}"{look}{_held(told.value)}</c>')
            elif look:
                cells.append(f'<c r="{column.letters}{at}"{look}/>')
        known = self._heights.get(line.row)
        height = fitted(None if known is None else known.height, line.row, words, self._widths)
        self.texts[at] = f'<row r="{at}"{self._begun(line.row, height)}>{"".join(cells)}</row>'

    def _look(self, column: _Column, told: Content) -> str:
        """The style of a cell as it is referred to; nothing for one that has none."""
        cell = column.pattern.cell
        key = (cell.row, column.number, told.number_format, told.quoted)
        known = self._looks.get(key)
        if known is None:
            known = self._looks[key] = self._new_look(cell, told)
        return known

    def _new_look(self, cell: Any, told: Content) -> str:
        from openpyxl.cell.cell import Cell

        styled = Cell(self._sheet, row=1, column=1)
        if cell.has_style:
            styled._style = cell._style
        if told.number_format is not None or told.quoted is not None:
            restyle(styled, told)
        return f' s="{styled.style_id}"' if styled.has_style else ""

    def _begun(self, row: int, height: float | None) -> str:
        """What the tag of a row says beside its number."""
        from openpyxl.worksheet.dimensions import RowDimension

        known = self._beginnings.get((row, height))
        if known is None:
            kept = self._heights.get(row)
            kept = RowDimension(self._sheet) if kept is None else copy(kept)
            kept.height = height
            known = "".join(f' {name}="{value}"' for name, value in dict(kept).items())
            self._beginnings[row, height] = known
        return known


def restyle(cell: Any, told: Content) -> None:
    """Give a cell the look that what it holds asks for beside the template's."""
    cell._style = copy(cell._style)
    if told.number_format is not None:
        cell.number_format = told.number_format
    if told.quoted is not None:
        cell.quotePrefix = told.quoted


def spliced(part: bytes, texts: Mapping[int, str]) -> bytes:
    """A sheet as openpyxl wrote it, with the rows that were written as text at their places."""
    if not texts:
        return part
    before, _, rest = part.partition(_BEGIN)
    own, _, after = rest.partition(_END)
    rows = {int(found[1]): found[0] for found in _OWN.finditer(own)}
    rows |= {at: text.encode("utf-8") for at, text in texts.items()}
    return b"".join((before, _BEGIN, *(rows[at] for at in sorted(rows)), _END, after))


def _is_plain(pattern: Pattern) -> bool:
    """Whether a cell has nothing but words, a figure or a look."""
    cell = pattern.cell
    words = type(cell.value) is str and cell.data_type == "s"
    said = pattern.text is not None or cell.value is None or words
    return said and not cell.hyperlink and not cell.comment


def _is_grouped(row: Any) -> bool:
    """Whether a row belongs to a group, of which the sheet says how deep they are."""
    return row is not None and bool(row.outlineLevel)


def _column(pattern: Pattern) -> _Column:
    cell = pattern.cell
    return _Column(pattern, cell.column, cell.column_letter, bool(cell.alignment.wrap_text))


@lru_cache(maxsize=16_384)
def _held(value: Any) -> str:
    """What stands in a cell, from the rest of its tag to its end."""
    from openpyxl.compat import safe_string

    if type(value) is not str:
        return f' t="n"><v>{safe_string(value)}</v>'
    space = ' xml:space="preserve"' if value != value.strip() else ""
    return f' t="inlineStr"><is><t{space}>{escape(value, _RETURN)}</t></is>'
