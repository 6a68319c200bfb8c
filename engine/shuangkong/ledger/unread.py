"""What was said of submissions that nothing could be taken from, for as long as that counts."""

import json

from ..declarations.bundle import Declarations
from ..intake.checks.named import told, whose
from ..intake.files import FileRole
from ..intake.submissions import Reading
from ..vocabulary import Finding
from .canonical import finding_of
from .entries import Submission
from .state import Use, YearState
from .store import Ledger


def unread(
    ledger: Ledger, declarations: Declarations, found: YearState, reading: Reading
) -> list[list[Finding]]:
    """For each such submission of the year that nothing came after, its findings; those on a file
    that is nobody's are told of the entity whose name it bears, as they are in a folder.

    `reading` is what was read of those in use.
    """
    said = []
    for one in found.those(Use.UNUSABLE):
        if _of_year(one, found.year) and one.number == _newest_beside(one, declarations, found):
            content = json.loads(ledger.blob(one.findings)) if one.findings else []
            findings = [finding_of(each, {one.file: one.name}) for each in content]
            said.append(told(declarations, reading, found.year, findings))
    return said


def _of_year(one: Submission, year: int) -> bool:
    """Whether it came in for a year, be it as a form of another by mistake."""
    return year in (one.year, one.asked)


def _newest_beside(one: Submission, declarations: Declarations, found: YearState) -> int:
    """The number of the newest that speaks in the place of one: a form of that entity and term; of
    a file that is nobody's, one of the same name or a form of whom its name says."""
    named = None if one.entity else whose(declarations, one.file, found.year)
    whom = named.code if named else one.entity
    return max(
        other.number
        for other, _ in found.standings
        if (one.entity is None and other.file == one.file)
        or (
            other.role is FileRole.FORM
            and whom is not None
            and (other.entity, other.part) == (whom, one.part)
            and _of_year(other, found.year)
        )
        or other is one
    )


def nobodys(said: list[list[Finding]]) -> tuple[Finding, ...]:
    """Of each file the first thing that must be mended, unless that is some entity's matter."""
    first = (next((f for f in found if f.must_be_mended), None) for found in said)
    return tuple(one for one in first if one is not None and one.entity is None)
