"""A table of a part of the year, or of the year before, is never taken for the year."""

import openpyxl
import pytest
from shuangkong.intake import read_submissions


def found(hebei, tmp_path, rows, *, sheet="Sheet", layout=""):
    """Periods of what was taken, and the kinds of what must be mended."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "表.xlsx")
    if layout:
        (tmp_path / "表.layout.yaml").write_text(layout, encoding="utf-8")
    reading = read_submissions(hebei, tmp_path / "表.xlsx", 2020)
    kinds = [f.kind for f in reading.findings if f.must_be_mended]
    return sorted(reading.observations["period"].to_list()), kinds


BODY = (["地区", "用电量（亿千瓦时）"], ["唐山市", 300])


@pytest.mark.parametrize("part", ["1—11月", "1-2月", "前三季度", "截至11月底", "计划", "预测"])
def test_a_title_of_a_part_is_asked_about(hebei, tmp_path, part):
    rows = [[f"2020年{part}各市情况"], *BODY]
    assert found(hebei, tmp_path, rows) == ([], ["SK-I022"])


def test_so_is_the_name_of_the_sheet(hebei, tmp_path):
    assert found(hebei, tmp_path, BODY, sheet="2020年1-11月") == ([], ["SK-I022"])
    rows = [["2020年各市情况"], *BODY]
    assert found(hebei, tmp_path, rows, sheet="1-11月") == ([], ["SK-I022"])
    assert found(hebei, tmp_path, rows, sheet="3月报送") == (["2020"], [])
    part = [["2020年1-11月各市情况"], *BODY]
    assert found(hebei, tmp_path, part, sheet="2020年") == ([], ["SK-I022"])


@pytest.mark.parametrize(
    ("title", "period"),
    [("2020年1月份各市情况", "2020-01"), ("2020年上半年各市情况", "2020-H1"), ("2020年", "2020")],
)
def test_parts_that_have_a_form_are_taken_as_that(hebei, tmp_path, title, period):
    assert found(hebei, tmp_path, [[title], *BODY]) == ([period], [])


def test_a_second_title_says_the_part(hebei, tmp_path):
    rows = [["2020年各市情况"], ["（1-11月累计）"], *BODY]
    assert found(hebei, tmp_path, rows) == ([], ["SK-I022"])


def test_a_column_says_its_part_before_the_title(hebei, tmp_path):
    head = [["地区", "用电量（亿千瓦时）", "用电量（亿千瓦时）"], ["", "1月", "2月"]]
    rows = [["2020年1-2月各市情况"], *head, ["唐山市", 30, 28]]
    assert found(hebei, tmp_path, rows) == (["2020-01", "2020-02"], [])


def test_a_group_title_says_the_part(hebei, tmp_path):
    rows = [["2020年各市情况"], BODY[0], ["1-11月"], BODY[1]]
    assert found(hebei, tmp_path, rows) == ([], ["SK-I022"])


def test_a_layout_says_the_period(hebei, tmp_path):
    rows = [["2020年1—11月各市情况"], *BODY]
    assert found(hebei, tmp_path, rows, layout="period: 2020年\n") == (["2020"], [])


@pytest.mark.parametrize("head", ["去年同期", "上年同期数", "上年", "同期"])
def test_the_year_before_is_that_year_where_a_layout_names_it(hebei, tmp_path, head):
    rows = [
        ["2020年各市用电（单位：亿千瓦时）"],
        ["地区", "本月止累计", head],
        ["唐山市", 300, 290],
    ]
    layout = f"headers: [{{says: {head}, indicator: 全社会用电量}}]\nskip: [本月止累计]\n"
    assert found(hebei, tmp_path, rows, layout=layout) == (["2019"], [])


def test_a_heading_with_its_own_year_keeps_it(hebei, tmp_path):
    rows = [["2020年各市用电（单位：亿千瓦时）"], ["地区", "上年（2018年）"], ["唐山市", 290]]
    layout = "headers: [{says: 上年*, indicator: 全社会用电量}]\n"
    assert found(hebei, tmp_path, rows, layout=layout) == (["2018"], [])


def test_what_is_summed_up_to_this_month_is_asked_about(hebei, tmp_path):
    rows = [["2020年各市情况"], ["指标", "单位", "本月止累计"], ["用电量", "亿千瓦时", 300]]
    assert found(hebei, tmp_path, [["唐山市"], *rows]) == ([], ["SK-I271"])


def test_an_indicator_that_is_of_the_year_before_by_its_name_is_no_matter(hebei, tmp_path):
    rows = [
        ["2020年各市情况"],
        ["地区", "用电量（亿千瓦时）", "比上年增长（%）"],
        ["唐山市", 300, 2],
    ]
    assert found(hebei, tmp_path, rows) == (["2020"], [])


DATES = [
    "2021年1月报送",
    "2021年1月15日填报",
    "于2021年1月底前上报",
    "印发于2021年1月",
    "2021年报送",
    "填报时间：2021年1月15日",
    "打印日期：2021-01-15",
    "2021年1月制表",
]


@pytest.mark.parametrize("date", DATES)
def test_a_date_of_reporting_is_no_period(hebei, tmp_path, date):
    assert found(hebei, tmp_path, [[f"各市能源消费统计表（{date}）"], *BODY]) == ([], ["SK-I022"])
    assert found(hebei, tmp_path, [["各市能源消费统计表"], [date], *BODY]) == ([], ["SK-I022"])


@pytest.mark.parametrize("date", DATES)
def test_beside_a_date_of_reporting_the_year_holds(hebei, tmp_path, date):
    titled = [[f"2020年各市能源消费统计表（{date}）"], *BODY]
    assert found(hebei, tmp_path, titled) == (["2020"], [])
    assert found(hebei, tmp_path, [["2020年各市情况"], [date], *BODY]) == (["2020"], [])


def test_the_name_of_a_sheet_may_say_when_it_was_reported(hebei, tmp_path):
    assert found(hebei, tmp_path, BODY, sheet="2021年1月报送") == ([], ["SK-I022"])
    assert found(hebei, tmp_path, BODY, sheet="2020年上报数据") == (["2020"], [])
