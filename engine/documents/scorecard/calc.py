"""计算过程: one row per step of arithmetic, a live formula over 填报数据 and earlier rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...assess.result import Assessment, CalcStep, EntityResult, Input, ItemScore
from ...formulas import to_chinese, to_excel
from ...formulas.nodes import Name
from .. import looks
from ..book import Content, Live, Sheet, Style, address, reference
from ..grid import Grid
from ..text import cited
from .data import DataSheet

SHEET = "计算过程"
_HEADERS = ("序号", "计算项", "计算公式", "结果", "单位", "判定")
_WIDTHS = (6, 34, 62, 18, 16, 16)
_RESULT = 3


@dataclass(frozen=True, slots=True)
class CalcSheet:
    """The finished sheet and where the result of each step stands, by owner and step name."""

    sheet: Sheet
    rows: dict[tuple[str, str], int]

    def cell(self, owner: str, step: str) -> str | None:
        """Reference to a step's result; `owner` is a judgement's key or an item's id."""
        row = self.rows.get((owner, step))
        return None if row is None else reference(SHEET, row, _RESULT)

    def anchor(self, owner: str) -> str | None:
        """A link to the first row of a judgement or item."""
        row = next((r for (name, _), r in self.rows.items() if name == owner), None)
        return None if row is None else f"internal:{reference(SHEET, row, 1)}"


def calc_sheet(assessment: Assessment, result: EntityResult, data: DataSheet) -> CalcSheet:
    """The sheet of all arithmetic behind one entity's results."""
    grid = Grid(len(_HEADERS))
    grid.title(f"{result.entity.name}{assessment.year}年度考核计算过程")
    grid.banner(result.mark)
    grid.wide(
        "“结果”一列都是公式：点开可见所用单元格，改动“填报数据”中的数即可试算。",
        looks.NOTE,
        height=18,
    )
    head = grid.header(_HEADERS)
    rows: dict[tuple[str, str], int] = {}
    for judgement in result.judgements:
        if judgement.steps:
            source = cited(judgement.target.source, assessment.declarations)
            grid.section(f"{judgement.target.name} · {judgement.view.chinese}（{source}）")
            _steps(grid, judgement.key, judgement.inputs, judgement.steps, data, rows)
    for score in result.scores:
        if score.steps:
            grid.section(f"计分：{score.item.name}（{score.item.rule.chinese}）")
            borrowed = _borrowed(score, result, rows)
            _steps(grid, score.item.id, score.inputs, score.steps, data, rows, borrowed)
    return CalcSheet(grid.sheet(SHEET, _WIDTHS, repeat=head, freeze=(head + 1, 2)), rows)


def _steps(
    grid: Grid,
    owner: str,
    inputs: Sequence[Input],
    steps: Sequence[CalcStep],
    data: DataSheet,
    rows: dict[tuple[str, str], int],
    borrowed: dict[str, str] | None = None,
) -> None:
    cells = dict(borrowed or {}) | {i.name: data.scaled(i) for i in inputs}
    labels = {i.name: i.label for i in inputs}
    for step in steps:
        rows[(owner, step.name)] = grid.row
        labels[step.name] = step.label
        resolve = _resolver(cells)
        formula = to_excel(step.formula, resolve)
        here = address(grid.row, _RESULT)
        cells[step.name] = address(grid.row, _RESULT, absolute=True)
        grid.line(
            [
                grid.number(),
                step.label,
                to_chinese(step.formula, lambda name: labels.get(name, name)),
                _result(step, formula),
                "" if step.unit == "%" or step.truth is not None else step.unit,
                (_verdict(step, here), looks.CENTRED),
            ]
        )


def _resolver(cells: dict[str, str]) -> Callable[[Name], str]:
    return lambda name: cells[str(name)]


def _borrowed(
    score: ItemScore, result: EntityResult, rows: dict[tuple[str, str], int]
) -> dict[str, str]:
    """Results of the judgements an item scores, for names that are not its own."""
    return {
        step: address(row, _RESULT, absolute=True)
        for (owner, step), row in rows.items()
        if owner in score.judgements
    }


def _result(step: CalcStep, formula: str) -> tuple[Content, Style]:
    value: Decimal | bool | None = step.value if step.truth is None else step.truth
    style = looks.CENTRED if step.truth is not None else looks.number(step.decimals, step.unit)
    return Live(formula, value), style


def _verdict(step: CalcStep, cell: str) -> Content:
    if step.truth is None:
        return None
    return Live(f'IF({cell},"√ 成立","× 不成立")', "√ 成立" if step.truth else "× 不成立")
