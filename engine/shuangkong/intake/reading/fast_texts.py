"""The quick way through the shared texts of many workbooks at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from . import fast_shape, limits

if TYPE_CHECKING:
    import polars as pl


def read(parts: Sequence[bytes]) -> "list[pl.Series | None]":
    """The texts of each part; None when not all have the shape that programs write."""
    import polars as pl

    bodies = [fast_shape.shared_of(part) if part else "" for part in parts]
    piece = pl.col("piece")
    usual = (piece.str.len_bytes() <= limits.CELL_TEXT) & piece.str.contains(fast_shape.SHARED)
    frame = (
        pl.LazyFrame({"piece": bodies}, schema={"piece": pl.String})
        .with_columns(book=pl.int_range(pl.len()))
        .filter(piece != "")
        .with_columns(piece.str.split("<si>"))
        .explode("piece")
        .with_columns(pl.when(usual).then(piece))
        .with_columns(text=piece.str.splitn(">", 2).struct[1].str.splitn("<", 2).struct[0])
        .collect(engine="in-memory")
    )
    texts = fast_shape.unescaped(frame["text"])
    bad = set(frame["book"].filter(frame["piece"].is_null()).unique())
    ends = frame["book"].search_sorted(pl.Series(range(len(parts) + 1))).to_list()
    return [
        None if body is None or n in bad else texts.slice(ends[n], ends[n + 1] - ends[n])
        for n, body in enumerate(bodies)
    ]
