"""Sheets of the summary that compare entities: outcomes, targets against figures, submissions."""

from collections.abc import Sequence
from dataclasses import replace

from ..assess.judgement import Judgement, Outcome
from ..assess.result import Assessment, EntityResult
from ..reporting import ReportState
from ..text import NO_BREAK
from ..vocabulary import Form, View
from . import looks
from .book import Box, Chart, PrintedSheet, Series
from .figures import Figures
from .grid import Grid, LineCell
from .letters.told import UNTOLD, Told, words_of

HEAT, COMPARED, REPORTED = "完成情况一览", "目标与实际", "填报情况"
_MOST_CHARTS = 12
_BLUE, _GREY = "2F5597", "A6A6A6"

#: with more notes, spreadsheet programs take minutes to open a file; cards have the reasons too
_MOST_NOTES = 5000


def heat_sheet(
    assessment: Assessment, results: Sequence[EntityResult], told: Told = UNTOLD
) -> PrintedSheet:
    """Entities by targets: outcome in symbol, word and colour; the longer list goes down.

    `told` are verdicts that are in words already.
    """
    targets = dict.fromkeys((j.target.id, j.view) for r in results for j in r.judgements)
    names = {j.target.id: j.target.name for r in results for j in r.judgements}
    known = {r.entity.code: {(j.target.id, j.view): j for j in r.judgements} for r in results}
    units = {(j.target.id, j.view): j.unit for r in results for j in r.judgements if j.unit}
    clocks = clocks_of(results)
    titles = [f"{names[at[0]]}\n{clocks[at]}{_in_unit(units.get(at, ''))}" for at in targets]
    flipped = len(targets) > len(results)
    across = [r.entity.name for r in results] if flipped else titles
    noted = len(targets) * len(results) <= _MOST_NOTES
    grid = Grid((40 if flipped else 22, *(17 if not flipped else 13 for _ in across)))
    grid.title(f"{assessment.year}年度各项目标完成情况一览")
    grid.banner(assessment.verification)
    head = grid.header(["目标" if flipped else "考核对象", *across])
    if flipped:
        for title, column in zip(titles, targets, strict=True):
            found = [known[r.entity.code].get(column) for r in results]
            cells = [_outcome(assessment, j, noted, told) for j in found]
            grid.line([title.replace("\n", "（") + "）", *cells])
    else:
        for result in results:
            own = known[result.entity.code]
            cells = [_outcome(assessment, own.get(column), noted, told) for column in targets]
            grid.line([result.entity.name, *cells])
    grid.wide(looks.KEY, looks.NOTE)
    return grid.sheet(HEAT, repeat=head, freeze=(head + 1, 1))


def clocks_of(results: Sequence[EntityResult]) -> dict[tuple[str, View], str]:
    """What each target's clock is called where all entities stand together.

    A value that some were given and that was derived for others is called both.
    """
    found: dict[tuple[str, View], dict[str, None]] = {}
    for j in (j for r in results for j in r.judgements):
        found.setdefault((j.target.id, j.view), {})[j.clock] = None
    return {at: "或".join(clocks) for at, clocks in found.items()}


def _in_unit(unit: str) -> str:
    return "" if unit in ("", "%", "状态") else f"，{unit}"


def _outcome(assessment: Assessment, j: Judgement | None, noted: bool, told: Told) -> LineCell:
    if j is None:
        return LineCell(looks.outcome_text(Outcome.NOT_APPLICABLE), looks.SMALL_CENTRED)
    text = looks.verdict_text(j)
    if j.actual is not None:
        # the unit stands in the heading
        text += "\n" + words_of(j, Figures(), assessment, told)["实际"].split(NO_BREAK)[0]
    style = replace(looks.CENTRED, size=10, fill=looks.FILLS[j.outcome])
    return LineCell(text, style, comment=j.reason if noted else None)


def compared_sheet(assessment: Assessment, results: Sequence[EntityResult]) -> PrintedSheet | None:
    """Per target: what was required of each entity and what it reached, side by side.

    None where nobody has figures to compare.
    """
    grid = Grid((24, 16, 20, 16, 4, 26, 26, 26, 26))
    grid.title(f"{assessment.year}年度各对象目标与实际对比")
    grid.banner(assessment.verification)
    columns: dict[tuple[str, View], list[tuple[EntityResult, Judgement]]] = {}
    for result in results:
        for j in result.judgements:
            if (
                j.actual is not None
                and j.required is not None
                and j.target.form is not Form.COMPLETE
            ):
                columns.setdefault((j.target.id, j.view), []).append((result, j))
    wide = sorted(columns.values(), key=lambda found: -len(found))[:_MOST_CHARTS]
    for found in wide:
        _comparison(grid, found)
    return grid.sheet(COMPARED) if wide else None


def _comparison(grid: Grid, found: Sequence[tuple[EntityResult, Judgement]]) -> None:
    sample = found[0][1]
    clock = "或".join(dict.fromkeys(j.clock for _, j in found))
    grid.keep(max(265, 21 * (len(found) + 2)))
    grid.section(f"{sample.target.name} · {clock}（{sample.unit}）")
    head = grid.header(["考核对象", "应达到", "实际", "完成情况"])
    for result, j in found:
        style = looks.number(j.decimals, j.unit)
        grid.line(
            [
                result.entity.name,
                LineCell(j.required, style),
                LineCell(j.actual, replace(style, number=_with_mark(style.number, j.verification))),
                LineCell(
                    looks.verdict_text(j),
                    replace(looks.CENTRED, fill=looks.FILLS[j.outcome]),
                ),
            ]
        )
    names = Box(head + 1, 0, grid.row - 1, 0)
    series = tuple(
        Series(name, COMPARED, names, Box(head + 1, col, grid.row - 1, col), colour)
        for name, col, colour in (("应达到", 1, _GREY), ("实际", 2, _BLUE))
    )
    number = looks.number(1, sample.unit).number if sample.unit == "%" else "General"
    grid.beside(Chart("column", sample.target.name, head, 5, series, 760, 320, sample.unit, number))


def _with_mark(number: str, mark: str) -> str:
    """A number format that shows the mark of an unverified figure behind it."""
    shown = looks.marked("", mark)
    return f'{number}"{shown}"' if shown else number


def reported_sheet(assessment: Assessment, results: Sequence[EntityResult]) -> PrintedSheet:
    """Who has submitted, with how many findings of each kind."""
    grid = Grid((24, 14, 12, 12, 12, 12, 90))
    grid.title(f"{assessment.year}年度填报情况")
    head = grid.header(["考核对象", "填报", "不可用", "须更正", "须说明", "提示", "无法评定的目标"])
    for result in results:
        counts = dict.fromkeys(("blocker", "error", "warning", "info"), 0)
        for finding in result.findings:
            counts[finding.severity.value] += 1
        unjudged = [
            f"{j.target.name}（{j.clock}）"
            for j in result.judgements
            if j.outcome.value == "not_assessable"
        ]
        state = result.reported
        fill = "F8CBAD" if state is ReportState.MISSING or state.stuck else None
        grid.line(
            [
                result.entity.name,
                LineCell(state.signed, replace(looks.CENTRED, fill=fill)),
                *(LineCell(n, looks.CENTRED) for n in counts.values()),
                LineCell(_few(unjudged), looks.SMALL),
            ]
        )
    return grid.sheet(REPORTED, repeat=head, freeze=(head + 1, 1))


def _few(names: Sequence[str]) -> str:
    shown = "、".join(names[:6])
    return shown if len(names) <= 6 else f"{shown}等{len(names)}项"
