"""What a workbook of ours says about itself on its very hidden sheet `shuangkong`."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from ...records import dataclass
from ...vocabulary import Verification
from ...vocabulary.base import VERIFICATION_EARLIER
from ..marks import printed_mark
from ..periods import year_in
from ..reading import Book, Sheet
from ..reading.columns import frame_of
from .recognise import likeness_of

SHEET = "shuangkong"
#: the hidden sheet where a form works out what it says of itself: nothing is taken from it
WORKINGS = "计算"
#: the sheet that a marked copy has besides
OPINIONS = "审核意见"
_FURTHER = frozenset((SHEET, WORKINGS, "自查", "可选值", "措施评分"))
FORM_VERSION = "1"
_EARLIER = {VERIFICATION_EARLIER: "verification"}
#: header of the list of cells that follows the key/value rows
CELL_HEADER = ("cell", "sheet", "address", "indicator", "year", "text")


@dataclass(frozen=True, slots=True)
class MappedCell:
    """A cell of the form: an input (`indicator` and `year` set) or a locked text."""

    sheet: str
    address: str
    indicator: str
    year: str
    text: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """Key/value rows, and the cells of the form with what they are for."""

    values: Mapping[str, str]
    cells: tuple[MappedCell, ...]

    @property
    def sheets(self) -> frozenset[str]:
        """The names of all sheets that we put into the workbook."""
        return _FURTHER | {mapped.sheet for mapped in self.cells}

    @property
    def role(self) -> str:
        return self.values.get("role", "")

    @property
    def year(self) -> int | None:
        """The assessment year it was made for."""
        return year_in(self.values.get("year", ""))

    @property
    def part(self) -> str | None:
        """The part of the year that it was made for (H1, Q3, 06); None for the whole."""
        return self.values.get("part")


#: rows of a form's sheets that can hold its title
_TITLE_ROWS = 3


def verification_of(book: Book, metadata: Metadata) -> Verification:
    """How far the figures of a workbook of ours can be trusted.

    It says so in its metadata, in the title, and in what the title was; the strictest counts.
    """
    said = metadata.values.get("verification", "")
    known = said in {one.value for one in Verification} or not said
    hidden = Verification(said or "verified") if known else Verification.UNVERIFIED
    titles = [
        cell.text
        for sheet in book.sheets
        if sheet.name.casefold() not in (SHEET, WORKINGS)
        for cell in sheet.cells
        if cell.row <= _TITLE_ROWS
    ]
    titles += [mapped.text for mapped in metadata.cells if mapped.indicator == "@locked"]
    return Verification.weakest((hidden, printed_mark(titles)))


@dataclass(frozen=True, slots=True)
class Identity:
    """What a workbook of ours is for."""

    role: str
    plan: str
    entity: str | None
    year: int | None
    #: the plan's short name, where only that is known
    plan_short: str = ""
    #: the file that says so
    file: str = ""


def identity_of(book: Book) -> Identity | None:
    """What a workbook is for, when it is one of ours."""
    found = metadata_of(book)
    if found is None:
        seen = likeness_of(book)
        return None if seen is None else Identity("form", "", None, seen.year, seen.plan_short)
    values = found.values
    return Identity(found.role, values.get("plan", ""), values.get("entity"), found.year)


def metadata_of(book: Book) -> Metadata | None:
    """The metadata of a workbook made by us; None for any other."""
    sheet = book.sheet(SHEET)
    if sheet is None:
        return None
    values: dict[str, str] = {}
    cells: list[MappedCell] = []
    listing = False
    for texts in _rows(sheet):
        if tuple(texts) == CELL_HEADER:
            listing = True
        elif listing:
            cells.append(MappedCell(*texts[1:]))
        elif texts[0]:
            values.setdefault(_EARLIER.get(texts[0], texts[0]), texts[1])
    return Metadata(values, tuple(cells)) if "role" in values else None


def _rows(sheet: Sheet) -> Iterator[list[str]]:
    """The first texts of every row that has any; taken from columns, for it is read first."""
    frame = frame_of(sheet.cells).select("row", "col", "text").sort("row", maintain_order=True)
    for _, cells in groupby(frame.iter_rows(), key=itemgetter(0)):
        texts = [""] * len(CELL_HEADER)
        for _, col, text in cells:
            if col <= len(texts):
                texts[col - 1] = text.strip()
        yield texts
