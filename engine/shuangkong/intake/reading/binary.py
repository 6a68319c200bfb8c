"""Cells gathered from a binary sheet (xls, xlsb): the same rules for both formats."""

import struct
from dataclasses import dataclass, field

from .book import Area, Cell, Sheet
from .budget import Budget, What
from .stretches import Stretches
from .styles import shown

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip


@dataclass
class Gathered:
    """What a sheet's records have given so far. Rows and columns come 0-based."""

    budget: Budget
    epoch_1904: bool
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: list[tuple[int, int]] = field(default_factory=list)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    #: how fonts take back what their cells say
    fonts: dict[tuple[int, int], str] = field(default_factory=dict)

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
        self.budget.cell(row + 1, col + 1, text, formula)
        self.cells[row + 1, col + 1] = Cell(row + 1, col + 1, kind, text, number, formula)

    def merge(self, top: int, bottom: int, left: int, right: int) -> None:
        """A merged area."""
        self.budget.take(What.MERGES)
        self.merges.append(Area(top + 1, left + 1, bottom + 1, right + 1))

    def hide(self, first: int, last: int) -> None:
        """A stretch of hidden columns."""
        self.budget.take(What.HIDDEN_COLUMNS)
        self.hidden_cols.append((first, last))

    def comment(self, row: int, col: int, text: str) -> None:
        """A comment on a cell, which may hold nothing else."""
        self.budget.place(row + 1, col + 1)
        self.budget.take(What.COMMENTS)
        self.budget.take(What.TEXT, self.budget.text(text))
        self.comments[row + 1, col + 1] = text

    def sheet(self, name: str, state: str) -> Sheet:
        """The finished sheet."""
        for at, comment in self.comments.items():
            cell = self.cells.get(at) or Cell(*at, "blank", "")
            self.cells[at] = cell._replace(comment=comment)
        anchors = {(area.top, area.left) for area in self.merges}
        hidden_cols = Stretches(self.hidden_cols)
        done = []
        for at in sorted(self.cells):
            cell = self.cells[at]
            hidden = at[0] - 1 in self.hidden_rows or at[1] - 1 in hidden_cols
            if hidden or at in anchors:
                cell = cell._replace(hidden=hidden, merged=at in anchors)
            done.append(cell)
        return Sheet(name, tuple(done), tuple(self.merges), state, self.fonts)


def rk_number(packed: int) -> float:
    """The number in an RK value: 30 bits of a double or an integer, perhaps in hundredths."""
    if packed & 2:
        whole = packed >> 2
        value = float(whole - (1 << 30) if whole & (1 << 29) else whole)
    else:
        value = float(struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", packed & 0xFFFFFFFC))[0])
    return value / 100 if packed & 1 else value
