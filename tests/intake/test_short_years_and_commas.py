"""Years in two digits and commas that stand for points: asked about, never taken for another."""

import pytest
from shuangkong.intake import read_submissions
from shuangkong.intake.form.layout import SHEET
from shuangkong.intake.reading.decimal_commas import are_decimal, meant
from shuangkong.intake.values import CellSort, parse

from tests.intake.sheets import at, read, replace_cell, workbook
from tests.intake.test_forms import form_of, sound

PLACES = [["唐山市", 8000.5, 8100.5], ["邢台市", 1900.5, 1910.5]]


def received(plan, tmp_path, rows, layout="", year=2020):
    """What is taken of a workbook, by cell, and what is said of it."""
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook({"Sheet1": rows}))
    if layout:
        (tmp_path / "表.layout.yaml").write_text(layout, encoding="utf-8")
    intake = read_submissions(plan, tmp_path, year)
    rows_ = intake.observations.iter_rows(named=True)
    return {row["cell"]: (row["period"], row["value"]) for row in rows_}, intake.findings


@pytest.mark.parametrize(
    ("heads", "wide"),
    [
        (["地区", "19年", "20年"], True),
        (["地区", "’19", "’20"], True),
        (["地区", "'19年", "'20年"], True),
        (["地区", 19, 20], True),
        (["地区", "’19", "20年"], True),
        (["地区", "19年能源消费总量", "20年能源消费总量"], False),
        (["地区", "能源消费总量（19年）", "能源消费总量（20年）"], False),
    ],
)
@pytest.mark.parametrize("titled", ["2020年各市", "各市"])
def test_two_digits_of_a_year_are_asked_about_and_take_no_other_year(
    hebei, tmp_path, heads, wide, titled
):
    title = f"{titled}能源消费总量（等价值，万吨标准煤）" if wide else f"{titled}能耗（等价值）"
    heads = heads if wide else [heads[0], *(f"{one}（万吨标准煤）" for one in heads[1:])]

    taken, findings = received(hebei, tmp_path, [[title], heads, *PLACES])

    assert taken == {}
    asked = {f.place.cell: f.why for f in findings if f.kind == "SK-I271"}
    assert set(asked) == {"B3", "C3", "B4", "C4"}
    assert "是否为2019年" in asked["B3"]
    assert "是否为2020年" in asked["C3"]


def test_a_year_in_two_digits_down_the_rows_is_asked_about(hebei, tmp_path):
    rows = [["唐山市能源消费情况（2020年）"], ["年份", "能源消费总量（等价值，万吨标准煤）"]]
    taken, findings = received(hebei, tmp_path, [*rows, ["18年", 7900.5], ["19年", 8000.5]])

    assert taken == {}
    assert [f.place.cell for f in findings if f.kind == "SK-I271"] == ["B3", "B4"]


def test_a_single_year_in_two_digits_does_not_get_the_year_of_the_title(hebei, tmp_path):
    rows = [["2020年各市能源消费总量（等价值，万吨标准煤）"], ["地区", "’19"], ["唐山市", 8000.5]]
    taken, findings = received(hebei, tmp_path, rows)

    assert taken == {}
    assert "是否为2019年" in next(f.why for f in findings if f.kind == "SK-I271")


def test_a_layout_says_which_year_two_digits_are(hebei, tmp_path):
    layout = "headers:\n  - {says: 19年, period: 2019}\n  - {says: 20年, period: 2020}\n"
    rows = [["各市能源消费总量（等价值，万吨标准煤）"], ["地区", "19年", "20年"], *PLACES]
    taken, _ = received(hebei, tmp_path, rows, layout)

    assert taken["B3"] == ("2019", 8000.5)
    assert taken["C4"] == ("2020", 1910.5)


@pytest.mark.parametrize("head", ["10年以上（万人）", "30年期贷款（亿元）", "近10年平均（万吨）"])
def test_a_number_of_years_is_no_year(head):
    fact = at(read([["2020年各市情况"], ["地区", head], ["唐山市", 12.5]]), "B3")

    assert fact.period == "2020"
    assert fact.asks == ()


def test_numbers_with_decimal_commas_are_asked_about_with_the_value_that_is_meant(hebei, tmp_path):
    heads = ["地区", "2020年能源消费总量（等价值，万吨标准煤）", "2020年能源消费总量增速（%）"]
    rows = [heads, ["唐山市", "8000,55", "0,125"], ["邢台市", "1,969", "1，25"]]
    taken, findings = received(hebei, tmp_path, rows)

    assert taken == {}
    said = {f.place.cell: f.why for f in findings if f.kind == "SK-I025"}
    assert "是否为 8000.55？" in said["B2"]
    assert "是否为 0.125？" in said["C2"]
    assert "是 1969 还是 1.969？" in said["B3"]
    assert "是否为 1.25？" in said["C3"]


def test_the_value_column_of_a_long_table_is_asked_about_as_a_whole(hebei, tmp_path):
    heads = ["考核对象", "指标", "期间", "数值", "单位"]
    what = ["能源消费总量", "2020"]
    rows = [
        heads,
        ["唐山市", *what, "8000,55", "万吨标准煤"],
        ["邢台市", *what, "1,969", "万吨标准煤"],
    ]
    taken, findings = received(hebei, tmp_path, rows)

    assert taken == {}
    assert [f.place.cell for f in findings if f.kind == "SK-I025"] == ["D2", "D3"]


def test_commas_before_thousands_stay_so_where_another_cell_proves_it(hebei, tmp_path):
    heads = ["地区", "2020年能源消费总量（等价值，万吨标准煤）"]
    rows = [heads, ["唐山市", "8,000.55"], ["邢台市", "1,969"], ["保定市", "2300,5"]]
    taken, findings = received(hebei, tmp_path, rows)

    assert taken == {"B2": ("2020", 8000.55), "B3": ("2020", 1969.0)}
    assert [f.place.cell for f in findings if f.kind == "SK-I025"] == ["B4"]


def test_a_form_proposes_the_number_that_a_decimal_comma_means(hebei, tmp_path):
    path = form_of(hebei, "130200", tmp_path / "唐山市.xlsx", sound())
    replace_cell(path, "I12", text="476,99")
    said = [f for f in read_submissions(hebei, path, 2020).findings if f.kind == "SK-I058"]

    assert [f.place.cell for f in said] == ["I12"]
    assert "是否想填 476.99 亿千瓦时" in said[0].why
    assert said[0].place.sheet == SHEET


def test_what_the_comma_of_a_number_means():
    assert are_decimal(["1,5", "3,200"])
    assert not are_decimal(["1,5", "3,200.5"])
    assert not are_decimal(["3,200", "三,五"])
    assert meant("0,125") == "（是否为 0.125？）"
    assert meant("下降3") == ""
    assert parse("0,125").sort is CellSort.UNCLEAR
    assert parse("1,125").number == 1125


def test_a_row_that_is_the_header_of_another_part_alone_stops_nothing(hebei, tmp_path):
    """Far to the right of a table stands what has nothing in its header row."""
    rows = ["<th colspan=2>地区</th><th>2020年</th>"]
    rows.append("<td rowspan=2>唐山市</td><td>能源消费总量</td><td>8100</td>")
    rows.append("<td></td>" * 17 + "<td>煤炭消费</td><td>-5%</td>")
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    text = f"<html><body><table>{body}</table></body></html>"
    (tmp_path / "表.xls").write_text(text, encoding="utf-8")

    intake = read_submissions(hebei, tmp_path, 2020)

    said = {f.kind: f.place.cell for f in intake.findings}
    assert "SK-I200" not in said, "reading must not fail"
    assert said["SK-I031"] == "C2"
    assert said["SK-I038"] == "T3"
