"""A small plan whose scheme counts, with departments that judge, and hands to fill workbooks."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from shuangkong.commands import root
from shuangkong.ledger.begin import init

from tests.ledger.conftest import Clock

ENERGY, TRAFFIC = "示例省能源局", "示例省交通厅"
PLAN = {
    "plan.yaml": """
id: count-demo
title: 计数试验规划（虚构）
short: 计数试验
synthetic: true
document: {title: 计数试验规划（虚构）, verification: synthetic}
period: {base: 2025, first: 2026, last: 2030}
top: "990000"
assessed: [city]
""",
    "entities.csv": """code,name,kind,parent,aliases,valid_from,valid_to,scope_note
990000,示例省,province,,,,,
990100,示例甲市,city,990000,甲市,,,
990200,示例乙市,city,990000,乙市,,,
""",
    "indicators.yaml": """
indicators:
  - {id: coal, name: 煤炭消费总量, unit: 万吨, direction: lower}
  - {id: oil, name: 石油消费总量, unit: 万吨, direction: lower}
  - {id: clean, name: 清洁电量占比, unit: "%", direction: higher}
  - {id: traffic, name: 交通运输绿色转型, unit: 状态, state: [不达标, 达标]}
""",
    "targets/targets.yaml": f"""
targets:
  - {{id: coal, name: 煤炭消费总量, kind: binding, indicator: coal, scope: {{kinds: [city]}},
     form: at_most, value: 100 万吨, by: standing, judged_by: {ENERGY}, source: {{clause: 虚构}}}}
  - {{id: oil, name: 石油消费总量, kind: binding, indicator: oil, scope: {{kinds: [city]}},
     form: at_most, value: 50 万吨, by: standing, source: {{clause: 虚构}}}}
  - {{id: clean, name: 清洁电量占比, kind: binding, indicator: clean, scope: {{kinds: [city]}},
     form: at_least, value: 40%, by: standing, judged_by: {ENERGY}, source: {{clause: 虚构}}}}
  - {{id: traffic, name: 交通运输绿色转型, kind: binding, indicator: traffic,
     scope: {{kinds: [city]}}, form: complete, by: standing, judged_by: {TRAFFIC},
     source: {{clause: 虚构}}}}
""",
    "schemes/count.yaml": """
id: count
title: 计数试验办法（虚构）
kind: count
years: [2026, 2027]
source: {clause: 虚构}
classes:
  - {id: control, name: 控制指标, targets: [coal, oil]}
  - {id: support, name: 支撑指标, targets: [clean, traffic]}
grades:
  - {name: 优秀, missed: {control: 0, support: 0}, consequences: [通报表扬], letter: commendation}
  - {name: 合格, missed: {control: 0, support: 1}, letter: result}
  - {name: 不合格, consequences: [限期书面报告整改], letter: rectification}
not_assessable: leave_out
forced_grade: 不合格
""",
}
HEADER = "entity,indicator,period,value,unit\n"


def figures(**given: float) -> bytes:
    """The figures of both cities, with those of 甲 as given."""
    units = {"coal": "万吨", "oil": "万吨", "clean": "%"}
    usual = {"coal": 90, "oil": 40, "clean": 45}
    rows = [
        f"{code},{name},2026,{(usual | given if code == '990100' else usual)[name]},{unit}\n"
        for code in ("990100", "990200")
        for name, unit in units.items()
    ]
    return (HEADER + "".join(rows)).encode()


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return folder_of(tmp_path)


def folder_of(tmp_path: Path) -> Path:
    """The plan's folder."""
    folder = tmp_path / "count-demo"
    for name, text in PLAN.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def workspace(plan: Path, tmp_path: Path) -> tuple[Path, Clock]:
    clock, folder = Clock(), tmp_path / "台账"
    clock.on("2027-03-01")
    init(folder, str(plan), "经手人", clock=clock)
    return folder, clock


def run(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(root, [str(w) for w in words])
    assert done.exit_code == code, (done.output, done.exception)
    return done.output


Given = Mapping[tuple[str, str], str]


def filled(plan: Path, path: Path, given: Given, *side: str, basis: str = "统计年报") -> Path:
    """A workbook of one side, filled in by 张三."""
    run(*("verdicts", "write", plan, "--year", 2026, "--output", path), *side)
    book = openpyxl.load_workbook(path)
    sheet = book["评价"]
    for row in sheet.iter_rows(min_row=5):
        said = given.get((str(row[0].value), str(row[10].value)))
        if said:
            row[5].value, row[6].value, row[7].value = said, basis, "张三"
            row[8].value, row[9].value = "2027-02-15", "运输结构调整滞后"
    book.save(path)
    return path
