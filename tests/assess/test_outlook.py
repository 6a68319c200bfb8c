"""Early warning, forecast and what-if, on the samples and at the edges."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import shuangkong
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from shuangkong import resources
from shuangkong.assess import outlook as outlook_module
from shuangkong.assess.assess import assess
from shuangkong.assess.assume import assume, read
from shuangkong.assess.cases.staged import judgement, outcome_of
from shuangkong.assess.forecast import forecast, yearly_factors
from shuangkong.assess.judgement import Outcome
from shuangkong.assess.outlook import Outlook
from shuangkong.assess.outlook_text import render
from shuangkong.assess.result import EntityResult
from shuangkong.assess.warn import Warned, applies, warn, warnings_for
from shuangkong.commands import root
from shuangkong.declarations.load import load
from shuangkong.errors import Misuse
from shuangkong.intake import read_submissions
from shuangkong.vocabulary import (
    Decision,
    DecisionKind,
    Form,
    GapMeasure,
    ProgressMethod,
    View,
    WarningLevel,
    WarningRule,
    frames,
)

SAMPLES = resources.samples() / "hebei-13fyp"
HEBEI = load(resources.targets() / "hebei-13fyp")
TANGSHAN, CHENGDE, PROVINCE = "130200", "130800", "130000"


@pytest.fixture(scope="module")
def at() -> Callable[[int], Outlook]:
    """The outlook of the Hebei sample in a year, made once."""
    made: dict[int, Outlook] = {}

    def of(year: int) -> Outlook:
        if year not in made:
            made[year] = shuangkong.outlook("hebei-13fyp", year, SAMPLES)
        return made[year]

    return of


def level(found: Outlook, entity: str, target: str) -> str | None:
    warned = next(w for w in found.entities[entity].warnings if w.judgement.target.id == target)
    return warned.level.name if warned.level else None


# --- the sample -----------------------------------------------------------------------------


@pytest.mark.parametrize(("known_from", "judged"), [(2017, 2), (2018, 1), (2019, 1), (None, 1)])
def test_years_before_the_first_figure_are_not_judged(
    known_from: int | None, judged: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    years: list[int] = []

    def noted(declarations: Any, year: int, *rest: Any, **named: Any) -> Any:
        years.append(year)
        return assess(declarations, year, *rest, **named)

    observations = read_submissions(HEBEI, SAMPLES, 2018).observations
    kept = pl.col("year") >= known_from if known_from else pl.lit(False)
    monkeypatch.setattr(outlook_module, "assess", noted)

    outlook_module.outlook(HEBEI, 2018, observations.filter(kept))

    assert sorted(years) == list(range(2019 - judged, 2019))


def test_years_before_the_first_figure_change_no_forecast() -> None:
    observations = read_submissions(HEBEI, SAMPLES, 2019).observations
    late = observations.filter(pl.col("year") >= 2018)
    found = outlook_module.outlook(HEBEI, 2019, late)

    every = {y: assess(HEBEI, y, late) for y in range(2016, 2020)}

    for code, one in found.entities.items():
        history = {y: a.results[code] for y, a in every.items() if code in a.results}
        targets = dict.fromkeys(j.target.id for j in one.result.judgements)
        assert one.forecasts == tuple(f for t in targets if (f := forecast(history, t)))


def test_where_nothing_can_be_forecast_either_that_is_said() -> None:
    plan = replace(HEBEI, schemes={})
    nothing = frames.empty(frames.OBSERVATIONS)

    told = render(outlook_module.outlook(plan, 2018, nothing)).splitlines()

    assert told[-1].endswith("也没有能作预测的目标：要有累计进度要求，有逐年的数据，且未到期限")
    assert not any("只作预测" in line for line in told)


def test_a_year_without_a_warning_rule_is_only_forecast(at: Any) -> None:
    found = at(2018)

    assert not any(e.warnings for e in found.entities.values())
    assert "只作预测" in render(found)
    assert {f.judgement.target.id for f in found.entities[TANGSHAN].forecasts} >= {
        "intensity",
        "energy-total",
    }


def test_the_forecast_repeats_the_mean_the_best_and_the_worst_year(at: Any) -> None:
    found = next(
        f for f in at(2018).entities[TANGSHAN].forecasts if f.judgement.target.id == "intensity"
    )
    levels = {y: figure(at(2018), TANGSHAN, y) for y in range(2015, 2019)}
    factors = [levels[y] / levels[y - 1] for y in (2016, 2017, 2018)]
    reached = levels[2018] / levels[2015]

    assert found.years_left == 2
    assert found.years_known == 3
    assert float(found.expected) == pytest.approx(1 - float(reached) ** (5 / 3))
    assert float(found.best) == pytest.approx(float(1 - reached * min(factors) ** 2))
    assert float(found.worst) == pytest.approx(float(1 - reached * max(factors) ** 2))
    assert found.worst < found.expected < found.best


def figure(found: Outlook, entity: str, year: int) -> Fraction:
    """A city's intensity, rounded to four digits as it is before it is used."""
    rows = found.assessment.observations.filter(
        entity=entity, year=year, period=str(year)
    ).rows_by_key("indicator", named=True, unique=True)
    exact = Fraction(repr(rows["energy_total"]["value"])) / Fraction(repr(rows["gdp"]["value"]))
    return Fraction(round(exact * 10**4 + Fraction(1, 10**9)), 10**4)


def test_what_is_still_needed_brings_the_target_exactly(at: Any) -> None:
    found = next(
        f for f in at(2018).entities[CHENGDE].forecasts if f.judgement.target.id == "intensity"
    )

    left = (1 - float(found.judgement.actual)) * (1 - float(found.pace)) ** found.years_left
    assert 1 - left == pytest.approx(float(found.required))
    assert found.will_meet is False
    assert "也不能完成" in render(at(2018))


def test_on_the_targets_date_nothing_is_forecast(at: Any) -> None:
    assert not any(e.forecasts for e in at(2020).entities.values())


def test_every_city_is_rated_and_whoever_reported_nothing_is_not(at: Any) -> None:
    found = at(2020)

    assert level(found, TANGSHAN, "intensity") == "一级"
    assert level(found, CHENGDE, "intensity") == "二级"
    assert level(found, PROVINCE, "energy-total") is None
    assert "缺" in next(w.why for w in found.entities[PROVINCE].warnings)
    assert "不评级" in render(found)


def test_whom_a_rule_gives_no_level_is_told_why(at: Any) -> None:
    found = at(2020)
    sections = dict(part.split("】\n", 1) for part in render(found).split("【") if "】\n" in part)
    rules = {w.rule.id: w.rule for e in found.entities.values() for w in e.warnings}
    silent = [
        (one.entity.name, rule.title)
        for one in found.entities.values()
        for rule in rules.values()
        if rule.id not in {w.rule.id for w in one.warnings}
    ]

    assert silent
    for name, title in silent:
        assert f"{title}：不评级；没有" in sections[name]


def test_a_cap_is_warned_of_by_levels_though_it_is_judged_by_increments(at: Any) -> None:
    """An increment 82 % over its share is a total that is less than one percent too high."""
    warned = next(
        w for w in at(2020).entities[TANGSHAN].warnings if w.judgement.target.id == "energy-total"
    )
    judged = warned.judgement
    over = judged.actual - judged.required
    total = next(i.value for i in judged.inputs if i.name == "energy_total_2020")

    assert judged.outcome is Outcome.NOT_MET
    assert over / judged.required > Decimal("0.8")
    assert warned.gap == pytest.approx(over / (total - over) * 100)
    assert warned.level is not None
    assert warned.level.name == "二级"


def test_the_distance_to_the_next_step_is_what_reaches_it(at: Any) -> None:
    (distance,) = at(2020).entities[TANGSHAN].distances
    judged = distance.judgement

    assert distance.points_more == 20
    assert distance.needed == Decimal("0.5")
    assert (judged.actual + distance.short) / judged.required == Decimal("0.5")


def test_grade_and_cushion_add_up(at: Any) -> None:
    for entity in at(2020).entities.values():
        result = entity.result
        if entity.next_grade is not None:
            points, name = entity.next_grade
            bound = next(g.at_least for g in at(2020).assessment.scheme.grades if g.name == name)
            assert result.total + points == bound
        if entity.cushion is not None:
            assert entity.cushion >= 0
            assert result.total - entity.cushion == result.grade.at_least
        assert not (result.vetoed_by and entity.next_grade)


# --- part of a year -------------------------------------------------------------------------

HALF = [
    ("唐山市", "energy_intensity_change", "2020-H1", "0.8"),
    ("唐山市", "energy_total_growth", "2020-H1", "9.5"),
    ("承德市", "energy_intensity_change", "2020-H1", "-3.3"),
    ("承德市", "energy_total_growth", "2020-H1", "1.0"),
]


@pytest.fixture(scope="module")
def halfway(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with a long table of half-year changes beside it."""
    folder = tmp_path_factory.mktemp("half")
    for file in SAMPLES.iterdir():
        shutil.copy(file, folder)
    lines = ["entity,indicator,period,value,unit"]
    lines += [f"{e},{i},{p},{v},%" for e, i, p, v in HALF]
    (folder / "2020年上半年.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_a_half_year_stands_for_the_year_by_its_changes(halfway: Path) -> None:
    found = shuangkong.outlook("hebei-13fyp", 2020, halfway, period="H1")
    tangshan = found.entities[TANGSHAN].result.judgement("intensity", View.ANNUAL)
    chengde = found.entities[CHENGDE].result.judgement("intensity", View.ANNUAL)

    assert tangshan.actual == Decimal("-0.008")
    assert chengde.actual == Decimal("0.033")
    assert level(found, TANGSHAN, "intensity") == "一级"
    assert "不降反升" in render(found)
    assert "2020年上半年" in render(found)
    # the full year's own figure, submitted in the same folder, is not used
    full = shuangkong.outlook("hebei-13fyp", 2020, halfway)
    assert full.entities[CHENGDE].result.judgement("intensity", View.ANNUAL).actual != Decimal(
        "0.033"
    )


def test_a_half_years_total_follows_from_the_chained_changes(halfway: Path) -> None:
    found = shuangkong.outlook("hebei-13fyp", 2020, halfway, period="H1")
    judged = found.entities[CHENGDE].result.judgement("energy-total", View.ANNUAL)
    reckoned = next(s.value for s in judged.steps if s.name == "reckoned")

    assert judged.actual == pytest.approx(reckoned - reckoned / Decimal("1.01"))
    assert level(found, CHENGDE, "energy-total") is not None
    assert level(found, "130100", "energy-total") is None  # 石家庄 reported no half-year


def test_a_period_nobody_reported_is_misuse(halfway: Path) -> None:
    with pytest.raises(Misuse, match="没有 2020 年 Q3 的同比变化率"):
        shuangkong.outlook("hebei-13fyp", 2020, halfway, period="Q3")


def test_an_assumed_change_goes_before_the_half_years(halfway: Path) -> None:
    assumed = ["唐山市.energy_intensity_change.2020=-4.5"]
    found = shuangkong.outlook("hebei-13fyp", 2020, halfway, period="H1", assumed=assumed)

    judged = found.entities[TANGSHAN].result.judgement("intensity", View.ANNUAL)
    assert judged.actual == Decimal("0.045")
    assert judged.verification == "synthetic"


def test_a_level_cannot_be_assumed_for_a_part_of_a_year(halfway: Path) -> None:
    with pytest.raises(Misuse, match="只用同比变化率"):
        shuangkong.outlook(
            "hebei-13fyp", 2020, halfway, period="H1", assumed=["唐山市.energy_total.2020=8800"]
        )


# --- what if --------------------------------------------------------------------------------


def test_an_assumed_figure_changes_the_verdict_and_carries_its_mark(at: Any) -> None:
    before = at(2020).entities[TANGSHAN].result.judgement("intensity", View.ANNUAL)
    found = shuangkong.outlook(
        "hebei-13fyp", 2020, SAMPLES, assumed=["唐山市.energy_total.2020=8000"]
    )
    after = found.entities[TANGSHAN].result.judgement("intensity", View.ANNUAL)

    assert before.outcome is Outcome.NOT_MET
    assert after.outcome is Outcome.MET
    assert after.verification == "synthetic"
    assert any("假设" in i.source for i in after.inputs)


def test_an_assumed_figure_stands_in_for_the_version_that_was_used(kit: Any) -> None:
    plan = kit("a_plan")(kit("a_target")())
    city = kit("CITY")
    figures = kit("figures")
    data = figures({("energy_total", 2020): 100}, vintage="快报", authority="自报").vstack(
        figures({("energy_total", 2020): 110}, vintage="最终核实", authority="核定")
    )

    found = assume(plan, data, [read(plan, "邢台市.energy_total.2020=90")])

    assert found.height == 1
    assert found.row(0, named=True)["value"] == 90
    assert found["entity"][0] == city
    assert found["vintage"][0] == "最终核实"
    assert found["authority"][0] == "核定"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("邢台市 能耗 2020 90", "看不懂"),
        ("邢台市.energy_total.2020=很多", "看不懂"),
        ("邢台.energy_total.2020=90", "没有名为“邢台”的考核对象"),
        ("邢台市.energy_totl.2020=90", "没有名为“energy_totl”的指标"),
        ("邢台市.energy_intensity.2020=0.5", "由公式计算"),
        ("邢台市.energy_total.2035=90", "年份不在"),
    ],
)
def test_an_assumption_that_means_nothing_is_misuse(kit: Any, text: str, said: str) -> None:
    plan = kit("a_plan")(kit("a_target")())

    with pytest.raises(Misuse, match=said):
        read(plan, text)


def test_an_indicator_may_be_assumed_by_its_name_and_in_the_base_year(kit: Any) -> None:
    plan = kit("a_plan")(kit("a_target")(base=2012))

    assert read(plan, " 邢台市 . 能耗 . 2012 = 90.5 ").indicator == "energy_total"


# --- forecast at the edges ------------------------------------------------------------------


def history(kit: Any, data: dict[int, float], **target: Any) -> dict[int, EntityResult]:
    """Results of every year up to the last with data, for a target on `level`."""
    chosen = {"indicator": "level", "base": 2015, **target}
    plan = kit("a_plan")(kit("a_target")(**chosen))
    observed = kit("figures")({(chosen["indicator"], y): v for y, v in data.items()})
    return {
        year: assess(plan, year, observed).results[kit("CITY")]
        for year in range(2016, max(data) + 1)
    }


def test_with_one_year_there_is_a_trend_and_no_range(kit: Any) -> None:
    found = forecast(history(kit, {2015: 100, 2016: 95}), "intensity")

    assert found.years_known == 1
    assert (found.best, found.worst) == (None, None)
    assert float(found.expected) == pytest.approx(1 - 0.95**5)
    assert found.will_meet is True


def test_a_gap_leaves_out_the_year_after_it_too(kit: Any) -> None:
    results = history(kit, {2015: 100, 2016: 95, 2018: 90, 2019: 81})

    assert yearly_factors(results, "intensity") == [Fraction(95, 100), Fraction(81, 90)]


def test_years_before_the_first_assessed_one_are_no_single_year(kit: Any) -> None:
    """From 2012 to 2016 are four years, whose fall is not one year's."""
    results = history(kit, {2012: 100, 2016: 80, 2017: 76}, base=2012)

    assert yearly_factors(results, "intensity") == [Fraction(76, 80)]


def test_without_a_base_or_this_years_figure_there_is_no_forecast(kit: Any) -> None:
    assert forecast(history(kit, {2016: 95}), "intensity") is None
    assert forecast(history(kit, {2016: 95, 2017: 90}), "intensity") is None


def test_a_level_at_or_below_zero_has_no_trend_to_repeat(kit: Any) -> None:
    at_most = {
        "form": Form.AT_MOST,
        "value": kit("amount")("100 万吨"),
        "progress": ProgressMethod.INCREMENT,
    }

    assert forecast(history(kit, {2015: 10, 2016: 0}, **at_most), "intensity") is None
    assert forecast(history(kit, {2015: 10, 2016: -5}, **at_most), "intensity") is None


@pytest.mark.parametrize(
    ("form", "required", "met"),
    [(Form.AT_LEAST, "80%", True), (Form.MORE_THAN, "80%", False), (Form.AT_LEAST, "81%", False)],
)
def test_a_share_is_forecast_from_its_own_base(
    kit: Any, form: Form, required: str, met: bool
) -> None:
    """5 % doubling every year is 80 % after four; the base is a percentage too."""
    results = history(
        kit,
        {2015: 5, 2016: 10},
        indicator="share",
        form=form,
        value=kit("amount")(required),
        by=kit("a_target")().by.of_year(2019),
        progress=ProgressMethod.LINEAR,
    )

    found = forecast(results, "intensity")

    assert found.expected == Decimal("0.8")
    assert found.will_meet is met


def test_the_base_of_a_derived_indicator_is_not_one_of_its_parts(kit: Any) -> None:
    target = kit("a_target")(
        base=2015,
        form=Form.AT_LEAST,
        value=kit("amount")("2 吨标准煤/万元"),
        progress=ProgressMethod.LINEAR,
    )
    data = {
        ("energy_total", 2015): 50,
        ("gdp", 2015): 100,
        ("energy_total", 2016): 60,
        ("gdp", 2016): 100,
    }
    result = assess(kit("a_plan")(target), 2016, kit("figures")(data)).results[kit("CITY")]

    assert yearly_factors({2016: result}, "intensity") == [Fraction(6, 5)]


def test_levels_of_two_vintages_give_no_figure_no_level_and_no_forecast(kit: Any) -> None:
    plan = kit("a_plan")(kit("a_target")(indicator="level", base=2015))
    figures = kit("figures")
    data = figures({("level", 2015): 100}, vintage="普查修订").vstack(
        figures({("level", 2016): 95}, vintage="初步核算")
    )
    result = assess(plan, 2016, data).results[kit("CITY")]
    judged = result.judgement("intensity", View.PROGRESS)

    assert judged.outcome is Outcome.NOT_ASSESSABLE
    assert "批次" in judged.reason
    assert judged.actual is None
    assert judged.inputs  # what was submitted is still shown
    assert forecast({2016: result}, "intensity") is None
    assert warn(rule(GapMeasure.RATIO, a_level("差", met=False)), judged).level is None


# --- warning levels -------------------------------------------------------------------------


def a_level(name: str, **bounds: Any) -> WarningLevel:
    return WarningLevel(name=name, colour="红", rgb="FF0000", order=1, **bounds)


def rule(measure: GapMeasure, *levels: WarningLevel, **changes: Any) -> WarningRule:
    given: dict[str, Any] = {
        "id": "w",
        "title": "预警",
        "targets": ("intensity",),
        "measure": measure,
        "levels": levels,
        "source": HEBEI.targets["intensity"].source,
    }
    return WarningRule(**{**given, **changes})


def rated(used: WarningRule, form: Form, required: Decimal, actual: Decimal) -> Warned:
    """The level of two numbers in formula scale."""
    target = replace(HEBEI.targets["intensity"], form=form)
    judged = judgement(
        HEBEI.entities[TANGSHAN],
        target,
        2020,
        View.ANNUAL,
        outcome_of(form, actual, required),
        achieved=actual,
        required=required,
    )
    return warn(used, judged)


#: 国家 2020: more than 10 % short is 一级, up to 10 % 二级, reached 三级.
STATE = rule(
    GapMeasure.RATIO,
    a_level("一级", met=False, above=Decimal(10)),
    a_level("二级", met=False, at_most=Decimal(10)),
    a_level("三级", met=True),
)
#: 杭州: percentage points, with bounds of both kinds.
POINTS = rule(
    GapMeasure.POINTS,
    a_level("三级", above=Decimal(2)),
    a_level("二级", at_least=Decimal(1), at_most=Decimal(2)),
    a_level("一级", at_least=Decimal("0.3"), below=Decimal(1)),
    a_level("无", below=Decimal("0.3")),
)
COMPLETION = rule(
    GapMeasure.COMPLETION,
    a_level("0级", at_least=Decimal(100)),
    a_level("一级", at_least=Decimal(90), below=Decimal(100)),
    a_level("二级", above=Decimal(50), below=Decimal(90)),
    a_level("三级", at_most=Decimal(50)),
)
#: percentages printed with up to four digits, as formulas use them
PERCENT = st.integers(1, 500_000).map(lambda n: Decimal(n) / 1_000_000)
#: a step far below any printed digit
HAIR = Decimal("1e-12")


@given(required=PERCENT, sign=st.sampled_from([1, -1]))
def test_the_state_rule_at_just_under_and_just_over_ten_percent(
    required: Decimal, sign: int
) -> None:
    required = required * sign
    edge = required - abs(required) / 10

    def name(actual: Decimal) -> str:
        level = rated(STATE, Form.REDUCE_BY, required, actual).level
        assert level is not None
        return level.name

    assert name(required) == "三级"
    assert name(required + HAIR) == "三级"
    assert name(required - HAIR) == "二级"
    assert name(edge) == "二级"
    assert name(edge + HAIR) == "二级"
    assert name(edge - HAIR) == "一级"


@given(required=st.integers(1, 10**9).map(lambda n: Decimal(n) / 100))
def test_a_cap_is_rated_as_the_mirror_of_a_reduction(required: Decimal) -> None:
    def name(actual: Decimal) -> str:
        level = rated(STATE, Form.AT_MOST, required, actual).level
        assert level is not None
        return level.name

    assert name(required) == "三级"
    assert name(required + HAIR) == "二级"
    assert name(required * Decimal("1.1")) == "二级"
    assert name(required * Decimal("1.1") + HAIR) == "一级"


@given(
    required=PERCENT,
    bound=st.sampled_from([("0.3", "无", "一级"), ("1", "一级", "二级")]),
)
def test_points_with_an_inclusive_lower_bound(
    required: Decimal, bound: tuple[str, str, str]
) -> None:
    gap, under, at_and_over = Decimal(bound[0]) / 100, bound[1], bound[2]

    def name(short: Decimal) -> str:
        level = rated(POINTS, Form.REDUCE_BY, required, required - short).level
        assert level is not None
        return level.name

    assert name(gap - HAIR) == under
    assert name(gap) == at_and_over
    assert name(gap + HAIR) == at_and_over


@given(required=PERCENT)
def test_points_with_an_exclusive_lower_bound(required: Decimal) -> None:
    two = Decimal("0.02")

    levels = [
        rated(POINTS, Form.REDUCE_BY, required, required - two - step).level.name  # type: ignore[union-attr]
        for step in (-HAIR, Decimal(0), HAIR)
    ]

    assert levels == ["二级", "二级", "三级"]


@given(required=PERCENT)
def test_completion_at_just_under_and_just_over_its_bounds(required: Decimal) -> None:
    def name(share: str, step: Decimal) -> str | None:
        warned = rated(COMPLETION, Form.REDUCE_BY, required, required * Decimal(share) + step)
        return warned.level.name if warned.level else None

    assert [name("1", s) for s in (-HAIR, Decimal(0), HAIR)] == ["一级", "0级", "0级"]
    assert [name("0.9", s) for s in (-HAIR, Decimal(0), HAIR)] == ["二级", "一级", "一级"]
    assert [name("0.5", s) for s in (-HAIR, Decimal(0), HAIR)] == ["三级", "三级", "二级"]


@given(required=PERCENT, actual=st.integers(-300_000, 700_000).map(lambda n: Decimal(n) / 10**6))
def test_whoever_does_better_is_never_rated_worse(required: Decimal, actual: Decimal) -> None:
    gravity = {"一级": 2, "二级": 1, "三级": 0}

    def grave(reached: Decimal) -> int:
        level = rated(STATE, Form.REDUCE_BY, required, reached).level
        assert level is not None
        return gravity[level.name]

    assert grave(actual + Decimal("0.001")) <= grave(actual)


def test_a_completion_of_a_cap_is_the_target_over_the_actual() -> None:
    within = rated(COMPLETION, Form.AT_MOST, Decimal(100), Decimal(80))
    over = rated(COMPLETION, Form.AT_MOST, Decimal(100), Decimal(125))

    assert (within.level.name, within.gap) == ("0级", 125)
    assert (over.level.name, over.gap) == ("二级", 80)


@pytest.mark.parametrize("required", ["0", "-0.0217"])
def test_a_target_that_allows_a_rise_has_no_completion(required: str) -> None:
    """2.27 % up where 2.17 % up was allowed is 104.6 % of nothing."""
    warned = rated(COMPLETION, Form.REDUCE_BY, Decimal(required), Decimal("-0.0227"))

    assert warned.level is None
    assert "无法计算" in warned.why


def test_a_ratio_of_a_target_of_zero_cannot_be_told() -> None:
    assert rated(STATE, Form.REDUCE_BY, Decimal(0), Decimal("-0.01")).level is None


def test_a_gap_beside_a_bound_is_printed_with_the_digits_that_tell() -> None:
    warned = rated(STATE, Form.REDUCE_BY, Decimal("0.03"), Decimal("0.0269999"))

    assert warned.level.name == "一级"
    assert "10.0003%" in warned.why


def test_a_person_who_ruled_that_a_target_was_met_settles_its_level() -> None:
    target = HEBEI.targets["intensity"]
    judged = judgement(
        HEBEI.entities[TANGSHAN],
        target,
        2020,
        View.ANNUAL,
        Outcome.OVERRIDDEN,
        achieved=Decimal("0.02"),
        required=Decimal("0.03"),
    )

    assert warn(STATE, replace(judged, decided_met=True)).level.name == "三级"
    assert warn(STATE, replace(judged, decided_met=False)).level.name == "一级"


def test_a_case_that_no_level_is_written_for_says_so() -> None:
    only_bad = rule(GapMeasure.RATIO, a_level("差", met=False, above=Decimal(10)))

    warned = rated(only_bad, Form.REDUCE_BY, Decimal("0.03"), Decimal("0.03"))

    assert warned.level is None
    assert "没有写明" in warned.why


def test_a_rule_is_for_its_years_periods_targets_and_clock(at: Any) -> None:
    judged = at(2020).entities[TANGSHAN].result.judgements
    half = replace(STATE, years=(2020,), periods=("H1",))

    assert applies(half, 2020, "H1")
    assert not applies(half, 2020, None)
    assert not applies(half, 2019, "H1")
    assert applies(STATE, 1999, "Q3")
    assert {w.judgement.key for w in warnings_for([STATE], judged, 2020)} == {
        f"{TANGSHAN}.intensity.2020.annual"
    }
    assert warnings_for([half], judged, 2020) == ()
    assert warnings_for([replace(STATE, targets=("no-such",))], judged, 2020) == ()


def test_a_target_that_was_not_set_is_not_warned_of(kit: Any) -> None:
    target = kit("a_target")(allocated=True, value=None)
    plan = kit("a_plan")(target, allocations=[kit("allocated")(None)])
    data = kit("figures")({("energy_total", 2015): 1})
    judged = assess(plan, 2016, data).results[kit("CITY")].judgements

    assert {j.outcome for j in judged} == {Outcome.NOT_APPLICABLE}
    assert warnings_for([STATE], judged, 2016) == ()


def test_outlooks_are_the_same_every_time(at: Any) -> None:
    again = shuangkong.outlook("hebei-13fyp", 2018, SAMPLES)

    assert render(again) == render(at(2018))


# --- decisions, and data that go back -------------------------------------------------------


def decision(kind: DecisionKind, target: str, choice: str) -> Decision:
    return Decision(
        kind=kind,
        target=target,
        entity=TANGSHAN,
        year=2020,
        choice=choice,
        by="李主任",
        reason="经查",
        at=date(2020, 3, 1),
    )


def told_of(found: Outlook, name: str) -> list[str]:
    lines = render(found).split(f"【{name}】")[1].split("\n\n")[0].splitlines()
    return [line.strip() for line in lines if line.strip()]


def test_a_decided_verdict_is_marked_and_not_said_to_follow_from_the_figures() -> None:
    decided = decision(DecisionKind.OVERRIDE, "intensity", "met")
    found = shuangkong.outlook("hebei-13fyp", 2020, SAMPLES, decisions=(decided,))

    lines = told_of(found, "唐山市")
    about = [w for w in found.entities[TANGSHAN].warnings if w.judgement.target.id == "intensity"]
    assert about
    for warned in about:
        assert "※ 经复核认定为完成（按填报数据为" in warned.why
        assert not warned.why.startswith(("达到", "未达到"))
    marks = found.entities[TANGSHAN].result.by_decision
    assert marks
    assert [f"裁定　※ {mark}" for mark in marks] == [x for x in lines if x.startswith("裁定")]


def test_a_grade_forced_by_falsified_data_has_no_margin() -> None:
    decided = decision(DecisionKind.FALSIFIED, "grade", "未完成")
    found = shuangkong.outlook("hebei-13fyp", 2020, SAMPLES, decisions=(decided,))
    one = found.entities[TANGSHAN]

    assert (one.next_grade, one.cushion, one.margins) == (None, None, ())
    graded = [line for line in told_of(found, "唐山市") if line.startswith("等级")]
    assert len(graded) == 1
    assert graded[0].startswith("等级　经查实有弄虚作假，等级认定为未完成")


def test_data_that_go_back_have_no_grade_and_no_margin_of_one() -> None:
    mistakes = resources.samples() / "hebei-13fyp-mistakes"
    found = shuangkong.outlook("hebei-13fyp", 2020, mistakes)
    assessed = shuangkong.assess("hebei-13fyp", 2020, mistakes)

    assert found.assessment.findings == assessed.findings
    back = {c: r for c, r in assessed.results.items() if r.to_mend and r.assessed}
    assert back
    for code, result in back.items():
        one = found.entities[code]
        assert one.result.grade is None
        assert (one.next_grade, one.cushion, one.margins) == (None, None, ())
        (graded,) = (x for x in told_of(found, result.entity.name) if x.startswith("等级"))
        assert graded.startswith(f"等级　{result.grade_reason}")
        assert "退回更正，暂不定级" in graded
        assert ("（暂计）" in graded) == (result.total is not None)


def test_outlook_prints_the_findings_that_assess_prints(tmp_path: Path) -> None:
    mistakes = str(resources.samples() / "hebei-13fyp-mistakes")
    asked = ("hebei-13fyp", "--year", "2020", "--data", mistakes)

    first = CliRunner().invoke(root, ["assess", *asked, "--output", str(tmp_path / "out")])
    second = CliRunner().invoke(root, ["outlook", *asked])

    said = [r.stderr[r.stderr.index("审核意见共") :] for r in (first, second)]
    assert said[0] == said[1]
    assert "须更正" in said[1]
    assert (first.exit_code, second.exit_code) == (1, 1)
