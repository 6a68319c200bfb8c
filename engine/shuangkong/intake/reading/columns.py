"""Cells held in columns: typed frames that become records only where somebody looks at one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

from ...errors import IntakeError
from .book import Book, Cell, address

if TYPE_CHECKING:
    import polars as pl

_FIELDS = Cell._fields


class CellColumns(Sequence[Cell]):
    """The cells of a sheet as the frame they were read into; records are made when asked for.

    The frame has the fields of `Cell` in their order, and `address`, the A1 address.
    """

    def __init__(self, frame: "pl.DataFrame") -> None:
        self.frame = frame

    @property
    def held(self) -> int:
        """How many of them are in memory."""
        return self.frame.height

    @cached_property
    def _cells(self) -> tuple[Cell, ...]:
        columns = (self.frame[name].to_list() for name in _FIELDS)
        return tuple(map(Cell._make, zip(*columns, strict=True)))

    def __len__(self) -> int:
        return self.frame.height

    @overload
    def __getitem__(self, index: int) -> Cell: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Cell, ...]: ...
    def __getitem__(self, index: int | slice) -> Cell | tuple[Cell, ...]:
        return self._cells[index]

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._cells)


class PutOff(CellColumns):
    """The cells of a sheet that was unpacked and looked over, but is read only when asked for.

    Where nothing is taken from it, a sheet that cannot be read has no cells; `ask` says why.
    """

    def __init__(self, read: "Callable[[], pl.DataFrame]") -> None:
        self._read = read

    def ask(self) -> None:
        """Read the cells now. Raises IntakeError when that cannot be done safely."""
        self.__dict__["frame"] = self._read()

    @cached_property
    def frame(self) -> "pl.DataFrame":  # type: ignore[override]
        """The cells, read now; none where that cannot be done safely."""
        try:
            return self._read()
        except IntakeError:
            return frame_of(())

    @property
    def held(self) -> int:
        """How many of them are in memory: none before somebody asked."""
        return self.frame.height if "frame" in self.__dict__ else 0


def held(cells: Sequence[Cell]) -> int:
    """How many cells of a sheet are in memory, however they are held."""
    return cells.held if isinstance(cells, CellColumns) else len(cells)


def frame_of(cells: Sequence[Cell]) -> "pl.DataFrame":
    """Cells in columns, however they are held."""
    import polars as pl

    if isinstance(cells, CellColumns):
        return cells.frame
    values = zip(*cells, strict=True) if cells else [()] * len(_FIELDS)
    columns: dict[str, Sequence[object]] = dict(zip(_FIELDS, values, strict=True))
    columns["address"] = [address(cell.row, cell.col) for cell in cells]
    return pl.DataFrame(columns, schema=schema_of_cells())


def schema_of_cells() -> "dict[str, type[pl.DataType]]":
    """Columns of a sheet's frame."""
    import polars as pl

    return {
        "row": pl.Int32,
        "col": pl.Int32,
        "kind": pl.String,
        "text": pl.String,
        "number": pl.Float64,
        "formula": pl.String,
        "hidden": pl.Boolean,
        "merged": pl.Boolean,
        "comment": pl.String,
        "address": pl.String,
    }


def cells_of(books: Iterable[Book]) -> "pl.DataFrame":
    """All cells as one frame with the columns of `frames.CELLS`."""
    import polars as pl

    from ...vocabulary.frames import CELLS

    own = ["row", "col", "kind", "text", "number", "merged", "hidden"]
    parts = [
        frame_of(sheet.cells).select(
            pl.lit(book.name).alias("file"),
            pl.lit(book.sha256).alias("file_hash"),
            pl.lit(sheet.name).alias("sheet"),
            pl.col("address").alias("cell"),
            pl.col("formula").is_not_null().alias("formula"),
            *own,
        )
        for book in books
        for sheet in book.sheets
        if sheet.cells
    ]
    if not parts:
        return pl.DataFrame(schema=dict(CELLS))
    return pl.concat(parts).select(pl.col(name).cast(kind) for name, kind in CELLS.items())
