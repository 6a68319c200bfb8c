"""Tables whose cells are states: read as tables of figures are, or asked about."""

from pathlib import Path

import openpyxl
import pytest
import shuangkong
from shuangkong.declarations.bundle import Declarations
from shuangkong.intake import Reading

from tests.intake.sheets import workbook

PLAN = {
    "plan.yaml": """
id: works
title: 山岭省工作安排
short: 工作安排
document: {title: 山岭省工作安排, verification: verified}
period: {base: 2015, first: 2016, last: 2020}
top: "1"
assessed: [city]
""",
    "entities.csv": """code,name,kind,parent
1,山岭省,province,
11,青山市,city,1
12,白石市,city,1
""",
    "indicators.yaml": """
indicators:
  - {id: coal, name: 煤炭消费量, unit: 万吨, direction: lower}
  - {id: issued, name: 本地工作方案, unit: 状态, state: [未印发, 已印发], withdrawn: [已取消]}
  - {id: platform, name: 监测平台, unit: 状态, state: [未建, 在建, 已建成]}
  - {id: rated, name: 评级, unit: 状态, state: [合格, 不合格]}
""",
    "targets/a.yaml": """
targets:
  - {id: issued, name: 印发方案, kind: task, indicator: issued, scope: {kinds: [city]},
     form: complete, by: 2016, source: {clause: 一}}
""",
}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Declarations:
    folder = tmp_path_factory.mktemp("plans") / "works"
    for name, text in PLAN.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return shuangkong.load(str(folder))


def given(
    plan: Declarations, tmp_path: Path, rows: list[list[object]], merged: str = ""
) -> Reading:
    path = tmp_path / "报来.xlsx"
    path.write_bytes(workbook({"表": rows}))
    if merged:
        book = openpyxl.load_workbook(path)
        book["表"].merge_cells(merged)
        book.save(path)
    return shuangkong.read(plan, 2016, [path])


def told(reading: Reading) -> dict[str, tuple[str, str, str, float]]:
    columns = reading.observations.select("cell", "entity", "indicator", "period", "value")
    return {cell: tuple(rest) for cell, *rest in columns.iter_rows()}  # type: ignore[misc]


def test_states_under_headers_and_beside_figures(plan, tmp_path):
    rows = [
        ["2016年各项工作进展"],
        ["地区", "煤炭消费量（万吨）", "本地工作方案", "监测平台"],
        ["青山市", 31.5, "已印发", "已建成"],
        ["白石市", 8, "已取消", "在建"],
    ]
    wanted = {
        "C3": ("11", "issued", "2016", 1),
        "D3": ("11", "platform", "2016", 2),
        "C4": ("12", "issued", "2016", -1),
        "D4": ("12", "platform", "2016", 1),
    }
    beside = given(plan, tmp_path, rows)
    alone = given(plan, tmp_path, [rows[0], *([r[0], *r[2:]] for r in rows[1:])])

    assert told(beside) == wanted | {
        "B3": ("11", "coal", "2016", 31.5),
        "B4": ("12", "coal", "2016", 8),
    }
    assert set(told(alone).values()) == set(wanted.values())
    assert not alone.findings


def test_states_in_rows_and_over_the_years(plan, tmp_path):
    across = given(
        plan,
        tmp_path,
        [["2016年"], ["事项", "青山市", "白石市"], ["本地工作方案", "未印发", "已印发"]],
    )
    years = given(
        plan,
        tmp_path,
        [["本地工作方案"], ["地区", 2016, 2017], ["青山市", "未印发", "已印发"]],
    )

    assert told(across) == {
        "B3": ("11", "issued", "2016", 0),
        "C3": ("12", "issued", "2016", 1),
    }
    assert told(years) == {
        "B3": ("11", "issued", "2016", 0),
        "C3": ("11", "issued", "2017", 1),
    }


def test_another_word_among_states_is_asked_about(plan, tmp_path):
    found = given(
        plan,
        tmp_path,
        [
            ["2016年"],
            ["地区", "本地工作方案"],
            ["青山市", "已印发"],
            ["白石市", "已经印发"],
        ],
    )

    (said,) = found.findings
    assert (said.kind, said.place.cell if said.place else None) == ("SK-I241", "B4")
    assert "未印发 / 已印发" in said.mend


def test_whose_state_it_is_must_be_known(plan, tmp_path):
    rows = [["2016年"], ["地区", "本地工作方案"], ["青山市", "已印发"], ["黑水市", "已印发"]]
    stranger = given(plan, tmp_path, rows)
    rows[3][0] = "白石市"
    merged = given(plan, tmp_path, [*rows[:3], ["白石市", ""]], merged="B3:B4")

    assert [(f.place.cell, "黑水市" in f.why) for f in stranger.findings] == [("B4", True)]
    assert told(merged) == {}
    assert [f.place.cell for f in merged.findings] == ["B3"]


def test_where_no_word_is_a_state_the_words_are_offered(plan, tmp_path):
    found = given(
        plan, tmp_path, [["2016年"], ["地区", "本地工作方案"], ["青山市", "√"], ["白石市", "×"]]
    )

    (said,) = found.findings
    assert said.kind == "SK-I031"
    assert "“本地工作方案”应填 未印发 / 已印发" in said.why


def test_a_word_that_no_name_makes_a_state_stays_a_word(plan, tmp_path):
    found = given(
        plan,
        tmp_path,
        [["2016年"], ["地区", "合格", "不合格"], ["青山市", 3, 1], ["白石市", 2, 2]],
    )

    assert told(found) == {}
    assert found.findings[0].kind == "SK-I031"
