"""Building sheets and workbooks for tests from what a reader would see."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter
from lxml import etree
from shuangkong.intake.annotate.cells import SheetCells
from shuangkong.intake.annotate.parts import PackageParts
from shuangkong.intake.reading import Area, Cell, Sheet, parse_area
from shuangkong.intake.reading.book import decimal_text
from shuangkong.intake.tables.facts import Fact
from shuangkong.intake.tables.reading import SheetFacts, read_sheet


def sheet(
    rows: Sequence[Sequence[object]], merges: Iterable[str] = (), name: str = "Sheet1"
) -> Sheet:
    areas = tuple(area for text in merges if (area := parse_area(text)) is not None)
    cells = []
    for row, values in enumerate(rows, start=1):
        for col, value in enumerate(values, start=1):
            cell = _cell(row, col, value, areas)
            if cell is not None:
                cells.append(cell)
    return Sheet(name, tuple(cells), areas)


def _cell(row: int, col: int, value: object, areas: Sequence[Area]) -> Cell | None:
    merged = any((area.top, area.left) == (row, col) for area in areas)
    if value is None or value == "":
        return None
    if isinstance(value, (int, float)):
        return Cell(row, col, "number", decimal_text(float(value)), float(value), merged=merged)
    return Cell(row, col, "text", str(value), merged=merged)


def read(
    rows: Sequence[Sequence[object]], merges: Iterable[str] = (), name: str = "Sheet1"
) -> SheetFacts:
    return read_sheet(sheet(rows, merges, name))


def at(reading: SheetFacts, address: str) -> Fact:
    return next(fact for fact in reading.facts if fact.cell.cell.address == address)


def said(reading: SheetFacts, address: str) -> tuple[object, ...]:
    fact = at(reading, address)
    number = None if fact.number is None else float(fact.number)
    return fact.entity, fact.indicator, fact.period, number, fact.unit


def workbook(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "in_memory": True})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for row, values in enumerate(rows):
            for col, value in enumerate(values):
                if value is not None and value != "":
                    page.write(row, col, value)
    book.close()
    return stream.getvalue()


def replace_cell(path: Path, address: str, **content: str) -> None:
    """Replace one cell of a workbook's first sheet as a clerk would, all else untouched."""
    parts = PackageParts(path.name, path.read_bytes())
    cell = SheetCells(parts.tree("xl/worksheets/sheet1.xml")).cell(address)
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    space = etree.QName(cell).namespace
    kinds = {
        "text": ("str", "v"),
        "error": ("e", "v"),
        "value": (None, "v"),
        "formula": (None, "f"),
    }
    for name in ("formula", "text", "error", "value"):
        if name in content:
            kind, tag = kinds[name]
            if kind:
                cell.set("t", kind)
            etree.SubElement(cell, f"{{{space}}}{tag}").text = content[name]
    path.write_bytes(parts.saved())
