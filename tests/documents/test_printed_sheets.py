"""Printed sheets: no heading ends a page, and tables that go on have their head again."""

import re

import pytest
import shuangkong
from shuangkong import resources
from shuangkong.assess.result import Assessment
from shuangkong.documents import looks
from shuangkong.documents.book import Merge, PrintedBook, PrintedSheet
from shuangkong.documents.grid import Grid
from shuangkong.documents.scorecard import scorecard
from shuangkong.documents.xlsx import escaped


@pytest.fixture(scope="module")
def assessed() -> Assessment:
    return shuangkong.assess(
        "hebei-13fyp", 2020, resources.samples() / "hebei-13fyp", checked=False
    )


@pytest.fixture(scope="module")
def books(assessed: Assessment) -> list[PrintedBook]:
    found = [r for r in assessed.results.values() if r.entity.name in ("唐山市", "雄安新区")]
    return [scorecard(assessed, one) for one in found]


def sections(sheet: PrintedSheet) -> list[Merge]:
    return [m for m in sheet.merges if m.style == looks.SECTION]


def test_no_group_title_is_the_last_row_of_a_page(books: list[PrintedBook]) -> None:
    told = 0
    for sheet in (s for book in books for s in book.sheets if s.name in ("计算过程", "填报数据")):
        for at in sections(sheet):
            told += 1
            assert not {at.row + 1, at.row + 2} & set(sheet.breaks), f"{sheet.name}: {at.content}"
    assert told > 10
    assert any(sheet.breaks for book in books for sheet in book.sheets)


def test_targets_that_go_on_over_a_page_have_their_head_again(books: list[PrintedBook]) -> None:
    card = books[0].sheets[0]
    heads = [c.row for c in card.cells if c.content == "完成情况"]
    outcomes = [c.row for c in card.cells if c.style == looks.OUTCOME]

    crossed = [row for row in card.breaks if outcomes[0] < row <= outcomes[-1]]

    assert crossed
    assert [row for row in heads if row != heads[0]] == crossed


def test_no_column_of_the_progress_sheet_is_without_a_name(books: list[PrintedBook]) -> None:
    sheet = next(s for s in books[0].sheets if s.name == "指标进度")
    heads = [c for c in (*sheet.cells, *sheet.merges) if c.style == looks.HEAD]

    assert "年份" in {c.content for c in heads}
    assert all(c.content for c in heads)


def test_a_title_that_begins_with_a_year_keeps_it_in_the_page_head() -> None:
    assert re.match(r"&9\D", f"&9{escaped('2020年度本级待办事项')}")
    assert escaped("2020年度本级待办事项").strip() == "2020年度本级待办事项"
    assert escaped("甲&乙") == "甲&&乙"


def test_a_row_that_does_not_fit_begins_a_page_with_the_head() -> None:
    grid = Grid((20, 20))
    grid.repeated = 0
    grid.title("题")
    grid.header(["名", "数"])
    grid.table([[str(number), "1"] for number in range(200)], ["名", "数"])
    sheet = grid.sheet("表", repeat=0)

    names = {c.row for c in sheet.cells if c.content == "名"}
    assert set(sheet.breaks) == names - {1}
    assert len(sheet.breaks) > 2


def test_what_is_left_of_a_page_never_becomes_a_hidden_row() -> None:
    """Less than a pixel is no row; a card with a hidden one is written the slow way."""
    thinnest = []
    for quarters in range(4 * 400, 4 * 900):
        grid = Grid((20,))
        grid.heights[grid.line(["一"])] = quarters / 4
        assert grid.keep(10_000)
        assert grid.breaks[-1] == grid.row
        thinnest.append(min(grid.heights.values()))
    assert 0.75 <= min(thinnest) < 2
