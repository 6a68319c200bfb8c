"""A figure that its font takes back is taken, and asked about."""

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from shuangkong.intake import read_submissions
from shuangkong.intake.form.layout import SHEET

from tests.intake.sheets import workbook
from tests.intake.test_forms import form_of, sound

DARK = PatternFill("solid", fgColor="FF003366")


@pytest.mark.parametrize(
    ("font", "fill", "word"),
    [
        (Font(strike=True), None, "删除线"),
        (Font(color="FFFFFFFF"), PatternFill(), "白色"),
        (Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FFFFFFFF"), "白色"),
        (Font(color="FFFFFFFF"), DARK, ""),
        (Font(color="FFFF0000"), None, ""),
    ],
)
def test_of_a_form_and_of_a_table(hebei, tmp_path, font, fill, word):
    form = form_of(hebei, "130500", tmp_path / "邢台市.xlsx", sound())
    table = tmp_path / "表.xlsx"
    table.write_bytes(workbook({"2020": [["地区", "能源消费总量增速(%)"], ["石家庄市", 1.5]]}))
    for path, sheet, cell in ((form, SHEET, "I7"), (table, "2020", "B2")):
        book = openpyxl.load_workbook(path)
        book[sheet][cell].font = font
        if fill is not None:
            book[sheet][cell].fill = fill
        book.save(path)
        reading = read_submissions(hebei, path, 2020)
        found = [f for f in reading.findings if f.kind == "SK-I210"]
        assert [(f.place.cell, f.severity.chinese) for f in found] == (
            [(cell, "须说明")] if word else []
        )
        assert all(word in f.why for f in found)
