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


def fit(
    sheet: Any, at: int, row: int, cells: Iterable[Any], widths: Mapping[object, float]
) -> None:
    """Make a row high enough for its wrapped words, and never lower than its template is.

    `at` is where the row was written, `row` where the template has it.
    """
    lines = 1
    for cell in cells:
        said = cell.value
        if type(said) is not str:
            continue
        column = widths.get(cell.column, _DEFAULT)
        needed = lines_of(said, widths.get((row, cell.column), column))
        if needed > lines and cell.alignment.wrap_text:
            lines = needed
    own = sheet.row_dimensions[at].height if at in sheet.row_dimensions else None
    if lines > 1 and (own is None or own < height_of(lines)):
        sheet.row_dimensions[at].height = height_of(lines)
