"""The table of a workbook of ours that comes back filled in: measure scores, verdicts."""

from collections.abc import Mapping
from typing import NamedTuple

from .. import messages
from ..vocabulary import Finding, Place
from .reading import Book, Sheet
from .words import plain


class FilledIn(NamedTuple):
    """Its sheet, the rows below its head, and the columns by what they hold."""

    sheet: Sheet
    rows: list[int]
    columns: Mapping[str, int]


def filled_in(book: Book, name: str, columns: Mapping[str, str]) -> FilledIn | Finding:
    """The table on a sheet; its head is the first row that has all of `columns` (what they hold,
    by their heads), and begins with the first of them."""
    sheet = book.sheet(name)
    if sheet is not None:
        rows = sorted(sheet.rows)
        for number, row in enumerate(rows, start=1):
            named = {plain(cell.text): cell.col for cell in sheet.rows[row]}
            if named.get(next(iter(columns))) == 1 and all(head in named for head in columns):
                places = {key: named[head] for head, key in columns.items()}
                return FilledIn(sheet, rows[number:], places)
    detail = f"工作表“{name}”或其表头不见了"
    return Finding.of(messages.STRUCTURE, Place(book.name), detail=detail)
