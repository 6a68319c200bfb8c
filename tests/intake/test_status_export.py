"""Who has submitted what, in each format that an office passes on: the same rows in all."""

import csv
import io
import json

import openpyxl
import pytest
from shuangkong.errors import Misuse
from shuangkong.intake.status import EntityForms, cells, heads
from shuangkong.intake.status_export import exported
from shuangkong.reporting import ReportState


@pytest.fixture
def rows(hebei):
    cities = [e for e in hebei.entities.values() if e.kind == "city"][:2]
    return [
        EntityForms(cities[0], ReportState.TO_CORRECT, ("=A1.xlsx",), 3, 2, 1, "2020-03-01"),
        EntityForms(cities[1], ReportState.MISSING, (), 0, 0, 0),
    ]


def test_csv_has_the_rows_and_no_formula(rows, tmp_path):
    path = tmp_path / "报送.csv"
    assert exported(rows, 2020, "csv", path) == ""
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert read[0] == list(heads(2020))
    assert [line[0] for line in read[1:]] == [row.entity.name for row in rows]
    assert not any(cell.startswith("=") for line in read for cell in line)


def test_printed_csv_is_the_written_one_without_its_mark(rows, tmp_path):
    path = tmp_path / "报送.csv"
    exported(rows, 2020, "csv", path)
    printed = exported(rows, 2020, "csv", None)
    assert path.read_bytes().decode("utf-8-sig") == printed + "\n"


def test_json_says_the_year_or_the_part_of_it(rows):
    whole = json.loads(exported(rows, 2020, "json", None))
    part = json.loads(exported(rows, 202006, "json", None))
    assert (whole["year"], "period" in whole) == (2020, False)
    assert (part["year"], part["period"]) == (2020, "2020-06")
    assert [one["name"] for one in whole["entities"]] == [row.entity.name for row in rows]
    assert [one["figures"] for one in whole["entities"]] == [3, 0]


def test_a_workbook_has_numbers_as_numbers(rows, tmp_path):
    path = tmp_path / "报送.xlsx"
    assert exported(rows, 2020, "xlsx", path) == ""
    page = openpyxl.load_workbook(path)["报送情况"]
    lines = list(page.iter_rows(values_only=True))
    assert lines[0][0] == "2020年度报送情况"
    assert list(lines[2]) == list(heads(2020))
    for line, row in zip(lines[3:], rows, strict=True):
        assert ["" if value is None else str(value) for value in line] == list(cells(row))
        assert all(isinstance(value, int) for value in line[2:5])


def test_a_workbook_is_written_to_a_file(rows):
    with pytest.raises(Misuse, match="--output"):
        exported(rows, 2020, "xlsx", None)


def test_words_are_those_of_the_terminal(rows):
    printed = exported(rows, 2020, "text", None)
    assert all(row.entity.name in printed for row in rows)
