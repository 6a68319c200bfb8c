"""Rows of a filled table as high as their words need: not every program fits them on opening."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..grid import height_of, lines_of

#: how wide a column is that says nothing of it, in characters
_DEFAULT = 8.43


def widths_of(sheet: Any, merged: Iterable[tuple[int, int, int, int]]) -> dict[object, float]:
    """How wide columns are, by number, and cells merged over several, by row and column."""
    found: dict[object, float] = {}
    for column in sheet.column_dimensions.values():
        for number in range(column.min or 0, (column.max or 0) + 1):
            found[number] = column.width
    for top, left, bottom, right in merged:
        across = (found.get(number, _DEFAULT) for number in range(left, right + 1))
        # words over several rows have the room of all of them
        found[top, left] = sum(across) * (bottom - top + 1)
    return found


def fitted(
    own: float | None,
    row: int,
    cells: Iterable[tuple[int, str, bool]],
    widths: Mapping[object, float],
) -> float | None:
    """How high a row is that is high enough for its wrapped words, and never lower than `own`.

    `row` is where the template has it; `cells` are its words: in which column, and whether they
    are wrapped. None where it is as high as rows are.
    """
    lines = 1
    for column, said, wraps in cells:
        if wraps:
            width = widths.get((row, column), widths.get(column, _DEFAULT))
            lines = max(lines, lines_of(said, width))
    return own if lines == 1 or (own is not None and own >= height_of(lines)) else height_of(lines)
