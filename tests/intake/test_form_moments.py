"""A form asks for the figures that deadlines within the year are judged on."""

import io
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
import shuangkong
from shuangkong.assess.judgement import Course, Outcome
from shuangkong.declarations.bundle import Declarations
from shuangkong.declarations.load import load
from shuangkong.errors import Misuse
from shuangkong.intake.form.business import needed
from shuangkong.intake.form.layout import FIRST_YEAR_COL, HEADER_ROW, SHEET, layout_of
from shuangkong.intake.form.write import form_bytes

from tests.intake.recheck import Line, Recalculated, of_check

FILES = {
    "plan.yaml": """
id: months
title: 月底限期规划
short: 月底限期
document: {title: 月底限期规划, verification: verified}
period: {base: 2015, first: 2016, last: 2020}
top: "0"
assessed: [city]
""",
    "entities.csv": "code,name,kind,parent\n0,某省,province,\n1,东市,city,0\n2,西市,city,0\n",
    "indicators.yaml": """
indicators:
  - {id: ban, name: 禁燃, unit: 状态, state: [未清零, 已清零]}
  - {id: coal, name: 散煤, unit: 吨, direction: lower}
""",
    "targets/a.yaml": """
targets:
  - {id: ban, name: 禁燃清零, kind: task, indicator: ban, scope: {entities: [东市]}, form: complete,
     by: 2017-10, source: {clause: 一}}
  - {id: coal, name: 散煤, kind: task, indicator: coal, scope: {kinds: [city]}, form: at_most,
     value: 10 吨, by: 2018-Q2, progress: none, annual: none, source: {clause: 二}}
""",
}


def plan_in(folder: Path) -> Declarations:
    own = folder / "months"
    for name, text in FILES.items():
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text(text, encoding="utf-8")
    return load(own)


def test_each_deadline_has_a_column_before_its_year(tmp_path: Path) -> None:
    plan = plan_in(tmp_path)

    east = layout_of(plan, plan.entities["1"], 2018)
    west = layout_of(plan, plan.entities["2"], 2018)

    assert east.years == (2015, 2016, 201710, 2017, 20182, 2018)
    assert west.years == (2015, 2016, 2017, 20182, 2018)
    assert east.address("ban", 201710) is not None
    assert east.address("coal", 201710) is None
    assert layout_of(plan, plan.entities["1"], 2016).years == (2015, 2016)


def test_what_is_filled_in_there_is_judged(tmp_path: Path) -> None:
    plan = plan_in(tmp_path)
    layout = layout_of(plan, plan.entities["1"], 2018)
    book = openpyxl.load_workbook(io.BytesIO(form_bytes(plan, plan.entities["1"], 2018)))
    sheet = book[SHEET]
    heads = [sheet.cell(HEADER_ROW, FIRST_YEAR_COL + i).value for i in range(6)]
    for indicator, year, value in (
        ("ban", 201710, "已清零"),
        ("ban", 2017, "未清零"),
        ("coal", 20182, 9),
        ("coal", 2018, 50),
    ):
        sheet[layout.address(indicator, year) or ""] = value
    filled = io.BytesIO()
    book.save(filled)

    reading = shuangkong.read(plan, 2018, {"1_东市.xlsx": filled.getvalue()})
    found = shuangkong.assess(plan, 2018, reading).results["1"].judgements

    assert heads == ["2015年", "2016年", "2017年10月", "2017年", "2018年二季度", "2018年"]
    assert set(reading.observations["period"]) == {"2017-10", "2017", "2018-Q2", "2018"}
    assert {j.target.id: (j.outcome, j.course) for j in found} == {
        "ban": (Outcome.MET, Course.RELAPSED),
        "coal": (Outcome.MET, Course.RELAPSED),
    }


def test_what_was_known_of_the_moment_is_filled_in_again(tmp_path: Path) -> None:
    plan = plan_in(tmp_path)
    data = "entity,indicator,period,value,unit\n东市,ban,2017-10,已清零,状态\n"
    known = shuangkong.read(plan, 2018, {"d.csv": data.encode()}).observations

    book = openpyxl.load_workbook(io.BytesIO(form_bytes(plan, plan.entities["1"], 2018, known)))

    layout = layout_of(plan, plan.entities["1"], 2018)
    assert book[SHEET][layout.address("ban", 201710) or ""].value == "已清零"


def test_a_blank_column_of_a_moment_keeps_no_form_from_being_checked(tmp_path: Path) -> None:
    plan = plan_in(tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(form_bytes(plan, plan.entities["1"], 2018)))
    layout = layout_of(plan, plan.entities["1"], 2018)
    book[SHEET][layout.address("coal", 2018) or ""].value = 5
    filled = io.BytesIO()
    book.save(filled)

    report = shuangkong.check(plan, 2018, {"1_东市.xlsx": filled.getvalue()})

    assert not [f for f in report.findings if f.severity.rank < 2]


def test_a_duty_of_each_quarter_has_a_column_for_each(tmp_path: Path) -> None:
    own = plan_in(tmp_path)
    (tmp_path / "months" / "targets" / "b.yaml").write_text(
        "targets:\n  - {id: report, name: 按季报送, kind: binding, indicator: coal,\n"
        "     form: at_most, scope: {entities: [西市]}, value: 10 吨, every: quarter,\n"
        "     since: 2017, by: '2018', source: {clause: 三}}\n",
        encoding="utf-8",
    )
    plan = load(tmp_path / "months")
    west = layout_of(plan, plan.entities["2"], 2017)
    quarters = (20171, 20172, 20173, 20174)
    assert west.years == (2015, 2016, *quarters, 2017)
    assert layout_of(plan, plan.entities["1"], 2017).years == (2015, 2016, 201710, 2017)

    book = openpyxl.load_workbook(io.BytesIO(form_bytes(plan, plan.entities["2"], 2017)))
    for quarter, value in zip(quarters, (9, 8, 10, 11), strict=True):
        book[SHEET][west.address("coal", quarter) or ""] = value
    filled = io.BytesIO()
    book.save(filled)
    reading = shuangkong.read(plan, 2017, {"2_西市.xlsx": filled.getvalue()})
    judged = shuangkong.assess(plan, 2017, reading).results["2"].judgements
    (duty,) = (one for one in judged if one.target.id == "report")

    assert own.plan.id == "months"
    assert duty.outcome is Outcome.NOT_MET
    assert "各季度中最高的11" in duty.reason


def test_a_form_asks_for_no_quarter_after_the_end_of_a_duty(tmp_path: Path) -> None:
    plan_in(tmp_path)
    (tmp_path / "months" / "targets" / "b.yaml").write_text(
        "targets:\n  - {id: report, name: 按季报送, kind: binding, indicator: coal,\n"
        "     form: at_most, scope: {entities: [西市]}, value: 10 吨, every: quarter,\n"
        "     since: 2017, by: 2017-H1, source: {clause: 三}}\n",
        encoding="utf-8",
    )
    plan = load(tmp_path / "months")

    assert layout_of(plan, plan.entities["2"], 2017).years == (2015, 2016, 20171, 20172, 2017)
    with pytest.raises(Misuse):
        layout_of(plan, plan.entities["2"], 2017, "Q3")


BINDING = """targets:
  - {id: stop, name: 散煤清零, kind: binding, indicator: ban, form: complete,
     scope: {entities: [西市]}, by: 2017-10, source: {clause: 三}}
  - {id: less, name: 散煤减量, kind: binding, indicator: coal, form: at_most,
     scope: {entities: [西市]}, value: 10 吨, by: 2017-H1, source: {clause: 四}}
"""


@pytest.fixture
def binding(tmp_path: Path) -> Declarations:
    plan_in(tmp_path)
    (tmp_path / "months" / "targets" / "b.yaml").write_text(BINDING, encoding="utf-8")
    return load(tmp_path / "months")


def test_a_blank_moment_of_a_binding_deadline_is_asked_for_by_form_and_check_alike(
    binding: Declarations, tmp_path: Path
) -> None:
    layout = layout_of(binding, binding.entities["2"], 2017)
    wanted = [layout.address("ban", 201710), layout.address("coal", 20175)]
    assert needed(binding, binding.entities["2"], 2017) >= {("ban", 201710), ("coal", 20175)}
    path = tmp_path / "2_西市.xlsx"
    path.write_bytes(form_bytes(binding, binding.entities["2"], 2017))
    with closing(openpyxl.load_workbook(path)) as book:
        yellow = book[SHEET][wanted[0] or ""].fill.fgColor.rgb
        assert yellow == book[SHEET][wanted[1] or ""].fill.fgColor.rgb
        assert yellow != book[SHEET][layout.address("coal", 2015) or ""].fill.fgColor.rgb

    form = Recalculated(path)
    with closing(openpyxl.load_workbook(path)) as book:
        for indicator, value in (("ban", "已清零"), ("coal", 8)):
            book[SHEET][layout.address(indicator, 2017) or ""] = value
        book.save(path)
    said = of_check(binding, path, 2017)

    assert [line for line in said if line.severity == "须更正"] == [
        Line(
            "须更正",
            wanted[0] or "",
            "西市缺 2 个考核必需的数：禁燃（2017年10月）、散煤（2017年上半年）；缺了就无法评定",
            "请填写标出的单元格；确无数据的填“暂缺”并在备注中说明",
        )
    ]
    assert form.findings(path) == said


def test_tables_that_lack_the_moment_of_a_binding_deadline_are_told_so(
    binding: Declarations,
) -> None:
    rows = ["西市,coal,2017,8,吨", "西市,coal,2017-H1,3,吨"]
    text = "\n".join(["entity,indicator,period,value,unit", *rows])
    found = shuangkong.check(binding, 2017, {"表.csv": text.encode()}).findings
    assert ["禁燃（2017年10月）" in one.why for one in found if one.kind == "SK-C013"] == [True]
    assert not any("散煤" in one.why for one in found)
