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


class LaidSheet:
    """What stands in each place of a ground: look, XML after the look's number, content."""

    def __init__(self, ground: Ground) -> None:
        count = len(ground.places)
        self.ground = ground
        self._looks: list[Style] = [TEXT] * count
        #: those looks, each once in the order of places, their numbers in the workbook before, and
        #: these by place; to be found anew where there are none
        self._kinds: list[Style] = []
        self._given: list[str] = []
        self._numbers: list[str] = []
        self.rests = [BLANK] * count
        self.contents: list[Content] = [None] * count
        self._merges: list[Merge | None] = [None] * len(ground.of_merges)
        self._cells: list[Filled | None] = [None] * (len(ground.order) - len(self._merges))
        #: texts of merges and cells in the order of writing, and what links to show are stored as
        self._texts: list[str | None] = [None] * len(ground.order)
        self._links: list[str | None] = [None] * len(self._texts)

    def take(self, sheet: PrintedSheet, strings: Strings) -> None:
        """Lay out a sheet that stands on this ground; its texts are numbered."""
        ground, first = self.ground, len(self._merges)
        for number, merge in enumerate(sheet.merges):
            if merge is not self._merges[number]:
                self._merges[number] = merge
                for place in ground.of_merges[number][1:]:
                    self._look(place, merge.style)
                self._put(number, merge.content, merge.style)
        cells = self._cells
        for number, cell in enumerate(sheet.cells):
            if cell is not cells[number]:
                cells[number] = cell
                _, _, content, style, link, _ = cell
                self._put(first + number, content, style)
                # XlsxWriter stores what a link shows even where a formula takes its place
                linked = link and len(link) < LINK_LIMIT
                self._links[first + number] = shown(content) if linked else None
        strings.number(self.rests, ground.order, self._texts, self._links)
        if ground.crowded:
            # what is written last stands there
            for place, content in enumerate(self.contents):
                if not isinstance(content, str):
                    self.rests[place] = rest(content)

    def _put(self, order: int, content: Content, style: Style) -> None:
        """What is written as the `order`th."""
        place = self.ground.order[order]
        self._look(place, style)
        self.contents[place] = content
        if isinstance(content, str):
            self._texts[order] = content
        else:
            self._texts[order] = None
            self.rests[place] = rest(content)

    def _look(self, place: int, style: Style) -> None:
        if self._looks[place] is not style:
            self._looks[place] = style
            self._kinds = []

    def content(self, row: int, col: int) -> Content:
        """What a place of the ground holds."""
        return self.contents[self.ground.places[row, col]]

    def xml(self, looks: Looks) -> str:
        """The element that holds all rows."""
        heads = self.ground.heads
        pieces = [""] * (3 * len(heads))
        pieces[::3] = heads
        pieces[1::3] = self._numbered(looks)
        pieces[2::3] = self.rests
        return "".join(pieces) + self.ground.end

    def _numbered(self, looks: Looks) -> list[str]:
        """The numbers of the looks of all places, which mostly are those of the sheet before."""
        known = bool(self._kinds)
        if not known:
            # by identity, which is found faster: most cells share the very same record
            self._kinds = list({id(look): look for look in self._looks}.values())
        given = [looks.index(kind) for kind in self._kinds]
        if not known or given != self._given:
            number_of = {id(kind): n for kind, n in zip(self._kinds, given, strict=True)}
            self._numbers = [number_of[id(look)] for look in self._looks]
            self._given = given
        return self._numbers


class Layings:
    """Lays out sheets, remembering the last one on each ground."""

    def __init__(self) -> None:
        self._known: dict[Hashable, LaidSheet] = {}

    def laid(self, sheet: PrintedSheet, heights: Mapping[int, int], strings: Strings) -> LaidSheet:
        """The cells of a sheet; what comes of it counts until the next sheet of its name."""
        bars = any(shade.kind == "bar" for shade in sheet.shades)
        key = (sheet.name, ground_key(sheet, heights, bars=bars))
        # one that does not fit is not to be met again half done
        found = self._known.pop(key, None) or LaidSheet(Ground(sheet, heights, bars=bars))
        found.take(sheet, strings)
        if not found.ground.crowded and len(sheet.cells) < _LARGE:
            if len(self._known) >= _MOST:
                del self._known[next(iter(self._known))]
            self._known[key] = found
        return found
