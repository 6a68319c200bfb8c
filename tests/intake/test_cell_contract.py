"""One contract of a cell over all formats: the same table gives the same cells in each."""

import pytest
from shuangkong.intake.reading import Cell, read_book

from tests.intake import one_table

FULL = (
    Cell(1, 1, "text", "地区", merged=True),
    Cell(1, 3, "text", "日期"),
    Cell(2, 1, "text", "北京", comment="请核对"),
    Cell(2, 2, "number", "-5.97%", -0.0597),
    Cell(2, 3, "date", "2019-12-31"),
    Cell(2, 4, "number", "7", 7.0, hidden=True),
    Cell(3, 1, "number", "12.5", 12.5, hidden=True),
    Cell(3, 2, "number", "25", 25.0, "A3*2", hidden=True),
    Cell(3, 3, "error", "#DIV/0!", formula="1/0", hidden=True),
)
#: what a format cannot say of a cell; `formula` where it says only that there is one
WITHOUT = {
    "xlsx": (),
    "xls": ("formula",),
    "xlsb": ("formula",),
    "ods": (),
    "fods": (),
    "xml2003": (),
}


@pytest.mark.parametrize("name", WITHOUT)
def test_the_same_table_gives_the_same_cells(name):
    book = read_book(f"甲.{name}", getattr(one_table, f"as_{name}")())
    expected = FULL
    if "formula" in WITHOUT[name]:
        expected = tuple(c if c.formula is None else c._replace(formula="") for c in expected)
    assert tuple(book.sheets[0].cells) == expected
    assert [tuple(area) for area in book.sheets[0].merges] == [(1, 1, 1, 2)]
    assert book.sheets[0].name == "数据"


@pytest.mark.parametrize("name", ["html", "csv"])
def test_formats_of_mere_text_give_what_is_seen(name):
    book = read_book(f"甲.{name}", getattr(one_table, f"as_{name}")())
    assert [(c.address, c.text) for c in book.sheets[0].cells] == [
        (c.address, c.text) for c in FULL
    ]
    assert {c.kind for c in book.sheets[0].cells} == {"text"}
    merged = [c.address for c in book.sheets[0].cells if c.merged]
    assert merged == (["A1"] if name == "html" else [])
