from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shuangkong import resources
from shuangkong.assess.assess import assess
from shuangkong.vocabulary import (
    Amount,
    AnnualMethod,
    Basis,
    Bonus,
    Decision,
    DecisionKind,
    Fallback,
    Grade,
    Item,
    ItemRule,
    Matrix,
    NearZero,
    NearZeroMethod,
    Part,
    Scheme,
    Source,
    Step,
    Veto,
    View,
    frames,
)

CITY = "130500"


def percent(number: str) -> Amount:
    return Amount(Decimal(number), Decimal(number), "%")


STEPS = (
    *(
        Step(points=Decimal(p), at_least=percent(c))
        for c, p in [("100", 40), ("90", 36), ("80", 32), ("70", 28), ("60", 24), ("50", 20)]
    ),
    Step(points=Decimal(0)),
)
ITEM = Item(
    id="intensity",
    name="强度",
    points=Decimal(40),
    rule=ItemRule.STEPS,
    target="intensity",
    view=View.ANNUAL,
    steps=STEPS,
    bonus=Bonus(each=percent("10"), points=Decimal(3), most=Decimal(9)),
)
MEASURES = Item(
    id="measures",
    name="措施",
    points=Decimal(60),
    rule=ItemRule.MEASURE,
    parts=(
        Part(id="a", name="甲", points=Decimal(30)),
        Part(id="b", name="乙", points=Decimal(30)),
    ),
)
SCHEME = Scheme(
    id="s",
    title="办法",
    years=(2016, 2017, 2018, 2019, 2020),
    source=Source(clause="表"),
    items=(ITEM, MEASURES),
    vetoes=(Veto(name="未完成年度目标", target="intensity", views=(View.ANNUAL,)),),
    grades=(
        Grade(name="超额完成", at_least=Decimal(95)),
        Grade(name="完成", at_least=Decimal(80)),
        Grade(name="基本完成", at_least=Decimal(60)),
        Grade(name="未完成"),
    ),
    veto_grade="未完成",
)


def entered(*rows: tuple[str, float, str]) -> pl.DataFrame:
    made = [
        {"entity": CITY, "item": "measures", "part": p, "points": x, "assessor": who}
        for p, x, who in rows
    ]
    return pl.DataFrame(made, schema=dict(frames.MEASURES))


FULL = entered(("a", 30, "甲"), ("b", 30, "甲"))


def result(
    kit: Any,
    rate: float,
    issued: str = "4%",
    *,
    scheme: Scheme = SCHEME,
    measures: pl.DataFrame = FULL,
    rates: dict[int, float] | None = None,
    year: int = 2016,
    decisions: tuple[Decision, ...] = (),
) -> Any:
    target = kit("a_target")(allocated=True, value=None, basis=Basis.CHAINED_RATES, rate="change")
    plan = kit("a_plan")(
        target, allocations=[kit("allocated")("17%"), kit("allocated")(issued, year=year)]
    )
    plan = replace(plan, schemes={scheme.id: scheme})
    data = {("change", y): r for y, r in (rates or {year: rate}).items()}
    made = assess(plan, year, kit("figures")(data), measures, decisions=decisions)
    return made.results[CITY]


@pytest.mark.parametrize(
    ("rate", "points", "bonus"),
    [
        (-4.0, 40, 0),
        (-3.6, 36, 0),
        (-3.59, 32, 0),
        (-2.0, 20, 0),
        (-1.99, 0, 0),
        (1.0, 0, 0),
        (-4.39, 40, 0),
        (-4.4, 40, 3),
        (-4.8, 40, 6),
        (-5.2, 40, 9),
        (-40.0, 40, 9),
    ],
)
def test_steps_and_bonus_at_their_edges(kit: Any, rate: float, points: int, bonus: int) -> None:
    score = result(kit, rate).scores[0]

    assert (score.points, score.bonus) == (points, bonus)


@pytest.mark.parametrize(("choice", "points"), [("met", 40), ("not_met", 0)])
def test_what_was_decided_gets_all_points_or_none_and_says_so(
    kit: Any, choice: str, points: int
) -> None:
    ruled = Decision(
        kind=DecisionKind.OVERRIDE,
        target="intensity",
        choice=choice,
        by="张三",
        reason="复核认定",
        at=date(2021, 5, 1),
        view=View.ANNUAL.value,
    )

    score = result(kit, -3.6, decisions=(ruled,)).scores[0]

    assert (score.points, score.bonus) == (points, 0)
    assert "认定的结论不按目标完成率分档计分，完成得满分，未完成不得分" in score.why


@settings(max_examples=60)
@given(cut=st.integers(1, 900), issued=st.integers(1, 900))
def test_points_equal_exact_fractions_and_never_fall(kit: Any, cut: int, issued: int) -> None:
    score = result(kit, -cut / 100, f"{issued / 100}%").scores[0]
    more = result(kit, -(cut + 1) / 100, f"{issued / 100}%").scores[0]

    completion = Fraction(cut, issued)
    expected = next(
        (s.points for s in STEPS if s.at_least and completion * 100 >= Fraction(s.at_least.low)), 0
    )
    bonus = min(max((completion - 1) * 10 // 1, 0) * 3, 9)
    assert (score.points, score.bonus) == (expected, bonus)
    assert more.points + more.bonus >= score.points + score.bonus


def test_a_missing_measure_score_withholds_the_grade(kit: Any) -> None:
    found = result(kit, -4.0, measures=entered(("a", 30, "甲")))

    assert found.grade is None
    assert found.provisional
    assert found.total == 40
    assert "措施" in found.grade_reason


def test_a_veto_settles_the_grade_whatever_the_score(kit: Any) -> None:
    found = result(kit, -3.9)

    assert found.total == 96
    assert found.grade.name == "未完成"
    assert found.vetoed_by == ("未完成年度目标",)


def test_nothing_is_said_of_vetoes_where_the_scheme_has_none(kit: Any) -> None:
    none = result(kit, -4.0, scheme=replace(SCHEME, vetoes=()))

    assert none.grade_reason == "总分不低于95分"
    assert result(kit, -4.0).grade_reason == "总分不低于95分，否决项均已完成"


def test_a_veto_that_cannot_be_told_withholds_the_grade(kit: Any) -> None:
    nothing = result(kit, 0, rates={2017: -3.0})
    # something came in the year assessed, and 2016 is still missing
    other = SCHEME.vetoes[0]
    overall = replace(SCHEME, vetoes=(replace(other, views=(View.PROGRESS,)),))
    some = result(kit, 0, rates={2017: -3.0}, scheme=overall, year=2017)

    assert (nothing.grade, some.grade) == (None, None)
    assert nothing.grade_reason == "尚未报送数据，暂不定级"
    assert some.grade_reason == "否决条件“未完成年度目标”尚无法判定，暂不定级"


@pytest.mark.parametrize(
    ("rows", "points"),
    [
        ([("a", 30, "甲"), ("a", 20, "乙"), ("b", 30, "甲")], None),
        ([("a", 30, "甲"), ("a", 20, "乙"), ("a", 25, "合议"), ("b", 30, "甲")], 55),
        ([("a", 30, "甲"), ("a", 30, "乙"), ("b", 30, "甲")], 60),
        ([("a", 31, "甲"), ("b", 30, "甲")], None),
    ],
)
def test_assessors_are_reconciled_and_never_averaged(
    kit: Any, rows: list[tuple[str, float, str]], points: int | None
) -> None:
    assert result(kit, -4.0, measures=entered(*rows)).scores[1].points == points


@pytest.mark.parametrize(
    ("annual", "before", "points", "vetoed"),
    [
        (-5.0, -4.0, 60, False),
        (-1.0, -9.0, 55, False),
        (-5.0, 2.0, 40, False),
        (-1.0, 0.0, 0, True),
    ],
)
def test_the_matrix_gives_60_55_40_0_and_vetoes_only_when_both_fail(
    kit: Any, annual: float, before: float, points: int, vetoed: bool
) -> None:
    matrix = Matrix(
        both=Decimal(60), only_cumulative=Decimal(55), only_annual=Decimal(40), neither=Decimal(0)
    )
    item = Item(
        id="m",
        name="组合",
        points=Decimal(60),
        rule=ItemRule.MATRIX,
        target="intensity",
        matrix=matrix,
    )
    veto = Veto(
        name="均未完成", target="intensity", views=(View.ANNUAL, View.PROGRESS), all_fail=True
    )
    scheme = replace(SCHEME, items=(item,), vetoes=(veto,), full=Decimal(60))

    found = result(kit, 0, scheme=scheme, rates={2016: before, 2017: annual}, year=2017)

    assert found.scores[0].points == points
    assert bool(found.vetoed_by) is vetoed


@pytest.mark.parametrize(
    ("method", "bonus"), [(NearZeroMethod.CAP, 9), (NearZeroMethod.DIFFERENCE, 0)]
)
def test_a_near_zero_target_does_not_blow_up_the_score(
    kit: Any, method: NearZeroMethod, bonus: int
) -> None:
    near = NearZero(below=percent("0.5"), method=method, cap=percent("130"))
    scheme = replace(SCHEME, items=(replace(ITEM, near_zero=near),))

    score = result(kit, -17.36, "0.1%", scheme=scheme).scores[0]

    assert score.points == 40
    assert score.bonus == bonus
    assert score.completion <= Decimal("1.3")


@pytest.mark.parametrize(
    ("fallback", "points"), [(Fallback.FULL, 40), (Fallback.ZERO, 0), (None, None)]
)
def test_an_item_without_a_verdict_follows_the_schemes_words(
    kit: Any, fallback: Fallback | None, points: int | None
) -> None:
    scheme = replace(SCHEME, items=(replace(ITEM, fallback=fallback), MEASURES), vetoes=())

    found = result(kit, 0, scheme=scheme, rates={2017: -3.0})

    assert found.scores[0].points == points
    assert (found.grade is None) is (points is None)


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("95", "超额完成"),
        ("94.99", "完成"),
        ("80", "完成"),
        ("79.99", "基本完成"),
        ("59.9", "未完成"),
    ],
)
def test_grades_begin_at_their_bound(kit: Any, total: str, grade: str) -> None:
    points = Decimal(total) - 40

    measures = entered(("a", float(min(points, 30)), "甲"), ("b", float(max(points - 30, 0)), "甲"))

    assert result(kit, -4.0, measures=measures).grade.name == grade


def test_points_that_follow_from_the_data_say_so_in_words() -> None:
    import shuangkong

    plan = resources.samples() / "schemes-demo"
    sources = [
        part.source
        for year in range(2031, 2041)
        for result in shuangkong.assess(plan, year, plan / "data", checked=False).results.values()
        for score in result.scores
        for part in score.parts
        if "由数据判定" in part.source
    ]

    assert sources
    assert not [one for one in sources if "_" in one or "prior" in one]


@pytest.mark.parametrize(
    ("value", "grade", "points", "said"),
    [
        # the value of the year was to be issued, and was not: nothing is passed without it
        ("17%", None, None, "2016年的年度目标值没有下达"),
        # nothing was set for the city at all: what the scheme says of that holds by the year too
        (None, "超额完成", 40, "按办法得满分"),
    ],
)
def test_a_year_without_its_value_is_missing_and_no_year_without_assessment(
    kit, value, grade, points, said
):
    """It was 本年度没有这项考核目标, and a veto of the year was passed by the progress alone."""
    target = kit("a_target")(
        allocated=True, value=None, basis=Basis.CHAINED_RATES, rate="change",
        annual=AnnualMethod.ISSUED,
    )  # fmt: skip
    item = replace(ITEM, not_applicable=Fallback.FULL)
    veto = Veto(name="否决", target="intensity", views=(View.ANNUAL, View.PROGRESS))
    scheme = replace(SCHEME, items=(item, MEASURES), vetoes=(veto,))
    plan = kit("a_plan")(target, allocations=[kit("allocated")(value)])
    plan = replace(plan, schemes={scheme.id: scheme})

    found = assess(plan, 2016, kit("figures")({("change", 2016): -9.0}), FULL).results[CITY]

    score = found.scores[0]
    assert (found.grade and found.grade.name, score.points) == (grade, points)
    assert said in score.why
    assert value is None or "否决条件" in found.grade_reason
