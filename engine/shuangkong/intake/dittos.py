"""〃 and 同上: cells that say that they are as the one above them.

Among names, units, versions and remarks it is plain what such a cell says. Among figures nobody
can tell a repeated figure from one that was not known, and each is asked about.
"""

from collections.abc import Iterable, Mapping

from .reading import Cell
from .words import plain

_SIGNS = frozenset(map(plain, ("〃", "″", '"', "”", "〞", "''", "同上", "々")))
#: a longer text is no ditto sign, whatever blanks stand in it
_SHORT = 12


def is_ditto(text: str) -> bool:
    """Whether a cell's text says that it is as the one above it."""
    return len(text) <= _SHORT and plain(text) in _SIGNS


def as_above(cells: Iterable[Cell]) -> Mapping[tuple[int, int], Cell]:
    """For each ditto among some cells of a sheet, in reading order, the cell that it stands for:
    the next above it in the same column; one over which nothing stands is left out."""
    last: dict[int, Cell] = {}
    found: dict[tuple[int, int], Cell] = {}
    for cell in cells:
        if not is_ditto(cell.text):
            last[cell.col] = cell
        elif cell.col in last:
            found[cell.row, cell.col] = last[cell.col]
    return found
