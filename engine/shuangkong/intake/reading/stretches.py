"""Stretches of numbers, such as hidden columns: which numbers lie in one of them, looked up."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


class Stretches:
    """Pairs of a first and a last number, in any order and overlapping at will."""

    def __init__(self, pairs: Iterable[tuple[int, int]] = ()) -> None:
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        for first, last in sorted(pair for pair in pairs if pair[0] <= pair[1]):
            if self._lasts and first <= self._lasts[-1] + 1:
                self._lasts[-1] = max(self._lasts[-1], last)
            else:
                self._firsts.append(first)
                self._lasts.append(last)

    def __bool__(self) -> bool:
        return bool(self._firsts)

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self._firsts, number) - 1
        return at >= 0 and number <= self._lasts[at]

    def series(self, numbers: "pl.Series") -> "pl.Series":
        """Which of many numbers lie in a stretch."""
        import polars as pl

        firsts = pl.Series(self._firsts, dtype=pl.Int64)
        at = firsts.search_sorted(numbers.cast(pl.Int64), side="right").cast(pl.Int64) - 1
        lasts = pl.Series(self._lasts, dtype=pl.Int64).gather(at.clip(lower_bound=0))
        return (at >= 0) & (numbers <= lasts)
