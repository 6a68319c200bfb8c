"""指标进度: one printed page for a city, and no sheet where there is nothing to draw."""

import pytest
import shuangkong
from shuangkong import resources
from shuangkong.documents.book import PrintedBook
from shuangkong.documents.grid import _page_points
from shuangkong.documents.scorecard import scorecard
from shuangkong.documents.scorecard.progress import SHEET


def books(plan: str, year: int, data: str) -> dict[str, PrintedBook]:
    samples = resources.samples()
    folder = samples / plan
    declared = str(folder) if (folder / "plan.yaml").exists() else plan
    done = shuangkong.assess(declared, year, samples / data, checked=False)
    return {r.entity.name: scorecard(done, r) for r in done.results.values()}


@pytest.fixture(scope="module")
def hebei() -> dict[str, PrintedBook]:
    return books("hebei-13fyp", 2020, "hebei-13fyp")


@pytest.fixture(scope="module")
def county() -> dict[str, PrintedBook]:
    return books("schemes-demo", 2032, "schemes-demo/data")


def test_where_there_is_nothing_to_draw_there_is_no_sheet(hebei: dict[str, PrintedBook]) -> None:
    carbon = books("carbon-15fyp", 2026, "carbon-15fyp/data")
    for name, book in [*carbon.items(), ("雄安新区", hebei["雄安新区"])]:
        assert SHEET not in [sheet.name for sheet in book.sheets], name
    for name in ("邯郸市", "河北省"):
        (sheet,) = [s for s in hebei[name].sheets if s.name == SHEET]
        assert sheet.charts


def test_a_citys_progress_is_one_printed_page_and_no_page_is_mostly_empty(hebei) -> None:
    told = 0
    for name, book in hebei.items():
        for sheet in (s for s in book.sheets if s.name == SHEET):
            # breaks are where the last page's content begins: those before are full
            assert not sheet.breaks or name == "河北省", name
            starts = [0, *sheet.breaks]
            ends = [*sheet.breaks, max(sheet.heights) + 1]
            for start, end in list(zip(starts, ends, strict=True))[:-1]:
                content = [r for r in range(start, end) if any(c.row == r for c in sheet.cells)]
                used = sum(sheet.heights.get(r, 13.5) for r in range(start, content[-1]))
                assert used > 0.6 * _page_points(sheet.widths), (name, start)
            told += 1
    assert told > 12


def test_a_chart_stands_beside_its_rows_and_nothing_below_begins_before_both_end(hebei) -> None:
    (sheet,) = [s for s in hebei["邯郸市"].sheets if s.name == SHEET]
    heads = [m.row for m in sheet.merges if m.style.fill == "F2F2F2"]
    for chart in sheet.charts:
        below = [row for row in heads if row > chart.row]
        rows = range(chart.row, below[0] if below else chart.row + 40)
        points = sum(sheet.heights.get(row, 13.5) for row in rows)
        assert points >= chart.height * 0.75, chart.title


def test_what_was_asked_for_is_not_drawn_where_nothing_was_reached(hebei) -> None:
    (sheet,) = [s for s in hebei["河北省"].sheets if s.name == SHEET]
    values = {(c.row, c.col): c.content for c in sheet.cells}
    lines = [chart for chart in sheet.charts if chart.kind == "line"]
    assert lines
    for chart in lines:
        _, reached = chart.series
        box = reached.values
        rows = range(box.row, box.last_row + 1)
        assert any(values.get((row, box.col)) is not None for row in rows), chart.title


def test_progress_of_several_targets_is_drawn_as_bars_with_their_names(county) -> None:
    kinds = {
        chart.kind
        for book in county.values()
        for sheet in book.sheets
        for chart in sheet.charts
        if chart.title == "完成进度与应达进度"
    }
    assert kinds == {"bar"}


def test_the_score_table_adds_up_its_bonuses_and_says_that_the_total_has_them(
    hebei, county
) -> None:
    def totals(book: PrintedBook) -> tuple[object, object]:
        front = book.sheets[0]
        ((row, label),) = {
            m.row: m.content for m in front.merges if str(m.content).startswith("合计")
        }.items()
        return label, next(c.content for c in front.cells if (c.row, c.col) == (row, 6))

    label, added = totals(hebei["石家庄市"])
    assert (label, added.value) == ("合计（得分含加分）", 9)
    assert totals(county["示例甲市"]) == ("合计", "—")


def test_a_card_without_findings_says_so_once(hebei) -> None:
    found = 0
    for book in hebei.values():
        (sheet,) = [s for s in book.sheets if s.name == "审核意见"]
        words = [m.content for m in sheet.merges]
        if "没有审核意见。" in words:
            found += 1
            assert "无" not in words
    assert found


def test_points_have_the_digits_of_the_front_page() -> None:
    book = books("schemes-demo", 2038, "schemes-demo/data")["示例乙市"]
    (sheet,) = [s for s in book.sheets if s.name == SHEET]

    shown = [c for c in sheet.cells if c.col == 2 and 3 < c.row < 9]
    # 17.124 + 17.423 + 3 + 1.5 add up to 39.047; with two decimals they do not
    assert {c.style.number for c in shown} == {"#,##0.000"}
