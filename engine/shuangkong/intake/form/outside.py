"""What somebody wrote over, under or beside a form: nobody asks for it, and nothing reads it."""

from collections.abc import Iterable, Iterator

from ... import messages
from ...records import dataclass
from ...vocabulary import Finding, Message, Place
from ..periods import moment_in
from ..reading import Cell, Sheet, parse_address
from .fixed import HEAD
from .layout import HEADER_ROW
from .metadata import MappedCell, Metadata
from .signature import NUMBER_ROW

#: what stands where no figure is asked for
_DASH = "—"


@dataclass(frozen=True, slots=True)
class FormFrame:
    """How far a form reaches: its last row and last column, and the rows of those who sign;
    `head` are its own cells over the headers."""

    sheet: str
    last: int
    right: int
    signed: frozenset[int]
    head: frozenset[tuple[int, int]]

    def holds(self, row: int, col: int) -> bool:
        """Whether a cell is the form's own."""
        if row < HEADER_ROW:
            return (row, col) in self.head
        return (row <= self.last or row in self.signed) and col <= self.right


def frame_of(metadata: Metadata) -> FormFrame | None:
    """The frame of a form; None for other workbooks of ours."""
    inputs = [c for c in metadata.cells if moment_in(c.year) is not None]
    if metadata.role != "form" or not inputs:
        return None
    years = [c for c in metadata.cells if c.year == "@column"]
    columns = {col for _, col in _places([*years, *inputs])}
    # after the years stand notes, remarks and results, and a hidden helper for each year
    right = max(columns) + 3 + len(columns)
    signed = _places(c for c in metadata.cells if c.indicator == "@signature")
    return FormFrame(
        inputs[0].sheet,
        max(at[0] for at in _places(inputs)),
        right,
        frozenset(row for row, _ in signed),
        frozenset((*HEAD, (NUMBER_ROW, max(columns) + 1))),
    )


def _places(cells: Iterable[MappedCell]) -> list[tuple[int, int]]:
    return [at for c in cells if (at := parse_address(c.address)) is not None]


def written_outside(
    frame: FormFrame, sheet: Sheet, file: str, entity: str, said: frozenset[str]
) -> Iterator[Finding]:
    """One finding for all numbers out there and one for all words, but for the cells of which
    something is `said` already."""
    cells = [
        cell
        for cell in sheet.cells
        if cell.text.strip() and not frame.holds(cell.row, cell.col) and cell.address not in said
    ]
    numbers = [cell for cell in cells if cell.kind == "number"]
    words = [cell for cell in cells if cell.kind != "number"]
    for kind, some in ((messages.NUMBERS_BESIDE, numbers), (messages.WORDS_BESIDE, words)):
        if some:
            yield _found(kind, some, Place(file, sheet=sheet.name), entity)


def typed_over(
    frame: FormFrame, sheet: Sheet, metadata: Metadata, file: str, entity: str
) -> Iterator[Finding]:
    """One finding for each cell of the table that was not to be filled in and holds words instead
    of its formula or its dash.

    A file whose formulas are all gone was saved by a program that keeps none: nobody typed there.
    """
    rows = {at[0]: at[1] for at in _places(c for c in metadata.cells if c.indicator == "@remark")}
    figures = {at[1] for at in _places(c for c in metadata.cells if moment_in(c.year) is not None)}
    known = {parse_address(c.address) for c in metadata.cells}
    live = [c for c in sheet.cells if c.row in rows and rows[c.row] < c.col <= frame.right]
    dashes = [
        c
        for c in sheet.cells
        if c.row in rows and c.col in figures and (c.row, c.col) not in known
        and c.kind != "number" and c.text.strip() != _DASH
    ]  # fmt: skip
    if not any(cell.formula is not None for cell in live):
        live = []
    for cells, expected in ((live, "自查的公式"), (dashes, _DASH)):
        for cell in cells:
            if cell.formula is None and cell.text.strip():
                where = Place(file, sheet=sheet.name, cell=cell.address)
                yield Finding.of(
                    messages.LOCKED_CHANGED, where, seen=cell.text, expected=expected, entity=entity
                )


def _found(kind: Message, cells: list[Cell], where: Place, entity: str) -> Finding:
    marks = tuple(Place(where.file, sheet=where.sheet, cell=cell.address) for cell in cells)
    return Finding.of(
        kind, marks[0], seen=cells[0].text, marks=marks, entity=entity, count=len(cells)
    )
