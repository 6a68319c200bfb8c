"""A Parquet file as a book of one sheet: column names in row 1, values below as they are kept."""

import datetime
import math
from io import BytesIO
from typing import TYPE_CHECKING

from ... import messages
from .book import Book, Cell, Sheet, decimal_text
from .refuse import refuse

if TYPE_CHECKING:
    import polars as pl


def read(name: str, sha256: str, data: bytes) -> Book:
    """A file's values. Raises IntakeError when it is not a whole Parquet file."""
    import polars as pl

    try:
        frame = pl.read_parquet(BytesIO(data))
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise refuse(messages.DAMAGED, name, detail="不是完整的 Parquet 文件") from error
    cells = [Cell(1, col, "text", title) for col, title in enumerate(frame.columns, start=1)]
    for col, column in enumerate(frame.get_columns(), start=1):
        values = _with_own_decimals(column).to_list()
        found = (_cell(row, col, value) for row, value in enumerate(values, start=2))
        cells += [cell for cell in found if cell is not None]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Book(name, sha256, "parquet", (Sheet("parquet", tuple(cells)),))


def _with_own_decimals(column: "pl.Series") -> "pl.Series":
    """Floats of four bytes by their own shortest decimals, not those of the wider float."""
    import polars as pl

    if column.dtype != pl.Float32:
        return column
    return column.cast(pl.String).cast(pl.Float64)


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
