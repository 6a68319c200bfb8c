from decimal import Decimal as D
from pathlib import Path

import openpyxl
import pytest
from shuangkong import resources
from shuangkong.declarations.load import load
from shuangkong.documents.measures import COLUMNS, MeasureEntry, write_measures_workbook

from tests.documents import small


@pytest.fixture
def path(tmp_path: Path) -> Path:
    declared = small.declarations()
    target = tmp_path / "评分" / "措施.xlsx"
    write_measures_workbook(
        declared,
        declared.schemes["demo-2019"],
        2019,
        target,
        {("A", "measures", "1"): MeasureEntry(D("18.5"), "张三", "=会议纪要")},
        synthetic=True,
    )
    return target


def test_the_hidden_sheet_says_what_it_is(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["shuangkong"]

    meta = {row[0].value: row[1].value for row in sheet.iter_rows()}

    assert sheet.sheet_state == "veryHidden"
    assert meta == {
        "role": "measures",
        "plan": "demo",
        "year": "2019",
        "scheme": "demo-2019",
        "verification": "synthetic",
    }


def test_one_row_per_city_and_part(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["措施评分"]

    header = [c.value for c in sheet[4]]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=5)]

    assert tuple(header) == COLUMNS
    assert len(rows) == 6
    assert rows[0] == [
        "A",
        "青松市",
        "节能措施",
        "节能措施落实情况",
        "节能工作组织领导",
        20,
        18.5,
        "张三",
        "=会议纪要",
        "measures",
        "1",
    ]
    assert rows[1][6] is None


def test_evidence_is_text_and_not_a_formula(path: Path) -> None:
    assert openpyxl.load_workbook(path)["措施评分"]["I5"].data_type == "s"


def test_points_are_limited_to_what_the_part_is_worth(path: Path) -> None:
    rules = openpyxl.load_workbook(path)["措施评分"].data_validations.dataValidation

    limits = {str(r.sqref): (float(r.formula1), float(r.formula2)) for r in rules}

    assert limits["G5"] == (0, 20)
    assert limits["G6"] == (0, 40)


def test_invented_points_say_so_in_the_title(path: Path) -> None:
    assert "示例" in openpyxl.load_workbook(path)["措施评分"]["A1"].value


def test_the_same_input_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    declared = small.declarations()
    again = tmp_path / "again.xlsx"

    write_measures_workbook(
        declared,
        declared.schemes["demo-2019"],
        2019,
        again,
        {("A", "measures", "1"): MeasureEntry(D("18.5"), "张三", "=会议纪要")},
        synthetic=True,
    )

    assert again.read_bytes() == path.read_bytes()


def test_the_shipped_workbook_of_measures_is_worded_as_new_ones_are(tmp_path: Path) -> None:
    samples = resources.samples() / "hebei-13fyp"
    plan = load(resources.targets() / "hebei-13fyp")
    fresh = tmp_path / "新.xlsx"
    write_measures_workbook(plan, plan.schemes["notice-36"], 2020, fresh, {}, synthetic=True)

    assert texts_of(fresh) <= texts_of(samples / "措施评分_2020_示例.xlsx")


def texts_of(path: Path) -> set[str]:
    sheets = openpyxl.load_workbook(path).worksheets
    return {str(c.value) for s in sheets for row in s.iter_rows() for c in row if c.value}
