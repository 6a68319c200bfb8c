"""A copy of a city's workbook with some values changed, and everything else as it was.

Styles, checks, notes and formulas stay; programs reckon the formulas anew when they open the copy.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from .annotate.cells import SheetCells
from .annotate.parts import PackageParts
from .reading import Book

#: sheet and address
Spot = tuple[str, str]


class NotMendable(Exception):
    """Why values of a workbook cannot be changed in a copy of it."""


def mended(data: bytes, book: Book, values: Mapping[Spot, Decimal | str]) -> bytes:
    """The workbook with numbers and words put into cells, as they are to be seen there.

    A cell that shows percentages gets a hundredth of its number.

    Raises:
        NotMendable: it is no xlsx that can be changed, or a cell holds a formula.
    """
    if book.format != "xlsx":
        raise NotMendable("只有 xlsx 文件可以在页面上改数")
    by_sheet: dict[str, dict[str, Decimal | str]] = {}
    for (sheet, address), value in values.items():
        by_sheet.setdefault(sheet, {})[address] = _stored(book, sheet, address, value)
    parts = PackageParts(book.name, data)
    workbook = parts.target("", kind="officeDocument") or "xl/workbook.xml"
    root = parts.tree(workbook)
    space = etree.QName(root).namespace
    try:
        for one in root.find(f"{{{space}}}sheets"):
            identity = next((v for k, v in one.attrib.items() if k.endswith("}id")), None)
            part = parts.target(workbook, identity=identity)
            wanted = by_sheet.pop(one.get("name"), None)
            if wanted and part is not None and part in parts:
                cells = SheetCells(parts.tree(part))
                for address, value in wanted.items():
                    if isinstance(value, str):
                        cells.put_text(address, value)
                    else:
                        _put(cells.cell(address), value)
                parts.done(part)
    except ValueError as error:
        raise NotMendable("表的内部结构不完整") from error
    if by_sheet:
        raise NotMendable("找不到要改的工作表")
    _reckon_anew(root, space)
    return parts.saved()


def _stored(book: Book, sheet: str, address: str, value: Decimal | str) -> Decimal | str:
    """What is to be stored so that the value is seen."""
    found = book.sheet(sheet)
    cell = next((c for c in found.cells if c.address == address), None) if found else None
    if cell is not None and cell.formula is not None:
        raise NotMendable(f"{sheet}!{address} 是公式")
    shown_in_percent = cell is not None and cell.text.endswith("%")
    return value / 100 if shown_in_percent and isinstance(value, Decimal) else value


def _put(cell: Any, number: Decimal) -> None:
    """A number in a cell's element, in the style it has."""
    space = etree.QName(cell).namespace
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    value = etree.SubElement(cell, f"{{{space}}}v")
    value.text = f"{number:f}"


def _reckon_anew(root: Any, space: str | None) -> None:
    """Ask programs to reckon all formulas when they open the workbook."""
    settings = root.find(f"{{{space}}}calcPr")
    if settings is None:
        settings = etree.Element(f"{{{space}}}calcPr")
        before = root.find(f"{{{space}}}definedNames")
        (before if before is not None else root.find(f"{{{space}}}sheets")).addnext(settings)
    settings.set("fullCalcOnLoad", "1")
