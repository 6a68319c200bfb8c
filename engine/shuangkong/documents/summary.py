"""汇总: the province at a glance, ranked; the same for machines is in export.py."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from ..assess.decided import approved_figures, decided
from ..assess.past import Past
from ..assess.result import PROVISIONAL, Assessment, EntityResult
from ..assess.sides import Sides, word
from ..vocabulary import VerdictBy
from . import looks
from .book import (
    Box,
    Chart,
    LiveFormula,
    PrintedBook,
    PrintedSheet,
    Series,
    Shade,
    Style,
    address,
    reference,
)
from .counted import counted_sheet
from .grid import Grid, LineCell
from .letterhead import Letterhead
from .letters.told import UNTOLD, Told
from .order import assessed_results
from .overview import compared_sheet, heat_sheet, reported_sheet
from .scorecard.findings import listed
from .scorecard.said import told as told_sides
from .scored import as_printed
from .signing import signed
from .text import banner
from .trends import trends_sheet

RANKING, TOTALS, SCORES, SAID, FINDINGS = "排名", "总分图", "得分明细", "各方评价", "审核意见"
_RANK_WIDTHS = (8, 11, 22, 12, 14, 26, 26, 10, 46)
_BLUE = "2F5597"
_CHART_WIDTHS = (20,) * 8


def summary_book(
    assessment: Assessment,
    cards: Mapping[str, str],
    history: Sequence[Past] = (),
    letterhead: Letterhead | None = None,
    told: Told = UNTOLD,
) -> PrintedBook:
    """The ranked summary.

    `cards` gives each entity's scorecard file for the links; `history` are the
    plan's earlier years on the same observations; `letterhead` says which issue it is of;
    `told` are verdicts that are in words already.
    """
    results = assessed_results(assessment)
    scored = tuple(r for r in results if r.scores)
    counts = any(r.counts for r in results)
    head = letterhead or Letterhead()
    first = counted_sheet if counts else _ranking
    sheets = [first(assessment, results, cards, head)]
    if not counts and sum(r.total is not None for r in results) > 1:
        sheets.append(_totals(assessment, sheets[0], results))
    if scored:
        sheets.append(_scores(assessment, scored))
    drawn = [
        compared_sheet(assessment, results),
        said_sheet(assessment, results) if any(_spoken(results)) else None,
        trends_sheet(assessment, results, history) if history else None,
    ]
    sheets += [
        heat_sheet(assessment, results, told),
        # a sheet on which there is nothing to see is an empty page
        *(sheet for sheet in drawn if sheet is not None),
        reported_sheet(assessment, results),
        listed(
            FINDINGS, f"{assessment.year}年度审核意见", assessment.findings, assessment.verification
        ),
    ]
    return PrintedBook(
        title=f"{assessment.declarations.plan.short}{assessment.year}年度考核结果汇总",
        subject=assessment.declarations.plan.title,
        year=assessment.year,
        sheets=tuple(sheets),
        banner=banner(assessment.verification),
    )


def _spoken(results: Sequence[EntityResult]) -> Iterator[tuple[EntityResult, Sides]]:
    return ((r, side) for r in results for side in r.sides if side.said)


def said_sheet(assessment: Assessment, results: Sequence[EntityResult]) -> PrintedSheet:
    """What the figures give and what each side says, of every indicator on which anybody spoke."""
    grid = Grid((22, 34, 13, 13, 13, 13, 13, 70))
    grid.title(f"{assessment.year}年度各方评价", "不一致的逐项列出；待裁定的未作结论")
    grid.banner(assessment.verification)
    sides = [by.chinese for by in VerdictBy]
    head = grid.header(["考核对象", "指标", "按数据计算", *sides, "是否一致", "说明"])
    for result, side in _spoken(results):
        words = (word(side.computed), *(side.words(by) for by in VerdictBy))
        fill = "FFF2CC" if side.differs else None
        agree = "× 不一致" if side.differs else "√ 一致"
        grid.line(
            [
                result.entity.name,
                side.target.name,
                *(LineCell(text, looks.CENTRED) for text in words),
                LineCell(agree, replace(looks.CENTRED, fill=fill)),
                LineCell(told_sides(side), looks.SMALL),
            ]
        )
    return grid.sheet(SAID, repeat=head, freeze=(head + 1, 2))


def _ranking(
    assessment: Assessment,
    results: Sequence[EntityResult],
    cards: Mapping[str, str],
    letterhead: Letterhead,
) -> PrintedSheet:
    grid = Grid(_RANK_WIDTHS)
    scheme = assessment.scheme
    basis = f"考核办法：{scheme.title}" if scheme else "本年度没有考核办法，只列目标完成情况"
    wording = assessment.declarations.wording_for(assessment.year)
    grid.title(f"{assessment.year}年度{wording.assessment}结果汇总", basis)
    grid.banner(assessment.verification)
    head = grid.header(
        ["名次", "代码", "考核对象", "总分", "等级", "否决事项", "表彰", "填报", "备注"]
    )
    first = grid.row
    scored_row = _SCORES_FIRST + (assessment.verification != "verified")
    approved = approved_figures(assessment)
    for result in results:
        total = LineCell("待定" if result.scores else "—", looks.CENTRED)
        if result.total is not None:
            cell = reference(SCORES, scored_row, 1)
            total = LineCell(LiveFormula(cell, result.total), _total_style(result))
        scored_row += bool(result.scores)
        by_decision = decided(assessment, result, approved)
        _rank_row(grid, result, cards.get(result.entity.code), total, by_decision)
    signed(grid, letterhead)
    grid.shades += _totals_printed(results, first, 3, bars=True)
    return grid.sheet(RANKING, repeat=head, freeze=(head + 1, 3), tab=_BLUE)


def _totals(
    assessment: Assessment, ranking: PrintedSheet, results: Sequence[EntityResult]
) -> PrintedSheet:
    """The totals as a chart, on a sheet of its own: no table's heading stands above it."""
    assert ranking.repeat is not None
    first = ranking.repeat[1] + 1
    last = first + len(results) - 1
    grid = Grid(_CHART_WIDTHS)
    grid.title(f"{assessment.year}年度考核总分")
    grid.banner(assessment.verification)
    names, totals = Box(first, 2, last, 2), Box(first, 3, last, 3)
    series = (Series("总分", RANKING, names, totals, _BLUE),)
    grid.charts.append(
        Chart(
            "column", "考核总分（待定的不画）", grid.row + 1, 0, series, 1080, 420, from_zero=True
        )
    )
    return grid.sheet(TOTALS)


def _total_style(result: EntityResult) -> Style:
    """A total's number; what is provisional is called that behind it."""
    style = looks.number(result.decimals)
    return replace(style, number=f'{style.number}"{PROVISIONAL}"') if result.provisional else style


def _totals_printed(
    results: Sequence[EntityResult], row: int, col: int, *, bars: bool = False
) -> Iterator[Shade]:
    """Rules for the digits of totals that stand in a column from `row` on.

    With bars for those that are final: what is provisional is not compared. LibreOffice shows
    both a bar and other digits only where both are for the same cells.
    """
    for is_provisional, alike in groupby(results, key=lambda r: r.provisional):
        found = list(alike)
        box = Box(row, col, row + len(found) - 1, col)
        behind = f'"{PROVISIONAL}"' if is_provisional else ""
        if bars and not is_provisional and any(r.total is not None for r in found):
            yield Shade(box, "bar")
        yield from as_printed(box, max(r.decimals for r in found), behind)
        row += len(found)


def _rank_row(
    grid: Grid, result: EntityResult, card: str | None, total: LineCell, by_decision: Sequence[str]
) -> None:
    name = LineCell(
        result.entity.name,
        looks.link(looks.TEXT) if card else looks.TEXT,
        f"external:{card}" if card else None,
    )
    colour = result.grade.colour if result.grade else None
    grid.line(
        [
            LineCell(result.rank_word if result.unsettled else result.rank or "—", looks.CENTRED),
            LineCell(result.entity.code, looks.CENTRED),
            name,
            total,
            LineCell(result.grade_word, looks.filled(replace(looks.CENTRED, bold=True), colour)),
            "、".join(result.vetoed_by) or "—",
            "、".join(result.distinctions) or "—",
            LineCell(result.reported.signed, looks.CENTRED),
            "；".join(
                text
                for text in (
                    looks.marked("", result.verification) + _remark(result),
                    *(f"※ {told}" for told in by_decision),
                )
                if text
            ),
        ]
    )


def _remark(result: EntityResult) -> str:
    """Why there is no final grade: the reason that stands in every other place too."""
    waiting = sum(s.waiting for s in result.scores)
    if result.grade is None and result.assessed:
        return result.grade_reason
    if not waiting:
        return ""
    return f"{waiting}项尚未计分{'，总分为暂计' if result.provisional else ''}"


#: rows of title and header above the first entity of 得分明细, without the banner
_SCORES_FIRST = 3


def _scores(assessment: Assessment, results: Sequence[EntityResult]) -> PrintedSheet:
    """Entities by items; the total is a formula where the scheme simply adds up."""
    items = [s.item for s in results[0].scores]
    grid = Grid((24, 12, *(14 for _ in items), 12))
    card = assessment.declarations.wording_for(assessment.year).card_name
    grid.title(f"{assessment.year}年度考核得分明细", f"各项得分的计算见各对象{card}")
    grid.banner(assessment.verification)
    head = grid.header(["考核对象", "总分", *(i.name for i in items), "加分合计"])
    for result in results:
        style = looks.number(result.decimals)
        points = [
            LineCell(s.word, looks.CENTRED) if s.points is None else LineCell(s.points, style)
            for s in result.scores
        ]
        bonus = sum((s.bonus for s in result.scores), Decimal(0))
        pending = all(s.points is None for s in result.scores)
        span = f"{address(grid.row, 2)}:{address(grid.row, 2 + len(items))}"
        grid.line(
            [
                looks.marked(result.entity.name, result.verification),
                _total(result, bonus, span),
                *points,
                LineCell("待定", looks.CENTRED) if pending else LineCell(bonus, style),
            ]
        )
    last = grid.row - 1
    scaled, beside = Box(head + 1, 2, last, 1 + len(items)), 2 + len(items)
    grid.shades.append(Shade(scaled, "scale"))
    grid.shades += _totals_printed(results, head + 1, 1)
    decimals = max(r.decimals for r in results)
    for box in (scaled, Box(head + 1, beside, last, beside)):
        grid.shades += as_printed(box, decimals)
    return grid.sheet(SCORES, repeat=head, freeze=(head + 1, 1))


def _total(result: EntityResult, bonus: Decimal, span: str) -> LineCell:
    if result.total is None:
        return LineCell("待定", looks.CENTRED)
    given = sum((s.points for s in result.scores if s.points is not None), bonus)
    if given == result.total:
        return LineCell(LiveFormula(f"SUM({span})", result.total), _total_style(result))
    return LineCell(result.total, _total_style(result), comment="有不计的项目，按办法折算")
