"""Each value that an entity was given is told with its own clock and its own place."""

from dataclasses import replace
from typing import Any

import pytest
from shuangkong.assess.assess import assess
from shuangkong.assess.explain import explain
from shuangkong.assess.judgement import Outcome
from shuangkong.assess.result import Assessment
from shuangkong.vocabulary import AnnualMethod, Place, View

CITY = "130500"
YEAR = 2018
FIGURES = {
    ("energy_total", 2015): "100",
    ("gdp", 2015): "100",
    ("energy_total", 2017): "97",
    ("gdp", 2017): "104",
    ("energy_total", 2018): "95",
    ("gdp", 2018): "108",
}


def assessed(kit: Any, **values: tuple[int | None, int]) -> Assessment:
    """A target issued year by year; `values` are those written, each with its year and line."""
    target = kit("a_target")(
        value=None, allocated=True, annual=AnnualMethod.ISSUED, by_inferred=True
    )
    rows = [
        replace(
            kit("allocated")(text.replace("_", ".").lstrip("v") + "%", year=year),
            place=Place("allocations.csv", line),
        )
        for text, (year, line) in values.items()
    ]
    return assess(kit("a_plan")(target, allocations=rows), YEAR, kit("figures")(FIGURES))


def test_a_value_of_the_whole_period_is_no_task_of_a_year(kit: Any) -> None:
    result = assessed(kit, v17=(None, 9), v2_8=(YEAR, 14)).results[CITY]

    final = result.judgement("intensity", View.FINAL)
    assert final is not None
    assert final.outcome is Outcome.NOT_DUE
    assert final.clock == "期末目标"


def test_without_one_the_clock_is_that_of_a_yearly_task_everywhere(kit: Any) -> None:
    assessment = assessed(kit, v2_8=(YEAR, 14))

    final = assessment.results[CITY].judgement("intensity", View.FINAL)
    assert final is not None
    assert final.clock == "年度任务"
    assert "【年度任务】" in explain(assessment, CITY, "intensity")


def test_the_clock_does_not_follow_from_figures_that_are_missing(kit: Any) -> None:
    whole = assessed(kit, v17=(None, 9), v2_8=(YEAR, 14))
    plan = whole.declarations

    bare = assess(plan, YEAR, kit("figures")({("gdp", 2018): "108"}))

    final = bare.results[CITY].judgement("intensity", View.FINAL)
    assert final is not None
    assert final.clock == "期末目标"


@pytest.mark.parametrize("lines", [(9, 14), (14, 9)])
def test_each_value_cites_the_line_it_is_written_in(kit: Any, lines: tuple[int, int]) -> None:
    assessment = assessed(kit, v17=(None, lines[0]), v2_8=(YEAR, lines[1]))

    found = {
        i.name: i.source for j in assessment.results[CITY].judgements for i in j.inputs
    }  # fmt: skip
    assert found["T"] == f"来源（allocations.csv:{lines[0]}）"
    assert found["Y"] == f"来源（allocations.csv:{lines[1]}）"
