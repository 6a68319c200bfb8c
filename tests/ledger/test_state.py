import pytest
from shuangkong.errors import LedgerError
from shuangkong.ledger.evidence import evidence
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.plans import declarations_of
from shuangkong.ledger.state import Use, state
from shuangkong.ledger.store import opened
from shuangkong.vocabulary import DecisionKind

from tests.ledger.conftest import ruled


def now(world, year=2020):
    with opened(world.workspace) as ledger:
        return state(ledger, year, ledger.head.number)


def standings(world, year=2020):
    return {one.number: standing for one, standing in now(world, year).standings}


def figures(world, year=2020):
    with opened(world.workspace) as ledger:
        found = state(ledger, year, ledger.head.number)
        rests_on = evidence(ledger, declarations_of(ledger, found.snapshot), found)
    rows = rests_on.reading.observations.select("entity", "indicator", "year", "value").iter_rows()
    return {(e, i, y): v for e, i, y, v in rows}, rests_on


def only(done):
    return done.taken[0].submission.number


def rule(world, number, choice, **more):
    return ruled(
        world.workspace,
        DecisionKind.REVISION,
        str(number),
        choice,
        "李主任",
        "经核实",
        clock=world.clock,
        **more,
    )


def issue(world, year=2020):
    return assess_workspace(
        world.workspace, year, world.out("签发"), issue=True, by="王处长", clock=world.clock
    )


def test_the_last_form_of_a_city_counts(begun):
    first = only(begun.submit(begun.form("甲", {("energy_total", 2020): 90, ("coal", 2020): 1})))
    second = only(begun.submit(begun.form("甲", {("energy_total", 2020): 91})))

    assert standings(begun) == {first: Use.REPLACED, second: Use.USED}
    assert now(begun).replaced_by == {first: second}
    assert figures(begun)[0] == {("990100", "energy_total", 2020): 91}


def test_a_form_without_usable_figures_does_not_replace_one_with_them(begun):
    first = only(begun.submit(begun.form("甲", {("energy_total", 2020): 90})))
    blank = only(begun.submit(begun.form("甲", {})))

    assert standings(begun) == {first: Use.USED, blank: Use.UNUSABLE}


def test_an_older_years_form_only_fills_what_the_newer_leaves_out(begun):
    older = {("energy_total", 2018): 80, ("energy_total", 2019): 81, ("coal", 2019): 5}
    begun.submit(begun.form("甲", older, year=2019), year=2019)
    begun.submit(begun.form("甲", {("energy_total", 2019): 82, ("energy_total", 2020): 83}))

    found, rests_on = figures(begun)

    assert found == {
        ("990100", "energy_total", 2018): 80,
        ("990100", "energy_total", 2019): 82,
        ("990100", "energy_total", 2020): 83,
        ("990100", "coal", 2019): 5,
    }
    assert len(rests_on.contributing) == 2
    assert figures(begun, 2019)[0][("990100", "energy_total", 2019)] == 81


def test_an_older_form_of_which_nothing_is_used_is_no_input(begun):
    begun.submit(begun.form("甲", {("energy_total", 2019): 81}, year=2019), year=2019)
    newer = only(
        begun.submit(begun.form("甲", {("energy_total", 2019): 82, ("energy_total", 2020): 83}))
    )

    assert [one.number for one in figures(begun)[1].contributing] == [newer]


def test_a_table_is_replaced_by_one_of_its_name_and_year(begun):
    first = only(begun.submit(begun.table("公报.csv", ["甲市,coal,2020,40,万吨,,"])))
    other = only(begun.submit(begun.table("年鉴.csv", ["乙市,coal,2020,41,万吨,,"])))
    again = only(begun.submit(begun.table("公报.csv", ["甲市,coal,2020,42,万吨,,"])))
    last_year = only(begun.submit(begun.table("公报.csv", ["甲市,coal,2019,43,万吨,,"]), year=2019))

    assert standings(begun) == {
        first: Use.REPLACED,
        other: Use.USED,
        again: Use.USED,
        last_year: Use.USED,
    }


def test_two_tables_that_differ_on_a_figure_give_none_and_say_so(begun):
    begun.submit(begun.table("一.csv", ["甲市,coal,2020,40,万吨,,"]))
    begun.submit(begun.table("二.csv", ["甲市,coal,2020,41,万吨,,"]))

    found, rests_on = figures(begun)

    assert found == {}
    said = [f for f in rests_on.findings if f.indicator == "coal" and f.severity == "error"]
    assert {mark.file for f in said for mark in f.marks} == {"0003_一.csv", "0004_二.csv"}


def test_a_submission_can_name_those_it_replaces(begun):
    first = only(begun.submit(begun.table("一.csv", ["甲市,coal,2020,40,万吨,,"])))
    second = only(
        begun.submit(begun.table("二.csv", ["甲市,coal,2020,41,万吨,,"]), replaces=[first])
    )

    assert standings(begun) == {first: Use.REPLACED, second: Use.USED}
    assert figures(begun)[0] == {("990100", "coal", 2020): 41}


def test_an_assessors_last_word_counts_and_others_stay(begun):
    begun.submit(begun.scores({"甲": "30", "乙": "31"}, name="张三.xlsx"))
    begun.submit(begun.scores({"甲": "32"}, name="张三（补）.xlsx"))
    begun.submit(begun.scores({"甲": "33"}, name="李四.xlsx", assessor="李四"))

    measures = figures(begun)[1].reading.measures

    found = {(e, a): p for e, a, p in measures.select("entity", "assessor", "points").iter_rows()}
    assert found == {
        ("990100", "张三"): 32,
        ("990200", "张三"): 31,
        ("990100", "李四"): 33,
    }


def test_after_the_issue_nothing_counts_until_a_person_accepts_it(begun):
    begun.both_cities()
    issue(begun)
    done = begun.submit(begun.form("甲", {("energy_total", 2020): 99}))
    late = only(done)

    assert "SK-L018" in [f.kind for f in done.findings]
    assert standings(begun)[late] is Use.WAITING
    assert figures(begun)[0][("990100", "energy_total", 2020)] == 90

    rule(begun, late, "accept", year=2020)

    assert standings(begun)[late] is Use.USED
    assert figures(begun)[0][("990100", "energy_total", 2020)] == 99


def test_a_second_issue_does_not_let_in_what_was_not_accepted(begun):
    begun.both_cities()
    issue(begun)
    late = only(begun.submit(begun.form("甲", {("energy_total", 2020): 99})))
    issue(begun)

    assert standings(begun)[late] is Use.WAITING


def test_acceptance_can_be_withdrawn_and_what_is_in_use_rejected(begun):
    first = only(begun.submit(begun.form("甲", {("energy_total", 2020): 90})))
    second = only(begun.submit(begun.form("甲", {("energy_total", 2020): 91})))

    rule(begun, second, "reject")
    assert standings(begun) == {first: Use.USED, second: Use.REJECTED}

    rule(begun, second, "withdraw")
    assert standings(begun) == {first: Use.REPLACED, second: Use.USED}


def test_a_year_that_was_not_issued_takes_what_comes(begun):
    begun.submit(begun.form("甲", {("energy_total", 2019): 90}, year=2019), year=2019)
    issue(begun, 2019)

    later = only(begun.submit(begun.form("甲", {("energy_total", 2020): 91})))

    assert standings(begun)[later] is Use.USED
    assert later not in standings(begun, 2019)


def test_an_acceptance_for_one_year_says_nothing_about_another(begun):
    begun.submit(begun.form("甲", {("energy_total", 2019): 90}, year=2019), year=2019)
    issue(begun, 2019)
    issue(begun, 2020)
    late = only(begun.submit(begun.form("甲", {("energy_total", 2019): 91}, year=2019), year=2019))

    rule(begun, late, "accept", year=2019)

    assert standings(begun, 2019)[late] is Use.USED
    assert standings(begun, 2020)[late] is Use.WAITING


HEAD = "target,entity,year,tier,value,unit,verification,source,note"


def test_the_newest_allocation_table_of_a_year_is_laid_over_the_plan(begun):
    begun.submit(begun.allocations(HEAD, "saving,990100,,,50,万吨,synthetic,虚构,"))
    begun.submit(begun.allocations(HEAD, "saving,990100,,,40,万吨,synthetic,虚构,"))

    [row] = figures(begun)[1].reading.overlay

    assert str(row.value) == "40 万吨"


def test_an_allocation_table_with_faults_is_recorded_but_not_used(begun):
    good = only(begun.submit(begun.allocations(HEAD, "saving,990100,,,50,万吨,synthetic,虚构,")))
    bad = only(begun.submit(begun.allocations(HEAD, "saveing,990100,,,x,万吨,synthetic,虚构,")))

    assert standings(begun) == {good: Use.USED, bad: Use.UNUSABLE}


def test_an_allocation_for_a_target_that_is_gone_stops_the_assessment_and_says_why(begun):
    begun.submit(begun.allocations(HEAD, "saving,990100,,,50,万吨,synthetic,虚构,"))
    begun.change("targets/targets.yaml", "id: saving", "id: savings")

    with pytest.raises(LedgerError, match=r"0003_allocations.csv.*SK-L019|SK-L019"):
        assess_workspace(begun.workspace, 2020, plan=str(begun.plan), clock=begun.clock)
