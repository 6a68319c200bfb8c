"""Formulas that must not run for who opens a marked copy: they become text."""

from collections.abc import Iterable, Set

from ... import messages
from ...vocabulary import Finding
from ..reading import Sheet, parse_address
from .cells import SheetCells
from .parts import PackageParts


def formulas_in(file: str, findings: Iterable[Finding]) -> frozenset[tuple[str, str]]:
    """Sheet and cell of the formulas of a file that findings name."""
    places = (f.place for f in findings if f.kind == messages.REACHING_FORMULA.id)
    return frozenset(
        (place.sheet, place.cell)
        for place in places
        if place is not None and place.file == file and place.sheet and place.cell
    )


def deaden(parts: PackageParts, part: str, sheet: Sheet | None, dead: Set[tuple[str, str]]) -> None:
    """Turn those of a sheet into text that shows what they were."""
    if sheet is None:
        return
    here = [address for name, address in dead if name == sheet.name]
    if not here:
        return
    cells = SheetCells(parts.tree(part))
    for address in sorted(here):
        at = parse_address(address)
        cell = sheet.at.get(at) if at is not None else None
        if cell is not None:
            cells.put_text(address, f"={cell.formula}")
    parts.done(part)


def without_order(parts: PackageParts, workbook: str) -> None:
    """Leave out the list of the order in which to calculate, which names the cells; programs make
    it anew."""
    order = parts.target(workbook, kind="calcChain")
    if order is not None and order in parts:
        parts.drop(order, workbook)
