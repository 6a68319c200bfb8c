"""One rule of how many digits points and figures of a verdict are shown with."""

from dataclasses import replace
from decimal import Decimal as D
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shuangkong.assess.digits import digits_of_rows
from shuangkong.assess.grade import ranked
from shuangkong.assess.points import points_apart, points_text
from shuangkong.documents.text import figure
from shuangkong.vocabulary import Item, ItemRule, View

from tests.assess.test_scoring import MEASURES, SCHEME, entered, result

LINEAR = Item(
    id="intensity", name="强度", points=D(40), rule=ItemRule.LINEAR, target="intensity",
    view=View.ANNUAL,
)  # fmt: skip
SCHEME_OF_LINES = replace(SCHEME, items=(LINEAR, MEASURES), vetoes=())


def scored(kit, rate: float, *measures: float):
    points = entered(*((p, x, "甲") for p, x in zip("ab", measures, strict=True)))
    return result(kit, rate, issued="3%", scheme=SCHEME_OF_LINES, measures=points)


@pytest.mark.parametrize(
    ("points", "decimals", "text"),
    [
        ("40.000", 2, "40"),
        ("2.5", 2, "2.5"),
        ("86.99966666666666666666666667", 2, "87.00"),
        ("94.9995", 4, "94.9995"),
        ("0", 2, "0"),
        ("100", 2, "100"),
    ],
)
def test_points_are_printed_as_they_are_or_rounded(points, decimals, text):
    assert points_text(D(points), decimals) == text


def test_what_nobody_can_see_is_not_told_apart():
    assert points_apart([(D(10), D("9.999999999999999999999999999"))]) == 2


def test_a_total_below_a_grade_never_looks_like_its_bound(kit):
    # a fall of 2.99997 % of 3 %: 39.9996 of 40
    found = scored(kit, -2.99997, 25, 30)

    assert found.grade.name == "完成"
    assert found.total == D("94.9996")
    assert found.total_word == "94.9996"
    # the points that are short of full ones look so, with the same digits
    assert [found.points_text(s.points) for s in found.scores] == ["39.9996", "55"]
    assert "94.9996" not in found.grade_reason
    assert found.grade_reason.startswith("总分不低于80分")


def test_a_missed_completion_never_looks_like_the_whole(kit):
    found = scored(kit, -2.99999, 25, 30)

    assert "目标完成率99.9997%，年度目标未完成" in found.scores[0].why


def test_points_without_end_are_rounded_wherever_they_are_told(kit):
    found = scored(kit, -1.1, 25, 30)

    assert found.total_word == "69.67"
    assert len(str(found.total)) > 20  # the exact value is kept


def test_thirds_add_up_to_the_whole_that_a_grade_begins_at(kit):
    # a fall of 1 % of 3 %: three times 10/3 of 10 points, whose decimals end in 9.99…9
    thirds = tuple(replace(LINEAR, id=f"third{n}", points=D(10)) for n in range(3))
    grades = (
        replace(SCHEME.grades[0], at_least=D(10)),
        replace(SCHEME.grades[-1], at_least=None),
    )
    scheme = replace(SCHEME, items=thirds, vetoes=(), full=D(30), grades=grades)

    found = result(kit, -1, issued="3%", scheme=scheme)

    assert found.total == 10
    assert found.grade.name == grades[0].name


def test_points_as_printed_add_up_to_the_total_as_printed(kit):
    # 6 of 7 % of 20 and of 19: 17.142857… and 16.285714…, printed 17.14 + 16.29 = 33.43 = 33.43;
    # of 20 twice: 17.14 + 17.14 = 34.28, and together 34.29
    def of(*points: int):
        items = tuple(replace(LINEAR, id=f"item{n}", points=D(p)) for n, p in enumerate(points))
        scheme = replace(SCHEME, items=items, vetoes=(), full=D(sum(points)))
        return result(kit, -6, issued="7%", scheme=scheme)

    assert of(20, 19).decimals == 2
    found = of(20, 20)
    shown = [found.points_text(s.points) for s in found.scores]
    assert found.total_word == "34.286"
    assert shown == ["17.143", "17.143"]


def test_totals_that_differ_in_rank_differ_as_shown(kit):
    one = scored(kit, -1.1, 25, 30)
    totals = {"a": D("69.6704"), "b": D("69.6711"), "c": D("60")}
    results = {
        code: replace(one, entity=replace(one.entity, code=code), total=total)
        for code, total in totals.items()
    }

    placed = ranked(SCHEME_OF_LINES, results)

    assert [placed[code].total_word for code in totals] == ["69.670", "69.671", "60"]
    assert [placed[code].rank for code in totals] == [2, 1, 3]


values = st.decimals(-1000, 1000, places=5)


@given(values, values, st.integers(0, 4), st.sampled_from(["", "%", "万吨标准煤"]))
def test_the_printed_gap_is_the_difference_of_the_printed_figures(one, two, decimals, unit):
    digits = digits_of_rows(unit, decimals, (F(one), F(two)))

    first, second, gap = (
        D(figure(x, unit, digits).split("\u00a0")[0].rstrip("%")) for x in (one, two, one - two)
    )
    assert digits >= decimals
    assert first - second == gap
    assert (first == second) == (one == two)


def test_a_verdict_is_printed_alike_in_its_reason_and_its_steps(kit):
    found = scored(kit, -2.9996, 25, 30)
    judgement = found.judgement("intensity", View.ANNUAL)

    # 3.00% against 3.00%, and 3.000% with a gap of 0.000
    assert judgement.decimals == 4
    assert "2.9996%" in judgement.reason
    assert "3.0000%" in judgement.reason
    steps = {s.name: s for s in judgement.steps}
    assert {steps[n].decimals for n in ("achieved", "required")} == {4}
