"""What was read, checked or found, as text for a terminal and as plain data for JSON."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..assess.outlook import Outlook
    from ..intake import Reading
    from ..intake.checks.report import CheckReport
    from ..intake.status import Standing
    from ..intake.window import Window


def reading_text(reading: "Reading", window: "Window | None" = None) -> str:
    """What was taken from which cell, what was left out and why, how sure; or a part of it."""
    from ..intake.show_text import as_text

    return as_text(reading.files, reading.about, window)


def reading_data(reading: "Reading", window: "Window | None" = None) -> list[dict[str, Any]]:
    """The same for every cell, or for those of a window, a file each."""
    from ..intake.show import as_data

    return as_data(reading.files, window)


def report_data(report: "CheckReport") -> dict[str, Any]:
    """The findings of a check and the version of its rules."""
    from ..intake.show import finding_data

    return {"rules": report.rules, "findings": [finding_data(f) for f in report.findings]}


def standings_text(rows: "Sequence[Standing]", year: int) -> str:
    """Who has submitted and who has not."""
    from ..intake.status import as_text

    return as_text(rows, year)


def outlook_text(found: "Outlook") -> str:
    """Warning levels of all entities, then what each is heading for."""
    from ..assess.outlook_text import render

    return render(found)
