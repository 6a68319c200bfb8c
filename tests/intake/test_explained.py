"""A doubt whose reason stands in the remarks is a hint, everywhere alike."""

import openpyxl
import pytest
from shuangkong.api import submissions as api
from shuangkong.desk.checking import looked_at
from shuangkong.intake.checks import forms
from shuangkong.intake.form.layout import SHEET
from shuangkong.ledger import begin
from shuangkong.ledger.status import status
from shuangkong.ledger.submit import submit

from tests.intake.test_forms import form_of, sound

PLAN = "hebei-13fyp"


def filled(hebei, path, remark, cell="K19"):
    form_of(hebei, "130100", path, sound())
    book = openpyxl.load_workbook(path)
    book[SHEET]["I19"].value = -59.7
    book[SHEET][cell].value = remark
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("remark", "cell", "word"),
    [
        ("当年关停两家大户", "K19", "已报"),
        ("当年关停两家大户", "K18", "须说明"),
        ("暂缺", "K19", "须说明"),
        ("　", "K19", "须说明"),
        (".", "K19", "须说明"),
        ("- 。（1）", "K19", "须说明"),
    ],
)
def test_the_state_follows_in_a_folder_and_in_a_ledger(hebei, tmp_path, remark, cell, word):
    path = filled(hebei, tmp_path / "石家庄市.xlsx", remark, cell)
    report = api.check(PLAN, 2020, path)
    (doubt,) = [f for f in report.findings if f.kind == "SK-C001"]
    assert doubt.severity.chinese == ("提示" if word == "已报" else "须说明")
    assert (f"备注中已说明：{remark}" in doubt.mend) is (word == "已报")
    rows = {row.entity.code: row.word for row in api.standings(PLAN, 2020, report)}
    assert rows["130100"] == word

    workspace = tmp_path / "台账"
    begin.init(workspace, PLAN, by="王")
    submit(workspace, [path], 2020, by="王")
    kept = {row.entity.code: row.word for row in status(workspace, 2020).rows}
    assert kept["130100"] == word


def test_what_must_be_corrected_is_not_explained_away(hebei, tmp_path):
    path = form_of(hebei, "130100", tmp_path / "石家庄市.xlsx", sound() | {("gdp", 2020): "99"})
    book = openpyxl.load_workbook(path)
    book[SHEET]["K8"].value = "确实如此"
    book.save(path)
    grave = [f for f in api.check(PLAN, 2020, path).findings if f.must_be_mended]
    assert [f.kind for f in grave] == ["SK-C103"]


def test_the_desk_shows_the_reason_and_asks_for_none(hebei, tmp_path):
    path = filled(hebei, tmp_path / "石家庄市.xlsx", "当年关停两家大户")

    found = looked_at(hebei, 2020, path.name, {path.name: path.read_bytes()}, "130100")

    (doubt,) = [one for one in found.findings if one.id == "SK-C001"]
    assert doubt.severity.chinese == "提示"
    assert "备注中已说明：当年关停两家大户" in doubt.mend
    assert not found.soft


def test_no_reason_is_asked_for_in_rows_that_a_city_is_not_asked_for(hebei, tmp_path, monkeypatch):
    path = form_of(hebei, "130100", tmp_path / "石家庄市.xlsx", sound())
    book = openpyxl.load_workbook(path)
    book[SHEET]["I19"].value = "暂缺"
    book.save(path)
    (said,) = [f for f in api.check(PLAN, 2020, path).findings if f.kind == "SK-C104"]
    # a form of before, with a row that its city has no business with any more
    asked = forms.asked_of
    fewer = lambda *of: tuple(one for one in asked(*of) if one.name not in said.why)  # noqa: E731
    monkeypatch.setattr(forms, "asked_of", fewer)
    assert "SK-C104" not in {f.kind for f in api.check(PLAN, 2020, path).findings}
