"""Formula cells whose saved result is not what their formula gives: stale cached values."""

from collections.abc import Sequence

from ... import messages
from ...vocabulary import Finding, Place
from ..cell_formulas import evaluate
from ..files import FileReading, FileRole
from ..reading import Book, Cell, Sheet


def check(files: Sequence[FileReading]) -> list[Finding]:
    """Findings about formula cells that figures were taken from."""
    findings: list[Finding] = []
    for file in files:
        if file.book is None or file.role not in (FileRole.FORM, FileRole.TABLE, FileRole.LONG):
            continue
        for reading in file.sheets:
            taken = {*reading.observed, *(fact.cell.cell.address for fact in reading.facts)}
            for cell in reading.sheet.cells if taken else ():
                if cell.formula and cell.kind == "number" and cell.address in taken:
                    finding = _compare(file.book, reading.sheet, cell)
                    if finding is not None:
                        observed = reading.observed.get(cell.address)
                        findings.append(finding if observed is None else _named(finding, observed))
    return findings


def _named(finding: Finding, observed: object) -> Finding:
    from dataclasses import replace

    from ..observe import Observation

    assert isinstance(observed, Observation)
    return replace(
        finding, entity=observed.entity, indicator=observed.indicator, year=observed.year
    )


def _told_apart(value: float, number: float) -> str:
    """A value with as many digits as it takes to see that it is another than the saved one."""
    return next(text for n in range(10, 18) if float(text := f"{value:.{n}g}") != number)


def _compare(book: Book, sheet: Sheet, cell: Cell) -> Finding | None:
    value = evaluate(cell.formula or "", book, sheet)
    if value is None or cell.number is None:
        return None
    if value.may_be(cell.number):
        return None
    return Finding.of(
        messages.STALE_FORMULA,
        Place(book.name, sheet=sheet.name, cell=cell.address),
        seen=cell.text,
        name=cell.address,
        formula=cell.formula or "",
        value=_told_apart(float(value.value), cell.number),
    )
