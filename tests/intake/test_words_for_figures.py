"""Words where figures belong, and one thing said twice: nothing is lost, nothing guessed."""

import datetime
import io
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from shuangkong.intake import Reading, read_submissions
from shuangkong.intake.checks.report import check
from shuangkong.intake.periods import period_of
from shuangkong.intake.reading import Cell
from shuangkong.intake.status import ReportState, standings
from shuangkong.intake.tables.tags import Tag, tag
from shuangkong.intake.values import CellSort, parse

from tests.intake.sheets import read, workbook

HEAD = ["地区", "能源消费总量增速(%)", "能源消费总量（等价值，万吨标准煤）", "煤炭消费量（万吨）"]


def given(national, tmp_path: Path, content: object, name: str = "甲.xlsx") -> Reading:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else workbook({"表": content}))
    return read_submissions(national, [path], 2019)


def figures(intake: Reading) -> dict[str, float]:
    rows = intake.observations.select("cell", "value").iter_rows()
    return {cell: round(value, 9) for cell, value in rows}


def said(intake: Reading) -> list[tuple[str, str | None]]:
    return [(f.kind, f.place.cell if f.place else None) for f in intake.findings]


# --- rows of words ----------------------------------------------------------------------------


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_row_of_words_is_a_row_of_the_table_wherever_it_stands(national, tmp_path, at):
    rows = [["北京", 1.5, 7360.3, 180], ["山西", 4.1, 20859.2, 36000]]
    rows.insert(at - 1, ["天津", "正在核实", "尚待审定", "约3500"])
    intake = given(national, tmp_path, [["2019年各地区节能情况"], HEAD, *rows])
    row = at + 2
    others = sorted({3, 4, 5} - {row})
    wanted = {f"{c}{r}": v for r, one in zip(others, [rows[i - 3] for i in others], strict=True)
              for c, v in zip("BC", one[1:3], strict=True)}  # fmt: skip
    assert figures(intake).items() >= wanted.items()
    assert {("SK-I025", f"B{row}"), ("SK-I025", f"C{row}")} <= set(said(intake))


def test_a_table_right_under_another_is_still_another_table():
    reading = read(
        [
            ["地区", "2018年", "2019年"],
            ["青山市", 1.5, 2],
            ["区域", "未利用地", "无烟煤"],
            ["白石市", 3, 4],
        ]
    )
    assert {f.period for f in reading.facts} == {"2018", "2019", None}
    assert reading.left[3, 2] == "表头"


def test_missing_words_in_a_whole_row_are_missing():
    reading = read(
        [["品种", "2018年", "2019年"], ["甲煤（万吨）", 1, 2], ["乙煤（万吨）", "不详", "未统计"],
         ["丙煤（万吨）", 3, 4]]
    )  # fmt: skip
    assert [f.indicator for f in reading.facts] == ["甲煤", "甲煤", "丙煤", "丙煤"]
    assert {reading.left[3, 2], reading.left[3, 3]} == {"缺失标记"}


CITIES = [
    ["青山市", 12, 13],
    ["白石市", "没数", "没数"],
    ["绿水市", 21, 22],
    ["黄土市", "不好说", "#N/A"],
    ["红岩市", "#VALUE!", 32],
    ["蓝田新区", "核算中", "看附页"],
]


@pytest.mark.parametrize("columns", [1, 2])
def test_among_cities_no_word_and_no_failed_formula_begins_another_table(columns):
    head = ["城市", "2018年", "2019年"]
    rows = [row[: columns + 1] for row in [head, *CITIES]]
    reading = read([["各市煤炭消费量"], ["单位：万吨"], *rows])
    whole = {(f.entity, f.period): f.number for f in reading.facts if f.number is not None}
    assert whole == {
        (row[0], year): row[col]
        for row in CITIES
        for col, year in enumerate(("2018", "2019")[:columns], start=1)
        if isinstance(row[col], int)
    }
    words = {f.cell.cell.address: f.entity for f in reading.doubtful}
    assert {"B5": "白石市", "B7": "黄土市", "B9": "蓝田新区"}.items() <= words.items()
    failed = {f.cell.text for f in reading.facts if f.number is None}
    assert failed == {"#VALUE!"} | ({"#N/A"} if columns == 2 else set())


def test_a_header_that_names_the_place_of_its_table_is_still_a_header():
    city = [["青山市", "煤（万吨）", "油（万吨）"], ["东山区", 1, 2], ["西山区", 3, 4]]
    other = [["白石市", "电（万吨）", "气（万吨）"], ["南河区", 5, 6], ["北河区", 7, 8]]
    reading = read([*city, *other])
    assert [f.cell.cell.address for f in reading.facts if f.entity == "南河区"] == ["B5", "C5"]
    assert {reading.left[4, 2], reading.left[4, 3]} == {"表头"}


# --- columns of words -------------------------------------------------------------------------


def test_figures_written_with_words_are_said_and_name_nothing(national, tmp_path):
    rows = [["北京", "增1.5", 7360.3], ["天津", "约3.2", 8240.7], ["山西", 4.1, 20859.2]]
    intake = given(national, tmp_path, [["2019年各地区节能情况"], HEAD[:3], *rows])
    assert figures(intake) == {"C3": 7360.3, "C4": 8240.7, "C5": 20859.2, "B5": 4.1}
    assert said(intake) == [("SK-I025", "B3"), ("SK-I025", "B4")]


def test_a_column_of_names_with_digits_stays_one_of_names():
    reading = read(
        [["地区", "产品", "2018年（万吨）"], ["青山市", "5号煤", 1], ["白石市", "3号煤", 2]]
    )
    assert [f.indicator for f in reading.facts] == ["5号煤", "3号煤"]


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("填报日期", ["2020-03-01", "2020-03-02"]),
        ("联系电话", ["0311-88881234", "0312-77"]),
        ("填报人", ["张三", "李四"]),
        ("位次", ["第1", "第2"]),
    ],
)
def test_who_filled_in_and_when_is_no_part_of_a_figures_name(head, cells):
    rows = [["青山市", cells[0], 7], ["白石市", cells[1], 8]]
    reading = read([["地区", head, "煤（万吨）"], *rows])
    assert [(f.entity, f.indicator) for f in reading.facts] == [("青山市", "煤"), ("白石市", "煤")]


def test_what_is_said_of_a_citys_cell_is_said_of_the_city(national, tmp_path):
    rows = [["北京", 1.5, 7360.3], ["天津", "增3.2", 8240.7]]
    intake = given(national, tmp_path, [["2019年各地区节能情况"], HEAD[:3], *rows])
    report = check(national, intake, 2019)
    states = {one.entity.name: one for one in standings(national, intake, 2019, report.findings)}
    assert states["天津市"].state is ReportState.TO_CORRECT
    assert states["天津市"].faults == 1
    assert states["北京市"].state is not ReportState.TO_CORRECT


# --- one thing said twice ----------------------------------------------------------------------

LONG = ["考核对象", "指标", "期间", "数值", "单位"]
GROWTH = ["能源消费总量增速", "2019", 1.5, "%"]


def test_two_columns_of_periods_that_differ_are_asked_about(national, tmp_path):
    rows = [["年度", *LONG], ["2019年", "北京", *GROWTH], ["2020", "天津", *GROWTH]]
    intake = given(national, tmp_path, rows)
    assert figures(intake) == {"E2": 1.5}
    assert said(intake) == [("SK-I271", "E3")]
    assert "A 列写的是“2020”，D 列写的是“2019”" in intake.findings[0].why


def test_a_region_beside_the_entity_is_no_other_entity(national, tmp_path):
    rows = [["地区", *LONG], ["华北", "北京", *GROWTH]]
    intake = given(national, tmp_path, rows)
    assert intake.observations["entity"].to_list() == ["110000"]
    assert intake.findings == ()


def test_a_date_of_a_first_of_january_may_be_a_year_and_is_asked_about(national, tmp_path):
    def long(day: datetime.datetime) -> bytes:
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True})
        page = book.add_worksheet("表")
        page.write_row(0, 0, LONG)
        page.write_row(1, 0, ["北京", "能源消费总量增速", "", 1.5, "%"])
        page.write_datetime(1, 2, day, book.add_format({"num_format": "yyyy-mm-dd"}))
        book.close()
        return stream.getvalue()

    asked = given(national, tmp_path, long(datetime.datetime(2019, 1, 1)))
    assert (figures(asked), said(asked)) == ({}, [("SK-I022", "C2")])
    day = given(national, tmp_path, long(datetime.datetime(2019, 6, 30)))
    assert (day.observations["period"].to_list(), said(day)) == (["2019-06-30"], [])


# --- titles, traditional characters, many digits, layouts ---------------------------------------


def test_a_title_with_year_and_each_region_names_the_figure(national, tmp_path):
    rows = [["2019年各地区能源消费总量（等价值）"], ["单位：万吨标准煤"],
            ["地区", "2018年", "2019年"], ["北京", 7270, 7360.3]]  # fmt: skip
    intake = given(national, tmp_path, rows)
    assert figures(intake) == {"B4": 7270, "C4": 7360.3}
    assert set(intake.observations["indicator"]) == {"energy_total"}


def test_a_big5_file_is_recognised_by_traditional_characters(national, tmp_path):
    text = "考核對象,指標,期間,數值,單位\n天津,能源消費總量增速,2019,3.2,%\n"
    intake = given(national, tmp_path, text.encode("big5"), "台.csv")
    assert figures(intake) == {"D2": 3.2}
    assert intake.findings == ()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12345678901234567.891", 12345678901234568.0),
        ("32545.400000000000000001", 32545.4),
        ("0.30000000000000004", None),
        ("123456789012345.67", None),
    ],
)
def test_digits_that_cannot_be_kept_are_said(national, tmp_path, written, value):
    row = f"北京,能源消费总量增速,2019,{written},%\n"
    intake = given(national, tmp_path, f"{','.join(LONG)}\n{row}".encode(), "长.csv")
    assert figures(intake) == {"D2": round(float(written), 9)}
    assert said(intake) == ([] if value is None else [("SK-I340", "D2")])
    if value is not None:
        assert str(int(value) if value > 1e9 else value) in intake.findings[0].why


@pytest.mark.parametrize(
    ("written", "value"), [("0.7亿", 7000.0), ("8000万", 8000.0), ("7360.3", 7360.3)]
)
def test_a_scale_word_in_a_cell_goes_with_the_unit_of_the_layout(
    national, tmp_path, written, value
):
    (tmp_path / "表.layout.yaml").write_text(
        "file: 表.csv\nindicator: 能源消费总量\nunit: 万吨标准煤\nconversion: 等价值\n",
        encoding="utf-8",
    )
    intake = given(national, tmp_path, f"地区,2019年\n北京,{written}\n".encode(), "表.csv")
    assert figures(intake) == {"B2": value}


def test_what_no_plan_knows_is_named(national, tmp_path):
    heads = ["地区", *(f"甲{n}产量（万吨）" for n in range(6))]
    intake = given(national, tmp_path, [["2019年产量"], heads, ["北京", *range(5, 11)]])
    (only,) = intake.findings
    assert only.kind == "SK-I031"
    assert only.seen == "甲0产量、甲1产量、甲2产量、甲3产量等"


# --- plain decimals -------------------------------------------------------------------------------


@drawn(st.from_regex(r"-?[0-9]{1,16}(\.[0-9]{1,16})?", fullmatch=True))
@settings(max_examples=400)
def test_a_decimal_written_as_text_is_what_it_is_by_every_rule(text):
    found = tag(Cell(1, 1, "text", text))
    value, period = parse(text), period_of(text)
    assert found.value == value
    assert found.period == period
    if period is None and value.sort is CellSort.NUMBER:
        assert found.tag is Tag.NUMBER
