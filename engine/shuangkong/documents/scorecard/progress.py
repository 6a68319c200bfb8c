"""指标进度: required path against actual, and where the points come from."""

from collections.abc import Sequence

from ...assess.judgement import Judgement
from ...assess.result import Assessment, EntityResult
from ...vocabulary import TargetKind, View
from .. import looks
from ..book import Box, Chart, LiveFormula, PrintedSheet, Series, address, reference
from ..figures import step_of
from ..grid import Grid, LineCell
from ..scored import as_printed
from ..text import places_of
from .apart import ComparedCells, compared, told_apart
from .calc import CalcSheet
from .card import CardSheet, figure
from .data import DataSheet
from .live import UNKNOWN, outcome_of
from .path import TargetPath, path_of

SHEET = "指标进度"
#: names of items and targets take one line
_WIDTHS = (44, 12, 16, 14, 14, 3, 26, 26, 26, 26)
#: charts stand beside their table, low enough for a city's whole sheet to be one printed page:
#: the height of one in pixels, of one with its title in points, of an item in a chart
_CHART, _CHART_POINTS, _ITEM = 200, 180, 26
#: more would make a file that nobody scrolls through
_MOST_CHARTS = 24
_COLUMNS = {"progress": 2, "required_progress": 3}
_BLUE, _GREY = "2F5597", "A6A6A6"


def progress_sheet(
    assessment: Assessment,
    result: EntityResult,
    earlier: Sequence[Judgement],
    sheets: tuple[DataSheet, CalcSheet, CardSheet],
) -> PrintedSheet | None:
    """The sheet of progress with its charts, over the cells of the other sheets.

    None where there is nothing to draw: values issued year by year say nothing of the pace
    between them, and points that nobody gave are seen on the front page.
    """
    data, calc, card = sheets
    grid = Grid(_WIDTHS)
    grid.repeated = 0
    grid.title(f"{result.entity.name}{assessment.year}年度指标进度")
    grid.banner(result.verification)
    if card.scores is not None:
        _items(grid, result, card)
    _progress(grid, result, data, calc)
    shown = 0
    for judgement in _charted(assessment, result):
        if shown < _MOST_CHARTS and _path(grid, judgement, earlier, data, calc):
            shown += 1
    return grid.sheet(SHEET, repeat=0, locked=True) if grid.charts else None


def _items(grid: Grid, result: EntityResult, card: CardSheet) -> None:
    """Points by item against what could be had."""
    assert card.scores is not None
    grid.section("各项得分")
    head = grid.header(
        ["考核内容", "分值", "得分（含加分）", LineCell("得分率", looks.HEAD, span=2)]
    )
    first = grid.row
    for offset, score in enumerate(result.scores):
        row = card.scores.first + offset
        full, points, bonus = (reference(card.sheet.name, row, col) for col in (3, 5, 6))
        name = looks.marked(score.item.name, score.verification)
        most = LineCell(
            LiveFormula(full, score.item.points), looks.number(places_of(score.item.points))
        )
        given = None if score.points is None else score.points + score.bonus
        have = f"IF(ISNUMBER({points}),SUM({points},{bonus}),{points})"
        got, most_cell = address(grid.row, 2), address(grid.row, 1)
        share = f'IF(ISNUMBER({got}),{got}/{most_cell},"{UNKNOWN}")'
        part = UNKNOWN if given is None else given / score.item.points
        grid.line(
            [
                name,
                most,
                LineCell(
                    LiveFormula(have, score.word if given is None else given),
                    looks.number(result.decimals),
                ),
                LineCell(LiveFormula(share, part), looks.number(1, "%"), span=2),
            ]
        )
    names = Box(first, 0, grid.row - 1, 0)
    series = tuple(
        Series(name, SHEET, names, Box(first, col, grid.row - 1, col), colour)
        for name, col, colour in (("分值", 1, _GREY), ("得分（含加分）", 2, _BLUE))
    )
    grid.shades += as_printed(Box(first, 2, grid.row - 1, 2), result.decimals)
    height = max(_CHART, _ITEM * (len(result.scores) + 3))
    # of points that nobody gave there is nothing to draw
    if any(score.points is not None for score in result.scores):
        grid.beside(Chart("bar", "各项得分", head, 6, series, 720, height, from_zero=True))


def _progress(grid: Grid, result: EntityResult, data: DataSheet, calc: CalcSheet) -> None:
    """How far along each target is, against how far it should be."""
    found = [j for j in result.judgements if j.progress is not None]
    if not found:
        return
    height = max(_CHART, _ITEM * (len(found) + 3))
    drawn = _CHART_POINTS + (height - _CHART) * 0.75 if len(found) > 1 else 0
    grid.keep(max(drawn, 24 * (len(found) + 2)))
    grid.section("完成进度")
    head = grid.header(["目标", "时段", "完成进度", "应达进度", "完成情况"])
    first = grid.row
    apart: list[ComparedCells] = []
    for judgement in found:
        row = grid.line(
            [
                looks.marked(judgement.target.name, judgement.verification),
                LineCell(judgement.clock, looks.CENTRED),
                figure(judgement, "progress", data, calc),
                figure(judgement, "required_progress", data, calc),
                _outcome(judgement, calc),
            ]
        )
        apart += compared(judgement, row, _COLUMNS, [("progress", "required_progress")])
    grid.shades += told_apart(apart)
    if len(found) == 1:
        # its path is drawn below, year by year
        grid.row += 1
        return
    names = Box(first, 0, grid.row - 1, 0)
    series = tuple(
        Series(name, SHEET, names, Box(first, col, grid.row - 1, col), colour)
        for name, col, colour in (("完成进度", 2, _BLUE), ("应达进度", 3, _GREY))
    )
    lowest = min(j.progress for j in found if j.progress is not None)
    # names of targets stand whole beside bars; below columns they are turned and run together
    chart = Chart(
        "bar",
        "完成进度与应达进度",
        head,
        6,
        series,
        720,
        height,
        number="0%",
        from_zero=lowest >= 0,
    )
    grid.beside(chart)


def _outcome(judgement: Judgement, calc: CalcSheet) -> LineCell:
    live = calc.verdict(judgement)
    if live is None:
        return LineCell(looks.verdict_text(judgement), looks.CENTRED)
    return LineCell(outcome_of(live, judgement), looks.CENTRED)


def _charted(assessment: Assessment, result: EntityResult) -> list[Judgement]:
    """Cumulative verdicts worth a chart: scored or binding targets first."""
    scheme = assessment.scheme
    scored = {i.target for i in scheme.items} if scheme else set()
    found = [j for j in result.judgements if j.view is View.PROGRESS]
    return sorted(
        found, key=lambda j: (j.target.id not in scored, j.target.kind is not TargetKind.BINDING)
    )


def _path(
    grid: Grid, judgement: Judgement, earlier: Sequence[Judgement], data: DataSheet, calc: CalcSheet
) -> bool:
    """The table and chart of one target's path; says whether there is one."""
    base = judgement.target.base
    if base is None or step_of(judgement.steps, "required", judgement.required) is None:
        return False
    same = [j for j in earlier if j.target.id == judgement.target.id]
    if all(j.actual is None for j in (*same, judgement)):
        # what was asked for, with nothing reached beside it, is seen on the front page
        return False
    grid.keep(_CHART_POINTS)
    first = grid.row + 2
    years = range(base, judgement.target.by.last(judgement.year) + 1)
    cells = {year: address(first + n, 0) for n, year in enumerate(years)}
    path = path_of(judgement, same, data, calc, cells)
    if path is None:
        return False
    grid.section(looks.marked(judgement.target.name, judgement.verification))
    head = grid.header([LineCell("年份", looks.HEAD, span=2), "进度要求", "实际", "说明"])
    for point in path.points:
        style = looks.number(path.decimals, path.unit)
        grid.line(
            [
                LineCell(point.year, looks.CENTRED, span=2),
                LineCell(point.required, style),
                LineCell(point.actual, style),
                LineCell("本年" if point.year == judgement.year else None, looks.CENTRED),
            ]
        )
    _chart(grid, path, head)
    return True


def _chart(grid: Grid, path: TargetPath, head: int) -> None:
    years = Box(head + 1, 0, grid.row - 1, 0)
    series = (
        Series("进度要求", SHEET, years, Box(head + 1, 2, grid.row - 1, 2), _GREY, dash=True),
        Series("实际", SHEET, years, Box(head + 1, 3, grid.row - 1, 3), _BLUE),
    )
    ratio = looks.number(1, path.unit).number
    grid.beside(
        Chart(
            "line",
            f"{path.judgement.target.name}：进度要求与实际",
            head,
            6,
            series,
            720,
            _CHART,
            axis="" if path.unit == "%" else path.unit,
            number=ratio if ratio.endswith("%") else "#,##0",
        )
    )
