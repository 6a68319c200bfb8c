import csv
import dataclasses
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from shuangkong import resources
from shuangkong.declarations.bundle import Declarations
from shuangkong.declarations.coverage import coverage
from shuangkong.declarations.load import load
from shuangkong.vocabulary import (
    Amount,
    BandInterpretation,
    Deadline,
    Form,
    Moment,
    TargetKind,
    Verification,
)

PRINTED = Path(__file__).with_name("hebei_printed_numbers.csv")
#: the parts of sentences that order a state or a package, and those that only look so
STATES = Path(__file__).with_name("hebei_printed_states.csv")


@pytest.fixture(scope="module")
def plan() -> Declarations:
    return load(resources.targets() / "hebei-13fyp")


def amount(number: str, unit: str, high: str | None = None) -> Amount:
    return Amount(Decimal(number), Decimal(high or number), unit)


def printed_numbers(path: Path = PRINTED) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["clause"], row["printed"]) for row in csv.DictReader(file)]


def text_of(numbers: list[tuple[str, str]]) -> str:
    """A text with the plan's numbering and numbers, and none of its sentences."""
    lines: list[str] = []
    opened: tuple[str, ...] = ()
    for clause, printed in numbers:
        section, rest = clause.split("（")
        part, item = rest.split("）")
        levels = (f"{section}、题", f"（{part}）题。", *([f"{item}.题。"] if item else []))
        if levels != opened:
            lines.extend(h for i, h in enumerate(levels) if levels[: i + 1] != opened[: i + 1])
            opened = levels
        lines[-1] += f"甲{printed}乙；"
    return "\n".join([*lines, "附件：各市目标"])


def test_every_printed_number_is_accounted_for(plan: Declarations) -> None:
    text = text_of(printed_numbers())

    report = coverage(plan, text)

    assert [(f.figure.clause, f.figure.printed) for f in report.uncited] == []
    assert report.idle == ()
    assert len(report.figures) == len(printed_numbers()) + 3  # three ranges have two ends each


@pytest.mark.parametrize(
    "left_out", ["glass-capacity", "high-speed-rail-length", "building-intensity"]
)
def test_a_target_that_is_not_declared_leaves_its_number_uncited(
    plan: Declarations, left_out: str
) -> None:
    fewer = {k: t for k, t in plan.targets.items() if k != left_out}
    clause = plan.targets[left_out].source.clause

    report = coverage(dataclasses.replace(plan, targets=fewer), text_of(printed_numbers()))

    assert {f.figure.clause for f in report.uncited} == {clause}


def test_every_state_and_every_package_of_the_text_is_told(plan: Declarations) -> None:
    report = coverage(plan, text_of(printed_numbers(STATES)))

    assert [(s.state.clause, s.state.around) for s in report.untold] == []
    assert report.lost == ()
    assert len(report.states) == 68
    assert sum(1 for s in report.states if s.known is not None) == 11


def with_words() -> list[str]:
    declared = load(resources.targets() / "hebei-13fyp")
    return [t.id for t in declared.targets.values() if t.words]


@pytest.mark.parametrize("left_out", with_words())
def test_a_state_that_is_not_declared_is_missed(plan: Declarations, left_out: str) -> None:
    fewer = {k: t for k, t in plan.targets.items() if k != left_out}

    report = coverage(dataclasses.replace(plan, targets=fewer), text_of(printed_numbers(STATES)))

    assert {s.state.clause for s in report.untold} == {plan.targets[left_out].source.clause}
    assert not report.complete


def test_words_that_the_clause_does_not_have_are_named(plan: Declarations) -> None:
    spoilt = dataclasses.replace(plan.targets["local-plans"], words=("制定节能专项规划和方案",))
    targets = {**plan.targets, spoilt.id: spoilt}

    report = coverage(dataclasses.replace(plan, targets=targets), text_of(printed_numbers(STATES)))

    assert report.lost == (("local-plans", "四（一）", "制定节能专项规划和方案"),)
    assert {s.state.clause for s in report.untold} == {"四（一）"}


def test_every_sector_has_its_file(plan: Declarations) -> None:
    files = {t.place.file.split("/")[-1] for t in plan.targets.values() if t.place}

    assert files == {
        "overall.yaml",
        "coal.yaml",
        "industry.yaml",
        "buildings.yaml",
        "transport.yaml",
        "agriculture.yaml",
        "commerce.yaml",
        "public-institutions.yaml",
        "projects.yaml",
        "states.yaml",
    }


def test_binding_targets_are_the_four_printed_ones_and_the_yearly_coal_task(
    plan: Declarations,
) -> None:
    binding = {t.id for t in plan.targets.values() if t.kind is TargetKind.BINDING}

    assert binding == {
        "energy-total",
        "intensity",
        "province-intensity",
        "coal-2017",
        "coal-period",
        "coal-annual",
    }


@pytest.mark.parametrize(
    ("target", "form", "value"),
    [
        # strict 超过 and 突破 beside inclusive 达到 and 以上
        ("efficient-building-share", Form.MORE_THAN, amount("50", "%")),
        ("rural-building-measures", Form.MORE_THAN, amount("10", "%")),
        ("renewable-building-area", Form.MORE_THAN, amount("49", "%")),
        ("renewable-substitution", Form.MORE_THAN, amount("9", "%")),
        ("two-star-share", Form.MORE_THAN, amount("80", "%")),
        ("railway-length", Form.MORE_THAN, amount("8500", "公里")),
        ("green-building-share", Form.AT_LEAST, amount("50", "%")),
        ("prefabricated-share", Form.AT_LEAST, amount("15", "%")),
        ("clean-heating-urban", Form.AT_LEAST, amount("95", "%")),
        # percent and percentage points
        ("transport-intensity", Form.REDUCE_BY, amount("6", "%", "7")),
        ("boiler-efficiency", Form.RAISE_BY_POINTS, amount("3", "个百分点", "5")),
        ("motor-efficiency", Form.RAISE_BY_POINTS, amount("10", "个百分点")),
        ("waste-heat-rate", Form.RAISE_BY_POINTS, amount("30", "个百分点")),
        ("new-building-efficiency", Form.RAISE_BY, amount("20", "%")),
        # a level beside a cut in one sentence
        ("coke-capacity", Form.AT_MOST, amount("6000", "万吨")),
        ("iron-capacity-cut", Form.TOTAL_AT_LEAST, amount("4989", "万吨")),
        ("loose-coal-cut", Form.CUT_BY, amount("3000", "万吨")),
        ("loose-coal-mountain", Form.AT_MOST, amount("800", "万吨")),
    ],
)
def test_form_says_what_the_qualifier_means(
    plan: Declarations, target: str, form: Form, value: Amount
) -> None:
    declared = plan.targets[target]

    assert (declared.form, declared.value) == (form, value)


def test_about_marks_caps_floors_and_reductions_alike(plan: Declarations) -> None:
    about = {t.id: t.form for t in plan.targets.values() if t.about}

    assert about == {
        "coal-period": Form.REDUCE_BY,
        "cement-capacity": Form.AT_MOST,
        "glass-capacity": Form.AT_MOST,
        "lng-terminal-capacity": Form.AT_LEAST,
        "commerce-revenue": Form.REDUCE_BY,
        "commerce-turnover": Form.REDUCE_BY,
    }
    assert all("左右" in (plan.targets[t].qualifier or "") for t in about)


def test_what_about_and_ranges_mean_waits_for_a_person(plan: Declarations) -> None:
    readings = plan.plan.readings

    assert (readings.about, readings.range) == (
        BandInterpretation.DECISION,
        BandInterpretation.DECISION,
    )
    assert readings.about_band == 0
    assert readings.basis


def test_one_clause_has_two_base_years_and_says_which_was_printed(plan: Declarations) -> None:
    first, second = plan.targets["coal-2017"], plan.targets["coal-period"]

    assert first.source.clause == second.source.clause == "一（三）1"
    assert (first.base, first.base_inferred, first.by) == (2012, False, Deadline.of_year(2017))
    assert (second.base, second.base_inferred, second.by) == (2015, True, Deadline.of_year(2020))


def test_base_year_is_marked_unless_printed(plan: Declarations) -> None:
    printed = {t.id for t in plan.targets.values() if t.base and not t.base_inferred}

    assert printed == {
        "coal-2017",
        "industry-intensity",
        "new-building-efficiency",
        "heating-intensity",
        "rail-intensity",
        "boiler-efficiency",
        "motor-efficiency",
    }


def test_dates_are_to_the_month_where_printed(plan: Declarations) -> None:
    early = {t.id: t.by for t in plan.targets.values() if t.by != Deadline.of_year(2020)}

    assert early == {
        "coal-2017": Deadline.of_year(2017),
        "dry-quenching": Deadline.of_year(2017),
        "coal-ban-cleared": Deadline(Moment(2017, month=10)),
        "small-boilers-coal-free": Deadline(Moment(2018, month=10)),
        "large-boilers-upgraded": Deadline(Moment(2018, month=10)),
    }
    assert not any(plan.targets[t].by_inferred for t in early)


def test_large_and_other_cities_have_different_indicators(plan: Declarations) -> None:
    large = plan.targets["public-motorised-share-large"]
    other = plan.targets["public-share-other"]

    assert (large.scope.when, large.value) == ("城市人口 >= 1000000", amount("45", "%"))
    assert (other.scope.when, other.value) == ("城市人口 < 1000000", amount("30", "%"))
    assert large.indicator != other.indicator


def test_coal_is_cleared_city_by_city_with_three_exclusions(plan: Declarations) -> None:
    target = plan.targets["coal-ban-cleared"]

    named = {plan.entities[e].name for e in target.scope.entities}
    assert named == {"廊坊市", "保定市"}
    assert len(target.excludes) == 3
    assert target.form is Form.COMPLETE


def test_county_goals_are_for_counties_not_for_the_average(plan: Declarations) -> None:
    by_county = {
        t.id: set(t.scope.kinds) for t in plan.targets.values() if "county" in t.scope.kinds
    }

    assert by_county == {
        "county-substations": {"county", "district"},
        "township-bus-rate": {"county"},
        "green-communities-county": {"county"},
        "local-plans": {"city", "county", "district"},
    }
    # county-level cities that are assessed on their own still are 县（市、区）
    assert set(plan.targets["county-substations"].scope.entities) == {"130682", "130181"}


def test_commerce_goal_is_set_twice_and_contradicts_itself(plan: Declarations) -> None:
    one, other = plan.targets["commerce-revenue"], plan.targets["commerce-turnover"]

    assert one.conflicts_with == (other.id,)
    assert other.conflicts_with == (one.id,)
    assert (one.value, other.value) == (amount("15", "%"), amount("10", "%"))
    assert one.indicator != other.indicator
    assert (one.source.clause, other.source.clause) == ("一（三）2", "二（五）")


def test_goals_printed_twice_are_declared_once(plan: Declarations) -> None:
    twice = {
        t.id: [s.clause for s in t.also]
        for t in plan.targets.values()
        if any(s.value for s in t.also)
    }

    assert twice == {
        "farm-intensity": ["二（四）"],
        "public-area-intensity": ["二（六）"],
        "product-saving-capacity": ["三（六）"],
    }


def test_one_goal_in_two_units(plan: Declarations) -> None:
    target = plan.targets["product-saving-capacity"]

    assert target.value == amount("100", "亿千瓦时")
    assert [s.value for s in target.also] == [amount("330", "万吨标准煤")]


def test_savings_are_never_to_be_added_up(plan: Declarations) -> None:
    group = {t.id: t.form for t in plan.targets.values() if t.not_additive}

    assert group == {
        "boiler-saving": Form.TOTAL_AT_LEAST,
        "waste-heat-saving": Form.AT_LEAST,
        "motor-saving": Form.TOTAL_AT_LEAST,
        "smart-saving": Form.TOTAL_AT_LEAST,
        "product-saving-capacity": Form.AT_LEAST,
        "new-building-saving": Form.TOTAL_AT_LEAST,
    }


def test_sums_over_the_period_say_where_they_begin(plan: Declarations) -> None:
    sums = [t for t in plan.targets.values() if t.form is Form.TOTAL_AT_LEAST]

    assert {t.since for t in sums} == {2016}
    printed = {t.id for t in sums if not t.since_inferred}
    assert printed == {
        "led-products",
        "efficient-appliances",
        "efficient-vehicles",
        "new-building-saving",
    }


def test_ambiguous_clauses_offer_readings_that_differ(plan: Declarations) -> None:
    ambiguous = {t.id: t.readings for t in plan.targets.values() if t.readings}

    assert len(ambiguous) >= 15
    for readings in ambiguous.values():
        changes = {(r.form, r.value, r.base, r.indicator) for r in readings}
        assert len(changes) == len(readings) >= 2


def test_what_cannot_be_computed_says_why_and_has_no_value(plan: Declarations) -> None:
    for target in plan.targets.values():
        if target.not_computable:
            assert target.indicator is None
            assert target.value is None
        else:
            assert target.indicator in plan.indicators


def test_states_end_with_what_is_asked_for(plan: Declarations) -> None:
    for target in plan.targets.values():
        if target.form is Form.COMPLETE and target.indicator:
            assert len(plan.indicators[target.indicator].state) >= 2


def test_only_xingtai_and_the_province_have_published_values(plan: Declarations) -> None:
    rows = {(a.target, a.entity, a.year): a for a in plan.allocations}

    assert set(rows) == {
        ("intensity", "130500", None),
        ("intensity", "130500", 2019),
        ("energy-total", "130000", None),
        ("coal-annual", "130500", 2019),
    }
    assert rows["intensity", "130500", None].value == amount("19", "%")
    secondary = {a.verification for a in plan.allocations if a.entity == "130500"}
    assert secondary == {Verification.SECONDARY}


def test_assessed_units_are_thirteen_and_fourteen_from_2019(plan: Declarations) -> None:
    def cities(year: int) -> list[str]:
        return [e.name for e in plan.assessed(year) if e.kind == "city"]

    assert len(cities(2018)) == 13
    assert set(cities(2019)) - set(cities(2018)) == {"雄安新区"}


def test_counties_follow_the_official_list_of_each_year(plan: Declarations) -> None:
    def count(year: int) -> int:
        below = {"county", "district"}
        return sum(e.kind in below and e.valid_in(year) for e in plan.entities.values())

    # 168 until 2019 and 167 in 2020, without 定州 and 辛集, which are assessed as cities
    assert [count(year) for year in range(2016, 2021)] == [166, 166, 166, 166, 165]


def test_no_name_stands_for_two_entities(plan: Declarations) -> None:
    names = Counter(name for e in plan.entities.values() for name in {e.name, *e.aliases})

    assert [n for n, times in names.items() if times > 1] == []


def test_every_target_cites_its_clause_and_own_name(plan: Declarations) -> None:
    for target in plan.targets.values():
        assert target.source.clause
    assert len({t.name for t in plan.targets.values()}) == len(plan.targets)
    assert len({i.name for i in plan.indicators.values()}) == len(plan.indicators)


def test_every_indicator_is_used(plan: Declarations) -> None:
    used = {t.indicator for t in plan.targets.values()} | {t.rate for t in plan.targets.values()}
    used |= {r.indicator for t in plan.targets.values() for r in t.readings}
    parts = " ".join(i.formula or "" for i in plan.indicators.values()).split()
    idle = {i.id for i in plan.indicators.values() if i.id not in used and i.id not in parts}

    # reported and compared, but no target rests on them
    assert idle == {
        "energy_total_growth",
        "gdp_growth",
        "electricity_intensity",
        "electricity_intensity_change",
        "industry_energy",
    }
