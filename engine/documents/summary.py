"""汇总: the province at a glance, one row per entity; and the same as csv."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

from ..assess.result import Assessment, EntityResult, Judgement
from . import looks
from .book import Book, Box, Cell, Chart, Content, Live, Series, Shade, Sheet, Style, address
from .figures import Figures, verdict_figure
from .grid import Grid, lines_of
from .letters.words import assessed_results
from .scorecard.findings import finding_row
from .text import banner, places_of

RANKING, HEAT, FINDINGS = "排名", "完成情况一览", "审核意见"
_RANK_HEADS = ("名次", "代码", "考核对象", "总分", "等级", "否决事项", "表彰", "填报", "备注")
_RANK_WIDTHS = (8, 10, 20, 12, 14, 26, 24, 10, 44)


def summary_book(assessment: Assessment, cards: dict[str, str]) -> Book:
    """The ranked summary; `cards` gives each entity's scorecard file for the links."""
    results = assessed_results(assessment)
    return Book(
        title=f"{assessment.declarations.plan.short}{assessment.year}年度考核结果汇总",
        subject=assessment.declarations.plan.title,
        year=assessment.year,
        sheets=(
            _ranking(assessment, results, cards),
            _heat(assessment, results),
            _findings(assessment),
        ),
        banner=banner(assessment.mark),
    )


def _ranking(
    assessment: Assessment, results: tuple[EntityResult, ...], cards: dict[str, str]
) -> Sheet:
    grid = Grid(len(_RANK_HEADS))
    basis = assessment.scheme.title if assessment.scheme else "本年度没有考核办法，只列目标完成情况"
    grid.title(f"{assessment.year}年度节能目标考核结果汇总", f"依据：{basis}")
    grid.banner(assessment.mark)
    head = grid.header(_RANK_HEADS)
    first = grid.row
    ranks = [r.rank is not None for r in results]
    last_ranked = first + sum(ranks) - 1
    for result in results:
        _rank_row(grid, result, cards.get(result.entity.code), (first, last_ranked))
    last = grid.row - 1
    if any(r.total is not None for r in results):
        names, totals = Box(first, 2, last, 2), Box(first, 3, last, 3)
        series = (Series("总分", RANKING, names, totals, "2F5597"),)
        grid.charts.append(Chart("column", "考核总分", grid.row + 1, 0, series, 1040, 320))
        grid.shades.append(Shade(totals, "bar", fill="9DC3E6"))
    return grid.sheet(RANKING, _RANK_WIDTHS, repeat=head, freeze=(head + 1, 3), tab="2F5597")


def _rank_row(grid: Grid, result: EntityResult, card: str | None, ranked: tuple[int, int]) -> None:
    row = grid.row
    rank: Content = "—"
    if result.rank is not None:
        span = f"{_column(3, ranked[0])}:{_column(3, ranked[1])}"
        rank = Live(f"RANK({address(row, 3)},{span})", result.rank)
    name = Cell(
        0,
        0,
        looks.marked(result.entity.name, result.mark),
        looks.link(looks.TEXT) if card else looks.TEXT,
        link=f"external:{card}" if card else None,
    )
    colour = result.grade.colour if result.grade else None
    grade = result.grade.name if result.grade else "暂不评定"
    remark = result.grade_reason if result.grade is None or result.provisional else ""
    total: tuple[Content, Style] = ("待定", looks.CENTRED)
    if result.total is not None:
        total = (result.total, looks.number(max(2, min(4, places_of(result.total)))))
    grid.line(
        [
            (rank, looks.CENTRED),
            (result.entity.code, looks.CENTRED),
            name,
            total,
            (grade, replace(looks.CENTRED, bold=True, fill=colour)),
            "、".join(result.vetoed_by) or "—",
            "、".join(result.honours) or "—",
            ("√ 已报" if result.submitted else "× 未报", looks.CENTRED),
            remark,
        ]
    )
    grid.tall(max(lines_of(remark, 44), lines_of("、".join(result.vetoed_by), 26)))


def _column(col: int, row: int) -> str:
    return address(row, col, absolute=True)


def _heat(assessment: Assessment, results: tuple[EntityResult, ...]) -> Sheet:
    """Entities by targets: outcome in symbol, word and colour."""
    columns = dict.fromkeys((j.target.id, j.view) for r in results for j in r.judgements)
    names = {j.target.id: j.target.name for r in results for j in r.judgements}
    grid = Grid(max(2, 1 + len(columns)))
    grid.title(f"{assessment.year}年度各项目标完成情况一览")
    grid.banner(assessment.mark)
    head = grid.header(
        ["考核对象", *(f"{names[target]}\n{view.chinese}" for target, view in columns)]
    )
    grid.heights[head] = 64
    for result in results:
        cells: list[Content | tuple[Content, Style] | Cell] = [result.entity.name]
        cells += [_outcome(result.judgement(target, view)) for target, view in columns]
        grid.line(cells)
    grid.wide("符号：√ 完成　× 未完成　○ 未到期　△ 无法评定　－ 不适用　※ 人工裁定", looks.NOTE)
    widths = (18.0, *(16.0 for _ in columns))
    return grid.sheet(HEAT, widths, repeat=head, freeze=(head + 1, 1))


def _outcome(j: Judgement | None) -> Cell:
    if j is None:
        return Cell(0, 0, "", looks.CENTRED)
    text = f"{looks.SYMBOLS[j.outcome.value]} {j.outcome.chinese}"
    figures = Figures()
    if j.actual is not None:
        text += f"\n{verdict_figure(j, 'actual', figures)}"
    style = replace(looks.CENTRED, fill=looks.FILLS[j.outcome.value])
    return Cell(0, 0, text, style, comment=j.reason)


def _findings(assessment: Assessment) -> Sheet:
    grid = Grid(8)
    grid.title(f"{assessment.year}年度审核意见")
    head = grid.header(("序号", "级别", "审核意见", "所见", "怎样更正", "位置", "依据", "编号"))
    for finding in sorted(assessment.findings, key=lambda f: f.severity.rank):
        finding_row(grid, finding)
    widths = (6, 10, 44, 16, 40, 34, 26, 12)
    return grid.sheet(FINDINGS, widths, repeat=head, freeze=(head + 1, 0))


def summary_csv(assessment: Assessment) -> bytes:
    """One row per entity for the performance system, UTF-8 with BOM so that Excel reads it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(
        [
            "年度",
            "代码",
            "考核对象",
            "名次",
            "总分",
            "等级",
            "否决事项",
            "表彰",
            "已填报",
            "暂定",
            "核对情况",
        ]
    )
    for result in assessed_results(assessment):
        writer.writerow(_inert(cell) for cell in _csv_row(assessment.year, result))
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8")


def _csv_row(year: int, result: EntityResult) -> list[str]:
    return [
        str(year),
        result.entity.code,
        result.entity.name,
        "" if result.rank is None else str(result.rank),
        _number(result.total),
        result.grade.name if result.grade else "暂不评定",
        "、".join(result.vetoed_by),
        "、".join(result.honours),
        "是" if result.submitted else "否",
        "是" if result.provisional else "否",
        result.mark,
    ]


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _inert(text: str) -> str:
    """Text that a spreadsheet cannot take for a formula."""
    is_number = text.lstrip("-").replace(".", "", 1).isdigit()
    return text if is_number or not text.startswith(("=", "+", "-", "@", "\t")) else "'" + text
