"""The writer of many workbooks."""

import contextlib
from collections.abc import Iterator, Mapping

from ...running.zips import Deflated, deflated, packed, repacked
from ..book import PrintedBook
from ..xlsx import write_book
from .cells import Looks, Strings
from .charts import Charts
from .fence import WORKBOOKS, tested
from .markup import Unfit
from .memory import Memory
from .notes import blocks, boxes, texts
from .places import Places
from .rows import Layings
from .rules import RuleLook, rule_looks
from .sheets import SheetParts
from .skeleton import CORE, STRINGS, STYLES, Skeleton, key_of, skeleton_of, styles_of

#: more designs than most runs have
_MOST = 200
_EMU = 9525
#: half the time of the usual level, for files a tenth larger
_LEVEL = 3
#: relations of sheets stand behind this part
_BEFORE_RELATIONS = "xl/theme/theme1.xml"


class Writer:
    """Writes workbooks as `write_book` does, remembering what they share. Not for threads."""

    def __init__(self) -> None:
        self._skeletons: Memory[Skeleton] = Memory(_MOST)
        self._styles: Memory[Deflated] = Memory(_MOST)
        self._charts = Charts()
        self._layings = Layings()

    def write(self, book: PrintedBook) -> bytes:
        """The bytes of a workbook with the same parts that `write_book` gives it.

        The archive does not tell on which system it was written.
        """
        if tested(WORKBOOKS):
            with contextlib.suppress(Unfit):
                return self.write_quickly(book)
        return repacked(write_book(book))

    def write_quickly(self, book: PrintedBook) -> bytes:
        """The same, never the plain way.

        Raises:
            Unfit: the book asks for something that only the plain way can write.
        """
        strings, looks = Strings(), Looks()
        pages = [SheetParts.of(sheet, strings, self._layings) for sheet in book.sheets]
        data = [page.laid.xml(looks) for page in pages]
        key = key_of(book, [bool(page.notes) for page in pages])
        skeleton = self._skeletons.get(key, lambda: skeleton_of(book))
        rules = rule_looks(book)
        own = dict(self._parts(book, pages, data, skeleton, rules))
        own[STRINGS] = strings.xml()
        own[CORE] = skeleton.properties(book)
        styles, noted = looks.all(), any(page.notes for page in pages)
        given = tuple(rules)
        look = self._styles.get(
            (styles, given, noted), lambda: styles_of(styles, given, noted=noted)
        )
        members: dict[str, Deflated] = {}
        for name in skeleton.order:
            known = look if name == STYLES else skeleton.same.get(name)
            members[name] = known or _packed(own[name])
            if name == _BEFORE_RELATIONS:
                members.update(_relations(pages))
        return packed(members)

    def _parts(
        self,
        book: PrintedBook,
        pages: list[SheetParts],
        data: list[str],
        skeleton: Skeleton,
        rules: Mapping[RuleLook, int],
    ) -> Iterator[tuple[str, str]]:
        """The parts that differ from book to book, by name."""
        laid = {page.sheet.name: page.laid for page in pages}
        drawings = notes = charts = taken = 0
        for number, (page, frame) in enumerate(zip(pages, skeleton.frames, strict=True), start=1):
            places = page.places() if page.sheet.charts or page.notes else None
            drawing = note = 0
            if page.sheet.charts and places:
                drawing = drawings = drawings + 1
                drawn = _anchored(page, places, skeleton.drawings[drawing])
                yield f"xl/drawings/drawing{drawing}.xml", drawn
            for chart in page.sheet.charts:
                xml = self._charts.xml(chart, charts, laid)
                charts += 1
                yield f"xl/charts/chart{charts}.xml", xml
            if page.notes and places:
                note = notes = notes + 1
                box = boxes(page.notes, *skeleton.boxes[note], places, taken)
                taken += blocks(page.notes)
                yield f"xl/drawings/vmlDrawing{note}.vml", box
                yield f"xl/comments{note}.xml", texts(page.notes)
            xml = page.xml(frame, data[number - 1], book.title, rules, drawing, note)
            yield f"xl/worksheets/sheet{number}.xml", xml


def _packed(xml: str) -> Deflated:
    return deflated(xml.encode("utf-8"), _LEVEL)


def _relations(pages: list[SheetParts]) -> Iterator[tuple[str, Deflated]]:
    for number, page in enumerate(pages, start=1):
        if page.relations:
            name = f"xl/worksheets/_rels/sheet{number}.xml.rels"
            yield name, _packed(page.relations_xml())


def _anchored(page: SheetParts, places: Places, pieces: list[str]) -> str:
    """The drawing that places the charts of a sheet."""
    found = [pieces[0]]
    for chart, piece in zip(page.sheet.charts, pieces[1:], strict=True):
        x, y = places.across.start(chart.col), places.down.start(chart.row)
        left, top, right, bottom = places.corners(x, y, chart.width, chart.height)
        for tag, (col, x_off), (row, y_off) in (("from", left, top), ("to", right, bottom)):
            found.append(
                f"<xdr:{tag}><xdr:col>{col}</xdr:col><xdr:colOff>{x_off * _EMU}</xdr:colOff>"
                f"<xdr:row>{row}</xdr:row><xdr:rowOff>{y_off * _EMU}</xdr:rowOff></xdr:{tag}>"
            )
        found.append(piece)
    return "".join(found)
