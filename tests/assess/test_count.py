"""Schemes that count: exact at every number missed, and never silent about open ones."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
import shuangkong
from hypothesis import given, settings
from hypothesis import strategies as st
from shuangkong.assess.count import Counted, count, grade_by_count
from shuangkong.assess.count_margin import distance, margins, wanting
from shuangkong.assess.grading import Graded
from shuangkong.assess.judgement import Judgement, Outcome
from shuangkong.vocabulary import View

PLAN = shuangkong.load("national-15fyp-carbon")
SCHEME = PLAN.schemes["count-2026"]
NAMES = {t: PLAN.targets[t].name for one in SCHEME.classes for t in one.targets}
CONTROL, SUPPORT = (one.targets for one in SCHEME.classes)
BEIJING = PLAN.entities["110000"]


def judged(outcomes: Mapping[str, Outcome]) -> dict[tuple[str, View], Judgement]:
    return {
        (name, View.FINAL): Judgement(
            BEIJING, PLAN.targets[name], 2026, View.FINAL, outcomes.get(name, Outcome.MET), "举例"
        )
        for name in NAMES
    }


def graded(outcomes: Mapping[str, Outcome]) -> Graded:
    return grade_by_count(SCHEME, count(SCHEME, NAMES, judged(outcomes)))


def by_law(control: int, support: int) -> str:
    """The rule of 2026 in its own words."""
    if control >= 1 or support >= 3:
        return "不合格"
    return "合格" if support else "优秀"


@pytest.mark.parametrize("control", range(6))
@pytest.mark.parametrize("support", range(10))
def test_every_number_of_missed_indicators(control: int, support: int) -> None:
    missed = [*CONTROL[:control], *SUPPORT[:support]]

    found = graded(dict.fromkeys(missed, Outcome.NOT_MET)).grade

    assert found
    assert found.name == by_law(control, support)


OUTCOMES = st.sampled_from([Outcome.MET, Outcome.NOT_MET, Outcome.NOT_ASSESSABLE, Outcome.NOT_DUE])


@settings(max_examples=300)
@given(st.fixed_dictionaries(dict.fromkeys(NAMES, OUTCOMES)))
def test_a_grade_is_given_only_where_open_ones_cannot_change_it(
    outcomes: dict[str, Outcome],
) -> None:
    def numbers(*counted: Outcome) -> tuple[int, int]:
        return tuple(sum(outcomes[t] in counted for t in one) for one in (CONTROL, SUPPORT))  # type: ignore[return-value]

    best = by_law(*numbers(Outcome.NOT_MET))
    control, support = numbers(Outcome.NOT_MET, Outcome.NOT_ASSESSABLE)
    empty = [all(outcomes[t] is Outcome.NOT_DUE for t in one) for one in (CONTROL, SUPPORT)]
    worst = by_law(5 if empty[0] else control, 9 if empty[1] else support)

    found = graded(outcomes)

    if best == worst:
        assert found.grade
        assert found.grade.name == best
    else:
        assert found.grade is None
        assert "暂不定级" in found.reason
        for name, outcome in outcomes.items():
            if outcome is Outcome.NOT_ASSESSABLE:
                assert NAMES[name] in found.reason


@settings(max_examples=100)
@given(st.fixed_dictionaries(dict.fromkeys(NAMES, OUTCOMES)), st.sampled_from(sorted(NAMES)))
def test_one_more_missed_never_makes_it_better(outcomes: dict[str, Outcome], one: str) -> None:
    order = [g.name for g in SCHEME.grades]
    before, after = graded(outcomes), graded({**outcomes, one: Outcome.NOT_MET})

    if before.grade and after.grade:
        assert order.index(after.grade.name) >= order.index(before.grade.name)


def test_the_worst_clock_counts() -> None:
    name = CONTROL[0]
    found = judged({})
    found[name, View.ANNUAL] = Judgement(
        BEIJING, PLAN.targets[name], 2026, View.ANNUAL, Outcome.NOT_MET, "举例"
    )

    (first, *_) = count(SCHEME, NAMES, found)[0].indicators

    assert first.counted is Counted.MISSED


def test_how_far_the_next_grade_is() -> None:
    counts = count(SCHEME, NAMES, judged({SUPPORT[0]: Outcome.NOT_MET}))
    now = grade_by_count(SCHEME, counts).grade
    assert now

    assert distance(SCHEME, counts, now) == (
        "控制指标再有1项不达标即为不合格",
        "支撑指标再有2项不达标即为不合格",
    )


@pytest.mark.parametrize(
    ("missed", "said"),
    [
        ([], ""),
        (SUPPORT[:2], "支撑指标再有2项达标方为优秀"),
        ([CONTROL[0], *SUPPORT[:4]], "控制指标再有1项、支撑指标再有2项达标方为合格"),
    ],
)
def test_what_a_better_grade_asks_for(missed: list[str], said: str) -> None:
    counts = count(SCHEME, NAMES, judged(dict.fromkeys(missed, Outcome.NOT_MET)))
    now = grade_by_count(SCHEME, counts).grade
    assert now

    assert wanting(SCHEME, counts, now) == said


def test_what_is_open_is_said_once_beside_the_distances() -> None:
    open_ = {SUPPORT[0]: Outcome.NOT_ASSESSABLE, SUPPORT[1]: Outcome.NOT_MET}
    counts = count(SCHEME, NAMES, judged(open_))
    withheld = count(SCHEME, NAMES, judged({CONTROL[0]: Outcome.NOT_ASSESSABLE}))
    now = grade_by_count(SCHEME, counts).grade

    assert margins(SCHEME, counts, now) == (
        "控制指标再有1项不达标即为不合格",
        "支撑指标再有2项不达标即为不合格",
        "支撑指标再有1项达标且待定的1项都达标，方为优秀",
    )
    assert margins(SCHEME, withheld, None) == (
        "控制指标再有1项不达标即为不合格",
        "支撑指标再有1项不达标即为合格",
        "另有1项待定",
    )


def test_nothing_issued_is_never_met() -> None:
    found = shuangkong.assess(PLAN, 2026, {}, entity="北京市").results["110000"]

    assert found.grade is None
    assert found.rank is None
    assert found.total is None
    # nothing came: no list of all that is open for want of it
    assert found.grade_reason == "尚未报送数据，暂不定级"
    assert {i.counted for one in found.counts for i in one.indicators} <= {
        Counted.OPEN, Counted.LEFT_OUT,
    }  # fmt: skip


@pytest.mark.parametrize("views", [(View.ANNUAL,), ()], ids=["by the year", "by any"])
def test_a_class_that_counts_by_the_year_misses_a_value_that_was_not_issued_for_it(
    kit, views: tuple[View, ...]
) -> None:
    """It was 未设此指标 or 未到期, and left out of the count as if nothing had been asked for."""
    coal = replace(kit("allocated")("5000 万吨标准煤", target="control-coal"), entity="110000")
    by_year = [replace(one, views=views) for one in SCHEME.classes]
    scheme = replace(SCHEME, classes=tuple(by_year))
    plan = replace(PLAN, allocations=(coal,), schemes={scheme.id: scheme})

    found = shuangkong.assess(plan, 2026, {}, entity="北京市").results["110000"]

    counted = {i.target: i for one in found.counts for i in one.indicators}
    assert counted["control-coal"].counted is Counted.OPEN
    assert found.judgement("control-coal", View.ANNUAL).reason == "2026年的年度目标值没有下达"


@pytest.mark.parametrize("left_out", [CONTROL, SUPPORT, (*CONTROL, *SUPPORT)])
def test_a_class_of_which_nothing_counts_is_not_met(left_out: tuple[str, ...]) -> None:
    found = graded(dict.fromkeys(left_out, Outcome.NOT_DUE))

    assert found.grade is None
    assert "没有一项可计" in found.reason


@pytest.mark.parametrize(
    ("missed", "open_", "said"),
    [
        (CONTROL[:1], CONTROL[1:3], "控制指标再有1项达标且待定的2项都达标，方为合格"),
        (CONTROL[:1], SUPPORT[:3], "控制指标再有1项达标，支撑指标待定的3项至少1项达标，方为合格"),
        (CONTROL[:1], SUPPORT[:2], "控制指标再有1项达标，方为合格"),
    ],
)
def test_a_better_grade_asks_for_what_is_open_too(
    missed: tuple[str, ...], open_: tuple[str, ...], said: str
) -> None:
    outcomes = dict.fromkeys(missed, Outcome.NOT_MET)
    outcomes |= dict.fromkeys(open_, Outcome.NOT_ASSESSABLE)
    counts = count(SCHEME, NAMES, judged(outcomes))
    now = grade_by_count(SCHEME, counts).grade
    assert now

    assert wanting(SCHEME, counts, now) == said
