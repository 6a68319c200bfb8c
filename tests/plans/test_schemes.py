from decimal import Decimal

import pytest
from shuangkong import resources
from shuangkong.assess.assess import assess
from shuangkong.declarations.load import load, read
from shuangkong.intake import read_submissions
from shuangkong.vocabulary import ItemRule, Verification, View, frames

DEMO = resources.samples() / "schemes-demo"
FOLDERS = {
    "national-13fyp": resources.targets() / "national-13fyp",
    "hebei-13fyp": resources.targets() / "hebei-13fyp",
    "schemes-demo": DEMO,
}
PLANS = {name: load(folder) for name, folder in FOLDERS.items()}
SCHEMES = [
    pytest.param(plan, scheme, id=f"{name}/{scheme.id}")
    for name, plan in PLANS.items()
    for scheme in plan.schemes.values()
]
ITEMS = [
    pytest.param(item, id=f"{name}/{scheme.id}/{item.id}")
    for name, plan in PLANS.items()
    for scheme in plan.schemes.values()
    for item in scheme.items
]
DEMO_YEARS = range(2031, 2041)


@pytest.mark.parametrize("name", FOLDERS)
def test_plans_load_without_a_finding(name):
    assert read(FOLDERS[name])[1] == ()


@pytest.mark.parametrize(("plan", "scheme"), SCHEMES)
def test_items_add_up_to_full_points(plan, scheme):
    assert sum(item.points for item in scheme.items) == scheme.full


@pytest.mark.parametrize("item", ITEMS)
def test_parts_add_up_to_their_item(item):
    given = sum(part.points for part in item.parts if not part.deduct)

    assert not item.parts or given == item.points


@pytest.mark.parametrize("item", ITEMS)
def test_steps_fall_and_end_with_the_rest(item):
    points = [step.points for step in item.steps]
    bounds = [step.at_least or step.at_most for step in item.steps]

    assert points == sorted(points, reverse=True)
    assert not points or (
        points[0] == item.points and bounds[-1] is None and None not in bounds[:-1]
    )


@pytest.mark.parametrize("item", ITEMS)
def test_a_rule_has_what_it_needs(item):
    assert (item.rule in (ItemRule.STEPS, ItemRule.LADDER)) == bool(item.steps)
    assert (item.rule is ItemRule.MATRIX) == (item.matrix is not None)
    assert (item.rule is ItemRule.CHAINED) == (item.chained is not None)
    assert (item.rule in (ItemRule.MEASURE, ItemRule.CHAINED)) == (item.target is None)


@pytest.mark.parametrize(("plan", "scheme"), SCHEMES)
def test_everything_a_scheme_names_is_declared(plan, scheme):
    sources = [scheme.source, *(i.source for i in scheme.items), *(v.source for v in scheme.vetoes)]

    assert {i.target for i in scheme.items if i.target} <= set(plan.targets)
    assert {v.target for v in scheme.vetoes} <= set(plan.targets)
    assert {s.document for s in sources if s and s.document} <= set(plan.plan.documents)
    assert set(scheme.tie_break) <= {i.id for i in scheme.items}
    assert scheme.veto_grade == scheme.grades[-1].name


@pytest.mark.parametrize("name", FOLDERS)
def test_no_year_has_two_schemes(name):
    years = [year for scheme in PLANS[name].schemes.values() for year in scheme.years]

    assert len(years) == len(set(years))


@pytest.mark.parametrize("name", FOLDERS)
def test_warning_rules_name_declared_targets_and_grade_downwards(name):
    plan = PLANS[name]

    for rule in plan.warnings.values():
        orders = [level.order for level in rule.levels]
        assert set(rule.targets) <= set(plan.targets)
        assert orders == sorted(orders, reverse=True)
        assert orders[-1] == 0


def test_the_notice_of_2007_is_carried_whole():
    scheme = PLANS["hebei-13fyp"].schemes["notice-36"]
    first = scheme.items[0]

    assert [(s.at_least.low if s.at_least else None, s.points) for s in first.steps] == [
        (100, 40), (90, 36), (80, 32), (70, 28), (60, 24), (50, 20), (None, 0),
    ]  # fmt: skip
    assert (first.bonus.each.low, first.bonus.points, first.bonus.most) == (10, 3, 9)
    assert [i.points for i in scheme.items] == [40, 2, 3, 20, 10, 9, 8, 3, 5]
    assert [(g.name, g.at_least) for g in scheme.grades] == [
        ("超额完成", 95), ("完成", 80), ("基本完成", 60), ("未完成", None),
    ]  # fmt: skip
    assert [(v.views, v.years) for v in scheme.vetoes] == [
        ((View.ANNUAL,), ()),
        ((View.FINAL,), (2020,)),
    ]


@pytest.mark.parametrize("name", ["national-13fyp", "hebei-13fyp"])
def test_unconfirmed_points_of_the_notice_say_so(name):
    items = {i.id: i for i in PLANS[name].schemes["notice-36"].items}
    unverified = {i.id for i in items.values() if i.source.verification is Verification.UNVERIFIED}

    assert unverified == {"key-users", "laws", "foundations"}
    assert "不是正式考核结果" in PLANS[name].schemes["notice-36"].note


@pytest.fixture(scope="module")
def demo():
    plan = PLANS["schemes-demo"]
    return plan, read_submissions(plan, DEMO / "data", 2040)


def results(demo, year):
    plan, read_once = demo
    found = assess(plan, year, read_once.observations, frames.empty(frames.MEASURES))
    return {r.entity.name.removeprefix("示例"): r for r in found.results.values()}


def points(result):
    return {s.item.id: s.points for s in result.scores if s.points is not None}


@pytest.mark.parametrize("year", DEMO_YEARS)
def test_every_demonstration_year_runs_and_is_marked_synthetic(demo, year):
    found = results(demo, year)

    assert list(found) == ["甲市", "乙市", "丙市", "丁市"]
    assert {r.verification for r in found.values()} == {"synthetic"}


def test_matrix_gives_60_55_40_0_and_vetoes_only_when_both_fail(demo):
    found = results(demo, 2033)

    assert [points(r)["intensity"] for r in found.values()] == [60, 55, 40, 0]
    assert [bool(r.vetoed_by) for r in found.values()] == [False, False, False, True]


def test_ladder_counts_by_how_far_the_cap_is_exceeded(demo):
    found = results(demo, 2034)

    assert [points(r).get("energy-total") for r in found.values()] == [15, 10, 5, None]


def test_a_bonus_in_percentage_points_follows_progress(demo):
    found = results(demo, 2036)

    totals = [(s.points, s.bonus) for r in found.values() for s in r.scores]
    assert totals == [(40, 2), (40, 0), (40, 0), (0, 0)]


def test_the_grade_of_another_assessment_gives_its_points(demo):
    found = results(demo, 2038)

    assert [points(r)["dual-control"] for r in found.values()] == [4, 3, 2, 0]


def test_parts_follow_the_data_in_a_year_without_the_other_assessment(demo):
    found = results(demo, 2038)

    assert [points(r)["renewables"] for r in found.values()] == [
        3,
        Decimal("1.5"),
        Decimal("1.5"),
        0,
    ]


def test_an_item_without_a_target_is_scaled_out_and_a_missing_one_withheld(demo):
    scaled = results(demo, 2039)["丁市"]
    withheld = results(demo, 2037)["丙市"]

    assert "按比例折算" in next(s.why for s in scaled.scores if s.item.id == "energy-total")
    assert withheld.grade is None
    assert "annual" not in points(withheld)


def test_a_target_near_zero_gives_full_points_and_no_bonus(demo):
    item = next(s for s in results(demo, 2040)["丁市"].scores if s.item.id == "intensity")

    assert (item.points, item.bonus) == (40, 0)
