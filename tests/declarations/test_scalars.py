import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shuangkong import units
from shuangkong.declarations import scalars
from shuangkong.vocabulary import Amount, Month

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


@given(st.integers(1000, 2999), st.one_of(st.none(), st.integers(1, 12)))
def test_a_month_is_read_back_as_it_was_printed(year, month):
    assert scalars.month(str(Month(year, month))) == Month(year, month)


@given(st.text(max_size=30))
def test_no_text_breaks_a_parser(text):
    for parse in (
        scalars.amount,
        scalars.decimal,
        scalars.integer,
        scalars.boolean,
        scalars.date,
        scalars.month,
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


@pytest.mark.parametrize("text", ["2017-13", "2017-0", "17", "2017年", "20200"])
def test_what_is_no_month(text):
    assert scalars.month(text) is None
