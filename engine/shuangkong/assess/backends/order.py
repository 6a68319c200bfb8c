"""The order of observations, where an engine hands its rows over in any order.

Of two versions of a figure that count alike, the first counts; so the order must be the same
everywhere: that of the files, and of the rows in each.
"""

from collections.abc import Mapping

import polars as pl

#: Columns that tell a row's file and its number in it.
ORDER = ("file", "at")
#: More rows than any file has.
_ROWS = 1 << 40


def placed(rows: pl.DataFrame, files: Mapping[str, int]) -> pl.LazyFrame:
    """Rows whose `at` is their number among the rows of all files, which are numbered."""
    file = pl.col("file").replace_strict(files, return_dtype=pl.UInt64)
    at = file * _ROWS + pl.col("at").cast(pl.UInt64)
    return rows.lazy().with_columns(at.alias("at")).drop("file")


def numbered(observations: pl.DataFrame) -> pl.DataFrame:
    """A frame's rows with the columns of `ORDER`."""
    at = pl.int_range(pl.len(), dtype=pl.Int64).alias("at")
    return observations.with_columns(pl.lit("").alias("file"), at)
