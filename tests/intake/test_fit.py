"""One wrong figure is one finding at its own cell, with the value that would be right."""

import dataclasses
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shuangkong.formulas import Name, parse, to_exact
from shuangkong.intake import read_submissions
from shuangkong.intake.checks.report import check
from shuangkong.intake.consistency.judge import judged
from shuangkong.intake.consistency.rules import probes_of
from shuangkong.intake.consistency.slips import Slip, row_power
from shuangkong.intake.consistency.solve import solved
from shuangkong.vocabulary import CheckRule, Severity

from tests.formulas.stands import sound_plan
from tests.intake.test_forms import form_of, sound

YEARS = tuple(range(2015, 2021))


def values(**changes: str) -> dict[tuple[str, int], Decimal]:
    """A sound city's figures with some replaced: `gdp_2020="1"`."""
    found = {key: Decimal(str(value)) for key, value in sound().items()}
    for name, value in changes.items():
        indicator, _, year = name.rpartition("_")
        found[indicator, int(year)] = Decimal(value)
    return found


def verdict(plan, **changes: str):
    return judged(plan, "130300", probes_of(plan, "city", YEARS), values(**changes))


def test_sound_figures_break_nothing(hebei):
    found = verdict(hebei)
    assert not found.culprits
    assert not found.broken


@pytest.mark.parametrize(
    ("changes", "slip"),
    [
        ({"energy_total_2020": "42233400"}, Slip.POWER),
        ({"energy_total_2018": "413.2"}, Slip.POWER),
        ({"energy_intensity_change_2020": "4.98"}, Slip.SIGN),
        ({"energy_intensity_change_2017": "-0.0498"}, Slip.FRACTION),
        ({"gdp_growth_2020": "0.064"}, Slip.FRACTION),
        ({"energy_total_growth_2020": "45.2"}, Slip.NONE),
        ({"gdp_2020": "9000"}, Slip.NONE),
        ({"gdp_2015": "5400"}, Slip.NONE),
    ],
)
def test_the_culprit_is_named_alone(hebei, changes, slip):
    found = verdict(hebei, **changes)
    (name,) = changes
    indicator, _, year = name.rpartition("_")
    (one,) = found.culprits
    assert one.cell == (indicator, int(year))
    assert one.slip is slip
    right = Decimal(str(sound()[one.cell]))
    assert one.expected is not None
    assert abs(one.expected - right) <= max(abs(right) * Decimal("0.002"), Decimal("0.06"))
    assert not [b for b in found.broken if b.test.severity.value == "error"]


@settings(max_examples=60)
@given(
    indicator=st.sampled_from(("energy_total", "gdp", "energy_total_growth", "gdp_growth")),
    year=st.sampled_from(YEARS[1:]),
    factor=st.sampled_from(("0.5", "1.6", "-1", "10", "0.1", "10000", "0.01")),
)
def test_any_one_wrong_figure_is_the_only_culprit(hebei, indicator, year, factor):
    wrong = Decimal(str(sound()[indicator, year])) * Decimal(factor)
    found = verdict(hebei, **{f"{indicator}_{year}": str(wrong)})
    assert {one.cell for one in found.culprits} == {(indicator, year)}


def test_a_copied_year_is_called_that(hebei):
    found = verdict(hebei, energy_total_2020=str(sound()["energy_total", 2019]))
    assert [one.slip for one in found.culprits] == [Slip.COPIED]


def test_a_row_in_another_unit_is_one_finding(hebei, tmp_path):
    rows = {k: (float(str(v)) * 10_000 if k[0] == "gdp" else v) for k, v in sound().items()}
    path = form_of(hebei, "130300", tmp_path / "x.xlsx", rows)
    found = check(hebei, read_submissions(hebei, path, 2020), 2020).findings
    (grave,) = [f for f in found if f.severity.value in ("error", "warning")]
    assert grave.kind == "SK-C101"
    assert {place.cell for place in grave.marks} == {f"{c}8" for c in "DEFGHI"}


def test_a_row_that_fits_is_in_its_unit(hebei):
    gdp = hebei.indicators["gdp"]
    assert row_power(gdp, [Decimal(50_000_000), Decimal(52_000_000)]) == 4
    assert row_power(gdp, [Decimal(50_000_000), Decimal(5200)]) == 0
    assert row_power(gdp, [Decimal(50_000_000)]) == 0


def test_what_two_forms_of_a_city_hold_is_checked_all_the_same(hebei, tmp_path):
    form_of(hebei, "130300", tmp_path / "旧.xlsx", sound())
    form_of(hebei, "130300", tmp_path / "新.xlsx", sound() | {("gdp", 2020): "68140000"})
    found = check(hebei, read_submissions(hebei, tmp_path, 2020), 2020).findings
    assert [(f.kind, f.place.file, f.place.cell) for f in found if f.kind == "SK-C103"] == [
        ("SK-C103", "新.xlsx", "I8")
    ]


@pytest.mark.parametrize(
    "text", ["a ~ b / c - 1", "1 + a ~ (1 + b) * (1 + c)", "a ~ round(b / c, 4)", "-a ~ b - c"]
)
def test_a_solved_equation_holds(text):
    node = parse(f"{text} ± 0.01%")
    left, right = node.args[0], node.args[1]
    for name in ("a", "b", "c"):
        filled = {"a": Fraction(3, 2), "b": Fraction(1, 4), "c": Fraction(2)}
        found = solved(left, right, Name(name))
        assert found is not None
        filled[name] = to_exact(found, lambda one, known=filled: known[one.name])
        sides = [to_exact(one, lambda n, known=filled: known[n.name]) for one in (left, right)]
        assert abs(sides[0] - sides[1]) < 1e-4


def test_what_stands_twice_is_not_solved_for():
    node = parse("a ~ a / b ± 0.01%")
    assert solved(node.args[0], node.args[1], Name("a")) is None


def test_an_amount_below_nought_is_asked_for_its_sign_only(hebei, tmp_path):
    rows = {**sound(), ("electricity", 2019): -4_000_000, ("coal_total", 2020): -3}
    path = form_of(hebei, "130300", tmp_path / "x.xlsx", rows)
    found = check(hebei, read_submissions(hebei, path, 2020), 2020).findings
    mends = [f.mend for f in found if f.kind in ("SK-C001", "SK-C002")]
    assert mends
    assert not [mend for mend in mends if "单位" in mend or "正负号" not in mend]


@pytest.mark.parametrize(
    "rule", ["x > at(x, 2018)", "x > 100 and prior(x) > 0", "if(x > 100, prior(x) > 0, x > 100)"]
)
def test_a_rule_that_names_other_years_is_said_once_wherever_it_fails(tmp_path, rule):
    plan = sound_plan(tmp_path / "plan")
    asked = CheckRule(
        id="k", name="试", severity=Severity.WARNING, rule=rule, message="不符", mend="核对"
    )
    plan = dataclasses.replace(plan, checks={"k": asked})
    data = tmp_path / "数.csv"
    rows = ["甲省,x,2018,9,倍", "甲省,x,2020,9,倍", "子市,x,2018,9,倍", "子市,x,2019,8,倍"]
    data.write_text("\n".join(["entity,indicator,period,value,unit", *rows]), encoding="utf-8")

    found = check(plan, read_submissions(plan, data, 2020), 2020).findings

    said = sorted((f.entity, f.year) for f in found if f.kind == "SK-C:k")
    assert said == [("100000", 2018), ("100000", 2020), ("100100", 2018), ("100100", 2019)]
