"""What was submitted, as it was read: the figures of all files together, and the files."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import DeclarationError
from ..vocabulary import Allocation, Finding, Severity, Verdict
from .file_reading import FileReading, FileRole

if TYPE_CHECKING:
    import polars as pl

    from .reading import Book
    from .recall import Recall


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
    #: id of the plan that it was read for, where that was said; empty for none
    plan: str | None = field(default=None, repr=False, compare=False)

    @cached_property
    def overlay(self) -> tuple[Allocation, ...]:
        """Allocations handed in beside the data, to lay over the plan's own; where two say the
        same of a target and an entity, the table that came later stands first.

        Raises:
            DeclarationError: with every fault of the tables, when there is any.
        """
        tables = [one for one in self.files if one.role is FileRole.ALLOCATIONS]
        found = [finding for one in tables for finding in one.findings]
        faults = [one for one in found if one.severity.rank <= Severity.ERROR.rank]
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
