"""Ground truth of the synthetic twins of tables as they are published (`twins.py`)."""

import pytest
from shuangkong.intake import read_submissions

from tests.intake.twins import twins

METERS = "Total consumption: All meters"
TRUTH = [
    ("03_", "数据", "C7", 100.95, None, "消费总量", "1995", "万吨标准煤"),
    ("03_", "数据", "E9", 300.05, None, "工业", "2005", "万吨标准煤"),
    ("03_", "数据", "G11", 500.07, None,
     "黑色金属冶炼及压延加工业", "2007", "万吨标准煤"),
    ("07_", "数据", "B6", 2001.9, "天津市", "地区生产总值", "2019", "亿元"),
    ("07_", "数据", "D8", 4001.7, "内蒙古自治区", "地区生产总值", "2017", "亿元"),
    ("10_", "csv", "K6", 2001.5, "天津市", "地区生产总值", "2015", "亿元"),
    ("10_", "csv", "B5", 1002.4, "北京市", "地区生产总值", "2024", "亿元"),
    ("26_", "2015", "H8", 2.315, "Leeds", METERS, "2015", "GWh"),
    ("26_", "2021", "H8", 2.321, "Leeds", METERS, "2021", "GWh"),
    ("28_", "2022", "C5", 522, "全市", "年末常住人口", "2022", "万人"),
    ("28_", "2022", "D5", 0.31, "全市", "年末常住人口 比2021年", "2022", "%"),
    ("28_", "2008", "F5", 9, "空港经济区", "年末常住人口", "2008", "万人"),
    ("28_", "2008", "G5", 10, "普宁市", "年末常住人口", "2008", "万人"),
    ("30_", "csv", "D4", 3005, None, "能源消费总量", "2005", None),
    ("30_", "csv", "D6", 4260, None, "能源消费总量", "2014", None),
    ("31_", "csv", "C5", 2010, None, "国内生产总值指数", "2010", "1978年=100"),
]  # fmt: skip
LABELS = [
    ("03_", "数据", "A5", "表头"),
    ("07_", "数据", "A2", "标题或单位说明"),
    ("10_", "csv", "A2", "标题或单位说明"),
    ("26_", "2015", "D8", "备注"),
    ("28_", "2008", "C3", "表头"),
    ("30_", "csv", "A4", "行标签"),
    ("31_", "csv", "C1", "表头"),
]


@pytest.fixture(scope="module")
def readings(tmp_path_factory):
    folder = tmp_path_factory.mktemp("孪生")
    for name, data in twins().items():
        (folder / name).write_bytes(data)
    return _read(sorted(folder.iterdir()))


def _read(paths):
    reading = read_submissions(None, paths, None)
    assert not reading.findings
    return reading.files


def sheet_of(readings, file, sheet):
    reading = next(r for r in readings if r.name.startswith(file))
    return next(s for s in reading.sheets if s.sheet.name == sheet)


@pytest.mark.parametrize("row", TRUTH, ids=[f"{r[0]}{r[1]}!{r[2]}" for r in TRUTH])
def test_ground_truth_cells(readings, row):
    file, sheet, cell, value, entity, indicator, period, unit = row
    facts = sheet_of(readings, file, sheet).facts
    fact = next(f for f in facts if f.cell.cell.address == cell)
    assert float(fact.number) == value
    assert (fact.entity, fact.period, fact.unit) == (entity, period, unit)
    assert fact.indicator.replace(" ", "") == indicator.replace(" ", "")


@pytest.mark.parametrize("row", LABELS, ids=[f"{r[0]}{r[1]}!{r[2]}" for r in LABELS])
def test_labels_and_notes_are_no_figures(readings, row):
    file, sheet, cell, why = row
    reading = sheet_of(readings, file, sheet)
    address = next(c for c in reading.sheet.cells if c.address == cell)
    assert reading.left[address.row, address.col] == why


def test_what_a_table_does_not_say_is_asked_for(readings):
    facts = sheet_of(readings, "30_", "csv").facts
    assert {fact.sure for fact in facts} == {"低"}
    assert all(fact.unit is None and fact.entity is None for fact in facts)


def test_no_cell_is_lost(readings):
    for reading in readings:
        for sheet in reading.sheets:
            cells = {(c.row, c.col) for c in sheet.sheet.cells if c.text.strip()}
            facts = {(f.cell.row, f.cell.col) for f in sheet.facts}
            blank = {p for p in cells - facts - set(sheet.left) if not _seen(sheet, p)}
            assert cells - facts - set(sheet.left) == blank


def _seen(sheet, place):
    return bool(sheet.sheet.at[place].text.strip("\u3000\xa0 \n\t"))
