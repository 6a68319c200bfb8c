"""Formulas in remarks, or that reach outside, are said and are dead in the marked copy."""

import io

import openpyxl
import pytest
from shuangkong.api import marking
from shuangkong.api import submissions as api
from shuangkong.intake.form.layout import SHEET

from tests.intake.test_forms import form_of, sound

KIND = "SK-I398"


def report_of(path):
    return api.check("hebei-13fyp", 2020, [path])


@pytest.mark.parametrize(
    ("cell", "formula", "says"),
    [
        ("K8", "=cmd|' /C calc'!A0", "外面的程序"),
        ("K8", '=HYPERLINK("http://example.invalid","点")', "外面的程序"),
        ("K8", "=1+1", "只应写文字"),
        ("M30", '=WEBSERVICE("http://example.invalid")', "外面的程序"),
    ],
)
def test_it_is_said_at_its_cell_and_is_text_in_the_copy(hebei, tmp_path, cell, formula, says):
    path = form_of(hebei, "130100", tmp_path / "石家庄市.xlsx", sound())
    book = openpyxl.load_workbook(path)
    book[SHEET][cell].value = formula
    book.save(path)

    report = report_of(path)

    (said,) = [f for f in report.findings if f.kind == KIND]
    assert (said.place.cell, said.entity, says in said.why) == (cell, "130100", True)
    copy = openpyxl.load_workbook(io.BytesIO(marking.annotated(report, path.name)))[SHEET]
    assert (copy[cell].value, copy[cell].data_type) == (formula, "s")
    assert copy["I7"].data_type == "n"


def test_our_own_formulas_and_links_within_the_workbook_are_no_matter(hebei, tmp_path):
    path = form_of(hebei, "130100", tmp_path / "石家庄市.xlsx", sound())
    book = openpyxl.load_workbook(path)
    book[SHEET]["M30"].value = '=HYPERLINK("#A1","回到表头")'
    book.save(path)
    assert KIND not in {f.kind for f in report_of(path).findings}


def test_what_a_deleted_column_moved_to_the_remarks_is_no_remark(hebei, tmp_path):
    path = form_of(hebei, "130100", tmp_path / "石家庄市.xlsx", sound())
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    sheet.delete_cols(4)
    for row in range(7, 12):
        sheet[f"K{row}"].value = f'=IF(MAX(L{row}:Q{row})=2,"须更正","通过")'
    book.save(path)
    kinds = {f.kind for f in report_of(path).findings}
    assert "SK-I054" in kinds
    assert KIND not in kinds
