"""Which words of a sheet are states of the plan: 已印发 below 本地工作方案.

A table is known by its figures. Where its cells hold states it has none, so the words that are
states of an indicator named over them, beside them or in the title stand for figures.
"""

from ..vocabulary import Indicator
from .match import Matcher
from .reading import Cell, Sheet
from .words import plain

#: a row of so few cells above a table is its title
_TITLE = 2


def state_cells(sheet: Sheet, matcher: Matcher) -> frozenset[tuple[int, int]]:
    """The places of words that are states of an indicator which the sheet names for them."""
    asked = [i for i in matcher.declarations.indicators.values() if i.states]
    words = {plain(state) for indicator in asked for state in indicator.states}
    texts = [cell for cell in sheet.cells if cell.kind == "text"]
    found = [cell for cell in texts if words and plain(cell.text) in words]
    if not found:
        return frozenset()
    widths: dict[int, int] = {}
    for cell in sheet.cells:
        widths[cell.row] = widths.get(cell.row, 0) + 1
    held = {(cell.row, cell.col) for cell in found}
    others = [cell for cell in texts if (cell.row, cell.col) not in held]
    stated: set[tuple[int, int]] = set()
    for indicator in asked:
        over = [cell for cell in others if _names(cell, indicator)]
        states = {plain(state) for state in indicator.states} if over else set()
        for cell in found:
            if plain(cell.text) in states and any(_is_for(cell, name, widths) for name in over):
                stated.add((cell.row, cell.col))
    return frozenset(stated)


def asked_states(sheet: Sheet, matcher: Matcher) -> list[Indicator]:
    """The indicators with states that a sheet names in a cell of its own."""
    names = {plain(cell.text) for cell in sheet.cells if cell.kind == "text"}
    return [
        indicator
        for indicator in matcher.declarations.indicators.values()
        if indicator.states and names.intersection(map(plain, (indicator.name, *indicator.aliases)))
    ]


def _names(cell: Cell, indicator: Indicator) -> bool:
    text = plain(cell.text)
    return any(plain(name) in text for name in (indicator.name, *indicator.aliases))


def _is_for(cell: Cell, name: Cell, widths: dict[int, int]) -> bool:
    """Whether a name stands over a cell, before it in its row, or in a title above."""
    if name.row == cell.row:
        return name.col < cell.col
    return name.row < cell.row and (name.col == cell.col or widths[name.row] <= _TITLE)
