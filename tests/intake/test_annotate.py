import io
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from shuangkong.intake import read_submissions
from shuangkong.intake.annotate import annotate, annotated_name
from shuangkong.intake.annotate.marks import Mark
from shuangkong.intake.annotate.plain_copy import made
from shuangkong.intake.checks.report import check
from shuangkong.intake.reading.book import Book, Cell, Sheet
from shuangkong.vocabulary import Finding, Place, Severity

from tests.intake.sheets import workbook


def opened(path: Path, **options: bool):
    """openpyxl warns of what it would lose itself; nothing is saved with it here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, **options)


def finding(
    file: str, sheet: str, cell: str, severity: Severity = Severity.ERROR, **more
) -> Finding:
    place = Place(file, sheet=sheet, cell=cell)
    return Finding("SK-X001", severity, "数值不对", "请核对", place, **more)


def rich(path: Path) -> Path:
    """A workbook with all that a plain round trip loses."""
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("数据")
    bold = book.add_format({"bold": True, "num_format": "0.00", "bg_color": "#00FF00"})
    page.write_row(0, 0, ["地区", "能耗"])
    page.write_row(1, 0, ["甲市", 1.5], bold)
    page.write_formula("B3", "=B2*2", bold, 3)
    page.write_comment("A1", "原有批注")
    page.insert_textbox("D2", "文本框里的话")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=数据!$B$2:$B$3"})
    page.insert_chart("F2", chart)
    page.conditional_format("B2:B3", {"type": "data_bar", "data_bar_2010": True})
    page.add_sparkline("C2", {"range": "数据!B2:B3"})
    page.data_validation("B2", {"validate": "decimal", "criteria": ">", "value": 0})
    book.add_worksheet("第二张")
    book.define_name("总量", "=数据!$B$2")
    book.close()
    return path


def test_everything_in_the_workbook_stays(tmp_path):
    source = rich(tmp_path / "市.xlsx")
    out = annotate(source, [finding("市.xlsx", "数据", "B2")], tmp_path / "out" / "市.xlsx")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out) as new:
        touched = {
            "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
            "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
            "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
            "xl/worksheets/_rels/sheet1.xml.rels",
        }  # fmt: skip
        for name in old.namelist():
            assert name in new.namelist()
            if name not in touched:
                assert new.read(name) == old.read(name), name
        sheet = new.read("xl/worksheets/sheet1.xml").decode()
        assert "sparkline" in sheet
        assert "<v>3</v>" in sheet
        assert "文本框里的话" in new.read("xl/drawings/drawing1.xml").decode()
    assert opened(out, data_only=True)["数据"]["B3"].value == 3


def test_problem_cells_are_coloured_and_say_what_to_do(tmp_path):
    source = rich(tmp_path / "市.xlsx")
    found = [
        finding("市.xlsx", "数据", "B2"),
        finding("市.xlsx", "数据", "A1", Severity.WARNING),
        finding("市.xlsx", "数据", "H40", Severity.INFO),
    ]
    page = opened(annotate(source, found, tmp_path / "o.xlsx", name="市.xlsx"))["数据"]
    assert page["B2"].fill.fgColor.rgb == "FFF8C9C4"
    assert page["B2"].font.b
    assert page["B2"].number_format == "0.00"
    assert "数值不对" in page["B2"].comment.text
    assert "请核对" in page["B2"].comment.text
    assert page["A1"].comment.text.startswith("原有批注")
    assert "数值不对" in page["A1"].comment.text
    assert page["H40"].fill.fgColor.rgb == "FFDCEBFA"


def test_the_list_links_to_the_cells(tmp_path):
    source = rich(tmp_path / "市.xlsx")
    out = annotate(
        source, [finding("市.xlsx", "数据", "B2")], tmp_path / "o.xlsx", name="市.xlsx", rules="1"
    )
    book = opened(out)
    assert book.sheetnames == ["数据", "第二张", "审核意见"]
    assert book.active.title == "审核意见"
    page = book["审核意见"]
    assert page["C4"].value == "数据!B2"
    assert page["C4"].hyperlink.location == "'数据'!B2"
    assert "审核规则版本 1" in page["A2"].value


def test_a_second_round_replaces_the_list(tmp_path):
    source = rich(tmp_path / "市.xlsx")
    once = annotate(
        source, [finding("市.xlsx", "数据", "B2")], tmp_path / "一.xlsx", name="市.xlsx"
    )
    twice = annotate(once, [finding("一.xlsx", "数据", "B2")], tmp_path / "二.xlsx", name="一.xlsx")
    assert opened(twice).sheetnames[-2:] == ["第二张", "审核意见"]


def test_same_input_gives_the_same_bytes(tmp_path):
    source = rich(tmp_path / "市.xlsx")
    found = [finding("市.xlsx", "数据", "B2")]
    one = annotate(source, found, tmp_path / "一.xlsx", name="市.xlsx").read_bytes()
    assert annotate(source, found, tmp_path / "二.xlsx", name="市.xlsx").read_bytes() == one


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@SUM(A1)", "<b>&\"'", "多\n行", "\x01坏"])
def test_no_text_becomes_a_formula(tmp_path, text):
    made = Finding(
        "SK-X001", Severity.ERROR, text, text, Place("表.csv", sheet="csv", cell="A1"), text
    )
    (tmp_path / "表.csv").write_text("地区,能耗\n甲,1\n", encoding="utf-8")
    out = annotate(tmp_path / "表.csv", [made], tmp_path / "o.xlsx", name="表.csv")
    page = opened(out)["审核意见"]
    assert page["D4"].data_type == "s"
    inside = rich(tmp_path / "市.xlsx")
    moved = Finding(
        "SK-X001", Severity.ERROR, text, text, Place("市.xlsx", sheet="数据", cell="A2"), text
    )
    page = opened(annotate(inside, [moved], tmp_path / "p.xlsx", name="市.xlsx"))["审核意见"]
    assert page["D4"].data_type in ("s", "inlineStr")


def test_files_that_cannot_be_marked_in_place_are_copied(tmp_path):
    (tmp_path / "表.csv").write_text("地区,能耗\n甲,=HYPERLINK(1)\n", encoding="gb18030")
    out = annotate(
        tmp_path / "表.csv", [finding("表.csv", "csv", "B2")],
        tmp_path / annotated_name("表.csv"), name="表.csv",
    )  # fmt: skip
    assert out.name == "表_审核.xlsx"
    book = opened(out)
    assert book["csv"]["B2"].value == "=HYPERLINK(1)"
    assert book["csv"]["B2"].data_type == "s"
    assert book["csv"]["B2"].fill.fgColor.rgb == "FFF8C9C4"


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("\uffff表\x07", "𠮷\ufffe市\x00", "𠮷市"),
        ("\ud800表'", "甲\udfff", "甲"),
        ("𠮷" * 40, "一", "一"),
    ],
    ids=["no-xml", "half-characters", "rare-characters"],
)
def test_a_copy_can_be_opened_whatever_the_names_and_words(name, text, kept):
    cell = Cell(1, 1, "text", text)
    book = Book("表.xlsb", "0" * 64, "xlsb", (Sheet(name, [cell]), Sheet(name + " ", [cell])))
    said = [Finding("SK-X001", Severity.ERROR, text, "请核对", book.place(book.sheets[0], cell))]
    content = made(book, [Mark(name, "A1", Severity.ERROR, text)], said, "0")
    copy = openpyxl.load_workbook(io.BytesIO(content))
    assert [page["A1"].value for page in copy.worksheets[:2]] == [kept, kept]
    assert all(len(page.title.encode("utf-16-le")) <= 62 for page in copy.worksheets)


def test_macros_are_kept_and_never_run(tmp_path):
    data = workbook({"甲": [[1]]})
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/vbaProject.bin", b"macro")
    (tmp_path / "宏.xlsm").write_bytes(stream.getvalue())
    out = annotate(
        tmp_path / "宏.xlsm", [finding("宏.xlsm", "甲", "A1")], tmp_path / "o.xlsm", name="宏.xlsm"
    )
    with zipfile.ZipFile(out) as package:
        assert package.read("xl/vbaProject.bin") == b"macro"


def test_a_citys_form_comes_back_readable(hebei, tmp_path):
    from shuangkong import resources

    source = next((resources.samples() / "hebei-13fyp-mistakes").glob("130200*"))
    before = read_submissions(hebei, source, 2020)
    found = check(hebei, before, 2020)
    out = annotate(
        source,
        found.of_file(source.name),
        tmp_path / annotated_name(source.name),
        rules=found.rules,
    )
    after = read_submissions(hebei, out, 2020)
    columns = ["entity", "indicator", "period", "value", "cell"]
    assert after.observations.select(columns).equals(before.observations.select(columns))
    assert {f.kind for f in check(hebei, after, 2020).findings} == {f.kind for f in found.findings}
