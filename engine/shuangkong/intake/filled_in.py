"""The table of a workbook of ours that comes back filled in: measure scores, verdicts."""

from collections.abc import Iterable, Mapping, Sequence
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


#: a column, what stands there, and the names of what the row's code stands for, its own first
Named = tuple[str, str, Sequence[str]]


def named_otherwise(row: Iterable[Named]) -> tuple[str, str] | None:
    """The first column that names something other than its code does, and that in words.

    People read the name, the program the code: where these differ nobody knows who is meant.
    """
    for head, seen, names in row:
        said = plain(seen)
        if said and said not in map(plain, names):
            return head, f"“{head}”写的是“{seen.strip()}”，代码却是“{names[0]}”的，分不清指哪一个"
    return None
