"""Two figures that differ never look the same beside a verdict."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shuangkong.assess.digits import digits_apart
from shuangkong.documents.text import figure

values = st.decimals(-1000, 1000, places=9)


@pytest.mark.parametrize(
    ("first", "second", "unit", "decimals", "printed"),
    [
        ("120.0000004", "120", "万吨", 2, ("120.0000004", "120.0000000")),
        ("0.0366", "0.0367", "%", 1, ("3.66%", "3.67%")),
        ("0.0366", "0.0366", "%", 1, ("3.7%", "3.7%")),
        ("5", "6", "", 0, ("5", "6")),
    ],
)
def test_decimals_grow_until_two_figures_differ(first, second, unit, decimals, printed):
    found = digits_apart(D(first), D(second), unit, decimals)
    texts = tuple(figure(D(one), unit, found).split("\u00a0")[0] for one in (first, second))
    assert texts == printed


@given(values, values, st.integers(0, 4), st.sampled_from(["", "%", "万吨标准煤"]))
def test_different_figures_are_printed_differently(first, second, decimals, unit):
    found = digits_apart(first, second, unit, decimals)
    assert found >= decimals
    same = figure(first, unit, found) == figure(second, unit, found)
    assert same == (first == second)
    assert found == decimals or figure(first, unit, found - 1) == figure(second, unit, found - 1)
