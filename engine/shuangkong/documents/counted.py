"""评定结果: the summary of a scheme that counts, grades best first, and every class counted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..assess.count import Counted
from ..assess.decided import approved_figures, decided
from ..assess.result import UNGRADED, Assessment, EntityResult
from . import looks
from .book import Box, LiveFormula, PrintedSheet, address
from .grid import Grid, LineCell
from .letterhead import Letterhead
from .scorecard.live import quoted
from .signing import signed

SHEET = "评定结果"
_HOW = (Counted.MET, Counted.MISSED, Counted.OPEN, Counted.LEFT_OUT)
_FIXED = (11, 22, 12)
_GRADE = 2


def by_grade(assessment: Assessment, results: Sequence[EntityResult]) -> list[EntityResult]:
    """Grades best first, those without one last; else as they stand."""
    grades = assessment.scheme.grades if assessment.scheme else ()
    order = {grade.name: place for place, grade in enumerate(grades)}
    return sorted(results, key=lambda r: order[r.grade.name] if r.grade else len(order))


def counted_sheet(
    assessment: Assessment,
    results: Sequence[EntityResult],
    cards: Mapping[str, str],
    letterhead: Letterhead,
) -> PrintedSheet:
    """One row for each entity: its grade, and how the indicators of each class count.

    `cards` gives each entity's card file for the links; `letterhead` says which issue it is of.
    """
    scheme = assessment.scheme
    assert scheme is not None
    grid = Grid((*_FIXED, *(8 for _ in scheme.classes for _ in _HOW), 10, 60))
    wording = assessment.declarations.wording_for(assessment.year)
    grid.title(f"{assessment.year}年度{wording.assessment}结果汇总", f"考核办法：{scheme.title}")
    grid.banner(assessment.verification)
    spans = [LineCell(one.name, looks.HEAD, span=len(_HOW)) for one in scheme.classes]
    grid.header(
        [LineCell("", looks.HEAD, span=len(_FIXED)), *spans, LineCell("", looks.HEAD, span=2)]
    )
    words = [how.chinese for _ in scheme.classes for how in _HOW]
    head = grid.header(["代码", "考核对象", "等级", *words, "填报", "说明"])
    approved = approved_figures(assessment)
    for result in by_grade(assessment, results):
        by_decision = decided(assessment, result, approved)
        grid.line(_row(result, cards.get(result.entity.code), by_decision))
    cells = f"{address(head + 1, _GRADE)}:{address(grid.row - 1, _GRADE)}"
    given = [r.grade_word for r in results if r.assessed]
    named = [*(grade.name for grade in scheme.grades), UNGRADED]
    formula = '&"，"&'.join(f'{quoted(n)}&COUNTIF({cells},{quoted(n)})&"个"' for n in named)
    now = "，".join(f"{name}{given.count(name)}个" for name in named)
    total = LineCell(LiveFormula(formula, now), looks.HEAD, span=grid.columns - 1)
    grid.line([LineCell("合计", looks.HEAD), total])
    last = Box(head + 1, 0, grid.row - 2, grid.columns - 1)
    signed(grid, letterhead)
    return grid.sheet(
        SHEET, repeat=head, freeze=(head + 1, 2), tab="2F5597", filter=last if results else None
    )


def _row(result: EntityResult, card: str | None, by_decision: Sequence[str]) -> list[LineCell]:
    name = looks.marked(result.entity.name, result.verification)
    link = f"external:{card}" if card else None
    colour = result.grade.colour if result.grade else None
    numbers = [len(one.those(how)) for one in result.counts for how in _HOW]
    told = "；".join([result.grade_reason, *(f"※ {told}" for told in by_decision)])
    return [
        LineCell(result.entity.code, looks.CENTRED),
        LineCell(name, looks.link(looks.TEXT) if card else looks.TEXT, link),
        LineCell(result.grade_word, looks.filled(replace(looks.CENTRED, bold=True), colour)),
        *(LineCell(number, looks.CENTRED) for number in numbers),
        LineCell(result.reported.signed, looks.CENTRED),
        LineCell(told, looks.SMALL),
    ]
