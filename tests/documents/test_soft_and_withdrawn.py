"""What a plan of several parties asks, from its files to its documents."""

import json
from pathlib import Path

import openpyxl
import pytest
import shuangkong
from shuangkong.assess.result import Assessment

from .reading import everything

# openpyxl does not know the data bars of the cards
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")

FILES = {
    "plan.yaml": """
id: pact
title: 四方合作规划
short: 合作规划
document: {title: 四方合作规划, verification: verified}
period: {base: 2015, first: 2016, last: 2030}
top: "0"
assessed: [party]
""",
    "entities.csv": """code,name,kind,parent,address
0,秘书处,office,,
1,甲联盟,party,0,组织
2,乙国,party,0,国家
3,丙市,party,0,市人民政府
4,丁联盟,party,0,
""",
    "indicators.yaml": """
indicators:
  - {id: work, name: 专项, unit: 状态, state: [未开展, 已完成], withdrawn: [已取消, 搁置]}
  - {id: members, name: 成员, unit: 人, direction: higher}
  - {id: reports, name: 报告, unit: 个, direction: higher}
""",
    "targets/a.yaml": """
targets:
  - {id: work, name: 完成专项, kind: task, indicator: work, scope: {kinds: [party]}, form: complete,
     by: 2018-06, source: {clause: 一}}
  - {id: members, name: 成员数, kind: task, indicator: members, scope: {kinds: [party]},
     form: at_least, value: 3 人, by: standing, strength: 必须, source: {clause: 二}}
  - {id: reports, name: 报告数, kind: task, indicator: reports, scope: {kinds: [party]},
     form: at_least, value: 2 个, every: year, by: 2020, strength: 鼓励, source: {clause: 三}}
""",
    "schemes/s.yaml": """
id: s
title: 合作考核办法
years: [2018]
source: {clause: 四}
items:
  - {id: members, name: 成员, points: 100, rule: all_or_nothing, target: members, view: annual,
     not_applicable: full}
grades:
  - {name: 合格, at_least: 60}
  - {name: 不合格, letter: rectification}
veto_grade: 不合格
kept_out: [鼓励]
""",
}
FIGURES = """entity,indicator,period,value,unit
甲联盟,work,2018-06,已取消,状态
甲联盟,members,2018,2,人
甲联盟,reports,2018,1,个
乙国,work,2018-06,已完成,状态
乙国,work,2018-12,未开展,状态
乙国,members,2018,3,人
乙国,reports,2018,2,个
丙市,work,2018-06,未开展,状态
丙市,work,2018-09,已完成,状态
丙市,members,2018,3,人
丙市,reports,2018,0,个
"""


@pytest.fixture(scope="module")
def pact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans") / "pact"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def assessed(pact: Path, year: int, figures: str = FIGURES) -> Assessment:
    return shuangkong.assess(str(pact), year, {"d.csv": figures.encode()})


@pytest.fixture(scope="module")
def written(pact: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out") / "o"
    shuangkong.write(assessed(pact, 2018), out)
    return out


def test_each_way_it_went_is_told_from_the_others(written: Path) -> None:
    results = json.loads((written / "results.json").read_text(encoding="utf-8"))
    found = {
        e["name"]: next(
            (j["outcome"], j["course"]) for j in e["judgements"] if j["target"] == "work"
        )
        for e in results["entities"]
    }

    assert found == {
        "甲联盟": ("withdrawn", None),
        "乙国": ("met", "relapsed"),
        "丙市": ("not_met", "late"),
        "丁联盟": ("not_assessable", None),
    }


def cells(path: Path, sheet: str) -> list[tuple[object, str]]:
    """Contents of a sheet with their number formats."""
    book = openpyxl.load_workbook(path, read_only=True)
    found = [
        (c.value, c.number_format)
        for row in book[sheet].iter_rows()
        for c in row
        if c.value is not None
    ]
    book.close()
    return found


def test_a_card_says_withdrawn_in_symbol_word_and_state(written: Path) -> None:
    card = next((written / "评分卡").glob("*甲联盟.xlsx"))
    told = [str(value) for value, _ in cells(card, "评分卡")]

    assert "◇ 已撤销" in told
    assert any("现为“已取消”" in text or "为“已取消”" in text for text in told)
    assert not any(
        "-1" in str(value) for value, shown in cells(card, "填报数据") if shown == "General"
    )


def test_soft_wording_is_shown_and_kept_out_of_the_list(written: Path) -> None:
    letter = everything(next((written / "函").glob("*甲联盟_整改函.docx")))
    problems = letter.partition("一、存在的问题")[2].partition("二、整改要求")[0]
    path = next((written / "评分卡").glob("*甲联盟.xlsx"))
    card, basis = ("\n".join(str(v) for v, _ in cells(path, s)) for s in ("评分卡", "依据"))

    assert "成员数" in problems
    assert "报告数" not in problems
    assert "用语为“鼓励”，按办法不列入未完成清单" in card
    assert "用语：必须" in basis


def test_parties_are_addressed_as_declared(written: Path) -> None:
    letters = {p.name: everything(p) for p in (written / "函").glob("*.docx")}
    to = {name[3:6].rstrip("_"): text for name, text in letters.items()}

    assert "贵方2018年度" in to["乙国"]
    assert "人民政府" not in to["乙国"] + to["甲联盟"] + to["丁联盟"]
    assert "丙市人民政府" in to["丙市"]


def test_who_owes_nothing_is_not_dunned(pact: Path, tmp_path: Path) -> None:
    done = "entity,indicator,period,value,unit\n丁联盟,work,2018-06,已完成,状态\n"
    only_work = FILES["targets/a.yaml"].split("  - {id: members")[0]
    (tmp_path / "pact").mkdir()
    for name in ("plan.yaml", "entities.csv", "indicators.yaml"):
        (tmp_path / "pact" / name).write_text(FILES[name], encoding="utf-8")
    (tmp_path / "pact" / "targets").mkdir()
    (tmp_path / "pact" / "targets" / "a.yaml").write_text(only_work, encoding="utf-8")

    early = shuangkong.write(assessed(tmp_path / "pact", 2016, done), tmp_path / "early")
    late = shuangkong.write(assessed(tmp_path / "pact", 2025, done), tmp_path / "late")

    assert not [name for name in early.files if name.startswith("函/")]
    letters = sorted(name.rpartition("_")[2] for name in late.files if "丁联盟_" in name)
    assert letters == ["考核结果函.docx"]
    assert sum("催报" in name for name in late.files) == 3


def test_an_entity_without_documents_is_explained(pact: Path) -> None:
    found = shuangkong.explain(assessed(pact, 2018), "秘书处", "members")

    assert "秘书处不在这一目标的考核范围内" in str(found)


ITEM = "{id: work, name: 专项, points: %d, rule: all_or_nothing, target: work, view: final, %s}"
MEMBERS = (
    "  - {id: members, name: 成员, points: 60, rule: all_or_nothing, target: members, view: annual}"
)


def told_everywhere(tmp_path: Path, *items: str) -> dict[str, str]:
    """What the documents say of a party whose only task was withdrawn."""
    scheme = FILES["schemes/s.yaml"]
    head, tail = scheme.partition("  - {id: members")[0], "grades:" + scheme.partition("grades:")[2]
    for name, text in FILES.items():
        (tmp_path / "pact" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "pact" / name).write_text(text, encoding="utf-8")
    listed = "\n".join(f"  - {item.removeprefix('  - ')}" for item in items)
    (tmp_path / "pact" / "schemes" / "s.yaml").write_text(head + listed + "\n" + tail)
    figures = FIGURES.replace("甲联盟,members,2018,2,人", "甲联盟,members,2018,3,人")
    found = assessed(tmp_path / "pact", 2018, figures)
    shuangkong.write(found, tmp_path / "o")
    out = tmp_path / "o"
    card = cells(out / "评分卡" / "01_甲联盟.xlsx", "评分卡")
    summary = openpyxl.load_workbook(out / "汇总.xlsx")
    return {
        "engine": found.results["1"].grade_reason,
        "explain": str(shuangkong.explain(found, "甲联盟", "work")),
        "letter": everything(out / "函" / "01_甲联盟_考核结果函.docx"),
        "card": "\n".join(str(value) for value, _ in card),
        "summary": "\n".join(
            str(c.value)
            for sheet in summary
            for row in sheet.iter_rows()
            if "甲联盟" in str(row[0].value) + str(row[2].value)
            for c in row
        ),
    }


def test_a_withdrawn_target_without_a_rule_is_the_reason_said_everywhere(tmp_path: Path) -> None:
    told = told_everywhere(tmp_path, ITEM % (40, "fallback: scale"), MEMBERS)

    for place, text in told.items():
        assert "专项的目标已撤销，考核办法没有写明此时怎样计分" in text, place


def test_where_every_item_is_left_out_that_is_said_everywhere(tmp_path: Path) -> None:
    told = told_everywhere(tmp_path, ITEM % (100, "not_applicable: scale"))

    for place, text in told.items():
        assert "各计分项按办法都不计，没有可以折算的得分" in text, place
    assert "其余按" not in told["card"]
    assert "各项按办法都不计分" in told["card"]
    assert "专项（100 分）：不计" in told["explain"]


def test_an_item_left_out_is_not_one_that_waits(tmp_path: Path) -> None:
    told = told_everywhere(tmp_path, ITEM % (40, "not_applicable: scale"), MEMBERS)

    assert told["engine"].startswith("总分不低于")
    assert not any(word in told["summary"] for word in ("待定", "尚未计分", "暂计"))
    assert "不计" in told["summary"]
    assert "专项（40 分）：不计" in told["explain"]
