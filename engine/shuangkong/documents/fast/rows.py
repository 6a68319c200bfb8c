"""The rows of a sheet in XML: what its cells hold, laid on the ground they stand on.

A cell that is the very one of the sheet before it on the same ground is not looked at again; only
its text gets the number that it has in this workbook.
"""

from collections.abc import Hashable, Mapping

from ..book import Content, Filled, Merge, PrintedSheet, Style
from ..looks import TEXT
from ..xlsx import LINK_LIMIT, shown
from .cells import BLANK, Looks, Strings, rest
from .ground import Ground, ground_key

#: more grounds than the sheets of most runs stand on; a sheet of so many cells is not remembered
_MOST, _LARGE = 60, 10_000


class Laid:
    """What stands in each place of a ground: look, XML after the look's number, content."""

    def __init__(self, ground: Ground) -> None:
        count = len(ground.places)
        self.ground = ground
        self.looks: list[Style] = [TEXT] * count
        self.rests = [BLANK] * count
        self.contents: list[Content] = [None] * count
        self._merges: list[Merge | None] = [None] * len(ground.of_merges)
        self._cells: list[Filled | None] = [None] * len(ground.of_cells)
        #: texts of merges and cells in the order of writing, and what links to show are stored as
        self._texts: list[str | None] = [None] * (len(self._merges) + len(self._cells))
        self._links: list[str | None] = [None] * len(self._texts)

    def take(self, sheet: PrintedSheet, strings: Strings) -> None:
        """Lay out a sheet that stands on this ground; its texts are numbered."""
        for number, merge in enumerate(sheet.merges):
            if merge is not self._merges[number]:
                self._merge(number, merge)
        self._fill(sheet)
        places = [of[0] for of in self.ground.of_merges] + self.ground.of_cells
        strings.number(self.rests, places, self._texts, self._links)
        if self.ground.crowded:
            # what is written last stands there
            for place, content in enumerate(self.contents):
                if not isinstance(content, str):
                    self.rests[place] = rest(content)

    def _merge(self, number: int, merge: Merge) -> None:
        self._merges[number] = merge
        places = self.ground.of_merges[number]
        for place in places:
            self.looks[place] = merge.style
        self._put(places[0], number, merge.content)

    def _fill(self, sheet: PrintedSheet) -> None:
        cells, looks, first = self._cells, self.looks, len(self._merges)
        places = self.ground.of_cells
        for number, cell in enumerate(sheet.cells):
            if cell is cells[number]:
                continue
            cells[number] = cell
            _, _, content, style, link, _ = cell
            looks[places[number]] = style
            self._put(places[number], first + number, content)
            # XlsxWriter stores what a link shows even where a formula takes its place
            linked = link and len(link) < LINK_LIMIT
            self._links[first + number] = shown(content) if linked else None

    def _put(self, place: int, order: int, content: Content) -> None:
        self.contents[place] = content
        if isinstance(content, str):
            self._texts[order] = content
        else:
            self._texts[order] = None
            self.rests[place] = rest(content)

    def content(self, row: int, col: int) -> Content:
        """What a place of the ground holds."""
        return self.contents[self.ground.places[row, col]]

    def xml(self, looks: Looks) -> str:
        """The element that holds all rows."""
        heads, seen, number_of = self.ground.heads, looks.seen, looks.index
        pieces = [""] * (3 * len(heads))
        pieces[::3] = heads
        pieces[1::3] = [seen.get(id(look)) or number_of(look) for look in self.looks]
        pieces[2::3] = self.rests
        return "".join(pieces) + self.ground.end


class Layings:
    """Lays out sheets, remembering the last one on each ground."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Laid] = {}

    def laid(self, sheet: PrintedSheet, heights: Mapping[int, int], strings: Strings) -> Laid:
        """The cells of a sheet; what comes of it counts until the next sheet of its name."""
        bars = any(shade.kind == "bar" for shade in sheet.shades)
        key = (sheet.name, ground_key(sheet, heights, bars=bars))
        # one that does not fit is not to be met again half done
        found = self._known.pop(key, None) or Laid(Ground(sheet, heights, bars=bars))
        found.take(sheet, strings)
        if not found.ground.crowded and len(sheet.cells) < _LARGE:
            if len(self._known) >= _MOST:
                del self._known[next(iter(self._known))]
            self._known[key] = found
        return found
