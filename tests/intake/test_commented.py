"""A comment on a cell whose figure was taken is told to whoever reads."""

import openpyxl
from openpyxl.comments import Comment
from shuangkong.intake import read_submissions
from shuangkong.intake.annotate import marked
from shuangkong.intake.form.layout import SHEET
from shuangkong.intake.show_text import as_text

from tests.intake.sheets import workbook
from tests.intake.test_forms import form_of, sound


def noted(path, sheet, cell, text):
    book = openpyxl.load_workbook(path)
    book[sheet][cell].comment = Comment(text, "王")
    book.save(path)
    return path


def comments(plan, path):
    found = read_submissions(plan, path, 2020).findings
    return [f for f in found if f.kind == "SK-I209"]


def test_of_a_form_by_read_and_check(hebei, tmp_path):
    path = form_of(hebei, "130500", tmp_path / "邢台市.xlsx", sound())
    assert comments(hebei, path) == []
    noted(path, SHEET, "I7", "此数含辛集")
    (one,) = comments(hebei, path)
    assert (one.place.cell, one.severity.chinese, one.entity) == ("I7", "提示", "130500")
    assert "此数含辛集" in as_text(read_submissions(hebei, path, 2020).files)


def test_of_a_table_with_and_without_a_plan(hebei, tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook({"2020": [["地区", "能源消费总量增速(%)"], ["石家庄市", 1.5]]}))
    noted(path, "2020", "B2", "快报数")
    assert [f.seen for f in comments(hebei, path)] == ["快报数"]
    assert [f.seen for f in comments(None, path)] == ["快报数"]


def test_what_a_marked_copy_says_is_no_comment_of_the_senders(hebei, tmp_path):
    path = form_of(hebei, "130500", tmp_path / "邢台市.xlsx", sound() | {("gdp", 2020): "99"})
    noted(path, SHEET, "I8", "已核")
    found = read_submissions(hebei, path, 2020).findings
    copy = tmp_path / "邢台市_标注.xlsx"
    copy.write_bytes(marked(path.read_bytes(), path.name, found))
    assert [f.seen for f in comments(hebei, copy)] == ["已核"]


def test_one_comment_on_many_cells_is_one_finding(hebei, tmp_path):
    path = tmp_path / "表.xlsx"
    rows = [["年份", "能源消费总量增速(%)", "全社会用电量（亿千瓦时）"]]
    rows += [[f"{year}年", 1.5, 300] for year in range(2000, 2021)]
    path.write_bytes(workbook({"石家庄市": rows}))
    book = openpyxl.load_workbook(path)
    for row in range(2, 23):
        book.active.cell(row, 2).comment = Comment("快报数", "王")
    book.active["C4"].comment = Comment("快报数", "王")
    book.active["C5"].comment = Comment("另一句", "王")
    book.save(path)
    found = comments(hebei, path)
    assert sorted(f.seen for f in found) == ["另一句", "快报数"]
    said = next(f for f in found if f.seen == "快报数")
    assert "22 格（B2:B22、C4）" in said.why
    assert (said.place.cell, said.entity, len(said.marks)) == ("B2", "130100", 22)
    assert next(f for f in found if f.seen == "另一句").indicator == "electricity"
