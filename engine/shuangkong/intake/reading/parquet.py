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
from typing import TYPE_CHECKING, Any

from ... import messages
from . import limits
from .book import Book, Cell, Sheet, decimal_text
from .budget import Budget, What
from .refuse import refuse

if TYPE_CHECKING:
    import polars as pl

_MAGIC = b"PAR1"
#: kinds of values in the compact protocol
_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(1, 13)
_DEEPEST = 12
_VARINT = 10
Fields = dict[int, Any]


class _Damaged(Exception):
    pass


def read(name: str, sha256: str, data: bytes) -> Book:
    """A file's table, its header in row 1. Raises IntakeError when it cannot be read safely."""
    budget = Budget(name)
    try:
        _count(data, budget)
        frame = _frame(data)
    except (_Damaged, IndexError, KeyError, TypeError, ValueError, ArithmeticError) as error:
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
        raise _Damaged from error
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
        raise _Damaged
    about, _ = _struct(data, len(data) - 8 - size, budget)
    columns = [one for one in about[2] if not one.get(5)]
    if len(columns) != len(about[2]) - 1 or any(one.get(3) == 2 for one in columns):
        raise refuse(messages.UNKNOWN_FORMAT, budget.file, detail="Parquet 文件含有嵌套的列")
    groups = about[4]
    if about[3] != sum(group[3] for group in groups):
        raise _Damaged
    budget.take(What.WRITTEN, about[3] * len(columns))
    unpacked = 0
    for group in groups:
        for chunk in group[1]:
            unpacked += _pages(data, chunk[3], group[3], budget)
            if unpacked > limits.PART_BYTES:
                raise refuse(messages.BOMB, budget.file)


def _pages(data: bytes, chunk: Fields, rows: int, budget: Budget) -> int:
    """The unpacked bytes of a column's pages, none of which may hold more than it should."""
    at = min(chunk[9], chunk.get(11) or chunk[9])
    end = at + chunk[7]
    if not 0 <= at <= end <= len(data):
        raise _Damaged
    unpacked = values = 0
    while at < end and values < rows:
        head, at = _struct(data, at, budget)
        if head[2] < 0 or head[3] < 0:
            raise _Damaged
        unpacked += head[2]
        values += sum(head[page][1] for page in (5, 8) if page in head)
        if values > rows or any(head[page][1] < 0 for page in (5, 7, 8) if page in head):
            raise _Damaged
        if 7 in head:
            budget.take(What.WRITTEN, head[7][1])
        if unpacked > limits.PART_BYTES:
            raise refuse(messages.BOMB, budget.file)
        at += head[3]
    if values != rows:
        raise _Damaged
    return unpacked


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for index in range(_VARINT):
        byte = data[at + index]
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return value, at + index + 1
    raise _Damaged


def _struct(data: bytes, at: int, budget: Budget, depth: int = 0) -> tuple[Fields, int]:
    """Fields by their numbers, and where they end."""
    if depth > _DEEPEST:
        raise _Damaged
    found: Fields = {}
    number = 0
    while True:
        budget.take(What.RECORDS)
        head = data[at]
        at += 1
        if head == 0:
            return found, at
        if head >> 4:
            number += head >> 4
        else:
            step, at = _varint(data, at)
            number = step >> 1 ^ -(step & 1)
        found[number], at = _value(data, at, head & 0x0F, budget, depth)


def _value(data: bytes, at: int, kind: int, budget: Budget, depth: int) -> tuple[Any, int]:
    if kind in (_TRUE, _FALSE):
        return kind == _TRUE, at
    if kind == _BYTE:
        return data[at], at + 1
    if kind in (_I16, _I32, _I64):
        value, at = _varint(data, at)
        return value >> 1 ^ -(value & 1), at
    if kind == _DOUBLE:
        return None, at + 8
    if kind == _BINARY:
        size, at = _varint(data, at)
        return data[at : at + size], at + size
    if kind in (_LIST, _SET):
        return _listed(data, at, budget, depth)
    if kind == _STRUCT:
        return _struct(data, at, budget, depth + 1)
    raise _Damaged


def _listed(data: bytes, at: int, budget: Budget, depth: int) -> tuple[list[Any], int]:
    head = data[at]
    at += 1
    size, kind = head >> 4, head & 0x0F
    if size == 15:
        size, at = _varint(data, at)
    budget.take(What.RECORDS, size)
    found = []
    for _ in range(size):
        if kind in (_TRUE, _FALSE):  # in a list each of them is a byte
            value, at = data[at] == 1, at + 1
        else:
            value, at = _value(data, at, kind, budget, depth)
        found.append(value)
    return found, at
