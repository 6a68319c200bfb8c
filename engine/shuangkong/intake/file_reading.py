"""What a submitted file is and what was read of it: records, for who looks at them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import DeclarationError
from ..vocabulary import Allocation, Finding, Verdict

if TYPE_CHECKING:
    import polars as pl

    from .form.metadata import Metadata
    from .observe import Observation
    from .reading import Book, Sheet
    from .recall import Recall
    from .tables.facts import Fact


class FileRole(StrEnum):
    """What a submitted file is."""

    FORM = "form"
    TABLE = "table"
    LONG = "long"
    ALLOCATIONS = "allocations"
    MEASURES = "measures"
    VERDICTS = "verdicts"
    UNRECOGNISED = "unrecognised"

    @property
    def chinese(self) -> str:
        return {
            "form": "填报表",
            "table": "公报或统计表",
            "long": "长表",
            "allocations": "分解表",
            "measures": "措施评分表",
            "verdicts": "评价表",
            "unrecognised": "未识别",
        }[self.value]

    @property
    def by_row(self) -> bool:
        """Whether later files take an earlier one's place row by row, and never as a whole."""
        return self in (FileRole.MEASURES, FileRole.VERDICTS)


@dataclass(frozen=True)
class SheetReading:
    """One sheet: facts, the observations they became by cell, reasons for all other cells."""

    sheet: "Sheet"
    facts: "tuple[Fact, ...]"
    observed: "dict[str, Observation]"
    tell: Callable[[], dict[tuple[int, int], str]] = field(repr=False, compare=False)

    @cached_property
    def left(self) -> dict[tuple[int, int], str]:
        """Why nothing was taken from a cell, by row and column; only some readers ask."""
        return self.tell()


@dataclass(frozen=True)
class FileReading:
    """One file as it was received and read.

    `entity` is set for a form, `year` for a form, for measure scores and for verdicts; `part` for
    the form of a part of the year (H1, Q3, 06).
    """

    name: str
    sha256: str
    role: FileRole
    path: Path | None = None
    book: "Book | None" = field(repr=False, default=None)
    entity: str | None = None
    year: int | None = None
    observations: "tuple[Observation, ...]" = field(repr=False, default=())
    measures: tuple[dict[str, object], ...] = field(repr=False, default=())
    verdicts: tuple[Verdict, ...] = field(repr=False, default=())
    #: rows of an allocation table without faults
    allocations: tuple[Allocation, ...] = field(repr=False, default=())
    findings: tuple[Finding, ...] = ()
    sheets: tuple[SheetReading, ...] = field(repr=False, default=())
    #: the bytes of a file that has no path, as it lies in a zip
    data: bytes | None = field(repr=False, default=None)
    #: the zip on disk that it came in
    within: Path | None = None
    part: str | None = None

    @property
    def number(self) -> int | None:
        """The term that a form is for, as a moment in digits: 2026, 20265 (its first half)."""
        from .periods import number_of

        return None if self.year is None else number_of(self.year, self.part)

    @cached_property
    def metadata(self) -> "Metadata | None":
        """What the file says about itself, when it is one of ours."""
        from .form.metadata import metadata_of

        return metadata_of(self.book) if self.book is not None else None


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
        tables = [one for one in self.files if one.role is FileRole.ALLOCATIONS]
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
    def books(self) -> "tuple[Book, ...]":
        """Every file's cells."""
        return tuple(one.book for one in self.files if one.book is not None)

    @cached_property
    def cells(self) -> "pl.DataFrame":
        """Every cell of every file, with the columns of `frames.CELLS`."""
        from .reading import cells_of

        return cells_of(self.books)

    def __repr__(self) -> str:
        return (
            f"<Reading: {len(self.files)} files, {self.observations.height} observations of "
            f"{len(self.submitted)} entities, {len(self.findings)} findings>"
        )
