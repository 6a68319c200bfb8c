"""An independent engine recomputes a workbook and is compared with its cached values."""

import math
from pathlib import Path

import formualizer as fz
import openpyxl


def differences(path: Path) -> list[str]:
    """Formula cells whose recomputed value is not the cached one, and how many were compared."""
    formulas = openpyxl.load_workbook(path)
    cached = openpyxl.load_workbook(path, data_only=True)
    engine = fz.load_workbook(str(path))
    wrong = []
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    shown = cached[sheet.title][cell.coordinate].value
                    found = engine.evaluate_cell(sheet.title, cell.row, cell.column)
                    if not same(found, shown):
                        wrong.append(
                            f"{sheet.title}!{cell.coordinate} {cell.value}: {found!r} ≠ {shown!r}"
                        )
    return wrong


def formula_count(path: Path) -> int:
    """How many formula cells a workbook has."""
    book = openpyxl.load_workbook(path)
    return sum(
        isinstance(cell.value, str) and cell.value.startswith("=")
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
    )


def same(found: object, shown: object) -> bool:
    if isinstance(found, bool) or isinstance(shown, bool):
        return found is shown
    if isinstance(found, int | float) and isinstance(shown, int | float):
        return math.isclose(found, shown, rel_tol=1e-9, abs_tol=1e-12)
    return found == shown
