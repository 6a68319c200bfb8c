"""各方评价 on a card: what the figures give, and what the entity, a department and a person say."""

from dataclasses import replace

from ...assess.result import EntityResult
from ...assess.sides import Sides, word
from ...vocabulary import VerdictBy
from .. import looks
from ..book import Content
from ..grid import Grid, LineCell
from .data import DataSheet
from .live import issued

_HEADERS: tuple[str | LineCell, ...] = (
    LineCell("指标", looks.HEAD, span=3),
    "按数据计算",
    *(by.chinese for by in VerdictBy),
    LineCell("说明", looks.HEAD, span=4),
)
_APART = "FFF2CC"


def said_table(grid: Grid, result: EntityResult, data: DataSheet, number: str) -> bool:
    """One row for each indicator on which anybody spoke; False where nobody did."""
    spoken = [side for side in result.sides if side.said]
    if not spoken:
        return False
    grid.section(f"{number}、各方评价", kept=True)
    grid.header(_HEADERS)
    grid.table([_row(side, data) for side in spoken], _HEADERS)
    return True


def _row(side: Sides, data: DataSheet) -> list[Content | LineCell]:
    style = replace(looks.CENTRED, fill=_APART) if side.differs else looks.CENTRED
    words = (word(side.computed), *(side.words(by) for by in VerdictBy))
    return [
        LineCell(side.target.name, span=3),
        *(LineCell(issued(text, data.changed), style) for text in words),
        LineCell(issued(told(side), data.changed), looks.SMALL, span=4),
    ]


def told(side: Sides) -> str:
    """Whether the sides agree, what the final word rests on, and every verdict as it was given."""
    agree = "各方不一致" if side.differs else "各方一致"
    # what a side said stands below, with who said it
    below = {one.told_outside for one in side.said}
    first = agree if side.why in below else f"{agree}；{side.why}"
    return "\n".join([first, *(one.told for one in side.said)])
