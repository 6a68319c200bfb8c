"""Where charts and notes stand: cells and pixels."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from ..xlsx import COLUMN_PIXELS, ROW_PIXELS
from .markup import Unfit


class Axis:
    """The rows or columns of a sheet with their sizes in pixels."""

    def __init__(self, sizes: Iterable[int], default: int) -> None:
        self._edges = list(accumulate(sizes, initial=0))
        self._default = default

    def start(self, index: int) -> int:
        """The pixel at which a row or column begins."""
        beyond = index - (len(self._edges) - 1)
        if beyond <= 0:
            return self._edges[index]
        return self._edges[-1] + beyond * self._default

    def at(self, pixel: int) -> tuple[int, int]:
        """The row or column a pixel lies in, and how far."""
        found = bisect_right(self._edges, pixel) - 1
        rest = pixel - self._edges[found]
        if found < len(self._edges) - 1:
            return found, rest
        return found + rest // self._default, rest % self._default


class Places:
    """Both axes of one sheet."""

    def __init__(self, widths: Sequence[float], heights: Mapping[int, int]) -> None:
        self.across = Axis([_width(w) for w in widths], COLUMN_PIXELS)
        rows = range(max(heights, default=-1) + 1)
        self.down = Axis([heights.get(row, ROW_PIXELS) for row in rows], ROW_PIXELS)

    def corners(self, x: int, y: int, width: int, height: int) -> tuple[tuple[int, int], ...]:
        """Column, row, and column and row of the far corner, each with its offset."""
        across, down = self.across, self.down
        return across.at(x), down.at(y), across.at(x + width), down.at(y + height)


def _width(characters: float) -> int:
    pixels = int(characters * 8 + 0.5) + 5
    if characters < 1:
        raise Unfit("a column narrower than a character")
    return pixels


def row_pixels(heights: Mapping[int, float]) -> dict[int, int]:
    """Row heights from points to pixels."""
    found = {row: int(height * 4.0 / 3.0 + 0.5) for row, height in heights.items()}
    if any(height <= 0 for height in found.values()):
        raise Unfit("a hidden row")
    return found
