"""Polars in this process: the default."""

from collections.abc import Iterator, Sequence

import polars as pl

from ...declarations.bundle import Declarations
from ..evaluate import in_batches
from ..figures import take_from
from ..requirements import Requirements


class Embedded:
    """The engine that needs nothing else."""

    def of_frame(self, observations: pl.DataFrame) -> pl.LazyFrame:
        """The frame itself."""
        return observations.lazy()

    def of_files(self, files: Sequence[str]) -> pl.LazyFrame:
        """A scan of the files, one after the other."""
        return pl.scan_parquet(list(files), glob=False)

    def in_batches(
        self, declarations: Declarations, required: Requirements, table: pl.LazyFrame, size: int
    ) -> Iterator[pl.DataFrame]:
        """As `evaluate.in_batches`."""
        return in_batches(declarations, required, take_from(table), size)
