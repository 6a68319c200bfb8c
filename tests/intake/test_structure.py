"""What people do to a form besides filling it in is recognised, and nothing shifted is read."""

from pathlib import Path

import openpyxl
import pytest
from shuangkong.intake import read_submissions
from shuangkong.intake.checks.report import check
from shuangkong.intake.form.layout import SHEET
from shuangkong.intake.form.untouched import untouched
from shuangkong.intake.own_files import FORM_OUTSIDE
from shuangkong.vocabulary import Severity

from tests.intake.test_form_broken import Put, edited, typed
from tests.intake.test_forms import form_of, sound


def structure(plan, path: Path) -> list[str]:
    """What is said of the structure; a form that was changed has no other errors."""
    intake = read_submissions(plan, path, 2020)
    found = check(plan, intake, 2020).findings
    grave = [f for f in found if f.severity.value in ("blocker", "error")]
    assert {f.kind for f in grave} <= {"SK-I054", "SK-I246", "SK-I247"}, grave
    return [f.why for f in grave]


def changed(plan, tmp_path: Path, change) -> Path:
    path = form_of(plan, "130100", tmp_path / "石家庄市.xlsx", sound())
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda page: page.insert_cols(6), "第 6 列是后来插入的"),
        (lambda page: page.insert_cols(1, 2), "第 1、2 列是后来插入的"),
        (lambda page: page.delete_cols(5), "少了第 5 列（“2016年”）"),
        (lambda page: page.insert_rows(9), "第 9 行是后来插入的"),
        (lambda page: page.delete_rows(12, 2), "少了第 12、13 行"),
        (lambda page: page.insert_rows(2, 3), "上面插入了 3 行"),
        (lambda page: page.delete_rows(2), "上面删去了 1 行"),
    ],
)
def test_one_sentence_says_what_was_done(hebei, tmp_path, change, says):
    path = changed(hebei, tmp_path, lambda book: change(book[SHEET]))
    (why,) = structure(hebei, path)
    assert says in why


def test_only_what_still_stands_in_its_place_is_read(hebei, tmp_path):
    path = changed(hebei, tmp_path, lambda book: book[SHEET].insert_cols(6))
    seen = read_submissions(hebei, path, 2020).observations
    assert set(seen["year"]) == {2015, 2016}
    path = changed(hebei, tmp_path, lambda book: book[SHEET].delete_rows(9))
    seen = read_submissions(hebei, path, 2020).observations
    assert set(seen["indicator"]) == {"energy_total", "gdp"}


def test_two_rows_changed_over_are_said_to_have_moved(hebei, tmp_path):
    def swap(book):
        page = book[SHEET]
        for col in range(2, 10):
            upper, lower = page.cell(7, col), page.cell(8, col)
            upper.value, lower.value = lower.value, upper.value

    path = changed(hebei, tmp_path, swap)
    assert any("被移动过" in why for why in structure(hebei, path))
    seen = read_submissions(hebei, path, 2020).observations
    assert not {"energy_total", "gdp"} <= set(seen["indicator"])


def test_a_renamed_and_a_lost_sheet_are_named(hebei, tmp_path):
    def rename(book):
        book[SHEET].title = "Sheet1"

    (why,) = structure(hebei, changed(hebei, tmp_path, rename))
    assert "被改名为“Sheet1”" in why
    (why,) = structure(hebei, changed(hebei, tmp_path, lambda book: book.remove(book["自查"])))
    assert "少了工作表“自查”" in why


def test_a_form_without_its_hidden_sheet_is_known_for_what_it_is(hebei, tmp_path):
    path = changed(hebei, tmp_path, lambda book: book.remove(book["shuangkong"]))
    (why,) = structure(hebei, path)
    assert "石家庄市" in why
    intake = read_submissions(hebei, path, 2020)
    assert intake.observations.is_empty()
    assert (intake.files[0].entity, intake.files[0].year) == ("130100", 2020)


def test_a_form_saved_as_csv_is_known_for_what_it_is(hebei, tmp_path):
    path = form_of(hebei, "130100", tmp_path / "x.xlsx", sound())
    page = openpyxl.load_workbook(path, data_only=True)[SHEET]
    rows = [",".join("" if v is None else str(v) for v in r) for r in page.values]
    copy = tmp_path / "石家庄市.csv"
    copy.write_text("\n".join(rows), encoding="gb18030")
    (why,) = structure(hebei, copy)
    assert "csv" in why
    assert "其中的数没有读取" in why
    assert read_submissions(hebei, copy, 2020).observations.is_empty()


def test_two_forms_of_one_city_are_one_finding(hebei, tmp_path):
    form_of(hebei, "130100", tmp_path / "石家庄旧.xlsx", sound())
    form_of(hebei, "130100", tmp_path / "石家庄新.xlsx", sound() | {("gdp", 2020): "6900"})
    found = read_submissions(hebei, tmp_path, 2020).findings
    assert [f.kind for f in found if f.severity.value == "error"] == ["SK-I243"]


def test_a_form_in_a_file_named_after_another_city_is_asked_about(hebei, tmp_path):
    path = form_of(hebei, "130500", tmp_path / "石家庄市.xlsx", sound())
    assert "SK-I244" in {f.kind for f in read_submissions(hebei, path, 2020).findings}
    path = form_of(hebei, "130500", tmp_path / "河北省邢台.xlsx", sound())
    assert "SK-I244" not in {f.kind for f in read_submissions(hebei, path, 2020).findings}


def test_another_citys_figures_are_recognised(hebei, tmp_path):
    for code, name in (("130100", "石家庄市"), ("130500", "邢台市")):
        form_of(hebei, code, tmp_path / f"{name}.xlsx", sound())
    intake = read_submissions(hebei, tmp_path, 2020)
    assert "SK-C102" in {f.kind for f in check(hebei, intake, 2020).findings}


def test_an_empty_form_and_one_that_lacks_what_targets_need(hebei, tmp_path):
    path = form_of(hebei, "130100", tmp_path / "x.xlsx", {})
    assert untouched(path)
    found = check(hebei, read_submissions(hebei, path, 2020), 2020).findings
    assert [f.kind for f in found if f.severity.value != "info"] == ["SK-I249"]
    last = {key: value for key, value in sound().items() if key[1] == 2020}
    path = form_of(hebei, "130100", tmp_path / "x.xlsx", {})
    book = openpyxl.load_workbook(path)
    for number, name in enumerate(("energy_total", "gdp")):
        book[SHEET].cell(7 + number, 9).value = float(last[name, 2020])
    book.save(path)
    assert not untouched(path)
    found = check(hebei, read_submissions(hebei, path, 2020), 2020).findings
    (lacking,) = [f for f in found if f.kind == "SK-C100"]
    assert "能源消费总量（2015、2019年）" in lacking.why, "the years that clocks look at"
    assert {"D7", "H8"} <= {place.cell for place in lacking.marks}


# --- what is put beside the form -----------------------------------------------------------


def _found(plan, path: Path) -> list[tuple[str, str | None, str | None]]:
    reading = read_submissions(plan, path, 2020)
    return [
        (f.kind, f.place.sheet, f.place.cell)
        for f in reading.findings
        if f.place and f.kind in ("SK-I248", "SK-I397", "SK-I054")
    ]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["项目", "数"], ["能源消费总量", 9999]], "里面的 1 个数没有读取"),
        ([["另有说明"], ["见附件"]], "里面的 2 格文字没有读取"),
    ],
)
def test_a_sheet_put_beside_the_form_is_said_to_be_unread(hebei, tmp_path, rows, says):
    def add(book) -> None:
        for row in rows:
            (book["补充数据"] if "补充数据" in book else book.create_sheet("补充数据")).append(row)

    path = changed(hebei, tmp_path, add)
    said = [f for f in read_submissions(hebei, path, 2020).findings if f.kind == "SK-I397"]
    assert [(f.place.cell, f.entity) for f in said] == [("A1", "130100")]
    assert "补充数据" in said[0].why
    assert says in said[0].why


def test_a_number_below_the_table_is_named_and_its_column_is_read(hebei, tmp_path):
    def type_below(book) -> None:
        page = book[SHEET]
        at = next(c for c in page["B"] if c.value and str(c.value).startswith("单位负责人")).row - 1
        page.cell(at, 2).value, page.cell(at, 9).value = "新增：热力", 123.4

    path = changed(hebei, tmp_path, type_below)
    found = _found(hebei, path)
    assert [(kind, cell[0]) for kind, _, cell in found] == [("SK-I248", "I")]
    held = read_submissions(hebei, path, 2020).observations
    assert ("energy_total", "2020") in set(held.select("indicator", "period").iter_rows())


def test_a_column_pushed_down_is_not_read_and_the_cell_that_shows_it_is_named(hebei, tmp_path):
    def push(book) -> None:
        page = book[SHEET]
        at = next(c for c in page["B"] if c.value and str(c.value).startswith("单位负责人")).row - 1
        page["I8"].value, page.cell(at, 9).value = None, 1.5

    path = changed(hebei, tmp_path, push)
    said = [f for f in read_submissions(hebei, path, 2020).findings if f.kind == "SK-I054"]
    assert len(said) == 1
    assert said[0].place.cell in said[0].why
    assert "下移" in said[0].why
    held = read_submissions(hebei, path, 2020).observations
    assert "2020" not in set(held["period"])


def test_what_was_written_under_and_beside_a_form_is_said_and_is_no_part_of_it(hebei, tmp_path):
    path = form_of(hebei, "130300", tmp_path / "秦皇岛市.xlsx", sound())
    book = openpyxl.load_workbook(path)
    page = book["填报表"]
    page["B42"], page["XFD9"], page["Q60"], page["B61"] = "补充：另有外购电", "见附件", 12345, 6
    book.save(path)

    reading = read_submissions(hebei, path, 2020)
    found = {f.kind: f for f in check(hebei, reading, 2020).findings}

    numbers, words = found["SK-I450"], found["SK-I451"]
    assert numbers.severity is Severity.WARNING
    assert [place.cell for place in numbers.marks] == ["Q60", "B61"]
    assert [place.cell for place in words.marks] == ["XFD9", "B42"]
    (own,) = (sheet for sheet in reading.files[0].sheets if sheet.sheet.name == "填报表")
    left = own.left
    outside = {at for at, why in left.items() if why == FORM_OUTSIDE}
    assert outside == {(42, 2), (9, 16384), (60, 17), (61, 2)}


def test_what_was_written_over_a_form_is_said(hebei, tmp_path):
    path = form_of(hebei, "130300", tmp_path / "秦皇岛市.xlsx", sound())
    edited(path, {"B5": typed("本表数据作废"), "E4": typed("作废")})

    words = [f for f in read_submissions(hebei, path, 2020).findings if f.kind == "SK-I451"]

    assert [[place.cell for place in one.marks] for one in words] == [["E4", "B5"]]


def test_nothing_of_a_signed_form_lies_outside(hebei, tmp_path):
    path = form_of(hebei, "130300", tmp_path / "秦皇岛市.xlsx", sound())
    edited(path, {"C24": typed("张三"), "K24": Put(5551234), "K8": typed("口径调整")})

    reading = read_submissions(hebei, path, 2020)

    assert not {"SK-I450", "SK-I451"} & {f.kind for f in check(hebei, reading, 2020).findings}
    assert FORM_OUTSIDE not in {why for s in reading.files[0].sheets for why in s.left.values()}


def test_what_is_wrong_in_cells_that_are_not_read_is_said_in_one_go(hebei, tmp_path):
    def break_much(book) -> None:
        page = book[SHEET]
        page["C6"], page["B7"], page["F6"] = "单位", "能源总量", "年"
        page["E7"], page["F8"], page["F14"] = "约三千", "#N/A", "已制订"

    path = changed(hebei, tmp_path, break_much)
    findings = read_submissions(hebei, path, 2020).findings
    found = {f.place.cell for f in findings if f.place and f.must_be_mended}
    assert found >= {"C6", "B7", "F6", "E7", "F8", "F14"}


def test_a_number_below_a_column_with_a_gap_hides_no_fault_in_the_column(hebei, tmp_path):
    def type_below(book) -> None:
        page = book[SHEET]
        page["E33"], page["E7"], page["E14"] = 123, "约三千", 5

    path = changed(hebei, tmp_path, type_below)
    findings = read_submissions(hebei, path, 2020).findings
    # a number is no fault in a column whose cells may stand a row too low
    assert {f.place.cell for f in findings if f.place and f.must_be_mended} == {"E33", "E7"}
