"""A document shown as a page: a letter's paragraphs and tables, a workbook's sheets.

What is shown is read from the document itself, so a page cannot say anything else than the file.
"""

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ..intake.reading import read_book
from ..records import dataclass
from .drawing import grid, table

#: endings that can be shown
SHOWN = (".docx", ".xlsx")
_QUOTED = re.compile(r'"[^"]*"')
_DECIMALS = re.compile(r"\.([0#?]+)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


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
        digits = _digits(data)
        sheets = (_rounded(sheet, digits) for sheet in grid(read_book(name, data)))
        return Shown(name, grids=tuple(table(sheet, (), ()) for sheet in sheets))
    return None


def _digits(data: bytes) -> Mapping[tuple[str, str], int]:
    """How many decimals the format of each number's cell shows."""
    from openpyxl import load_workbook

    found = {}
    with warnings.catch_warnings():
        # of sparklines and the like, which are not looked at here
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), data_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, (int, float)) and cell.number_format != "General":
                    shown = _DECIMALS.search(_QUOTED.sub("", cell.number_format.split(";")[0]))
                    found[sheet.title, cell.coordinate] = len(shown[1]) if shown else 0
    return found


def _rounded(sheet: Mapping[str, Any], digits: Mapping[tuple[str, str], int]) -> Mapping[str, Any]:
    """A sheet whose numbers have the digits that a reader of the workbook sees."""
    cells = {
        address: _to(text, digits.get((sheet["name"], address)))
        for address, text in sheet["cells"].items()
    }
    return {**sheet, "cells": cells}


def _to(text: str, digits: int | None) -> str:
    number = _NUMBER.search(text)
    if digits is None or number is None:
        return text
    value = Decimal(number[0]).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{text[: number.start()]}{value:f}{text[number.end() :]}"


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
