"""All allocations of a plan as one table, so that thousands are looked up in one join."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ..vocabulary import Allocation, Amount

_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "target": pl.String,
    "tier": pl.String,
    "entity": pl.String,
    "year": pl.Int32,
    "amount": pl.UInt32,
    "distrust": pl.UInt8,
    "source": pl.String,
    "cited": pl.String,
}
_KEY = ("target", "tier", "entity", "year")


@dataclass(frozen=True)
class AllocationTable:
    """One row for each target, tier, entity and year: the better verified allocation of them.

    Columns of `rows`: `target`, `tier` (empty for the basic target), `entity`, `year` (null for
    the whole period), `amount` (a number among `amounts`; null where none was set), `distrust` (as
    of `Verification`), `source`, and `cited`, the source with the line of the table.
    """

    rows: pl.DataFrame
    amounts: tuple[Amount, ...]

    @classmethod
    def of(cls, allocations: Sequence[Allocation]) -> "AllocationTable":
        """The table of some allocations; of equally verified ones the first counts."""
        numbers: dict[Amount, int] = {}
        columns: dict[str, list[object]] = {
            "target": [a.target for a in allocations],
            "tier": [a.tier or "" for a in allocations],
            "entity": [a.entity for a in allocations],
            "year": [a.year for a in allocations],
            "amount": [
                None if a.value is None else numbers.setdefault(a.value, len(numbers))
                for a in allocations
            ],
            "distrust": [a.verification.distrust for a in allocations],
            "source": [a.source for a in allocations],
            "cited": [f"{a.source}（{a.place}）" for a in allocations],
        }
        rows = pl.DataFrame(columns, schema=_SCHEMA)
        return cls(_best(rows), tuple(numbers))

    def overlaid(self, overlay: Sequence[Allocation]) -> "AllocationTable":
        """With more allocations; what is better verified here stays."""
        if not overlay:
            return self
        above = AllocationTable.of(overlay)
        after = above.rows.with_columns(pl.col("amount") + len(self.amounts))
        rows = pl.concat([self.rows, after.cast(self.rows.schema)])
        return AllocationTable(_best(rows), (*self.amounts, *above.amounts))


def _best(rows: pl.DataFrame) -> pl.DataFrame:
    sorted_ = rows.sort("distrust", maintain_order=True)
    return sorted_.unique(_KEY, keep="first", maintain_order=True)
