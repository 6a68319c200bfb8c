"""Where a completion ratio ends: targets at zero, below it, and caps that were not used."""

from dataclasses import replace
from decimal import Decimal

import pytest
from shuangkong import resources
from shuangkong.assess.cases.staged import judgement, outcome_of
from shuangkong.assess.points import ItemScore
from shuangkong.assess.score import ScoredFrom, score_item
from shuangkong.declarations.facts import ExactFacts
from shuangkong.declarations.load import load
from shuangkong.vocabulary import (
    Amount,
    Bonus,
    Form,
    Item,
    ItemRule,
    NearZero,
    NearZeroMethod,
    View,
)

PLAN = load(resources.targets() / "national-13fyp")
STEPS = next(i for i in PLAN.schemes["notice-36"].items if i.id == "intensity")


def percent(number: str) -> Amount:
    return Amount(Decimal(number), Decimal(number), "%")


def near(method: NearZeroMethod) -> NearZero:
    return NearZero(below=percent("0.5"), method=method, cap=percent("130"))


def scored(item: Item, form: Form, required: str, actual: str) -> ItemScore:
    """The item's score on two numbers in formula scale."""
    target = replace(PLAN.targets["intensity"], form=form)
    item = replace(item, view=View.ANNUAL)
    wanted, reached = Decimal(required), Decimal(actual)
    entity = next(iter(PLAN.entities.values()))
    judged = judgement(
        entity,
        target,
        2020,
        View.ANNUAL,
        outcome_of(form, reached, wanted),
        achieved=reached,
        required=wanted,
    )
    facts = ExactFacts(PLAN.language, "", {})
    return score_item(item, ScoredFrom({(target.id, View.ANNUAL): judged}, facts, {}, 2020))


@pytest.mark.parametrize("rule", [ItemRule.STEPS, ItemRule.LINEAR])
@pytest.mark.parametrize("required", ["0", "-0.0217"])
@pytest.mark.parametrize("actual", ["-0.01", "-0.0227", "0.03"])
def test_a_target_that_allows_a_rise_is_scored_by_no_ratio(
    rule: ItemRule, required: str, actual: str
) -> None:
    """2.27 % up where 2.17 % up was allowed would be 104.6 % complete: it is a miss."""
    found = scored(replace(STEPS, rule=rule, near_zero=None), Form.REDUCE_BY, required, actual)

    assert found.points is None
    assert "不大于零" in found.why
    assert "near_zero" in found.why


@pytest.mark.parametrize(
    ("method", "actual", "points"),
    [
        (NearZeroMethod.DIFFERENCE, "0", 40),
        (NearZeroMethod.DIFFERENCE, "-0.001", 40),
        (NearZeroMethod.DIFFERENCE, "-0.0011", 0),
        (NearZeroMethod.CAP, "0.05", 40),
        (NearZeroMethod.CAP, "-0.001", 40),
        # how far a miss is from an allowed rise is no share of anything
        (NearZeroMethod.CAP, "-0.0011", None),
    ],
)
def test_a_small_allowed_rise_is_scored_as_the_scheme_says(
    method: NearZeroMethod, actual: str, points: int | None
) -> None:
    item = replace(STEPS, near_zero=near(method))

    found = scored(item, Form.REDUCE_BY, "-0.001", actual)

    assert found.points == points
    assert found.bonus == 0


@pytest.mark.parametrize(("actual", "points"), [("-0.0227", 0), ("-0.01", 40), ("0.05", 40)])
def test_all_or_nothing_asks_for_no_ratio_and_gives_no_bonus_without_one(
    actual: str, points: int
) -> None:
    item = replace(
        STEPS,
        rule=ItemRule.ALL_OR_NOTHING,
        steps=(),
        near_zero=None,
        bonus=Bonus(each=percent("1"), points=Decimal(1), most=Decimal(5)),
    )

    found = scored(item, Form.REDUCE_BY, "-0.0217", actual)

    assert (found.points, found.bonus) == (points, 0)


@pytest.mark.parametrize(
    ("actual", "points", "bonus"),
    [
        ("-44", 40, 0),  # less was used than before: kept, and exceeded by no ratio
        ("0", 40, 0),
        ("640", 40, 3),  # 704 / 640 is 110 %
        ("704", 40, 0),
        ("704.1", 36, 0),
        ("800", 32, 0),
    ],
)
def test_a_cap_on_an_increment_is_completed_by_target_over_actual(
    actual: str, points: int, bonus: int
) -> None:
    found = scored(replace(STEPS, near_zero=None), Form.AT_MOST, "704", actual)

    assert (found.points, found.bonus) == (points, bonus)
