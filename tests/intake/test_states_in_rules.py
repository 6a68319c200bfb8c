"""A declared rule that is broken names figures with their units and states by words."""

from pathlib import Path

import shuangkong

PLAN = {
    "plan.yaml": """
id: kilns
title: 窑炉改造计划
short: 窑炉
document: {title: 窑炉改造计划, verification: verified}
period: {base: 2020, first: 2021, last: 2025}
top: "1"
assessed: [city]
""",
    "entities.csv": "code,name,kind,parent\n1,甲省,province,\n11,子市,city,1\n",
    "indicators.yaml": """
indicators:
  - {id: fuel, name: 燃料, unit: 状态, state: [煤, 气], entities: [city]}
  - {id: dust, name: 粉尘, unit: 吨, entities: [city]}
""",
    "targets/a.yaml": """
targets:
  - {id: t, name: 粉尘, kind: task, indicator: dust, scope: {kinds: [city]}, form: at_most,
     value: 9 吨, by: 2025, progress: none, annual: none, source: {clause: 一}}
""",
    "checks.yaml": """
checks:
  - {id: dusty, name: 烧煤的粉尘, severity: warning, kinds: [city],
     rule: "if(fuel == '煤', dust <= 5, dust <= 1)", message: 粉尘偏多, mend: 请核对}
""",
}


def test_a_state_is_named_by_its_word(tmp_path: Path) -> None:
    for name, text in PLAN.items():
        path = tmp_path / "kilns" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    rows = (
        "子市,fuel,2022,煤,状态\n子市,dust,2022,7,吨\n子市,fuel,2023,气,状态\n子市,dust,2023,3,吨\n"
    )
    data = {"a.csv": f"entity,indicator,period,value,unit\n{rows}".encode()}

    found = shuangkong.check(shuangkong.load(tmp_path / "kilns"), 2023, data).findings

    seen = [one.seen for one in found if one.kind == "SK-C:dusty"]
    assert seen == ["燃料 煤；粉尘 7 吨", "燃料 气；粉尘 3 吨"]
