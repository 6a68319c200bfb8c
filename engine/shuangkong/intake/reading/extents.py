"""How far the cells of workbooks reach, and how much text they hold."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from .budget import Budget, What

if TYPE_CHECKING:
    import polars as pl


class Extent(NamedTuple):
    """The last row and column of cells, and how many characters they hold."""

    row: int
    col: int
    text: int


def extents(books: "Sequence[Sequence[pl.DataFrame]]") -> list[Extent | None]:
    """How far the cells of each workbook's sheets reach; None of a workbook without any.

    All are asked in one query: there are many of few cells.
    """
    import polars as pl

    found: list[Extent | None] = [None] * len(books)
    if any(cells.height for book in books for cells in book):
        heights = pl.Series([sum(cells.height for cells in book) for book in books])
        book = pl.select(pl.int_range(len(books)).repeat_by(heights).explode(empty_as_null=False))
        every = pl.concat([cells for book in books for cells in book], rechunk=False)
        text = pl.sum_horizontal(pl.col("text", "formula", "comment").str.len_chars())
        cells = every.select("row", "col", book.to_series().alias("book"), text.alias("text"))
        most = cells.group_by("book").agg(pl.col("row", "col").max(), pl.col("text").sum())
        for number, *extent in most.rows():
            found[number] = Extent(*extent)
    return found


def bounded(extent: Extent | None, budget: Budget) -> None:
    """Refuse cells beyond the sheet of any program, and texts that would fill the memory.

    Raises IntakeError.
    """
    if extent is not None:
        budget.place(extent.row, extent.col)
        budget.take(What.TEXT, extent.text)
