"""What each cell of a sheet is on its face: a number, a period, a missing mark, words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from ...records import dataclass
from ..parts_of_year import part_of_year
from ..periods import period_of, span_of_years
from ..reading import UNCLEAR, Area, Cell, Sheet
from ..reading.book import is_decimal
from ..reading.decimal_commas import are_decimal, may_be_decimal
from ..values import CellSort, CellValue, falls, parse, rises
from ..words import unit_of


class Tag(StrEnum):
    """What a cell is on its face, before its place in a table is known."""

    NUMBER = "number"
    YEARISH = "yearish"  #: a bare number that could be a year as well as a value
    PERIOD = "period"  #: 2019年, 2019年上半年
    MISSING = "missing"
    TINY = "tiny"
    UNCLEAR = "unclear"
    ERROR = "error"
    UNCALCULATED = "uncalculated"
    STATE = "state"  #: a word that is a state of an indicator named for it
    TEXT = "text"


#: tags that stand where a value is expected
VALUES = frozenset(
    (
        *(Tag.NUMBER, Tag.YEARISH, Tag.MISSING, Tag.TINY, Tag.UNCLEAR, Tag.ERROR),
        *(Tag.UNCALCULATED, Tag.STATE),
    )
)
#: tags that make a row a row of data
FIGURES = frozenset((Tag.NUMBER, Tag.ERROR, Tag.UNCALCULATED, Tag.UNCLEAR, Tag.STATE))
_SORTS = {
    CellSort.NUMBER: Tag.NUMBER,
    CellSort.MISSING: Tag.MISSING,
    CellSort.TINY: Tag.TINY,
    CellSort.UNCLEAR: Tag.UNCLEAR,
    CellSort.TEXT: Tag.TEXT,
}
_MERGED_CELLS = 500_000
_RANGE = re.compile(
    r"[+-]?[0-9][0-9 ,]*(?:\.[0-9]+)?%?(?:[~～]|-{1,2}|—|–|至|到)"
    r"[0-9][0-9 ,]*(?:\.[0-9]+)?(?P<rest>.*)\Z"
)
#: a number that `parse` cannot take for anything else: neither a year nor a month, no marks
_DECIMAL = re.compile(r"-?(?!19|20)(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?\Z", re.ASCII)
#: what spreadsheets write for a formula that failed; in a csv it is left as a text
_FAILED = re.compile(
    r"#(?:N/A|VALUE!|REF!|DIV/0!|NUM!|NAME\?|NULL!|SPILL!|CALC!|GETTING_DATA)\Z", re.IGNORECASE
)
#: days on which yearly figures are dated
_YEAR_ENDS = ("-12-31", "-01-01")
#: in which years the days numbered 1990 to 2100 lie, counted from 1900 and from 1904
_DAYS_OF_YEARS = ("1905", "1909")
_TIME_UNITS = frozenset(("年", "月", "日", "天", "度", "位", "倍", "次"))


@dataclass(frozen=True, slots=True)
class Tagged:
    """A cell with its tag and, where it has one, its value and period."""

    cell: Cell
    tag: Tag
    value: CellValue
    period: str | None = None

    @property
    def row(self) -> int:
        return self.cell.row

    @property
    def col(self) -> int:
        return self.cell.col

    @property
    def text(self) -> str:
        return self.cell.text


class Tags:
    """The tagged cells of one sheet; merged areas answer for all their cells.

    `states` are the places of words that stand where figures do.
    """

    def __init__(self, sheet: Sheet, states: frozenset[tuple[int, int]] = frozenset()) -> None:
        self.sheet, self.states = sheet, states
        known: dict[tuple[str, str], Tagged] = {}
        seen = {(c.row, c.col): _tagged(c, known) for c in sheet.cells if not _blank(c)}
        at = _triangles_asked(_commas_asked(seen))
        stated = {place: replace(at[place], tag=Tag.STATE) for place in states}
        self.at: Mapping[tuple[int, int], Tagged] = at | _year_ends(at) | stated

    def of(self, cells: Iterable[Cell]) -> "Tags":
        """The same sheet with some of its cells only."""
        kept = tuple(cells)
        states = self.states & {(cell.row, cell.col) for cell in kept}
        return Tags(replace(self.sheet, cells=kept), states)

    @cached_property
    def rows(self) -> dict[int, list[Tagged]]:
        """Tagged cells by row, left to right."""
        found: dict[int, list[Tagged]] = {}
        for item in self.at.values():
            found.setdefault(item.row, []).append(item)
        return found

    @cached_property
    def merged_from(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Anchor of the merged area that a covered cell lies in; huge areas are left out."""
        found: dict[tuple[int, int], tuple[int, int]] = {}
        budget = _MERGED_CELLS
        for area in self.sheet.merges:
            size = (area.bottom - area.top + 1) * (area.right - area.left + 1)
            if size > 20_000 or size > budget or (area.top, area.left) not in self.at:
                continue
            budget -= size
            for row in range(area.top, area.bottom + 1):
                for col in range(area.left, area.right + 1):
                    found[row, col] = (area.top, area.left)
        return found

    def seen(self, row: int, col: int) -> Tagged | None:
        """What a reader sees at a place, through merged areas."""
        found = self.at.get((row, col))
        if found is None and (row, col) in self.merged_from:
            found = self.at.get(self.merged_from[row, col])
        return found

    def width(self, item: Tagged) -> int:
        """How many columns a cell spans."""
        area = self.areas.get((item.row, item.col))
        return area.right - area.left + 1 if area else 1

    @cached_property
    def areas(self) -> dict[tuple[int, int], Area]:
        """Merged areas by their first cell."""
        return {(area.top, area.left): area for area in self.sheet.merges}


def _commas_asked(at: dict[tuple[int, int], Tagged]) -> dict[tuple[int, int], Tagged]:
    """Numbers such as 32,545 are unclear where other commas of the sheet stand for the point."""
    typed = {place: i.text for place, i in at.items() if i.cell.kind == "text" and i.tag in FIGURES}
    if not are_decimal(typed.values()):
        return at
    unclear = CellValue(CellSort.UNCLEAR)
    asked = {place: at[place] for place, text in typed.items() if may_be_decimal(text)}
    return at | {p: replace(i, tag=Tag.UNCLEAR, value=unclear) for p, i in asked.items()}


def _triangles_asked(at: dict[tuple[int, int], Tagged]) -> dict[tuple[int, int], Tagged]:
    """▲3.1 is a rise where others of the sheet fall with ▼; by itself it is as well what account
    books write for less than nothing."""
    led = {place: item for place, item in at.items() if item.tag is Tag.NUMBER and rises(item.text)}
    if not led or any(falls(item.text) for item in at.values()):
        return at
    unclear = CellValue(CellSort.UNCLEAR)
    return at | {p: replace(i, tag=Tag.UNCLEAR, value=unclear) for p, i in led.items()}


def _year_ends(at: Mapping[tuple[int, int], Tagged]) -> dict[tuple[int, int], Tagged]:
    """Dates that stand for years: all dates of the sheet are the last, or first, of a year."""
    dated = {place: item for place, item in at.items() if item.cell.kind == "date"}
    ends = {item.text[4:10] for item in dated.values()}
    years = {item.text[:4] for item in dated.values()}
    if len(ends) != 1 or len(years) < 2 or not ends <= set(_YEAR_ENDS):
        return {}
    return {
        place: replace(item, tag=Tag.PERIOD, period=item.text[:4]) for place, item in dated.items()
    }


def _blank(cell: Cell) -> bool:
    return cell.kind == "blank" or (
        cell.kind == "text" and not cell.text.strip("\u200b\ufeff \t\r\n\u3000\xa0")
    )


def is_year_as_date(cell: Cell) -> bool:
    """Whether a date is the day whose number is a year of ours: 2019 under a date format."""
    return cell.kind == "date" and cell.text[:4] in _DAYS_OF_YEARS


def _tagged(cell: Cell, known: dict[tuple[str, str], Tagged]) -> Tagged:
    """`tag`, told once for all cells of a sheet that hold the same."""
    same = known.get((cell.kind, cell.text))
    if same is None:
        same = known[cell.kind, cell.text] = tag(cell)
        return same
    return Tagged(cell, same.tag, same.value, same.period)


def tag(cell: Cell) -> Tagged:
    """A cell's tag by its own content alone."""
    if cell.kind == "error" or (cell.kind == "text" and _FAILED.match(cell.text.strip())):
        return Tagged(cell, Tag.ERROR, CellValue(CellSort.MISSING))
    if cell.kind == "blank_formula":
        return Tagged(cell, Tag.UNCALCULATED, CellValue(CellSort.MISSING))
    if cell.kind in ("date", "bool"):
        dated = cell.kind == "date" and not is_year_as_date(cell)
        period = period_of(cell.text[:7]) if dated else None
        return Tagged(cell, Tag.PERIOD if period else Tag.TEXT, CellValue(CellSort.TEXT), period)
    if cell.kind == UNCLEAR:
        return Tagged(cell, Tag.UNCLEAR, CellValue(CellSort.UNCLEAR))
    if cell.kind == "number" and is_decimal(cell.text):
        return _plain_number(cell)
    if _DECIMAL.match(cell.text):
        return Tagged(cell, Tag.NUMBER, CellValue(CellSort.NUMBER, Decimal(cell.text)))
    value = parse(cell.text)
    period = period_of(cell.text)
    if period and value.sort is CellSort.NUMBER and value.unit is None:
        return Tagged(cell, Tag.YEARISH, value, period)
    if period:
        return Tagged(cell, Tag.PERIOD, value, period)
    if value.sort is CellSort.NUMBER and value.unit in _TIME_UNITS:
        return Tagged(cell, Tag.TEXT, CellValue(CellSort.TEXT))
    if value.sort is CellSort.UNCLEAR and (span_of_years(cell.text) or "续" in cell.text):
        return Tagged(cell, Tag.TEXT, CellValue(CellSort.TEXT))
    if value.sort is CellSort.TEXT and _is_range(cell.text):
        return Tagged(cell, Tag.UNCLEAR, CellValue(CellSort.UNCLEAR))
    return Tagged(cell, _SORTS[value.sort], value)


def _is_range(text: str) -> bool:
    """Whether a text is two numbers with at most a unit after them: 8 000～12 000 千焦/千克."""
    match = _RANGE.match(text.strip())
    if match is None or period_of(text) or span_of_years(text) or part_of_year(text):
        return False
    rest = match["rest"].strip()
    return not rest or unit_of(rest) is not None


def _plain_number(cell: Cell) -> Tagged:
    """A cell that holds a number and nothing else; a whole number may be a year."""
    value = CellValue(CellSort.NUMBER, Decimal(cell.text))
    if len(cell.text) == 4 and cell.text[:2] in ("19", "20"):
        return Tagged(cell, Tag.YEARISH, value, cell.text)
    return Tagged(cell, Tag.NUMBER, value)
