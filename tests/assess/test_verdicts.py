from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shuangkong.assess.assess import assess
from shuangkong.assess.judgement import Judgement, Outcome
from shuangkong.assess.lacks import said_lacks
from shuangkong.declarations.facts import Lack
from shuangkong.declarations.language import Language
from shuangkong.vocabulary import (
    AnnualMethod,
    BandInterpretation,
    Basis,
    Deadline,
    Decision,
    DecisionKind,
    Form,
    Interpretation,
    Interpretations,
    ProgressMethod,
    Scope,
    View,
)

RATES = {2016: -5.05, 2017: -4.42, 2018: -5.89, 2019: -5.28, 2020: -3.01}


def judged(kit: Any, plan: Any, data: dict[tuple[str, int], Any], year: int = 2020, **more: Any):
    result = assess(plan, year, kit("figures")(data), **more).results["130500"]
    return {j.view: j for j in result.judgements}


def chained(kit: Any, **changes: Any) -> Any:
    target = kit("a_target")(basis=Basis.CHAINED_RATES, rate="change", **changes)
    return kit("a_plan")(target)


def test_rates_are_chained_and_never_summed(kit: Any) -> None:
    found = judged(kit, chained(kit), {("change", y): r for y, r in RATES.items()})

    final = found[View.FINAL]
    assert final.outcome is Outcome.MET
    assert round(final.actual, 4) == kit("exact")("0.2154")
    assert "21.54%" in final.reason


def test_progress_is_logarithmic(kit: Any) -> None:
    plan = chained(kit, value=kit("amount")("16%"))

    found = judged(kit, plan, {("change", 2016): -7.64}, 2016)

    assert round(found[View.PROGRESS].progress, 4) == kit("exact")("0.4558")
    assert found[View.FINAL].outcome is Outcome.NOT_DUE


def test_a_missing_year_is_named_and_gives_no_figure(kit: Any) -> None:
    rates = {("change", y): r for y, r in RATES.items() if y not in (2017, 2019)}

    final = judged(kit, chained(kit), rates)[View.FINAL]

    assert final.outcome is Outcome.NOT_ASSESSABLE
    assert "缺2017、2019年" in final.reason
    assert final.actual is None


def test_a_missing_part_of_a_year_is_named_whole() -> None:
    language = Language({}, {}, {}, {}, 2015)
    lacks = [Lack("1", "x", number) for number in (20165, 20175)]

    assert said_lacks(lacks, language, "1") == "缺2016年上半年、2017年上半年的x"
    assert said_lacks([*lacks, Lack("1", "x", 2018)], language, "1").endswith("、2018年的x")


def test_a_cut_from_100_to_90_meets_ten_percent(kit: Any) -> None:
    target = kit("a_target")(indicator="level", value=kit("amount")("10%"))

    final = judged(kit, kit("a_plan")(target), {("level", 2015): 100, ("level", 2020): 90})

    assert final[View.FINAL].outcome is Outcome.MET


def test_a_rounding_that_would_flip_the_verdict_is_said(kit: Any) -> None:
    rates = {2016: -5.30, 2017: -5.28, 2018: -5.45, 2019: -2.91, 2020: 2.03}
    plan = chained(kit, value=kit("amount")("16%"))

    final = judged(kit, plan, {("change", y): r for y, r in rates.items()})[View.FINAL]

    assert final.outcome is Outcome.NOT_MET
    assert "结论会相反" in final.remarks[0]


def test_intensity_is_rounded_before_the_ratio(kit: Any) -> None:
    data = {
        ("energy_total", 2015): 1000,
        ("gdp", 2015): 1000,
        ("energy_total", 2020): 830.04,
        ("gdp", 2020): 1000,
    }

    final = judged(kit, kit("a_plan")(kit("a_target")()), data)[View.FINAL]

    # 0.83004 is rounded to 0.8300 first, so the cut is exactly 17 %
    assert final.outcome is Outcome.MET
    assert final.actual == kit("exact")("0.17")


def test_two_vintages_are_never_compared(kit: Any) -> None:
    import polars as pl

    target = kit("a_target")(indicator="level")
    old = kit("figures")({("level", 2015): 100}, vintage="普查修订")
    new = kit("figures")({("level", 2020): 50}, vintage="初步核算")

    result = assess(kit("a_plan")(target), 2020, pl.concat([old, new])).results["130500"]

    final = {j.view: j for j in result.judgements}[View.FINAL]
    assert final.outcome is Outcome.NOT_ASSESSABLE
    assert "不是同一核算批次" in final.reason


def test_the_approved_figure_goes_before_the_citys_own(kit: Any) -> None:
    import polars as pl

    target = kit("a_target")(indicator="level", form=Form.AT_MOST, value=kit("amount")("100 万吨"))
    own = kit("figures")({("level", 2020): 90}, authority="自报")
    approved = kit("figures")({("level", 2020): 110}, authority="核定")

    result = assess(kit("a_plan")(target), 2020, pl.concat([own, approved])).results["130500"]

    final = {j.view: j for j in result.judgements}[View.FINAL]
    assert final.outcome is Outcome.NOT_MET
    assert "另有 90（自报" in final.remarks[0]
    assert "结论会相反" in final.remarks[0]


def test_an_unpublished_allocation_is_not_replaced_by_the_provinces(kit: Any) -> None:
    plan = kit("a_plan")(kit("a_target")(allocated=True, value=None))

    final = judged(kit, plan, {("energy_total", 2020): 1, ("gdp", 2020): 1})[View.FINAL]

    assert final.outcome is Outcome.NOT_ASSESSABLE
    assert "分解目标未公布" in final.reason


def test_a_target_that_was_not_set_is_not_applicable(kit: Any) -> None:
    plan = kit("a_plan")(
        kit("a_target")(allocated=True, value=None), allocations=[kit("allocated")(None)]
    )

    assert judged(kit, plan, {})[View.FINAL].outcome is Outcome.NOT_APPLICABLE


def test_an_issued_yearly_value_goes_before_a_derived_share(kit: Any) -> None:
    plan = kit("a_plan")(
        kit("a_target")(allocated=True, value=None, basis=Basis.CHAINED_RATES, rate="change"),
        allocations=[kit("allocated")("19%"), kit("allocated")("3.6%", year=2019)],
    )

    annual = judged(kit, plan, {("change", 2019): -5.97}, 2019)[View.ANNUAL]

    assert annual.outcome is Outcome.MET
    assert annual.required == kit("exact")("0.036")


@pytest.mark.parametrize(
    ("reading", "reached", "outcome"),
    [
        (BandInterpretation.DECISION, 93.5, Outcome.NOT_ASSESSABLE),
        (BandInterpretation.DECISION, 92.9, Outcome.MET),
        (BandInterpretation.DECISION, 94.1, Outcome.NOT_MET),
        (BandInterpretation.NEAR_EDGE, 93.9, Outcome.MET),
        (BandInterpretation.FAR_EDGE, 93.5, Outcome.NOT_MET),
    ],
)
def test_a_range_is_read_as_declared(
    kit: Any, reading: BandInterpretation, reached: float, outcome: Outcome
) -> None:
    target = kit("a_target")(indicator="level", value=kit("amount")("6%~7%"))
    plan = kit("a_plan")(target, readings=Interpretations(range=reading))

    final = judged(kit, plan, {("level", 2015): 100, ("level", 2020): reached})[View.FINAL]

    assert final.outcome is outcome


def test_a_range_beside_targets_without_one_is_measured_on_its_own_figures(kit: Any) -> None:
    plain = kit("a_target")(id="plain", indicator="share", value=kit("amount")("1%"))
    ranged = kit("a_target")(indicator="level", value=kit("amount")("6%~7%"))
    plan = kit("a_plan")(plain, ranged)

    found = {
        reached: assess(
            plan,
            2020,
            kit("figures")(
                {("level", 2015): 100, ("level", 2020): reached}
                | {("share", 2015): 100, ("share", 2020): 50}
            ),
        )
        .results[kit("CITY")]
        .judgement("intensity", View.FINAL)
        for reached in (92.9, 93.5, 94.1)
    }

    outcomes = [one.outcome for one in found.values() if one is not None]
    assert outcomes == [Outcome.MET, Outcome.NOT_ASSESSABLE, Outcome.NOT_MET]


def test_about_waits_for_a_person_when_the_printed_number_is_missed(kit: Any) -> None:
    target = kit("a_target")(indicator="level", value=kit("amount")("10%"), about=True)
    plan = kit("a_plan")(target)

    missed = judged(kit, plan, {("level", 2015): 100, ("level", 2020): 90.5})[View.FINAL]
    reached = judged(kit, plan, {("level", 2015): 100, ("level", 2020): 89.5})[View.FINAL]

    assert missed.outcome is Outcome.NOT_ASSESSABLE
    assert "待人裁定" in missed.reason
    assert reached.outcome is Outcome.MET


def a_decision(**changes: Any) -> Decision:
    import datetime

    given: dict[str, Any] = {
        "kind": DecisionKind.OVERRIDE,
        "target": "intensity",
        "choice": "met",
        "by": "张三",
        "reason": "复核认定",
        "at": datetime.date(2021, 5, 1),
    }
    return Decision(**{**given, **changes})


def test_a_decision_on_all_clocks_is_told_once(kit: Any) -> None:
    target = kit("a_target")(indicator="level")
    data = kit("figures")({("level", 2015): 100, ("level", 2019): 99, ("level", 2020): 98})
    decision = a_decision(target=target.id)

    (told,) = (
        assess(kit("a_plan")(target), 2020, data, decisions=[decision])
        .results["130500"]
        .by_decision
    )

    assert "、" in told
    assert told.count(target.name) == told.count("经复核认定为完成") == 1


def test_a_persons_decision_is_named_beside_what_was_computed(kit: Any) -> None:
    target = kit("a_target")(indicator="level", value=kit("amount")("10%"), about=True)
    data = {("level", 2015): 100, ("level", 2020): 90.5}

    final = judged(
        kit, kit("a_plan")(target), data, decisions=[a_decision(kind=DecisionKind.BAND)]
    )[View.FINAL]

    assert final.outcome is Outcome.OVERRIDDEN
    assert final.underlying is Outcome.NOT_ASSESSABLE
    assert final.decided_by == "张三"
    assert final.reason.startswith("经复核认定为完成")


@pytest.mark.parametrize(
    ("reached", "outcome"),
    [(None, Outcome.NOT_ASSESSABLE), (90.5, Outcome.OVERRIDDEN), (89, Outcome.MET)],
)
def test_what_is_decided_of_a_band_is_followed_only_by_figures_within_it(
    kit: Any, reached: float | None, outcome: Outcome
) -> None:
    """Missing never counts as met, whoever decided how a band is to be taken."""
    target = kit("a_target")(indicator="level", value=kit("amount")("10%"), about=True)
    data = {("level", 2015): 100} | ({} if reached is None else {("level", 2020): reached})

    final = judged(
        kit, kit("a_plan")(target), data, decisions=[a_decision(kind=DecisionKind.BAND)]
    )[View.FINAL]

    assert final.outcome is outcome


def test_a_conflict_stays_open_until_a_person_decides(kit: Any) -> None:
    one = kit("a_target")(id="a", indicator="level", conflicts_with=("b",))
    other = kit("a_target")(
        id="b", indicator="level", value=kit("amount")("10%"), conflicts_with=("a",)
    )
    plan = kit("a_plan")(one, other)
    observations = kit("figures")({("level", 2015): 100, ("level", 2020): 85})

    def outcomes(*decisions: Decision) -> dict[str, Outcome]:
        result = assess(plan, 2020, observations, decisions=decisions).results["130500"]
        return {j.target.id: j.outcome for j in result.judgements if j.view is View.FINAL}

    assert set(outcomes().values()) == {Outcome.NOT_ASSESSABLE}
    chosen = a_decision(kind=DecisionKind.CONFLICT, target="a", choice="b")
    assert outcomes(chosen) == {"a": Outcome.NOT_APPLICABLE, "b": Outcome.MET}


def test_a_reading_waits_and_then_applies(kit: Any) -> None:
    readings = (
        Interpretation(id="strict", says="按20%", value=kit("amount")("20%")),
        Interpretation(id="loose", says="按10%", value=kit("amount")("10%")),
    )
    plan = kit("a_plan")(kit("a_target")(indicator="level", readings=readings))
    data = {("level", 2015): 100, ("level", 2020): 85}

    open_ = judged(kit, plan, data)[View.FINAL]
    chosen = a_decision(kind=DecisionKind.READING, choice="loose")
    settled = judged(kit, plan, data, decisions=[chosen])[View.FINAL]

    assert open_.outcome is Outcome.NOT_ASSESSABLE
    assert "按20%" in open_.reason
    assert settled.outcome is Outcome.MET


def test_where_figures_are_missing_nothing_follows_from_a_reading(kit: Any) -> None:
    """Its row says how the clause is read; no mark says that the result rests on it."""
    reading = Interpretation(id="loose", says="按10%", value=kit("amount")("10%"))
    other = Interpretation(id="strict", says="按20%", value=kit("amount")("20%"))
    plan = kit("a_plan")(kit("a_target")(indicator="level", readings=(reading, other)))
    chosen = a_decision(kind=DecisionKind.READING, choice="loose")
    data = kit("figures")({("level", 2015): 100})

    result = assess(plan, 2020, data, decisions=[chosen]).results["130500"]

    assert result.by_decision == ()
    (final,) = (j for j in result.judgements if j.view is View.FINAL)
    assert "按“按10%”理解" in "".join(final.remarks)


def test_a_condition_over_an_unknown_attribute_is_not_assessable(kit: Any) -> None:
    scope = Scope(kinds=("city",), when="population >= 1000000")
    plan = kit("a_plan")(kit("a_target")(indicator="level", scope=scope))

    final = judged(kit, plan, {("level", 2015): 100, ("level", 2020): 50})[View.FINAL]

    assert final.outcome is Outcome.NOT_ASSESSABLE
    assert "population" in final.reason


def test_a_year_outside_the_plan_is_refused(kit: Any) -> None:
    from shuangkong.errors import AssessmentError

    with pytest.raises(AssessmentError, match="不含 2021 年"):
        judged(kit, kit("a_plan")(kit("a_target")()), {}, 2021)


FORMS = {
    Form.AT_MOST: lambda x0, x, T: x <= T,
    Form.AT_LEAST: lambda x0, x, T: x >= T,
    Form.MORE_THAN: lambda x0, x, T: x > T,
    Form.REDUCE_BY: lambda x0, x, T: 1 - x / x0 >= T / 100,
    Form.RAISE_BY: lambda x0, x, T: x / x0 - 1 >= T / 100,
    Form.CUT_BY: lambda x0, x, T: x0 - x >= T,
}


def near(exact: Fraction) -> st.SearchStrategy[Fraction]:
    """The value at a threshold, and just under and over it (in the last submitted digit)."""
    return st.sampled_from([exact - Fraction(1, 10**6), exact, exact + Fraction(1, 10**6)])


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25)
@given(data=st.data())
def test_final_verdicts_equal_exact_fractions(kit: Any, form: Form, data: Any) -> None:
    base = Fraction(data.draw(st.integers(100, 99999)), 100)
    value = Fraction(data.draw(st.integers(1, 4000)), 100)
    edge = {
        Form.REDUCE_BY: base * (1 - value / 100),
        Form.RAISE_BY: base * (1 + value / 100),
        Form.CUT_BY: base - value,
    }.get(form, value)
    x = round(data.draw(near(edge)), 6)
    unit = "%" if form in (Form.REDUCE_BY, Form.RAISE_BY) else " 万吨"
    target = kit("a_target")(
        indicator="level", form=form, value=kit("amount")(f"{float(value)}{unit}")
    )

    found = judged(
        kit, kit("a_plan")(target), {("level", 2015): float(base), ("level", 2020): float(x)}
    )

    x_submitted = Fraction(repr(float(x)))
    assert (found[View.FINAL].outcome is Outcome.MET) == FORMS[form](base, x_submitted, value)


@settings(max_examples=40)
@given(
    rates=st.lists(st.integers(-900, 300), min_size=5, max_size=5),
    year=st.integers(2016, 2020),
    target_value=st.integers(1, 30),
)
def test_chained_progress_equals_exact_fractions(
    kit: Any, rates: list[int], year: int, target_value: int
) -> None:
    plan = chained(kit, value=kit("amount")(f"{target_value}%"))
    given_rates = {("change", 2016 + i): r / 100 for i, r in enumerate(rates)}

    found = judged(kit, plan, given_rates, year)

    left = Fraction(1)
    for i in range(year - 2015):
        left *= 1 + Fraction(rates[i], 10000)
    required = (1 - Fraction(target_value, 100)) ** (year - 2015)
    assert (found[View.PROGRESS].outcome is Outcome.MET) == (left**5 <= required)
    yearly = (1 + Fraction(rates[year - 2016], 10000)) ** 5 <= 1 - Fraction(target_value, 100)
    assert (found[View.ANNUAL].outcome is Outcome.MET) == yearly


def test_increments_are_shared_out_in_equal_years(kit: Any) -> None:
    target = kit("a_target")(
        indicator="level",
        form=Form.AT_MOST,
        value=kit("amount")("1133 万吨"),
        annual=AnnualMethod.EQUAL_INCREMENT,
        progress=ProgressMethod.INCREMENT,
    )
    data = {("level", 2015): 1000, ("level", 2016): 1020.26}

    found = judged(kit, kit("a_plan")(target), data, 2016)

    # 萍乡: 133 over five years is 26.6 a year; 20.26 is inside
    assert found[View.ANNUAL].outcome is Outcome.MET
    assert round(found[View.ANNUAL].required, 2) == kit("exact")("26.60")
    assert found[View.PROGRESS].outcome is Outcome.MET


def test_a_target_past_its_date_is_judged_by_its_own_year(kit: Any) -> None:
    target = kit("a_target")(
        indicator="level",
        form=Form.AT_MOST,
        value=kit("amount")("50 万吨"),
        by=Deadline.of_year(2017),
    )
    data = {("level", 2015): 100, ("level", 2017): 60, ("level", 2020): 40}

    found = judged(kit, kit("a_plan")(target), data)

    assert list(found) == [View.FINAL]
    assert found[View.FINAL].outcome is Outcome.NOT_MET


def test_every_input_leads_to_its_cell(kit: Any) -> None:
    data = {
        ("energy_total", 2015): 1000,
        ("gdp", 2015): 900,
        ("energy_total", 2020): 830,
        ("gdp", 2020): 1000,
    }

    final: Judgement = judged(kit, kit("a_plan")(kit("a_target")()), data)[View.FINAL]

    sources = {i.name: i.source for i in final.inputs}
    assert sources["energy_total_2020"] == "a.xlsx [填报表] B4"
    assert sources["T"] == "规划一"
    assert {"energy_intensity_2015", "energy_intensity_2020", "achieved"} <= {
        s.name for s in final.steps
    }


def test_an_incentive_tier_exempts_the_total_and_says_why(kit: Any) -> None:
    from shuangkong.vocabulary import Tier

    tier = Tier(id="incentive", name="激励目标", value=kit("amount")("20%"), exempts=("total",))
    cut = kit("a_target")(indicator="level", tiers=(tier,))
    cap = kit("a_target")(
        id="total",
        indicator="energy_total",
        form=Form.AT_MOST,
        value=kit("amount")("10 万吨标准煤"),
    )
    data = {("level", 2015): 100, ("energy_total", 2020): 11}

    def total(reached: float | None, said: str = "") -> Judgement:
        level = {} if reached is None else {("level", 2020): reached}
        observations = kit("figures")({**data, **level})
        decisions = [a_decision(target=f"{cut.id}:incentive", choice=said)] if said else []
        made = assess(kit("a_plan")(cut, cap), 2020, observations, decisions=decisions)
        result = made.results["130500"]
        found = result.judgement("total", View.FINAL)
        assert found is not None
        return found

    assert total(82).outcome is Outcome.NOT_MET
    assert total(79).outcome is Outcome.NOT_APPLICABLE
    assert "激励目标" in total(79).reason
    # what was decided of the tier is what counts, as it is wherever the tier itself is shown
    assert total(82, said="met").outcome is Outcome.NOT_APPLICABLE
    assert total(79, said="not_met").outcome is Outcome.NOT_MET
    assert total(None, said="met").outcome is Outcome.NOT_MET


def test_deductions_are_taken_off_and_shown(kit: Any) -> None:
    from dataclasses import replace

    from shuangkong.vocabulary import Deduction, Indicator

    target = kit("a_target")(
        indicator="energy_total",
        form=Form.AT_MOST,
        value=kit("amount")("100 万吨标准煤"),
        deductions=(Deduction(indicator="feedstock"), Deduction(indicator="renewable", since=2015)),
    )
    plan = kit("a_plan")(target)
    extra = {i: Indicator(id=i, name=i, unit="万吨标准煤") for i in ("feedstock", "renewable")}
    plan = replace(plan, indicators={**plan.indicators, **extra})
    data = {
        ("energy_total", 2020): 120,
        ("feedstock", 2020): 12,
        ("renewable", 2015): 5,
        ("renewable", 2020): 13,
    }

    met = judged(kit, plan, data)[View.FINAL]
    gap = judged(kit, plan, {k: v for k, v in data.items() if k[0] != "feedstock"})[View.FINAL]

    assert met.outcome is Outcome.MET
    assert met.actual == 100
    assert {i.name for i in met.inputs} >= {"energy_total_2020", "feedstock_2020", "renewable_2015"}
    assert gap.outcome is Outcome.NOT_ASSESSABLE


def test_what_printed_digits_leave_open_is_said_with_both_ends(kit: Any) -> None:
    rates = {2016: -5.30, 2017: -5.28, 2018: -5.45, 2019: -2.91, 2020: 2.03}
    plan = chained(kit, value=kit("amount")("16%"))
    final = judged(kit, plan, {("change", y): r for y, r in rates.items()})[View.FINAL]

    assert final.between is not None
    assert [round(float(end) * 100, 3) for end in final.between] == [15.963, 16.007]
    assert any("15.963%至16.007%" in r and "按所报的数评定" in r for r in final.remarks)

    clear = chained(kit, value=kit("amount")("15%"))
    final = judged(kit, clear, {("change", y): r for y, r in rates.items()})[View.FINAL]
    assert final.between is None


def test_a_margin_that_is_large_beside_a_small_target_may_still_be_open(kit: Any) -> None:
    rates = {2016: -0.11, 2017: -0.11, 2018: -0.11, 2019: -0.11, 2020: -0.08}
    plan = chained(kit, value=kit("amount")("0.497%"))
    final = judged(kit, plan, {("change", y): r for y, r in rates.items()})[View.FINAL]

    assert final.margin is not None
    assert float(final.margin) > 0.0002, "more than a fiftieth of one per cent"
    assert final.between is not None
    assert float(final.between[0]) < 0.00497 < float(final.between[1])
