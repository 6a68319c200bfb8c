"""Everything that was submitted, read once: observations, measure scores, findings, files."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..declarations.bundle import Declarations
from ..errors import IntakeError
from ..vocabulary import Finding, Place, Verification
from . import kinds, long, measures, observe
from .form.metadata import Metadata, metadata_of
from .form.read import read_form
from .marks import authority_in, mark_in, vintage_in
from .match import Matcher, Origin
from .match import observe as observe_facts
from .observe import Observation
from .reading import Book, cells_of, read_book
from .sources import SourceFile, gather
from .tables.reading import FOOTNOTE, OUTSIDE_TEXT, TITLE, Reading, read_sheet

if TYPE_CHECKING:
    import polars as pl


class Role(StrEnum):
    """What a submitted file is."""

    FORM = "form"
    TABLE = "table"
    LONG = "long"
    ALLOCATIONS = "allocations"
    MEASURES = "measures"
    UNRECOGNISED = "unrecognised"

    @property
    def chinese(self) -> str:
        return {
            "form": "填报表",
            "table": "公报或统计表",
            "long": "长表",
            "allocations": "分解表",
            "measures": "措施评分表",
            "unrecognised": "未识别",
        }[self.value]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file as it was received. `entity` and `year` are set for a form."""

    name: str
    sha256: str
    role: Role
    path: Path | None = None
    entity: str | None = None
    year: int | None = None
    figures: int = 0


@dataclass(frozen=True)
class Intake:
    """What was submitted. `submitted` are codes of entities with a form or figures of their own,
    in declared order; `books` hold every cell that was read."""

    observations: "pl.DataFrame"
    measures: "pl.DataFrame"
    findings: tuple[Finding, ...]
    files: tuple[ReadFile, ...]
    submitted: tuple[str, ...]
    books: tuple[Book, ...] = field(repr=False, default=())

    @cached_property
    def cells(self) -> "pl.DataFrame":
        """Every cell of every file, with the columns of `frames.CELLS`."""
        return cells_of(self.books)


@dataclass
class _Gathered:
    """What has been read so far."""

    declarations: Declarations
    matcher: Matcher
    year: int
    observations: list[Observation] = field(default_factory=list)
    measures: list[dict[str, object]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    files: list[ReadFile] = field(default_factory=list)
    books: list[Book] = field(default_factory=list)


def read_submissions(
    declarations: Declarations,
    paths: Path | Iterable[Path],
    year: int,
    progress: Callable[[str, int, int], None] | None = None,
) -> Intake:
    """Read files, folders and zips for one plan and assessment year.

    `progress` is called with a file's name, its number and the number of all files.

    A file that cannot be read is a blocker among the findings, not an exception.

    Raises:
        Misuse: when a path does not exist.
    """
    found = _Gathered(declarations, Matcher(declarations), year)
    sources = gather(paths, found.findings)
    for number, source in enumerate(sources, start=1):
        if progress:
            progress(source.name, number, len(sources))
        try:
            _read_file(source, found)
        except IntakeError as error:
            found.findings.extend(error.findings)
            found.files.append(ReadFile(source.name, source.sha256, Role.UNRECOGNISED, source.path))
    names = {i.id: i.name for i in declarations.indicators.values()}
    entities = {e.code: e.name for e in declarations.entities.values()}
    kept, repeats = observe.without_repeats(found.observations, names, entities)
    found.findings.extend(repeats)
    with_figures = {one.entity for one in found.observations} | {f.entity for f in found.files}
    return Intake(
        observe.frame(kept),
        measures.frame(found.measures),
        tuple(found.findings),
        tuple(found.files),
        tuple(code for code in declarations.entities if code in with_figures),
        tuple(found.books),
    )


def _read_file(source: SourceFile, found: _Gathered) -> None:
    if source.name.rpartition("/")[2] == "allocations.csv":
        found.files.append(ReadFile(source.name, source.sha256, Role.ALLOCATIONS, source.path))
        return
    if source.ending == ".parquet":
        book = long.book_of_parquet(source)
    else:
        book = read_book(source.name, source.data)
    found.books.append(book)
    _remarks(book, found)
    metadata = metadata_of(book)
    if metadata is not None:
        _read_ours(source, book, metadata, found)
        return
    columns = long.columns_of(book)
    if columns is not None:
        observations, findings = long.read_long(book, columns, found.matcher)
        _add(source, found, Role.LONG, observations, findings)
        return
    _read_tables(source, book, found)


def _remarks(book: Book, found: _Gathered) -> None:
    where = Place(book.name)
    if not any(sheet.cells for sheet in book.sheets):
        found.findings.append(Finding.of(kinds.EMPTY_FILE, where))
    if "macros" in book.remarks:
        found.findings.append(Finding.of(kinds.MACROS, where))
    if "external_links" in book.remarks:
        found.findings.append(Finding.of(kinds.EXTERNAL_LINKS, where))


def _add(
    source: SourceFile,
    found: _Gathered,
    role: Role,
    observations: Iterable[Observation],
    findings: Iterable[Finding],
    entity: str | None = None,
    year: int | None = None,
) -> None:
    added = list(observations)
    found.observations.extend(added)
    found.findings.extend(findings)
    for mark in sorted({one.mark for one in added} - {Verification.VERIFIED.value}):
        found.findings.append(
            Finding.of(kinds.SYNTHETIC_FOUND, Place(source.name), mark=Verification(mark).chinese)
        )
    found.files.append(
        ReadFile(source.name, source.sha256, role, source.path, entity, year, len(added))
    )


def _read_ours(source: SourceFile, book: Book, metadata: Metadata, found: _Gathered) -> None:
    if metadata.role == "measures":
        rows, findings = measures.read_measures(book, metadata, found.declarations)
        found.measures.extend(rows)
        found.findings.extend(findings)
        found.files.append(ReadFile(source.name, source.sha256, Role.MEASURES, source.path))
        return
    form = read_form(book, metadata, found.declarations, found.year)
    _add(
        source,
        found,
        Role.FORM,
        form.observations,
        form.findings,
        form.entity.code if form.entity else None,
        form.year,
    )


def _read_tables(source: SourceFile, book: Book, found: _Gathered) -> None:
    observations: list[Observation] = []
    findings: list[Finding] = []
    for sheet in book.sheets:
        reading = read_sheet(sheet, lambda label: found.matcher.entity(label) is not None)
        origin = origin_of(book, reading)
        added, faults = observe_facts(reading, origin, found.matcher)
        observations.extend(added)
        findings.extend(faults)
    if not observations and not findings:
        count = sum(len(sheet.cells) for sheet in book.sheets)
        findings.append(Finding.of(kinds.NOTHING_FOUND, Place(book.name), count=count))
    role = Role.TABLE if observations else Role.UNRECOGNISED
    _add(source, found, role, observations, findings)


def origin_of(book: Book, reading: Reading) -> Origin:
    """Mark, version and authority of a sheet's figures, by the words around its tables."""
    texts = [*reading.texts(TITLE, FOOTNOTE, OUTSIDE_TEXT), reading.sheet.name]
    return Origin(
        book,
        reading.sheet,
        mark_in(texts).value,
        vintage_in(texts),
        authority_in(texts) or "核定",
    )
