"""What was read, for people and for machines: taken from which cell, left out and why, how sure."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from ..declarations.bundle import Declarations
from ..errors import IntakeError
from ..vocabulary import Finding
from .files import FileReading, SheetReading
from .observe import Observation
from .reading import address, letters
from .reading.barrier import guarded
from .skeleton import skeleton
from .tables.facts import Fact

Shown = TypeVar("Shown")

_SHOWN = 12
#: reasons that need no words: a reader knows what headers and titles are
_NAMED = 6


def as_data(readings: Sequence[FileReading]) -> list[dict[str, Any]]:
    """Everything that was read as plain data for JSON."""
    return [_safely(_file_data, reading) for reading in readings]


def _safely(show: Callable[[FileReading], Shown], reading: FileReading) -> Shown:
    """A file as it is shown; without its cells, and saying so, where that fails."""
    shown = guarded(reading.name, lambda: show(reading))
    if not isinstance(shown, IntakeError):
        return shown
    findings = (*reading.findings, *shown.findings)
    return show(replace(reading, sheets=(), observations=(), findings=findings))


def _file_data(reading: FileReading) -> dict[str, Any]:
    observations: list[dict[str, Any]] = []
    left: list[dict[str, Any]] = []
    for sheet in reading.sheets:
        observations.extend(_sheet_observations(reading, sheet))
        for (row, col), why in sheet.left.items():
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


def _sheet_observations(reading: FileReading, sheet: SheetReading) -> list[dict[str, Any]]:
    facts = {fact.cell.cell.address: fact for fact in sheet.facts}
    addresses = dict.fromkeys((*facts, *sheet.observed))
    return [
        _observation_data(reading, sheet, one, facts.get(one), sheet.observed.get(one))
        for one in addresses
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
        data["value"] = None if fact.number is None else float(fact.number)
        data["raw"] = fact.cell.text
        data["title"] = fact.title
        data["labels"] = list(fact.labels)
        data["sure"] = fact.sure
        data["doubts"] = list(fact.doubts)
    if observed is not None:
        data.setdefault("raw", observed.raw)
        data.setdefault("sure", "高")
        if fact is None:
            data["value"], data["unit"] = float(observed.value), observed.unit
        data["plan"] = {
            "entity": observed.entity,
            "indicator": observed.indicator,
            "value": float(observed.value),
            "unit": observed.unit,
            "vintage": observed.vintage,
            "authority": observed.authority,
            "mark": observed.mark,
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


def as_text(readings: Sequence[FileReading], findings: Sequence[Finding] = ()) -> str:
    """Everything that was read, for a terminal."""
    lines: list[str] = []
    for reading in readings:
        lines += _safely(_file_lines, reading)
    lines += [str(finding) for finding in findings]
    return "\n".join(lines)


def _file_lines(reading: FileReading) -> list[str]:
    kind = reading.book.format if reading.book else "读不了"
    lines = [f"■ {reading.name}（{reading.role.chinese}，{kind}，sha256 {reading.sha256[:12]}）"]
    for sheet in reading.sheets:
        lines += _sheet_lines(sheet)
    lines += [f"  {finding}" for finding in reading.findings]
    return lines


def _sheet_lines(sheet: SheetReading) -> list[str]:
    state = {"visible": "", "hidden": "，隐藏", "very_hidden": "，深度隐藏"}[sheet.sheet.state]
    if not sheet.sheet.cells:
        return [f"  工作表“{sheet.sheet.name}”：空{state}"]
    taken = len({*sheet.observed, *(fact.cell.cell.address for fact in sheet.facts)})
    lines = [
        f"  工作表“{sheet.sheet.name}”{state}：{len(sheet.sheet.cells)} 个有内容的单元格，"
        f"取数 {taken} 个"
    ]
    if sheet.facts:
        titles = dict.fromkeys(fact.title for fact in sheet.facts if fact.title)
        lines += [f"    标题：{title}" for title in list(titles)[:3]]
    shown = sheet.facts[:_SHOWN] if sheet.facts else ()
    lines += [_fact_line(fact, sheet) for fact in shown]
    if not sheet.facts:
        lines += [
            f"    {one.cell} → {one.entity} {one.indicator} {one.period} = {one.raw} {one.raw_unit}"
            for one in list(sheet.observed.values())[:_SHOWN]
        ]
    if taken > _SHOWN:
        lines.append(f"    ……另有 {taken - _SHOWN} 个，用 --format json 看全部")
    lines += _gaps(sheet.facts)
    lines += _left_lines(sheet)
    return lines


def _fact_line(fact: Fact, sheet: SheetReading) -> str:
    number = fact.cell.text if fact.number is None else f"{fact.number:f}"
    said = f"    {fact.cell.cell.address} → {fact.entity or '？'} | {fact.indicator or '？'} | "
    said += f"{fact.period or '？'} = {number} {fact.unit or '（单位不明）'}"
    observed = sheet.observed.get(fact.cell.cell.address)
    if observed is not None:
        said += f" → {observed.entity}.{observed.indicator}"
    doubts = f"：{'；'.join(fact.doubts)}" if fact.doubts else ""
    return f"{said}  [把握{fact.sure}{doubts}]"


def _gaps(facts: Sequence[Fact]) -> list[str]:
    """What the table does not say and a layout would have to."""
    missing = (
        ("考核对象", sum(fact.entity is None for fact in facts)),
        ("期间", sum(fact.period is None for fact in facts)),
        ("计量单位", sum(fact.unit is None for fact in facts)),
    )
    said = [f"{count} 个数值没有写明{what}" for what, count in missing if count]
    return [f"    需要说明：{'，'.join(said)}；可用 --write-layout 写版式声明"] if said else []


def _left_lines(sheet: SheetReading) -> list[str]:
    reasons: dict[str, list[tuple[int, int]]] = {}
    for place, why in sheet.left.items():
        reasons.setdefault(why, []).append(place)
    return [
        f"    没有取：{why} {len(places)} 个（{_listed(places)}）"
        for why, places in reasons.items()
    ]


def _listed(places: Sequence[tuple[int, int]]) -> str:
    """Some addresses; a run down one column or along one row is given as a range."""
    shown: list[str] = []
    index = 0
    while index < len(places) and len(shown) < _NAMED:
        row, col = places[index]
        end = index
        while end + 1 < len(places) and places[end + 1] == (row, places[end][1] + 1):
            end += 1
        last = places[end]
        shown.append(
            address(row, col) if end == index else f"{address(row, col)}:{letters(last[1])}{row}"
        )
        index = end + 1
    return "、".join(shown) + ("……" if index < len(places) else "")


def layout_text(reading: FileReading, declarations: Declarations | None) -> str:
    """A layout for a file, to adjust."""
    known = [i.name for i in declarations.indicators.values()] if declarations else []
    facts = [fact for sheet in reading.sheets for fact in sheet.facts]
    assert reading.book is not None
    return skeleton(reading.book, facts, known)
