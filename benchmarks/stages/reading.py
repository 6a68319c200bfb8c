"""Reading workbooks: every cell with its address, kind and whether it is a formula."""

import io
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import python_calamine
import xlsxwriter
from shuangkong.errors import IntakeError
from shuangkong.intake.reading import read_book, read_books
from shuangkong.intake.reading.columns import frame_of

from ..stage import Stage
from ..timing import Work

ALL_CORES, ONE_CORE = "engine, all cores", "engine, one core"
NOTE = (
    "calamine makes Python lists of the values on one core; the engine makes, for every cell, "
    "address, row, column, kind, exact text, number, formula text, hidden, merged and comment as "
    "typed columns, which forms, tables and ledgers work on; a cell becomes a Python record only "
    "where one is looked at."
)
_THREADS = "POLARS_MAX_THREADS"


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


def _read(data: Sequence[bytes], workers: int | None = None) -> int:
    """How many cells stand in the sheets' frames: each frame is complete when it is counted."""
    count = 0
    for book in read_books(((f"{n}.xlsx", one) for n, one in enumerate(data)), workers):
        if isinstance(book, IntakeError):
            raise book
        count += sum(frame_of(sheet.cells).height for sheet in book.sheets)
    return count


_held: list[bytes] = []


def _hold(data: Sequence[bytes]) -> None:
    _held[:] = data


def _read_held() -> int:
    return _read(_held, 1)


def _on_one_core(data: Sequence[bytes]) -> Work:
    """The same in a process of its own that has the data, one worker and one Polars thread."""
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_hold, initargs=(data,))
        pool.submit(_read_held).result()
    finally:
        os.environ.pop(_THREADS)
        if before is not None:
            os.environ[_THREADS] = before
    return lambda: pool.submit(_read_held).result()


def _contestants(data: Sequence[bytes]) -> Mapping[str, Work]:
    return {
        "python-calamine, values only": lambda: _values(data),
        ALL_CORES: lambda: _read(data),
        ONE_CORE: _on_one_core(data),
    }


def _cities(folder: Path, size: int) -> Mapping[str, Work]:
    return _contestants(_of_cities(folder, size))


def _of_cities(folder: Path, size: int) -> Sequence[bytes]:
    made = [_book(folder / f"city{n}.xlsx", 10, 200, 12, n) for n in range(size)]
    return [path.read_bytes() for path in made]


def _counties(folder: Path, size: int) -> Mapping[str, Work]:
    return _contestants(_of_counties(folder, size))


def _of_counties(folder: Path, size: int) -> Sequence[bytes]:
    made = [_book(folder / f"county{n}.xlsx", 3, 60, 12, n) for n in range(min(size, 40))]
    return [made[n % len(made)].read_bytes() for n in range(size)]


def _here(data: Sequence[bytes]) -> Mapping[str, Work]:
    """Reading in the very thread that asks, so that a profile sees all of it."""
    return {"one by one": lambda: [read_book("city.xlsx", one) for one in data]}


STAGES = (
    Stage(
        id="read-cities",
        title="Reading city workbooks (10 sheets of 200 × 12)",
        prepare=_cities,
        profiled=lambda folder, size: _here(_of_cities(folder, size)),
        goals={ALL_CORES: 1.3, ONE_CORE: 1.5},
        unit="workbooks",
        size=3,
        quick=1,
        sizes=(4, 8, 16, 32),
        note=NOTE,
    ),
    Stage(
        id="read-counties",
        title="Reading small workbooks (3 sheets of 60 × 12)",
        prepare=_counties,
        profiled=lambda folder, size: _here(_of_counties(folder, size)),
        goals={ALL_CORES: 0.8, ONE_CORE: 1.6},
        unit="workbooks",
        size=200,
        quick=20,
        sizes=(25, 50, 100, 200),
        note=NOTE,
    ),
)
