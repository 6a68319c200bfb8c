"""Which version of a figure counts: the one answer, for all rooms and engines.

One figure may be there several times: as the city reported it and as it was approved, from the
flash estimate to the census revision. The one approved above counts before the city's own, then
the later vintage before the earlier; what is not stated comes last, and of equals the first
counts. The members of the enums stand in this order, from what counts least.
"""

from enum import StrEnum
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl


class Vintage(StrEnum):
    """核算批次, from the first that is published to the last."""

    FLASH = "快报"
    PRELIMINARY = "初步核算"
    FINAL = "最终核实"
    CENSUS = "普查修订"


class Authority(StrEnum):
    """认定: who stands for a figure."""

    REPORTED = "自报"
    APPROVED = "核定"


_Word = TypeVar("_Word", Authority, Vintage)

#: More than any vintage counts.
_ABOVE_VINTAGES = len(Vintage) + 1


def stated(words: type[_Word], text: str | None) -> _Word | None:
    """The vintage or authority that a text names; None when it is none of them."""
    return next((word for word in words if word.value == text), None)


def known(words: ModuleType) -> Any:
    """Whether a figure is known and of a whole year.

    `words` is the module whose expressions are wanted: `polars`, or `narwhals` for tables that
    lie in DuckDB or Spark.
    """
    col = words.col
    return ~col("value").is_null() & (col("period") == col("year").cast(words.String))


def rank(words: ModuleType) -> Any:
    """How much a version counts, as a column `rank`; of versions that count alike, the first."""

    def place(name: str, order: "type[Authority] | type[Vintage]") -> Any:
        found = words.lit(-1)
        for number, word in enumerate(order):
            is_it = words.col(name) == word.value
            found = words.when(is_it).then(words.lit(number)).otherwise(found)
        return found

    return (place("authority", Authority) * _ABOVE_VINTAGES + place("vintage", Vintage)).alias(
        "rank"
    )


def best_first(ranked: "pl.DataFrame") -> "pl.DataFrame":
    """Rows with a `rank`, such that of each figure the version that counts comes first."""
    if ranked["rank"].n_unique() < 2:
        return ranked
    return ranked.sort("rank", descending=True, maintain_order=True)


def counting(observations: "pl.DataFrame", by: "Sequence[str]") -> "pl.DataFrame":
    """The version that counts of each figure whose value is known; `by` tells figures apart."""
    import polars as pl

    told = observations.filter(pl.col("value").is_not_null()).with_columns(rank(pl))
    return best_first(told).unique(list(by), keep="first", maintain_order=True).drop("rank")
