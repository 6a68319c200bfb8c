"""A footnote or remark by which a figure is of another year than the title's: it is asked about."""

import pytest
from shuangkong.intake import read_submissions

from tests.intake.sheets import workbook

HEAD = ["地区", "能源消费总量（等价值，万吨标准煤）"]
ROWS = [["唐山市", 8000.5], ["邢台市", 1900.5]]


def received(plan, tmp_path, rows):
    """What is taken, by cell with its period, and the cells that are asked about."""
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook({"Sheet1": rows}))
    intake = read_submissions(plan, path, 2020)
    taken = {r["cell"]: r["period"] for r in intake.observations.iter_rows(named=True)}
    asked = {f.place.cell for f in intake.findings if f.kind in ("SK-I271", "SK-I022")}
    return taken, asked


@pytest.mark.parametrize(
    ("rows", "note", "asked"),
    [
        (ROWS, "注：本表为2019年数据。", {"B3", "B4"}),
        (ROWS, "注：1.唐山市为2019年数据，因本年数据尚未公布。", {"B3"}),
        (ROWS, "邢台用2019年数。", {"B4"}),
        ([["唐山市①", 8000.5], ROWS[1]], "①为2019年数据。", {"B3"}),
        ([["唐山市", "8000.5*"], ROWS[1]], "注：*2019年数", {"B3"}),
        (ROWS, "注：2019年起按新口径统计。", set()),
        (ROWS, "数据来源：《中国能源统计年鉴2021》，2021年数据", set()),
        (ROWS, "注：唐山市2019年数据已按普查修订。", set()),
        (ROWS, "注：邢台市为2020年数据。", set()),
    ],
)
def test_a_note_of_another_year_than_the_title_is_asked_about(hebei, tmp_path, rows, note, asked):
    taken, found = received(hebei, tmp_path, [["2020年各市能源消费总量"], HEAD, *rows, [note]])

    assert found == asked
    assert set(taken) == {"B3", "B4"} - asked


def test_a_sign_in_the_header_carries_the_note_to_its_column(hebei, tmp_path):
    heads = ["地区", "能源消费总量（等价值，万吨标准煤）②", "全社会用电量（亿千瓦时）"]
    rows = [["2020年各市"], heads, ["唐山市", 8000.5, 900.5], ["②为2019年数据"]]
    taken, asked = received(hebei, tmp_path, rows)

    assert (taken, asked) == ({"C3": "2020"}, {"B3"})


def test_a_remark_speaks_of_its_row(hebei, tmp_path):
    rows = [["2020年各市"], [*HEAD, "备注"], [*ROWS[0], "2019年数"], [*ROWS[1], "与2019年可比"]]
    taken, asked = received(hebei, tmp_path, rows)

    assert (taken, asked) == ({"B4": "2020"}, {"B3"})


def test_a_remark_of_a_year_that_has_its_column_leaves_the_others(hebei, tmp_path):
    name = "能源消费总量（等价值，万吨标准煤）"
    heads = ["地区", f"2019年{name}", f"2020年{name}", "备注"]
    rows = [["各市能源消费"], heads, ["唐山市", 7900.5, 8000.5, "2020年快报数"]]
    taken, asked = received(hebei, tmp_path, rows)

    assert (taken, asked) == ({"B3": "2019", "C3": "2020"}, set())


def test_a_year_that_only_a_note_names_is_told_with_what_it_says(hebei, tmp_path):
    rows = [["各市能源消费总量"], HEAD, *ROWS, ["注：表中均为2019年数据。"]]
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook({"Sheet1": rows}))
    intake = read_submissions(hebei, path, 2020)

    said = {f.place.cell: f.why for f in intake.findings if f.kind == "SK-I022"}
    assert set(said) == {"B3", "B4"}
    assert "表中均为2019年数据" in said["B3"]
