"""指标进度: how far along each target is, against how far it should be."""

from ...assess.result import Assessment, EntityResult, Judgement
from .. import looks
from ..book import Box, Cell, Chart, Content, Live, Series, Sheet
from ..figures import step_of
from ..grid import Grid
from .calc import CalcSheet

SHEET = "指标进度"
_HEADERS = ("目标", "时段", "完成进度", "应达进度", "完成情况")
_WIDTHS = (46, 14, 16, 16, 18)


def progress_sheet(assessment: Assessment, result: EntityResult, calc: CalcSheet) -> Sheet:
    """The sheet of progress with its chart."""
    grid = Grid(len(_HEADERS))
    grid.title(f"{result.entity.name}{assessment.year}年度指标进度")
    grid.banner(result.mark)
    head = grid.header(_HEADERS)
    first = grid.row
    for judgement in result.judgements:
        if judgement.progress is not None:
            _row(grid, judgement, calc)
    last = grid.row - 1
    if last >= first:
        names = Box(first, 0, last, 0)
        series = tuple(
            Series(name, SHEET, names, Box(first, col, last, col), colour)
            for name, col, colour in (("完成进度", 2, "2F5597"), ("应达进度", 3, "BFBFBF"))
        )
        grid.charts.append(
            Chart("column", "完成进度与应达进度", grid.row + 1, 0, series, 820, 340, number="0%")
        )
    else:
        grid.wide("本年度没有可以计算进度的目标。", looks.TEXT)
    return grid.sheet(SHEET, _WIDTHS, repeat=head)


def _row(grid: Grid, j: Judgement, calc: CalcSheet) -> None:
    text = f"{looks.SYMBOLS[j.outcome.value]} {j.outcome.chinese}"
    grid.line(
        [
            looks.marked(j.target.name, j.mark),
            (j.view.chinese, looks.CENTRED),
            _linked(j, "progress", calc),
            _linked(j, "required_progress", calc),
            (text, looks.CENTRED),
        ]
    )


def _linked(j: Judgement, role: str, calc: CalcSheet) -> Cell:
    value = j.progress if role == "progress" else j.required_progress
    step = step_of(j.steps, role, value)
    ref = calc.cell(j.key, step.name) if step else None
    content: Content = Live(ref, value) if ref else value
    return Cell(0, 0, content, looks.number(1, "%"))
