"""A department's verdict beside the figures: never a silent difference."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
import shuangkong
from shuangkong.assess.count import Counted
from shuangkong.assess.judgement import Outcome
from shuangkong.assess.result import Assessment, EntityResult
from shuangkong.intake.form.business import asked_of
from shuangkong.vocabulary import Decision, DecisionKind, VerdictBy

from tests.verdicts.conftest import ENERGY, TRAFFIC, figures, filled, run

CITIES = ("990100", "990200")


def assessed(plan: Path, *files: Path, decisions=(), **given: float) -> Assessment:
    data = {path.name: path.read_bytes() for path in files} | {"数.csv": figures(**given)}
    return shuangkong.assess(plan, 2026, data, decisions=decisions, checked=False)


def traffic(plan: Path, folder: Path, word: str = "达标") -> Path:
    said = {(code, "traffic"): word for code in CITIES}
    return filled(plan, folder / "交通.xlsx", said, "--department", TRAFFIC)


def side(result: EntityResult, target: str):
    return next(one for one in result.sides if one.target.id == target)


def decided(target: str, choice: str) -> Decision:
    return Decision(
        kind=DecisionKind.OVERRIDE,
        target=target,
        entity="990100",
        year=2026,
        choice=choice,
        by="李主任",
        reason="已核验统计台账",
        at=datetime.date(2027, 4, 1),
    )


def test_a_department_says_what_only_it_can_tell(plan: Path, tmp_path: Path) -> None:
    silent = assessed(plan).results["990100"]
    spoken = assessed(plan, traffic(plan, tmp_path)).results["990100"]
    missed = assessed(plan, traffic(plan, tmp_path / "二", "不达标")).results["990100"]

    assert side(silent, "traffic").words(VerdictBy.DEPARTMENT) == "未报"
    assert side(silent, "traffic").final is None
    (judged,) = [j for j in spoken.judgements if j.target.id == "traffic"]
    assert judged.outcome is Outcome.MET
    assert f"{TRAFFIC}，2027年2月15日" in judged.reason
    assert "张三" not in judged.reason  # it goes into letters
    assert "张三" in side(spoken, "traffic").said[0].told
    assert judged.verification == "synthetic"
    assert spoken.grade.name == "优秀"
    assert missed.grade.name == "合格"
    assert "原因和建议：运输结构调整滞后" in side(missed, "traffic").why


def test_a_department_against_the_figures_waits_for_a_named_decision(
    plan: Path, tmp_path: Path
) -> None:
    coal = {("990100", "coal"): "达标", ("990200", "coal"): "达标"}
    energy = filled(plan, tmp_path / "能源.xlsx", coal, "--department", ENERGY)
    files = traffic(plan, tmp_path), energy

    found = assessed(plan, *files, coal=120).results["990100"]

    contested = side(found, "coal")
    assert (contested.computed, contested.final, contested.waits) == (False, None, True)
    (judged,) = [j for j in found.judgements if j.target.id == "coal"]
    assert judged.is_contested
    assert judged.underlying is Outcome.NOT_MET
    assert "部门评价为达标，按数据计算为不达标，待裁定" in judged.reason
    # the scheme leaves out what cannot be assessed: what is contested is open all the same
    assert [i.name for c in found.counts for i in c.those(Counted.OPEN)] == ["煤炭消费总量"]
    assert found.grade is None
    assert "煤炭消费总量" in found.grade_reason

    for choice, grade in (("met", "优秀"), ("not_met", "不合格")):
        after = assessed(plan, *files, coal=120, decisions=[decided("coal", choice)])
        settled = side(after.results["990100"], "coal")
        assert after.results["990100"].grade.name == grade
        assert settled.final is (choice == "met")
        assert "经复核认定为" in settled.why
        assert "李主任" not in settled.why
        assert settled.differs
        assert not settled.waits


def test_a_department_that_says_missed_does_not_silently_win_either(
    plan: Path, tmp_path: Path
) -> None:
    said = {("990100", "coal"): "不达标"}
    energy = filled(plan, tmp_path / "能源.xlsx", said, "--department", ENERGY)

    found = assessed(plan, traffic(plan, tmp_path), energy).results["990100"]

    assert found.grade is None
    assert side(found, "coal").waits


def test_a_missing_number_stays_missing_whoever_speaks(plan: Path, tmp_path: Path) -> None:
    said = {("990100", "coal"): "达标"}
    energy = filled(plan, tmp_path / "能源.xlsx", said, "--department", ENERGY)
    data = {"数.csv": b"entity,indicator,period,value,unit\n", energy.name: energy.read_bytes()}

    found = shuangkong.assess(plan, 2026, data, checked=False).results["990100"]

    (judged,) = [j for j in found.judgements if j.target.id == "coal"]
    assert judged.outcome is Outcome.NOT_ASSESSABLE
    assert not judged.is_contested
    assert side(found, "coal").final is None
    assert "数据不足，不能据此评定" in side(found, "coal").why


def test_what_an_entity_says_of_itself_is_shown_and_decides_nothing(
    plan: Path, tmp_path: Path
) -> None:
    said = {("990100", t): "达标" for t in ("coal", "oil", "clean", "traffic")}
    own = filled(plan, tmp_path / "自评.xlsx", said, "--self", "甲市")

    found = assessed(plan, own, coal=120).results["990100"]

    coal = side(found, "coal")
    assert (coal.words(VerdictBy.SELF), coal.computed, coal.final) == ("达标", False, False)
    assert coal.differs
    assert not coal.waits
    assert side(found, "traffic").final is None
    assert found.grade.name == "不合格"


def test_a_department_that_contradicts_itself_waits(plan: Path, tmp_path: Path) -> None:
    files = traffic(plan, tmp_path / "一"), traffic(plan, tmp_path / "二", "不达标")
    data = {f"{n}.xlsx": path.read_bytes() for n, path in enumerate(files)}

    found = shuangkong.assess(plan, 2026, data | {"数.csv": figures()}, checked=False)

    judged = side(found.results["990100"], "traffic")
    assert judged.waits
    assert judged.words(VerdictBy.DEPARTMENT) == "达标／不达标"
    assert found.results["990100"].grade is None


def test_verdicts_of_another_year_say_nothing_of_this_one(plan: Path, tmp_path: Path) -> None:
    path = traffic(plan, tmp_path)
    data = {path.name: path.read_bytes(), "数.csv": figures().replace(b"2026", b"2027")}

    found = shuangkong.assess(plan, 2027, data, checked=False).results["990100"]

    assert side(found, "traffic").department == ()


def test_the_terminal_lists_what_differs_with_the_command_that_settles_it(
    plan: Path, tmp_path: Path
) -> None:
    energy = filled(
        plan, tmp_path / "能源.xlsx", {("990100", "coal"): "达标"}, "--department", ENERGY
    )
    numbers = tmp_path / "数.csv"
    numbers.write_bytes(figures(coal=120))

    told = run("verdicts", "read", plan, energy, numbers, "--year", 2026)

    assert "各方不一致的 1 项，其中待裁定的 1 项" in told
    (line,) = [x for x in told.splitlines() if x.startswith("示例甲市")]
    assert line.split()[2:7] == ["煤炭消费总量", "不达标", "未报", "达标", "待裁定"]
    assert "override 代号 met 或 not_met" in told


@pytest.mark.parametrize("choice", ["不合格", "优秀"])
def test_falsification_gives_the_grade_that_the_scheme_names_whatever_was_counted(
    plan: Path, tmp_path: Path, choice: str
) -> None:
    by_force = replace(decided("grade", choice), kind=DecisionKind.FALSIFIED)

    honest = assessed(plan, traffic(plan, tmp_path)).results["990100"]
    found = assessed(plan, tmp_path / "交通.xlsx", decisions=[by_force]).results["990100"]

    assert honest.grade.name == "优秀"
    assert found.grade.name == "不合格"
    assert "经查实有弄虚作假，不论达标项数均为不合格（控制指标2项，达标2项" in found.grade_reason
    assert "等级经查实弄虚作假认定" in found.by_decision


def test_what_an_entity_reports_of_a_state_that_a_department_owns_is_no_verdict(
    plan: Path, tmp_path: Path
) -> None:
    row = "990100,traffic,2026,{},状态\n"
    reported = {"数.csv": figures() + row.format("达标").encode()}
    said = {path.name: path.read_bytes() for path in [traffic(plan, tmp_path, "不达标")]}

    silent = shuangkong.assess(plan, 2026, reported, checked=False).results["990100"]
    spoken = shuangkong.assess(plan, 2026, reported | said, checked=False).results["990100"]

    (judged,) = [j for j in silent.judgements if j.target.id == "traffic"]
    assert judged.outcome is Outcome.NOT_ASSESSABLE
    assert f"由{TRAFFIC}评价，尚未评价；填报的“达标”不是评价结论" in judged.reason
    assert side(silent, "traffic").final is None
    (judged,) = [j for j in spoken.judgements if j.target.id == "traffic"]
    assert (judged.outcome, side(spoken, "traffic").differs) == (Outcome.NOT_MET, True)


def test_a_form_does_not_ask_an_entity_for_what_a_department_owns(plan: Path) -> None:
    declared = shuangkong.load(plan)

    asked = asked_of(declared, declared.entities["990100"])

    assert [one.id for one in asked] == ["coal", "oil", "clean"]
