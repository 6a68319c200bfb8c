"""Whether a form on disk is still as it was made, so that nothing is lost by replacing it."""

from pathlib import Path

from ...errors import IntakeError
from ..periods import moment_in
from ..reading import parse_address, read_book
from ..words import plain
from .metadata import metadata_of


def untouched(path: Path) -> bool:
    """Whether a file is a form of ours that nobody has typed anything into."""
    try:
        book = read_book(path.name, path.read_bytes())
    except (IntakeError, OSError):
        return False
    found = metadata_of(book)
    if found is None or found.role != "form":
        return False
    for mapped in found.cells:
        sheet, at = book.sheet(mapped.sheet), parse_address(mapped.address)
        if sheet is None or at is None:
            return False
        text = plain(sheet.text(*at))
        if mapped.indicator == "@locked" or moment_in(mapped.year) is not None:
            if text != plain(mapped.text):
                return False
        elif mapped.indicator != "@vintage" and text:
            return False
    return True
