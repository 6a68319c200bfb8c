"""What was read, for machines: taken from which cell, left out and why, how sure."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from ..declarations.bundle import Declarations
from ..errors import IntakeError
from ..running.uncollected import uncollected
from ..vocabulary import Finding
from .files import FileReading, SheetReading
from .observe import Observation
from .reading.barrier import guarded
from .skeleton import skeleton
from .tables.facts import Fact
from .window import EVERYTHING, Window

Shown = TypeVar("Shown")


def as_data(readings: Sequence[FileReading], window: Window | None = None) -> list[dict[str, Any]]:
    """What was read as plain data for JSON: everything, or what a window shows."""
    shown = window or EVERYTHING
    with uncollected():
        return [safely(lambda one: _file_data(one, shown), reading) for reading in readings]


def about_data(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Files of which nothing was read, with what was found about them."""
    found: dict[str | None, list[dict[str, Any]]] = {}
    for finding in findings:
        name = finding.place.file if finding.place else None
        found.setdefault(name, []).append(finding_data(finding))
    empty: dict[str, Any] = {
        **dict.fromkeys(("sha256", "format", "role", "entity", "year")),
        "observations": [],
        "left_out": [],
    }
    return [{"file": name, **empty, "findings": said} for name, said in found.items()]


def _plain(number: Decimal) -> float | str:
    """A number for JSON, which has none that is beyond all floats."""
    value = float(number)
    return value if math.isfinite(value) else str(number)


def safely(show: Callable[[FileReading], Shown], reading: FileReading) -> Shown:
    """A file as it is shown; without its cells, and saying so, where that fails."""
    shown = guarded(reading.name, lambda: show(reading))
    if not isinstance(shown, IntakeError):
        return shown
    findings = (*reading.findings, *shown.findings)
    return show(replace(reading, sheets=(), observations=(), findings=findings))


def _file_data(reading: FileReading, window: Window) -> dict[str, Any]:
    observations: list[dict[str, Any]] = []
    left: list[dict[str, Any]] = []
    for sheet in filter(window.has_sheet, reading.sheets):
        observations.extend(_sheet_observations(reading, sheet, window))
        for (row, col), why in sheet.left.items():
            if not window.has_row(row):
                continue
            cell = sheet.sheet.at[row, col]
            left.append(
                {
                    "sheet": sheet.sheet.name,
                    "cell": cell.address,
                    "text": cell.text,
                    "reason": why,
                    "formula": cell.formula is not None,
                    "hidden": cell.hidden,
                    "comment": cell.comment,
                }
            )
    return {
        "file": reading.name,
        "sha256": reading.sha256,
        "format": reading.book.format if reading.book else None,
        "role": reading.role.value,
        "entity": reading.entity,
        "year": reading.year,
        "observations": observations,
        "left_out": left,
        "findings": [finding_data(finding) for finding in reading.findings],
    }


def _sheet_observations(
    reading: FileReading, sheet: SheetReading, window: Window
) -> list[dict[str, Any]]:
    facts = {fact.cell.cell.address: fact for fact in sheet.facts}
    addresses = dict.fromkeys((*facts, *sheet.observed))
    return [
        _observation_data(reading, sheet, one, facts.get(one), sheet.observed.get(one))
        for one in addresses
        if window.has_cell(one)
    ]


def _observation_data(
    reading: FileReading,
    sheet: SheetReading,
    cell: str,
    fact: Fact | None,
    observed: Observation | None,
) -> dict[str, Any]:
    data: dict[str, Any] = {
        "entity": fact.entity if fact else observed.entity if observed else None,
        "indicator": fact.indicator if fact else observed.indicator if observed else None,
        "period": fact.period if fact else observed.period if observed else None,
        "value": None,
        "unit": fact.unit if fact else observed.raw_unit if observed else None,
        "file": reading.name,
        "sheet": sheet.sheet.name,
        "cell": cell,
    }
    if data["period"]:
        data["year"] = int(data["period"][:4])
    if fact is not None:
        data["value"] = None if fact.number is None else _plain(fact.number)
        data["raw"] = fact.cell.text
        data["title"] = fact.title
        data["labels"] = list(fact.labels)
        data["sure"] = fact.sure
        data["doubts"] = [*fact.asks, *fact.doubts]
        data["from_layout"] = list(fact.laid)
    if observed is not None:
        data.setdefault("raw", observed.raw)
        data.setdefault("sure", "高")
        if fact is None:
            data["value"], data["unit"] = _plain(observed.value), observed.unit
        data["plan"] = {
            "entity": observed.entity,
            "indicator": observed.indicator,
            "value": _plain(observed.value),
            "unit": observed.unit,
            "vintage": observed.vintage,
            "authority": observed.authority,
            "verification": observed.verification,
        }
    return data


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding as plain data."""
    place = finding.place
    return {
        "rule": finding.kind,
        "severity": finding.severity.value,
        "why": finding.why,
        "mend": finding.mend,
        "seen": finding.seen,
        "basis": finding.basis,
        "file": place.file if place else None,
        "sheet": place.sheet if place else None,
        "cell": place.cell if place else None,
        "entity": finding.entity,
        "indicator": finding.indicator,
        "year": finding.year,
        "marks": [str(mark) for mark in finding.marks],
    }


def layout_text(reading: FileReading, declarations: Declarations | None) -> str:
    """A layout for a file, to adjust."""
    known = [i.name for i in declarations.indicators.values()] if declarations else []
    assert reading.book is not None
    return skeleton(reading.book, reading.sheets, known)
