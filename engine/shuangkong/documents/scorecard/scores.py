"""二、计分: the score table of the front page, its total and the grade, all live."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ...assess.result import UNASKED, Assessment, CalcStep, EntityResult, ItemScore
from ...vocabulary import Scheme, Veto
from .. import looks
from ..book import Box, Live, Shade, address
from ..figures import step_of
from ..grid import Entry, Grid
from ..text import places_of, plain
from .calc import CalcSheet, verdict_step
from .data import DataSheet, is_given

TOTAL_COLUMN = 5
_FULL, _POINTS, _BONUS = 3, 5, 6
_HEADERS = (
    "大类",
    Entry("考核内容", looks.HEAD, span=2),
    "分值",
    "完成率",
    "得分",
    "加分",
    Entry("计分办法", looks.HEAD, span=2),
    Entry("说明", looks.HEAD, span=2),
)


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """Where the table stands: its first and last row, and the cell of the total."""

    first: int
    last: int
    total: str


def score_table(
    grid: Grid, scheme: Scheme, result: EntityResult, data: DataSheet, calc: CalcSheet
) -> ScoreTable:
    """Write the score table with its total."""
    grid.section("二、计分")
    grid.header(_HEADERS)
    first = grid.row
    for score in result.scores:
        grid.line(
            [
                score.item.group or "",
                Entry(looks.marked(score.item.name, score.mark), span=2),
                Entry(score.item.points, looks.number(places_of(score.item.points))),
                _step(score, "completion", score.completion, calc),
                _points(score, data, calc)._replace(comment=_parts(score)),
                _bonus(score, calc),
                Entry(score.item.rule.chinese, looks.SMALL, span=2),
                Entry(score.why, looks.SMALL, span=2),
            ]
        )
    last = grid.row - 1
    full = sum((s.item.points for s in result.scores), Decimal(0))
    decimals = max(2, min(4, places_of(result.total)))
    total = Live(_total(scheme, result, first), result.total)
    grid.line(
        [
            Entry("合计", looks.HEAD, span=3),
            Entry(Live(f"SUM({_range(first, last, _FULL)})", full), looks.number(places_of(full))),
            None,
            Entry(total if result.total is not None else "待定", looks.number(decimals)),
            None,
            Entry(None, span=2),
            Entry(_total_note(scheme, result), span=2),
        ]
    )
    grid.shades.append(Shade(Box(first, _POINTS, last, _POINTS), "bar"))
    return ScoreTable(first, last, address(last + 1, TOTAL_COLUMN))


def _points(score: ItemScore, data: DataSheet, calc: CalcSheet) -> Entry:
    if score.points is None:
        return Entry("待定", looks.CENTRED)
    style = looks.link(looks.number(2))
    if score.parts:
        first = data.part(score.item.id, score.parts[0].id)
        formula = Live(_measured(score, data), score.points)
        return Entry(formula, style, f"internal:{first}")
    if is_given(score):
        ref = data.given(score.item.id)
        return Entry(Live(ref, score.points), style, f"internal:{ref}")
    return _step(score, "points", score.points, calc)


def _measured(score: ItemScore, data: DataSheet) -> str:
    """Parts given less parts deducted, kept between zero and the item's points."""
    deducted = {p.id for p in score.item.parts if p.deduct}
    ids = [p.id for p in score.parts]

    def sum_of(wanted: Iterable[str]) -> str:
        refs = [data.part(score.item.id, part) for part in wanted]
        return f"SUM({','.join(refs)})" if refs else "0"

    given = sum_of(i for i in ids if i not in deducted)
    full = plain(score.item.points)
    if not deducted:
        return f"MAX(0,MIN({given},{full}))"
    taken = sum_of(i for i in ids if i in deducted)
    if all(i in deducted for i in ids):
        given = full
    return f"MAX(0,MIN({given}-{taken},{full}))"


def _bonus(score: ItemScore, calc: CalcSheet) -> Entry:
    step = step_of(score.steps, "bonus", None)
    ref = calc.cell(score.item.id, "bonus") if step else None
    content = Live(ref, score.bonus) if ref else "—"
    return Entry(content, looks.number(2) if ref else looks.CENTRED)


def _step(score: ItemScore, name: str, value: Decimal | None, calc: CalcSheet) -> Entry:
    if value is None:
        return Entry("—", looks.CENTRED)
    step: CalcStep | None = step_of(score.steps, name, value)
    ref = calc.cell(score.item.id, step.name) if step else None
    if step is None or ref is None:
        return Entry(value, looks.number(2))
    style = looks.link(looks.number(step.decimals, step.unit))
    return Entry(Live(ref, value), style, f"internal:{ref}")


def _parts(score: ItemScore) -> str | None:
    """What an item with parts is made of, to be seen on hover."""
    told = [
        f"{part.name}：{'未评' if part.points is None else plain(part.points)}"
        f"／{plain(part.full)}分"
        for part in score.parts
    ]
    return "\n".join(told) or None


def _total(scheme: Scheme, result: EntityResult, first: int) -> str:
    """Points and bonuses, scaled up where the scheme leaves items out."""
    last = first + len(result.scores) - 1
    total = f"SUM({_range(first, last, _POINTS)})+SUM({_range(first, last, _BONUS)})"
    left_out = [address(first + n, _FULL) for n, s in enumerate(result.scores) if s.scaled_out]
    if not left_out:
        return total
    full = plain(scheme.full)
    return f"({total})*{full}/({full}-({'+'.join(left_out)}))"


def _total_note(scheme: Scheme, result: EntityResult) -> str:
    left_out = [s.item.name for s in result.scores if s.scaled_out]
    if left_out:
        return f"不计{'、'.join(left_out)}，其余按{plain(scheme.full)}分折算"
    return "尚有未计分项目，为暂计" if result.provisional else ""


def _range(first: int, last: int, col: int) -> str:
    return f"{address(first, col)}:{address(last, col)}"


def grade_formula(
    assessment: Assessment, result: EntityResult, calc: CalcSheet, total: str
) -> str | None:
    """The grade as a formula over the total and the vetoed verdicts; None while it is withheld."""
    scheme = assessment.scheme
    if scheme is None or result.grade is None or result.total is None:
        return None
    formula = '""'
    for grade in reversed(scheme.grades):
        name = _quoted(grade.name)
        if grade.at_least is None:
            formula = name
        else:
            formula = f"IF(ROUND({total}-{plain(grade.at_least)},10)>=0,{name},{formula})"
    vetoes = [
        struck
        for veto in scheme.vetoes
        if not veto.years or assessment.year in veto.years
        for struck in [_veto(veto, result, calc)]
        if struck
    ]
    if not vetoes:
        return formula if not result.vetoed_by else None
    return f"IF(OR({','.join(vetoes)}),{_quoted(scheme.veto_grade or '')},{formula})"


def _veto(veto: Veto, result: EntityResult, calc: CalcSheet) -> str | None:
    """Whether a veto strikes, over the comparisons of its verdicts; a constant after decisions."""
    failed = []
    for view in veto.views:
        judgement = result.judgement(veto.target, view)
        if judgement is None or judgement.outcome in UNASKED:
            continue
        deciding = verdict_step(judgement)
        if deciding is not None:
            failed.append(f"NOT({calc.cell(judgement.key, deciding.name)})")
        else:
            failed.append("TRUE" if veto.name in result.vetoed_by else "FALSE")
    if not failed:
        return None
    return f"{'AND' if veto.all_fail else 'OR'}({','.join(failed)})"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
