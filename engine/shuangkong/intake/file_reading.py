"""What a submitted file is and what was read of it: records, for who looks at them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..vocabulary import Allocation, Finding, Verdict

if TYPE_CHECKING:
    from .form.metadata import Metadata
    from .observe import Observation
    from .reading import Book, Sheet
    from .tables.facts import Fact


@dataclass(frozen=True)
class ExplainedDoubt:
    """The sentence by which somebody stood for a doubt about a file, outside the file.

    `doubt` is the finding's key; `kind`, `sheet`, `cell` and `why` say it again for who reads it.
    """

    doubt: str
    kind: str
    sheet: str
    cell: str
    why: str
    sentence: str


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
    explanations: tuple[ExplainedDoubt, ...] = ()

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
