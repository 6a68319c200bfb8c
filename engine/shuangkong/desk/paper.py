"""A document shown as a page: a letter's paragraphs and tables, a workbook's sheets.

What is shown is read from the document itself, so a page cannot say anything else than the file.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..intake.reading import read_book
from .drawing import grid, table

#: endings that can be shown
SHOWN = (".docx", ".xlsx")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table as rows of cells; `look` is centre, right or empty."""

    text: str = ""
    look: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as a page: a letter has blocks, a workbook grids."""

    name: str
    blocks: tuple[Block, ...] = ()
    grids: tuple[Mapping[str, Any], ...] = ()


def shown(name: str, data: bytes) -> Shown | None:
    """A document as a page; None for kinds that are only saved."""
    if name.endswith(".docx"):
        return Shown(name, tuple(_blocks(data)))
    if name.endswith(".xlsx"):
        return Shown(name, grids=tuple(table(s, ()) for s in grid(read_book(name, data))))
    return None


def _blocks(data: bytes) -> Iterator[Block]:
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.table import Table

    looks = {WD_ALIGN_PARAGRAPH.CENTER: "centre", WD_ALIGN_PARAGRAPH.RIGHT: "right"}
    for one in Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(one, Table):
            yield Block(rows=tuple(tuple(cell.text for cell in row.cells) for row in one.rows))
        elif one.text.strip():
            given = one.alignment
            yield Block(one.text, looks.get(given, "") if given is not None else "")
