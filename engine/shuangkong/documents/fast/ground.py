"""Where the cells of a sheet stand: all of its rows in XML that says nothing of what they hold.

The sheets of many books stand on the same ground, whatever is in their cells.
"""

from collections.abc import Hashable, Iterator, Mapping
from functools import lru_cache
from operator import itemgetter

from ..book import Merge, PrintedSheet, address
from ..xlsx import ROW_PIXELS
from .markup import Unfit

#: XlsxWriter places notes near the edge of a sheet otherwise
_LAST_ROW, _LAST_COL = 1_000_000, 16_000
#: rows of so many share the `spans` attribute
_BLOCK = 16
_ROW, _COL, _PLACE, _BOX = (itemgetter(*of) for of in ((0,), (1,), (0, 1), (0, 1, 2, 3)))


class Ground:
    """The places of a sheet's cells, in the order of rows and columns.

    `heads` is the XML from the end of one cell to the style number of the next, `end` what comes
    after the last. `places` has the number of a place by row and column, `of_merges` those of each
    merge, the one with its content first, and `order` those that contents go to, merges first.
    """

    def __init__(self, sheet: PrintedSheet, heights: Mapping[int, int], *, bars: bool) -> None:
        self._heights, self._bars = heights, bars
        merged = [_merged(merge) for merge in sheet.merges]
        taken = [place for places in merged for place in places]
        if len(set(taken)) < len(taken):
            raise Unfit("merges that overlap")
        every = taken + list(map(_PLACE, sheet.cells))
        self.places = {place: n for n, place in enumerate(sorted(set(every)))}
        self.of_merges = [[self.places[place] for place in places] for places in merged]
        cells = [self.places[place] for place in every[len(taken) :]]
        self.order = [of[0] for of in self.of_merges] + cells
        #: whether more than one content goes to a place
        self.crowded = len(self.places) < len(every)
        self.rows: dict[int, list[int]] = {}
        for row, col in self.places:
            self.rows.setdefault(row, []).append(col)
        self.ref = self._extent()
        self.heads, self.end = self._xml()

    def _extent(self) -> str:
        """A reference to all that is in use.

        Rows with a height of their own count from column A.
        """
        used = self.rows.keys() | self._heights.keys()
        if not used:
            return "A1"
        left = 0 if self._heights else min(cols[0] for cols in self.rows.values())
        right = max((cols[-1] for cols in self.rows.values()), default=0)
        top, bottom = min(used), max(used)
        if top < 0 or bottom > _LAST_ROW or right > _LAST_COL:
            raise Unfit("beyond the sheet")
        first, last = address(top, left), address(bottom, right)
        return first if first == last else f"{first}:{last}"

    def _xml(self) -> tuple[list[str], str]:
        """`heads` and `end`; where cells show bars, XlsxWriter writes rows as later Excels do."""
        used = sorted(self.rows.keys() | self._heights.keys())
        if not used:
            return [], "<sheetData/>"
        spans = dict(self._spans())
        names = _letters(max((cols[-1] for cols in self.rows.values()), default=0))
        later = ' x14ac:dyDescent="0.25"' if self._bars else ""
        heads, before = list[str](), "<sheetData>"
        for at in used:
            height = self._heights.get(at, ROW_PIXELS)
            tall = "" if height == ROW_PIXELS else f' ht="{height * 0.75:.16g}" customHeight="1"'
            line = at + 1
            before += f'<row r="{line}"{spans.get(at // _BLOCK, "")}{tall}{later}'
            if at not in self.rows:
                before += "/>"
                continue
            before += ">"
            for col in self.rows[at]:
                heads.append(f'{before}<c r="{names[col]}{line}" s="')
                before = ""
            before = "</row>"
        return heads, before + "</sheetData>"

    def _spans(self) -> Iterator[tuple[int, str]]:
        """First and last column of each block of rows."""
        blocks: dict[int, list[int]] = {}
        for at, cols in self.rows.items():
            blocks.setdefault(at // _BLOCK, []).extend((cols[0], cols[-1]))
        for block, ends in blocks.items():
            yield block, f' spans="{min(ends) + 1}:{max(ends) + 1}"'


def ground_key(sheet: PrintedSheet, heights: Mapping[int, int], *, bars: bool) -> Hashable:
    """What sheets of one ground share."""
    return (
        bars,
        tuple(heights.items()),
        tuple(map(_BOX, sheet.merges)),
        tuple(map(_ROW, sheet.cells)),
        tuple(map(_COL, sheet.cells)),
    )


def _merged(merge: Merge) -> list[tuple[int, int]]:
    """The places of a merge, the one with its content first."""
    row, col, last_row, last_col, _, _ = merge
    if row > last_row or col > last_col:
        raise Unfit("a merge that runs backwards")
    if (row, col) == (last_row, last_col):
        raise Unfit("a merge of one cell")
    return [(r, c) for r in range(row, last_row + 1) for c in range(col, last_col + 1)]


@lru_cache
def _letters(last: int) -> tuple[str, ...]:
    """The letters of all columns up to one counted from 0."""
    return tuple(address(0, col)[:-1] for col in range(last + 1))
