"""Where the notes of a sheet stand: around its tables, of which rows each may speak, and in
columns of notes."""

from bisect import bisect_right
from collections.abc import Callable, Sequence

from .dittos import as_above
from .match import Matcher
from .note_sentences import is_led
from .note_subjects import ALL_ROWS, Known
from .notes import Notes, notes_of
from .qualified import says_who
from .reading import Cell
from .tables.reading import (
    FOOTNOTE,
    HEADER,
    LABEL,
    NOTE,
    OUTSIDE_TEXT,
    SECTION,
    TITLE,
    SheetFacts,
)  # fmt: skip
from .tables.table_block import TableBlock


def sheet_notes(reading: SheetFacts, matcher: Matcher) -> tuple[Notes, tuple[str, ...]]:
    """What columns of notes, and texts around the tables, say of figures; and what they, and the
    titles, say of the version of all."""

    def cells(*reasons: str) -> list[Cell]:
        return [reading.sheet.at[at] for at, why in reading.left.items() if why in reasons]

    # below all figures nothing is the heading of any
    last = max((fact.cell.row for fact in reading.facts), default=0)
    below: list[Cell] = cells(FOOTNOTE, OUTSIDE_TEXT)
    above: dict[str, list[Cell]] = {TITLE: [], SECTION: []}
    for why, kept in above.items():
        for cell in cells(why):
            (kept if cell.row < last and not is_led(cell.text) else below).append(cell)
    spoken_of = _reach(reading.blocks)
    around = [(cell, True, spoken_of(cell.row)) for kept in above.values() for cell in kept]
    around += [(cell, False, spoken_of(cell.row)) for cell in below]
    heads = {cell.col: cell.text for cell in cells(HEADER)}
    remarks = [(cell, says_who(heads.get(cell.col, ""))) for cell in remarks_of(reading)]
    signed = (cells(LABEL), cells(HEADER))
    notes, of_all = notes_of(around, remarks, signed, lambda: Known(reading.facts, matcher))
    return notes, (*(cell.text for cell in above[TITLE]), *of_all)


def _reach(blocks: Sequence[TableBlock]) -> Callable[[int], tuple[int, int]]:
    """From which row on, and before which, a text in a row may speak of figures: over a table with
    a title of those of that table, under one not of those that come after it with one."""
    own = {row: block.titles[0] for block in blocks for row in block.titles}
    titled = sorted(set(own.values()))
    ended = min((block.rows[-1] for block in blocks if block.rows), default=ALL_ROWS[1])

    def spoken_of(row: int) -> tuple[int, int]:
        after = bisect_right(titled, row)
        until = titled[after] if after < len(titled) else ALL_ROWS[1]
        if row in own:
            return own[row], until
        return (0, until) if row > ended else ALL_ROWS

    return spoken_of


def remarks_of(reading: SheetFacts) -> list[Cell]:
    """The cells of columns of notes; 〃 says again what the one above it says."""
    cells = [reading.sheet.at[at] for at, why in reading.left.items() if why == NOTE]
    above = as_above(cells)
    return [
        cell._replace(text=above[cell.row, cell.col].text)
        if (cell.row, cell.col) in above
        else cell
        for cell in cells
    ]
