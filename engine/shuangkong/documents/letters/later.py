"""Rows that are made only when a template goes through them."""

from collections.abc import Callable, Sequence
from typing import overload


class Later(Sequence[dict[str, str]]):
    """The rows of a table that most templates do not have, nor their figures."""

    def __init__(self, make: Callable[[], list[dict[str, str]]]) -> None:
        self._make = make
        self._made: list[dict[str, str]] | None = None

    def _rows(self) -> list[dict[str, str]]:
        if self._made is None:
            self._made = self._make()
        return self._made

    @overload
    def __getitem__(self, at: int) -> dict[str, str]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[dict[str, str]]: ...
    def __getitem__(self, at: int | slice) -> dict[str, str] | Sequence[dict[str, str]]:
        return self._rows()[at]

    def __len__(self) -> int:
        return len(self._rows())
