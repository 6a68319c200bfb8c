"""评分卡: the front page; every number on it leads to 计算过程 or 填报数据."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ...assess.result import Assessment, EntityResult, Judgement, Outcome
from ...units import scale
from .. import looks
from ..book import Content, Live, Sheet, reference
from ..figures import input_of, shown_in, step_of
from ..grid import Entry, Grid
from ..text import cited, places_of
from .calc import CalcSheet, verdict_step
from .data import DataSheet
from .scores import ScoreTable, grade_formula, score_table

SHEET = "评分卡"
_WIDTHS = (16, 30, 11, 15, 14, 14, 16, 11, 11, 14, 40)
_TARGETS = (
    Entry("目标", looks.HEAD, span=2),
    "时段",
    "单位",
    "应达到",
    "实际",
    "余量（负为差距）",
    "完成进度",
    "应达进度",
    "完成情况",
    "说明",
)
#: about the height of a row of the score table, in points
_SCORE_ROW = 24
_KEY = f"{looks.KEY}。带下划线的数字可点击，逐级追到“计算过程”和“填报数据”。"


@dataclass(frozen=True, slots=True)
class CardSheet:
    """The front page, and references to its named cells."""

    sheet: Sheet
    names: dict[str, str]
    #: rows of the score table, for the chart of items
    scores: ScoreTable | None


def card_sheet(
    assessment: Assessment, result: EntityResult, data: DataSheet, calc: CalcSheet
) -> CardSheet:
    """The scorecard's front page."""
    scheme = assessment.scheme if result.scores else None
    grid = Grid(_WIDTHS)
    basis = scheme.title if scheme else assessment.declarations.plan.title
    grid.title(
        f"{result.entity.name}{assessment.year}年度节能目标责任评价考核评分卡", f"依据：{basis}"
    )
    grid.banner(result.mark)
    summary = grid.row
    grid.row += 1
    _reason(grid, result)
    head = _targets(grid, assessment, result, data, calc)
    names, table = {}, None
    if scheme:
        grid.keep(_SCORE_ROW * (len(result.scores) + 3))
        table = score_table(grid, scheme, result, data, calc)
        grade = grade_formula(assessment, result, calc, reference(SHEET, summary, 3))
        names = {
            "总分": reference(SHEET, summary, 3),
            "等级": reference(SHEET, summary, 5),
        }
        _consequences(grid, result)
        _summary(grid, summary, result, table.total, grade)
    else:
        _summary(grid, summary, result, None, None)
    grid.wide(_KEY, looks.NOTE)
    # the header of the targets would be wrong above the score table
    repeat = None if scheme else head
    sheet = grid.sheet(SHEET, repeat=repeat, freeze=(head + 1, 2), tab="2F5597")
    return CardSheet(sheet, names, table)


def _summary(
    grid: Grid, row: int, result: EntityResult, total: str | None, grade: str | None
) -> None:
    """The line with name, total, grade, rank and honours; written when the total is known."""
    resume, grid.row = grid.row, row
    name = result.grade.name if result.grade else "暂不评定"
    colour = result.grade.colour if result.grade else None
    score: Content = "—"
    if total is not None and result.total is not None:
        score = Live(total, result.total)
    decimals = max(2, min(4, places_of(result.total)))
    grid.line(
        [
            Entry("考核对象", looks.HEAD),
            Entry(looks.marked(result.entity.name, result.mark), looks.STRONG),
            Entry("总分（暂计）" if result.provisional else "总分", looks.HEAD),
            Entry(score, replace(looks.STRONG, number="0." + "0" * decimals, wrap=False)),
            Entry("等级", looks.HEAD),
            Entry(Live(grade, name) if grade else name, looks.filled(looks.STRONG, colour)),
            Entry("名次", looks.HEAD),
            Entry(f"第{result.rank}名" if result.rank else "—", looks.STRONG, span=2),
            Entry("表彰", looks.HEAD),
            Entry("、".join(result.honours) or "—", looks.STRONG),
        ]
    )
    grid.heights[row] = max(grid.heights[row], 36)
    grid.row = resume


def _reason(grid: Grid, result: EntityResult) -> None:
    said = [f"等级说明：{result.grade_reason}"] if result.grade_reason else []
    if result.vetoed_by:
        said.append(f"否决事项：{'、'.join(result.vetoed_by)}")
    if not result.submitted:
        said.append("没有收到该考核对象本年度的填报。")
    if result.findings:
        said.append(f"数据审核意见{len(result.findings)}条，见“审核意见”。")
    if said:
        grid.wide("\n".join(said))


def _targets(
    grid: Grid, assessment: Assessment, result: EntityResult, data: DataSheet, calc: CalcSheet
) -> int:
    grid.section("一、目标完成情况")
    head = grid.header(_TARGETS)
    for judgement in result.judgements:
        source = cited(judgement.target.source, assessment.declarations)
        said = "；".join([judgement.reason, *judgement.remarks, *_kept_out(assessment, judgement)])
        name = looks.marked(judgement.target.name, judgement.mark)
        indicator = assessment.declarations.indicators.get(judgement.target.indicator or "")
        states = indicator.states if indicator else {}
        figures = [figure(judgement, role, data, calc, states) for role in _ROLES]
        grid.line(
            [
                Entry(f"{name}\n（{source}）", looks.SMALL, span=2),
                Entry(judgement.view.chinese, looks.CENTRED),
                Entry("—" if states else judgement.unit or "—", looks.CENTRED),
                *figures,
                _outcome(judgement, said, calc),
                Entry(said, looks.SMALL),
            ]
        )
    return head


def _kept_out(assessment: Assessment, j: Judgement) -> Iterator[str]:
    """Where a miss of soft wording stands in no list, and why."""
    scheme = assessment.scheme
    if j.outcome is Outcome.NOT_MET and scheme and scheme.keeps_out(j.target.strength):
        yield f"用语为“{j.target.strength}”，按办法不列入未完成清单"


_ROLES = ("required", "actual", "margin", "progress", "required_progress")


def figure(
    j: Judgement,
    role: str,
    data: DataSheet,
    calc: CalcSheet,
    states: Mapping[str, int] = looks.NO_STATES,
) -> Entry:
    """A figure of a verdict, as a formula over the cell it comes from and a link to it."""
    value: Decimal | None = getattr(j, role)
    if value is None or (states and role == "margin"):
        return Entry("—", looks.CENTRED)
    if role == "margin":
        return _margin(j, value, calc)
    step = step_of(j.steps, role, value)
    if step is not None and step.value is not None:
        ref = calc.cell(j.key, step.name) or ""
        unit, decimals = shown_in(j, role, value)
        style = looks.state(states) if states else looks.number(decimals, unit)
        return Entry(Live(ref, step.value), looks.link(style), f"internal:{ref}", step.label)
    item = input_of(j.inputs, role, value)
    if item is not None:
        ref = data.cell(item)
        style = looks.link(looks.number(places_of(item.value)))
        return Entry(Live(ref, item.value), style, f"internal:{ref}", item.label)
    return Entry(value, looks.number(j.decimals, j.unit))


def _margin(j: Judgement, margin: Decimal, calc: CalcSheet) -> Entry:
    """Actual against required, the way round that makes a shortfall negative; in points for %."""
    actual, required = (step_of(j.steps, r, getattr(j, r)) for r in ("actual", "required"))
    unit, decimals = shown_in(j, "margin", margin)
    factor = scale(unit)
    style = looks.margin(decimals, points=factor != 1)
    shown = margin * factor.denominator / factor.numerator
    if actual is None or required is None:
        return Entry(shown, style)
    refs = [calc.cell(j.key, step.name) or "" for step in (actual, required)]
    if (margin < 0) != ((actual.value or 0) < (required.value or 0)):
        refs.reverse()
    formula = "-".join(refs)
    if factor != 1:
        formula = f"({formula})*{factor.denominator}/{factor.numerator}"
    return Entry(Live(formula, shown), style)


def _outcome(j: Judgement, said: str, calc: CalcSheet) -> Entry:
    """The outcome in words; a formula over the deciding comparison where there is one."""
    style = looks.outcome(j.outcome)
    text: Content = looks.outcome_text(j.outcome)
    deciding = verdict_step(j)
    if deciding is not None:
        met, missed = (looks.outcome_text(o) for o in (Outcome.MET, Outcome.NOT_MET))
        ref = calc.cell(j.key, deciding.name)
        text = Live(f'IF({ref},"{met}","{missed}")', looks.outcome_text(j.outcome))
    return Entry(text, style, calc.anchor(j.key), said)


def _consequences(grid: Grid, result: EntityResult) -> None:
    if result.grade is None or not result.grade.consequences:
        return
    grid.section("三、奖惩措施")
    for number, text in enumerate(result.grade.consequences, start=1):
        grid.wide(f"{number}. {text}")
