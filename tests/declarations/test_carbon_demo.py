"""Another province, another period, carbon instead of energy: declared, with no line of code."""

import csv
from fractions import Fraction

import pytest
from shuangkong import resources
from shuangkong.api.assessing import assess
from shuangkong.assess.judgement import Outcome
from shuangkong.declarations.checking import check, failed
from shuangkong.vocabulary import View

DEMO = resources.samples() / "carbon-demo"


@pytest.fixture(scope="module")
def assessment():
    return assess(DEMO, 2028, DEMO / "data")


def reported(city, indicator, year):
    with (DEMO / "data" / "示例数据.csv").open(encoding="utf-8", newline="") as file:
        (row,) = (
            r
            for r in csv.DictReader(file)
            if (r["entity"], r["indicator"], r["period"]) == (city, indicator, str(year))
        )
    return Fraction(row["value"])


def net_total(city, year):
    renewable = {
        y: reported(city, "renewable_power", y) * reported(city, "grid_factor", y)
        for y in (2025, year)
    }
    added = max(renewable[year] - renewable[2025], 0)
    return reported(city, "carbon_total", year) - reported(city, "feedstock_carbon", year) - added


def test_plan_is_sound_and_marked_synthetic():
    assert not failed(check(DEMO))
    assert "（虚构）" in (DEMO / "plan.yaml").read_text(encoding="utf-8")


def test_everything_made_from_it_carries_the_mark(assessment):
    assert assessment.verification == "synthetic"


def test_total_is_judged_after_deductions(assessment):
    judged = assessment.results["980100"].judgement("carbon-total", View.PROGRESS)

    assert Fraction(judged.actual) == net_total("云岭市", 2028)
    allowed = (4950 - net_total("云岭市", 2025)) * Fraction(3, 5) + net_total("云岭市", 2025)
    assert (judged.outcome is Outcome.MET) == (net_total("云岭市", 2028) <= allowed)


def test_incentive_tier_exempts_the_total_though_it_is_exceeded(assessment):
    result = assessment.results["980200"]
    judged = result.judgement("carbon-total", View.PROGRESS)
    base = net_total("海棠市", 2025)

    assert net_total("海棠市", 2028) > base + (3050 - base) * Fraction(3, 5)
    assert judged.outcome is Outcome.NOT_APPLICABLE
    assert "激励目标" in judged.reason
    assert result.total == 100


def test_basic_tier_alone_exempts_nothing(assessment):
    judged = assessment.results["980100"].judgement("carbon-total", View.PROGRESS)

    assert judged.outcome is not Outcome.NOT_APPLICABLE


def test_failing_both_clocks_is_vetoed(assessment):
    result = assessment.results["980300"]

    assert result.grade.name == "不合格"
    assert result.vetoed_by


def test_deduction_without_its_figure_is_not_assessable(assessment):
    result = assessment.results["980400"]
    judged = result.judgement("carbon-total", View.PROGRESS)

    assert judged.outcome is Outcome.NOT_ASSESSABLE
    assert "可再生能源电力" in judged.reason
    assert result.grade is None
