"""Doubts that somebody has explained: from then on hints.

What is asked is a reason. Where it stands in the remarks of the figure's row, or was given as a
sentence when the file was handed in, nothing is left to be asked, and whoever reads the finding
reads the reason with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ...vocabulary import Finding, Severity
from ..file_reading import FileReading, FileRole
from ..form.content import EXPLAINED, asks_for_a_reason

#: what is to be done about a doubt that a sentence outside the file explains: nothing
_STOOD_FOR = "报送时已说明："
#: file, sheet and cell
_At = tuple[str, str | None, str | None]


def told(files: Sequence[FileReading], findings: Iterable[Finding]) -> list[Finding]:
    """The findings; a doubt whose reason stands in a row that it marks is a hint with that."""
    reasons: dict[_At, str] = {
        (one.file, one.sheet, one.cell): one.note
        for file in files
        if file.role is FileRole.FORM
        for one in file.observations
        if one.note
    }
    return [_told(one, reasons) for one in findings] if reasons else list(findings)


def _told(finding: Finding, reasons: Mapping[_At, str]) -> Finding:
    place = finding.place
    if finding.severity is not Severity.WARNING or place is None:
        return finding
    if not asks_for_a_reason(finding.mend):
        return finding
    marks = [one for one in (finding.marks or (place,)) if one.file == place.file]
    given = (reasons.get((one.file, one.sheet, one.cell)) for one in marks)
    reason = next(filter(None, given), None)
    if reason is None:
        return finding
    return replace(finding, severity=Severity.INFO, mend=f"{EXPLAINED}{reason}")


def stood_for(files: Sequence[FileReading], findings: Iterable[Finding]) -> list[Finding]:
    """The findings; a doubt about a file that a sentence beside the file explains is a hint with
    that."""
    told = {(file.name, e.doubt): e.sentence for file in files for e in file.explanations}
    return [_stood_for(one, told) for one in findings] if told else list(findings)


def _stood_for(finding: Finding, told: Mapping[tuple[str, str], str]) -> Finding:
    if finding.severity is not Severity.WARNING or finding.place is None:
        return finding
    sentence = told.get((finding.place.file, finding.key))
    if sentence is None:
        return finding
    return replace(finding, severity=Severity.INFO, mend=f"{_STOOD_FOR}{sentence}")
