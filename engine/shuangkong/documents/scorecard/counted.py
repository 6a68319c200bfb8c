"""二、计数: indicators that a scheme counts, met or missed, by class; live over the verdicts."""

from ...assess.count import Counted, CountedIndicator
from ...assess.result import EntityResult
from .. import looks
from ..book import Content, LiveFormula, address
from ..grid import Grid, LineCell
from .calc import CalcSheet
from .data import DataSheet
from .live import issued, quoted

_COUNTED = 4
_HEADERS = (
    "类别",
    LineCell("指标", looks.HEAD, span=3),
    "计数",
    LineCell("说明", looks.HEAD, span=6),
)


def counted_table(
    grid: Grid, result: EntityResult, data: DataSheet, calc: CalcSheet
) -> dict[str, str]:
    """One row for each indicator of a class, and how many of the class were met and missed.

    Gives the cells that hold how each class's indicators count, by class.
    """
    found = {}
    grid.section("二、计数", kept=True)
    grid.header(_HEADERS)
    for group in result.counts:
        rows: list[list[Content | LineCell]] = [
            [
                group.name,
                LineCell(one.name, span=3),
                LineCell(_counted(one, calc), looks.CENTRED),
                LineCell(issued(_why(one), data.changed), looks.SMALL, span=6),
            ]
            for one in group.indicators
        ]
        if not rows:
            continue
        placed = grid.table(rows, _HEADERS)
        first, last = (address(row, _COUNTED) for row in (placed[0], placed[-1]))
        cells = found[group.id] = f"{first}:{last}"
        told = [how for how in Counted if how is not Counted.LEFT_OUT]
        formula = '&"，"&'.join(
            f'{quoted(how.chinese)}&COUNTIF({cells},{quoted(how.chinese)})&"项"' for how in told
        )
        now = "，".join(f"{how.chinese}{len(group.those(how))}项" for how in told)
        total = LineCell(LiveFormula(formula, now), looks.HEAD, span=grid.columns - 1)
        grid.line([LineCell("小计", looks.HEAD), total])
    return found


def _why(one: CountedIndicator) -> str:
    """Why it counts so: the verdict that decides, with its clock."""
    if one.why or one.judgement is None:
        return one.why
    return one.judgement.clocked


def _counted(one: CountedIndicator, calc: CalcSheet) -> Content:
    """How an indicator counts, as its verdict is now."""
    live = calc.verdict(one.judgement) if one.judgement else None
    if live is None or one.counted is Counted.LEFT_OUT:
        return one.counted.chinese
    words = (quoted(how.chinese) for how in (Counted.MET, Counted.MISSED, Counted.OPEN))
    return LiveFormula(live.choose(*words), one.counted.chinese)
