"""Cells gathered from a binary sheet (xls, xlsb): the same rules for both formats."""

import struct
from dataclasses import dataclass, field

from ... import messages
from . import limits
from .book import Area, Cell, Sheet
from .refuse import refuse
from .styles import shown

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip


@dataclass
class Gathered:
    """What a sheet's records have given so far. Rows and columns come 0-based."""

    file: str
    epoch_1904: bool
    #: cells that may still be read from this file, shared by its sheets
    left: list[int]
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: list[tuple[int, int]] = field(default_factory=list)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)

    def number(
        self, row: int, col: int, value: float, meaning: str | None, formula: str | None = None
    ) -> None:
        """A number under a format's meaning."""
        kind, text, kept = shown(value, meaning, self.epoch_1904)
        self.add(row, col, kind, text, kept, formula)

    def add(
        self,
        row: int,
        col: int,
        kind: str,
        text: str,
        number: float | None = None,
        formula: str | None = None,
    ) -> None:
        """One cell; empty texts are no cells, save the empty result of a formula."""
        if kind == "text" and not text and formula is None:
            return
        self.left[0] -= 1
        if self.left[0] < 0:
            raise refuse(messages.TOO_BIG, self.file, what="单元格数", limit=limits.CELLS)
        text = text[: limits.CELL_TEXT]
        self.cells[row + 1, col + 1] = Cell(row + 1, col + 1, kind, text, number, formula)

    def merge(self, top: int, bottom: int, left: int, right: int) -> None:
        """A merged area."""
        if len(self.merges) >= limits.MERGES:
            raise refuse(messages.TOO_BIG, self.file, what="合并单元格数", limit=limits.MERGES)
        self.merges.append(Area(top + 1, left + 1, bottom + 1, right + 1))

    def sheet(self, name: str, state: str) -> Sheet:
        """The finished sheet."""
        for at, comment in self.comments.items():
            cell = self.cells.get(at) or Cell(*at, "blank", "")
            self.cells[at] = cell._replace(comment=comment)
        anchors = {(area.top, area.left) for area in self.merges}
        done = []
        for at in sorted(self.cells):
            cell = self.cells[at]
            hidden = at[0] - 1 in self.hidden_rows or any(
                first <= at[1] - 1 <= last for first, last in self.hidden_cols
            )
            if hidden or at in anchors:
                cell = cell._replace(hidden=hidden, merged=at in anchors)
            done.append(cell)
        return Sheet(name, tuple(done), tuple(self.merges), state)


def rk_number(packed: int) -> float:
    """The number in an RK value: 30 bits of a double or an integer, perhaps in hundredths."""
    if packed & 2:
        whole = packed >> 2
        value = float(whole - (1 << 30) if whole & (1 << 29) else whole)
    else:
        value = float(struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", packed & 0xFFFFFFFC))[0])
    return value / 100 if packed & 1 else value
