"""Comments on cells whose figures were taken: they may be meant to change what was read."""

import re
from collections.abc import Iterator, Sequence

from .. import messages
from ..text import shortened
from ..vocabulary import Finding, Place, Severity
from .file_reading import FileReading, SheetReading
from .reading import address
from .reading.columns import frame_of

#: what a marked copy says of a cell, which stands there until somebody takes it away
_OURS = re.compile(rf"【(?:{'|'.join(one.chinese for one in Severity)})】[^\n]*\n怎样改正：[^\n]*")
#: so many stretches of cells are named, and so many cells marked
_LISTED, _MARKED = 4, 50


def commented(reading: FileReading) -> Iterator[Finding]:
    """A hint for each comment on cells whose figures were taken."""
    for sheet in reading.sheets:
        if sheet.facts or sheet.observed:
            yield from _on_sheet(reading, sheet)


def _on_sheet(reading: FileReading, sheet: SheetReading) -> Iterator[Finding]:
    """One finding for one comment and entity, whatever number of cells have it."""
    frame = frame_of(sheet.sheet.cells)
    cells = frame.select("row", "col", "address", "comment").drop_nulls("comment")
    if cells.is_empty():
        return
    taken = {*sheet.observed, *(fact.cell.cell.address for fact in sheet.facts)}
    groups: dict[tuple[str, str | None], list[tuple[int, int, str]]] = {}
    for row, col, at, comment in cells.iter_rows():
        said = " ".join(_OURS.sub("", comment).split()) if at in taken else ""
        if said:
            one = sheet.observed.get(at)
            groups.setdefault((said, one.entity if one else reading.entity), []).append(
                (col, row, at)
            )
    for (said, entity), places in groups.items():
        about = {sheet.observed[at].indicator for _, _, at in places if at in sheet.observed}
        marks = [Place(reading.name, sheet=sheet.sheet.name, cell=at) for _, _, at in places]
        yield Finding.of(
            messages.COMMENTED,
            marks[0],
            where=_where([(row, col) for col, row, _ in sorted(places)]),
            seen=shortened(said),
            entity=entity,
            indicator=about.pop() if len(about) == 1 else None,
            marks=tuple(marks[:_MARKED]) if marks[1:] else (),
        )


def _where(places: Sequence[tuple[int, int]]) -> str:
    """Cells in words, column by column, those under each other as a stretch: 这 6 格（B2:B7）."""
    if len(places) == 1:
        return "这一格"
    stretches: list[list[tuple[int, int]]] = []
    for row, col in places:
        if stretches and (row - 1, col) == stretches[-1][1]:
            stretches[-1][1] = (row, col)
        else:
            stretches.append([(row, col), (row, col)])
    named = [
        address(*first) if first == last else f"{address(*first)}:{address(*last)}"
        for first, last in stretches[:_LISTED]
    ]
    return f"这 {len(places)} 格（{'、'.join(named)}{'……' * bool(stretches[_LISTED:])}）"
