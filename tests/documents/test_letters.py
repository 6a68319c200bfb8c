import json
import re
from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path

import pytest
from shuangkong.assess.outlook import EntityOutlook, Outlook
from shuangkong.assess.outlook_text import period_words
from shuangkong.assess.warn import Warned
from shuangkong.documents import write_documents, write_warnings
from shuangkong.documents.figures import Figures
from shuangkong.documents.letterhead import Letterhead, named
from shuangkong.documents.letters.choice import letters_for
from shuangkong.documents.letters.circular import circular_words
from shuangkong.documents.letters.draft import Drafting, draft_letter
from shuangkong.documents.letters.kinds import ALL_KINDS
from shuangkong.documents.letters.placeholders import PLACEHOLDERS
from shuangkong.documents.letters.returned import return_words
from shuangkong.documents.letters.warning import (
    draft_warning,
    is_behind,
    warning_words,
)
from shuangkong.documents.letters.words import entity_words
from shuangkong.documents.text import figure, rounded, titled
from shuangkong.text import NO_BREAK
from shuangkong.vocabulary import (
    Address,
    Entity,
    Finding,
    GapMeasure,
    Place,
    Severity,
    Source,
    WarningLevel,
    WarningRule,
)

from tests.documents import small
from tests.documents.reading import cells, everything, paragraphs, tables

_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")


def draft(tmp_path: Path, entity: str, kind: str, head: Letterhead | None = None) -> Path:
    assessment = small.assessment()
    made = draft_letter(
        assessment, assessment.results[entity], kind, Drafting(head or Letterhead())
    )
    path = tmp_path / f"{kind}.docx"
    path.write_bytes(made.content)
    return path


def test_the_result_letter_tells_result_and_figures(written: Path) -> None:
    text = everything(written / "函" / "01_青松市_考核结果函.docx")

    assert "青松市人民政府：" in text
    assert "考核总分98分，等级为超额完成，在2个定级对象中名列第1名。" in text
    assert "下达的年度目标3.60%，当年降低率5.97%，完成。" in text
    # figures without their unit, which has a column of its own: no cell breaks within one
    assert "\t%\t3.60\t5.97\t2.37\t" in text.replace("\n", "\t")
    assert "单位为%的，余量为百分点" in text


def test_the_result_letter_tells_the_honour_that_the_circular_tells(written: Path) -> None:
    honoured = paragraphs(written / "函" / "01_青松市_考核结果函.docx")
    other = everything(written / "函" / "02_白桦市_考核结果函.docx")

    assert "经研究，授予你市“2019年节能工作先进市”称号。" in honoured
    assert "三、奖惩措施" in honoured
    assert "称号" not in other


def test_the_rectification_letter_names_problem_and_consequences(written: Path) -> None:
    text = paragraphs(written / "函" / "02_白桦市_整改函.docx")

    problem = text.index("一、存在的问题")
    demand = text.index("二、整改要求")

    assert (
        "当年降低率2.10%，未完成，差距1.50个百分点，折合123.45\u00a0万吨标准煤。"
        in (text[problem + 1])
    )
    assert "按照下列规定的要求书面报送" in text[demand + 1]
    # what is done to the entity is no requirement on it, and stands after what it has to do
    assert text[demand + 2] == "三、适用的规定"
    assert text[demand + 3] == "考核等级为未完成的，适用下列规定："
    assert "1个月内，向省政府作出书面报告" in text[demand + 4]
    assert "暂停新改扩建高耗能项目节能审查6个月。" in text[demand + 5]


def test_number_date_and_seal_stay_open(written: Path) -> None:
    for path in written.glob("函/*.docx"):
        text = everything(path)
        for word in ("〔文号待定〕", "〔成文日期待定〕", "〔此处加盖印章〕", "〔发文机关待定〕"):
            assert word in text, path.name


def test_an_office_fills_in_its_name(tmp_path: Path) -> None:
    head = Letterhead(issuer="示例省节能办", copies="示例省统计局")

    text = everything(draft(tmp_path, "B", "rectification", head))

    assert "示例省节能办\n关于2019年度节能目标考核整改事项的函" in text
    assert "抄送：示例省统计局。" in text
    assert "发文机关待定" not in text


def test_awkward_text_arrives_intact(written: Path) -> None:
    found = cells(written / "函" / "03_云杉市_退回更正函.docx")

    assert any(small.AWKWARD in text for text in found)


def test_awkward_names_arrive_intact(tmp_path: Path) -> None:
    assessment = small.assessment()
    result = assessment.results["A"]
    name = "甲&乙<丙>\"丁\"'戊'市"
    renamed = replace(result, entity=replace(result.entity, name=name))

    made = draft_letter(assessment, renamed, "result", Drafting())
    path = tmp_path / "letter.docx"
    path.write_bytes(made.content)

    assert f"{name}人民政府：" in paragraphs(path)


def test_control_characters_do_not_damage_a_letter(tmp_path: Path) -> None:
    assessment = small.assessment()
    result = assessment.results["C"]
    finding = Finding(
        "SK-X1", Severity.ERROR, "坏\x00字\x0b符", "改\x07正", Place("a.xlsx"), seen="\x1f1"
    )

    made = draft_letter(assessment, replace(result, findings=(finding,)), "return", Drafting())
    path = tmp_path / "letter.docx"
    path.write_bytes(made.content)

    assert "坏字符（所见：1）" in cells(path)


def test_a_city_without_usable_data_gets_it_back() -> None:
    assessment = small.assessment()

    assert letters_for(assessment, assessment.results["C"]) == ("return",)


def test_a_city_that_only_waits_for_assessors_is_told_its_result() -> None:
    assessment = small.assessment()
    waiting = replace(assessment.results["A"], grade=None, grade_reason="措施得分未齐")

    assert letters_for(assessment, waiting) == ("result",)


def test_the_scheme_says_which_letters_a_grade_calls_for() -> None:
    assessment = small.assessment()

    assert letters_for(assessment, assessment.results["A"]) == ("result", "commendation")
    assert letters_for(assessment, assessment.results["B"]) == ("result", "rectification")


def test_the_province_writes_no_letter_to_itself() -> None:
    assessment = small.assessment()
    top = replace(assessment.results["A"], entity=assessment.declarations.entities["P"])

    assert letters_for(assessment, top) == ()


def test_a_city_that_sent_nothing_is_asked_to(tmp_path: Path) -> None:
    assessment = small.assessment()
    silent = replace(assessment.results["C"], submitted=False, findings=())

    made = draft_letter(assessment, silent, "return", Drafting())
    path = tmp_path / "letter.docx"
    path.write_bytes(made.content)

    text = everything(path)
    assert "关于报送2019年度节能数据的函" in text
    assert "尚未收到你市的考核数据。" in text
    assert "附件：" not in text


def test_a_shared_rank_is_said_to_be_shared() -> None:
    assessment = small.assessment()
    tied = replace(assessment.results["B"], rank=1)
    both = replace(assessment, results={**assessment.results, "B": tied})

    words = entity_words(both, both.results["A"], Letterhead(), Figures())

    assert "并列第1" in str(words["结果"])


def test_findings_go_back_gravest_first_with_place_and_mend(written: Path) -> None:
    head, row = tables(written / "函" / "03_云杉市_退回更正函.docx")[-1]

    assert head == ["序号", "级别", "位置", "审核意见", "怎样更正"]
    assert row[1:3] == ["须更正", "C.xlsx [填报表] C5"]
    assert row[4] == "请按万吨标准煤填写"


def numbers(path: Path) -> set[str]:
    """Numbers of a letter, without the counting of paragraphs and of the rows of findings."""
    lines = [re.sub(r"^\d+\. ", "", line) for line in paragraphs(path)]
    for table in tables(path):
        counted = table[0][0] == "序号"
        # what was required and reached, with the unit that stands in its own column
        apart = table[0][2:5] == ["单位", "应达到", "实际"]
        rows = [[*r[:2], *(f + r[2] for f in r[3:5]), *r[5:]] if apart else r for r in table]
        lines += [text for row in rows for text in row[counted:]]
    return set(_NUMBER.findall("\n".join(lines)))


def traced(folder: Path, name: str) -> set[str]:
    """Numbers of a letter that results.json can answer for."""
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    known = {f["text"] for f in results["letters"][name]}
    del results["letters"]
    told: list[str] = []

    def collect(node: object) -> None:
        if isinstance(node, dict):
            for value in node.values():
                collect(value)
        elif isinstance(node, list):
            for value in node:
                collect(value)
        elif isinstance(node, str):
            told.append(node)

    collect(results)
    return set(_NUMBER.findall("\n".join([*known, *told])))


def test_no_figure_of_a_letter_is_without_trace(written: Path) -> None:
    letters = [*written.glob("函/*.docx"), written / "通报（草稿）.docx"]
    for path in letters:
        name = path.relative_to(written).as_posix()
        assert numbers(path) - traced(written, name) == set(), name


def test_an_untraced_figure_would_be_found(written: Path, tmp_path: Path) -> None:
    import docx

    document = docx.Document(str(written / "通报（草稿）.docx"))
    document.add_paragraph("全省共节能123456吨。")
    document.save(str(tmp_path / "letter.docx"))

    loose = numbers(tmp_path / "letter.docx") - traced(written, "通报（草稿）.docx")

    assert loose == {"123456"}


def test_every_trace_leads_somewhere(written: Path) -> None:
    results = json.loads((written / "results.json").read_text(encoding="utf-8"))
    entities = {e["code"]: e for e in results["entities"]}
    judgements = {j["key"]: j for e in results["entities"] for j in e["judgements"]}
    items = {f"{c}.{s['item']}": s for c, e in entities.items() for s in e["scores"]}

    for figures in results["letters"].values():
        for found in figures:
            if "#" in found["trace"]:
                owner, _, step = found["trace"].partition("#")
                steps = {s["name"]: s for s in judgements[owner]["steps"]}
                assert D(steps[step]["value"]) == D(found["value"])
                continue
            owner, _, field = found["trace"].partition("/")
            known = {**entities, **judgements, **items}
            if owner == "assessment":
                assert str(results[field]) == found["value"]
            elif owner == "grades":
                assert str(results["grades"][field]) == found["value"]
            elif field == "findings":
                assert len(known[owner]["findings"]) >= int(found["value"])
            else:
                assert D(str(known[owner][field])) == D(found["value"])


@pytest.mark.parametrize("kind", ["result", "return", "circular"])
def test_placeholders_are_exactly_those_documented(kind: str) -> None:
    assessment = small.assessment()
    head = Letterhead()
    words = {
        "result": lambda: entity_words(assessment, assessment.results["B"], head, Figures()),
        "return": lambda: return_words(assessment, assessment.results["C"], head, Figures()),
        "circular": lambda: circular_words(assessment, head, Figures()),
    }[kind]()

    assert set(words) == set(PLACEHOLDERS[kind])
    for name, value in words.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            assert set(value[0]) == set(PLACEHOLDERS[kind][name].fields)


def test_every_kind_of_letter_has_its_placeholders() -> None:
    assert set(PLACEHOLDERS) == set(ALL_KINDS)


LEVEL = WarningLevel(name="一级", colour="红色", rgb="C00000", order=2, says="形势十分严峻")


def behind() -> tuple[Warned, ...]:
    rule = WarningRule(
        id="barometer",
        title="节能目标完成情况晴雨表",
        targets=("intensity",),
        measure=GapMeasure.POINTS,
        levels=(LEVEL,),
        source=Source(clause="附件"),
    )
    judgement = small.assessment().results["B"].judgements[0]
    return (Warned(rule, judgement, LEVEL, D("1.5"), "未达到年度目标要求，差距1.50个百分点"),)


def test_the_warning_letter_names_target_gap_and_level(tmp_path: Path) -> None:
    made = draft_warning(small.assessment(), behind(), "H1", Drafting())
    path = tmp_path / "warning.docx"
    path.write_bytes(made.content)

    text = everything(path)
    assert "白桦市人民政府：" in text
    assert "关于2019年上半年节能目标\n完成情况预警的函" in text
    assert "差距1.50个百分点，一级（红色）预警，形势十分严峻。" in text
    assert "《示例省节能“十三五”规划》（示政办字〔2017〕1号）" in text
    assert "晴雨表" not in text, "what a rule is called here is the title of no document"


def test_warning_placeholders_are_exactly_those_documented() -> None:
    words = warning_words(small.assessment(), behind(), None, Letterhead(), Figures())

    assert set(words) == set(PLACEHOLDERS["warning"])
    assert set(words["预警表"][0]) == set(PLACEHOLDERS["warning"]["预警表"].fields)


@pytest.mark.parametrize(
    ("period", "said"),
    [(None, "2020年"), ("H1", "2020年上半年"), ("Q3", "2020年三季度"), ("06", "2020年1至6月")],
)
def test_periods_in_words(period: str | None, said: str) -> None:
    assert period_words(2020, period) == said


def test_the_normal_level_calls_for_no_letter() -> None:
    (warned,) = behind()
    calm = replace(warned, level=replace(LEVEL, order=0))

    assert [is_behind(w) for w in (warned, calm, replace(warned, level=None))] == [
        True,
        False,
        False,
    ]


def test_an_outlook_is_written_with_letters_to_those_behind(tmp_path: Path) -> None:
    import openpyxl

    assessment = small.assessment()
    entities = {
        code: EntityOutlook(
            entity=result.entity,
            result=result,
            warnings=behind() if code == "B" else (),
            forecasts=(),
            distances=(),
            next_grade=None,
            cushion=None,
        )
        for code, result in assessment.results.items()
    }

    done = write_warnings(Outlook(assessment, "H1", entities), tmp_path / "out")

    assert set(done.files) == {
        "预警一览.xlsx",
        "函/02_白桦市_预警函.docx",
        "figures.json",
        "manifest.json",
    }
    sheet = openpyxl.load_workbook(tmp_path / "out" / "预警一览.xlsx")["晴雨表"]
    assert "一级（红色）" in [cell.value for row in sheet.iter_rows() for cell in row]


@pytest.mark.parametrize(
    ("name", "address", "to", "you"),
    [
        ("邢台市", "市人民政府", "邢台市人民政府", "你市"),
        ("雄安新区", "新区管委会", "雄安新区管理委员会", "你委"),
        ("正定县", "县人民政府", "正定县人民政府", "你县"),
        ("内蒙古自治区", "自治区人民政府", "内蒙古自治区人民政府", "你区"),
        ("锡林郭勒盟", "盟行政公署", "锡林郭勒盟行政公署", "你盟"),
        ("阿里地区", "地区行政公署", "阿里地区行政公署", "你地区"),
        ("某某钢铁有限公司", "单位", "某某钢铁有限公司", "你单位"),
        ("欧盟", "组织", "欧盟", "贵方"),
        ("大韩民国", "国家", "大韩民国", "贵方"),
    ],
)
def test_an_entity_is_addressed_as_it_declares(name: str, address: str, to: str, you: str) -> None:
    found = named(Entity(code="1", name=name, kind="city", address=Address(address)))

    assert (found["主送"], found["称呼"], f"你{found['称谓']}"[-1]) == (to, you, you[-1])


def test_nobody_is_a_government_who_is_not_declared_one() -> None:
    found = named(Entity(code="1", name="中新天津生态城市", kind="city"))

    assert (found["主送"], found["称呼"]) == ("中新天津生态城市", "你单位")


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        ("0.0528", "%", 2, "5.28%"),
        ("0.052849", "%", 2, "5.28%"),
        ("0.05285", "%", 2, "5.29%"),
        ("-0.05285", "%", 2, "-5.29%"),
        ("0.0237", "个百分点", 2, "2.37个百分点"),
        ("186.93", "万吨", 2, f"186.93{NO_BREAK}万吨"),
        ("-0.001", "万吨", 2, f"0.00{NO_BREAK}万吨"),
    ],
)
def test_figures_as_printed(value: str, unit: str, decimals: int, text: str) -> None:
    assert figure(D(value), unit, decimals) == text


def test_halves_are_rounded_away_from_zero() -> None:
    assert [rounded(D(v), 0) for v in ("0.5", "1.5", "-0.5")] == [1, 2, -1]


def test_inner_titles_take_single_brackets() -> None:
    assert titled("关于印发《方案》的通知") == "《关于印发〈方案〉的通知》"
    assert titled("《方案》") == "《方案》"


def test_letters_keep_figures_and_units_together(written: Path) -> None:
    assert not re.search(r"\d (?:万|亿|吨)", everything(written / "通报（草稿）.docx"))


def test_templates_of_an_office_go_first(tmp_path: Path) -> None:
    import docx

    own = tmp_path / "templates"
    own.mkdir()
    document = docx.Document()
    document.add_paragraph("{{ 发文机关 }}督办单")
    document.add_paragraph("{{ 主送 }}：")
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text = "{%tr for 行 in 目标表 %}"
    table.cell(1, 0).text = "{{ 行.名称 }}"
    table.cell(1, 1).text = "{{ 行.余量 }}"
    table.cell(2, 0).text = "{%tr endfor %}"
    document.add_paragraph("本单由承办处室留存。")
    document.save(str(own / "rectification.docx"))

    write_documents(small.assessment(), tmp_path / "out", templates=own)

    path = tmp_path / "out" / "函" / "02_白桦市_整改函.docx"
    assert paragraphs(path) == [
        "〔发文机关待定〕督办单",
        "白桦市人民政府：",
        "本单由承办处室留存。",
    ]
    assert cells(path) == ["单位地区生产总值能耗降低率〔示例〕", "-1.50个百分点"]


def test_what_a_city_lacks_is_asked_of_it_in_its_letter(tmp_path: Path) -> None:
    # its figure came as 暂缺: nothing goes back, and the target waits for the city alone
    assessment = small.assessment()
    lacking = replace(assessment.results["C"], findings=())

    assert letters_for(assessment, lacking) == ("result",)
    made = draft_letter(assessment, lacking, "result", Drafting())
    path = tmp_path / "letter.docx"
    path.write_bytes(made.content)
    told = paragraphs(path)

    asked = next(i for i, line in enumerate(told) if "补报所缺数据" in line)
    assert "确无数据的，书面说明原因" in told[asked]
    assert told[asked + 1] == (
        "单位地区生产总值能耗降低率（年度目标）：缺少2019年单位地区生产总值能耗。"
    )


def test_nothing_is_asked_of_a_city_that_lacks_nothing(written: Path) -> None:
    assert "补报所缺数据" not in everything(written / "函" / "01_青松市_考核结果函.docx")
