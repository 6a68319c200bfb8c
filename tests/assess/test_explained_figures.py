"""In an explanation, the two figures that a verdict compares stand to each other as it says."""

from pathlib import Path

import pytest
import shuangkong
from shuangkong import resources
from shuangkong.vocabulary import Verification

PLAN = {
    "plan.yaml": """
id: figures
title: 数的写法
short: 数的写法
document: {title: 数的写法, verification: verified}
period: {base: 2015, first: 2016, last: 2020}
top: "0"
assessed: [place]
methods:
  reduce_by: {progress: logarithmic, annual: none}
  at_most: {progress: none, annual: none}
""",
    "entities.csv": "code,name,kind,parent\n0,全境,place,\n",
    "indicators.yaml": """
indicators:
  - {id: waste, name: 废料, unit: 吨, direction: lower}
  - {id: heat, name: 用热, unit: 吨标准煤}
  - {id: area, name: 面积, unit: 平方米}
  - {id: rate, name: 单位用热, unit: 吨标准煤/平方米, formula: heat / area, rounding: {digits: 4}}
""",
    "targets/a.yaml": """
targets:
  - {id: waste, name: 废料减少, kind: binding, indicator: waste, scope: {kinds: [place]},
     form: reduce_by, value: 2%, base: 2015, by: 2020, source: {clause: 一}}
  - {id: rate, name: 单位用热, kind: binding, indicator: rate, scope: {kinds: [place]},
     form: at_most, value: 31.3733 吨标准煤/平方米, base: 2015, by: 2020, source: {clause: 二}}
""",
}
FIGURES = """entity,indicator,period,value,unit
全境,waste,2015,50000000000,吨
全境,waste,2020,49000000001,吨
全境,heat,2020,941.202,吨标准煤
全境,area,2020,30,平方米
"""


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("waste", "1.999999998%不小于2%，不成立"),
        ("waste", "（1－1.999999998%）的5次方不大于（1－2%）的5次方，不成立"),
        ("rate", "31.3734 吨标准煤/平方米不大于31.3733 吨标准煤/平方米，不成立"),
    ],
)
def test_figures_that_look_alike_or_the_other_way_round_get_more_digits(
    tmp_path: Path, target: str, said: str
) -> None:
    for name, text in PLAN.items():
        (tmp_path / "figures" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "figures" / name).write_text(text, encoding="utf-8")

    found = shuangkong.assess(str(tmp_path / "figures"), 2020, {"d.csv": FIGURES.encode()})

    assert said in str(shuangkong.explain(found, "全境", target))


def test_each_declared_value_bears_its_own_mark(tmp_path: Path) -> None:
    """16 % for the period is unverified in the plan, 3 % for 2020 was verified by the office."""
    (tmp_path / "allocations.csv").write_text(
        "target,entity,year,value,unit,verification,source\n"
        "intensity,340000,2020,3,%,verified,省文件\n",
        encoding="utf-8",
    )
    data = [resources.samples() / "national-13fyp", tmp_path]
    found = shuangkong.assess("national-13fyp", 2020, data)
    told = str(shuangkong.explain(found, "安徽", "intensity"))
    assert "下达的年度目标 ＝ 3%　← 省文件" in told
    assert "目标值 ＝ 16%〔未核实〕　← " in told
    (result,) = (one for one in found.results.values() if one.entity.name == "安徽省")
    marks = {j.verification for j in result.judgements if j.target.id == "intensity"}
    assert marks == {Verification.UNVERIFIED}, "a verdict has the weakest of all it rests on"


YEARLY = {
    "plan.yaml": """
id: yearly
title: 两个时段
short: 两个时段
document: {title: 两个时段, verification: verified}
period: {base: 2025, first: 2026, last: 2030}
top: "0"
assessed: [place]
methods:
  reduce_by: {progress: logarithmic, annual: issued}
  at_least: {progress: linear, annual: issued}
  raise_by_points: {progress: linear, annual: issued}
""",
    "entities.csv": "code,name,kind,parent\n0,全境,place,\n",
    "indicators.yaml": """
indicators:
  - {id: energy, name: 能耗, unit: 万吨标准煤, direction: lower}
  - {id: gdp, name: 产值, unit: 亿元}
  - {id: clean, name: 清洁能源, unit: 万吨标准煤, direction: higher}
  - {id: intensity, name: 强度, unit: 吨标准煤/万元, formula: energy / gdp, direction: lower}
  - {id: share, name: 占比, unit: "%", formula: clean / energy, direction: higher}
""",
    "targets/a.yaml": """
targets:
  - {id: intensity, name: 强度下降, kind: binding, indicator: intensity, scope: {kinds: [place]},
     form: reduce_by, allocated: true, base: 2025, by: 2030, source: {clause: 一}}
  - {id: share, name: 占比, kind: binding, indicator: share, scope: {kinds: [place]},
     form: at_least, value: 22.346%, base: 2025, by: 2026, source: {clause: 二}}
  - {id: more, name: 占比提高, kind: binding, indicator: share, scope: {kinds: [place]},
     form: raise_by_points, value: 15 个百分点, base: 2025, by: 2030, source: {clause: 三}}
  - {id: whole, name: 占比到三成, kind: binding, indicator: share, scope: {kinds: [place]},
     form: at_least, value: 30%, base: 2025, by: 2030, source: {clause: 四}}
""",
    "allocations.csv": """target,entity,year,tier,value,unit,verification,source
intensity,0,,,12.5,%,verified,一
intensity,0,2026,,2.6,%,verified,一
""",
}
TWO_YEARS = """entity,indicator,period,value,unit
全境,energy,2025,1000,万吨标准煤
全境,energy,2026,1010,万吨标准煤
全境,gdp,2025,2500,亿元
全境,gdp,2026,2600,亿元
全境,clean,2025,200,万吨标准煤
全境,clean,2026,225.7,万吨标准煤
"""


def explained(folder: Path, target: str) -> str:
    for name, text in YEARLY.items():
        (folder / "yearly" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "yearly" / name).write_text(text, encoding="utf-8")
    found = shuangkong.assess(str(folder / "yearly"), 2026, {"d.csv": TWO_YEARS.encode()})
    return str(shuangkong.explain(found, "全境", target))


@pytest.mark.parametrize(
    ("target", "printed", "other"),
    [
        # the year's own row would do with two digits, the cumulative one takes four
        ("intensity", "2.8846%", "2.88%"),
        # the share itself, on the way to what is compared
        ("share", "22.347%", "22.35%"),
    ],
)
def test_a_figure_looks_the_same_by_every_clock_and_on_the_way(
    tmp_path: Path, target: str, printed: str, other: str
) -> None:
    text = explained(tmp_path, target)

    assert text.count(printed) > 2
    assert other not in text


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("more", "    目标值 ＝ 15个百分点　← "),
        ("more", "22.347%－20.00% ＝ 2.35个百分点"),
        ("more", " ＝ 3.16个百分点"),
        # what is left of a share is a difference of two as well
        ("whole", "    　　　＝ 取大（30%－22.347%，0） ＝ 7.65个百分点"),
    ],
)
def test_a_difference_of_shares_is_in_points_wherever_it_stands(
    tmp_path: Path, target: str, said: str
) -> None:
    """今后年均尚需完成1.04% stood in a letter beside 差距0.18个百分点."""
    assert said in explained(tmp_path, target)
