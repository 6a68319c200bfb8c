"""One submitted file read: what it is, what was taken from which cell, what was left and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from .. import messages
from ..declarations.bundle import Declarations
from ..errors import IntakeError
from ..records import dataclass
from ..running.uncollected import uncollected
from ..vocabulary import Entity, Finding, Place
from . import measures, verdicts
from .absent import still_missing
from .commented import commented
from .file_reading import ExplainedDoubt, FileReading, FileRole, SheetReading
from .fonts import asked_of_fonts
from .form.metadata import WORKINGS, Metadata, metadata_of
from .form.read import read_form
from .form.recognise import entity_of, likeness_of, named_in
from .layouts import Layout, kept_layouts
from .leftover import nothing_found
from .long import read_long
from .long_columns import Headings, columns_of
from .match import Matcher
from .observe import Observation
from .overlay import passed_over, read_overlay
from .own_files import FORM_OUTSIDE, by_sheet, fixed_sheets, of_some_plan, plain_sheet
from .reading import Book, Sheet, read_book, read_books
from .reading.barrier import guarded
from .reading.columns import PutOff, held
from .reading.refuse import refuse
from .sources import SourceFile, most_cells
from .take import take_sheet

__all__ = ["ExplainedDoubt", "FileReading", "FileRole", "Reader", "SheetReading"]

LONG_FIELD, LONG_UNUSED = "长表的其他字段", "没有用到的列"
#: sheets of forms that nothing is taken from, and that are most of their bytes
_LATER = frozenset((WORKINGS,))


@dataclass(frozen=True)
class Reader:
    """Reads files for one plan and year; without a plan only facts are found."""

    declarations: Declarations | None
    year: int | None = None
    layouts: tuple[Layout, ...] = ()
    matcher: Matcher | None = None

    @classmethod
    def of(
        cls,
        declarations: Declarations | None,
        year: int | None,
        layouts: Iterable[Layout] = (),
        beside: Iterable[Layout] = (),
    ) -> "Reader":
        """A reader with its plan's names looked up once.

        The plan's own layouts come after those given and before those beside the data.
        """
        matcher = Matcher(declarations) if declarations else None
        kept = kept_layouts(declarations)[0] if declarations else ()
        return cls(declarations, year, (*layouts, *kept, *beside), matcher)

    def all_received(
        self, sources: Sequence[SourceFile], books: Iterator[Book | IntakeError] | None = None
    ) -> Iterator[FileReading]:
        """`received` for each of many files, in their order; workbooks are read ahead, unless
        their cells are given."""
        most = most_cells(sources)
        seen = 0
        if books is None:
            # what would not be used any more is not read ahead either
            books = read_ahead(one if seen <= most else replace(one, data=b"") for one in sources)
        for source in sources:
            book = next(books) if _holds_cells(source) else None
            if isinstance(book, Book):
                seen += sum(held(sheet.cells) for sheet in book.sheets)
            if book is not None and seen > most:
                book = refuse(messages.ALL_TOO_BIG, source.name)
            yield self.received(source, book)

    def received(self, source: SourceFile, book: Book | IntakeError | None = None) -> FileReading:
        """One file, perhaps with cells that were read ahead; when it cannot be read at all, its
        findings say why."""
        if not isinstance(book, IntakeError):
            with uncollected():
                read = guarded(source.name, partial(self.read, source, book))
            if isinstance(read, FileReading):
                asked = asked_of_fonts(read, source.data, self.declarations)
                read = replace(read, findings=(*read.findings, *asked, *commented(read)))
                if source.path is not None:
                    return read
                return replace(read, data=source.data, within=source.within)
            book = read
        role = FileRole.UNRECOGNISED
        return FileReading(source.name, source.sha256, role, source.path, findings=book.findings)

    def read(self, source: SourceFile, book: Book | None = None) -> FileReading:
        """One file, its cells given or read here. Raises IntakeError when it cannot be read."""
        if _is_allocations(source):
            return self._allocations(source)
        if book is None:
            book = read_book(source.name, source.data, _LATER)
        findings = _about_file(book, source)
        metadata = metadata_of(book)
        if metadata is not None and self.declarations is not None:
            return self._ours(source, book, metadata, findings)
        if metadata is not None:
            return of_some_plan(source, book, metadata, findings)
        for sheet in book.sheets:  # only of our own forms is it known that nothing is taken
            if isinstance(sheet.cells, PutOff):
                sheet.cells.ask()
        if lost := self._lost(source, book, findings):
            return lost
        return self._tables(source, book, findings)

    def _allocations(self, source: SourceFile) -> FileReading:
        found = FileReading(source.name, source.sha256, FileRole.ALLOCATIONS, source.path)
        if self.declarations is None:
            return found
        rows, faults = read_overlay(self.declarations, source.data, source.name)
        findings = (*faults, *passed_over(self.declarations, rows))
        return replace(found, allocations=rows, findings=findings)

    def _ours(
        self, source: SourceFile, book: Book, metadata: Metadata, findings: list[Finding]
    ) -> FileReading:
        assert self.declarations is not None
        read = partial(
            FileReading, source.name, source.sha256, path=source.path, book=book, year=metadata.year
        )
        if metadata.role == "measures":
            rows, faults = measures.read_measures(book, metadata, self.declarations)
            return read(
                role=FileRole.MEASURES,
                measures=tuple(rows),
                findings=(*findings, *faults),
                sheets=fixed_sheets(book, {}, metadata),
            )
        if metadata.role == "verdicts":
            given, faults = verdicts.read_verdicts(book, metadata, self.declarations)
            return read(
                role=FileRole.VERDICTS,
                verdicts=tuple(given),
                findings=(*findings, *faults),
                sheets=fixed_sheets(book, {}, metadata),
            )
        form = read_form(book, metadata, self.declarations, self.year)
        about = self._about_form(source, book, form.entity)
        return FileReading(
            source.name,
            source.sha256,
            FileRole.FORM,
            source.path,
            book,
            form.entity.code if form.entity else None,
            form.year,
            form.observations,
            findings=(*findings, *about, *form.findings),
            sheets=fixed_sheets(book, by_sheet(form.observations), metadata),
            part=form.part,
        )

    def _about_form(
        self, source: SourceFile, book: Book, entity: Entity | None
    ) -> Iterator[Finding]:
        """Whether the file is the one that was sent out, and named for whom it is."""
        if book.format != "xlsx":
            where = Place(book.name)
            code = entity.code if entity else None
            yield Finding.of(
                messages.NOT_ORIGINAL, where, found=_kind(book), used="照样采用了", entity=code
            )
        if entity is None or self.declarations is None:
            return
        other = named_in(source.name, entity, self.declarations)
        if other is not None:
            yield Finding.of(
                messages.FILE_OF_OTHER,
                Place(book.name),
                entity=entity.code,
                who=entity.name,
                other=other.name,
            )

    def _lost(self, source: SourceFile, book: Book, findings: list[Finding]) -> FileReading | None:
        """A form without its hidden sheet: known for what it is, and nothing read from it."""
        likeness = likeness_of(book)
        if likeness is None:
            return None
        declared = self.declarations
        entity = None if declared is None else entity_of(likeness, declared)
        code = entity.code if entity else None
        if book.format == "xlsx":
            said = Finding.of(
                messages.HIDDEN_LOST,
                Place(book.name),
                entity=code,
                who=likeness.who,
                plan=f"（{likeness.plan_short}）" if likeness.plan_short else "",
            )
        else:
            said = Finding.of(
                messages.NOT_ORIGINAL,
                Place(book.name),
                entity=code,
                found=_kind(book),
                used="没有读取（对照信息已经不在）",
            )
        return FileReading(
            source.name,
            source.sha256,
            FileRole.FORM,
            source.path,
            book,
            code,
            likeness.year,
            findings=(*findings, said),
            sheets=tuple(plain_sheet(one, {}, lambda *_: FORM_OUTSIDE) for one in book.sheets),
            part=likeness.part,
        )

    def _tables(self, source: SourceFile, book: Book, findings: list[Finding]) -> FileReading:
        observations: list[Observation] = []
        sheets: list[SheetReading] = []
        found = any(one.must_be_mended for one in findings)
        recognised = long_ones = False
        for sheet in book.sheets:
            columns = columns_of(sheet) if self.matcher is not None else None
            taken = self._taken(book, sheet) if columns is None else self._long(book, columns)
            long_ones = long_ones or columns is not None
            recognised = recognised or taken.recognised
            observations.extend(taken.observations)
            findings.extend(taken.findings)
            sheets.append(taken.reading)
        count = sum(len(sheet.cells) for sheet in book.sheets)
        if self.matcher is not None and count and not recognised and not found:
            findings.append(nothing_found(book, sheets, count, self.matcher))
        role = FileRole.TABLE if observations or not self.matcher else FileRole.UNRECOGNISED
        return FileReading(
            source.name,
            source.sha256,
            FileRole.LONG if long_ones else role,
            source.path,
            book,
            observations=tuple(observations),
            findings=tuple(still_missing(findings, observations, self.year)),
            sheets=tuple(sheets),
        )

    def _taken(self, book: Book, sheet: Sheet) -> "_Taken":
        taken = take_sheet(book, sheet, self.layouts, self.matcher)
        by_cell = {one.cell: one for one in taken.observations}
        reading = SheetReading(sheet, taken.facts, by_cell, partial(dict, taken.left))
        return _Taken(reading, taken.observations, taken.findings, taken.recognised)

    def _long(self, book: Book, columns: Headings) -> "_Taken":
        assert self.matcher is not None
        observations, faults = read_long(book, columns, self.matcher)
        used = set(columns.at.values())

        def why(_: Sheet, row: int, col: int) -> str:
            return LONG_FIELD if col in used else LONG_UNUSED

        by_cell = {one.cell: one for one in observations}
        reading = plain_sheet(columns.sheet, by_cell, why)
        return _Taken(reading, tuple(observations), tuple(faults), recognised=True)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What became of one sheet, long or not."""

    reading: SheetReading
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    recognised: bool


def _is_allocations(source: SourceFile) -> bool:
    return source.name.rpartition("/")[2] == "allocations.csv"


def read_ahead(sources: Iterable[SourceFile]) -> Iterator[Book | IntakeError]:
    """The cells of those files that are read cell by cell, some at a time."""
    return read_books(((one.name, one.data) for one in sources if _holds_cells(one)), later=_LATER)


def _holds_cells(source: SourceFile) -> bool:
    """Whether a file is read cell by cell."""
    return not _is_allocations(source)


_ENDINGS = {
    "xlsx": (".xlsx", ".xlsm"),
    "xls": (".xls", ".et"),
    "xlsb": (".xlsb",),
    "ods": (".ods",),
    "fods": (".fods",),
    "html": (".html", ".htm"),
    "xml": (".xml",),
    "parquet": (".parquet",),
}


def _about_file(book: Book, source: SourceFile) -> list[Finding]:
    where = Place(book.name)
    found: list[Finding] = []
    if not any(sheet.cells for sheet in book.sheets):
        found.append(Finding.of(messages.EMPTY_FILE, where))
    if "macros" in book.remarks:
        found.append(Finding.of(messages.MACROS, where))
    if "external_links" in book.remarks:
        found.append(Finding.of(messages.EXTERNAL_LINKS, where))
    usual = _ENDINGS.get(book.format, (".csv", ".tsv", ".txt"))
    if book.sheets and source.ending not in usual:
        found.append(
            Finding.of(messages.WRONG_NAME, where, named=source.ending or "无", found=book.format)
        )
    return found


def _kind(book: Book) -> str:
    """The kind of a file in a word, without its encoding."""
    return book.format.partition("（")[0]
