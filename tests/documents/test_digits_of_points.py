"""Points have the same digits in workbooks as in words: 84.6 and 40, not 84.60 and 40.00."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal as D

import pytest
from shuangkong.assess.points import points_text
from shuangkong.assess.result import PROVISIONAL
from shuangkong.documents.book import LiveFormula, PrintedBook, PrintedSheet
from shuangkong.documents.scorecard import scorecard
from shuangkong.documents.summary import summary_book

from tests.documents import small

_ASKED = re.compile(
    r"IF\(ISNUMBER\([A-Z]+\d+\),ROUND\([A-Z]+\d+,10\)=ROUND\([A-Z]+\d+,(\d+)\),FALSE"
)


def in_format(value: D, number: str) -> str:
    places = len(found[1]) if (found := re.search(r"\.(0+)", number)) else 0
    behind = found[1] if (found := re.search(r'"(.*)"', number)) else ""
    return f"{round(value, places):.{places}f}{behind}"


def shown(sheet: PrintedSheet, row: int, col: int) -> str:
    """A number as the sheet shows it: by the first rule that holds, else by its own format."""
    (cell,) = [c for c in sheet.cells if (c.row, c.col) == (row, col)]
    value = cell.content.value if isinstance(cell.content, LiveFormula) else cell.content
    for shade in sheet.shades:
        box, asked = shade.box, _ASKED.match(shade.word)
        inside = box.row <= row <= box.last_row and box.col <= col <= box.last_col
        if inside and asked and round(value, int(asked[1])) == round(value, 10):
            return in_format(value, shade.number)
    return in_format(value, cell.style.number)


def points_in(book: PrintedBook, value: D) -> Iterator[str]:
    """How the workbook shows a number that nothing but points has."""
    for sheet in book.sheets:
        if sheet.name in ("计算过程", "填报数据"):
            continue
        for cell in sheet.cells:
            content = cell.content
            held = content.value if isinstance(content, LiveFormula) else content
            if isinstance(held, D) and held == value:
                yield shown(sheet, cell.row, cell.col)


def test_the_arithmetic_of_points_reads_like_the_points() -> None:
    made = small.assessment()
    result = next(r for r in made.results.values() if any(s.steps for s in r.scores))
    sheet = next(s for s in scorecard(made, result).sheets if s.name == "计算过程")
    (row,) = [c.row for c in sheet.cells if c.content == "得分"]
    (score,) = [s for s in result.scores if s.steps]
    assert shown(sheet, row, 3) == points_text(score.points)


@pytest.mark.parametrize(("value", "text"), [("84.6", "84.6"), ("71", "71"), ("84.123", "84.12")])
def test_a_total_reads_alike_on_card_and_summary(value: str, text: str) -> None:
    made = small.assessment()
    result = replace(made.results["A"], total=D(value))
    made = replace(made, results={**made.results, "A": result})
    assert points_text(D(value)) == text

    card = list(points_in(scorecard(made, result), D(value)))
    summary = list(points_in(summary_book(made, {}), D(value)))

    assert len(card) == 2, "the head, and the sum below the points"
    assert set(card) == {text}
    assert len(summary) == 2, "the ranking, and the table of points"
    assert set(summary) == {text}


def test_what_is_provisional_is_called_that_with_the_same_digits() -> None:
    made = small.assessment()
    result = replace(made.results["A"], total=D("84.6"), provisional=True, rank=None, grade=None)
    made = replace(made, results={**made.results, "A": result})

    assert set(points_in(summary_book(made, {}), D("84.6"))) == {f"84.6{PROVISIONAL}"}
