"""A figure printed in a coarser unit than it is asked for has the digits that are printed."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from shuangkong.assess.assess import assess
from shuangkong.assess.judgement import Judgement, Outcome
from shuangkong.assess.printed import last_digit
from shuangkong.units import STANDARD
from shuangkong.vocabulary import Form, View

Kit = Callable[[str], Any]


@pytest.mark.parametrize(
    ("raw", "raw_unit", "value", "unit", "digit"),
    [
        ("0.19", "亿吨", 1900.0, "万吨", 100),
        ("0.1925", "亿吨", 1925.0, "万吨", 1),
        ("0.190000", "亿吨", 1900.0, "万吨", Fraction(1, 100)),
        ("０．１９", "亿吨", 1900.0, "万吨", 100),
        ("0.19¹", "亿吨", 1900.0, "万吨", 100),
        ("0.19亿吨", "亿吨", 1900.0, "万吨", 100),
        ("0.19亿", "吨", 1900.0, "万吨", 100),
        ("1,600", "万亿元", 16_000_000.0, "亿元", 10_000),
        ("2", "亿吨", 20_000.0, "万吨", 10_000),
        ("-0.5", "亿吨", -5000.0, "万吨", 1000),
        ("1.9E-1", "亿吨", 1900.0, "万吨", 100),
        ("0.0", "亿吨", 0.0, "万吨", 1000),
        (".19", "亿吨", 1900.0, "万吨", 100),
        # the unit asked for, a finer one, no word of the unit
        ("1900", "万吨", 1900.0, "万吨", None),
        ("1900.0", "万吨", 1900.0, "万吨", None),
        ("19000000", "吨", 1900.0, "万吨", None),
        ("3.5%", "%", 3.5, "%", None),
        ("1900", "", 1900.0, "万吨", None),
        (None, None, 1900.0, "万吨", None),
        # the sum of quarters is not the number that is printed
        ("475", "亿吨", 19_000_000.0, "万吨", None),
    ],
)
def test_how_finely_a_figure_is_printed(
    raw: str | None, raw_unit: str | None, value: float, unit: str, digit: Fraction | int | None
) -> None:
    assert last_digit(raw, raw_unit, value, unit, STANDARD) == digit


def final(plan: Any, observations: pl.DataFrame) -> Judgement:
    result = assess(plan, 2020, observations).results["130500"]
    return next(j for j in result.judgements if j.view is View.FINAL)


def printed(kit: Kit, raw_unit: str, raws: dict[int, str], values: dict[int, float]) -> Any:
    data = kit("figures")({("level", year): value for year, value in values.items()}, unit="万吨")
    return data.with_columns(raw=pl.Series(list(raws.values())), raw_unit=pl.lit(raw_unit))


@pytest.mark.parametrize(
    ("raw_unit", "base", "reached", "open_"),
    [
        ("亿吨", "0.19", "0.1833", True),
        ("亿吨", "0.190000", "0.183300", False),
        ("亿吨", "0.190000", "0.1833000000", False),
        ("万吨", "1900", "1833", False),
        ("吨", "19000000", "18330000", False),
    ],
)
def test_what_the_printed_digits_leave_open_is_said(
    kit: Kit, raw_unit: str, base: str, reached: str, open_: bool
) -> None:
    target = kit("a_target")(indicator="level", value=kit("amount")("3.5%"))
    data = printed(kit, raw_unit, {2015: base, 2020: reached}, {2015: 1900, 2020: 1833})

    found = final(kit("a_plan")(target), data)

    assert found.outcome is Outcome.MET, "judged as reported, whatever the digits leave open"
    assert found.is_left_open is open_
    assert any("按印出的位数有舍入" in said for said in found.remarks) is open_


@pytest.mark.parametrize(
    ("raw_unit", "raw", "open_"),
    [("亿吨", "0.19", True), ("亿吨", "0.1900", False), ("万吨", "1900", False)],
)
def test_a_level_printed_coarsely_is_held_against_its_cap(
    kit: Kit, raw_unit: str, raw: str, open_: bool
) -> None:
    target = kit("a_target")(indicator="level", form=Form.AT_MOST, value=kit("amount")("1930 万吨"))

    found = final(kit("a_plan")(target), printed(kit, raw_unit, {2020: raw}, {2020: 1900}))

    assert (found.outcome, found.is_left_open) == (Outcome.MET, open_)
