"""汇总: the province at a glance, one row per entity; and the same as csv."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from ..assess.result import Assessment, EntityResult, Judgement
from ..vocabulary import Form, View
from . import looks
from .book import Book, Box, Chart, Live, Series, Shade, Sheet, Style, address, reference
from .figures import Figures, verdict_figure
from .grid import Entry, Grid
from .order import assessed_results
from .scorecard.findings import listed
from .text import NO_BREAK, banner, places_of

RANKING, SCORES, HEAT, REPORTED, FINDINGS = (
    "排名",
    "得分明细",
    "完成情况一览",
    "填报情况",
    "审核意见",
)
_RANK_WIDTHS = (8, 11, 22, 12, 14, 26, 26, 10, 46)
_MOST_CHARTS = 12
_BLUE, _GREY = "2F5597", "A6A6A6"


def summary_book(assessment: Assessment, cards: Mapping[str, str]) -> Book:
    """The ranked summary; `cards` gives each entity's scorecard file for the links."""
    results = assessed_results(assessment)
    scored = tuple(r for r in results if r.scores)
    sheets = [_ranking(assessment, results, cards)]
    if scored:
        sheets.append(_scores(assessment, scored))
    sheets += [
        _heat(assessment, results),
        _compared(assessment, results),
        _reported(assessment, results),
        listed(FINDINGS, f"{assessment.year}年度审核意见", assessment.findings, assessment.mark),
    ]
    return Book(
        title=f"{assessment.declarations.plan.short}{assessment.year}年度考核结果汇总",
        subject=assessment.declarations.plan.title,
        year=assessment.year,
        sheets=tuple(sheets),
        banner=banner(assessment.mark),
    )


def _ranking(
    assessment: Assessment, results: Sequence[EntityResult], cards: Mapping[str, str]
) -> Sheet:
    grid = Grid(_RANK_WIDTHS)
    scheme = assessment.scheme
    basis = f"依据：{scheme.title}" if scheme else "本年度没有考核办法，只列目标完成情况"
    grid.title(f"{assessment.year}年度节能目标考核结果汇总", basis)
    grid.banner(assessment.mark)
    head = grid.header(
        ["名次", "代码", "考核对象", "总分", "等级", "否决事项", "表彰", "填报", "备注"]
    )
    first = grid.row
    scored_row = _SCORES_FIRST + (assessment.mark != "verified")
    for result in results:
        total = Entry("待定" if result.scores else "—", looks.CENTRED)
        if result.total is not None:
            cell = reference(SCORES, scored_row, 1)
            total = Entry(Live(cell, result.total), _points(result.total))
        scored_row += bool(result.scores)
        _rank_row(grid, result, cards.get(result.entity.code), total)
    last = grid.row - 1
    if any(r.total is not None for r in results):
        names, totals = Box(first, 2, last, 2), Box(first, 3, last, 3)
        series = (Series("总分", RANKING, names, totals, _BLUE),)
        grid.charts.append(
            Chart("column", "考核总分", grid.row + 1, 0, series, 1120, 330, from_zero=True)
        )
        grid.shades.append(Shade(totals, "bar", fill="9DC3E6"))
    return grid.sheet(RANKING, repeat=head, freeze=(head + 1, 3), tab=_BLUE)


def _points(value: Decimal) -> Style:
    return looks.number(max(2, min(4, places_of(value))))


def _rank_row(grid: Grid, result: EntityResult, card: str | None, total: Entry) -> None:
    name = Entry(
        result.entity.name,
        looks.link(looks.TEXT) if card else looks.TEXT,
        f"external:{card}" if card else None,
    )
    colour = result.grade.colour if result.grade else None
    grade = result.grade.name if result.grade else "暂不评定" if result.scores else "—"
    grid.line(
        [
            Entry("—" if result.rank is None else result.rank, looks.CENTRED),
            Entry(result.entity.code, looks.CENTRED),
            name,
            total,
            Entry(grade, looks.filled(replace(looks.CENTRED, bold=True), colour)),
            "、".join(result.vetoed_by) or "—",
            "、".join(result.honours) or "—",
            Entry("√ 已报" if result.submitted else "× 未报", looks.CENTRED),
            looks.marked("", result.mark) + _remark(result),
        ]
    )


def _remark(result: EntityResult) -> str:
    """Why there is no final grade, short; the scorecard has it in full."""
    waiting = sum(s.points is None for s in result.scores)
    if result.grade is None and result.scores:
        return f"{waiting}项尚未计分，暂不评定" if waiting else "否决项无法评定，暂不评定"
    return f"{waiting}项尚未计分，总分为暂计" if waiting else ""


#: rows of title and header above the first entity of 得分明细, without the banner
_SCORES_FIRST = 3


def _scores(assessment: Assessment, results: Sequence[EntityResult]) -> Sheet:
    """Entities by items; the total is a formula where the scheme simply adds up."""
    items = [s.item for s in results[0].scores]
    grid = Grid((24, 12, *(14 for _ in items), 12))
    grid.title(f"{assessment.year}年度考核得分明细", "各项得分的计算见各对象评分卡")
    grid.banner(assessment.mark)
    head = grid.header(["考核对象", "总分", *(i.name for i in items), "加分合计"])
    for result in results:
        points = [
            Entry("待定", looks.CENTRED) if s.points is None else Entry(s.points, _points(s.points))
            for s in result.scores
        ]
        bonus = sum((s.bonus for s in result.scores), Decimal(0))
        span = f"{address(grid.row, 2)}:{address(grid.row, 2 + len(items))}"
        grid.line(
            [
                looks.marked(result.entity.name, result.mark),
                _total(result, bonus, span),
                *points,
                Entry(bonus, _points(bonus)),
            ]
        )
    grid.shades.append(Shade(Box(head + 1, 2, grid.row - 1, 1 + len(items)), "scale"))
    return grid.sheet(SCORES, repeat=head, freeze=(head + 1, 1))


def _total(result: EntityResult, bonus: Decimal, span: str) -> Entry:
    if result.total is None:
        return Entry("待定", looks.CENTRED)
    given = sum((s.points for s in result.scores if s.points is not None), bonus)
    if given == result.total:
        return Entry(Live(f"SUM({span})", result.total), _points(result.total))
    return Entry(result.total, _points(result.total), comment="有不计的项目，按办法折算")


def _heat(assessment: Assessment, results: Sequence[EntityResult]) -> Sheet:
    """Entities by targets: outcome in symbol, word and colour; the longer list goes down."""
    targets = dict.fromkeys((j.target.id, j.view) for r in results for j in r.judgements)
    names = {j.target.id: j.target.name for r in results for j in r.judgements}
    known = {r.entity.code: {(j.target.id, j.view): j for j in r.judgements} for r in results}
    units = {(j.target.id, j.view): j.unit for r in results for j in r.judgements if j.unit}
    titles = [
        f"{names[target]}\n{view.chinese}{_in_unit(units.get((target, view), ''))}"
        for target, view in targets
    ]
    flipped = len(targets) > len(results)
    across = [r.entity.name for r in results] if flipped else titles
    grid = Grid((40 if flipped else 22, *(17 if not flipped else 13 for _ in across)))
    grid.title(f"{assessment.year}年度各项目标完成情况一览")
    grid.banner(assessment.mark)
    head = grid.header(["目标" if flipped else "考核对象", *across])
    if flipped:
        for title, column in zip(titles, targets, strict=True):
            cells = [_outcome(assessment, known[r.entity.code].get(column)) for r in results]
            grid.line([title.replace("\n", "（") + "）", *cells])
    else:
        for result in results:
            found = known[result.entity.code]
            cells = [_outcome(assessment, found.get(column)) for column in targets]
            grid.line([result.entity.name, *cells])
    grid.wide(looks.KEY, looks.NOTE)
    return grid.sheet(HEAT, repeat=head, freeze=(head + 1, 1))


def _in_unit(unit: str) -> str:
    return "" if unit in ("", "%", "状态") else f"，{unit}"


def _outcome(assessment: Assessment, j: Judgement | None) -> Entry:
    if j is None:
        return Entry("", looks.CENTRED)
    text = looks.outcome_text(j.outcome)
    if j.actual is not None:
        indicator = assessment.declarations.indicators.get(j.target.indicator or "")
        states = indicator.state if indicator else ()
        # the unit stands in the heading
        text += "\n" + verdict_figure(j, "actual", Figures(), states).split(NO_BREAK)[0]
    style = replace(looks.CENTRED, size=10, fill=looks.FILLS[j.outcome])
    return Entry(text, style, comment=j.reason)


def _compared(assessment: Assessment, results: Sequence[EntityResult]) -> Sheet:
    """Per target: what was required of each entity and what it reached, side by side."""
    grid = Grid((24, 16, 20, 16, 4, 26, 26, 26, 26))
    grid.title(f"{assessment.year}年度各对象目标与实际对比")
    grid.banner(assessment.mark)
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
    if not wide:
        grid.wide("本年度没有可以比较的数。")
    return grid.sheet("目标与实际")


def _comparison(grid: Grid, found: Sequence[tuple[EntityResult, Judgement]]) -> None:
    sample = found[0][1]
    grid.keep(max(340, 21 * (len(found) + 2)))
    grid.section(f"{sample.target.name} · {sample.view.chinese}（{sample.unit}）")
    head = grid.header(["考核对象", "应达到", "实际", "完成情况"])
    for result, j in found:
        style = looks.number(j.decimals, j.unit)
        grid.line(
            [
                result.entity.name,
                Entry(j.required, style),
                Entry(j.actual, replace(style, number=_with_mark(style.number, j.mark))),
                Entry(
                    looks.outcome_text(j.outcome),
                    replace(looks.CENTRED, fill=looks.FILLS[j.outcome]),
                ),
            ]
        )
    names = Box(head + 1, 0, grid.row - 1, 0)
    series = tuple(
        Series(name, "目标与实际", names, Box(head + 1, col, grid.row - 1, col), colour)
        for name, col, colour in (("应达到", 1, _GREY), ("实际", 2, _BLUE))
    )
    number = looks.number(1, sample.unit).number if sample.unit == "%" else "General"
    grid.charts.append(
        Chart("column", sample.target.name, head, 5, series, 760, 320, sample.unit, number)
    )
    grid.row = max(grid.row, head + 16) + 1


def _with_mark(number: str, mark: str) -> str:
    """A number format that shows the mark of an unverified figure behind it."""
    shown = looks.marked("", mark)
    return f'{number}"{shown}"' if shown else number


def _reported(assessment: Assessment, results: Sequence[EntityResult]) -> Sheet:
    """Who has submitted, with how many findings of each kind."""
    grid = Grid((24, 14, 12, 12, 12, 12, 50))
    grid.title(f"{assessment.year}年度填报情况")
    head = grid.header(["考核对象", "填报", "不可用", "须更正", "须说明", "提示", "无法评定的目标"])
    for result in results:
        counts = dict.fromkeys(("blocker", "error", "warning", "info"), 0)
        for finding in result.findings:
            counts[finding.severity.value] += 1
        unjudged = [
            f"{j.target.name}（{j.view.chinese}）"
            for j in result.judgements
            if j.outcome.value == "not_assessable"
        ]
        state = "√ 已报" if result.submitted else "× 未报"
        fill = None if result.submitted else "F8CBAD"
        grid.line(
            [
                result.entity.name,
                Entry(state, replace(looks.CENTRED, fill=fill)),
                *(Entry(n, looks.CENTRED) for n in counts.values()),
                Entry(_few(unjudged), looks.SMALL),
            ]
        )
    return grid.sheet(REPORTED, repeat=head, freeze=(head + 1, 1))


def _few(names: Sequence[str]) -> str:
    shown = "、".join(names[:6])
    return shown if len(names) <= 6 else f"{shown}等{len(names)}项"


_CSV = (
    "年度",
    "代码",
    "考核对象",
    "名次",
    "总分",
    "等级",
    "否决事项",
    "表彰",
    "已填报",
    "暂计",
    "核对情况",
)


def summary_csv(assessment: Assessment) -> bytes:
    """One row per entity for the performance system, UTF-8 with BOM so that Excel reads it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(_CSV)
    for result in assessed_results(assessment):
        writer.writerow(_inert(cell) for cell in _csv_row(assessment.year, result))
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8")


def _csv_row(year: int, result: EntityResult) -> list[str]:
    return [
        str(year),
        result.entity.code,
        result.entity.name,
        "" if result.rank is None else str(result.rank),
        "" if result.total is None else f"{result.total:f}",
        result.grade.name if result.grade else "暂不评定",
        "、".join(result.vetoed_by),
        "、".join(result.honours),
        "是" if result.submitted else "否",
        "是" if result.provisional else "否",
        result.mark,
    ]


def _inert(text: str) -> str:
    """Text that a spreadsheet cannot take for a formula."""
    is_number = text.lstrip("-").replace(".", "", 1).isdigit()
    return text if is_number or not text.startswith(("=", "+", "-", "@", "\t")) else "'" + text
