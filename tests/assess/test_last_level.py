"""A part of the year on a total: the last known level and the change published so far."""

from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from shuangkong.assess.judgement import Outcome
from shuangkong.assess.outlook import outlook
from shuangkong.vocabulary import Form, Indicator, View

CITY = "130500"
TARGET = {"indicator": "level", "form": Form.AT_MOST, "base": 2015}


def looked_ahead(kit: Any, levels: dict[int, float], rates: dict[str, float]) -> Any:
    """The outlook of 2020 to its third quarter."""
    plan = kit("a_plan")(kit("a_target")(value=kit("amount")("1100 万吨"), **TARGET))
    growth = Indicator(id="growth", name="增速", unit="%", change_of="level")
    plan = type(plan)(
        **{
            **{f: getattr(plan, f) for f in type(plan).__dataclass_fields__},
            "indicators": {**plan.indicators, "growth": growth},
        }
    )
    figures = [
        kit("figures")({("level", y): v for y, v in levels.items()}),
        *(
            kit("figures")({("growth", int(p[:4])): v}).with_columns(pl.lit(p).alias("period"))
            for p, v in rates.items()
        ),
    ]
    found = outlook(plan, 2020, pl.concat(figures), period="Q3")
    return {j.view: j for j in found.entities[CITY].result.judgements}


@pytest.mark.parametrize(
    ("rate", "outcome"), [(1.0, Outcome.MET), (1.85, Outcome.MET), (1.86, Outcome.NOT_MET)]
)
def test_the_last_level_is_carried_on(kit: Any, rate: float, outcome: Outcome) -> None:
    found = looked_ahead(kit, {2015: 1000, 2019: 1080}, {"2020-Q3": rate})[View.FINAL]

    assert found.outcome is outcome
    assert found.actual == Decimal(1080) * (100 + Decimal(str(rate))) / 100
    # nobody asks for the changes of years that lie behind the level
    assert {i.label for i in found.inputs} == {"2019年水平", "2020年增速", "目标值"}


def test_the_increments_of_the_year_are_those_of_its_change(kit: Any) -> None:
    found = looked_ahead(kit, {2015: 1000, 2019: 1080}, {"2020-Q3": 1.0})

    assert found[View.ANNUAL].actual == Decimal("10.8")
    assert found[View.PROGRESS].actual == Decimal("1090.8")


def test_without_last_years_level_the_changes_are_chained(kit: Any) -> None:
    rates = {"2016": 2.0, "2017": 2.0, "2018": 2.0, "2019": 2.0, "2020-Q3": 1.0}

    found = looked_ahead(kit, {2015: 1000}, rates)[View.FINAL]

    assert found.actual == 1000 * Decimal("1.02") ** 4 * Decimal("1.01")
