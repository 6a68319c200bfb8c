"""Differences stand on the card, in the summary, in explain and in results.json."""

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import shuangkong
from shuangkong import resources
from shuangkong.assess.judgement import Outcome
from shuangkong.commands.printed import _binding
from shuangkong.declarations.load import load
from shuangkong.documents.scorecard.said import told
from shuangkong.documents.verdicts import write_verdicts_workbook
from shuangkong.vocabulary import VerdictBy, View

from tests.documents import small
from tests.documents.reading import paragraphs, tables
from tests.documents.recalc import differences
from tests.verdicts.conftest import ENERGY, TRAFFIC, figures, filled


@pytest.fixture
def written(plan: Path, tmp_path: Path) -> tuple[object, Path]:
    traffic = {(code, "traffic"): "达标" for code in ("990100", "990200")}
    files = [
        filled(plan, tmp_path / "交通.xlsx", traffic, "--department", TRAFFIC),
        filled(plan, tmp_path / "能源.xlsx", {("990100", "coal"): "达标"}, "--department", ENERGY),
        filled(plan, tmp_path / "自评.xlsx", {("990100", "coal"): "达标"}, "--self", "甲市"),
    ]
    data = {path.name: path.read_bytes() for path in files} | {"数.csv": figures(coal=120)}
    found = shuangkong.assess(plan, 2026, data, checked=False)
    shuangkong.write(found, tmp_path / "out")
    return found, tmp_path / "out"


def lines(path: Path, sheet: str) -> list[list[str]]:
    book = openpyxl.load_workbook(path, data_only=True)
    return [
        [str(c) for c in row if c is not None] for row in book[sheet].iter_rows(values_only=True)
    ]


def test_what_a_department_wrote_wrongly_is_not_sent_to_the_city(
    plan: Path, tmp_path: Path
) -> None:
    said = {("990100", "traffic"): "基本达标", ("990200", "traffic"): "达标"}
    traffic = filled(plan, tmp_path / "交通.xlsx", said, "--department", TRAFFIC)
    data = {traffic.name: traffic.read_bytes(), "数.csv": figures()}
    found = shuangkong.assess(plan, 2026, data)
    folder = tmp_path / "out"
    shuangkong.write(found, folder)

    result = found.results["990100"]
    (waiting,) = [j for j in result.judgements if j.target.id == "traffic"]
    assert result.to_mend == ()
    assert "须更正" not in result.grade_reason
    # lacking, and never met
    assert waiting.outcome.value == "not_assessable"
    assert "尚未评价" in waiting.reason
    assert not list((folder / "函").glob("*退回更正函*"))
    listed = openpyxl.load_workbook(folder / "本级待办.xlsx").worksheets[0]
    (row,) = [r for r in listed.iter_rows(values_only=True) if r[1] == "须更正"]
    assert "交通.xlsx [评价] F5" in row[3]
    assert "结论应为 达标 或 不达标（示例甲市，交通运输绿色转型）" in row[4]


def test_the_card_has_all_sides_and_is_what_its_formulas_give(written) -> None:
    _, folder = written
    card = folder / "评价卡/01_示例甲市.xlsx"

    rows = lines(card, "评价卡")
    start = rows.index(["三、各方评价"])
    (coal,) = [r for r in rows[start:] if r and r[0] == "煤炭消费总量"]

    assert rows[start + 1][:6] == [
        "指标", "按数据计算", "自评", "部门评价", "综合评定", "说明",
    ]  # fmt: skip
    assert coal[1:5] == ["不达标", "达标", "达标", "待裁定"]
    assert "各方不一致；部门评价为达标，按数据计算为不达标，待裁定" in coal[5]
    assert f"部门评价（{ENERGY}，张三，2027年2月15日）：达标，依据：统计年报" in coal[5]
    assert differences(card) == []


def test_the_summary_lists_every_side_and_what_differs(written) -> None:
    _, folder = written

    rows = lines(folder / "汇总.xlsx", "各方评价")
    said = {(r[0], r[1]): r[2:7] for r in rows if len(r) == 8}

    assert said["示例甲市", "煤炭消费总量"] == [
        "不达标", "达标", "达标", "待裁定", "× 不一致",
    ]  # fmt: skip
    assert said["示例乙市", "交通运输绿色转型"][2:] == ["达标", "达标", "√ 一致"]


def test_explain_and_results_say_the_same(written) -> None:
    found, folder = written

    told = str(shuangkong.explain(found, "甲市", "coal").text)
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    entity = next(e for e in results["entities"] if e["code"] == "990100")
    (coal,) = [s for s in entity["sides"] if s["target"] == "coal"]

    assert f"【各方评价】不一致，由{ENERGY}评价" in told
    assert "能源.xlsx [评价] F5" in told
    assert "综合评定：待裁定" in told
    assert "【等级】暂不定级" in told
    assert (coal["computed"], coal["final"], coal["waits"]) == (False, None, True)
    assert [v["by"] for v in coal["verdicts"]] == ["self", "department"]
    assert {c["target"]: c["counted"] for c in entity["counts"]} == {
        "coal": "open", "oil": "met", "clean": "met", "traffic": "met",
    }  # fmt: skip


def test_the_letter_says_of_what_waits_for_a_ruling_what_card_and_list_say(written) -> None:
    found, folder = written
    (coal,) = [j for j in found.results["990100"].judgements if j.target.id == "coal"]
    said = "部门评价为达标，按数据计算为不达标，待裁定"

    (path,) = (folder / "函").glob("*示例甲市_考核结果函.docx")
    told, rows = paragraphs(path), [row for table in tables(path) for row in table]
    counted = next(row for row in rows if "煤炭消费总量" in row[1])
    in_annex = next(row for row in rows if "煤炭消费总量" in row[0])

    assert coal.reason.startswith(said)
    assert any(p.endswith(f"（{coal.clock}）：无法评定。{coal.reason}。") for p in told), told
    assert counted[2:] == ["待定", f"{coal.reason}。"]
    assert in_annex[-1] == "△无法评定"
    assert not any("尚不具备评定条件" in text for text in told)
    card = lines(folder / "评价卡/01_示例甲市.xlsx", "评价卡")
    assert any(coal.reason in row for row in card)
    listed = openpyxl.load_workbook(folder / "本级待办.xlsx").worksheets[0]
    assert any(f"{coal.reason}。" in row for row in listed.iter_rows(values_only=True))


def test_the_terminal_counts_what_waits_for_a_ruling() -> None:
    result = small.assessment().results["A"]
    waits = {"view": View.FINAL, "outcome": Outcome.NOT_ASSESSABLE, "owed_above": True}

    def told(**changes: object) -> str:
        changed = tuple(replace(j, **waits, **changes) for j in result.judgements)
        return _binding(replace(result, judgements=changed))

    assert told(underlying=Outcome.MET).endswith("项待裁定")
    # a value that was never set is nothing to rule on
    assert told() == "无法评定"


def test_tables_for_machines_say_that_it_waits(written) -> None:
    found, _ = written

    row = found.outcomes.filter(entity="990100", target="coal").row(0, named=True)

    assert row["outcome"] == "not_assessable"
    assert "待裁定" in row["reason"]


def test_the_shipped_workbook_of_verdicts_is_worded_as_new_ones_are(tmp_path: Path) -> None:
    folder = resources.samples() / "carbon-15fyp"
    fresh = tmp_path / "新.xlsx"
    write_verdicts_workbook(load(folder), 2026, fresh, VerdictBy.DEPARTMENT, "主管部门")

    assert texts_of(fresh) <= texts_of(folder / "data" / "主管部门_评价表_2026_示例.xlsx")


def texts_of(path: Path) -> set[str]:
    sheets = openpyxl.load_workbook(path).worksheets
    return {str(c.value) for s in sheets for row in s.iter_rows() for c in row if c.value}


def test_what_a_department_says_stands_for_what_was_reached(tmp_path: Path) -> None:
    """应达到 达标, 实际 —, √ 完成 was no row to sign."""
    folder = resources.samples() / "carbon-15fyp"
    made = shuangkong.assess(folder, 2026, folder / "data", checked=False)
    shuangkong.write(made, tmp_path / "out")

    rows = lines(tmp_path / "out" / "表" / "汇总上报表.xlsx", "目标完成情况")
    card = lines(tmp_path / "out" / "评价卡" / "09_辛城市.xlsx", "评价卡")
    mine = [r for r in rows if r[0].startswith("辛城市") and "城乡建设绿色低碳转型" in r[1]]
    (own,) = (r for r in card if r and r[0].startswith("城乡建设绿色低碳转型") and "年度目标" in r)

    assert [r[4:6] for r in mine] == [["达标", "不达标"]]
    assert own[4] == "不达标"


def test_what_a_department_says_is_told_once_in_a_row() -> None:
    folder = resources.samples() / "carbon-15fyp"
    made = shuangkong.assess(folder, 2026, folder / "data", checked=False)
    sides = [
        s for r in made.results.values() for s in r.sides if s.target.for_department and s.said
    ]
    assert sides

    for side in sides:
        first, *rest = told(side).split("\n")
        assert first in ("各方一致", "各方不一致")
        assert len(rest) == len(side.said)
