"""Figures of which a reader may try others are told apart by as many digits as that takes.

As issued, two figures beside a verdict have digits until they differ (`assess/digits.py`). What is
tried out is known to the spreadsheet alone: rules give more digits to two that would look alike,
and to a gap that would look like none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ...assess.judgement import Judgement
from ...units import scale
from .. import looks
from ..book import Box, Shade, address
from ..figures import POINTS, shown_in, unit_word

#: so many digits more: a spreadsheet's numbers have no more than fifteen in all
_MORE = 6


class ComparedCells(NamedTuple):
    """Figures of a row that are held against each other, or one that is held against zero."""

    row: int
    cols: tuple[int, ...]
    decimals: int
    unit: str


def compared(
    j: Judgement, row: int, cols: Mapping[str, int], together: Sequence[Sequence[str]]
) -> list[ComparedCells]:
    """Figures of a verdict that stand in a row, each role in its column."""
    found = []
    for roles in together:
        if all(getattr(j, role) is not None for role in roles):
            shown = [shown_in(j, role, getattr(j, role)) for role in roles]
            digits = min(decimals for _, decimals in shown)
            found.append(
                ComparedCells(row, tuple(cols[role] for role in roles), digits, shown[0][0])
            )
    return found


def told_apart(rows: Iterable[ComparedCells]) -> list[Shade]:
    """The rules; rows that follow each other and are shown alike share one."""
    found: list[Shade] = []
    last: dict[tuple[int, ...], tuple[ComparedCells, int]] = {}
    for one in rows:
        before, place = last.get(one.cols, (None, 0))
        if before is not None and one == before._replace(row=before.row + 1):
            found[place] = replace(found[place], box=replace(found[place].box, last_row=one.row))
            last[one.cols] = one, place
        else:
            found.append(_rule(one))
            last[one.cols] = one, len(found) - 1
    return found


def _rule(one: ComparedCells) -> Shade:
    ratio = scale(one.unit) != 1
    in_points = unit_word(one.unit) == POINTS
    cells = [f"${address(one.row, col)}" for col in one.cols]
    if len(cells) == 1:
        # a gap stands in points already
        other, places, number = "0", one.decimals, looks.margin(one.decimals + _MORE, points=ratio)
    else:
        other, places = cells[1], one.decimals + (2 if ratio and not in_points else 0)
        more = one.decimals + _MORE
        number = looks.points(more) if in_points else looks.number(more, one.unit)
    alike = f"AND({cells[0]}<>{other},ROUND({cells[0]},{places})=ROUND({other},{places}))"
    rule = f"IF(COUNT({','.join(cells)})={len(cells)},{alike},FALSE)"
    box = Box(one.row, one.cols[0], one.row, one.cols[-1])
    return Shade(box, "digits", "", rule, "", number.number)
