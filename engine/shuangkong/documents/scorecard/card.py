"""评分卡: the front page; every number on it leads to 计算过程 or 填报数据."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ...assess.judgement import Judgement, Outcome
from ...assess.result import Assessment, EntityResult
from ...records import dataclass
from ...units import scale
from .. import looks
from ..book import Box, LiveFormula, PrintedSheet, Shade, reference
from ..consequences import consequences
from ..figures import POINTS, department_word, input_of, shown_in, step_of, unit_of, unit_word
from ..grid import Grid, LineCell
from ..letterhead import Letterhead
from ..problems import kept_out
from ..scored import UNROUNDED
from ..signing import signed
from ..text import cited, places_of
from .apart import ComparedCells, compared, told_apart
from .calc import CalcSheet
from .counted import counted_table
from .data import DataSheet
from .grades import counted_formula, grade_formula
from .head import reason, state
from .head import summary as summary_line
from .live import UNKNOWN, issued, outcome_of
from .said import said_table
from .scores import ScoreTable, score_table
from .waivers import outcome_unless, waiver_of

_WIDTHS = (16, 30, 11, 15, 14, 14, 16, 11, 11, 14, 40)
_TARGETS = (
    LineCell("目标", looks.HEAD, span=2),
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
_GRADE, _OUTCOME = 5, 9
#: about the height of a row of the score table, in points
_SCORE_ROW = 24
_KEY = f"{looks.KEY}。带下划线的数字可点击，逐级追到“计算过程”和“填报数据”。"


@dataclass(frozen=True, slots=True)
class CardSheet:
    """The front page, and references to its named cells."""

    sheet: PrintedSheet
    names: dict[str, str]
    #: rows of the score table, for the chart of items
    scores: ScoreTable | None


def card_sheet(
    assessment: Assessment,
    result: EntityResult,
    data: DataSheet,
    calc: CalcSheet,
    letterhead: Letterhead,
) -> CardSheet:
    """The scorecard's front page."""
    scheme = assessment.scheme if result.scores else None
    grid = Grid(_WIDTHS)
    grid.repeated = 0
    counted = assessment.scheme if result.counts else None
    by = scheme or counted
    basis = f"考核办法：{by.title}" if by else f"规划：{assessment.declarations.plan.title}"
    wording = assessment.declarations.wording_for(assessment.year)
    name = wording.card_name
    grid.title(f"{result.entity.name}{assessment.year}年度{wording.card}", basis)
    grid.banner(result.verification)
    summary = grid.row
    grid.row += 1
    state(grid, data, is_issued=letterhead.is_issued)
    reason(grid, result, data)
    head = _targets(grid, assessment, result, data, calc)
    names, table = {}, None
    if scheme:
        grid.keep(_SCORE_ROW * (len(result.scores) + 3))
        table = score_table(grid, assessment, result, data, calc)
        _rest(grid, assessment, result, data, letterhead)
        grade = grade_formula(assessment, result, calc, table)
        names = {
            "总分": reference(name, summary, 3),
            "等级": reference(name, summary, 5),
        }
        summary_line(grid, summary, result, data, table, grade)
    else:
        live, cells = None, {}
        if counted:
            names = {"等级": reference(name, summary, 5)}
            cells = counted_table(grid, result, data, calc)
            live = counted_formula(counted, result, cells)
        _rest(grid, assessment, result, data, letterhead)
        summary_line(grid, summary, result, data, grade=live, counted=cells)
    completed = any(score.completion is not None for score in result.scores)
    grid.wide(f"{_KEY}{UNROUNDED}。" if completed else _KEY, looks.NOTE)
    signed(grid, letterhead)
    _colours(grid, assessment, summary)
    # a head of one table would be wrong above another; the title never is
    sheet = grid.sheet(name, repeat=0, freeze=(head + 1, 2), tab="2F5597", locked=True)
    return CardSheet(sheet, names, table)


def _colours(grid: Grid, assessment: Assessment, summary: int) -> None:
    """Colours that follow what the cells say now."""
    outcomes = Box(0, _OUTCOME, grid.row - 1, _OUTCOME)
    grid.shades += [Shade(outcomes, "word", fill, text) for text, fill in looks.FILLS_OF_TEXTS]
    grade = Box(summary, _GRADE, summary, _GRADE)
    for one in assessment.scheme.grades if assessment.scheme else ():
        if one.colour:
            colour = looks.contrast(one.colour)
            grid.shades.append(Shade(grade, "word", one.colour, one.name, colour))


def _targets(
    grid: Grid, assessment: Assessment, result: EntityResult, data: DataSheet, calc: CalcSheet
) -> int:
    grid.section("一、目标完成情况")
    head = grid.header(_TARGETS)
    rows, with_states = [], []
    for judgement in result.judgements:
        source = cited(judgement.target.source, assessment.declarations)
        told = "；".join([judgement.reason, *judgement.remarks, *_kept_out(assessment, judgement)])
        name = looks.marked(judgement.target.name, judgement.verification)
        indicator = assessment.declarations.indicators.get(judgement.target.indicator or "")
        states = indicator.states if indicator else {}
        figures = [figure(judgement, role, data, calc, states) for role in _ROLES]
        with_states.append(bool(states))
        rows.append(
            [
                LineCell(f"{name}\n{source}", looks.SMALL, span=2),
                LineCell(judgement.clock, looks.CENTRED),
                LineCell("—" if states else unit_of(judgement), looks.CENTRED),
                *figures,
                _outcome(assessment, result, judgement, calc),
                LineCell(issued(told, data.changed), looks.SMALL),
            ]
        )
    apart: list[ComparedCells] = []
    placed = zip(grid.table(rows, _TARGETS), result.judgements, with_states, strict=True)
    for row, judgement, in_words in placed:
        if not in_words:
            apart += compared(judgement, row, _COLUMNS, _TOGETHER)
    grid.shades += told_apart(apart)
    return head


def _kept_out(assessment: Assessment, j: Judgement) -> Iterator[str]:
    """Where a miss stands in no list, and why."""
    why = kept_out(assessment, j)
    if j.outcome is Outcome.NOT_MET and why:
        yield why


_ROLES = ("required", "actual", "margin", "progress", "required_progress")
#: columns of these, and which are held against each other or against zero
_COLUMNS = {role: col for col, role in enumerate(_ROLES, start=4)}
_TOGETHER = (("required", "actual"), ("margin",), ("progress", "required_progress"))


def figure(
    j: Judgement,
    role: str,
    data: DataSheet,
    calc: CalcSheet,
    states: Mapping[str, int] = looks.NO_STATES,
) -> LineCell:
    """A figure of a verdict, as a formula over the cell it comes from and a link to it."""
    value: Decimal | None = getattr(j, role)
    said = department_word(j) if role == "actual" else ""
    if said:
        return LineCell(said, looks.CENTRED)
    if value is None or (states and role == "margin"):
        return LineCell("—", looks.CENTRED)
    if role == "margin":
        return _margin(j, value, calc)
    step = step_of(j.steps, role, value)
    if step is not None and step.value is not None:
        ref = calc.cell(j.key, step.name) or ""
        unit, decimals = shown_in(j, role, value)
        if unit_word(unit) == POINTS and not states:
            there = LiveFormula(f'IF(COUNT({ref})=1,{ref}*100,"{UNKNOWN}")', step.value * 100)
            style = looks.link(looks.points(decimals))
            return LineCell(there, style, f"internal:{ref}", step.label)
        style = looks.state(states) if states else looks.number(decimals, unit)
        return LineCell(
            LiveFormula(ref, step.value), looks.link(style), f"internal:{ref}", step.label
        )
    item = input_of(j.inputs, role, value)
    if item is not None:
        ref = data.cell(item)
        style = looks.link(looks.number(places_of(item.value)))
        return LineCell(LiveFormula(ref, item.value), style, f"internal:{ref}", item.label)
    return LineCell(value, looks.number(j.decimals, j.unit))


def _margin(j: Judgement, margin: Decimal, calc: CalcSheet) -> LineCell:
    """Actual against required, the way round that makes a shortfall negative; in points for %."""
    actual, required = (step_of(j.steps, r, getattr(j, r)) for r in ("actual", "required"))
    unit, decimals = shown_in(j, "margin", margin)
    factor = scale(unit)
    style = looks.margin(decimals, points=factor != 1)
    shown = margin * factor.denominator / factor.numerator
    if actual is None or required is None:
        return LineCell(shown, style)
    refs = [calc.cell(j.key, step.name) or "" for step in (actual, required)]
    there = f"COUNT({','.join(refs)})=2"
    if (margin < 0) != ((actual.value or 0) < (required.value or 0)):
        refs.reverse()
    formula = "-".join(refs)
    if factor != 1:
        formula = f"({formula})*{factor.denominator}/{factor.numerator}"
    return LineCell(LiveFormula(f'IF({there},{formula},"{UNKNOWN}")', shown), style)


def _outcome(
    assessment: Assessment, result: EntityResult, j: Judgement, calc: CalcSheet
) -> LineCell:
    """The outcome in words; a formula over what decides it, where there is anything."""
    verdict = calc.verdict(j)
    live = outcome_of(verdict, j) if verdict else None
    waiver = waiver_of(assessment, result, j, calc)
    if waiver and (live or j.outcome is Outcome.NOT_APPLICABLE):
        live = outcome_unless(waiver, j, live)
    return LineCell(live or looks.verdict_text(j), looks.OUTCOME, calc.anchor(j.key))


def _rest(
    grid: Grid,
    assessment: Assessment,
    result: EntityResult,
    data: DataSheet,
    letterhead: Letterhead,
) -> None:
    """What stands below the targets and their points or count: verdicts, consequences."""
    numerals = iter("三四" if result.assessed else "二三")
    number = next(numerals)
    if said_table(grid, result, data, number):
        number = next(numerals)
    told = consequences(result, assessment.declarations.holidays, letterhead)
    if not told:
        return
    grid.section(f"{number}、奖惩措施")
    for order, text in enumerate(told, start=1):
        # one alone is no list
        grid.wide(issued(text if len(told) == 1 else f"{order}. {text}", data.changed))
