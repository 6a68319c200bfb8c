"""Figures whose font takes them back: struck through, or not to be seen; taken, and asked about."""

from collections.abc import Iterator
from functools import partial

from .. import messages
from ..declarations.bundle import Declarations
from ..errors import IntakeError
from ..vocabulary import Finding, Place
from .file_reading import FileReading
from .reading import address
from .reading.barrier import guarded
from .reading.xlsx_fonts import odd_fonts


def asked_of_fonts(
    reading: FileReading, data: bytes, declarations: Declarations | None
) -> Iterator[Finding]:
    """A doubt for each figure that its font takes back, as far as the file's kind tells fonts."""
    observed = [sheet for sheet in reading.sheets if sheet.observed]
    if declarations is None or reading.book is None or not observed:
        return
    by_title = {sheet.sheet.name: sheet.observed for sheet in observed}
    found: dict[tuple[str, str], str] | IntakeError = {
        (sheet.sheet.name, address(*at)): said
        for sheet in observed
        for at, said in sheet.sheet.fonts.items()
    }
    if reading.book.format == "xlsx":
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
