"""Figures whose font takes them back: struck through, or not to be seen; taken, and asked about."""

from collections.abc import Iterator
from functools import partial

from .. import messages
from ..declarations.bundle import Declarations
from ..errors import IntakeError
from ..vocabulary import Finding, Place
from .file_reading import FileReading
from .reading.barrier import guarded
from .reading.xlsx_fonts import odd_fonts


def asked_of_fonts(
    reading: FileReading, data: bytes, declarations: Declarations | None
) -> Iterator[Finding]:
    """A doubt for each figure of an xlsx that its font takes back."""
    observed = [sheet for sheet in reading.sheets if sheet.observed]
    if (
        declarations is None
        or reading.book is None
        or reading.book.format != "xlsx"
        or not observed
    ):
        return
    by_title = {sheet.sheet.name: sheet.observed for sheet in observed}
    found = guarded(reading.name, partial(odd_fonts, reading.name, data, by_title))
    for (title, cell), said in () if isinstance(found, IntakeError) else found.items():
        one = by_title[title].get(cell)
        if one is not None:
            yield Finding.of(
                messages.FONT_DOUBT,
                Place(reading.name, sheet=title, cell=cell),
                seen=one.raw,
                entity=one.entity,
                indicator=one.indicator,
                year=one.year,
                name=declarations.indicators[one.indicator].name,
                said=said,
            )
