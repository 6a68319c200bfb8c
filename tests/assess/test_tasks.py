"""Tasks by who leads and by when; what was not reported is said to be so."""

import datetime
import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
import shuangkong
from click.testing import CliRunner
from shuangkong import resources
from shuangkong.api.plans import tasks, tasks_text
from shuangkong.assess.tasks import Task
from shuangkong.commands.root import root
from shuangkong.declarations.bundle import Declarations
from shuangkong.declarations.load import load
from shuangkong.vocabulary import TargetKind

DAY = datetime.date(2018, 11, 1)
SAMPLE = resources.samples() / "hebei-13fyp"


@pytest.fixture(scope="module")
def hebei() -> Declarations:
    return load(resources.targets() / "hebei-13fyp")


@pytest.fixture(scope="module")
def reported(hebei) -> dict[str, Task]:
    reading = shuangkong.read(hebei, 2020, SAMPLE)
    return {task.target.id: task for task in tasks(hebei, reading, 2020)}


def test_every_task_is_listed_once_and_nothing_else(hebei):
    made = tasks(hebei)

    assert sorted(t.target.id for t in made) == sorted(
        t.id for t in hebei.targets.values() if t.kind is TargetKind.TASK
    )
    assert all(not r.said for task in made for r in task.reported)


def test_without_data_no_state_is_made_up(hebei):
    text = tasks_text(hebei, tasks(hebei), today=DAY)

    lines = [line for line in text.splitlines() if line.startswith("  ")]
    assert len(lines) == len(tasks(hebei))
    assert all("未报" in line or "不能由数据评定" in line or "不填报" in line for line in lines)


def test_a_state_is_told_as_it_was_reported(reported):
    plans = reported["local-plans"]
    cities = [r for r in plans.reported if r.entity.kind == "city"]

    assert {r.entity.name: r.latest for r in cities if r.latest != "已制定"} == {"雄安新区": None}
    assert {r.latest for r in plans.reported if r.entity.kind != "city"} == {None}


def test_what_was_said_of_the_day_stands_beside_what_was_said_last(reported):
    for one in reported["coal-ban-cleared"].reported:
        assert one.said == (("2017-10", "未清零"), ("2020", "已清零"))


def test_figures_after_the_year_are_not_known_yet(hebei):
    reading = shuangkong.read(hebei, 2020, SAMPLE)

    early = {t.target.id: t for t in tasks(hebei, reading, 2016)}

    said = {r.latest for r in early["local-plans"].reported if r.entity.kind == "city"}
    assert said == {"未制定"}


def test_tasks_stand_under_who_leads_and_in_the_order_of_their_dates(hebei):
    made = tasks(hebei)

    leads = [task.leads for task in made]
    assert [x for n, x in enumerate(leads) if x not in leads[:n]] == list(dict.fromkeys(leads))
    for who in set(leads):
        years = [t.target.by.at.year for t in made if t.leads == who and t.target.by.at]
        assert years == sorted(years)


def test_who_leads_and_who_helps_is_told_as_printed():
    plan = load(resources.targets() / "hebei-standards-2018")
    made = tasks(plan)
    text = tasks_text(plan, made, today=DAY)

    assert "【省质监局、省科技厅】2 项" in text
    assert "配合：省有关部门、各市政府" in text
    assert all(t.target.helps for t in made if "七" in t.target.source.clause)


def test_a_declared_lead_goes_before_those_it_is_for(hebei):
    target = replace(hebei.targets["local-plans"], leads=("省发展改革委",))
    plan = replace(hebei, targets={**hebei.targets, target.id: target})

    (task,) = (t for t in tasks(plan) if t.target.id == target.id)

    assert task.leads == "省发展改革委"


def test_a_sum_shows_every_year(hebei):
    target = next(
        t
        for t in hebei.targets.values()
        if t.kind is TargetKind.TASK and t.form == "total_at_least"
    )
    lines = ["entity,indicator,period,value,unit"]
    unit = hebei.indicators[target.indicator].unit
    lines += [f"河北省,{target.indicator},{year},{n},{unit}" for year, n in ((2017, 3), (2019, 4))]
    data = {"表.csv": ("\n".join(lines) + "\n").encode()}

    (task,) = (
        t
        for t in tasks(hebei, shuangkong.read(hebei, 2020, data), 2020)
        if t.target.id == target.id
    )

    (only,) = task.reported
    assert [period for period, _ in only.said] == ["2017", "2019"]
    assert only.said[1][1].startswith("4")


def test_the_command_gives_the_same_as_json():
    done = CliRunner().invoke(
        root, ["plan", "status", "hebei-13fyp", "--data", str(SAMPLE), "--format", "json"]
    )

    found = {one["target"]: one for one in json.loads(done.output)}
    assert done.exit_code == 0
    assert found["coal-ban-cleared"]["by"] == "2017-10"
    assert found["coal-ban-cleared"]["leads"] == ["保定市", "廊坊市"]
    assert [r["said"][-1]["value"] for r in found["coal-ban-cleared"]["reported"]] == ["已清零"] * 2


def test_the_version_that_counts_is_the_one_shown(hebei, tmp_path: Path):
    rows = "entity,indicator,period,value,unit,authority\n"
    rows += "廊坊市,coal_ban_state,2020,未清零,状态,自报\n"
    rows += "廊坊市,coal_ban_state,2020,已清零,状态,核定\n"
    (tmp_path / "表.csv").write_text(rows, encoding="utf-8")

    reading = shuangkong.read(hebei, 2020, tmp_path)
    made = {t.target.id: t for t in tasks(hebei, reading, 2020)}

    assert reading.observations.filter(pl.col("indicator") == "coal_ban_state").height == 2
    said = {r.entity.name: r.latest for r in made["coal-ban-cleared"].reported}
    assert said == {"保定市": None, "廊坊市": "已清零"}


def test_what_cannot_be_told_by_data_is_not_counted_as_unreported(hebei):
    made = tasks(hebei)
    undecidable = [t for t in made if t.target.not_computable is not None]

    head = tasks_text(hebei, made, today=datetime.date(2016, 6, 1)).splitlines()[0]

    assert 0 < len(undecidable) < len(made)
    assert f"，{len(undecidable)} 项不能由数据评定" in head
    assert f"{len(made)} 项有对象未报" not in head
    assert "逾期" not in head
    derived = sum(t.indicator is not None and t.indicator.formula is not None for t in made
                  if t.target.not_computable is None)  # fmt: skip
    assert f"，{len(made) - len(undecidable) - derived} 项有对象未报" in head


def test_what_was_due_and_is_not_reported_is_late_from_the_next_day_on(hebei):
    made = tasks(hebei)
    name = next(t.target.name for t in made if t.target.id == "coal-ban-cleared")

    def line(*day: int, year: int | None = None) -> str:
        text = tasks_text(hebei, made, year, today=datetime.date(*day))
        return next(x for x in text.splitlines() if f"　{name}（" in x)

    assert "逾期" not in line(2017, 10, 31)
    assert line(2017, 11, 1).count("逾期未报") == 2
    # seen as of 2016, nothing that is due later is late, whatever the day
    assert "逾期" not in line(2026, 1, 1, year=2016)
    reading = shuangkong.read(hebei, 2020, SAMPLE)
    told = tasks_text(hebei, tasks(hebei, reading), today=datetime.date(2026, 1, 1))
    assert "已清零（2020）" in next(x for x in told.splitlines() if f"　{name}（" in x)
    assert not any("逾期未报" in x for x in told.splitlines() if f"　{name}（" in x)


def test_the_command_says_so_today():
    done = CliRunner().invoke(root, ["plan", "status", "hebei-13fyp"])

    assert done.exit_code == 0
    assert "项已逾期）" in done.output.splitlines()[0]
    assert "　未报" not in done.output
