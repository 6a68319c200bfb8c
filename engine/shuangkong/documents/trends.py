"""历年进度: how far every entity came, year by year, against the years' requirement."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ..assess.judgement import Judgement
from ..assess.past import Past
from ..assess.result import Assessment, EntityResult
from ..vocabulary import View
from . import looks
from .book import Box, Chart, PrintedSheet, Series
from .grid import Grid, LineCell

SHEET = "历年进度"
#: lines in one chart, of which as many are coloured as can be told apart
_MOST_LINES, _MOST_CHARTS = 40, 6
_COLOURS = ("C00000", "2F5597", "C55A11", "548235", "7030A0", "BF9000")
_GREY = "BFBFBF"
#: how many are shown of those who all reached what was required
_CLOSEST = 3
_CHART_COLUMN, _CHART_POINTS = 9, 330

#: An entity, and its verdicts on one target year by year.
_Path = tuple[EntityResult, list[Judgement | None]]


def trends_sheet(
    assessment: Assessment, results: Sequence[EntityResult], history: Sequence[Past]
) -> PrintedSheet | None:
    """Entities by years for the targets that the scheme scores, with a chart each.

    None where no target has a course over the years.
    """
    earlier = sorted(history, key=lambda past: past.year)
    years = [*(past.year for past in earlier), assessment.year]
    grid = Grid((24, *(12 for _ in range(_CHART_COLUMN - 2)), 3, 26, 26, 26, 26))
    grid.title(f"{years[0]}—{assessment.year}年累计进度")
    grid.banner(assessment.verification)
    targets = _targets(assessment, results)
    paths = {t: [(r, _path(earlier, r, t)) for r in results] for t in targets}
    shown = 0
    for target in targets:
        if shown < _MOST_CHARTS and _block(grid, years, paths[target]):
            shown += 1
    return grid.sheet(SHEET) if shown else None


def _targets(assessment: Assessment, results: Sequence[EntityResult]) -> list[str]:
    scheme = assessment.scheme
    scored = {i.target for i in scheme.items} if scheme else set()
    found = dict.fromkeys(
        j.target.id for r in results for j in r.judgements if j.view is View.PROGRESS
    )
    return sorted(found, key=lambda target: target not in scored)


def _block(grid: Grid, years: Sequence[int], paths: Sequence[_Path]) -> bool:
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
    grid.section(
        f"{looks.marked(sample.target.name, sample.verification)} · {sample.view.chinese}{unit}"
    )
    head = grid.header(["考核对象", *(LineCell(year, looks.HEAD) for year in span)])
    for result, path in known:
        cells = [_cell(j) for j in path[-len(span) :]]
        grid.line([result.entity.name, *cells])
    _chart(grid, head, known, len(span))
    return True


def _path(earlier: Sequence[Past], result: EntityResult, target: str) -> list[Judgement | None]:
    before = [past.drawn(result.entity.code).get(target) for past in earlier]
    return [*before, result.judgement(target, View.PROGRESS)]


def _cell(j: Judgement | None) -> LineCell:
    """What was reached, with the sign and colour of the year's outcome."""
    if j is None or j.actual is None:
        return LineCell("—", looks.CENTRED)
    style = looks.filled(looks.number(j.decimals, j.unit), looks.FILLS[j.outcome])
    sign = f'"{looks.SYMBOLS[j.outcome]} "'
    return LineCell(j.actual, replace(style, number=f"{sign}{style.number};{sign}-{style.number}"))


def _chart(grid: Grid, head: int, known: Sequence[_Path], years: int) -> None:
    """Everybody's line in grey, and in colour whose way has to be looked at."""
    sample = next(j for _, path in known for j in path if j is not None)
    across = Box(head, 1, head, years)
    shown = _looked_at(known)
    colours = dict(zip(shown, _COLOURS, strict=False))
    series = [
        Series(
            result.entity.name,
            SHEET,
            across,
            Box(head + 1 + n, 1, head + 1 + n, years),
            colours.get(n, _GREY),
            quiet=n not in colours,
        )
        for n, (result, _) in enumerate(known[:_MOST_LINES])
    ]
    # what is drawn last lies on top
    series.sort(key=lambda one: not one.quiet)
    number = "0%" if sample.unit == "%" else "#,##0"
    rest = "（灰线为其余各对象）" if len(colours) < len(series) else ""
    grid.beside(
        Chart(
            "line",
            f"{sample.target.name}{rest}",
            head,
            _CHART_COLUMN,
            tuple(series),
            760,
            340,
            number=number,
        )
    )


def _looked_at(known: Sequence[_Path]) -> list[int]:
    """Who missed the last year's requirement; else the few who came closest to missing it."""
    last = [(n, path[-1]) for n, (_, path) in enumerate(known[:_MOST_LINES])]
    judged = sorted(
        (j.margin / abs(j.required or Decimal(1)), n, j.is_missed)
        for n, j in last
        if j is not None and j.margin is not None
    )
    missed = [n for _, n, was_missed in judged if was_missed]
    return (missed or [n for _, n, _ in judged[:_CLOSEST]])[: len(_COLOURS)]
