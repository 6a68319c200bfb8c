"""评分卡: the front page; every number on it leads to 计算过程 or 填报数据."""

from dataclasses import dataclass, replace
from decimal import Decimal

from ...assess.result import Assessment, EntityResult, ItemScore, Judgement, Outcome
from ...vocabulary import Grade, Item
from .. import looks
from ..book import Box, Cell, Content, Live, Shade, Sheet, Style, address, reference
from ..figures import input_of, step_of
from ..grid import Grid, lines_of
from ..text import cited, places_of, plain
from .calc import CalcSheet
from .data import DataSheet

SHEET = "评分卡"
_WIDTHS = (14, 34, 11, 15, 15, 15, 12, 12, 15, 44)
_LAST = len(_WIDTHS) - 1
_TARGETS = (
    "目标",
    None,
    "时段",
    "应达到",
    "实际",
    "余量（负数为差距）",
    "完成进度",
    "应达进度",
    "完成情况",
    "说明",
)
_SCORES = ("大类", "考核内容", None, "分值", "完成率", "得分", "加分", None, "计分办法", "说明")


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets that the front page points to."""

    data: DataSheet
    calc: CalcSheet


def card_sheet(assessment: Assessment, result: EntityResult, sheets: Sheets) -> Sheet:
    """The scorecard's front page."""
    scheme = assessment.scheme
    grid = Grid(len(_WIDTHS))
    basis = f"依据：{scheme.title}" if scheme else f"依据：{assessment.declarations.plan.title}"
    grid.title(f"{result.entity.name}{assessment.year}年度节能目标责任评价考核评分卡", basis)
    grid.banner(result.mark)
    summary = grid.row
    grid.row += 1
    _reason(grid, result)
    head = _targets(grid, assessment, result, sheets)
    if scheme:
        total = _scores(grid, result, sheets)
        _summary(grid, summary, result, total, scheme.grades, scheme.veto_grade)
        _consequences(grid, result)
    else:
        _summary(grid, summary, result, None, (), "")
    grid.wide(_KEY, looks.NOTE, height=18)
    return grid.sheet(SHEET, _WIDTHS, freeze=(head + 1, 2), tab="2F5597")


_KEY = (
    "符号：√ 完成　× 未完成　○ 未到期　△ 无法评定　－ 不适用　※ 人工裁定。"
    "数字均为公式，点击可到“计算过程”和“填报数据”。"
)


def _summary(
    grid: Grid,
    row: int,
    result: EntityResult,
    total: str | None,
    grades: tuple[Grade, ...],
    veto_grade: str,
) -> None:
    score: Content = Live(total, result.total) if total and result.total is not None else "—"
    label = "总分（暂定）" if result.provisional else "总分"
    rank = f"第{result.rank}名" if result.rank else "不排名"
    pairs: list[tuple[str, Content, Style]] = [
        ("考核对象", result.entity.name, looks.STRONG),
        (label, score, replace(looks.STRONG, number="0.00")),
        ("等级", _grade(result, row, grades, veto_grade), _grade_style(result)),
        ("名次", rank, looks.STRONG),
    ]
    at = ((0, 1), (2, 3), (4, 5), (6, 8))
    for (label_col, value_col), (name, value, style) in zip(at, pairs, strict=True):
        grid.cells.append(Cell(row, label_col, name, looks.HEAD))
        if value_col - label_col > 1:
            grid.cells.append(Cell(row, label_col + 1, value, style))
        else:
            grid.cells.append(Cell(row, value_col, value, style))
    grid.heights[row] = 34
    honours = "、".join(result.honours) or "—"
    grid.cells += [Cell(row, 8, "表彰", looks.HEAD), Cell(row, 9, honours, looks.STRONG)]


def _grade(result: EntityResult, row: int, grades: tuple[Grade, ...], veto_grade: str) -> Content:
    """The grade as a formula over the total on the same row, so that trying other data works."""
    if result.grade is None:
        return "暂不评定"
    if result.vetoed_by or result.total is None:
        return result.grade.name
    formula = f'"{veto_grade}"'
    for grade in reversed(grades):
        text = '"' + grade.name.replace('"', '""') + '"'
        if grade.at_least is None:
            formula = text
        else:
            limit = plain(grade.at_least)
            formula = f"IF(ROUND({address(row, 3)}-{limit},10)>=0,{text},{formula})"
    return Live(formula, result.grade.name)


def _grade_style(result: EntityResult) -> Style:
    colour = result.grade.colour if result.grade else None
    return replace(looks.STRONG, fill=colour) if colour else looks.STRONG


def _reason(grid: Grid, result: EntityResult) -> None:
    said = [f"等级说明：{result.grade_reason}"] if result.grade_reason else []
    if result.vetoed_by:
        said.append(f"否决事项：{'、'.join(result.vetoed_by)}")
    if not result.submitted:
        said.append("未收到填报。")
    if said:
        text = "\n".join(said)
        grid.wide(text, looks.TEXT, height=16 * lines_of(text, sum(_WIDTHS)) + 6)


def _targets(grid: Grid, assessment: Assessment, result: EntityResult, sheets: Sheets) -> int:
    grid.section("一、目标完成情况")
    head = grid.header([h or "" for h in _TARGETS])
    _join(grid, head, 0, 1, "目标", looks.HEAD)
    for judgement in result.judgements:
        _judgement(grid, assessment, judgement, sheets)
    return head


def _judgement(grid: Grid, assessment: Assessment, j: Judgement, sheets: Sheets) -> None:
    name = looks.marked(j.target.name, j.mark)
    anchor = sheets.calc.anchor(j.key)
    said = "；".join([j.reason, *j.remarks])
    outcome = Cell(0, 0, _outcome(j, sheets), _outcome_style(j.outcome), link=anchor)
    row = grid.line(
        [
            None,
            None,
            (j.view.chinese, looks.CENTRED),
            _figure(j, "required", j.required, sheets),
            _figure(j, "actual", j.actual, sheets),
            _figure(j, "margin", j.margin, sheets),
            _figure(j, "progress", j.progress, sheets),
            _figure(j, "required_progress", j.required_progress, sheets),
            outcome,
            (said, replace(looks.TEXT, size=10)),
        ]
    )
    source = cited(j.target.source, assessment.declarations)
    _join(grid, row, 0, 1, f"{name}\n（{source}）", looks.TEXT)
    grid.tall(max(lines_of(said, _WIDTHS[-1]), 1 + lines_of(f"（{source}）", 48)))


def _join(grid: Grid, row: int, first: int, last: int, text: str, style: Style) -> None:
    from ..book import Merge

    grid.cells = [c for c in grid.cells if not (c.row == row and first <= c.col <= last)]
    grid.merges.append(Merge(row, first, row, last, text, style))


def _figure(j: Judgement, role: str, value: Decimal | None, sheets: Sheets) -> Cell:
    """A figure of a verdict, linked to the cell it comes from."""
    if role == "margin":
        return _margin(j, sheets)
    step = step_of(j.steps, role, value)
    if step is not None and step.value is not None:
        ref = sheets.calc.cell(j.key, step.name) or ""
        style = looks.number(step.decimals, step.unit)
        return Cell(0, 0, Live(ref, step.value), looks.link(style), link=f"internal:{ref}")
    item = input_of(j.inputs, role, value)
    if item is not None:
        ref = sheets.data.cell(item)
        style = looks.number(places_of(item.value))
        return Cell(0, 0, Live(ref, item.value), looks.link(style), link=f"internal:{ref}")
    return Cell(0, 0, "—" if value is None else value, looks.number(j.decimals, j.unit))


def _margin(j: Judgement, sheets: Sheets) -> Cell:
    """Actual against required, the way round that makes a shortfall negative."""
    actual, required = (step_of(j.steps, r, getattr(j, r)) for r in ("actual", "required"))
    if actual is None or required is None or j.margin is None:
        return Cell(0, 0, "—", looks.CENTRED)
    refs = [sheets.calc.cell(j.key, s.name) or "" for s in (actual, required)]
    if j.margin != (actual.value or 0) - (required.value or 0):
        refs.reverse()
    style = looks.number(required.decimals, required.unit, signed=True)
    return Cell(0, 0, Live("-".join(refs), j.margin), style)


def _outcome(j: Judgement, sheets: Sheets) -> Content:
    """The outcome in words; a formula over the deciding comparison where there is one."""
    text = f"{looks.SYMBOLS[j.outcome.value]} {j.outcome.chinese}"
    deciding = next((s for s in reversed(j.steps) if s.truth is not None), None)
    decided = {Outcome.MET: True, Outcome.NOT_MET: False}.get(j.outcome)
    if deciding is None or decided is None or deciding.truth is not decided:
        return text
    ref = sheets.calc.cell(j.key, deciding.name)
    return Live(f'IF({ref},"√ 完成","× 未完成")', text)


def _outcome_style(outcome: Outcome) -> Style:
    return replace(looks.CENTRED, bold=True, fill=looks.FILLS[outcome.value])


def _scores(grid: Grid, result: EntityResult, sheets: Sheets) -> str:
    """The score table; gives the formula of the total."""
    grid.section("二、计分")
    head = grid.header([h or "" for h in _SCORES])
    _join(grid, head, 1, 2, "考核内容", looks.HEAD)
    _join(grid, head, 6, 7, "加分", looks.HEAD)
    first = grid.row
    for score in result.scores:
        _score(grid, score, sheets)
    last = grid.row - 1
    full = Live(f"SUM({address(first, 3)}:{address(last, 3)})", _sum_full(result))
    points = f"SUM({address(first, 5)}:{address(last, 7)})"
    grid.line(["合计", None, None, (full, looks.number(0)), None, None, None, None, None, None])
    row = grid.row - 1
    _join(grid, row, 0, 2, "合计", looks.HEAD)
    grid.cells.append(Cell(row, 5, Live(points, result.total), looks.number(2)))
    grid.shades.append(Shade(Box(first, 5, last, 5), "bar", fill="9DC3E6"))
    return f"{address(row, 5)}"


def _sum_full(result: EntityResult) -> Decimal:
    return sum((s.item.points for s in result.scores), Decimal(0))


def _score(grid: Grid, score: ItemScore, sheets: Sheets) -> None:
    name = looks.marked(score.item.name, score.mark)
    row = grid.line(
        [
            score.item.group or "",
            None,
            None,
            (score.item.points, looks.number(places_of(score.item.points))),
            _step(score, "completion", score.completion, sheets, "%", 1),
            _points(score, sheets),
            None,
            None,
            (score.item.rule.chinese, replace(looks.CENTRED, size=10)),
            (score.why, replace(looks.TEXT, size=10)),
        ]
    )
    _join(grid, row, 1, 2, name, looks.TEXT)
    bonus = _step(score, "bonus", score.bonus, sheets, "", 2)
    grid.cells = [c for c in grid.cells if not (c.row == row and c.col in (6, 7))]
    grid.cells += [replace(bonus, row=row, col=6), Cell(row, 7, None, looks.TEXT)]
    grid.tall(max(lines_of(score.why, _WIDTHS[-1]), lines_of(name, 44)))


def _points(score: ItemScore, sheets: Sheets) -> Cell:
    if score.points is None:
        return Cell(0, 0, "待定", looks.CENTRED)
    if score.parts and not score.steps:
        refs = [sheets.data.part(score.item.id, part.id) for part in score.parts]
        formula = refs[0] if len(refs) == 1 else f"SUM({','.join(refs)})"
        return Cell(
            0,
            0,
            Live(formula, score.points),
            looks.link(looks.number(2)),
            link=f"internal:{refs[0]}",
        )
    return _step(score, "points", score.points, sheets, "", 2)


def _step(
    score: ItemScore, name: str, value: Decimal | None, sheets: Sheets, unit: str, decimals: int
) -> Cell:
    style = looks.number(decimals, unit)
    if value is None:
        return Cell(0, 0, "—", replace(style, align="center"))
    step = next((s for s in score.steps if s.name == name), None) or next(
        (s for s in reversed(score.steps) if s.value == value and value), None
    )
    ref = sheets.calc.cell(score.item.id, step.name) if step else None
    if step is None or ref is None:
        return Cell(0, 0, value, style)
    return Cell(0, 0, Live(ref, step.value), looks.link(style), link=f"internal:{ref}")


def _consequences(grid: Grid, result: EntityResult) -> None:
    if result.grade is None or not result.grade.consequences:
        return
    grid.section("三、奖惩措施")
    for number, text in enumerate(result.grade.consequences, start=1):
        said = f"{number}. {text}"
        grid.wide(said, looks.TEXT, height=16 * lines_of(said, sum(_WIDTHS)) + 4)


__all__ = ["SHEET", "Item", "Sheets", "card_sheet", "reference"]
