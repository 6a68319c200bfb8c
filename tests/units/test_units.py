from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shuangkong import units

SIMPLE = sorted({u.text for u in units.table().values()})


@pytest.mark.parametrize(
    ("value", "source", "wanted", "expected"),
    [
        ("12.5", "万吨标准煤", "吨标准煤", "125000"),
        ("0.532", "万吨标准煤/万元", "吨标准煤/万元", "5320"),
        ("32785", "万tce", "亿吨标准煤", "3.2785"),
        ("305", "克标准煤/千瓦时", "千克标准煤/千瓦时", "0.305"),
        ("29395", "万 吨 标准煤", "万吨标准煤", "29395"),
        ("17", "％", "%", "17"),
    ],
)
def test_convert_is_exact(value: str, source: str, wanted: str, expected: str) -> None:
    assert units.convert(Decimal(value), source, wanted) == Decimal(expected)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [("亿千瓦时", "万吨标准煤"), ("吉焦", "吨标准煤"), ("万元", "万吨"), ("%", "万吨标准煤")],
)
def test_convert_refuses_another_kind_of_quantity(source: str, wanted: str) -> None:
    with pytest.raises(units.UnitError, match="不是同一种量"):
        units.convert(Decimal(1), source, wanted)


def test_unknown_unit_is_refused() -> None:
    with pytest.raises(units.UnitError, match="不认识计量单位“万桶”"):
        units.unit("万桶")


@given(
    st.decimals(-(10**9), 10**9, places=6, allow_nan=False),
    st.sampled_from(SIMPLE),
    st.sampled_from(SIMPLE),
)
def test_round_trip_gives_the_value_back(value: Decimal, one: str, other: str) -> None:
    if units.unit(one).dimension != units.unit(other).dimension:
        return
    there = Fraction(value) * units.ratio(one, other)

    assert there * units.ratio(other, one) == Fraction(value)


@pytest.mark.parametrize(
    ("unit", "scale"),
    [("%", "1/100"), ("个百分点", "1/100"), ("万吨", "1"), ("", "1"), ("倍", "1")],
)
def test_scale_inside_formulas(unit: str, scale: str) -> None:
    assert units.scale(unit) == Fraction(scale)


@pytest.mark.parametrize(
    ("unit", "wanted", "ratio"),
    [
        ("千万吨标准煤", "万吨标准煤", "1000"),
        ("十万吨", "万吨", "10"),
        ("百亿千焦", "吉焦", "10000"),
        ("千万千瓦时", "亿千瓦时", "0.1"),
        ("万亿元", "亿元", "10000"),
        ("亿kWh", "亿千瓦时", "1"),
    ],
)
def test_any_count_may_stand_before_a_unit(unit: str, wanted: str, ratio: str) -> None:
    assert units.convert(Decimal(1), unit, wanted) == Decimal(ratio)


@pytest.mark.parametrize("unit", ["千%", "万‰", "亿", "吨碳"])
def test_what_is_no_unit_stays_unknown(unit: str) -> None:
    """A tonne of carbon is not a tonne of carbon dioxide, and a count alone is no unit."""
    assert units.STANDARD.find(unit) is None
