"""The cells of a sheet, and the rows they make in XML."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from ..book import Content, LiveFormula, PrintedSheet, Style, address
from ..xlsx import LINK_LIMIT, ROW_PIXELS, cached, shown
from .markup import HEAD, Unfit, keeping, spelled, text

#: functions that stand in formulas as they are; XlsxWriter prefixes some others
_PLAIN_FUNCTIONS = frozenset(
    (
        *("ABS", "AND", "CHAR", "COUNT", "COUNTIF", "EXP", "IF", "IFERROR", "INT", "ISBLANK"),
        *("ISNUMBER", "LN", "MAX", "MIN", "NOT", "OR", "ROUND", "SUM", "SUMIF"),
    )
)
_CALL = re.compile(r"(\w+)\(")
_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
_BLANK = "/>"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#: XlsxWriter counts longer texts in UTF-16, and places notes near the edge of a sheet otherwise
_LONG, _LAST_ROW, _LAST_COL = 16_000, 1_000_000, 16_000
#: rows of so many share the `spans` attribute
_BLOCK = 16


#: a cell without its address: its look, what follows in XML, and its content
Laid = tuple[Style, str, Content]
Rows = dict[int, dict[int, Laid]]


class Strings:
    """The texts of a workbook, each stored once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._used = 0

    def rest(self, value: str) -> str:
        """What follows the style of a cell that holds a text; counts its use."""
        self._used += 1
        found = self._known.get(value)
        if found is None:
            if len(value) > _LONG or value.startswith("<r>"):
                raise Unfit("a text that XlsxWriter treats in its own way")
            found = self._known[value] = f' t="s"><v>{len(self._known)}</v></c>'
        return found

    def xml(self) -> str:
        """The part that holds them."""
        if not self._known:
            raise Unfit("no text at all")
        items = "".join(map(_item, self._known))
        counts = f'count="{self._used}" uniqueCount="{len(self._known)}"'
        return f'{HEAD}<sst xmlns="{_MAIN}" {counts}>{items}</sst>'


# cards of one design mostly hold the same texts
@lru_cache(maxsize=16_384)
def _item(value: str) -> str:
    said = spelled(value)
    return f"<si><t{keeping(said)}>{said}</t></si>"


class Looks:
    """Styles in the order of their first use; numbers count from 1."""

    def __init__(self) -> None:
        self._known: dict[Style, int] = {}
        #: by identity, which is found faster: most cells share the very same record
        self.seen: dict[int, str] = {}

    def index(self, style: Style) -> str:
        """The number of a style."""
        found = str(self._known.setdefault(style, len(self._known) + 1))
        self.seen[id(style)] = found
        return found

    def all(self) -> tuple[Style, ...]:
        """Every style used, in order."""
        return tuple(self._known)


def laid_out(sheet: PrintedSheet, strings: Strings) -> Rows:
    """The cells of a sheet by row and column; texts are numbered in the order of writing."""
    rows: Rows = {}
    for merge in sheet.merges:
        if merge.row > merge.last_row or merge.col > merge.last_col:
            raise Unfit("a merge that runs backwards")
        if (merge.row, merge.col) == (merge.last_row, merge.last_col):
            raise Unfit("a merge of one cell")
        across = range(merge.col, merge.last_col + 1)
        blanks: dict[int, Laid] = dict.fromkeys(across, (merge.style, _BLANK, None))
        for at in range(merge.row, merge.last_row + 1):
            row = rows.setdefault(at, {})
            if not row.keys().isdisjoint(across):
                raise Unfit("merges that overlap")
            row.update(blanks)
        first = _rest(merge.content, strings)
        rows[merge.row][merge.col] = (merge.style, first, merge.content)
    last = None
    for at, col, content, style, link, _ in sheet.cells:
        if link and len(link) < LINK_LIMIT:
            # XlsxWriter stores what a link shows even where a formula takes its place
            strings.rest(shown(content))
        if at != last:
            row, last = rows.setdefault(at, {}), at
        row[col] = (style, _rest(content, strings), content)
    return rows


def _rest(content: Content, strings: Strings) -> str:
    """A cell's XML after its style number."""
    if isinstance(content, str):
        return strings.rest(content)
    if content is None:
        return _BLANK
    if isinstance(content, LiveFormula):
        kind, value = _value(cached(content.value))
        return f"{kind}><f>{_formula(content.formula)}</f><v>{value}</v></c>"
    if isinstance(content, bool):
        return f' t="b"><v>{content:d}</v></c>'
    return f"><v>{number(content)}</v></c>"


def number(value: Decimal | int) -> str:
    """A number with the digits that spreadsheets keep."""
    digits = f"{float(value):.16G}"
    if "N" in digits:
        raise Unfit("not a number")
    return digits


# cards of one design mostly hold the same formulas
@lru_cache(maxsize=16_384)
def _formula(formula: str) -> str:
    if not _PLAIN_FUNCTIONS.issuperset(_CALL.findall(formula)) or formula.endswith("}"):
        raise Unfit("a function that is written otherwise than it reads")
    return text(formula)


def _value(value: float | str) -> tuple[str, object]:
    """Kind and text of a formula's value."""
    if isinstance(value, bool):
        return ' t="b"', int(value)
    if not isinstance(value, str):
        return "", value
    if not value:
        return "", ""
    return ' t="e"' if value in _ERRORS else ' t="str"', text(value)


class Extent(NamedTuple):
    """The rectangle of a sheet that is in use."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def ref(self) -> str:
        """It as a reference."""
        first, last = address(self.top, self.left), address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"


def extent(rows: Rows, heights: Mapping[int, int]) -> Extent | None:
    """What cells and rows with a height of their own take; these count from column A."""
    used = rows.keys() | heights.keys()
    if not used:
        return None
    left = 0 if heights else min(min(row) for row in rows.values())
    right = max((max(row) for row in rows.values()), default=0)
    found = Extent(min(used), left, max(used), right)
    if found.top < 0 or found.bottom > _LAST_ROW or found.right > _LAST_COL:
        raise Unfit("beyond the sheet")
    return found


def sheet_data(rows: Rows, heights: Mapping[int, int], looks: Looks, *, bars: bool) -> str:
    """The element that holds all rows; heights are in pixels.

    Where cells show bars, XlsxWriter writes each row as later versions of Excel do.
    """
    used = sorted(rows.keys() | heights.keys())
    if not used:
        return "<sheetData/>"
    spans = dict(_spans(rows))
    seen, number_of = looks.seen, looks.index
    names = _letters(max((max(cells) for cells in rows.values()), default=0))
    later = ' x14ac:dyDescent="0.25"' if bars else ""
    found = ["<sheetData>"]
    for at in used:
        block = spans.get(at // _BLOCK)
        height = heights.get(at, ROW_PIXELS)
        tall = "" if height == ROW_PIXELS else f' ht="{height * 0.75:.16g}" customHeight="1"'
        line = str(at + 1)
        opening = f'<row r="{line}"{block or ""}{tall}{later}'
        cells = rows.get(at)
        if cells is None:
            found.append(f"{opening}/>")
            continue
        found.append(f"{opening}>")
        found += [
            f'<c r="{names[col]}{line}" s="{seen.get(id(cell[0])) or number_of(cell[0])}"{cell[1]}'
            for col, cell in sorted(cells.items())
        ]
        found.append("</row>")
    found.append("</sheetData>")
    return "".join(found)


def _spans(rows: Rows) -> Iterator[tuple[int, str]]:
    """First and last column of each block of rows."""
    blocks: dict[int, list[int]] = {}
    for at, cells in rows.items():
        blocks.setdefault(at // _BLOCK, []).extend((min(cells), max(cells)))
    for block, ends in blocks.items():
        yield block, f' spans="{min(ends) + 1}:{max(ends) + 1}"'


@lru_cache
def _letters(last: int) -> tuple[str, ...]:
    """The letters of all columns up to one counted from 0."""
    return tuple(address(0, col)[:-1] for col in range(last + 1))
