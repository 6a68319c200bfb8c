"""A slip is suggested only where the figure would then be like that of the year before."""

from decimal import Decimal

import pytest
from shuangkong.intake.consistency.said import hint, times_said
from shuangkong.vocabulary import Indicator


def amount() -> Indicator:
    return Indicator(id="power", name="用电量", unit="亿千瓦时")


@pytest.mark.parametrize(
    ("value", "before", "meant"),
    [("999", "61.65", ""), ("616.5", "61.65", "61.65"), ("638", "61.65", "63.8")],
)
def test_only_what_is_like_the_year_before_is_suggested(value, before, meant):
    said = hint(Decimal(value), amount(), Decimal(before))
    assert (f"应为 {meant} " in said) if meant else (said == "")


@pytest.mark.parametrize(
    ("times", "said"),
    [("10.3", "10倍"), ("16.2", "16倍"), ("0.0617", "16倍"), ("0.1", "10倍"), ("9800", "1万倍"),
     ("15.5", "16倍"), ("8.5", "10倍"), ("31000", "31000倍")],
)  # fmt: skip
def test_how_many_times_is_said_as_it_is(times, said):
    exact = Decimal(times)
    assert times_said(round(abs(exact.log10())), exact) == said
