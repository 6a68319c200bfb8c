import datetime
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shuangkong import units
from shuangkong.declarations import scalars
from shuangkong.vocabulary import Amount, Deadline, Every, Moment, Span

NUMBERS = st.decimals(
    min_value=Decimal(-(10**9)), max_value=Decimal(10**9), places=4, allow_nan=False
).map(lambda d: d.normalize() + 0)
UNITS = st.sampled_from(
    sorted({unicodedata.normalize("NFKC", u.text) for u in units.table().values()})
)


@given(NUMBERS, UNITS)
def test_an_amount_is_read_back_as_it_was_printed(number, unit):
    amount = Amount(number, number, unit)

    assert scalars.amount(str(amount)) == amount


@given(NUMBERS, NUMBERS, UNITS)
def test_a_range_is_read_back_as_it_was_printed(one, other, unit):
    amount = Amount(min(one, other), max(one, other), unit)

    assert scalars.amount(str(amount)) == amount


YEARS = st.integers(1000, 2999)
MONTHS = st.builds(lambda y, m: Moment(y, month=m), YEARS, st.integers(1, 12))
DAYS = st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)).map(
    lambda d: Moment(d.year, month=d.month, day=d.day)
)
QUARTERS = st.builds(Moment, YEARS, st.integers(1, 4))
MOMENTS = st.one_of(st.builds(Moment, YEARS), QUARTERS, MONTHS, DAYS)
SPANS = st.builds(
    lambda start, first, more: Span(first, first + more, start),
    st.one_of(MONTHS, DAYS),
    st.integers(1, 60),
    st.integers(0, 60),
)
DEADLINES = st.one_of(
    MOMENTS.map(Deadline),
    SPANS.map(lambda span: Deadline(span.start.later(span.last), span)),
    st.sampled_from([Deadline(), Deadline(standing=True)]),
)


@given(DEADLINES)
def test_a_deadline_is_read_back_as_it_was_printed(deadline):
    assert scalars.deadline(str(deadline)) == deadline


@given(MOMENTS)
def test_a_moment_is_told_by_its_digits(moment):
    assert Moment.of(moment.number) == moment


def test_a_span_ends_so_many_months_after_its_start():
    found = scalars.deadline("12..18 months after 2024-06")

    assert found is not None
    assert found.at == Moment(2025, month=12)
    assert found.chinese == "2024年6月起12至18个月内（至2025年12月底）"
    assert scalars.deadline("1 month after 2024-01-31").at == Moment(2024, month=2, day=29)


NO_DEADLINES = (
    *("2017-13", "2017-0", "17", "2017年", "20200", "2017-Q5", "2017-02-29", "soon", ""),
    *("18..12 months after 2024-06", "6 months after 2024", "standing 2020"),
)


@pytest.mark.parametrize("text", NO_DEADLINES)
def test_what_is_no_deadline_is_none(text):
    assert scalars.deadline(text) is None


@pytest.mark.parametrize(("text", "years"), [("year", 1), ("2 years", 2), ("1 year", 1)])
def test_a_duty_falls_due_once_in_some_years(text, years):
    assert scalars.every(text) == Every(years)
    assert scalars.every("0 years") is None


@given(st.text(max_size=30))
def test_no_text_breaks_a_parser(text):
    for parse in (
        scalars.amount,
        scalars.decimal,
        scalars.integer,
        scalars.boolean,
        scalars.date,
        scalars.deadline,
        scalars.every,
    ):
        parse(text)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("17%", "17", "17", "%"),
        ("１７％", "17", "17", "%"),
        ("32,785 万吨标准煤", "32785", "32785", "万吨标准煤"),
        ("6%~7%", "6", "7", "%"),
        ("6%—7%", "6", "7", "%"),
        ("3至5个百分点", "3", "5", "个百分点"),
        ("−5.97%", "-5.97", "-5.97", "%"),
        ("1000", "1000", "1000", ""),
        ("4.5 tCO2", "4.5", "4.5", "tCO2"),
        ("0.5 吨标准煤/万元", "0.5", "0.5", "吨标准煤/万元"),
    ],
)
def test_amounts_as_they_are_written(text, low, high, unit):
    assert scalars.amount(text) == Amount(Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize(
    "text",
    ["", "约17%", "17~", "7%~6%", "1~2~3", "6 吨~7 万吨", "1.2.3 万吨", "17%，左右8", "3 5", "%"],
)
def test_what_is_no_amount(text):
    assert scalars.amount(text) is None


@pytest.mark.parametrize("text", ["1,23", "1e5", "0x10", "二", "1.", ".5", "", "nan", "1 2"])
def test_what_is_no_number(text):
    assert scalars.decimal(text) is None


def test_numbers_are_never_octal_and_words_never_booleans():
    assert scalars.integer("010") == 10
    assert scalars.boolean("no") is None
    assert scalars.boolean("yes") is None


@pytest.mark.parametrize("text", ["2017-02-30", "20170426", "2017-W01-1", "2017-4-6"])
def test_what_is_no_date(text):
    assert scalars.date(text) is None
