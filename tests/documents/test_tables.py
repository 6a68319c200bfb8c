"""Tables that an office owns: filled with everything else kept, bounded, and never a formula."""

import dataclasses
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import shuangkong
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from shuangkong import resources
from shuangkong.assess.judgement import Outcome
from shuangkong.documents import draft_documents, write_documents
from shuangkong.documents.grid import height_of, lines_of
from shuangkong.documents.owned import listed
from shuangkong.documents.tables import rows as as_text
from shuangkong.documents.tables.check import check_table
from shuangkong.documents.tables.fill import fill
from shuangkong.errors import DocumentError

from tests.documents import small

WORDS = {
    "年度": "2020",
    "规划": "某规划",
    "结果表": [
        {
            "名次": "1",
            "代码": "010100",
            "对象": "甲市",
            "总分": "103.70",
            "备注": "=HYPERLINK(1)",
            "目标": [
                {"名称": "能耗", "实际数": "-2.03", "余量": "5.28%"},
                {"名称": "削煤", "实际数": "—", "余量": "855.00\u00a0万吨"},
            ],
        },
        {
            "名次": "—",
            "代码": "010200",
            "对象": "乙市 <&>",
            "总分": "86（暂计）",
            "备注": "@x",
            "目标": [{"名称": "能耗", "实际数": "3", "余量": "+1"}],
        },
    ],
}
Edit = Callable[[openpyxl.Workbook], None]


def template(rows: list[list[object]], edit: Edit = lambda _: None) -> bytes:
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            book.active.cell(number, column, value)
    edit(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def filled(content: bytes, words: dict = WORDS) -> openpyxl.Workbook:
    made = fill(content, words, title="表", year=2020)
    assert made == fill(content, words, title="表", year=2020)
    return openpyxl.load_workbook(io.BytesIO(made))


def values(sheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


ROWS = [
    ["{{ 规划 }}{{ 年度 }}年"],
    ["名次", "对象", "总分", "备注"],
    ["{%tr for 行 in 结果表 %}"],
    ["{{ 行.名次 }}", "{{ 行.对象 }}", "{{ 行.总分 }}", "{{ 行.备注 }}", "=C4*2"],
    ["{%tr endfor %}"],
    ["合计", None, "=SUM(C3:C5)", "=C4+SUM($C$4:$C$4)", "=Other!A1"],
    ["末行"],
]


def test_rows_are_repeated_and_formulas_follow_their_rows() -> None:
    sheet = filled(template(ROWS)).active

    assert values(sheet) == [
        ["某规划2020年", None, None, None, None],
        ["名次", "对象", "总分", "备注", None],
        [1, "甲市", 103.7, "=HYPERLINK(1)", "=C3*2"],
        ["—", "乙市 <&>", "86（暂计）", "@x", "=C4*2"],
        ["合计", None, "=SUM(C3:C4)", "=C3+SUM($C$3:$C$4)", "=Other!A1"],
        ["末行", None, None, None, None],
    ]
    assert sheet["C3"].number_format == "0.00"


def test_what_looks_like_a_formula_is_text() -> None:
    sheet = filled(template(ROWS)).active

    assert (sheet["D3"].data_type, sheet["D3"].quotePrefix) == ("s", True)
    assert (sheet["D4"].data_type, sheet["D4"].quotePrefix) == ("s", True)


def test_rows_are_as_high_as_their_words() -> None:
    def wrapped(book: openpyxl.Workbook) -> None:
        for cell in ("A2", "B2"):
            book.active[cell].alignment = Alignment(wrap_text=True)
        book.active.column_dimensions["A"].width = 10
        book.active.merge_cells("B2:D2")

    rows = [["{%tr for 行 in 结果表 %}"], ["{{ 行.备注 }}", "{{ 行.对象 }}"], ["{%tr endfor %}"]]
    long = {"备注": "控制指标五项，达标三项，不达标两项", "对象": "甲市"}
    short = {"备注": "无", "对象": "乙市丙市丁市"}

    sheet = filled(template(rows, wrapped), {"结果表": [long, short]}).active

    assert sheet.row_dimensions[1].height > 4 * 12
    assert sheet.row_dimensions[2].height is None


def test_rows_written_as_text_are_those_that_openpyxl_writes(monkeypatch) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.active
        for cell in sheet[4]:
            cell.alignment = Alignment(wrap_text=True)
        sheet["A4"].number_format = "@"
        sheet["B4"].fill = PatternFill("solid", fgColor="FFEE00")
        sheet["G4"].fill = PatternFill("solid", fgColor="00EEFF")
        sheet["F4"] = " 定 <值> "
        sheet.row_dimensions[4].height = 20
        sheet.row_dimensions[6].hidden = True

    rows = [row[:4] for row in ROWS[:5]] + [["合计", "{{ 年度 }}"], [None, "末行"]]
    more = [{**WORDS["结果表"][1], "对象": "名称很长的一个考核对象" * 3, "备注": "两\n行 "}]
    words = {**WORDS, "结果表": [*WORDS["结果表"], *more]}
    content = template(rows, edit)

    quick = filled(content, words).active
    # as with a version of openpyxl that was never tested
    monkeypatch.setattr(as_text, "tested", lambda _: False)
    plain = filled(content, words).active

    def told(sheet) -> list[object]:
        cells = [
            (c.coordinate, c.value, c.data_type, c.number_format, c.quotePrefix, c.fill.fgColor.rgb)
            for row in sheet.iter_rows()
            for c in row
        ]
        dimensions = [(n, d.height, d.hidden) for n, d in sorted(sheet.row_dimensions.items())]
        return [sheet.dimensions, cells, dimensions]

    assert told(quick) == told(plain)


def test_loops_stand_in_each_other_and_one_through_nothing_leaves_a_row() -> None:
    rows = [
        ["{%tr for 行 in 结果表 %}"],
        ["{%tr for 标 in 行.目标 %}"],
        ["{{ 行.对象 }}", "{{ loop.index }}", "{{ 标.名称 }}", "{{ 标.实际数 }}", "{{ 标.余量 }}"],
        ["{%tr endfor %}"],
        ["小计", "=SUM(D2:D4)"],
        ["{%tr endfor %}"],
        ["=SUM(D1:D6)"],
    ]

    assert values(filled(template(rows)).active) == [
        ["甲市", 1, "能耗", -2.03, 0.0528],
        ["甲市", 2, "削煤", "—", "855.00\u00a0万吨"],
        ["小计", "=SUM(D1:D2)", None, None, None],
        ["乙市 <&>", 1, "能耗", 3, "+1"],
        ["小计", "=SUM(D4:D4)", None, None, None],
        ["=SUM(D1:D5)", None, None, None, None],
    ]
    none = {"结果表": [{**WORDS["结果表"][0], "目标": []}]}
    assert values(filled(template(rows), none).active)[:2] == [
        ["甲市", None],
        ["小计", "=SUM(D1:D1)"],
    ]
    assert values(filled(template(rows), {"结果表": []}).active)[0] == [None, None]


def test_everything_beside_the_cells_follows() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet.title = "表 一"
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("F4:G4")
        sheet.merge_cells("A7:D7")
        sheet["A1"].font = Font(name="宋体", size=20)
        sheet["B4"].fill = PatternFill("solid", fgColor="FFEE00")
        sheet["A7"].comment = Comment("批注", "某人")
        sheet["A7"].hyperlink = "https://example.org/"
        sheet.column_dimensions["B"].width = 33
        sheet.row_dimensions[4].height = 31
        sheet.row_dimensions[7].height = 40
        sheet.print_area = "A1:E7"
        sheet.print_title_rows = "1:2"
        sheet.freeze_panes = "A3"
        sheet.auto_filter.ref = "A2:D5"
        sheet.page_setup.orientation = "landscape"
        sheet.oddFooter.center.text = "&P"
        sheet.row_breaks.append(Break(id=6))
        sheet.conditional_formatting.add("C4:C4", FormulaRule(formula=["$C4>$C$6"]))
        rule = DataValidation(type="decimal", formula1="0", formula2="$C4")
        rule.add("C4")
        sheet.add_data_validation(rule)
        book.defined_names["合计"] = DefinedName("合计", attr_text="'表 一'!$C$6")
        other = book.create_sheet("Other")
        other["A1"] = "='表 一'!C6"
        other.sheet_state = "hidden"

    book = filled(template(ROWS, edit))
    sheet = book["表 一"]

    assert {str(r) for r in sheet.merged_cells.ranges} == {"A1:D1", "F3:G3", "F4:G4", "A6:D6"}
    assert (sheet["A1"].font.name, sheet["B4"].fill.fgColor.rgb) == ("宋体", "00FFEE00")
    assert (sheet["A6"].comment.text, sheet["A6"].hyperlink.ref) == ("批注", "A6")
    assert sheet.column_dimensions["B"].width == 33
    assert [sheet.row_dimensions[n].height for n in (3, 4, 5, 6)] == [31, 31, None, 40]
    assert sheet.print_area == "'表 一'!$A$1:$E$6"
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$2", "A3")
    assert (sheet.auto_filter.ref, sheet.page_setup.orientation) == ("A2:D4", "landscape")
    assert sheet.oddFooter.center.text == "&P"
    assert [b.id for b in sheet.row_breaks.brk] == [5]
    (formatting,) = sheet.conditional_formatting
    assert (str(formatting.sqref), formatting.rules[0].formula) == ("C3:C4", ["$C3>$C$5"])
    (validation,) = sheet.data_validations.dataValidation
    assert (str(validation.sqref), validation.formula2) == ("C3:C4", "$C3")
    assert book.defined_names["合计"].attr_text == "'表 一'!$C$5"
    assert book["Other"]["A1"].value == "='表 一'!C5"
    assert book["Other"].sheet_state == "hidden"
    assert book.calculation.fullCalcOnLoad


def _fault(tmp_path: Path, content: bytes) -> tuple[str, str | None, str]:
    path = tmp_path / "我表.xlsx"
    path.write_bytes(content)
    found = check_table(path)[0]
    assert found.place is not None
    return found.kind, found.place.cell, found.why


@pytest.mark.parametrize(
    ("rows", "kind", "cell", "why"),
    [
        ([["x", "{{ 结果 }}{{ 等及 }}"]], "SK-O0003", "B1", "等及"),
        (
            [["{%tr for 行 in 目标表 %}"], ["{{ 行.名子 }}"], ["{%tr endfor %}"]],
            "SK-O0003",
            "A2",
            "名子",
        ),
        ([["{%tr for 行 in 目标表 %}"], ["{{ 行.名称 }}"]], "SK-O012", "A1", "endfor"),
        ([["{%tr endfor %}"], ["{{ 对象 }}"]], "SK-O012", "A1", "没有对应的 for"),
        ([["{%tr if 对象 %}"]], "SK-O012", "A1", "只有 for"),
        ([["{%tr for 行 in 目标表 %}", "x"], ["{%tr endfor %}"]], "SK-O012", "B1", "整行去掉"),
        ([["{{ 对象"]], "SK-O0002", "A1", ""),
        ([["{% if 对象 %}", "{% endif %}"]], "SK-O0002", "A1", ""),
        ([["｛｛ 对象 ｝｝{{ 对象 }}"]], "SK-O0002", "A1", "全角"),
        ([['="{{ 对象 }}"']], "SK-O012", "A1", "公式里不能写占位符"),
        ([["{{ 对象.__class__ }}"]], "SK-O0003", "A1", "__class__"),
        ([["{{ 对象[0] }}"]], "SK-O010", "A1", "取项"),
        ([["{{ 9**9**9 }}{{ 对象 }}"]], "SK-O010", "A1", "Pow"),
        ([["{{ 参评范围 }}{{ 对象 }}"]], "SK-O0003", "A1", "参评范围"),
        ([["无"]], "SK-O012", None, "没有任何占位符"),
    ],
)  # fmt: skip
def test_faults_are_said_with_their_cell(tmp_path, rows, kind, cell, why) -> None:
    found = _fault(tmp_path, template(rows))

    assert found[:2] == (kind, cell)
    assert why in found[2]


def test_what_filling_would_lose_is_refused(tmp_path: Path) -> None:
    from openpyxl.chart import BarChart, Reference

    def chart(book: openpyxl.Workbook) -> None:
        drawn = BarChart()
        drawn.add_data(Reference(book.active, min_col=1, min_row=1, max_row=2))
        book.active.add_chart(drawn, "C3")

    kind, _, why = _fault(tmp_path, template([["{{ 对象 }}"]], chart))

    assert kind == "SK-O011"
    assert "图表" in why


def test_a_template_that_unpacks_to_too_much_is_not_opened(tmp_path: Path) -> None:
    made = io.BytesIO(template([["{{ 对象 }}"]]))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/more.xml", b"\0" * 100_000_000)

    assert "太大" in _fault(tmp_path, made.getvalue())[2]


def test_a_document_type_is_not_read(tmp_path: Path) -> None:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(template([["{{ 对象 }}"]]))) as old,
        zipfile.ZipFile(made, "w") as new,
    ):
        for name in old.namelist():
            evil = b'<!DOCTYPE x [<!ENTITY a "b">]>' if name == "xl/workbook.xml" else b""
            new.writestr(name, evil + old.read(name))

    assert "DOCTYPE" in _fault(tmp_path, made.getvalue())[2]


def test_a_filled_table_has_an_end() -> None:
    rows = [["{%tr for 行 in 结果表 %}"], ["{{ 行.对象 }}"], ["{%tr endfor %}"]]

    with pytest.raises(DocumentError, match="放不下"):
        fill(template(rows), {"结果表": [{"对象": "长" * 40_000}]}, title="表", year=2020)
    with pytest.raises(DocumentError, match="行，超过任何表格"):
        fill(template(rows), {"结果表": [{"对象": ""}] * 200_001}, title="表", year=2020)


def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    rows = [
        ["{{ 对象 }}计分表"],
        ["{%tr for 行 in 计分表 %}"],
        ["{{ 行.内容 }}", "{{ 行.得分 }}"],
        ["{%tr endfor %}"],
    ]
    (folder / "考核计分表.xlsx").write_bytes(template(rows))
    (folder / "通知附表.xlsx").write_bytes(template(ROWS))
    return folder


def test_an_offices_own_tables_are_filled_for_each_or_for_all(tmp_path: Path) -> None:
    folder = own(tmp_path)
    result = small.assessment()

    written = write_documents(result, tmp_path / "out", templates=folder)
    again = write_documents(result, tmp_path / "again", templates=folder)

    tables = {name for name in written.files if name.startswith("表/")}
    assert {"表/汇总上报表.xlsx", "表/通知附表.xlsx"} < tables
    assert sum(name.endswith("_考核计分表.xlsx") for name in tables) == len(result.results)
    assert dict(written.files) == dict(again.files)
    assert {t.kind: t.name for t in listed(folder)}["通知附表"] == "通知附表（全部对象一张）"
    sheet = openpyxl.load_workbook(tmp_path / "out" / "表" / "通知附表.xlsx").active
    shown = {r[1]: r[2] for r in values(sheet)}
    for one in result.results.values():
        if one.rank is not None:
            (name,) = [n for n in shown if n and str(n).startswith(one.entity.name)]
            assert float(shown[name]) == float(one.total)


def test_a_fault_in_an_own_table_stops_the_run(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "表.xlsx").write_bytes(template([["{{ 不存在的 }}"]]))

    with pytest.raises(DocumentError, match="不存在的"):
        write_documents(small.assessment(), tmp_path / "out", templates=folder)
    assert not (tmp_path / "out").exists()


def test_the_drafts_of_an_entity_have_its_self_assessment() -> None:
    result = small.assessment()
    one = next(r for r in result.results.values() if r.scores)

    files = draft_documents(result, one)

    (name,) = [n for n in files if n.endswith("_自评表.xlsx")]
    sheets = openpyxl.load_workbook(io.BytesIO(files[name]))
    told = values(sheets["目标自评"])
    assert told[0][0] == f"{one.entity.name}{small.YEAR}年度节能目标完成情况自评表"
    measures = values(sheets["措施自评"])
    parts = [p for s in one.scores for p in s.parts]
    assert [row[3] for row in measures[4:-2]] == [p.name for p in parts]
    assert {row[5] for row in measures[4:-2]} == {None}
    assert measures[-2][4] == f"=SUM(E5:E{4 + len(parts)})"


def test_shipped_tables_print_on_a4_one_page_wide() -> None:
    for path in (resources.templates() / "tables").glob("*.xlsx"):
        for sheet in openpyxl.load_workbook(path):
            assert sheet.page_setup.paperSize == 9
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
            assert sheet.print_title_rows == "$4:$4"


def test_rows_of_shipped_tables_are_alike_and_their_words_in_one_line() -> None:
    told = 0
    for path in (resources.templates() / "tables").glob("*.xlsx"):
        for sheet in openpyxl.load_workbook(path):
            (row,) = {c.row for line in sheet.iter_rows() for c in line
                      if str(c.value).startswith(("{{ 行.", "{{ 标."))}  # fmt: skip
            assert sheet.row_dimensions[row].height == height_of(1)
            heads = {c.value: c.column_letter for c in sheet[4]}
            if "时段" in heads:
                told += 1
                width = sheet.column_dimensions[heads["时段"]].width
                assert lines_of("年度推算值（增量）", width) == 1
    assert told == 2


def test_where_indicators_are_counted_the_report_says_that_nobody_has_a_rank(
    tmp_path: Path,
) -> None:
    """By grade, as the circular lists them, and no dash where there will never be a number."""
    plan = resources.samples() / "carbon-15fyp"
    done = shuangkong.assess(plan, 2026, plan / "data", checked=False)
    written = shuangkong.write(done, tmp_path / "out")

    sheet = openpyxl.load_workbook(written.folder / "表" / "汇总上报表.xlsx").worksheets[0]
    rows = [row for row in values(sheet) if str(row[1]).startswith("97")]
    grades = [row[4] for row in rows]

    assert {(row[0], row[3]) for row in rows} == {("不排名次", "不计分")}
    (waiting,) = [row[5] for row in rows if row[4] == "暂不定级"]
    assert waiting.count("工业能耗和碳排放降低") == 1
    assert grades == sorted(grades, key=["优秀", "合格", "不合格", "暂不定级"].index)


@pytest.mark.parametrize(
    ("outcomes", "why"),
    [
        ((), "没有应评定的目标（本年度未设）"),
        ((Outcome.NOT_DUE, Outcome.NOT_APPLICABLE), "没有应评定的目标（未到期、不适用）"),
    ],
)
def test_a_row_of_whom_nothing_is_judged_says_why(tmp_path: Path, outcomes, why: str) -> None:
    made = small.assessment()
    (judged,) = made.results["B"].judgements
    none = tuple(dataclasses.replace(judged, outcome=outcome) for outcome in outcomes)
    nobody = dataclasses.replace(made.results["B"], judgements=none, scores=())
    made = dataclasses.replace(made, results={**made.results, "B": nobody})

    folder = write_documents(made, tmp_path / "out").folder / "表"

    report = openpyxl.load_workbook(folder / "汇总上报表.xlsx").worksheets[1]
    (row,) = [row for row in values(report) if str(row[0]).startswith("白桦市")]
    assert row[1:] == [why, "—", "—", "—", "—", "—", "—"]
    own = draft_documents(made, nobody)["表/02_白桦市_自评表.xlsx"]
    first = values(openpyxl.load_workbook(io.BytesIO(own)).worksheets[0])[4]
    assert first == [1, why, "—", "—", "—", "—", "—", "—"]
