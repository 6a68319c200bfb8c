"""Everything that was submitted, read once: observations, measure scores, findings, files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from .. import messages
from ..declarations.bundle import Declarations
from ..errors import DeclarationError, IntakeError
from ..running.progress import Progress
from ..vocabulary import Allocation, Finding, Place, Verdict, Verification
from ..vocabulary.deadline import term
from . import measures, observe
from .absent import still_missing
from .file_reading import FileReading, Role
from .form.metadata import WORKINGS, Identity, identity_of
from .layouts import ENDINGS, Layout, kept_layouts, load_layout
from .reading import Book, cells_of, read_book
from .reading.barrier import guarded, together
from .sources import SourceFile, gather

if TYPE_CHECKING:
    import polars as pl

    from ..running.kept import Kept
    from .recall import Elsewhere, Recall


_COUNTS = {2: "两", 3: "三", 4: "四"}


@dataclass(frozen=True)
class Reading:
    """What was submitted. `submitted` are codes of entities with a form or figures of their own,
    in declared order; `files` say what each file is and hold every cell that was read.

    `observations` has the columns of `frames.OBSERVATIONS`, `measures` those of
    `frames.MEASURES`.
    """

    observations: "pl.DataFrame"
    measures: "pl.DataFrame"
    findings: tuple[Finding, ...]
    files: tuple[FileReading, ...]
    submitted: tuple[str, ...]
    #: what an earlier run left of files, where that was asked for
    recall: "Recall | None" = field(default=None, repr=False, compare=False)

    @cached_property
    def overlay(self) -> tuple[Allocation, ...]:
        """Allocations handed in beside the data, to lay over the plan's own; where two say the
        same of a target and an entity, the table that came later stands first.

        Raises:
            DeclarationError: with every fault of the tables, when there is any.
        """
        tables = [one for one in self.files if one.role is Role.ALLOCATIONS]
        faults = [fault for one in tables for fault in one.findings]
        if faults:
            listed = "\n".join(str(fault) for fault in faults)
            raise DeclarationError(f"分解表有 {len(faults)} 处错误：\n{listed}", faults)
        return tuple(row for one in reversed(tables) for row in one.allocations)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What entities say of themselves, and departments of their indicators."""
        return tuple(one for file in self.files for one in file.verdicts)

    @property
    def inputs(self) -> dict[str, str]:
        """The sha256 of every file by its name."""
        return {one.name: one.sha256 for one in self.files}

    @property
    def sources(self) -> dict[str, Path]:
        """Where the files lie that are not packed in another or held in memory, by name."""
        return {one.name: one.path for one in self.files if one.path is not None}

    @property
    def about(self) -> tuple[Finding, ...]:
        """Findings that are no single file's: what was left out, given twice, contradicts."""
        own = {finding for one in self.files for finding in one.findings}
        return tuple(finding for finding in self.findings if finding not in own)

    @property
    def books(self) -> tuple[Book, ...]:
        """Every file's cells."""
        return tuple(one.book for one in self.files if one.book is not None)

    @cached_property
    def cells(self) -> "pl.DataFrame":
        """Every cell of every file, with the columns of `frames.CELLS`."""
        return cells_of(self.books)

    def __repr__(self) -> str:
        return (
            f"<Reading: {len(self.files)} files, {self.observations.height} observations of "
            f"{len(self.submitted)} entities, {len(self.findings)} findings>"
        )


def identify(paths: Path | Iterable[Path | SourceFile]) -> Identity | None:
    """What the first workbook of ours among files, folders and zips is for (plan, entity, year).

    Raises:
        Misuse: when a path does not exist.
    """
    for source in gather(paths, []):
        found = guarded(source.name, partial(_identity, source))
        if isinstance(found, Identity):
            return replace(found, file=source.name)
    return None


def _identity(source: SourceFile) -> Identity | None:
    return identity_of(read_book(source.name, source.data, frozenset((WORKINGS,))))


@dataclass
class _Gathered:
    """What has been read so far."""

    files: list[FileReading] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_submissions(
    declarations: Declarations | None,
    paths: Path | Iterable[Path | SourceFile],
    year: int | None,
    layouts: Iterable[Layout] = (),
    progress: Progress | None = None,
    kept: "Kept | None" = None,
    elsewhere: "Elsewhere | None" = None,
) -> Reading:
    """Read files, folders and zips for one plan and assessment year.

    Without a plan, facts are found and nothing is made of them.

    `progress` is called with a file's name, its number and the number of all files.

    A file that cannot be read is a blocker among the findings, not an exception. Layouts are
    tried in this order: those given, those of the plan (`layouts/`), those beside the data.
    Of files that are in `kept` from an earlier run, the cells are not read again; others are then
    read `elsewhere`, if that is given.

    Raises:
        Misuse: when a path does not exist.
    """
    given = [paths] if isinstance(paths, Path) else list(paths)
    found = _Gathered()
    if declarations is not None:
        found.findings.extend(kept_layouts(declarations)[1])
    beside = _layouts_beside(given, found.findings)
    sources = gather(given, found.findings)
    if not sources:
        return collected(declarations, (), found.findings)
    # what only reads need is not imported for nothing
    from .files import Reader
    from .recall import Recall

    reader = Reader.of(declarations, year, layouts, beside)
    recall = Recall(kept, reader, elsewhere) if kept is not None else None
    received = (recall or reader).all_received(sources)
    for number, reading in enumerate(received, start=1):
        if progress:
            progress(reading.name, number, len(sources))
        found.files.append(reading)
    return replace(collected(declarations, found.files, found.findings), recall=recall)


def collected(
    declarations: Declarations | None,
    files: Sequence[FileReading],
    about: Sequence[Finding] = (),
) -> Reading:
    """Files that were read one by one, together: figures given twice are settled or said.

    `about` are findings on the submission as a whole; they stand before those of the files.
    """
    faults: list[Finding] = []
    found = together(
        files, lambda file: file.name, lambda good: _collected(declarations, good), faults
    )
    used = {file.name for file in found.files}
    left = [f for file in files if file.name not in used for f in file.findings]
    return replace(found, findings=(*about, *faults, *left, *found.findings), files=tuple(files))


def _collected(declarations: Declarations | None, files: Sequence[FileReading]) -> Reading:
    observations = [one for reading in files for one in reading.observations]
    indicators = declarations.indicators if declarations else {}
    declared = declarations.entities if declarations else {}
    names = {i.id: i.name for i in indicators.values()}
    entities = {e.code: e.name for e in declared.values()}
    kept, repeats = observe.without_repeats(observations, names, entities)
    doubled = _doubled_forms(files)
    within = {frozenset(one.name for one in group) for group in doubled}
    repeats = [f for f in repeats if not _only_between(f, within)]
    findings = [_two_forms(group, entities) for group in doubled]
    for reading in files:
        findings.extend(reading.findings)
        findings.extend(_marked(reading))
    findings.extend(repeats)
    findings.extend(observe.rounded(kept, names))
    with_figures = {one.entity for one in observations} | {f.entity for f in files}
    return Reading(
        observe.frame(kept),
        measures.frame([row for reading in files for row in reading.measures]),
        tuple(still_missing(findings, kept, None)),
        tuple(files),
        tuple(code for code in declared if code in with_figures),
    )


def _doubled_forms(files: Sequence[FileReading]) -> list[list[FileReading]]:
    """Forms of one entity and term that came together."""
    groups: dict[tuple[str, int | None], list[FileReading]] = {}
    for one in files:
        if one.role is Role.FORM and one.entity is not None:
            groups.setdefault((one.entity, one.number), []).append(one)
    return [group for group in groups.values() if len(group) > 1]


def _two_forms(group: Sequence[FileReading], entities: dict[str, str]) -> Finding:
    first = group[0]
    return Finding.of(
        messages.TWO_FORMS,
        Place(first.name),
        entity=first.entity,
        year=first.year,
        who=entities.get(first.entity or "", ""),
        when=term(first.number or 0),
        count=_COUNTS.get(len(group), f" {len(group)} "),
        names="、".join(one.name for one in group[:4]) + ("等" if len(group) > 4 else ""),
        marks=tuple(Place(one.name) for one in group),
    )


def _only_between(finding: Finding, groups: set[frozenset[str]]) -> bool:
    """Whether two values differ only because there are two forms: that is said once."""
    files = {place.file for place in finding.marks}
    return len(files) > 1 and any(files <= group for group in groups)


def _marked(reading: FileReading) -> list[Finding]:
    marks = {one.verification for one in reading.observations} - {Verification.VERIFIED.value}
    return [
        Finding.of(messages.SYNTHETIC_FOUND, Place(reading.name), mark=Verification(mark).chinese)
        for mark in sorted(marks)
    ]


def _layouts_beside(given: Iterable[Path | SourceFile], findings: list[Finding]) -> list[Layout]:
    found: dict[Path, Layout] = {}
    for one in given:
        if isinstance(one, SourceFile):
            continue
        beside = one.rglob("*") if one.is_dir() else one.parent.glob("*")
        for path in sorted(beside):
            if path.name.casefold().endswith(ENDINGS) and path.is_file() and path not in found:
                try:
                    found[path] = load_layout(path)
                except IntakeError as error:
                    findings.extend(error.findings)
    return list(found.values())
