"""What a formula measures, and every way in which its parts do not fit together."""

from fractions import Fraction

import pytest
from shuangkong.formulas import FormulaError, Name, parse
from shuangkong.formulas.dimensions import Measure, measure
from shuangkong.units import STANDARD

UNITS = {
    "coal": "万吨标准煤",
    "gas": "吨标准煤",
    "gdp": "亿元",
    "people": "万人",
    "share": "%",
}


def unit_of(name: Name):
    return STANDARD.unit(UNITS[name.name]) if name.name in UNITS else None


def measured(text: str) -> Measure:
    return measure(parse(text), unit_of, text)


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("coal ** 2", "coal * coal"),
        ("coal ** -1 * gdp", "gdp / coal"),
        ("round(coal, 2)", "coal"),
        ("root(share, 3)", "share"),
        ("max(coal, coal * 2, 0)", "coal"),
        ("floor(abs(coal))", "coal"),
        ("if(state == '已完成', coal, 0)", "coal"),
        ("steps(coal / gdp, coal / gdp, coal, 0, coal, coal)", "coal"),
        ("coal + 3", "coal"),
    ],
)
def test_a_formula_measures(text: str, like: str) -> None:
    assert measured(text) == measured(like)


def test_a_power_of_nought_is_a_plain_ratio() -> None:
    assert measured("coal ** 0") == Measure((), Fraction(1))


def test_a_missing_figure_and_a_comparison_are_conditions() -> None:
    for text in ("missing(coal)", "coal > 3", "非 coal > 3 或 missing(gdp)", "coal ~ coal ± 1"):
        assert measured(text).truth


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("coal + gdp", "不是同一种量"),
        ("coal - gas", "相差 10000 倍"),
        ("coal > people", "不是同一种量"),
        ("max(coal, gdp)", "不是同一种量"),
        ("state + 1", "文字（状态、类别）不能参加计算"),
        ("state > 'a'", "分不出大小"),
        ("state == 3", "一边是数，一边不是"),
        ("(coal > 1) + 1", "条件成立与否不是一个数"),
        ("(coal > 1) == (gdp > 1)", "条件不能再与别的比较"),
        ("if(coal, 1, 2)", "这里要的是条件"),
        ("coal > 1 且 gdp", "这里要的是条件"),
        ("round(coal, 11)", "0 到 10 的整数"),
        ("round(coal, gdp)", "0 到 10 的整数"),
        ("root(coal, 0)", "1 到 100 的整数"),
        ("coal ** share", "100 以内的整数"),
        ("coal ** 0.5", "100 以内的整数"),
        ("steps(coal, gdp, 1, 0)", "不是同一种量"),
        ("steps(coal, coal, coal, gdp)", "不是同一种量"),
    ],
)
def test_what_does_not_fit_is_said(text: str, why: str) -> None:
    with pytest.raises(FormulaError, match=why) as found:
        measured(text)
    assert found.value.mend
    assert found.value.text == text
