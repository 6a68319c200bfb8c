"""Reading workbooks: every cell with its address, kind and whether it is a formula."""

import io
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import python_calamine
import xlsxwriter

from engine.intake.reading import read_book

from ..stage import Stage
from ..timing import Work


def _book(path: Path, sheets: int, rows: int, columns: int, salt: int) -> Path:
    """Labels, figures with two digits, and a column of sums that are formulas."""
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    for number in range(sheets):
        page = book.add_worksheet(f"表{number + 1}")
        page.write_row(0, 0, ["指标", *(f"{2009 + c}年" for c in range(columns - 2)), "合计"])
        for row in range(1, rows):
            page.write_string(row, 0, f"第{row}项能源消费量")
            figures = [(row * 131 + c * 977 + salt * 31) % 100000 / 100 for c in range(columns - 2)]
            page.write_row(row, 1, figures)
            formula = f"=SUM(B{row + 1}:{chr(ord('A') + columns - 2)}{row + 1})"
            page.write_formula(row, columns - 1, formula, None, round(sum(figures), 2))
    book.close()
    return path


def _values(data: Sequence[bytes]) -> None:
    for one in data:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(one))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _read(data: Sequence[bytes]) -> int:
    return sum(
        len(s.cells) for n, one in enumerate(data) for s in read_book(f"{n}.xlsx", one).sheets
    )


def _contestants(data: Sequence[bytes]) -> Mapping[str, Work]:
    return {
        "python-calamine, values only": lambda: _values(data),
        "engine, full provenance": lambda: _read(data),
    }


def _cities(folder: Path, size: int) -> Mapping[str, Work]:
    made = [_book(folder / f"city{n}.xlsx", 10, 200, 12, n) for n in range(size)]
    return _contestants([path.read_bytes() for path in made])


def _counties(folder: Path, size: int) -> Mapping[str, Work]:
    made = [_book(folder / f"county{n}.xlsx", 3, 60, 12, n) for n in range(min(size, 40))]
    data = [made[n % len(made)].read_bytes() for n in range(size)]

    def both_cores() -> None:
        with ProcessPoolExecutor(2, get_context("spawn")) as pool:
            list(pool.map(_read, [data[::2], data[1::2]]))

    return {**_contestants(data), "engine, two processes": both_cores}


STAGES = (
    Stage(
        id="read-cities",
        title="Reading city workbooks (10 sheets of 200 × 12)",
        prepare=_cities,
        goals={"engine, full provenance": 1.3},
        unit="workbooks",
        size=3,
        quick=1,
        sizes=(1, 2, 4, 8),
    ),
    Stage(
        id="read-counties",
        title="Reading small workbooks (3 sheets of 60 × 12)",
        prepare=_counties,
        goals={"engine, full provenance": 1.6, "engine, two processes": 0.8},
        unit="workbooks",
        size=200,
        quick=20,
        sizes=(25, 50, 100, 200),
    ),
)
