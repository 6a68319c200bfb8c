"""Numbers of a sheet that were not taken, and figures that say the same: told, never dropped."""

from collections.abc import Sequence

from .. import messages
from ..vocabulary import Finding, Message, Place
from .cell_figures import options
from .file_reading import SheetReading
from .layouts import Layout
from .match import Matcher
from .reading import Book, Cell, Sheet, letters
from .state_cells import asked_states
from .tables.doubles import twice
from .tables.facts import Fact
from .tables.fills import DUST
from .tables.reading import NOTE, PLACEHOLDER, TOO_WIDE, UNPLACED, SheetFacts
from .tables.tags import Tag, is_year_as_date, tag
from .ways_out import named_in_title

NO_NUMBER = {
    Tag.ERROR: "公式出错",
    Tag.UNCALCULATED: "公式没有计算过",
    Tag.UNCLEAR: "不能确定是什么数",
}
TWO_UNITS = "单位与表头不符"
_LISTED = 8
#: how many names of figures are told where none of them is the plan's
_NAMED = 4


def left_out(book: Book, reading: SheetFacts, layout: Layout | None) -> list[Finding]:
    """Numbers that were left out of a sheet, by what they were left out as."""
    found: list[Finding] = []
    stray: list[Cell] = []
    dust: list[Cell] = []
    fills: dict[str, list[Cell]] = {}
    notes: dict[int, list[Cell]] = {}
    at = reading.sheet.at
    missing = layout.missing if layout is not None else ()
    for place, why in reading.left.items():
        cell = at[place]
        if why == PLACEHOLDER and cell.text.strip() not in missing:
            fills.setdefault(cell.text, []).append(cell)
        elif why == NOTE and cell.kind == "number" and tag(cell).tag is Tag.NUMBER:
            notes.setdefault(cell.col, []).append(cell)
        elif why == DUST:
            dust.append(cell)
        elif why in UNPLACED and why != PLACEHOLDER and _counts(cell, why, reading):
            stray.append(cell)
    for text, cells in fills.items():
        marks = tuple(book.place(reading.sheet, cell) for cell in cells)
        seen = text if len(cells) == 1 else f"{text}（{len(cells)} 格）"
        found.append(Finding.of(messages.PLACEHOLDER_VALUE, marks[0], seen=seen, marks=marks))
    if dust:
        found.append(_listed(messages.ROUNDING_LEFT, book, reading.sheet, dust))
    if stray:
        found.append(_listed(messages.STRAY_VALUE, book, reading.sheet, stray))
    for col, cells in notes.items():
        if {cell.text for cell in cells} <= {"0", "1"}:
            continue
        column = f"{letters(col)} 列"
        found.append(_listed(messages.NUMBERS_IN_NOTES, book, reading.sheet, cells, column=column))
    return found


def _counts(cell: Cell, why: str, reading: SheetFacts) -> bool:
    """Whether a cell is a number that somebody may miss; a lone year on a cover is none."""
    if why == TOO_WIDE or reading.facts:
        return True
    return tag(cell).tag is not Tag.YEARISH


def _listed(
    kind: Message, book: Book, sheet: Sheet, cells: Sequence[Cell], column: str = "", why: str = ""
) -> Finding:
    cells_ = "、".join(c.address for c in cells[:_LISTED]) + ("……" if cells[_LISTED:] else "")
    place = book.place(sheet, cells[0])
    return Finding.of(kind, place, count=len(cells), cells=cells_, column=column, why=why)


def years_as_dates(book: Book, reading: SheetFacts) -> list[Finding]:
    """Years that were typed into cells with a date format and so became days of 1905."""
    found = [cell for cell in reading.sheet.cells if is_year_as_date(cell)]
    if not found:
        return []
    listed = "、".join(cell.address for cell in found[:_LISTED]) + ("……" if found[_LISTED:] else "")
    place = book.place(reading.sheet, found[0])
    return [Finding.of(messages.YEAR_AS_DATE, place, seen=found[0].text, cells=listed)]


def numberless(book: Book, sheet: Sheet, facts: Sequence[Fact]) -> list[Finding]:
    """Cells that should hold a figure and hold none, of a table read without a plan."""
    cells = [fact.cell.cell for fact in facts if fact.number is None]
    return [_listed(messages.NO_NUMBER, book, sheet, cells)] if cells else []


def said_twice(book: Book, sheet: Sheet, facts: Sequence[Fact]) -> list[Finding]:
    """Figures that stand in several cells, or that must be asked about, without a plan."""
    found: list[Finding] = []
    asked: dict[str, list[Cell]] = {}
    for fact in facts:
        for ask in fact.asks:
            asked.setdefault(ask.partition("：")[0], []).append(fact.cell.cell)
    for why, cells in asked.items():
        found.append(_listed(messages.UNDECIDED, book, sheet, cells, why=why))
    groups = twice(facts)
    if groups:
        first = groups[0][0]
        name = "，".join(filter(None, (first.entity, first.indicator, first.period)))
        where = "、".join(fact.cell.cell.address for fact in groups[0][:4])
        place = book.place(sheet, first.cell.cell)
        marks = tuple(book.place(sheet, f.cell.cell) for group in groups[:50] for f in group)
        found.append(
            Finding.of(
                messages.SAME_TWICE, place, count=len(groups), name=name, where=where, marks=marks
            )
        )
    return found


def nothing_found(
    book: Book, sheets: Sequence[SheetReading], count: int, matcher: Matcher
) -> Finding:
    """That nothing of a file is the plan's, with the figures that were therefore not taken.

    Of the states that the file names it says which words they may have; of a title that names an
    indicator, and of figures of a month, what would take them.
    """
    cells = [(one.sheet, f.cell.cell) for one in sheets for f in one.facts]
    numbers, place = "", Place(book.name)
    if cells:
        listed = "、".join(cell.address for _, cell in cells[:_LISTED])
        more = "……" if cells[_LISTED:] else ""
        numbers = f"，其中有 {len(cells)} 个数（{listed}{more}）{_unwritten(sheets)}"
        place = book.place(*cells[0])
    numbers += _numberless_said(sheets)
    asked = [state for one in book.sheets for state in asked_states(one, matcher)]
    numbers += "".join(f"；“{one.name}”应填 {options(one)}" for one in dict.fromkeys(asked))
    numbers += named_in_title(sheets, matcher)
    seen = _called(sheets)
    return Finding.of(messages.NOTHING_FOUND, place, seen=seen, count=count, numbers=numbers)


def _unwritten(sheets: Sequence[SheetReading]) -> str:
    """What none of the figures has."""
    facts = [fact for one in sheets for fact in one.facts]
    gaps = (
        ("考核对象", all(fact.entity is None for fact in facts)),
        ("指标", not any(fact.names for fact in facts)),
        ("期间", all(fact.period is None for fact in facts)),
        ("计量单位", all(fact.unit is None for fact in facts)),
    )
    lacking = [what for what, is_gap in gaps if is_gap]
    return f"，都没有写明{'、'.join(lacking)}" if lacking else ""


def _numberless_said(sheets: Sequence[SheetReading]) -> str:
    """The cells that should hold a figure and hold none, by what they hold instead."""
    found: dict[str, list[str]] = {}
    for one in sheets:
        for place, why in one.left.items():
            if why in NO_NUMBER.values():
                found.setdefault(why, []).append(one.sheet.at[place].address)
    return "".join(
        f"，{why}的有 {len(cells)} 格（{'、'.join(cells[:_LISTED])}{'……' * bool(cells[_LISTED:])}）"
        for why, cells in found.items()
    )


def _called(sheets: Sequence[SheetReading]) -> str | None:
    """What the first figures of some sheets are called, for whom a plan knows none of them."""
    names = dict.fromkeys(f.indicator for one in sheets for f in one.facts if f.indicator)
    listed = "、".join(list(names)[:_NAMED])
    return listed + ("等" if len(names) > _NAMED else "") if names else None
