"""DuckDB in this process: the observations are read and sifted out of core."""

import glob
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import narwhals as nw
import polars as pl

from ...declarations.bundle import Declarations
from ...errors import AssessmentError
from ..evaluate import in_batches
from ..requirements import Requirements
from ..wanted import COLUMNS, Slot, wanted
from .order import ORDER, numbered, placed

#: Rows that are handed over at a time.
_ROWS = 1_000_000


@dataclass(frozen=True)
class _Table:
    """What DuckDB looks into, and the numbers of its files."""

    relation: Any
    files: Mapping[str, int]


class Duck:
    """A database in memory that looks into frames and files where they are."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()

    def of_frame(self, observations: pl.DataFrame) -> _Table:
        """The frame as a table of DuckDB."""
        given = numbered(observations.select(COLUMNS)).to_arrow()
        return _Table(self.connection.from_arrow(given), {"": 0})

    def of_files(self, files: Sequence[str]) -> _Table:
        """A view of the files."""
        names = [glob.escape(file) for file in files]
        columns = ", ".join((*COLUMNS, "filename AS file", "file_row_number AS at"))
        with _failures_told():
            found = self.connection.read_parquet(names, filename=True, file_row_number=True)
            return _Table(found.project(columns), {f: number for number, f in enumerate(files)})

    def in_batches(
        self, declarations: Declarations, required: Requirements, table: _Table, size: int
    ) -> Iterator[pl.DataFrame]:
        """Figures come over in pieces; the judging is `evaluate`'s."""

        def take(slots: Sequence[Slot]) -> Iterator[pl.LazyFrame]:
            found = nw.to_native(wanted(nw.from_native(table.relation), slots, nw, ORDER))
            for batch in found.to_arrow_reader(_ROWS):
                yield placed(pl.DataFrame(batch), table.files)

        with _failures_told():
            yield from in_batches(declarations, required, take, size)


@contextmanager
def _failures_told() -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise AssessmentError(
            f"DuckDB 没有算完：{str(error).splitlines()[0][:300]}\n"
            "    怎么改：检查数据文件是否完整、磁盘和内存是否够用，再运行一次"
        ) from error
