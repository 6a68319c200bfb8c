"""Errors, one tree.

ShuangkongError           anything a user is told in one message and no traceback
├── Misuse                the command was called wrongly (exit code 2)
└── Refused               the work cannot be done as asked (exit code 1)
    ├── DeclarationError  a plan has faults; carries every finding
    ├── IntakeError       a file cannot be read safely or at all
    ├── AssessmentError   an assessment cannot be made
    ├── LedgerError       the ledger refuses or is damaged
    ├── DocumentError     a document or template cannot be produced
    └── DeskError         the desk cannot start, or refuses an act
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the command imports this module for --help, which must answer at once
    from .vocabulary import Finding


class ShuangkongError(Exception):
    """Told to the user as one message: where, what, why and how to mend it."""

    exit_code = 1

    def __init__(self, message: str, findings: "Sequence[Finding]" = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)

    @classmethod
    def of(cls, finding: "Finding") -> "ShuangkongError":
        """An error that consists of one finding."""
        return cls(str(finding), (finding,))


class Misuse(ShuangkongError):
    """The command was called wrongly."""

    exit_code = 2


class Refused(ShuangkongError):
    """The work cannot be done as asked."""


class DeclarationError(Refused):
    """A plan's declarations have faults."""


class IntakeError(Refused):
    """A file cannot be read safely, or at all."""


class AssessmentError(Refused):
    """An assessment cannot be made."""


class LedgerError(Refused):
    """The ledger refuses, or has been damaged."""


class DocumentError(Refused):
    """A document or a template cannot be produced."""


class DeskError(Refused):
    """The desk cannot start, or refuses an act."""
