"""A plan whose targets rest on every kind of name: judged, explained, warned, written, tested.

A power province: a quota by unit type and cooling, a cap on the sum of the cities, a yearly cut.
"""

from pathlib import Path

import pytest
import shuangkong
from shuangkong.assess.cases.run import run_cases
from shuangkong.assess.judgement import Outcome
from shuangkong.declarations.show import show
from shuangkong.vocabulary import View

from tests.documents.recalc import differences, formulas

_PLAN = {
    "plan.yaml": """\
id: power
title: 发电示例
short: 发电示例
document: {title: 发电示例, verification: synthetic}
period: {base: 2015, first: 2016, last: 2020}
top: "0"
assessed: [province, plant]
documents: {quota: {title: 配额方案, verification: synthetic}}
lookups:
  benchmark:
    name: 供电基准值
    unit: 吨/兆瓦时
    by: [机组]
    values: {燃煤: 0.877, 燃气: 0.392}
    source: {document: quota, clause: 附件1}
synthetic: true
""",
    "entities.csv": """\
code,name,kind,parent,aliases,valid_from,valid_to,scope_note,机组:类别,供热比:%
0,全省,province,,,,,,,
1,甲厂,plant,0,,,,,燃煤,20
2,乙厂,plant,0,,,,,燃气,
""",
    "indicators.yaml": """\
indicators:
  - {id: emission, name: 排放量, unit: 吨, entities: [plant], direction: lower}
  - {id: power, name: 供电量, unit: 兆瓦时, entities: [plant]}
  - {id: cooling, name: 冷却方式, unit: 状态, state: [水冷, 空冷], entities: [plant]}
  - id: quota
    name: 应发配额
    unit: 吨
    formula: power * benchmark[机组] * if(cooling == '空冷', 1.05, 1) * (1 + 0.25 * 供热比)
    entities: [plant]
  - {id: surplus, name: 配额盈余, unit: 吨, formula: quota - emission, entities: [plant]}
  - {id: whole, name: 全省排放, unit: 吨, formula: sum(children.emission), entities: [province]}
  - {id: cut, name: 年下降率, unit: "%", formula: 1 - emission / prior(emission), entities: [plant]}
  - {id: part, name: 占全省比重, unit: "%", formula: emission / province.whole, entities: [plant]}
""",
    "targets/t.yaml": """\
targets:
  - {id: surplus, name: 配额足够, kind: binding, indicator: surplus, scope: {kinds: [plant]},
     form: at_least, value: 0 吨, by: 2018, source: {clause: 一}}
  - {id: whole, name: 全省总量, kind: binding, indicator: whole, scope: {kinds: [province]},
     form: at_most, value: 1300 吨, by: 2018, source: {clause: 二}}
  - {id: cut, name: 逐年下降, kind: binding, indicator: cut, form: at_least, value: 1.74%, by: 2018,
     scope: {kinds: [plant], when: 机组 == '燃煤'}, source: {clause: 三}}
  - {id: part, name: 比重, kind: task, indicator: part, scope: {kinds: [plant]}, form: at_most,
     value: 70%, by: 2018, source: {clause: 四}}
""",
    "warnings.yaml": """\
warnings:
  - id: coal
    title: 燃煤预警
    years: [2018]
    targets: [cut]
    view: final
    when: province.whole > 1000
    measure: points
    levels:
      - {name: 红, colour: 红, rgb: C00000, order: 1, met: false}
      - {name: 绿, colour: 绿, rgb: 00C000, order: 0, met: true}
    source: {clause: 五}
""",
    "cases/c.yaml": """\
cases:
  - id: cut
    source: {document: quota, clause: 示例}
    title: 年下降率
    says: 年下降率
    verdict:
      given:
        target: cut
        entity: 甲厂
        year: 2018
        data: {emission: {2017: 1000 吨, 2018: 980 吨}}
      expect: {final: {outcome: met, actual: 2%}}
  - id: whole
    source: {document: quota, clause: 示例}
    title: 各厂合计
    says: 各厂合计
    verdict:
      given:
        target: whole
        entity: 全省
        year: 2018
        others: {甲厂: {emission: {2018: 800 吨}}, 乙厂: {emission: {2018: 500 吨}}}
      expect: {final: {outcome: met, actual: 1300 吨}}
  - id: whole-lacking
    source: {document: quota, clause: 示例}
    title: 少报一厂不算合计
    says: 少报一厂不算合计
    verdict:
      given: {target: whole, entity: 全省, year: 2018, others: {甲厂: {emission: {2018: 8 吨}}}}
      expect: {final: {outcome: not_assessable, says: [缺2018年的乙厂排放量]}}
""",
}
_DATA = """\
entity,indicator,period,value,unit
甲厂,emission,2017,1000,吨
甲厂,emission,2018,970,吨
甲厂,power,2018,1000,兆瓦时
甲厂,cooling,2018,空冷,状态
乙厂,emission,2018,380,吨
乙厂,power,2018,1000,兆瓦时
乙厂,cooling,2018,水冷,状态
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formulas")
    for name, text in {**{f"power/{k}": v for k, v in _PLAN.items()}, "d.csv": _DATA}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(folder: Path) -> shuangkong.Assessment:
    return shuangkong.assess(str(folder / "power"), 2018, folder / "d.csv")


def found(made: shuangkong.Assessment, entity: str, target: str) -> tuple[Outcome, str]:
    judgement = made.results[entity].judgement(target, View.FINAL)
    assert judgement is not None
    return judgement.outcome, judgement.reason


def test_verdicts(made):
    # 1000 × 0.877 × 1.05 × (1 + 0.25 × 20 %) = 966.8925, 3.1075 short of 970
    assert found(made, "1", "surplus") == (
        Outcome.NOT_MET,
        "实际值-3.11 吨，目标值0.00 吨，未达到要求",
    )
    assert found(made, "0", "whole")[0] is Outcome.NOT_MET  # 970 + 380 = 1350
    assert found(made, "1", "cut")[0] is Outcome.MET  # 3 %
    assert found(made, "1", "part")[0] is Outcome.NOT_MET  # 970 / 1350 = 71.9 %
    assert found(made, "2", "part")[0] is Outcome.MET
    assert made.results["2"].judgement("cut", View.FINAL) is None  # no coal plant


def test_what_an_entity_lacks_is_said_and_never_judged(made):
    outcome, reason = found(made, "2", "surplus")

    assert outcome is Outcome.NOT_ASSESSABLE
    assert reason == "缺属性“供热比”（见 entities.csv）"


def test_a_sum_lacks_the_entity_that_did_not_report(folder):
    data = "\n".join(line for line in _DATA.splitlines() if not line.startswith("乙厂,emission"))
    (folder / "less.csv").write_text(data + "\n", encoding="utf-8")
    made = shuangkong.assess(str(folder / "power"), 2018, folder / "less.csv")

    assert found(made, "0", "whole") == (Outcome.NOT_ASSESSABLE, "缺2018年的乙厂排放量")
    assert found(made, "1", "part")[1] == "缺2018年的乙厂排放量"


def test_explanations_name_what_was_looked_up_and_whose_figures_were_used(made):
    quota = str(shuangkong.explain(made, "甲厂", "surplus"))
    part = str(shuangkong.explain(made, "乙厂", "part"))

    assert "供电基准值（燃煤） ＝ 0.877 吨/兆瓦时" in quota
    assert "配额方案附件1" in quota
    assert "2018年冷却方式 ＝ “空冷”" in quota
    assert "供热比 ＝ 20%" in quota
    assert "entities.csv" in quota
    assert "甲厂2018年排放量 ＝ 970 吨" in part
    assert "全省2018年排放量（下级合计） ＝ （甲厂2018年排放量＋2018年排放量）" in part


def test_scorecards_are_live_and_agree(made, folder):
    shuangkong.write(made, folder / "out")
    cards = sorted((folder / "out" / "评分卡").glob("*.xlsx"))

    assert len(cards) == 3
    for card in cards:
        assert differences(card) == []
    (plant,) = [c for c in cards if "甲厂" in c.name]
    texts = [f.text for f in formulas(plant) if f.sheet == "计算过程"]
    assert any("1.05" in text and "IF(" in text for text in texts)


def test_warnings_apply_where_their_condition_holds(folder):
    outlook = shuangkong.outlook(str(folder / "power"), 2018, folder / "d.csv")
    (warned,) = outlook.entities["1"].warnings

    assert warned.level is not None
    assert warned.level.name == "绿"


def test_cases_of_the_plan_pass(folder):
    results = run_cases(folder / "power")

    assert [(r.case.id, r.differences) for r in results] == [
        ("cut", ()),
        ("whole", ()),
        ("whole-lacking", ()),
    ]


def test_the_plan_shows_its_tables_and_conditions(folder):
    page = show(shuangkong.load(str(folder / "power")))

    assert "取值表：供电基准值（benchmark）" in page
    assert "0.392吨/兆瓦时" in page
    assert "限上级全省排放大于1000的" in page
