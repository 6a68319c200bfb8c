"""Ground truth of real tables that nobody here wrote, and of their synthetic twins.

The real ones lie beside the checkout, not in it; the twins (`twins.py`) are tested everywhere.
"""

import pytest
from shuangkong.intake import read_submissions

from tests.intake.conftest import REAL
from tests.intake.twins import twins

METERS = "Total consumption: All meters"
TRUTH = [
    # file, sheet, cell, value, entity, indicator, period, unit
    ("03_", "Sheet1", "H7", 224681.99, None, "消费总量", "2005", "万吨标准煤"),
    ("03_", "Sheet1", "J7", 265582.99, None, "消费总量", "2007", "万吨标准煤"),
    ("03_", "Sheet1", "J9", 190167.294898653, None, "工业", "2007", "万吨标准煤"),
    ("03_", "Sheet1", "J38", 47774.36823838166, None,
     "黑色金属冶炼及压延加工业", "2007", "万吨标准煤"),
    ("07_", "分省年度数据", "B6", 14104.28, "天津市", "地区生产总值", "2019", "亿元"),
    ("07_", "分省年度数据", "D6", 18549.19, "天津市", "地区生产总值", "2017", "亿元"),
    ("07_", "分省年度数据", "F14", 70116.38, "江苏省", "地区生产总值", "2015", "亿元"),
    ("10_", "csv", "K6", 10889.2, "天津市", "地区生产总值", "2015", "亿元"),
    ("10_", "csv", "B5", 49670.2, "北京市", "地区生产总值", "2024", "亿元"),
    ("26_", "2015", "J96", 6419.886124693911, "Leeds", METERS, "2015", "GWh"),
    ("26_", "2021", "J156", 8236.654822948443, "Birmingham", METERS, "2021",
     "GWh"),
    ("28_", "2022", "C5", 563.41, "全市", "年末常住人口", "2022", "万人"),
    ("28_", "2022", "D5", 0.31, "全市", "年末常住人口 比2021年", "2022", "%"),
    ("28_", "2008", "C5", 573.73, "全市", "年末常住人口", "2008", "万人"),
    ("30_", "csv", "O29", 261369.0, None, "能源消费总量", "2005", None),
    ("30_", "csv", "O34", 360648.0, None, "能源消费总量", "2010", None),
    ("31_", "csv", "C29", 1215.29213235, None, "国内生产总值指数", "2005", "1978年=100"),
    ("31_", "csv", "C34", 2071.78297722, None, "国内生产总值指数", "2010", "1978年=100"),
]  # fmt: skip
TWINS = [
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
    ("03_", "Sheet1", "A5", "表头"),
    ("07_", "分省年度数据", "A2", "标题或单位说明"),
    ("10_", "csv", "A2", "标题或单位说明"),
    ("26_", "2015", "D156", "备注"),
    ("26_", "2015", "C7", "行标签"),
    ("28_", "2008", "C3", "表头"),
    ("30_", "csv", "A29", "行标签"),
    ("31_", "csv", "C1", "表头"),
]
TWIN_LABELS = [
    ("03_", "数据", "A5", "表头"),
    ("07_", "数据", "A2", "标题或单位说明"),
    ("10_", "csv", "A2", "标题或单位说明"),
    ("26_", "2015", "D8", "备注"),
    ("28_", "2008", "C3", "表头"),
    ("30_", "csv", "A4", "行标签"),
    ("31_", "csv", "C1", "表头"),
]


@pytest.fixture(scope="module")
def real():
    if not REAL.is_dir():
        pytest.skip("the folder ../shared/real-tables is not beside this checkout")
    return _read([p for p in sorted(REAL.iterdir()) if p.suffix != ".md"])


@pytest.fixture(scope="module")
def twin(tmp_path_factory):
    folder = tmp_path_factory.mktemp("孪生")
    for name, data in twins().items():
        (folder / name).write_bytes(data)
    return _read(sorted(folder.iterdir()))


@pytest.fixture(params=["twin", "real"])
def readings(request):
    return request.getfixturevalue(request.param)


def _read(paths):
    reading = read_submissions(None, paths, None)
    assert not reading.findings
    return reading.files


def sheet_of(readings, file, sheet):
    reading = next(r for r in readings if r.name.startswith(file))
    return next(s for s in reading.sheets if s.sheet.name == sheet)


def _as_it_is(readings, row):
    file, sheet, cell, value, entity, indicator, period, unit = row
    facts = sheet_of(readings, file, sheet).facts
    fact = next(f for f in facts if f.cell.cell.address == cell)
    assert float(fact.number) == value
    assert (fact.entity, fact.period, fact.unit) == (entity, period, unit)
    assert fact.indicator.replace(" ", "") == indicator.replace(" ", "")


@pytest.mark.parametrize("row", TRUTH, ids=[f"{r[0]}{r[1]}!{r[2]}" for r in TRUTH])
def test_ground_truth_cells(real, row):
    _as_it_is(real, row)


@pytest.mark.parametrize("row", TWINS, ids=[f"{r[0]}{r[1]}!{r[2]}" for r in TWINS])
def test_cells_of_twins(twin, row):
    _as_it_is(twin, row)


def _no_figure(readings, row):
    file, sheet, cell, why = row
    reading = sheet_of(readings, file, sheet)
    address = next(c for c in reading.sheet.cells if c.address == cell)
    assert reading.left[address.row, address.col] == why


@pytest.mark.parametrize("row", LABELS, ids=[f"{r[0]}{r[1]}!{r[2]}" for r in LABELS])
def test_labels_and_notes_are_no_figures(real, row):
    _no_figure(real, row)


@pytest.mark.parametrize("row", TWIN_LABELS, ids=[f"{r[0]}{r[1]}!{r[2]}" for r in TWIN_LABELS])
def test_labels_and_notes_of_twins_are_no_figures(twin, row):
    _no_figure(twin, row)


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
