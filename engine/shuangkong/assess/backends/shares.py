"""An evaluation cut into shares of entities, each of which can be worked out anywhere.

Unless a formula asks for the figures of the entities above or below (`Language.looks_around`; all
are then one share), no figure of an entity enters the verdict on another one: what else depends on
others, such as an allocated value, is in the requirements already. So a share needs its
requirements and its rows.
"""

import pickle
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from ...declarations.bundle import Declarations
from ..evaluate import in_batches
from ..requirements import Requirements


def share_of(entity: str, count: int) -> int:
    """The number of the share, of so many, that an entity is in; Spark's `crc32` says the same."""
    return zlib.crc32(entity.encode("utf-8")) % count


@dataclass(frozen=True)
class Share:
    """The requirements of some entities; `own` has the numbers that theirs have in the whole."""

    declarations: Declarations
    required: Requirements
    own: pl.Series

    def outcomes(self, rows: pl.LazyFrame) -> pl.DataFrame:
        """The outcomes of the share's entities from its rows of wanted figures."""

        def take(_slots: object) -> list[pl.LazyFrame]:
            return [rows]

        every = len(self.required.entities)
        return pl.concat(in_batches(self.declarations, self.required, take, every))

    def numbered_as_whole(self, outcomes: pl.DataFrame) -> pl.DataFrame:
        """Outcomes with `own` as `Requirements.described` of the whole knows it."""
        return outcomes.with_columns(self.own.gather(outcomes["own"]).alias("own"))

    def packed(self) -> bytes:
        """The share as it is sent."""
        return zlib.compress(pickle.dumps(self, pickle.HIGHEST_PROTOCOL), 1)

    @staticmethod
    def unpacked(packed: bytes) -> "Share":
        """The share that was sent; only ever what this process's own driver packed."""
        share: Share = pickle.loads(zlib.decompress(packed))
        return share


def shares(declarations: Declarations, required: Requirements, count: int) -> Iterator[Share]:
    """All shares in the order of their numbers."""
    codes = required.entities
    numbers = pl.Series("share", [share_of(code, count) for code in codes], dtype=pl.UInt32)
    entities = pl.DataFrame([codes, numbers]).with_columns(
        pl.int_range(pl.len(), dtype=pl.UInt32).over("share").alias("row")
    )
    placed = entities.select(pl.col("row", "share").gather(required.members["row"]))
    members = pl.concat([required.members.drop("row"), placed], how="horizontal")
    by_share = members.partition_by("share", as_dict=True, include_key=False)
    names = entities.partition_by("share", as_dict=True)
    common = replace(declarations, allocations=(), checks={}, schemes={}, warnings={}, hashes={})
    for number in range(count):
        theirs = names.get((number,), entities.clear())["entity"]
        yield _share(
            common, required, theirs, by_share.get((number,), members.drop("share").clear())
        )


def _share(
    common: Declarations, required: Requirements, codes: pl.Series, members: pl.DataFrame
) -> Share:
    own = members["own"].drop_nulls()
    nth = pl.when(pl.col("own").is_not_null()).then(pl.col("own").is_not_null().cum_sum() - 1)
    return Share(
        replace(common, entities={code: common.entities[code] for code in codes}),
        replace(
            required,
            entities=codes,
            members=members.with_columns(nth.cast(pl.UInt32).alias("own")),
            own=required.own.select(pl.all().gather(own)),
        ),
        own,
    )
