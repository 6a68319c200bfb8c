"""A sheet drawn as a grid, with the cells of findings marked: data for the page's table."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ..intake.reading import Book, Sheet, parse_address
from ..intake.reading.book import letters
from ..vocabulary import Severity
from .found import Found, ShownFinding

#: a page draws no more than this of a sheet, and says what it leaves out
ROWS, COLUMNS = 200, 40


def grid(
    book: Book, spots: Collection[tuple[str, str]] = frozenset()
) -> tuple[Mapping[str, Any], ...]:
    """Every sheet that is seen, with the text of its cells by address.

    What the sheet hides is left out, such as a form's own reckoning, but for `spots` (sheet and
    address): cells from which a figure was read or about which something was found. Rows and
    columns at the end that show nothing, such as those of an empty list, are left out.
    """
    return tuple(_sheet(sheet, spots) for sheet in book.sheets if sheet.state == "visible")


def _sheet(sheet: Sheet, spots: Collection[tuple[str, str]]) -> Mapping[str, Any]:
    own = {address for name, address in spots if name == sheet.name}
    seen = [cell for cell in sheet.cells if not cell.hidden or cell.address in own]
    ends = [(cell.row, cell.col) for cell in seen if cell.text]
    ends += [at for address in own if (at := parse_address(address))]
    rows = max((row for row, _ in ends), default=0)
    columns = max((column for _, column in ends), default=0)
    cells = {
        cell.address: cell.text
        for cell in seen
        if cell.row <= ROWS and cell.col <= COLUMNS and cell.text
    }
    merges = [list(area) for area in sheet.merges if area.top <= ROWS and area.left <= COLUMNS]
    return {"name": sheet.name, "rows": rows, "columns": columns, "cells": cells, "merges": merges}


def tables(found: Found) -> list[dict[str, Any]]:
    """The sheets of a version as `table` draws them."""
    listed = {one.key for one in found.listed}
    return [table(sheet, found.findings, listed) for sheet in found.grid]


def table(
    sheet: Mapping[str, Any], findings: Iterable[ShownFinding], listed: Collection[str]
) -> dict[str, Any]:
    """A sheet as rows of cells: text, span, and the worst finding on each.

    Beside it the keys of those findings that the page lists.
    """
    marks: dict[str, list[ShownFinding]] = {}
    for finding in findings:
        for name, cell in finding.cells:
            if name == sheet["name"]:
                marks.setdefault(cell, []).append(finding)
    rows, columns = min(sheet["rows"], ROWS), min(sheet["columns"], COLUMNS)
    covered, spans = _spans(sheet["merges"], rows, columns)
    lines = []
    for row in range(1, rows + 1):
        line = []
        for column in range(1, columns + 1):
            if (row, column) in covered:
                continue
            address = f"{letters(column)}{row}"
            found = sorted(marks.get(address, ()), key=lambda f: f.severity.rank)
            down, across = spans.get((row, column), (1, 1))
            line.append(
                {
                    "address": address,
                    "text": sheet["cells"].get(address, ""),
                    "down": down,
                    "across": across,
                    "severity": found[0].severity.value if found else "",
                    "word": found[0].severity.chinese if found else "",
                    "findings": [f.key for f in found if f.key in listed],
                }
            )
        lines.append({"number": row, "cells": line})
    left = sheet["rows"] > ROWS or sheet["columns"] > COLUMNS
    return {
        "name": sheet["name"],
        "columns": [letters(c) for c in range(1, columns + 1)],
        "lines": lines,
        "left_out": f"本页只画出前 {ROWS} 行、{COLUMNS} 列；全部内容都已读取" if left else "",
    }


def _spans(
    merges: Iterable[list[int]], rows: int, columns: int
) -> tuple[set[tuple[int, int]], dict[tuple[int, int], tuple[int, int]]]:
    covered: set[tuple[int, int]] = set()
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for top, left, bottom, right in merges:
        down, across = min(bottom, rows) - top + 1, min(right, columns) - left + 1
        spans[top, left] = (down, across)
        covered |= {
            (r, c)
            for r in range(top, top + down)
            for c in range(left, left + across)
            if (r, c) != (top, left)
        }
    return covered, spans


#: signs that stand beside the colour of a marked cell
SIGNS = {
    Severity.BLOCKER.value: "✖",
    Severity.ERROR.value: "✖",
    Severity.WARNING.value: "？",
    Severity.INFO.value: "ｉ",
}
