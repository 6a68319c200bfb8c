"""A form's own list of findings, recomputed by an independent engine after the form was changed."""

import itertools
import re
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import formualizer as fz
import openpyxl
from shuangkong.declarations.bundle import Declarations
from shuangkong.intake import read_submissions
from shuangkong.intake.checks.report import check
from shuangkong.intake.form import calc
from shuangkong.intake.form.layout import CHECK_SHEET, SHEET

FIRST, LAST = 6, 45
#: stands for the formats of cells, which the engine cannot see
FORMATS = "格式"
_FORMAT = re.compile(r'CELL\("format",\'填报表\'!(\$?[A-Z]+\$?\d+)\)')
_ERRORS = {"#N/A": "NA()", "#DIV/0!": "1/0", "#VALUE!": '"a"+1', "#REF!": "#REF!"}


@dataclass(frozen=True)
class Line:
    """One line of the sheet 自查."""

    severity: str
    cell: str
    why: str
    mend: str


def written_findings(path: Path) -> list[Line]:
    """The list as a program shows it that calculates nothing."""
    with closing(openpyxl.load_workbook(path, data_only=True, read_only=True)) as book:
        rows = list(book[CHECK_SHEET].iter_rows(FIRST, LAST, 2, 5, values_only=True))
    return [Line(*(str(value or "") for value in row)) for row in rows if row[0]]


def of_check(plan: Declarations, path: Path, year: int = 2020) -> list[Line]:
    """What `check` says of a form, as the form lists it."""
    found = check(plan, read_submissions(plan, path, year), year).findings
    said = [f for f in found if f.kind not in ("SK-I032", "SK-I056")]
    lines = [
        Line(f.severity.chinese, (f.place and f.place.cell) or "", f.why, f.mend) for f in said
    ]
    return sorted(
        lines, key=lambda line: ("不可用", "须更正", "须说明", "提示").index(line.severity)
    )


class Recalculated:
    """One form, loaded once; what stands on its 填报表 is replaced again and again."""

    def __init__(self, path: Path) -> None:
        """Load a form as it was written."""
        book = openpyxl.load_workbook(path)
        for row in book[calc.SHEET].iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "CELL(" in cell.value:
                    cell.value = _FORMAT.sub(rf"'{FORMATS}'!\1", cell.value)
        book.create_sheet(FORMATS)["A1"] = "G"
        told = path.with_name(f"{path.stem}_重算.xlsx")
        book.save(told)
        self._live = fz.load_workbook(str(told))
        self._now = {at: (value, "General") for at, (value, _) in _grid(path).items()}

    def findings(self, path: Path) -> list[Line]:
        """The list that a spreadsheet program would show for the form as it is in a file."""
        for at, (value, shown) in self._changes(path).items():
            code = "P2" if "%" in shown else "D1" if "yy" in shown else "F2"
            self._live.set_value(FORMATS, *at, code)
            if isinstance(value, str) and value in _ERRORS:
                self._live.set_formula(SHEET, *at, f"={_ERRORS[value]}")
            else:
                self._live.set_value(SHEET, *at, value)
        # each call goes over the whole book, however many cells it asks for
        asked = [(CHECK_SHEET, row, col) for row in range(FIRST, LAST + 1) for col in range(2, 6)]
        told = iter(map(str, self._live.evaluate_cells(asked)))
        lines = (Line(*row) for row in zip(told, told, told, told, strict=True))
        return list(itertools.takewhile(lambda line: line.severity, lines))

    def _changes(self, path: Path) -> dict[tuple[int, int], tuple[object, str]]:
        grid = _grid(path)
        gone = {at: (None, "General") for at in self._now if at not in grid}
        changed = {at: one for at, one in grid.items() if self._now.get(at) != one}
        self._now = grid
        return gone | changed


def _grid(path: Path) -> dict[tuple[int, int], tuple[object, str]]:
    """What stands on 填报表, formulas by their saved results; those of the form's own left out."""
    with closing(openpyxl.load_workbook(path, data_only=True, read_only=True)) as book:
        cells = [c for row in book.worksheets[0].iter_rows() for c in row if c.value is not None]
    last = next(cell.column for cell in cells if cell.value == "备注")
    return {
        (cell.row, cell.column): (cell.value, cell.number_format)
        for cell in cells
        if cell.column <= last
    }
