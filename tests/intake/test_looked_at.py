"""What forms ask for is what the clocks look at: more would be called lacking, less never come."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
import shuangkong
from shuangkong.api.forms import write_forms
from shuangkong.assess.needs import needs
from shuangkong.declarations import scalars
from shuangkong.declarations.bundle import Declarations
from shuangkong.declarations.load import load
from shuangkong.intake.form.business import needed
from shuangkong.intake.form.layout import layout_of
from shuangkong.methods.clocks import clocks
from shuangkong.methods.looked_at import looked_at
from shuangkong.vocabulary import (
    AnnualMethod,
    Basis,
    Direction,
    Every,
    Form,
    Methods,
    Period,
    ProgressMethod,
    Scope,
    Source,
    Target,
    TargetKind,
)
from shuangkong.vocabulary.deadline import year_of

PERIOD = Period(base=2020, first=2021, last=2025)
DUE = [
    *((by, None) for by in ("2025", "2023", "2023-H1", "standing", "unknown")),
    *((by, Every(years=n)) for by, n in (("2025", 1), ("2024", 2), ("standing", 2))),
]


def targets(form: Form, how: Methods) -> Iterator[Target]:
    for (by, every), since in product(DUE, (None, 2022)):
        yield Target(
            id="t", name="目标", kind=TargetKind.BINDING, indicator="x", rate="r", form=form,
            scope=Scope(), by=scalars.deadline(by), every=every, since=since,
            source=Source(clause="一"), basis=how.basis, progress=how.progress, annual=how.annual,
        )  # fmt: skip


def judged_on(target: Target, how: Methods, year: int, *, issued: bool) -> tuple[set, set]:
    """Years whose levels and changes the methods of all clocks rest on."""
    levels: set[int] = set()
    rates: set[int] = set()
    for clock in clocks(target, how, year, PERIOD, Direction.LOWER, issued):
        if clock.used is not None and clock.early is None:
            row = {"base": PERIOD.base, "since": clock.since, "t": clock.t}
            found = needs(clock.used, row | {"level": "x", "rate": "r"})
            levels.update(number for _, number in found.levels)
            rates.update(number for _, number in found.rates)
    return years(levels), years(rates)


def years(numbers: Any) -> set[int]:
    return {number for number in numbers if number == year_of(number)}


@pytest.mark.parametrize("form", Form)
def test_every_form_is_asked_for_what_its_clocks_rest_on(form: Form) -> None:
    for basis, progress, annual in product(Basis, ProgressMethod, AnnualMethod):
        how = Methods(basis=basis, progress=progress, annual=annual)
        plan: Any = SimpleNamespace(period=PERIOD, followed=lambda _, how=how: how)
        for target, year, issued in product(targets(form, how), range(2021, 2026), (False, True)):
            found = looked_at(plan, target, year, Direction.LOWER, issued=issued)
            asked = years(found.levels), years(found.rates)
            case = how, target.by, target.every, target.since, year, issued
            assert asked == judged_on(target, how, year, issued=issued), case


PLAN = {
    "plan.yaml": """
id: shares
title: 用水份额计划
short: 份额
document: {title: 用水份额计划, verification: verified}
period: {base: 2020, first: 2021, last: 2025}
top: "1"
assessed: [city]
""",
    "entities.csv": "code,name,kind,parent\n1,甲省,province,\n11,子市,city,1\n12,丑市,city,1\n",
    "indicators.yaml": """
indicators:
  - {id: water, name: 用水量, unit: 万立方米}
  - {id: lost, name: 漏损量, unit: 万立方米, entities: [city]}
  - {id: loss, name: 漏损率, unit: "%", formula: lost / water, entities: [city]}
  - {id: share, name: 占全省比重, unit: "%", formula: water / province.water, entities: [city]}
  - {id: growth, name: 用水增速, unit: "%", formula: yoy(water), entities: [city]}
""",
    "targets/a.yaml": """
targets:
  - {id: loss, name: 漏损率, kind: binding, indicator: loss, scope: {kinds: [city]},
     form: at_most, value: 10%, by: standing, source: {clause: 一}}
  - {id: share, name: 份额, kind: indicative, indicator: share, scope: {kinds: [city]},
     form: at_most, value: 60%, by: 2023-H1, source: {clause: 二}}
  - {id: growth, name: 增速, kind: binding, indicator: growth, scope: {entities: [子市]},
     form: at_most, value: 3%, by: 2023-Q2, source: {clause: 三}}
""",
}


@pytest.fixture
def plan(tmp_path: Path) -> Declarations:
    for name, text in PLAN.items():
        path = tmp_path / "shares" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load(tmp_path / "shares")


def test_years_that_no_clock_looks_at_are_not_lacking(plan: Declarations) -> None:
    city = plan.entities["12"]
    assert needed(plan, city, 2023) == {("lost", 2023), ("water", 2023)}

    rows = ("丑市,lost,2023,5,万立方米", "丑市,water,2023,90,万立方米")
    known = {"a.csv": "\n".join(["entity,indicator,period,value,unit", *rows]).encode()}
    made = shuangkong.form(plan, 2023, "12", entered=known)
    found = shuangkong.check(plan, 2023, {"丑市.xlsx": made}).findings

    assert "SK-C100" not in {one.kind for one in found}


def test_the_one_above_is_asked_for_what_others_are_judged_on(plan: Declarations) -> None:
    layout = layout_of(plan, plan.entities["1"], 2023)

    assert layout.years == (2020, 2021, 2022, 20235, 2023)
    assert layout.address("water", 20235) is not None
    assert layout_of(plan, plan.entities["1"], 2022).years == (2020, 2021, 2022)
    half = layout_of(plan, plan.entities["1"], 2023, "H1")
    assert [one.id for one in half.indicators] == ["water"]


def test_the_one_above_gets_a_form_with_all_others(plan: Declarations, tmp_path: Path) -> None:
    written = write_forms(plan, 2023, None, tmp_path / "forms")

    assert {path.name[:2] for path in written} == {"1_", "11", "12"}


def test_a_change_is_asked_for_with_the_same_part_of_the_year_before(plan: Declarations) -> None:
    layout = layout_of(plan, plan.entities["11"], 2023)

    assert layout.years == (2020, 2021, 20222, 2022, 20232, 20235, 2023)
    assert layout.address("water", 20222) is not None
    assert layout.address("lost", 20222) is None
    assert needed(plan, plan.entities["11"], 20232) >= {("water", 20222), ("water", 20232)}


def test_what_the_forms_ask_for_is_enough_to_be_judged(plan: Declarations) -> None:
    figures = {"11": {20222: 40, 20232: 41, 20235: 80}, "1": {20235: 200}}
    files = {}
    for code, moments in figures.items():
        layout = layout_of(plan, plan.entities[code], 2023)
        assert set(moments) <= set(layout.years)
        rows = [f"{code},water,{_period(n)},{v},万立方米" for n, v in moments.items()]
        known = "\n".join(["entity,indicator,period,value,unit", *rows]).encode()
        files[f"{code}.xlsx"] = shuangkong.form(plan, 2023, code, entered={"a.csv": known})

    reading = shuangkong.read(plan, 2023, files)

    assert set(reading.observations.filter(pl.col("entity") == "11")["period"]) == {
        "2022-Q2", "2023-Q2", "2023-H1",
    }  # fmt: skip
    judged = shuangkong.assess(plan, 2023, reading).results["11"].judgements
    told = {j.target.id: j.outcome.value for j in judged if j.target.id in ("share", "growth")}
    assert told == {"share": "met", "growth": "met"}


def _period(number: int) -> str:
    from shuangkong.vocabulary import Moment

    return str(Moment.of(number))
