"""What was read, checked or found, as text for a terminal and as plain data for JSON."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from ..assess.outlook import Outlook
    from ..assess.result import Assessment
    from ..intake import Reading
    from ..intake.checks.report import CheckReport
    from ..intake.status import EntityForms
    from ..intake.window import Window
    from ..vocabulary import Finding


def decided_text(assessment: "Assessment") -> list[str]:
    """What stands in results because persons decided so, a line for each assessed entity."""
    from ..assess.decided import approved_figures, decided

    approved = approved_figures(assessment)
    told = [(r.entity.name, decided(assessment, r, approved)) for r in assessment.ranking]
    return [f"※ {name}：{'；'.join(marks)}" for name, marks in told if marks]


def window(sheet: str, first: int | None, rows: int | None, everything: bool) -> "Window":
    """The part of a reading that is to be shown: sheets by a pattern, rows from a first one on."""
    from ..intake.window import Window

    return Window(sheet, first, rows, everything)


def reading_text(reading: "Reading", window: "Window | None" = None) -> str:
    """What was taken from which cell, what was left out and why, how sure; or a part of it."""
    from ..intake.show_text import as_text

    return as_text(reading.files, reading.about, window)


def reading_data(reading: "Reading", window: "Window | None" = None) -> list[dict[str, Any]]:
    """The same for every cell, or for those of a window, a file each.

    Files that were not even opened stand behind the others, without cells.
    """
    from ..intake.show import about_data, as_data

    return [*as_data(reading.files, window), *about_data(reading.about)]


def refused(reading: "Reading") -> bool:
    """Whether any file could not be used."""
    from ..vocabulary import Severity

    return any(finding.severity is Severity.BLOCKER for finding in reading.findings)


def report_data(report: "CheckReport") -> dict[str, Any]:
    """The findings of a check and the version of its rules."""
    from ..intake.show import finding_data

    return {"rules": report.rules, "findings": [finding_data(f) for f in report.findings]}


def standings_text(
    rows: "Sequence[EntityForms]",
    term: int,
    reading: "Reading | None" = None,
    findings: "Sequence[Finding]" = (),
) -> str:
    """Who has submitted for a year, or for a part of it, and who has not; the evidence that lies
    beside the tables read, and the files that cannot be used and name nobody."""
    from ..intake.status import as_text, evidence_in
    from ..text import shortened

    proof = evidence_in(reading) if reading is not None else ()
    notes = [f"佐证材料 {len(proof)} 份：{shortened('、'.join(proof))}"] if proof else []
    return "\n".join((as_text(rows, term), *notes, *unusable_text(findings, reading)))


def unusable_text(
    findings: "Sequence[Finding]", reading: "Reading | None" = None
) -> tuple[str, ...]:
    """Files that cannot be used and are nobody's by name, and tables of which nothing is used, a
    line each; empty without any."""
    from ..intake.checks.named import unusable
    from ..intake.status import lost_text, of_no_use

    found = [*unusable(findings), *(of_no_use(reading, findings) if reading is not None else ())]
    return lost_text([f for f in found if f.entity is None])


def standings_exported(
    rows: "Sequence[EntityForms]", term: int, form: str, output: "Path | None" = None
) -> str:
    """The same as json, csv or xlsx: text to print, or written to a file.

    Raises:
        Misuse: xlsx without a file to write.
        DocumentError: the file cannot be written.
    """
    from ..intake.status_export import exported

    return exported(rows, term, form, output)


def outlook_text(found: "Outlook") -> str:
    """Warning levels of all entities, then what each is heading for."""
    from ..assess.outlook_text import render

    return render(found)
