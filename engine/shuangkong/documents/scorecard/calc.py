"""计算过程: one row per step of arithmetic, a live formula over 填报数据 and earlier rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ...assess.judgement import CalcStep, Input, Judgement, Outcome
from ...assess.points import POINTS, ItemScore
from ...assess.result import Assessment, EntityResult
from ...assess.spelling import EASIER_VERDICT, STRICTER_VERDICT, VERDICT
from ...records import dataclass
from .. import looks
from ..book import Box, Filled, LiveFormula, PrintedSheet, reference
from ..figures import input_of, step_of
from ..scored import as_printed
from ..text import cited
from .data import DataSheet
from .live import UNKNOWN, LiveVerdict
from .reckoned import (
    RESULT,
    SHEET,
    InputShape,
    Reckoned,
    ScoreShape,
    SheetShape,
    StepShape,
    VerdictShape,
    banded,
    known_at,
    reckoned,
)

#: More than this many characters no workbook takes for a formula.
_LONGEST = 8000


@dataclass(frozen=True, slots=True)
class CalcSheet:
    """The finished sheet and where the result of each step stands, by owner and step name.

    An owner is the key of a judgement or the id of an item.
    """

    sheet: PrintedSheet
    rows: Mapping[str, Mapping[str, int]]
    #: what verdicts say while somebody tries figures, by key; no others change
    verdicts: Mapping[str, LiveVerdict]

    def cell(self, owner: str, step: str) -> str | None:
        """Reference to a step's result."""
        row = self.rows.get(owner, {}).get(step)
        return None if row is None else reference(SHEET, row, RESULT)

    def verdict(self, judgement: Judgement) -> LiveVerdict | None:
        """What a verdict says while somebody tries figures; None for one that stands as it is."""
        return self.verdicts.get(judgement.key)

    def anchor(self, owner: str) -> str | None:
        """A link to the first row of a judgement or item."""
        row = next(iter(self.rows.get(owner, {}).values()), None)
        return None if row is None else f"internal:{reference(SHEET, row, 1)}"


def calc_sheet(
    assessment: Assessment, result: EntityResult, earlier: Sequence[Judgement], data: DataSheet
) -> CalcSheet:
    """The sheet of all arithmetic behind one entity's results and its earlier years."""
    judged = len(result.judgements)
    states = [_states(j, assessment) for j in (*result.judgements, *earlier)]
    headed = [(j, _heading(j, assessment)) for j in result.judgements]
    headed += [(j, f"{j.year}年 · {j.target.name} · {j.clock}") for j in earlier]
    verdicts = [
        _verdict(j, heading, data, states=bool(words))
        for (j, heading), words in zip(headed, states, strict=True)
    ]
    shape = SheetShape(
        result.verification,
        data.changed,
        tuple(verdicts[:judged]),
        tuple(_score(s, result, data) for s in result.scores),
        tuple(verdicts[judged:]),
    )
    found = reckoned(shape)
    blocks = [
        *((told_steps(j), states[n]) for n, j in enumerate(result.judgements)),
        *((result.steps_of(score), looks.NO_STATES) for score in result.scores),
        *((told_steps(j), states[n]) for n, j in enumerate(earlier, judged)),
    ]
    owners = [j.key for j in result.judgements]
    owners += [s.item.id for s in result.scores] + [j.key for j in earlier]
    title = f"{result.entity.name}{assessment.year}年度考核计算过程"
    sheet = _filled(found, title, [(step, of) for steps, of in blocks for step in steps])
    live = zip(result.judgements, map(_live, shape.verdicts, found.rows), strict=True)
    rows = dict(zip(owners, found.rows, strict=True))
    return CalcSheet(sheet, rows, {j.key: one for j, one in live if one})


def _live(verdict: VerdictShape, rows: Mapping[str, int]) -> LiveVerdict | None:
    if verdict.edges is not None:
        return banded(verdict, rows)
    if verdict.deciding is not None:
        return LiveVerdict.compared(reference(SHEET, rows[verdict.deciding], RESULT))
    cell = known_at(verdict, rows)
    return LiveVerdict.decided(cell, met=verdict.met) if cell else None


def _heading(judgement: Judgement, assessment: Assessment) -> str:
    source = cited(judgement.target.source, assessment.declarations)
    return f"{judgement.target.name} · {judgement.clock}（{source}）"


def _states(judgement: Judgement, assessment: Assessment) -> Mapping[str, int]:
    indicator = assessment.declarations.indicators.get(judgement.target.indicator or "")
    return indicator.states if indicator else looks.NO_STATES


def _verdict(judgement: Judgement, heading: str, data: DataSheet, *, states: bool) -> VerdictShape:
    deciding, known = _deciding(judgement), _known(judgement)
    compared = (
        step_of(judgement.steps, role, getattr(judgement, role)) for role in ("actual", "required")
    )
    return VerdictShape(
        heading if judgement.steps else "",
        judgement.view,
        _inputs(judgement.inputs, data),
        _steps(told_steps(judgement), states=states),
        tuple(step.name for step in compared if step is not None),
        deciding.name if deciding else None,
        # said only where no comparison does: else those who met it and those who did not differ
        deciding is None and (bool(judgement.decided_met) or judgement.outcome is Outcome.MET),
        known.name if known else None,
        _edges(judgement),
        judgement.band_met,
    )


def _score(score: ItemScore, result: EntityResult, data: DataSheet) -> ScoreShape:
    return ScoreShape(
        f"计分：{score.item.name}（{score.item.rule.chinese}）" if score.steps else "",
        _inputs(score.inputs, data),
        _steps(score.steps),
        tuple(n for n, j in enumerate(result.judgements) if j.key in score.judgements),
    )


def _inputs(inputs: Iterable[Input], data: DataSheet) -> tuple[InputShape, ...]:
    return tuple(
        InputShape(i.name, i.label, data.row(i), i.unit, i.observation is not None) for i in inputs
    )


def _steps(steps: Iterable[CalcStep], *, states: bool = False) -> tuple[StepShape, ...]:
    return tuple(
        StepShape(s.name, s.label, s.formula, s.unit, s.truth is not None, s.digits, states)
        for s in steps
    )


def told_steps(judgement: Judgement) -> tuple[CalcStep, ...]:
    """The steps of a verdict; what each year left must bring is none once no year is left."""
    over = judgement.year >= judgement.target.by.last(judgement.year)
    return tuple(s for s in judgement.steps if not (over and s.name == "remaining_yearly"))


def _deciding(judgement: Judgement) -> CalcStep | None:
    """The comparison that decided a verdict; None when a person did, or nobody could."""
    if judgement.outcome not in (Outcome.MET, Outcome.NOT_MET):
        return None
    return next((s for s in judgement.steps if s.truth is not None), None)


def _edges(judgement: Judgement) -> tuple[str, str] | None:
    """The comparisons with both edges of the band of a verdict that follows its figures, the
    stricter first."""
    follows = judgement.outcome in (Outcome.MET, Outcome.NOT_MET)
    follows = follows or judgement.in_band or judgement.is_decided_in_band
    if not judgement.banded or not follows:
        return None
    names = {s.name for s in judgement.steps}
    if STRICTER_VERDICT in names:
        return (STRICTER_VERDICT, VERDICT)
    return (VERDICT, EASIER_VERDICT if EASIER_VERDICT in names else VERDICT)


def _known(judgement: Judgement) -> CalcStep | Input | None:
    """What a person decided about: the figure that was reached."""
    if judgement.outcome is not Outcome.OVERRIDDEN:
        return None
    about = ("actual", judgement.actual)
    return step_of(judgement.steps, *about) or input_of(judgement.inputs, *about)


def _filled(
    found: Reckoned, title: str, steps: Sequence[tuple[CalcStep, Mapping[str, int]]]
) -> PrintedSheet:
    """The sheet with its title and what came out."""
    cells, (first, *merges) = list(found.sheet.cells), found.sheet.merges
    shades = list(found.sheet.shades)
    for place, (step, states) in zip(found.results, steps, strict=True):
        row = cells[place.at].row
        if step.unit == POINTS:
            shades += as_printed(Box(row, RESULT, row, RESULT), step.decimals)
        if step.truth is not None:
            cells[place.at], cells[place.verdict] = place.told[step.truth]
        else:
            cells[place.at] = _result(row, step, place.formula, states)
    merges.insert(0, first._replace(content=title))
    sheet = found.sheet
    return replace(sheet, cells=tuple(cells), merges=tuple(merges), shades=tuple(shades))


def _result(row: int, step: CalcStep, formula: str, states: Mapping[str, int]) -> Filled:
    number = looks.number(step.decimals, step.unit)
    if step.value is None:
        return Filled(row, RESULT, LiveFormula(formula, UNKNOWN), number)
    if len(formula) > _LONGEST:
        return Filled(row, RESULT, step.value, number)
    look = looks.state(states) if states else number
    return Filled(row, RESULT, LiveFormula(formula, step.value), look)
