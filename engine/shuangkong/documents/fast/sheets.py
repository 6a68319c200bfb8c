"""One sheet: its rows, merges, links and page breaks within the frame of its skeleton."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from ...records import dataclass
from ..book import Filled, PrintedSheet, address
from ..xlsx import LINK_LIMIT, shown
from .cells import Strings
from .markup import HEAD, Unfit, attribute
from .notes import Notes, notes_of
from .places import Places, row_pixels
from .rows import LaidSheet, Layings
from .rules import RuleLook, rules_xml
from .skeleton import Frame, header

_INSIDE, _OUTSIDE = "internal:", re.compile(r"external:(?![/\\]|\.[/\\]|.:)[^%]{2,}", re.DOTALL)
#: XlsxWriter warns of longer links, and of more
_LONG, _MOST = 1000, 60_000
_MOST_BREAKS = 1000
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ESCAPES = {
    '"': "%22",
    " ": "%20",
    "<": "%3c",
    ">": "%3e",
    "[": "%5b",
    "]": "%5d",
    "^": "%5e",
    "`": "%60",
    "{": "%7b",
    "}": "%7d",
}


@dataclass(slots=True)
class SheetParts:
    """A sheet on the way to XML; `relations` are (kind, target) of what it refers to."""

    sheet: PrintedSheet
    laid: LaidSheet
    heights: Mapping[int, int]
    notes: Notes
    relations: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, sheet: PrintedSheet, strings: Strings, layings: Layings) -> "SheetParts":
        """The sheet with its texts numbered."""
        heights = row_pixels(sheet.heights)
        return cls(sheet, layings.laid(sheet, heights, strings), heights, notes_of(sheet))

    def places(self) -> Places:
        """Where its rows and columns are."""
        return Places(self.sheet.widths, self.heights)

    def xml(
        self,
        frame: Frame,
        data: str,
        title: str,
        rules: Mapping[RuleLook, int],
        drawing: int,
        notes: int,
    ) -> str:
        """The part of the sheet; `drawing` and `notes` are the numbers of their parts, or 0."""
        links = "".join(self._links())
        return "".join(
            (
                f'{frame.head}<dimension ref="{self.laid.ground.ref}"/>{frame.views}',
                data,
                frame.guard,
                _merges(self.sheet),
                rules_xml(self.sheet.shades, frame.rules, rules),
                frame.checks,
                f"<hyperlinks>{links}</hyperlinks>" if links else "",
                header(frame.page, title),
                _breaks(self.sheet.breaks),
                self._drawing("drawing", f"../drawings/drawing{drawing}.xml") if drawing else "",
                self._notes(notes) if notes else "",
                frame.rest,
                "</worksheet>",
            )
        )

    def _links(self) -> Iterator[str]:
        linked = {(c.row, c.col): c for c in self.sheet.cells if c.link}
        if len(linked) > _MOST:
            raise Unfit("too many links")
        for _, cell in sorted(linked.items()):
            if len(cell.link or "") < LINK_LIMIT:
                yield self._link(cell)

    def _link(self, cell: Filled) -> str:
        link, ref = cell.link or "", address(cell.row, cell.col)
        display = f'display="{attribute(shown(cell.content))}"'
        if len(link) > _LONG:
            raise Unfit("a long link")
        if link.startswith(_INSIDE):
            location = attribute(link.removeprefix(_INSIDE))
            return f'<hyperlink ref="{ref}" location="{location}" {display}/>'
        if not _OUTSIDE.fullmatch(link):
            raise Unfit("a link of another kind")
        path, _, place = link.removeprefix("external:").replace("/", "\\").partition("#")
        self.relations.append(("hyperlink", path.translate(_ESCAPED)))
        found = f'<hyperlink ref="{ref}" r:id="rId{len(self.relations)}"'
        if place:
            found += f' location="{attribute(place)}"'
        # where a text stands, the cell itself shows it
        texts = isinstance(self.laid.content(cell.row, cell.col), str)
        return f"{found}/>" if texts else f"{found} {display}/>"

    def _drawing(self, kind: str, target: str, tag: str = "drawing") -> str:
        self.relations.append((kind, target))
        return f'<{tag} r:id="rId{len(self.relations)}"/>'

    def _notes(self, number: int) -> str:
        box = f"../drawings/vmlDrawing{number}.vml"
        found = self._drawing("vmlDrawing", box, "legacyDrawing")
        self.relations.append(("comments", f"../comments{number}.xml"))
        return found

    def relations_xml(self) -> str:
        """The part that says what the sheet refers to; to be asked for after `xml`."""
        found = [
            f'<Relationship Id="rId{n}" Type="{_TYPES}/{kind}" Target="{attribute(target)}"'
            f"{_EXTERNAL if kind == 'hyperlink' else ''}/>"
            for n, (kind, target) in enumerate(self.relations, start=1)
        ]
        return f'{HEAD}<Relationships xmlns="{_RELATIONS}">{"".join(found)}</Relationships>'


_ESCAPED = str.maketrans(_ESCAPES)
_EXTERNAL = ' TargetMode="External"'


def _merges(sheet: PrintedSheet) -> str:
    if not sheet.merges:
        return ""
    found = [
        f'<mergeCell ref="{address(m.row, m.col)}:{address(m.last_row, m.last_col)}"/>'
        for m in sheet.merges
    ]
    return f'<mergeCells count="{len(found)}">{"".join(found)}</mergeCells>'


def _breaks(rows: Sequence[int]) -> str:
    found = [f'<brk id="{row}" max="16383" man="1"/>' for row in sorted({*rows} - {0})]
    if len(found) > _MOST_BREAKS:
        raise Unfit("too many page breaks")
    if not found:
        return ""
    count = len(found)
    return f'<rowBreaks count="{count}" manualBreakCount="{count}">{"".join(found)}</rowBreaks>'
