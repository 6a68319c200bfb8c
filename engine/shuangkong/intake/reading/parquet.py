"""Parquet files as sheets of one table: counted from their own directory before any is read.

The library that reads them takes the memory that a file asks for. So the directory at the end
of the file and the head of every page are looked at first (Apache Parquet format 2.10, in the
compact protocol of Apache Thrift): rows, values and unpacked bytes.
"""

import contextlib
import datetime
import math
import os
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from ... import messages
from . import limits
from .book import Book, Cell, Sheet, decimal_text
from .budget import Budget, What
from .refuse import refuse
from .thrift import Damaged, Struct, read_struct

if TYPE_CHECKING:
    import polars as pl

_MAGIC = b"PAR1"


def read(name: str, sha256: str, data: bytes) -> Book:
    """A file's table, its header in row 1. Raises IntakeError when it cannot be read safely."""
    budget = Budget(name)
    try:
        _count(data, budget)
        frame = _frame(data)
    except (Damaged, ValueError, ArithmeticError) as error:
        raise refuse(messages.DAMAGED, name, detail="不是完整的 Parquet 文件") from error
    return Book(name, sha256, "parquet", (Sheet("parquet", tuple(_cells(frame, budget))),))


def _frame(data: bytes) -> "pl.DataFrame":
    """The table. Whatever the library makes of a damaged file is one error."""
    import polars as pl

    try:
        with _quiet():
            frame = pl.read_parquet(BytesIO(data))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the library is no Exception
        raise Damaged from error
    # the shortest decimal that is this number, not all digits of its binary expansion
    return frame.with_columns(pl.col(pl.Float32).cast(pl.String).cast(pl.Float64))


def _cells(frame: "pl.DataFrame", budget: Budget) -> Iterator[Cell]:
    import polars as pl

    if any(kind.is_nested() or kind == pl.Binary for kind in frame.schema.dtypes()):
        raise refuse(messages.UNKNOWN_FORMAT, budget.file, detail="有的列不是数也不是文字")
    texts = frame.select(pl.col(pl.String).str.len_chars().sum())
    budget.take(What.TEXT, sum(texts.row(0)) if texts.width else 0)
    budget.take(What.CELLS, sum(column.len() - column.null_count() for column in frame))
    for col, name in enumerate(frame.columns, start=1):
        budget.cell(1, col, name)
        yield Cell(1, col, "text", name)
    for row, values in enumerate(frame.iter_rows(), start=2):
        for col, value in enumerate(values, start=1):
            cell = _cell(row, col, value)
            if cell is not None:
                budget.place(row, col)
                budget.text(cell.text)
                yield cell


def _cell(row: int, col: int, value: object) -> Cell | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return Cell(row, col, "bool", "TRUE" if value else "FALSE")
    if isinstance(value, int):
        return Cell(row, col, "number", str(value), float(value))
    if isinstance(value, float):
        if not math.isfinite(value):
            return Cell(row, col, "error", "#NUM!")
        return Cell(row, col, "number", decimal_text(value), value)
    if isinstance(value, (datetime.date, datetime.datetime)):
        return Cell(row, col, "date", str(value).removesuffix(" 00:00:00"))
    return Cell(row, col, "text", str(value))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Where the library reports its own panics; we say them ourselves."""
    try:
        kept = os.dup(2)
    except OSError:  # a program without a place for errors
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _count(data: bytes, budget: Budget) -> None:
    """Everything that the file says it holds, taken from the budget."""
    size = int.from_bytes(data[-8:-4], "little")
    if data[-4:] != _MAGIC or size > len(data) - 8:
        raise Damaged
    about, _ = read_struct(data, len(data) - 8 - size, budget)
    schema = about.structs(2)
    columns = [one for one in schema if not one.whole(5, 0)]
    if len(columns) != len(schema) - 1 or any(one.whole(3, 0) == 2 for one in columns):
        raise refuse(messages.UNKNOWN_FORMAT, budget.file, detail="Parquet 文件含有嵌套的列")
    rows = about.whole(3)
    groups = about.structs(4)
    if rows != sum(group.whole(3) for group in groups):
        raise Damaged
    budget.take(What.WRITTEN, rows * len(columns))
    unpacked = 0
    for group in groups:
        for chunk in group.structs(1):
            unpacked += _pages(data, chunk.struct(3), group.whole(3), budget)
            if unpacked > limits.PART_BYTES:
                raise refuse(messages.BOMB, budget.file)


def _pages(data: bytes, chunk: Struct, rows: int, budget: Budget) -> int:
    """The unpacked bytes of a column's pages, none of which may hold more than it should."""
    first = chunk.whole(9)
    at = min(first, chunk.whole(11, 0) or first)
    end = at + chunk.whole(7)
    if not 0 <= at <= end <= len(data):
        raise Damaged
    unpacked = values = 0
    while at < end and values < rows:
        head, at = read_struct(data, at, budget)
        unpacked += _counted(head.whole(2))
        values += sum(_counted(head.struct(page).whole(1)) for page in (5, 8) if page in head)
        if values > rows:
            raise Damaged
        if 7 in head:
            budget.take(What.WRITTEN, _counted(head.struct(7).whole(1)))
        if unpacked > limits.PART_BYTES:
            raise refuse(messages.BOMB, budget.file)
        at += _counted(head.whole(3))
    if values != rows:
        raise Damaged
    return unpacked


def _counted(number: int) -> int:
    """A number of things, of which there cannot be fewer than none."""
    if number < 0:
        raise Damaged
    return number
