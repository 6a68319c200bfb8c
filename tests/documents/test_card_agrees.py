"""A workbook says of one verdict the same in all its sheets, also when it is computed again."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from shuangkong.assess.assess import assess
from shuangkong.assess.judgement import Outcome
from shuangkong.assess.result import Assessment
from shuangkong.documents.figures import Figures
from shuangkong.documents.letters.sentences import judgement_words
from shuangkong.documents.scorecard import scorecard
from shuangkong.documents.xlsx import write_book
from shuangkong.vocabulary import Form, View

from tests.assess.conftest import a_plan, a_target, amount, figures
from tests.documents.recalc import differences

CLOSE = {
    "cut of 1 %": (Form.REDUCE_BY, "1%", 20_000_000_000, 19_800_000_001),
    "cut of 1 %, reached": (Form.REDUCE_BY, "1%", 20_000_000_000, 19_800_000_000),
    "rise of 0.5 %": (Form.RAISE_BY, "0.5%", 20_000_000_000, 20_099_999_999),
    "more than a little": (Form.MORE_THAN, "0.000005 万吨", 1, 0.00000500000000001),
    "cap": (Form.AT_MOST, "1000000000 万吨", 1, 1_000_000_000.000001),
    "cap, kept": (Form.AT_MOST, "1133.1 万吨", 1000, 1133.1),
    "cut by an amount": (Form.CUT_BY, "0.3 万吨", 1_000_000.1, 999_999.8),
    "beyond a sheet": (Form.REDUCE_BY, "1%", 2_000_000_000_000_000, 1_980_000_000_000_001),
}


#: How a sheet says met and not met.
SAID = ("√", "×", "成立")


def assessed(form: Form, value: str, base: float, reached: float) -> Assessment:
    plan = a_plan(a_target(indicator="level", form=form, value=amount(value)))
    return assess(plan, 2020, figures({("level", 2015): base, ("level", 2020): reached}))


def written(assessment: Assessment, folder: Path) -> Path:
    path = folder / "评分卡.xlsx"
    path.write_bytes(write_book(scorecard(assessment, assessment.results["130500"])))
    return path


@pytest.mark.parametrize("name", CLOSE)
def test_every_sheet_says_the_same_of_a_close_verdict(name: str, tmp_path: Path) -> None:
    assessment = assessed(*CLOSE[name])
    path = written(assessment, tmp_path)
    book: Any = openpyxl.load_workbook(path, data_only=True)

    told = {
        judgement.view: judgement.outcome is Outcome.MET
        for judgement in assessment.results["130500"].judgements
        if judgement.outcome in (Outcome.MET, Outcome.NOT_MET)
    }
    marks = [
        str(cell.value)
        for row in book["计算过程"].iter_rows()
        for cell in row
        if str(cell.value).startswith(("√", "×"))
    ]
    on_card = [
        str(cell.value)
        for row in book["评分卡"].iter_rows()
        for cell in row
        if str(cell.value).startswith(("√", "×"))
    ]

    assert View.FINAL in told
    assert [mark[0] == "√" for mark in marks] == list(told.values())
    assert sorted(mark[0] for mark in on_card) == sorted(mark[0] for mark in marks)
    # a margin may differ by what floats are off; what it is called may not
    again = [found.rpartition(": ")[2] for found in differences(path)]
    assert [found for found in again if any(word in found for word in SAID)] == []


def test_what_no_sheet_can_tell_apart_stands_until_something_is_changed(tmp_path: Path) -> None:
    assessment = assessed(*CLOSE["beyond a sheet"])
    book: Any = openpyxl.load_workbook(written(assessment, tmp_path))

    noted = [row[3] for row in book["计算过程"].iter_rows() if row[3].comment]

    assert noted
    assert all("精确计算" in cell.comment.text for cell in noted)
    assert all(cell.value.startswith("=IF('填报数据'!$D$") for cell in noted)
    assert all(cell.value.split("=0,")[1].startswith('"不成立"') for cell in noted)


def test_percentage_points_are_called_that_as_in_letters(tmp_path: Path) -> None:
    assessment = assessed(Form.RAISE_BY_POINTS, "3 个百分点", 0.2, 0.2235)
    (verdict,) = (j for j in assessment.results["130500"].judgements if j.view is View.FINAL)
    row = judgement_words(verdict, Figures(), assessment)
    assert (row["单位"], row["实际数"]) == ("百分点", "2.35")

    path = written(assessment, tmp_path)
    book: Any = openpyxl.load_workbook(path, data_only=True)

    card, steps = book["评分卡"], book["计算过程"]
    (told,) = (r for r in card.iter_rows() if r[2].value == verdict.clock)
    assert told[3].value == "百分点"
    assert [cell.value for cell in told[4:6]] == [3, 2.35]
    assert all(cell.number_format == '#,##0.00"百分点"' for cell in told[4:6])
    units = {r[1].value: r[4].value for r in steps.iter_rows()}
    assert units["累计提高"] == "百分点"
    assert differences(path) == []
