"""Comments on cells whose figures were taken: they may be meant to change what was read."""

import re
from collections.abc import Iterator

from .. import messages
from ..text import shortened
from ..vocabulary import Finding, Place, Severity
from .file_reading import FileReading, SheetReading
from .reading.columns import frame_of

#: what a marked copy says of a cell, which stands there until somebody takes it away
_OURS = re.compile(rf"【(?:{'|'.join(one.chinese for one in Severity)})】[^\n]*\n怎样改正：[^\n]*")


def commented(reading: FileReading) -> Iterator[Finding]:
    """A hint for each comment on a cell whose figure was taken."""
    for sheet in reading.sheets:
        if sheet.facts or sheet.observed:
            yield from _on_sheet(reading, sheet)


def _on_sheet(reading: FileReading, sheet: SheetReading) -> Iterator[Finding]:
    cells = frame_of(sheet.sheet.cells).select("address", "comment").drop_nulls("comment")
    if cells.is_empty():
        return
    taken = {*sheet.observed, *(fact.cell.cell.address for fact in sheet.facts)}
    for address, comment in cells.iter_rows():
        said = " ".join(_OURS.sub("", comment).split())
        if address not in taken or not said:
            continue
        one = sheet.observed.get(address)
        yield Finding.of(
            messages.COMMENTED,
            Place(reading.name, sheet=sheet.sheet.name, cell=address),
            seen=shortened(said),
            entity=one.entity if one else reading.entity,
            indicator=one.indicator if one else None,
        )
