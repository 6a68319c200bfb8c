from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shuangkong.intake.parts_of_year import part_of_year
from shuangkong.intake.periods import (
    is_plain,
    leading_period,
    period_of,
    period_within,
    span_of_years,
)
from shuangkong.intake.values import CellSort, parse
from shuangkong.intake.words import (
    name_of,
    plain,
    readable,
    shown_name,
    split_unit,
    unit_note,
    unit_of,
)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("1,234.5", "1234.5", None),
        ("1，234，567", "1234567", None),
        ("1 234.5", "1234.5", None),
        ("－５.９７％", "-5.97", "%"),
        ("−3", "-3", None),
        ("—5.97", "-5.97", None),
        ("(12)", "-12", None),
        ("（12.5）", "-12.5", None),
        ("+0.3", "0.3", None),
        ("- 3.5", "-3.5", None),
        ("下降3.2%", "-3.2", "%"),
        ("增长3.2%", "3.2", "%"),
        ("1.2万", "12000", None),
        ("3.5亿元", "3.5", "亿元"),
        ("1234万吨标准煤", "1234", "万吨标准煤"),
        ("0", "0", None),
        ("1e5", "100000", None),
        (".5", "0.5", None),
        ("  7 ", "7", None),
        ("'007", "7", None),
    ],
)
def test_numbers_as_people_write_them(text, number, unit):
    value = parse(text)
    assert (value.sort, value.number, value.unit) == (CellSort.NUMBER, Decimal(number), unit)


@pytest.mark.parametrize(
    ("text", "number", "note"),
    [
        ("32785（不含原料用能）", "32785", "不含原料用能"),
        ("12.3¹", "12.3", "¹"),
        ("12.3①", "12.3", "①"),
        ("12.3*", "12.3", "*"),
        ("5.97%[1]", "5.97", "1"),
    ],
)
def test_footnote_marks_never_become_digits(text, number, note):
    value = parse(text)
    assert (value.number, value.note) == (Decimal(number), note)


@pytest.mark.parametrize(
    "text", ["", " ", "—", "-", "－", "..", "暂缺", "数据暂缺", "N/A", "/", "待核实"]
)
def test_missing_is_missing_and_never_zero(text):
    assert parse(text) == parse("")
    assert parse(text).sort is CellSort.MISSING


@pytest.mark.parametrize("text", ["…", "……", "..."])
def test_below_the_smallest_unit_is_neither_missing_nor_zero(text):
    value = parse(text)
    assert (value.sort, value.number) == (CellSort.TINY, None)


@pytest.mark.parametrize(
    "text", ["1,23", "12,34,5", "3-5", "1.2.3", "10～20", "2020-07-01", "12 34"]
)
def test_what_cannot_be_read_for_certain_is_no_number(text):
    assert parse(text).sort in (CellSort.UNCLEAR, CellSort.TEXT)


@pytest.mark.parametrize(
    "text", ["石家庄", "4183.2O", "约100", "[note 1]", "=1+1", "1/2", "x" * 500]
)
def test_texts_are_texts(text):
    assert parse(text).number is None


@given(st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=4))
def test_any_plain_decimal_is_read_exactly(number):
    assert parse(f"{number:f}").number == number
    assert parse(f"{number:,}").number == number


@given(st.text(max_size=200))
def test_no_text_whatever_makes_the_parsers_fail(text):
    parse(text)
    period_of(text)
    period_within(text)
    part_of_year(text)
    leading_period(text)
    assert isinstance(shown_name(text), str)
    assert isinstance(name_of(text), str)
    split_unit(text)
    unit_note(text)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2019", "2019"), ("2019年", "2019"), ("２０１９ 年", "2019"), ("（2022年）", "2022"),
        ("二〇一九年", "2019"), ("2019年度", "2019"), ("2019年上半年", "2019-H1"),
        ("2019年1-6月", "2019-H1"), ("2019年一季度", "2019-Q1"), ("2019年12月", "2019-12"),
        ("2019-06", "2019-06"), ("比2021年", None), ("2016-2020", None), ("2073.7", None),
        ("1899年", None), ("2015年价格", None), ("2019年前四季度", "2019"),
        ("2019年第一至四季度", "2019"), ("2019年1-11月", None), ("2019年前三季度", None),
    ],
)  # fmt: skip
def test_periods(text, period):
    assert period_of(text) == period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2019年分省公报", "2019"),
        ("河北省能源平衡表（2015）", "2015"),
        ("2016-2020年降低率", None),
        ("2019年GDP（按2015年价格计算）", "2019"),
        ("比2018年", None),
        ("国内生产总值指数(1978年=100)", None),
        ("2026年第三季度各市情况", "2026-Q3"),
        ("各市2026年1月至6月情况", "2026-H1"),
        ("2026年12月各市情况", "2026-12"),
        ("2026年1—12月各市情况", "2026"),
        ("截至2026年12月31日各市情况", "2026"),
        ("2026年前四季度", "2026"),
        ("2026年度节能目标任务完成情况", "2026"),
        ("2026年第一产业情况", "2026"),
    ],
)
def test_periods_inside_titles(text, period):
    assert period_within(text) == period


@pytest.mark.parametrize(
    "title",
    [
        "2026年1—11月各市情况", "2026年1—2月各市情况", "2026年一至十一月情况",
        "2026年1月-11月情况", "2026年1–11月情况", "2026年前三季度情况", "2026年一至三季度情况",
        "2026年前11个月情况", "2026年截至11月底情况", "截至2026年11月30日各市情况",
        "2026年1-10月累计", "2026年9月累计情况", "2026年三季度累计", "各市情况（2026年1-11月）",
        "2026年计划", "2026年预测各市情况", "2026年各市情况（预计）",
    ],
)  # fmt: skip
def test_a_title_of_no_whole_year_and_of_no_actual_one_names_no_year(title):
    found = period_within(title)
    assert found is not None
    assert found.startswith("2026年")
    assert not is_plain(found)


def test_parts_of_a_year_that_have_no_form_are_no_year():
    assert part_of_year("1-2月") == ("?1-2月", "")
    assert not is_plain("2020年1-2月")
    assert span_of_years("2016—2020年累计")


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("能源消费总量（万吨标准煤）", "能源消费总量", "万吨标准煤"),
        ("能源消费总量,万吨标准煤", "能源消费总量", "万吨标准煤"),
        ("万元地区生产总值能耗\n上升或下降(±%)", "万元地区生产总值能耗上升或下降", "%"),
        ("GDP（2015年价，亿元）", "GDP(2015年价)", "亿元"),
        ("GDP(单位:亿元)", "GDP", "亿元"),
        ("国内生产总值指数(1978年=100)", "国内生产总值指数", "1978年=100"),
        ("石家庄(不含辛集市)", "石家庄(不含辛集市)", None),
        ("Total consumption\n(GWh):\nAll meters\n", "Totalconsumption:Allmeters", "GWh"),
    ],
)
def test_labels_and_their_units(text, name, unit):
    assert split_unit(text) == (name, unit)


def test_units_and_names_made_comparable():
    assert unit_note("单位：万吨标准煤、%") == ("万吨标准煤", "%")
    assert unit_of("2015年") is None
    assert unit_of("(10 000  tce)") == "10 000 tce"
    assert plain("邢　台 市") == "邢台市"
    assert readable("All  local\nauthorities") == "All local authorities"
    assert name_of("  其中：（一）煤炭") == "煤炭"
