"""What a comparison means: bases, ranges, abouts, ambiguous clauses, roundings."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from shuangkong.assess.assess import assess
from shuangkong.assess.judgement import Judgement, Outcome
from shuangkong.vocabulary import (
    AnnualMethod,
    BandInterpretation,
    Basis,
    Form,
    Interpretation,
    Interpretations,
    ProgressMethod,
    View,
)

Kit = Callable[[str], Any]


def judged(plan: Any, observations: Any, year: int = 2020) -> dict[View, Judgement]:
    assessment = assess(plan, year, observations)
    found = {j.view: j for j in assessment.results["130500"].judgements}
    rows = assessment.outcomes.filter(entity="130500")
    assert dict(zip(rows["view"], rows["outcome"], strict=True)) == {
        view.value: j.outcome.value for view, j in found.items()
    }
    return found


def final(kit: Kit, data: dict[tuple[str, int], float], *, plan: Any = None, **changes: Any) -> Any:
    given = {"indicator": "level", **changes}
    made = kit("a_plan")(kit("a_target")(**given), **(plan or {}))
    return judged(made, kit("figures")(data))[View.FINAL]


# --- bases -----------------------------------------------------------------------------------


@pytest.mark.parametrize("base", [0, -50])
@pytest.mark.parametrize("reached", [-40, 30, -60, 0])
@pytest.mark.parametrize("form", [Form.REDUCE_BY, Form.RAISE_BY])
def test_no_percentage_starts_from_zero_or_less(
    kit: Kit, base: int, reached: int, form: Form
) -> None:
    found = final(kit, {("level", 2015): base, ("level", 2020): reached}, form=form)

    assert found.outcome is Outcome.NOT_ASSESSABLE
    assert f"2015年的水平为 {base}.00 万吨" in found.reason
    assert "没有意义" in found.reason
    assert found.actual is None
    assert not found.steps


def test_a_cut_by_an_amount_may_start_below_zero(kit: Kit) -> None:
    value = kit("amount")("10 万吨")
    found = final(kit, {("level", 2015): -50, ("level", 2020): -60}, form=Form.CUT_BY, value=value)

    assert found.outcome is Outcome.MET


def test_a_year_after_one_at_zero_has_no_yearly_percentage(kit: Kit) -> None:
    plan = kit("a_plan")(kit("a_target")(indicator="level"))
    data = {("level", 2015): 100, ("level", 2018): 0, ("level", 2019): 10}

    found = judged(plan, kit("figures")(data), 2019)

    assert found[View.ANNUAL].outcome is Outcome.NOT_ASSESSABLE
    assert "2018年的水平为 0.00 万吨" in found[View.ANNUAL].reason
    assert found[View.PROGRESS].outcome is Outcome.MET


@pytest.mark.parametrize("year", range(2016, 2021))
@pytest.mark.parametrize("basis", [Basis.LEVELS, Basis.CHAINED_RATES])
def test_nothing_is_due_in_a_base_year_inside_the_period(kit: Kit, year: int, basis: Basis) -> None:
    target = kit("a_target")(indicator="level", base=2017, basis=basis, rate="change")
    data = {("change", y): -5.0 for y in range(2016, 2021)}
    data |= {("level", y): 100 - 5 * (y - 2016) for y in range(2016, 2021)}

    found = judged(kit("a_plan")(target), kit("figures")(data), year)

    if year <= 2017:
        assert {j.outcome for j in found.values()} == {Outcome.NOT_DUE}
        assert found[View.PROGRESS].progress is None
    else:
        assert found[View.PROGRESS].outcome in (Outcome.MET, Outcome.NOT_MET)


def test_a_sum_that_has_not_begun_is_not_due(kit: Kit) -> None:
    target = kit("a_target")(
        indicator="level",
        form=Form.TOTAL_AT_LEAST,
        value=kit("amount")("10 万吨"),
        since=2018,
        progress=ProgressMethod.LINEAR,
    )

    found = judged(kit("a_plan")(target), kit("figures")({("level", 2016): 5}), 2016)

    assert {j.outcome for j in found.values()} == {Outcome.NOT_DUE}


# --- ranges ----------------------------------------------------------------------------------

RANGES = {
    BandInterpretation.FAR_EDGE: ("not_met", "not_met", "met"),
    BandInterpretation.NEAR_EDGE: ("not_met", "met", "met"),
    BandInterpretation.DECISION: ("not_met", "not_assessable", "met"),
}


@pytest.mark.parametrize("reading", RANGES)
@pytest.mark.parametrize(("nth", "reached"), list(enumerate([96.11, 95.89, 95.4])))
def test_a_range_issued_for_a_year_is_read_as_declared(
    kit: Kit, reading: BandInterpretation, nth: int, reached: float
) -> None:
    target = kit("a_target")(indicator="level", value=None, allocated=True)
    issued = kit("allocated")("4.0%~4.5%", year=2017)
    plan = kit("a_plan")(target, allocations=[issued], readings=Interpretations(range=reading))
    data = kit("figures")({("level", 2016): 100, ("level", 2017): reached})

    found = judged(plan, data, 2017)[View.ANNUAL]

    assert found.outcome == RANGES[reading][nth]


def test_a_missed_range_gives_its_easier_edge_as_the_target_value(kit: Kit) -> None:
    data = {("level", 2015): 100, ("level", 2020): 97}
    found = final(
        kit,
        data,
        value=kit("amount")("4%~5%"),
        plan={"readings": Interpretations(range=BandInterpretation.DECISION)},
    )

    assert found.outcome is Outcome.NOT_MET
    assert found.required == Decimal("0.04")
    assert found.margin == Decimal("-0.01")
    assert "区间较宽一端也未达到" in found.reason


def test_a_range_met_by_both_edges_says_so(kit: Kit) -> None:
    data = {("level", 2015): 100, ("level", 2020): 90}
    readings = Interpretations(range=BandInterpretation.DECISION)
    found = final(kit, data, value=kit("amount")("4%~5%"), plan={"readings": readings})

    assert found.outcome is Outcome.MET
    assert found.required == Decimal("0.05")
    assert "区间两端都达到" in found.reason


def test_a_range_that_waits_tells_both_edges(kit: Kit) -> None:
    readings = Interpretations(range=BandInterpretation.DECISION)
    data = {("level", 2015): 100, ("level", 2020): 95.5}
    found = final(kit, data, value=kit("amount")("4%~5%"), plan={"readings": readings})

    assert found.outcome is Outcome.NOT_ASSESSABLE
    assert found.reason.startswith("累计降低率4.50%，目标值5.00%（较宽一端为4.00%）")


def test_the_easier_edge_is_exact_too(kit: Kit) -> None:
    # the easier edge of 1%~2% is missed by five parts in a hundred thousand millions
    data = {("level", 2015): 20_000_000_000, ("level", 2020): 19_800_000_001}
    readings = Interpretations(range=BandInterpretation.DECISION)
    found = final(kit, data, value=kit("amount")("1%~2%"), plan={"readings": readings})

    assert found.outcome is Outcome.NOT_MET


# --- abouts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outer", "reached", "outcome"),
    [
        (None, 1, Outcome.NOT_ASSESSABLE),
        (Decimal(20), 1, Outcome.NOT_MET),
        (Decimal(20), 1039.99, Outcome.NOT_MET),
        (Decimal(20), 1040, Outcome.NOT_ASSESSABLE),
        (Decimal(20), 1299, Outcome.NOT_ASSESSABLE),
        (Decimal(20), 1300, Outcome.MET),
    ],
)
def test_beyond_its_outer_edge_an_about_is_missed(
    kit: Kit, outer: Decimal | None, reached: float, outcome: Outcome
) -> None:
    readings = Interpretations(
        about=BandInterpretation.DECISION, about_outer=outer, about_outer_by="甲省节能办"
    )
    found = final(
        kit,
        {("level", 2020): reached},
        form=Form.AT_LEAST,
        value=kit("amount")("1300 万吨"),
        about=True,
        plan={"readings": readings},
    )

    assert found.outcome is outcome
    assert found.required == 1300
    if outer is not None and outcome is not Outcome.MET:
        assert "外沿为所印数字的20%，由甲省节能办定" in found.reason


@pytest.mark.parametrize(
    ("reached", "outcome", "told"),
    [
        (1169, Outcome.NOT_MET, "且超出“左右”的幅度（所印数字的10%）"),
        (1170, Outcome.NOT_ASSESSABLE, "未超出“左右”的幅度（所印数字的10%）"),
        (1300, Outcome.MET, "达到要求"),
    ],
)
def test_a_declared_band_that_is_left_to_a_person_is_named(
    kit: Kit, reached: float, outcome: Outcome, told: str
) -> None:
    readings = Interpretations(about=BandInterpretation.DECISION, about_band=Decimal(10))
    found = final(
        kit,
        {("level", 2020): reached},
        form=Form.AT_LEAST,
        value=kit("amount")("1300 万吨"),
        about=True,
        plan={"readings": readings},
    )

    assert found.outcome is outcome
    assert told in found.reason
    assert "没有写明" not in found.reason


def test_an_about_below_zero_has_its_edge_on_the_easier_side(kit: Kit) -> None:
    readings = Interpretations(
        about=BandInterpretation.DECISION, about_outer=Decimal(20), about_outer_by="甲"
    )
    value = kit("amount")("-10 万吨")
    kinds = [
        final(
            kit,
            {("level", 2020): reached},
            form=Form.AT_MOST,
            value=value,
            about=True,
            plan={"readings": readings},
        ).outcome
        for reached in (-10, -8, -7.9)
    ]

    assert kinds == [Outcome.MET, Outcome.NOT_ASSESSABLE, Outcome.NOT_MET]


# --- ambiguous clauses -----------------------------------------------------------------------


def ambiguous(kit: Kit) -> Any:
    """Reduced by 10 %, of either of two figures; or the second at most 80."""
    readings = (
        Interpretation(id="one", says="指水平"),
        Interpretation(id="two", says="指能耗", indicator="energy_total"),
        Interpretation(
            id="three",
            says="指能耗的上限",
            indicator="energy_total",
            form=Form.AT_MOST,
            value=kit("amount")("80 万吨标准煤"),
        ),
    )
    target = kit("a_target")(
        indicator="level", value=kit("amount")("10%"), readings=readings, annual=AnnualMethod.NONE
    )
    return kit("a_plan")(target)


@pytest.mark.parametrize(
    ("level", "energy", "outcome"),
    [
        (90, 80, Outcome.MET),
        (91, 95, Outcome.NOT_MET),
        (90, 90, Outcome.NOT_ASSESSABLE),
        (90, None, Outcome.NOT_ASSESSABLE),
    ],
)
def test_a_clause_whose_readings_agree_waits_for_nobody(
    kit: Kit, level: float, energy: float | None, outcome: Outcome
) -> None:
    data = {("level", 2015): 100, ("energy_total", 2015): 100, ("level", 2020): level}
    if energy is not None:
        data["energy_total", 2020] = energy

    found = judged(ambiguous(kit), kit("figures")(data))[View.FINAL]

    assert found.outcome is outcome
    assert found.target.id == "intensity"
    if outcome is Outcome.NOT_ASSESSABLE:
        assert "待人裁定" in found.reason
        assert "理解1：完成" in found.reason
    else:
        assert "3种理解结论相同；按“指水平”" in found.reason
        assert found.required == Decimal("0.1")


def test_before_its_date_an_ambiguous_clause_is_not_due_and_says_what_waits(kit: Kit) -> None:
    data = {("level", 2015): 100, ("energy_total", 2015): 100}

    found = judged(ambiguous(kit), kit("figures")(data), 2018)[View.FINAL]

    assert found.outcome is Outcome.NOT_DUE
    assert "目标期限为2020年" in found.reason
    assert "待人裁定" in found.reason


def test_readings_are_no_rows_of_their_own(kit: Kit) -> None:
    data = kit("figures")({("level", 2015): 100, ("energy_total", 2015): 100})
    table = assess(ambiguous(kit), 2020, data).outcomes

    assert table.select("entity", "target", "view").is_unique().all()
    assert set(table["target"]) == {"intensity"}


# --- roundings -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reached", "said"), [(56.8, ()), (58.04, ("保留1位小数（58.0%）", "保留整数（58%）"))]
)
def test_a_share_is_rounded_in_its_own_unit(
    kit: Kit, reached: float, said: tuple[str, ...]
) -> None:
    value = kit("amount")("58%")
    found = final(
        kit, {("share", 2020): reached}, indicator="share", form=Form.AT_MOST, value=value
    )

    remarks = "".join(found.remarks)
    assert all(text in remarks for text in said)
    assert bool(remarks) is bool(said)


def test_the_printed_numbers_of_a_verdict_differ_where_the_figures_do(kit: Kit) -> None:
    plan = kit("a_plan")(kit("a_target")(indicator="level", value=kit("amount")("1%")))
    data = kit("figures")({("level", 2015): 20_000_000_000, ("level", 2020): 19_800_000_001})

    found = judged(plan, data)[View.FINAL]

    assert "累计降低率0.999999995%，目标值1.000000000%，未达到要求" in found.reason
