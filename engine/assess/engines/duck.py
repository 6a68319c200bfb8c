"""DuckDB in this process: the observations are read and sifted out of core."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
import narwhals as nw
import polars as pl

from ...declarations.bundle import Declarations
from ...errors import AssessmentError
from ..evaluate import in_batches
from ..requirements import Requirements
from ..wanted import COLUMNS, Slot, wanted

#: Rows that are handed over at a time.
_ROWS = 1_000_000


class Duck:
    """DuckDB keeps the order of the rows, so that the first of equal versions is the same one."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()

    def of_frame(self, observations: pl.DataFrame) -> Any:
        """The frame as a table of DuckDB."""
        return self.connection.from_arrow(observations.select(COLUMNS).to_arrow())

    def of_files(self, files: Sequence[str]) -> Any:
        """A view of the files."""
        with _failures_told():
            return self.connection.read_parquet(list(files))

    def in_batches(
        self, declarations: Declarations, required: Requirements, table: Any, size: int
    ) -> Iterator[pl.DataFrame]:
        """Figures come over in pieces; the judging is `evaluate`'s."""

        def take(slots: Sequence[Slot]) -> Iterator[pl.LazyFrame]:
            found = nw.to_native(wanted(nw.from_native(table), slots, nw))
            for batch in found.to_arrow_reader(_ROWS):
                yield pl.DataFrame(batch).lazy()

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
