import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shuangkong.declarations.bundle import Declarations
from shuangkong.declarations.coverage import Covered, coverage
from shuangkong.declarations.coverage_text import render
from shuangkong.declarations.load import read
from shuangkong.declarations.plan_text import canonical, clause_id, clauses, figures

PLAN = """
id: small
title: 示例规划
short: 示例
synthetic: true
document: {title: 示例规划}
period: {base: 2015, first: 2016, last: 2020}
top: "130000"
assessed: [province]
"""
ENTITIES = """code,name,kind,parent,aliases,valid_from,valid_to,scope_note,population:人
130000,甲省,province,,,,,,
"""
INDICATORS = """
indicators:
  - {id: coal, name: 煤炭消费量, unit: 万吨}
  - {id: glass, name: 玻璃产能, unit: 亿重量箱}
  - {id: rate, name: 效率, unit: "%"}
"""
COAL = """
  - id: coal
    name: 煤炭上限
    kind: binding
    indicator: coal
    scope: {kinds: [province]}
    form: at_most
    value: 4000 万吨
    by: 2020
    source: {clause: 一（一）1}
"""
TEXT = """示例规划
2017年4月26日
一、总则
（一）目标。
1.约束性目标。到2020年，煤炭控制在4000万吨以内。
2.其他。按《方案2025》执行。
（二）保障。加强领导。
附件：各市目标
"""


def declared(
    folder: Path, targets: str, *, allocations: str = "", context: str = ""
) -> Declarations:
    written = {
        "plan.yaml": PLAN,
        "entities.csv": ENTITIES,
        "indicators.yaml": INDICATORS,
        "targets/all.yaml": f"targets:{targets}",
    }
    if allocations:
        header = "target,entity,year,tier,value,unit,verification,source,note\n"
        written["allocations.csv"] = header + allocations
    if context:
        written["coverage.yaml"] = f"context:{context}"
    for name, text in written.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    plan, faults = read(folder)  # coverage does not mind faults of meaning
    assert plan is not None
    assert not faults
    return plan


def uncited(plan: Declarations, text: str) -> list[tuple[int, int, str]]:
    return [
        (f.figure.line, f.figure.column, f.figure.printed) for f in coverage(plan, text).uncited
    ]


def in_clause(words: str) -> str:
    return f"一、总则\n（一）目标。\n1.约束性目标。{words}\n"


def test_clauses_are_numbered_from_their_headings() -> None:
    found = clauses(TEXT)

    assert [(c.id, c.title, c.line, c.bare) for c in found] == [
        ("前文", "前文", 1, True),
        ("一", "总则", 3, True),
        ("一（一）", "目标", 4, True),
        ("一（一）1", "约束性目标", 5, False),
        ("一（一）2", "其他", 6, False),
        ("一（二）", "保障", 7, False),
        ("附件", "附件", 8, False),
    ]


def test_a_number_at_the_head_of_a_line_is_no_heading_below_a_missing_level() -> None:
    found = clauses("一、总则\n1.5万吨\n2.目标达到\n（一）甲。乙。\n3.丙。丁。")

    assert [c.id for c in found] == ["一", "一（一）", "一（一）3"]


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("达到１７％以上", [("17", "%以上")]),
        ("控制在32785万吨标准煤以内", [("327850000", "吨标准煤以内")]),
        ("1,300万吨", [("13000000", "吨")]),
        ("2.5亿平方米", [("250000000", "平方米")]),
        ("淘汰400万千瓦以上", [("4000000", "千瓦以上")]),
        ("下降6%-7%、其他", [("6", "%、其他"), ("7", "%、其他")]),
        ("提高3～5个百分点", [("3", "百分点"), ("5", "百分点")]),
        ("百万以上人口城市", [("1000000", "以上人口城市")]),
        ("在万吨标准煤以上的单位", [("10000", "吨标准煤以上的单位")]),
        ("实现零增长", [("0", "%")]),
        ("十二个月内", [("12", "个月内")]),
        ("三分之一以上", [("0.3333", "以上")]),
        ("六大行动、四个一批、万元产值、第一、一次性", []),
    ],
)
def test_numbers_are_read_with_their_size_and_what_follows(
    words: str, values: list[tuple[str, str]]
) -> None:
    clause = clauses(f"一、总则\n{words}")[0]

    found = list(figures(clause))

    assert [(f.value, f.rest) for f in found] == [(Decimal(v), rest) for v, rest in values]


def test_position_is_line_and_column_of_the_digits() -> None:
    (figure,) = figures(clauses("一、总则\n\n甲乙17%")[0])

    assert (figure.line, figure.column) == (3, 3)


@given(st.decimals(min_value=0, max_value=10**6, places=3), st.sampled_from(["", "万", "亿"]))
def test_every_plain_number_is_found_with_its_value(number: Decimal, scale: str) -> None:
    text = f"一、总则\n甲{number}{scale}吨乙"

    (figure,) = figures(clauses(text)[0])

    assert (figure.value, "吨") == canonical(number, f"{scale}吨")


@pytest.mark.parametrize("written", ["一（三）1", "一(三)1", "一（三）1.", " 一 （三） 1"])
def test_clause_numbers_have_one_spelling(written: str) -> None:
    assert clause_id(written) == "一（三）1"


def test_clauses_are_declared_not_computable_or_untouched(tmp_path: Path) -> None:
    vague = COAL.replace("coal\n    name: 煤炭上限", "vague\n    name: 其他事项")
    vague = vague.replace("一（一）1", "一（一）2").replace("    value: 4000 万吨\n", "")
    vague = vague.replace("    indicator: coal\n", "    not_computable: 没有统计\n")
    plan = declared(tmp_path / "small", COAL + vague)

    report = coverage(plan, TEXT)

    standing = {c.clause.id: c.standing for c in report.clauses}
    assert standing["一（一）"] is Covered.HEADING
    assert standing["一（一）1"] is Covered.DECLARED
    assert standing["一（一）2"] is Covered.NOT_COMPUTABLE
    assert standing["一（二）"] is Covered.UNTOUCHED
    assert [c.why for c in report.clauses if c.why] == [(("vague", "没有统计"),)]


def test_digits_of_an_address_are_no_numbers_of_the_text(tmp_path: Path) -> None:
    plan = declared(tmp_path / "small", COAL)

    report = coverage(plan, TEXT + "\nhttp://example.org/2017/05/9C%E7.html，共7项\n")

    assert [f.figure.printed for f in report.uncited] == ["7"]


def test_titles_and_dates_of_documents_need_no_declaration(tmp_path: Path) -> None:
    plan = declared(tmp_path / "small", COAL)

    report = coverage(plan, TEXT)

    assert report.complete
    known = [(f.figure.printed, f.known) for f in report.figures if f.known]
    assert known == [
        ("2017", "文件的日期"),
        ("4", "文件的日期"),
        ("26", "文件的日期"),
        ("2025", "文件名称里的数"),
    ]


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("到2020年4000万吨", []),
        ("到2020年4000吨", ["4000"]),  # another size
        ("到2020年4000万吨标准煤", ["4000万"]),  # another unit
        ("到2020年4000万吨，又4000万吨", ["4000万", "4000万"]),  # printed twice, declared once
        ("到2019年4000万吨", ["2019"]),
        ("到2020年4000万吨，2020年再看", []),  # one date may rule several sentences
    ],
)
def test_a_number_is_cited_with_its_unit_and_as_often_as_printed(
    tmp_path: Path, words: str, missing: list[str]
) -> None:
    other = COAL.replace("id: coal", "id: tce").replace("4000 万吨", "5 万吨标准煤")
    plan = declared(tmp_path / "small", COAL + other.replace("一（一）1", "一（一）2"))

    found = [f.figure.printed for f in coverage(plan, in_clause(words)).uncited]

    assert found == missing


def test_a_number_of_another_clause_is_not_cited(tmp_path: Path) -> None:
    plan = declared(tmp_path / "small", COAL)

    assert uncited(plan, TEXT + "4000万吨。\n") == [(9, 1, "4000万")]  # in the annex
    assert uncited(plan, TEXT.replace("加强领导", "4000万吨")) == [(7, 7, "4000万")]


@pytest.mark.parametrize("key", ["by", "base"])
def test_inferred_years_cite_nothing(tmp_path: Path, key: str) -> None:
    inferred = COAL + f"    base: 2015\n    {key}_inferred: true\n"
    plan = declared(tmp_path / "small", inferred)

    report = coverage(plan, in_clause("到2020年比2015年4000万吨"))

    year = {"by": "2020", "base": "2015"}[key]
    assert [f.figure.printed for f in report.uncited] == [year]


def test_base_month_mention_reading_condition_and_other_statement_cite(tmp_path: Path) -> None:
    rich = """
  - id: rich
    name: 多处引用
    kind: task
    indicator: glass
    scope: {kinds: [province], when: population >= 1000000}
    form: at_most
    value: 2 亿重量箱
    base: 2012
    by: 2018-10
    source: {clause: 一（一）1}
    also: [{clause: 一（一）2, value: 3 亿重量箱}]
    mentions: [{number: 20 公里, means: 范围}]
    readings:
      - {id: one, says: 其一}
      - {id: two, says: 其二, value: 7 亿重量箱}
"""
    plan = declared(tmp_path / "small", rich)
    words = (
        "2018年10月底前，比2012年，百万以上人口，20公里内，2亿或7亿重量箱。\n2.另见。3亿重量箱。"
    )

    report = coverage(plan, in_clause(words))

    assert [f.figure.printed for f in report.uncited] == ["2亿"]  # printed without its unit
    assert uncited(plan, in_clause(words.replace("2亿", "2亿重量箱"))) == []


def test_allocated_values_are_cited_by_the_clause_they_come_from(tmp_path: Path) -> None:
    allocated = COAL.replace("    value: 4000 万吨\n", "    allocated: true\n")
    rows = "coal,130000,,,4000,万吨,verified,一（一）1,\n"
    plan = declared(tmp_path / "small", allocated, allocations=rows)

    assert uncited(plan, TEXT) == []


def test_targets_from_other_documents_cite_nothing_here(tmp_path: Path) -> None:
    other = COAL.replace("{clause: 一（一）1}", "{clause: 一（一）1, document: other}")
    plan = declared(tmp_path / "small", other)

    assert [p for *_, p in uncited(plan, TEXT)] == ["2020", "4000万"]


def test_what_is_no_target_is_declared_with_its_reason(tmp_path: Path) -> None:
    note = "\n  - {clause: 一（二）, number: 2 级, why: 等级名称}\n"
    plan = declared(tmp_path / "small", COAL, context=note)
    text = TEXT.replace("加强领导", "用2级设备")

    report = coverage(plan, text)

    assert report.complete
    assert coverage(plan, TEXT).idle == ("一（二） 2 级",)
    assert not coverage(plan, TEXT).complete


def test_a_citation_of_a_clause_that_does_not_exist_is_told(tmp_path: Path) -> None:
    plan = declared(tmp_path / "small", COAL.replace("一（一）1", "三（一）1"))

    report = coverage(plan, TEXT)

    assert report.strangers == (("coal", "三（一）1"),)
    assert "三（一）1" in render(report)


def test_the_rendered_report_says_where_and_how_to_mend(tmp_path: Path) -> None:
    plan = declared(tmp_path / "small", COAL)
    text = TEXT.replace("4000万吨以内", "4000万吨以内，另减30万吨")

    said = render(coverage(plan, text))

    assert "没有交代 1" in said
    assert "5:32 一（一）1 “30万吨”" in said
    assert "怎么改" in said
    assert "一（二） 保障：未涉及" in said


def test_a_complete_report_says_so(tmp_path: Path) -> None:
    plan = declared(tmp_path / "small", COAL)

    said = render(coverage(plan, TEXT))

    assert said.endswith("正文里的每个数都有交代\n")


def test_the_report_is_the_same_every_time(tmp_path: Path) -> None:
    plan = declared(tmp_path / "small", COAL)
    again = dataclasses.replace(plan)

    assert render(coverage(plan, TEXT)) == render(coverage(again, TEXT))


def test_an_empty_text_has_nothing_to_cover_and_all_citations_are_strangers(tmp_path: Path) -> None:
    plan = declared(tmp_path / "small", COAL)

    report = coverage(plan, "")

    assert (report.clauses, report.figures) == ((), ())
    assert report.strangers == (("coal", "一（一）1"),)


def test_an_allocated_value_declares_its_clause_and_the_years_beside_it(tmp_path: Path) -> None:
    allocated = COAL.replace("value: 4000 万吨", "allocated: true").replace(
        "source: {clause: 一（一）1}", "source: {clause: 附件}"
    )
    rows = "coal,130000,,,4000,万吨,synthetic,一（一）1,\n"
    plan = declared(tmp_path, allocated, allocations=rows)

    report = coverage(plan, TEXT)

    (clause,) = (c for c in report.clauses if c.clause.id == "一（一）1")
    assert (clause.standing, clause.targets) == (Covered.DECLARED, ("coal",))
    assert [f.figure.printed for f in report.uncited] == []
