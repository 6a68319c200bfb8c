"""计算过程: one row per step of arithmetic, a live formula over 填报数据 and earlier rows."""

from collections.abc import Mapping, Sequence

from ...assess.judgement import CalcStep, Judgement, Outcome
from ...assess.points import ItemScore
from ...assess.result import Assessment, EntityResult
from ...formulas.as_excel import DIGITS
from ...records import dataclass
from .. import looks
from ..book import LiveFormula, PrintedSheet, address, reference
from ..figures import step_of
from ..grid import Grid, LineCell
from ..text import cited
from .data import DataSheet
from .live import FAILS, HOLDS, UNKNOWN, Ref, guarded, met_ref, number_ref, quoted, truth_ref
from .wording import filled, wording

SHEET = "计算过程"
_HEADERS = ("序号", "计算项", "计算公式", "结果", "单位", "判定")
_WIDTHS = (6, 36, 66, 18, 16, 14)
_RESULT = 3
_TOO_CLOSE = (
    "两数之差小于表格软件所能分辨，原结论按所报小数精确计算；改动数据后按表格软件的精度试算"
)


@dataclass(frozen=True, slots=True)
class CalcSheet:
    """The finished sheet and where the result of each step stands, by owner and step name.

    An owner is the key of a judgement or the id of an item.
    """

    sheet: PrintedSheet
    rows: Mapping[tuple[str, str], int]

    def cell(self, owner: str, step: str) -> str | None:
        """Reference to a step's result."""
        row = self.rows.get((owner, step))
        return None if row is None else reference(SHEET, row, _RESULT)

    def anchor(self, owner: str) -> str | None:
        """A link to the first row of a judgement or item."""
        row = next((r for (name, _), r in self.rows.items() if name == owner), None)
        return None if row is None else f"internal:{reference(SHEET, row, 1)}"


def calc_sheet(
    assessment: Assessment, result: EntityResult, earlier: Sequence[Judgement], data: DataSheet
) -> CalcSheet:
    """The sheet of all arithmetic behind one entity's results and its earlier years."""
    builder = _Builder(data, assessment)
    grid = builder.grid
    grid.title(f"{result.entity.name}{assessment.year}年度考核计算过程")
    grid.banner(result.verification)
    grid.wide("“结果”一列都是公式：点开可见所用单元格，改动“填报数据”中的数即可试算。", looks.NOTE)
    head = grid.repeated = grid.header(_HEADERS)
    for judgement in result.judgements:
        if judgement.steps:
            source = cited(judgement.target.source, assessment.declarations)
            grid.section(f"{judgement.target.name} · {judgement.clock}（{source}）", kept=True)
            builder.judgement(judgement)
    for score in result.scores:
        if score.steps:
            grid.section(f"计分：{score.item.name}（{score.item.rule.chinese}）", kept=True)
            builder.score(score, result)
    for judgement in earlier:
        if judgement.steps:
            grid.section(
                f"{judgement.year}年 · {judgement.target.name} · {judgement.clock}", kept=True
            )
            builder.judgement(judgement)
    sheet = grid.sheet(SHEET, repeat=head, freeze=(head + 1, 2), locked=True)
    return CalcSheet(sheet, builder.rows)


class _Builder:
    """Writes blocks of steps and remembers their cells."""

    def __init__(self, data: DataSheet, assessment: Assessment) -> None:
        self.data = data
        self.indicators = assessment.declarations.indicators
        self.grid = Grid(_WIDTHS)
        self.rows: dict[tuple[str, str], int] = {}

    def judgement(self, judgement: Judgement) -> None:
        """The arithmetic of one verdict; it rests on all figures that the method asks for."""
        refs = {
            i.name: number_ref(self.data.cell(i), self.data.scaled(i)) for i in judgement.inputs
        }
        labels = {i.name: i.label for i in judgement.inputs}
        indicator = self.indicators.get(judgement.target.indicator or "")
        states = indicator.states if indicator else {}
        asked = [refs[i.name] for i in judgement.inputs if i.observation is not None]
        compared = tuple(
            step.name
            for role in ("actual", "required")
            if (step := step_of(judgement.steps, role, getattr(judgement, role))) is not None
        )
        self._steps(judgement.key, told_steps(judgement), refs, labels, states, asked, compared)

    def score(self, score: ItemScore, result: EntityResult) -> None:
        """The arithmetic of one item, over the verdicts it scores (`annual.achieved`)."""
        refs = {i.name: number_ref(self.data.cell(i), self.data.scaled(i)) for i in score.inputs}
        labels = {i.name: i.label for i in score.inputs}
        for judgement in result.judgements:
            if judgement.key in score.judgements:
                view = judgement.view
                for step in told_steps(judgement):
                    name = f"{view.value}.{step.name}"
                    refs[name] = self._ref(judgement.key, step)
                    labels[name] = step.label
                refs[f"{view.value}.met"] = self._met(judgement)
                labels[f"{view.value}.met"] = f"{view.chinese}是否完成（完成为1）"
        self._steps(score.item.id, score.steps, refs, labels)

    def _ref(self, owner: str, step: CalcStep) -> Ref:
        cell = address(self.rows[(owner, step.name)], _RESULT, absolute=True)
        return number_ref(cell) if step.truth is None else truth_ref(cell)

    def _met(self, judgement: Judgement) -> Ref:
        deciding = verdict_step(judgement)
        if deciding is None:
            met = judgement.decided_met or judgement.outcome is Outcome.MET
            return Ref("1" if met else "0")
        return met_ref(self._ref(judgement.key, deciding).cell)

    def _steps(
        self,
        owner: str,
        steps: Sequence[CalcStep],
        refs: dict[str, Ref],
        labels: dict[str, str],
        states: Mapping[str, int] = looks.NO_STATES,
        asked: Sequence[Ref] = (),
        compared: Sequence[str] = (),
    ) -> None:
        for step in steps:
            row = self.grid.row
            self.rows[(owner, step.name)] = row
            words = wording(step.formula, DIGITS if step.digits is None else step.digits)
            used = [refs[name] for name in words.excel[1::2]]
            if step.truth is not None:
                used += [*asked, *(refs[name] for name in compared if name in refs)]
            formula = guarded(
                _told(step, filled(words.excel, lambda name: refs[name].text)),
                used,
                # a change is told as a part of what it starts from, if that is above zero
                base=refs[words.base].text if words.base and step.name in compared else "",
                fragile=words.fragile,
            )
            refs[step.name] = self._ref(owner, step)
            labels[step.name] = step.label
            said = filled(words.chinese, lambda name: labels.get(name, name))
            unit = "" if step.unit == "%" or step.truth is not None else step.unit
            self.grid.line(
                [
                    self.grid.number(),
                    step.label,
                    said,
                    _result(step, formula, states, self.data.changed),
                    unit,
                    _verdict(step, address(row, _RESULT)),
                ]
            )


def told_steps(judgement: Judgement) -> tuple[CalcStep, ...]:
    """The steps of a verdict; what each year left must bring is none once no year is left."""
    over = judgement.year >= judgement.target.by.last(judgement.year)
    return tuple(s for s in judgement.steps if not (over and s.name == "remaining_yearly"))


def verdict_step(judgement: Judgement) -> CalcStep | None:
    """The comparison that decided a verdict; None when a person did, or nobody could."""
    if judgement.outcome not in (Outcome.MET, Outcome.NOT_MET):
        return None
    return next((s for s in reversed(judgement.steps) if s.truth is not None), None)


#: More than this many characters no workbook takes for a formula.
_LONGEST = 8000


def _told(step: CalcStep, formula: str) -> str:
    """A comparison in words instead of TRUE and FALSE."""
    return formula if step.truth is None else f"IF({formula},{quoted(HOLDS)},{quoted(FAILS)})"


def _result(step: CalcStep, formula: str, states: Mapping[str, int], changed: str) -> LineCell:
    if step.truth is not None and step.digits is None:
        now = HOLDS if step.truth else FAILS
        kept = f"IF({changed}=0,{quoted(now)},{formula})"
        return LineCell(LiveFormula(kept, now), looks.CENTRED, comment=_TOO_CLOSE)
    if step.truth is not None:
        return LineCell(LiveFormula(formula, HOLDS if step.truth else FAILS), looks.CENTRED)
    if len(formula) > _LONGEST and step.value is not None:
        return LineCell(step.value, looks.number(step.decimals, step.unit))
    if states and step.value is not None:
        return LineCell(LiveFormula(formula, step.value), looks.state(states))
    value = UNKNOWN if step.value is None else step.value
    return LineCell(LiveFormula(formula, value), looks.number(step.decimals, step.unit))


def _verdict(step: CalcStep, cell: str) -> LineCell:
    if step.truth is None:
        return LineCell(None)
    text = "√ 成立" if step.truth else "× 不成立"
    formula = f'IF({cell}="{HOLDS}","√ 成立",IF({cell}="{FAILS}","× 不成立","△ 无法评定"))'
    return LineCell(LiveFormula(formula, text), looks.CENTRED)
