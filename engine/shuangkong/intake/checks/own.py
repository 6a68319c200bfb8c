"""Checks of cells and sheets: what they find follows from one file, whatever came beside it."""

from collections.abc import Mapping, Sequence

from ...declarations.bundle import Declarations
from ...records import dataclass
from ...vocabulary import Finding
from ..files import FileReading
from ..reading.barrier import together
from ..recall import KeptFile
from . import forms, prose, reaching, scope, stale


def check(declarations: Declarations, files: Sequence[FileReading]) -> list[Finding]:
    """What is found in files, each looked at by itself."""
    return [
        *scope.missing_rows(declarations, files),
        *forms.check(declarations, files),
        *stale.check(files),
        *reaching.check(files),
        *prose.check(files),
    ]


@dataclass(frozen=True, slots=True)
class Own:
    """What these checks found, by file; one that made them fail is only among the `faults`."""

    by_file: Mapping[str, Sequence[Finding]]
    faults: Sequence[Finding]

    @classmethod
    def of(cls, declarations: Declarations, files: Sequence[FileReading]) -> "Own":
        """Files that an earlier run read bring with them what was found then."""
        kept = {file.name: file.own for file in files if isinstance(file, KeptFile)}
        fresh = [file for file in files if file.name not in kept]
        made: dict[str, list[Finding]] = {file.name: [] for file in fresh}
        faults: list[Finding] = []
        for finding in together(
            fresh, lambda file: file.name, lambda some: check(declarations, some), faults
        ):
            made.setdefault(finding.place.file if finding.place else "", []).append(finding)
        for fault in faults:
            made.pop(fault.place.file if fault.place else "", None)
        return cls({**kept, **made}, faults)

    @property
    def all(self) -> list[Finding]:
        """Everything that was found."""
        return [*self.faults, *(one for found in self.by_file.values() for one in found)]
