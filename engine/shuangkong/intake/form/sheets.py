"""Sheets of a form that are gone, were renamed, or were put beside ours."""

from collections.abc import Mapping, Sequence

from ... import messages
from ...vocabulary import Finding, Place
from ..reading import Book
from ..words import plain
from .metadata import OPINIONS, Metadata


def sheet_lost(
    book: Book, name: str, keys: Mapping[int, Sequence[tuple[int, str]]], entity: str
) -> Finding:
    """The main sheet is not there under its name: renamed, or gone."""
    for sheet in book.sheets:
        here = sum(
            plain(sheet.text(row, pairs[0][0])) == pairs[0][1] for row, pairs in keys.items()
        )
        if keys and here > len(keys) / 2:
            detail = f"工作表“{name}”被改名为“{sheet.name}”，没有读取；请把表名改回“{name}”"
            break
    else:
        detail = f"少了工作表“{name}”"
    return Finding.of(messages.STRUCTURE, Place(book.name), detail=detail, entity=entity)


def gone(book: Book, metadata: Metadata, entity: str) -> list[Finding]:
    """Further sheets of ours that are gone."""
    ours = [s for s in metadata.values.get("sheets", "自查").split("|") if s]
    return [
        Finding.of(
            messages.STRUCTURE, Place(book.name), detail=f"少了工作表“{name}”", entity=entity
        )
        for name in ours
        if book.sheet(name) is None
    ]


def added(book: Book, metadata: Metadata, entity: str) -> list[Finding]:
    """Sheets that somebody put beside ours: nothing is read from them, and that is said."""
    found = []
    for sheet in book.sheets:
        ours = sheet.name in metadata.sheets or sheet.name.startswith(OPINIONS)
        filled = [] if ours else [cell for cell in sheet.cells if cell.text.strip()]
        if not filled:
            continue
        numbers = sum(cell.kind == "number" for cell in filled)
        held = f"{numbers} 个数" if numbers else f"{len(filled)} 格文字"
        found.append(
            Finding.of(
                messages.ADDED_SHEET,
                Place(book.name, sheet=sheet.name, cell=filled[0].address),
                name=sheet.name,
                held=held,
                entity=entity,
            )
        )
    return found
