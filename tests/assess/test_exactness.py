"""A verdict is what exact arithmetic on the reported decimals gives, at every size and distance."""

import dataclasses
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shuangkong.assess.assess import assess
from shuangkong.assess.evaluate import evaluate
from shuangkong.assess.explain import judged_lines
from shuangkong.assess.judgement import Judgement, Outcome
from shuangkong.assess.requirements import requirements
from shuangkong.vocabulary import (
    Amount,
    AnnualMethod,
    Basis,
    Form,
    Indicator,
    ProgressMethod,
    Rounding,
    RoundMode,
    View,
)

Kit = Callable[[str], Any]
SLOW = settings(max_examples=15)


def bulk(plan: Any, observations: pl.DataFrame, year: int = 2020) -> dict[View, dict[str, Any]]:
    """The rows of the bulk evaluation of the one target, by clock."""
    found = evaluate(plan, requirements(plan, year), observations.lazy())
    return {View(row["view"]): row for row in found.iter_rows(named=True)}


def traced(plan: Any, observations: pl.DataFrame, year: int = 2020) -> dict[View, Judgement]:
    result = assess(plan, year, observations).results["130500"]
    return {j.view: j for j in result.judgements}


def steps_agree(judgement: Judgement) -> bool:
    """Whether the comparison in the arithmetic says what the outcome says."""
    told = [step.truth for step in judgement.steps if step.truth is not None]
    return told == [judgement.outcome is Outcome.MET]


# --- the two reproductions -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "value", "base", "reached", "met"),
    [
        (Form.REDUCE_BY, "1%", 20_000_000_000, 19_800_000_001, False),
        (Form.REDUCE_BY, "1%", 20_000_000_000, 19_800_000_000, True),
        (Form.RAISE_BY, "0.5%", 20_000_000_000, 20_099_999_999, False),
        (Form.RAISE_BY, "0.5%", 20_000_000_000, 20_100_000_000, True),
        (Form.MORE_THAN, "0.5%", None, 0.50000000001, True),
        (Form.MORE_THAN, "0.5%", None, 0.5, False),
        (Form.AT_MOST, "0.000001 万吨", None, 0.00000100000000001, False),
        (Form.AT_LEAST, "1000000000000 万吨", None, 999999999999.9999, False),
    ],
)
def test_a_verdict_is_not_what_floats_take_for_equal(
    kit: Kit, form: Form, value: str, base: float | None, reached: float, met: bool
) -> None:
    share = value.endswith("%") and base is None
    indicator = "share" if share else "level"
    plan = kit("a_plan")(
        kit("a_target")(indicator=indicator, form=form, value=kit("amount")(value))
    )
    data = {(indicator, 2020): reached} | ({} if base is None else {(indicator, 2015): base})
    given_figures = kit("figures")(data)

    final = traced(plan, given_figures)[View.FINAL]

    assert (final.outcome is Outcome.MET) is met
    assert bulk(plan, given_figures)[View.FINAL]["outcome"] == final.outcome
    assert steps_agree(final)
    printed = [Fraction(number) for number in re.findall(r"[\d.]+\d", final.reason)]
    assert (printed[0] == printed[1]) is (final.actual == final.required)


def test_the_progress_of_such_a_pair_says_the_same(kit: Kit) -> None:
    target = kit("a_target")(indicator="level", value=kit("amount")("1%"))
    data = {("level", 2015): 20_000_000_000, ("level", 2020): 19_800_000_001}

    found = traced(kit("a_plan")(target), kit("figures")(data))

    assert found[View.FINAL].outcome is Outcome.NOT_MET
    assert found[View.PROGRESS].outcome is Outcome.NOT_MET


def test_what_is_said_beside_such_a_pair_shows_the_difference(kit: Kit) -> None:
    target = kit("a_target")(indicator="level", value=kit("amount")("1%"))
    data = {("level", 2015): 20_000_000_000, ("level", 2020): 19_800_000_001}
    plan = kit("a_plan")(target)
    final = traced(plan, kit("figures")(data))[View.FINAL]

    assert any("按未舍入的数值 0.999999995% 判断" in remark for remark in final.remarks)
    plain = tuple(dataclasses.replace(one, observation=None) for one in final.inputs)
    told = judged_lines(
        SimpleNamespace(declarations=plan), dataclasses.replace(final, inputs=plain)
    )
    (said,) = [line for line in told if "不成立" in line]
    assert "0.999999995%" in said


def rounded_plan(kit: Kit, digits: int, mode: RoundMode, formula: str, limit: str) -> Any:
    from dataclasses import replace

    target = kit("a_target")(indicator="ratio", form=Form.AT_MOST, value=kit("amount")(limit))
    plan = kit("a_plan")(target)
    ratio = Indicator(
        id="ratio", name="比", unit="", formula=formula, rounding=Rounding(digits=digits, mode=mode)
    )
    return replace(plan, indicators={**plan.indicators, "ratio": ratio})


def test_a_declared_rounding_of_a_large_value_is_exact(kit: Kit) -> None:
    # 10666.509105 / 42.7 = 249.80115000…: exactly on the half of the fourth digit
    quotient = Fraction("10666.509105") / Fraction("42.7")
    up = Fraction(int(quotient * 10**4 + Fraction(1, 2)), 10**4)
    for limit in (up, up - Fraction(1, 10**4)):
        shown = str(Decimal(limit.numerator) / Decimal(limit.denominator))
        plan = rounded_plan(kit, 4, RoundMode.HALF_UP, "level / share_of", shown)
        plan.indicators["share_of"] = Indicator(id="share_of", name="分母", unit="")
        data = kit("figures")({("level", 2020): 10666.509105, ("share_of", 2020): 42.7})

        final = traced(plan, data)[View.FINAL]

        assert (final.outcome is Outcome.MET) == (up <= limit)
        assert bulk(plan, data)[View.FINAL]["outcome"] == final.outcome
        assert steps_agree(final)


# --- every form, inside the band -------------------------------------------------------------

#: A number of up to twelve digits, from a millionth to a million million.
magnitudes = st.builds(
    lambda digits, exponent: Fraction(digits) * Fraction(10) ** exponent,
    st.integers(1, 999_999),
    st.integers(-6, 6),
)
#: How far from the threshold, of the value's own size: nothing, or from 1e-16 to 1e-8.
distances = st.one_of(
    st.just(Fraction(0)),
    st.builds(
        lambda sign, digit, exponent: sign * digit * Fraction(10) ** -exponent,
        st.sampled_from([-1, 1]),
        st.integers(1, 9),
        st.integers(8, 16),
    ),
)


def submitted(value: Fraction) -> tuple[float, Fraction]:
    """A value as it stands in a cell, and the decimal that this is."""
    cell = float(value)
    return cell, Fraction(repr(cell))


EXACT: dict[Form, Callable[[Fraction, Fraction, Fraction], bool]] = {
    Form.AT_MOST: lambda x0, x, goal: x <= goal,
    Form.AT_LEAST: lambda x0, x, goal: x >= goal,
    Form.MORE_THAN: lambda x0, x, goal: x > goal,
    Form.REDUCE_BY: lambda x0, x, goal: 1 - x / x0 >= goal,
    Form.RAISE_BY: lambda x0, x, goal: x / x0 - 1 >= goal,
    Form.CUT_BY: lambda x0, x, goal: x0 - x >= goal,
    Form.RAISE_BY_POINTS: lambda x0, x, goal: x - x0 >= goal,
    Form.TOTAL_AT_LEAST: lambda x0, x, goal: x + 4 * x0 >= goal,
    Form.COMPLETE: lambda x0, x, goal: x >= 1,
    Form.IMPROVE: lambda x0, x, goal: x > x0,
}
EDGE: dict[Form, Callable[[Fraction, Fraction], Fraction]] = {
    Form.REDUCE_BY: lambda x0, goal: x0 * (1 - goal),
    Form.RAISE_BY: lambda x0, goal: x0 * (1 + goal),
    Form.CUT_BY: lambda x0, goal: x0 - goal,
    Form.RAISE_BY_POINTS: lambda x0, goal: x0 + goal,
    Form.TOTAL_AT_LEAST: lambda x0, goal: goal - 4 * x0,
    Form.COMPLETE: lambda x0, goal: Fraction(1),
    Form.IMPROVE: lambda x0, goal: x0,
}
RELATIVE = (Form.REDUCE_BY, Form.RAISE_BY)


@pytest.mark.parametrize("form", Form)
@SLOW
@given(base=magnitudes, size=magnitudes, percent=st.integers(1, 9_999_999), far=distances)
def test_all_forms_are_exact_inside_the_band(
    kit: Kit, form: Form, base: Fraction, size: Fraction, percent: int, far: Fraction
) -> None:
    goal = Fraction(percent, 10**7) if form in RELATIVE else size
    unit = "%" if form in RELATIVE else "万吨"
    printed = Decimal(percent).scaleb(-5) if form in RELATIVE else exactly(size)
    x0_cell, x0 = submitted(base)
    x_cell, x = submitted(EDGE.get(form, lambda _, g: g)(x0, goal) * (1 + far))
    value = Amount(printed, printed, unit) if form.has_value else None
    target = kit("a_target")(indicator="level", form=form, value=value)
    data = {("level", year): x0_cell for year in range(2015, 2020)} | {("level", 2020): x_cell}
    plan, figures = kit("a_plan")(target), kit("figures")(data)

    met = EXACT[form](x0, x, goal)
    final = traced(plan, figures)[View.FINAL]

    assert bulk(plan, figures)[View.FINAL]["outcome"] == ("met" if met else "not_met")
    assert (final.outcome is Outcome.MET) == met
    assert steps_agree(final)


def exactly(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


@pytest.mark.parametrize(
    ("form", "progress", "annual"),
    [
        (Form.REDUCE_BY, ProgressMethod.LOGARITHMIC, AnnualMethod.EQUAL_GEOMETRIC),
        (Form.RAISE_BY, ProgressMethod.LOGARITHMIC, AnnualMethod.NONE),
        (Form.REDUCE_BY, ProgressMethod.LINEAR, AnnualMethod.NONE),
        (Form.AT_LEAST, ProgressMethod.LINEAR, AnnualMethod.NONE),
        (Form.AT_MOST, ProgressMethod.INCREMENT, AnnualMethod.EQUAL_INCREMENT),
    ],
)
@SLOW
@given(
    base=magnitudes,
    size=magnitudes,
    percent=st.integers(1, 9000),
    far=distances,
    year=st.integers(2016, 2019),
)
def test_shares_of_the_way_are_exact_inside_the_band(
    kit: Kit,
    form: Form,
    progress: ProgressMethod,
    annual: AnnualMethod,
    base: Fraction,
    size: Fraction,
    percent: int,
    far: Fraction,
    year: int,
) -> None:
    relative = form in RELATIVE
    printed = Decimal(percent).scaleb(-2) if relative else exactly(size)
    target = kit("a_target")(
        indicator="level",
        form=form,
        value=Amount(printed, printed, "%" if relative else "万吨"),
        progress=progress,
        annual=annual,
    )
    (x0_cell, x0), goal, k = submitted(base), Fraction(percent, 10**4), year - 2015
    sign = -1 if form is Form.REDUCE_BY else 1
    whole = x0 * Fraction((1 + sign * float(goal)) ** (k / 5))
    if progress is ProgressMethod.LINEAR and relative:
        whole = x0 * (1 - goal * k / 5)
    elif not relative:
        whole = x0 + (size - x0) * k / 5
    x_cell, x = submitted(whole * (1 + far))
    before_cell, before = submitted(x0)
    cells = {("level", 2015): x0_cell, ("level", year - 1): before_cell, ("level", year): x_cell}
    plan, figures = kit("a_plan")(target), kit("figures")(cells)

    expected = {
        ProgressMethod.LOGARITHMIC: lambda: (
            (x / x0) ** 5 <= (1 - goal) ** k
            if form is Form.REDUCE_BY
            else (x / x0) ** 5 >= (1 + goal) ** k
        ),
        ProgressMethod.LINEAR: lambda: (
            1 - x / x0 >= goal * k / 5 if relative else x >= x0 + (size - x0) * k / 5
        ),
        ProgressMethod.INCREMENT: lambda: x - x0 <= (size - x0) * k / 5,
    }[progress]()
    yearly = {
        AnnualMethod.EQUAL_GEOMETRIC: lambda: (x / before) ** 5 <= 1 - goal,
        AnnualMethod.EQUAL_INCREMENT: lambda: x - before <= (size - x0) / 5,
    }.get(annual)

    rows, found = bulk(plan, figures, year), traced(plan, figures, year)

    assert rows[View.PROGRESS]["outcome"] == ("met" if expected else "not_met")
    assert found[View.PROGRESS].outcome == rows[View.PROGRESS]["outcome"]
    assert steps_agree(found[View.PROGRESS])
    if yearly is not None:
        assert rows[View.ANNUAL]["outcome"] == ("met" if yearly() else "not_met")
        assert found[View.ANNUAL].outcome == rows[View.ANNUAL]["outcome"]


@SLOW
@given(
    digits=st.integers(0, 6),
    mode=st.sampled_from(RoundMode),
    whole=st.integers(1, 10**9),
    divisor=st.integers(1, 9_999),
    step=st.sampled_from([-1, 0, 1]),
    far=distances,
)
def test_declared_roundings_are_exact_at_their_halves(
    kit: Kit, digits: int, mode: RoundMode, whole: int, divisor: int, step: int, far: Fraction
) -> None:
    below = Fraction(divisor, 10)
    half = (Fraction(whole) + Fraction(1, 2)) / 10**digits
    above_cell, above = submitted(half * below * (1 + far))
    below_cell, exact_below = submitted(below)
    limit = Fraction(whole + step, 10**digits)
    plan = rounded_plan(kit, digits, mode, "level / share_of", f"{exactly(limit):f}")
    plan.indicators["share_of"] = Indicator(id="share_of", name="分母", unit="")
    data = kit("figures")({("level", 2020): above_cell, ("share_of", 2020): below_cell})

    quotient = above / exact_below * 10**digits
    even = Fraction(round(quotient), 10**digits)
    up = Fraction(int(quotient + Fraction(1, 2)), 10**digits)
    met = (even if mode is RoundMode.HALF_EVEN else up) <= limit

    assert bulk(plan, data)[View.FINAL]["outcome"] == ("met" if met else "not_met")
    assert (traced(plan, data)[View.FINAL].outcome is Outcome.MET) == met


@SLOW
@given(
    rates=st.lists(st.integers(-99_999, 99_999), min_size=5, max_size=5),
    far=st.sampled_from([-1, 0, 1]),
    form=st.sampled_from([Form.REDUCE_BY, Form.RAISE_BY]),
)
def test_chains_of_rates_are_exact_at_the_last_digit(
    kit: Kit, rates: list[int], far: int, form: Form
) -> None:
    left = Fraction(1)
    for rate in rates:
        left *= 1 + Fraction(rate, 10**6)
    change = (1 - left if form is Form.REDUCE_BY else left - 1) * 100
    printed = exactly(Fraction(round(change * 10**14) + far, 10**14))
    target = kit("a_target")(
        indicator="level",
        form=form,
        value=Amount(printed, printed, "%"),
        basis=Basis.CHAINED_RATES,
        rate="change",
    )
    data = {("change", 2016 + n): rate / 10**4 for n, rate in enumerate(rates)}
    plan, figures = kit("a_plan")(target), kit("figures")(data)

    met = change >= Fraction(printed)

    assert bulk(plan, figures)[View.FINAL]["outcome"] == ("met" if met else "not_met")
    assert (traced(plan, figures)[View.FINAL].outcome is Outcome.MET) == met


# --- figures that floats cannot be sure of ----------------------------------------------------


def derived_plan(kit: Kit, formula: str, form: Form, value: str) -> Any:
    from dataclasses import replace

    plan = kit("a_plan")(kit("a_target")(indicator="made", form=form, value=kit("amount")(value)))
    parts = {i: Indicator(id=i, name=i, unit="万吨") for i in ("a", "b", "c")}
    made = Indicator(id="made", name="算出的", unit="万吨", formula=formula)
    return replace(plan, indicators={**plan.indicators, **parts, "made": made})


@pytest.mark.parametrize(
    ("formula", "reached", "limit", "met"),
    [
        # in floats 0.1 + 0.2 − 0.3 is 5.6e-17, and divides where it is zero
        ("a + b - c", (0.1, 0.2, 0.3), "0 万吨", True),
        ("a / (a + b - c)", (0.1, 0.2, 0.3), "1 万吨", None),
        ("floor((a + b) * 10)", (0.1, 0.2, 0), "2 万吨", False),
        ("if(a + b > c, 1, 0)", (0.1, 0.2, 0.3), "0 万吨", True),
        ("if(near(a, b, c), 0, 1)", (0.3, 0.1, 0.2), "0 万吨", True),
        ("steps(a + b, 30%, 2, 1)", (0.1, 0.2, 0), "1 万吨", False),
        ("max(a, b) - c", (1e15, 1, 1e15), "0 万吨", True),
        ("abs(a - b) ** 2", (0.3, 0.1, 0), "0.04 万吨", True),
    ],
)
def test_a_derived_figure_that_floats_cannot_tell_is_exact(
    kit: Kit, formula: str, reached: tuple[float, ...], limit: str, met: bool | None
) -> None:
    plan = derived_plan(kit, formula, Form.AT_MOST, limit)
    data = kit("figures")({(i, 2020): x for i, x in zip("abc", reached, strict=True)})

    expected = {True: "met", False: "not_met", None: "not_assessable"}[met]

    assert bulk(plan, data)[View.FINAL]["outcome"] == expected
    assert traced(plan, data)[View.FINAL].outcome == expected
