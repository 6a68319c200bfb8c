"""The head of the front page: total, grade, rank, and the reasons for them."""

from collections.abc import Mapping
from dataclasses import replace

from ...assess.count import Counted
from ...assess.judgement import Outcome
from ...assess.points import PENDING
from ...assess.result import NEVER_GRADED, PROVISIONAL, PROVISIONAL_RANK, EntityResult
from ...reporting import NOTHING_USABLE, ReportState
from .. import looks
from ..book import Box, Content, LiveFormula, Shade
from ..grid import Grid, LineCell
from ..scored import as_printed
from .data import DataSheet
from .live import CHANGED, NO_GRADE, UNKNOWN, issued, quoted
from .scores import ScoreTable

_TO_TRY = "改动“填报数据”中浅黄色的单元格即可试算，改动后本行会注明。"
_AS_ISSUED, _AS_MADE = f"各数与签发时一致；{_TO_TRY}", f"各数与本次试算一致；{_TO_TRY}"
_TRIED = f"{CHANGED}：本卡现为试算，不得作为考核结果。"


def summary(
    grid: Grid,
    row: int,
    result: EntityResult,
    data: DataSheet,
    table: ScoreTable | None = None,
    grade: str | None = None,
    counted: Mapping[str, str] | None = None,
) -> None:
    """The line with name, total, grade, rank and honours; written when the total is known.

    Where the scheme counts, the numbers of indicators met and missed stand instead of total and
    rank: over the cells that hold how each class counts (`counted`).
    """
    resume, grid.row = grid.row, row
    score: Content = UNKNOWN
    label: Content = "总分"
    name: Content = NEVER_GRADED
    if result.assessed:
        name = issued(result.grade.name if result.grade else NO_GRADE, data.changed, NO_GRADE)
    if grade and table is None:
        name = LiveFormula(grade, result.grade.name if result.grade else NO_GRADE)
    if table is not None:
        score = LiveFormula(table.total, PENDING if result.total is None else result.total)
        now = f"总分{PROVISIONAL}" if result.provisional else "总分"
        label = LiveFormula(f'IF({table.provisional},"总分{PROVISIONAL}","总分")', now)
        told = result.grade.name if result.grade else NO_GRADE
        name = LiveFormula(grade, told) if grade else issued(told, data.changed, NO_GRADE)
    open_still = PROVISIONAL_RANK if result.unsettled else ""
    rank = issued(f"{open_still}第{result.rank}名", data.changed, UNKNOWN)
    last: tuple[Content, Content] = ("名次", rank)
    if not result.rank:
        last = ("名次", UNKNOWN)
    if counted:
        label, score = "达标项数", _number(result, counted, Counted.MET)
        last = ("不达标项数", _number(result, counted, Counted.MISSED))
    number = looks.number(0 if counted else result.decimals).number
    if not counted:
        grid.shades += as_printed(Box(row, 3, row, 3), result.decimals)
    decided = f"\n{looks.outcome_text(Outcome.OVERRIDDEN)}" if result.by_decision else ""
    honours = "、".join(result.distinctions)
    grid.line(
        [
            LineCell("考核对象", looks.HEAD),
            LineCell(looks.marked(result.entity.name, result.verification) + decided, looks.STRONG),
            LineCell(label, looks.HEAD),
            LineCell(score, replace(looks.STRONG, number=number, wrap=False)),
            LineCell("自评等级" if result.self_assessed else "等级", looks.HEAD),
            LineCell(name, looks.STRONG),
            LineCell(last[0], looks.HEAD),
            LineCell(last[1], looks.STRONG, span=2),
            LineCell("表彰", looks.HEAD),
            LineCell(issued(honours, data.changed, UNKNOWN) or UNKNOWN, looks.STRONG),
        ]
    )
    grid.heights[row] = max(grid.heights[row], 52 if decided else 36)
    grid.row = resume


def _number(result: EntityResult, counted: Mapping[str, str], how: Counted) -> LiveFormula:
    """How many indicators of all classes count so."""
    formula = "+".join(f"COUNTIF({cells},{quoted(how.chinese)})" for cells in counted.values())
    return LiveFormula(formula, sum(len(one.those(how)) for one in result.counts))


def state(grid: Grid, data: DataSheet, *, is_issued: bool) -> None:
    """Whether this still is what was issued, or made without being issued."""
    same = _AS_ISSUED if is_issued else _AS_MADE
    formula = f"IF({data.changed}=0,{quoted(same)},{quoted(_TRIED)})"
    row = grid.line([LineCell(LiveFormula(formula, same), looks.NOTE, span=grid.columns)])
    box = Box(row, 0, row, grid.columns - 1)
    grid.shades.append(Shade(box, "word", looks.ALERT, _TRIED, looks.ALERT_TEXT))


def reason(grid: Grid, result: EntityResult, data: DataSheet) -> None:
    """Why this grade, which vetoes struck, and what else a reader must know, as issued."""
    told = [f"等级说明：{result.grade_reason}"] if result.grade_reason else []
    if result.vetoed_by:
        told.append(f"否决事项：{'、'.join(result.vetoed_by)}")
    if result.by_decision:
        told.append(f"※ 含经人工认定的结果：{'；'.join(result.by_decision)}。")
    if not result.submitted:
        missing = result.reported is ReportState.MISSING
        told.append("没有收到该考核对象本年度的填报。" if missing else f"{NOTHING_USABLE}。")
    if result.findings:
        told.append(f"数据审核意见{len(result.findings)}条，见“审核意见”。")
    if told:
        grid.wide(issued("\n".join(told), data.changed))
