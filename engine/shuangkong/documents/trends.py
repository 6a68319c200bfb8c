"""历年进度: how far every entity came, year by year, against the years' requirement."""

from collections.abc import Sequence
from dataclasses import replace

from ..assess.past import Past
from ..assess.result import Assessment, EntityResult, Judgement
from ..vocabulary import View
from . import looks
from .book import Box, Chart, Series, Sheet
from .grid import Entry, Grid

SHEET = "历年进度"
#: lines that can still be told apart in one chart
_MOST_LINES, _MOST_CHARTS = 14, 6
_COLOURS = (
    *("2F5597", "C55A11", "548235", "7030A0", "BF9000", "0070C0", "C00000"),
    *("7F7F7F", "00B050", "833C0B", "FF66CC", "002060", "A9D18E", "000000"),
)
_CHART_COLUMN, _CHART_POINTS, _CHART_ROWS = 9, 330, 18

#: An entity, and its verdicts on one target year by year.
_Path = tuple[EntityResult, list[Judgement | None]]


def trends_sheet(
    assessment: Assessment, results: Sequence[EntityResult], history: Sequence[Past]
) -> Sheet:
    """Entities by years for the targets that the scheme scores, with a chart each."""
    earlier = sorted(history, key=lambda past: past.year)
    years = [*(past.year for past in earlier), assessment.year]
    grid = Grid((24, *(12 for _ in range(_CHART_COLUMN - 2)), 3, 26, 26, 26, 26))
    grid.title(f"{years[0]}—{assessment.year}年累计进度")
    grid.banner(assessment.mark)
    targets = _targets(assessment, results)
    paths = {t: [(r, _path(earlier, r, t)) for r in results] for t in targets}
    shown = 0
    for target in targets:
        if shown < _MOST_CHARTS and _block(grid, target, years, paths[target]):
            shown += 1
    if not shown:
        grid.wide("没有逐年累计的目标。")
    return grid.sheet(SHEET)


def _targets(assessment: Assessment, results: Sequence[EntityResult]) -> list[str]:
    scheme = assessment.scheme
    scored = {i.target for i in scheme.items} if scheme else set()
    found = dict.fromkeys(
        j.target.id for r in results for j in r.judgements if j.view is View.PROGRESS
    )
    return sorted(found, key=lambda target: target not in scored)


def _block(grid: Grid, target: str, years: Sequence[int], paths: Sequence[_Path]) -> bool:
    """One target's table and chart; says whether there was anything to show."""
    known = [
        (r, path) for r, path in paths if any(j is not None and j.actual is not None for j in path)
    ]
    span = years[-_CHART_COLUMN + 2 :]
    if not known or len(span) < 2:
        return False
    sample = next(j for _, path in known for j in path if j is not None)
    grid.keep(max(_CHART_POINTS, 21 * (len(known) + 2)))
    unit = "" if sample.unit in ("", "%") else f"（{sample.unit}）"
    grid.section(f"{looks.marked(sample.target.name, sample.mark)} · {sample.view.chinese}{unit}")
    head = grid.header(["考核对象", *(Entry(year, looks.HEAD) for year in span)])
    for result, path in known:
        cells = [_cell(j) for j in path[-len(span) :]]
        grid.line([result.entity.name, *cells])
    names = [result.entity.name for result, _ in known[:_MOST_LINES]]
    _chart(grid, sample, head, names, len(span))
    grid.row = max(grid.row, head + _CHART_ROWS) + 1
    return True


def _path(earlier: Sequence[Past], result: EntityResult, target: str) -> list[Judgement | None]:
    before = [past.drawn(result.entity.code).get(target) for past in earlier]
    return [*before, result.judgement(target, View.PROGRESS)]


def _cell(j: Judgement | None) -> Entry:
    """What was reached, with the sign and colour of the year's outcome."""
    if j is None or j.actual is None:
        return Entry("—", looks.CENTRED)
    style = looks.filled(looks.number(j.decimals, j.unit), looks.FILLS[j.outcome])
    sign = f'"{looks.SYMBOLS[j.outcome]} "'
    return Entry(j.actual, replace(style, number=f"{sign}{style.number};{sign}-{style.number}"))


def _chart(grid: Grid, sample: Judgement, head: int, names: Sequence[str], years: int) -> None:
    across = Box(head, 1, head, years)
    series = tuple(
        Series(
            name,
            SHEET,
            across,
            Box(head + 1 + n, 1, head + 1 + n, years),
            _COLOURS[n],
            dash=n >= len(_COLOURS) // 2,
        )
        for n, name in enumerate(names)
    )
    number = "0%" if sample.unit == "%" else "#,##0"
    grid.charts.append(
        Chart("line", sample.target.name, head, _CHART_COLUMN, series, 760, 340, number=number)
    )
