"""Deadlines within the year, standing targets, duties, unknown deadlines, withdrawn states."""

from typing import Any

import polars as pl
import pytest
from shuangkong.assess.assess import assess
from shuangkong.assess.evaluate import evaluate
from shuangkong.assess.explain import explain
from shuangkong.assess.judgement import Course, Judgement, Outcome
from shuangkong.assess.requirements import requirements
from shuangkong.declarations import scalars
from shuangkong.declarations.bundle import Declarations
from shuangkong.vocabulary import Direction, Form, Indicator, Scope, Source, View, frames

CITY = "130500"
STATE = Indicator(
    id="ban", name="禁煤区", unit="状态", state=("未清零", "已清零"), withdrawn=("已取消",)
)
COAL = Indicator(id="coal", name="散煤", unit="吨", direction=Direction.LOWER)
REPORTS = Indicator(id="reports", name="汇报次数", unit="个", direction=Direction.HIGHER)
SHARE = Indicator(id="share", name="占比", unit="%", direction=Direction.HIGHER)


def plan_of(kit: Any, target: Any) -> Declarations:
    found = kit("a_plan")(target)
    extra = {i.id: i for i in (STATE, COAL, REPORTS, SHARE)}
    return Declarations(
        **{
            **{f: getattr(found, f) for f in Declarations.__dataclass_fields__},
            "indicators": {**found.indicators, **extra},
        }
    )


def observed(data: dict[tuple[str, str], float]) -> pl.DataFrame:
    """Figures by indicator and period (2017, 2017-10, 2017-Q3, 2017-10-31)."""
    rows = [
        {
            "entity": CITY,
            "indicator": indicator,
            "year": int(period[:4]),
            "period": period,
            "value": float(value),
            "authority": "核定",
            "verification": "verified",
            "file": "表.csv",
            "file_hash": "0" * 64,
            "cell": f"D{number}",
            "raw": str(value),
        }
        for number, ((indicator, period), value) in enumerate(data.items(), start=2)
    ]
    return pl.DataFrame(rows, schema=dict(frames.OBSERVATIONS))


def judged(
    kit: Any, data: dict[tuple[str, str], float], year: int, **changes: Any
) -> list[Judgement]:
    """The verdicts of a year; the bulk evaluation must have the same outcomes."""
    given: dict[str, Any] = {"id": "t", "scope": Scope(kinds=("city",)), "value": None}
    given |= {"source": Source(clause="一")} | changes
    given["by"] = scalars.deadline(given["by"])
    given["every"] = scalars.every(given["every"]) if "every" in given else None
    declared = plan_of(kit, kit("a_target")(**given))
    seen = observed(data)
    found = assess(declared, year, seen).results[CITY].judgements
    bulk = evaluate(declared, requirements(declared, year), seen.lazy())
    outcomes = dict(bulk.select("view", "outcome").iter_rows())
    assert outcomes == {j.view.value: j.outcome.value for j in found}
    assert explain(assess(declared, year, seen), CITY, "t")
    return list(found)


def final(kit: Any, data: dict[str, float], by: str = "2017-10", year: int = 2017) -> Judgement:
    figures = {("ban", period): value for period, value in data.items()}
    (only,) = judged(kit, figures, year, indicator="ban", form=Form.COMPLETE, by=by)
    return only


@pytest.mark.parametrize(
    ("data", "outcome", "course", "says"),
    [
        ({"2017-10": 1, "2017": 1}, Outcome.MET, Course.IN_TIME, "按期完成"),
        ({"2017-10": 1}, Outcome.MET, Course.IN_TIME, "2017年10月为“已清零”"),
        ({"2017-10": 1, "2017-12": 0}, Outcome.MET, Course.RELAPSED, "2017年12月的数又未达到"),
        ({"2017-10": 0, "2017-11": 1, "2017": 1}, Outcome.NOT_MET, Course.LATE, "2017年11月"),
        ({"2017-10": 0, "2017": 0}, Outcome.NOT_MET, Course.NEVER, "到期未完成"),
        ({"2017-09": 1, "2017-11": 1, "2017": 1}, Outcome.NOT_ASSESSABLE, None, "缺2017年10月"),
        ({"2017": 1}, Outcome.NOT_ASSESSABLE, None, "缺2017年10月"),
    ],
)  # fmt: skip
def test_a_month_deadline_is_judged_on_the_figure_of_its_month(
    kit: Any, data: dict[str, float], outcome: Outcome, course: Course | None, says: str
) -> None:
    found = final(kit, data)

    assert (found.outcome, found.course) == (outcome, course)
    assert says in found.reason


def test_the_table_of_outcomes_tells_the_course_too(kit: Any) -> None:
    target = kit("a_target")(
        id="t", scope=Scope(kinds=("city",)), value=None, indicator="ban", form=Form.COMPLETE,
        by=scalars.deadline("2017-10"),
    )  # fmt: skip
    seen = observed({("ban", "2017-10"): 0, ("ban", "2017-11"): 1})

    (reason,) = assess(plan_of(kit, target), 2017, seen).outcomes["reason"]

    assert "逾期完成" in reason


def test_the_four_courses_have_four_sentences(kit: Any) -> None:
    cases = ({"2017-10": 1}, {"2017-10": 1, "2017": 0}, {"2017-10": 0, "2017": 1}, {"2017-10": 0})

    assert len({final(kit, data).reason for data in cases}) == 4


def test_years_later_the_deadline_still_decides_and_the_relapse_is_told(kit: Any) -> None:
    data = {"2017-10": 1, "2017": 1, "2018": 0, "2019": 1}

    assert final(kit, data, year=2017).course is Course.IN_TIME
    assert final(kit, data, year=2019).course is Course.RELAPSED


@pytest.mark.parametrize("by", ["2017-10-31", "2017-Q3", "2017-10"])
def test_each_kind_of_moment_has_its_own_figure(kit: Any, by: str) -> None:
    others = {p: 0.0 for p in ("2017-10-31", "2017-Q3", "2017-10", "2017") if p != by}

    assert final(kit, {by: 1, **others}, by).outcome is Outcome.MET
    assert final(kit, others, by).outcome is Outcome.NOT_ASSESSABLE


def test_a_span_is_due_when_it_ends(kit: Any) -> None:
    by = "6..16 months after 2016-06"

    assert final(kit, {"2017": 1}, by, 2016).outcome is Outcome.NOT_DUE
    assert final(kit, {"2017-10": 1}, by).outcome is Outcome.MET


def test_amounts_are_judged_by_their_month_too(kit: Any) -> None:
    data = {("coal", "2017-10"): 500.0, ("coal", "2017"): 0.0}

    (found,) = judged(
        kit, data, 2017, indicator="coal", form=Form.AT_MOST, value=kit("amount")("10 吨"),
        by="2017-10", progress=None,
    )  # fmt: skip

    assert (found.outcome, found.course) == (Outcome.NOT_MET, Course.LATE)
    assert found.actual == 500


def test_progress_before_a_month_deadline_rests_on_whole_years(kit: Any) -> None:
    data = {("coal", "2015"): 100.0, ("coal", "2016"): 60.0, ("coal", "2017"): 0.0}
    terms = {"indicator": "coal", "form": Form.AT_MOST, "value": kit("amount")("10 吨")}

    before = judged(kit, data, 2016, by="2017-10", **terms)
    due = judged(kit, data, 2017, by="2017-10", **terms)

    assert {j.view for j in before} == {View.ANNUAL, View.PROGRESS, View.FINAL}
    assert [j.view for j in due] == [View.FINAL]


DUTY = {"indicator": "reports", "form": Form.AT_LEAST, "every": "year", "by": "2019"}


@pytest.mark.parametrize(
    ("year", "outcomes"),
    [
        (2016, [Outcome.NOT_MET]),
        (2017, [Outcome.NOT_ASSESSABLE]),
        (2018, [Outcome.MET]),
        (2020, []),
    ],
)
def test_a_duty_is_counted_each_year_from_the_first(
    kit: Any, year: int, outcomes: list[Outcome]
) -> None:
    data = {("reports", "2016"): 0.0, ("reports", "2018"): 2.0, ("reports", "2020"): 0.0}

    found = judged(kit, data, year, value=kit("amount")("2 个"), **DUTY)

    assert [j.outcome for j in found] == outcomes
    assert all(j.view is View.ANNUAL for j in found)


@pytest.mark.parametrize(
    ("year", "outcome"),
    [
        (2017, Outcome.NOT_DUE),
        (2018, Outcome.MET),
        (2019, Outcome.NOT_DUE),
        (2020, Outcome.NOT_MET),
    ],
)
def test_a_duty_of_two_years_is_judged_on_both_when_they_are_over(
    kit: Any, year: int, outcome: Outcome
) -> None:
    data = {("reports", str(y)): float(n) for y, n in ((2017, 0), (2018, 1), (2019, 0), (2020, 0))}

    (found,) = judged(
        kit, data, year, indicator="reports", form=Form.AT_LEAST, value=kit("amount")("1 个"),
        every="2 years", since=2017, by="standing",
    )  # fmt: skip

    assert found.outcome is outcome


QUARTERS = {"quarter": ["2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4"],
            "half-year": ["2017-H1", "2017-H2"],
            "month": [f"2017-{month:02d}" for month in range(1, 13)]}  # fmt: skip


@pytest.mark.parametrize("every", ["quarter", "half-year", "month"])
@pytest.mark.parametrize(
    ("form", "usual", "worst", "outcome"),
    [
        (Form.AT_LEAST, 3, 2, Outcome.MET),
        (Form.AT_LEAST, 3, 1, Outcome.NOT_MET),
        (Form.MORE_THAN, 3, 2, Outcome.NOT_MET),
        (Form.AT_MOST, 1, 2, Outcome.MET),
        (Form.AT_MOST, 1, 3, Outcome.NOT_MET),
        (Form.AT_LEAST, 3, None, Outcome.NOT_ASSESSABLE),
    ],
)
def test_a_duty_of_parts_of_a_year_is_met_when_no_part_falls_short(
    kit: Any, every: str, form: Form, usual: float, worst: float | None, outcome: Outcome
) -> None:
    periods = QUARTERS[every]
    data = {("reports", period): float(usual) for period in periods}
    data |= {("reports", "2017"): 99.0 if form is not Form.AT_MOST else 0.0}
    at = ("reports", periods[1])
    if worst is None:
        del data[at]
    else:
        data[at] = float(worst)

    (found,) = judged(
        kit, data, 2017, indicator="reports", form=form, value=kit("amount")("2 个"),
        every=every, by="2019",
    )  # fmt: skip

    assert (found.view, found.outcome) == (View.ANNUAL, outcome)
    if worst is None:
        named = {"quarter": "二季度", "half-year": "下半年", "month": "2月"}[every]
        assert f"缺2017年{named}的汇报次数" in found.reason
    else:
        assert f"{worst:.2f} 个" in found.reason
        assert len(found.inputs) == len(periods) + 1  # the value to reach is one of them


def test_a_duty_of_each_quarter_is_judged_in_each_of_its_years(kit: Any) -> None:
    data = {("reports", f"{y}-Q{q}"): 1.0 for y in (2017, 2018) for q in (1, 2, 3, 4)}
    data[("reports", "2018-Q4")] = 0.0
    given: dict[str, Any] = {"indicator": "reports", "form": Form.AT_LEAST, "every": "quarter"}
    given |= {"value": kit("amount")("1 个"), "since": 2017, "by": "standing"}

    outcomes = [[j.outcome for j in judged(kit, data, y, **given)] for y in (2016, 2017, 2018)]

    assert outcomes == [[], [Outcome.MET], [Outcome.NOT_MET]]


ENDING = [
    ("quarter", "2018-H1", ["2018-Q1", "2018-Q2"], "2018-Q3", "一季度至二季度中最低的"),
    ("quarter", "2018-09", ["2018-Q1", "2018-Q2", "2018-Q3"], "2018-Q4", "一季度至三季度中最低的"),
    ("month", "2018-03-31", [f"2018-{m:02d}" for m in (1, 2, 3)], "2018-04", "1月至3月中最低的"),
    ("half-year", "2018-Q2", ["2018-H1"], "2018-H2", "上半年的"),
]


@pytest.mark.parametrize(("every", "by", "due", "after", "said"), ENDING)
def test_a_duty_that_ends_within_a_year_asks_for_the_parts_up_to_its_end(
    kit: Any, every: str, by: str, due: list[str], after: str, said: str
) -> None:
    given: dict[str, Any] = {"indicator": "reports", "form": Form.AT_LEAST, "every": every}
    given |= {"value": kit("amount")("2 个"), "by": by}
    held = {("reports", period): 3.0 for period in due}
    broken = held | {("reports", due[-1]): 1.0}
    data = (held, held | {("reports", after): 0.0}, broken, dict(list(held.items())[1:]))

    found = [judged(kit, one, 2018, **given)[0] for one in data]

    expected = [Outcome.MET, Outcome.MET, Outcome.NOT_MET, Outcome.NOT_ASSESSABLE]
    assert [one.outcome for one in found] == expected
    assert found[0].reason.startswith(f"{said}3.00 个，")
    assert len(found[1].inputs) == len(due) + 1  # the value to reach is one of them
    assert judged(kit, held, 2019, **given) == []


def test_a_half_year_may_be_a_deadline(kit: Any) -> None:
    found = final(kit, {"2017-H1": 0, "2017-H2": 1, "2017": 1}, "2017-H1")

    assert found.outcome is Outcome.NOT_MET
    assert found.reason.startswith("2017年上半年为“未清零”")


@pytest.mark.parametrize("year", [2016, 2018, 2020])
def test_a_standing_minimum_is_due_every_year(kit: Any, year: int) -> None:
    data = {("reports", "2016"): 1.0, ("reports", "2018"): 3.0}

    (found,) = judged(
        kit, data, year, indicator="reports", form=Form.AT_LEAST, value=kit("amount")("3 个"),
        by="standing",
    )  # fmt: skip

    expected = {2016: Outcome.NOT_MET, 2018: Outcome.MET, 2020: Outcome.NOT_ASSESSABLE}
    assert found.outcome is expected[year]


@pytest.mark.parametrize(
    ("data", "outcome"),
    [({"2018": 1}, Outcome.MET), ({"2018": 0}, Outcome.NOT_DUE), ({}, Outcome.NOT_DUE)],
)
def test_without_a_printed_deadline_nothing_is_late(
    kit: Any, data: dict[str, float], outcome: Outcome
) -> None:
    found = final(kit, data, "unknown", 2018)

    assert found.outcome is outcome
    assert (outcome is Outcome.MET) or "没有印出期限" in found.reason


@pytest.mark.parametrize(
    ("indicator", "now", "outcome"),
    [
        ("share", 20.0, Outcome.NOT_MET),
        ("share", 20.0001, Outcome.MET),
        ("coal", 20.0, Outcome.NOT_MET),
        ("coal", 19.9999, Outcome.MET),
        ("coal", 20.0001, Outcome.NOT_MET),
    ],
)
def test_to_improve_is_to_be_better_than_the_base(
    kit: Any, indicator: str, now: float, outcome: Outcome
) -> None:
    data = {(indicator, "2015"): 20.0, (indicator, "2020"): now}

    (found,) = judged(
        kit, data, 2020, indicator=indicator, form=Form.IMPROVE, base=2015, by="2020"
    )  # fmt: skip

    assert found.outcome is outcome


@pytest.mark.parametrize("year", [2016, 2018])
def test_a_withdrawn_state_is_neither_met_nor_failed(kit: Any, year: int) -> None:
    found = final(kit, {str(year): -1}, "2018", year)

    assert found.outcome is Outcome.WITHDRAWN
    assert "已取消" in found.reason


def test_there_is_no_progress_in_the_base_year(kit: Any) -> None:
    data = {("level", "2016"): 100.0, ("level", "2017"): 90.0}
    terms = {"indicator": "level", "base": 2016, "by": "2020", "value": kit("amount")("10%")}

    base = judged(kit, data, 2016, **terms)
    after = judged(kit, data, 2017, **terms)

    assert {j.outcome for j in base} == {Outcome.NOT_DUE}
    assert next(j for j in after if j.view is View.PROGRESS).outcome is Outcome.MET
