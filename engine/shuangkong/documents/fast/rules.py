"""Rules that colour cells by what they hold, or show them with other digits.

Which rows they are for, and whether one is for two rows or for one, follows from the figures; so
they are written here, and only bars and scales of blue stand in what the books of a design share.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..book import Box, PrintedBook, Shade, address
from .cells import formula
from .markup import Unfit

_RULE = re.compile('<cfRule type="[^"]*" priority="([0-9]+)">.*?</cfRule>', re.DOTALL)
_PRIORITY = re.compile('(?<= priority=")[0-9]+(?=")')
_WRITTEN = ("word", "digits")


class RuleLook(NamedTuple):
    """What a rule gives cells: colours or, with kind 'digits', a format of numbers."""

    kind: str
    fill: str
    colour: str
    number: str


def shared(shades: Iterable[Shade]) -> tuple[Shade, ...]:
    """Those that the books of a design share."""
    return tuple(shade for shade in shades if shade.kind not in _WRITTEN)


def rule_looks(book: PrintedBook) -> dict[RuleLook, int]:
    """What the rules of a book give cells, numbered in the order of first use."""
    found: dict[RuleLook, int] = {}
    for sheet in book.sheets:
        for shade in sheet.shades:
            if shade.kind in _WRITTEN:
                found.setdefault(_look(shade), len(found))
    return found


def _look(shade: Shade) -> RuleLook:
    return RuleLook(shade.kind, shade.fill, shade.colour, shade.number)


def learned(xml: str) -> Mapping[int, str]:
    """The rules of a design's sheet by their number among `shared`, counted from 1."""
    return {int(found[1]): found[0] for found in _RULE.finditer(xml)}


def rules_xml(
    shades: Iterable[Shade], known: Mapping[int, str], looks: Mapping[RuleLook, int]
) -> str:
    """The rules of a sheet, those for the same cells together."""
    boxes: dict[Box, list[str]] = {}
    taken = 0
    for priority, shade in enumerate(shades, start=1):
        if shade.kind in _WRITTEN:
            rule = _rule(shade, looks[_look(shade)], priority)
        else:
            taken += 1
            rule = _PRIORITY.sub(str(priority), known[taken], count=1)
        boxes.setdefault(shade.box, []).append(rule)
    return "".join(
        f'<conditionalFormatting sqref="{_range(box)}">{"".join(rules)}</conditionalFormatting>'
        for box, rules in boxes.items()
    )


def _rule(shade: Shade, look: int, priority: int) -> str:
    if shade.kind == "digits":
        opening, asked = f'type="expression" dxfId="{look}" priority="{priority}"', shade.word
    else:
        opening = f'type="cellIs" dxfId="{look}" priority="{priority}" operator="equal"'
        asked = '"' + shade.word.replace('"', '""') + '"'
    return f"<cfRule {opening}><formula>{formula(asked)}</formula></cfRule>"


def _range(box: Box) -> str:
    if box.row > box.last_row or box.col > box.last_col:
        raise Unfit("a rule for cells that run backwards")
    first, last = address(box.row, box.col), address(box.last_row, box.last_col)
    return first if first == last else f"{first}:{last}"
