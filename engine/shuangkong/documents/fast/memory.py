"""What was made once and may be wanted again."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from .markup import Unfit

V = TypeVar("V")


class Memory(Generic[V]):
    """Values by key; beyond `most`, the one made first is forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, V | None] = {}

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value of a key, made if it is not known; what could not be made stays so."""
        if key not in self._kept:
            if len(self._kept) >= self._most:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = None
            self._kept[key] = make()
        found = self._kept[key]
        if found is None:
            raise Unfit("known not to fit")
        return found
