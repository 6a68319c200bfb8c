"""Marks of an earlier copy are taken away when their cause is gone; what others wrote stays."""

import io
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
from shuangkong.intake import read_submissions
from shuangkong.intake.annotate import marked
from shuangkong.intake.checks.report import check
from shuangkong.intake.form.layout import SHEET
from shuangkong.vocabulary import Finding, Place, Severity

from tests.intake.sheets import replace_cell
from tests.intake.test_annotate import finding, rich
from tests.intake.test_forms import form_of, sound

NAME = "市.xlsx"


def opened(data: bytes):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data))


def fill(data: bytes, cell: str, sheet: str = "数据") -> str | None:
    own = opened(data)[sheet][cell].fill
    return own.fgColor.rgb if own.fill_type == "solid" else None


def resaved(data: bytes) -> bytes:
    """As another program saves it: parts and styles get other names and numbers."""
    stream = io.BytesIO()
    opened(data).save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("again", [bytes, resaved], ids=["as it was", "saved again"])
def test_clean_paper_when_everything_is_mended(tmp_path, again):
    source = rich(tmp_path / NAME).read_bytes()
    found = [finding(NAME, "数据", cell) for cell in ("A1", "B2", "A3", "H40")]
    copy = again(marked(source, NAME, found))
    assert fill(copy, "B2") == "FFF8C9C4"

    clean = marked(copy, NAME, [])

    assert [sheet.title for sheet in opened(clean)] == ["数据", "第二张"]
    assert [fill(clean, cell) for cell in ("A1", "B2", "A3", "H40")] == [
        None, "FF00FF00", None, None,
    ]  # fmt: skip
    page = opened(clean)["数据"]
    assert "原有批注" in page["A1"].comment.text
    assert "须更正" not in page["A1"].comment.text
    assert page["B2"].comment is None
    assert page["B2"].number_format == "0.00"
    assert opened(clean).defined_names["总量"].attr_text == "数据!$B$2"


def test_what_is_still_wrong_is_marked_once(tmp_path):
    source = rich(tmp_path / NAME).read_bytes()
    found = [finding(NAME, "数据", "B2"), finding(NAME, "数据", "A3", Severity.WARNING)]
    first = marked(source, NAME, found)

    second = marked(first, NAME, found[1:])

    assert [fill(second, cell) for cell in ("B2", "A3")] == ["FF00FF00", "FFFFE3B3"]
    page = opened(second)["数据"]
    assert page["B2"].comment is None
    assert page["A3"].comment.text.count("数值不对") == 1
    assert opened(second).sheetnames.count("审核意见") == 1
    assert opened(marked(second, NAME, found)).sheetnames == opened(first).sheetnames


def test_a_colour_that_the_city_chose_itself_stays(tmp_path):
    source = rich(tmp_path / NAME).read_bytes()
    book = opened(marked(source, NAME, [finding(NAME, "数据", "B2")]))
    book["数据"]["B2"].fill = openpyxl.styles.PatternFill("solid", fgColor="FF123456")
    stream = io.BytesIO()
    book.save(stream)
    assert fill(marked(stream.getvalue(), NAME, []), "B2") == "FF123456"


def test_a_copy_without_a_record_gets_the_fill_of_a_forms_inputs(hebei, tmp_path):
    """Copies of earlier versions hold no record, and a city may delete the list."""
    path = form_of(hebei, "130300", tmp_path / "x.xlsx", sound())
    where = Place("x.xlsx", sheet=SHEET, cell="I9")
    copy = marked(path.read_bytes(), "x.xlsx", [Finding("SK-X", Severity.ERROR, "甲", "乙", where)])
    book = opened(copy)
    del book["审核意见"]
    stream = io.BytesIO()
    book.save(stream)
    clean = marked(stream.getvalue(), "x.xlsx", [])
    assert fill(clean, "I9", SHEET) == "FFFFFBE0"
    assert opened(clean)[SHEET]["I9"].comment is None


def test_a_form_corrected_in_the_marked_copy_ends_as_it_was_sent(hebei, tmp_path):
    path = form_of(hebei, "130300", tmp_path / "x.xlsx", sound())
    replace_cell(path, "I9", value="4.98")
    wrong = check(hebei, read_submissions(hebei, path, 2020), 2020).of_file("x.xlsx")
    path.write_bytes(marked(path.read_bytes(), "x.xlsx", wrong))
    replace_cell(path, "I9", value="-4.98")
    found = check(hebei, read_submissions(hebei, path, 2020), 2020).of_file("x.xlsx")
    assert not [f for f in found if f.severity.value in ("blocker", "error", "warning")]

    clean = marked(path.read_bytes(), "x.xlsx", ())

    sent = form_of(hebei, "130300", tmp_path / "y.xlsx", sound())
    with zipfile.ZipFile(io.BytesIO(clean)) as new, zipfile.ZipFile(sent) as old:
        assert sorted(new.namelist()) == sorted(old.namelist())
    assert fill(clean, "I9", SHEET) == fill(sent.read_bytes(), "I9", SHEET)


def test_a_workbook_without_styles_is_marked_too(tmp_path):
    path = rich(tmp_path / NAME)
    stream = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name == "xl/styles.xml":
                continue
            content = old.read(name)
            if name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
                parts = content.split(b"<")
                content = b"<".join(one for one in parts if b"styles" not in one)
            new.writestr(name, content)
    copy = marked(stream.getvalue(), NAME, [finding(NAME, "数据", "A2")])
    assert fill(copy, "A2") == "FFF8C9C4"
    assert "sheet1" in "".join(Path(n).stem for n in zipfile.ZipFile(io.BytesIO(copy)).namelist())
