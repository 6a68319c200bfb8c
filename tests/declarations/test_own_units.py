"""Units that a plan declares for itself: by themselves, counted, compounded, converted, refused."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import shuangkong
from hypothesis import given
from hypothesis import strategies as st
from shuangkong.assess.judgement import Outcome
from shuangkong.declarations.checking import check
from shuangkong.units import STANDARD, UnitError, with_own
from shuangkong.vocabulary import View

PLAN = """
id: own
title: 自设单位
short: 自设单位
document: {title: 自设单位, verification: verified}
period: {base: 2015, first: 2016, last: 2020}
top: "0"
assessed: [city]
units: {点位: ~, 大点位: 3 点位, 欧分: ~, 块地: 666.67 平方米}
"""
ENTITIES = "code,name,kind,parent\n0,全省,province,\n1,甲市,city,0\n"
INDICATORS = """
indicators:
  - {id: sites, name: 充电点位, unit: 点位, direction: higher}
  - {id: land, name: 用地, unit: 块地}
  - {id: price, name: 单价, unit: 欧分/吨, direction: lower}
"""
TARGETS = """
targets:
  - {id: sites, name: 充电点位, kind: task, indicator: sites, scope: {kinds: [city]},
     form: at_least, value: 2 万点位, by: 2020, source: {clause: 一}}
  - {id: land, name: 用地, kind: task, indicator: land, scope: {kinds: [city]},
     form: at_most, value: 13333.4 平方米, by: 2020, progress: none, annual: none,
     source: {clause: 二}}
  - {id: price, name: 单价, kind: task, indicator: price, scope: {kinds: [city]},
     form: at_most, value: 5 欧分/吨, by: 2020, progress: none, annual: none, source: {clause: 三}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own = tmp_path / "own"
    (own / "targets").mkdir(parents=True)
    for name, text in (
        ("plan.yaml", PLAN),
        ("entities.csv", ENTITIES),
        ("indicators.yaml", INDICATORS),
        ("targets/a.yaml", TARGETS),
    ):
        (own / name).write_text(text, encoding="utf-8")
    return own


def test_a_plan_in_its_own_units_is_sound(folder: Path) -> None:
    assert check(folder) == ()


def test_figures_in_any_of_its_units_are_judged_exactly(folder: Path) -> None:
    data = (
        "entity,indicator,period,value,unit\n"
        "甲市,sites,2020,6667,大点位\n"
        "甲市,land,2020,20,块地\n"
        "甲市,price,2020,5.01,欧分/吨\n"
    )

    result = shuangkong.assess(str(folder), 2020, {"d.csv": data.encode()}).results["1"]

    found = {j.target.id: (j.outcome, j.actual) for j in result.judgements if j.view is View.FINAL}
    assert found == {
        "sites": (Outcome.MET, 20001),
        "land": (Outcome.MET, 20),
        "price": (Outcome.NOT_MET, Decimal("5.01")),
    }


def test_a_figure_in_another_kind_of_unit_is_refused(folder: Path) -> None:
    data = "entity,indicator,period,value,unit\n甲市,sites,2020,6667,块地\n"

    found = shuangkong.read(str(folder), 2020, {"d.csv": data.encode()})

    assert found.observations.is_empty()
    assert any("块地" in f.why for f in found.findings)


def test_a_unit_that_converts_to_nothing_measures_only_itself() -> None:
    units = with_own({"点位": None, "套间": None})

    assert units.ratio("亿点位", "万点位") == 10_000
    with pytest.raises(UnitError):
        units.ratio("点位", "套间")
    assert STANDARD.find("点位") is None


@given(st.decimals("0.0001", "1000000", places=4), st.integers(1, 9))
def test_a_chain_of_units_is_multiplied_out(size: Decimal, times: int) -> None:
    units = with_own({"大块": (size, "小块"), "特大块": (Decimal(times), "大块"), "小块": None})

    assert units.ratio("特大块", "小块") == Fraction(size) * times


@pytest.mark.parametrize(
    "line",
    [
        "{吨: 2 点位, 点位: ~}",
        "{甲: 2 乙, 乙: 3 甲}",
        "{成: 10%}",
        "{甲: 2 无此单位}",
        "{甲: 2~3 吨}",
    ],
)
def test_what_is_no_unit_is_told_with_its_place(folder: Path, line: str) -> None:
    text = PLAN.replace("{点位: ~, 大点位: 3 点位, 欧分: ~, 块地: 666.67 平方米}", line)
    (folder / "plan.yaml").write_text(text, encoding="utf-8")

    found = [f for f in check(folder) if f.kind == "SK-D335"]

    assert found
    assert all(f.place is not None and f.place.line == 9 for f in found)


@pytest.mark.parametrize(
    ("line", "faults"),
    [("{亿千瓦: 10000 万千瓦}", 0), ("{亿千瓦: 1000 万千瓦}", 1), ("{亿千瓦: ~}", 1)],
)
def test_a_unit_may_be_declared_as_what_it_already_is(folder: Path, line: str, faults: int) -> None:
    text = PLAN.replace(
        "{点位: ~, 大点位: 3 点位, 欧分: ~, 块地: 666.67 平方米}",
        line.removesuffix("}") + ", 点位: ~, 大点位: 3 点位, 欧分: ~, 块地: 666.67 平方米}",
    )
    (folder / "plan.yaml").write_text(text, encoding="utf-8")

    assert sum(f.kind == "SK-D335" for f in check(folder)) == faults
