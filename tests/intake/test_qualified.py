"""Words beside an indicator's name by which the figure is another one are heard."""

import pytest
from shuangkong.intake import read_submissions

from tests.intake.sheets import workbook


def found(hebei, tmp_path, rows):
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook({"表": rows}))
    reading = read_submissions(hebei, path, 2020)
    taken = {
        row["cell"]: (row["indicator"], row["value"])
        for row in reading.observations.iter_rows(named=True)
    }
    said = [(f.kind, f.place.cell) for f in reading.findings if f.kind.startswith("SK-I2")]
    return taken, said, reading


def beside(word):
    return [
        ["2020年唐山市"],
        ["指标", "计量单位", f"2020年{word}"],
        ["全社会用电量", "亿千瓦时", 900],
    ]


@pytest.mark.parametrize(
    "word",
    [
        *("目标", "计划数", "预计", "下达数", "上年同期", "位次", "人均", "最大值", "差额"),
        *("规上工业", "第二产业", "剩余空间", "完成进度", "修订前", "节能量"),
    ],
)
def test_another_figure_in_the_row_of_an_indicator_is_not_its_own(hebei, tmp_path, word):
    taken, said, _ = found(hebei, tmp_path, beside(word))
    assert (taken, said) == ({}, [("SK-I271", "C3")])


@pytest.mark.parametrize("word", ["实际", "完成情况", "绝对额", "合计", "核定数", "年末数"])
def test_words_that_say_nothing_more_are_no_matter(hebei, tmp_path, word):
    taken, said, _ = found(hebei, tmp_path, beside(word))
    assert (taken, said) == ({"C3": ("electricity", 900)}, [])


def test_words_that_nobody_knows_are_told(hebei, tmp_path):
    taken, said, reading = found(hebei, tmp_path, beside("甲口径"))
    assert (taken, said) == ({"C3": ("electricity", 900)}, [("SK-I211", "C3")])
    assert any("甲口径" in f.why for f in reading.findings)


@pytest.mark.parametrize(
    ("over", "asked"), [("规模以上工业", True), ("用电控制目标", True), ("一、能源", False)]
)
def test_what_stands_over_the_name_counts_too(hebei, tmp_path, over, asked):
    rows = [
        ["2020年唐山市"],
        ["指标", "计量单位", "数值"],
        [over],
        ["全社会用电量", "亿千瓦时", 900],
    ]
    expected = ({}, [("SK-I271", "C4")]) if asked else ({"C4": ("electricity", 900)}, [])
    assert found(hebei, tmp_path, rows)[:2] == expected
    across = [
        ["2020年"],
        ["地区", over, None, "地区生产总值（2015年可比价，亿元）"],
        [None, "全社会用电量（亿千瓦时）", "煤炭消费总量（万吨）"],
        ["唐山市", 900, 5000, 7000],
    ]
    taken, said, _ = found(hebei, tmp_path, across)
    assert ("B4" in taken, ("SK-I271", "B4") in said) == (not asked, asked)


def test_level_and_growth_under_one_name(hebei, tmp_path):
    rows = [
        ["2020年各市用能"],
        ["地区", "能源消费总量", None, "全社会用电量", None],
        [None, "绝对额（万吨标准煤，等价值）", "增速（%）", "总量（亿千瓦时）", "比上年±%"],
        ["唐山市", 8000, 1.5, 900, 2.1],
    ]
    taken, said, reading = found(hebei, tmp_path, rows)
    assert taken == {
        "B4": ("energy_total", 8000),
        "C4": ("energy_total_growth", 1.5),
        "D4": ("electricity", 900),
    }
    assert said == [("SK-I212", "E4")]  # called by a name and more: told, not dropped
    assert "比上年±%" in next(f.why for f in reading.findings if f.kind == "SK-I212")


def test_all_columns_that_were_not_taken_are_told(hebei, tmp_path):
    rows = [
        ["2020年各市用能"],
        ["地区", "全社会用电量（亿千瓦时）", None, None, None, None],
        [None, "年度目标", "今年实际", "实际完成", "完成率", "去年实际"],
        ["唐山市", 905, 901, 900, "99.4%", 890],
        ["保定市", 405, 401, 400, "99.3%", 390],
    ]
    taken, said, reading = found(hebei, tmp_path, rows)
    assert taken == {"D4": ("electricity", 900), "D5": ("electricity", 400)}
    assert said == [("SK-I212", "B4")]
    (told,) = [f for f in reading.findings if f.kind == "SK-I212"]
    cells = ["B4", "C4", "E4", "F4", "B5", "C5", "E5", "F5"]
    assert [one.cell for one in told.marks] == cells
    assert f"（8 格：{'、'.join(cells)}）" in told.why
    for name in ("年度目标", "今年实际", "完成率", "去年实际"):
        assert f"“全社会用电量 {name}”" in told.why


def test_the_version_over_a_column_is_that_of_its_figures(hebei, tmp_path):
    _, _, reading = found(hebei, tmp_path, beside("快报"))
    (row,) = reading.observations.iter_rows(named=True)
    assert (row["vintage"], row["authority"]) == ("快报", "核定")
    _, _, reading = found(hebei, tmp_path, beside("自报数"))
    assert reading.observations["authority"].to_list() == ["自报"]


LONG = ["考核对象", "指标", "期间", "数值", "单位"]
ROW = ["唐山市", "全社会用电量", "2020", 900, "亿千瓦时"]


@pytest.mark.parametrize(
    ("head", "cell", "asked"),
    [
        ("数据类型", "目标", True),
        ("口径", "规上工业", True),
        ("备注", "上年同期", True),
        ("备注", "目标已完成，居民用电增长快", False),
        ("数据来源", "企业", False),
        ("数据类型", "实际", False),
    ],
)
def test_a_column_that_nothing_is_read_from_may_say_that_it_is_another(
    hebei, tmp_path, head, cell, asked
):
    long_ = [[*LONG, head], [*ROW, cell]]
    wide = [["地区", "年份", "全社会用电量（亿千瓦时）", head], ["唐山市", 2020, 900, cell]]
    for rows, at in ((long_, "D2"), (wide, "C2")):
        taken, said, _ = found(hebei, tmp_path, rows)
        expected = ({}, [("SK-I271", at)]) if asked else ({at: ("electricity", 900)}, [])
        assert (taken, said) == expected


@pytest.mark.parametrize(
    ("title", "name", "asked"),
    [
        ("2020年各市能耗双控目标", "表", True),
        ("2020年节能任务分解表", "表", True),
        ("2020年目标完成情况", "表", False),
        ("2020年用电情况及下年目标", "表", False),
        ("", "2020年目标", True),
        ("", "2020年预测", True),
        ("", "2020年", False),
    ],
)
def test_a_table_of_targets_by_its_title_or_sheet(hebei, tmp_path, title, name, asked):
    path = tmp_path / "表.xlsx"
    rows = [["地区", "全社会用电量（亿千瓦时）"], ["唐山市", 900]]
    path.write_bytes(workbook({name: [[title], *rows] if title else rows}))
    reading = read_submissions(hebei, path, 2020)
    assert reading.observations.is_empty() == asked
    assert ("SK-I271" in {f.kind for f in reading.findings}) == asked


def test_nothing_taken_is_still_said_when_names_were_recognised(hebei, tmp_path):
    rows = [["全社会用电量（亿千瓦时）"], ["地区", "2020年1—11月"], ["唐山市", 900]]
    _, said, reading = found(hebei, tmp_path, rows)
    assert said == [("SK-I212", "B3")]
    assert "SK-I031" in {f.kind for f in reading.findings}  # 须更正


def test_a_version_in_a_bracket_leaves_the_title_its_name(hebei, tmp_path):
    rows = [
        ["全社会用电量（亿千瓦时）"],
        ["地区", "2019年", "2020年（快报）"],
        ["唐山市", 800, 900],
    ]
    taken, said, reading = found(hebei, tmp_path, rows)
    assert (taken, said) == ({"B3": ("electricity", 800), "C3": ("electricity", 900)}, [])
    assert reading.observations["vintage"].to_list() == [None, "快报"]


@pytest.mark.parametrize("units", [("万tce", "亿kWh"), ("万吨标准煤", "亿千瓦时")])
def test_counted_units_in_latin_letters_are_units(hebei, tmp_path, units):
    rows = [
        ["2020年"],
        ["地区", "能源消费总量", "用电量"],
        ["单位", *units],
        ["唐山市", 8000, 900],
    ]
    taken, _, _ = found(hebei, tmp_path, rows)
    assert taken == {"B4": ("energy_total", 8000), "C4": ("electricity", 900)}


@pytest.mark.parametrize(
    ("word", "taken"),
    [
        *(("2020年目标", False), ("2020年预计", False), ("2020年比2019年增长%", False)),
        *(("2020(E)", False), ("2020年末", True), ("2020年实际", True), ("2020年（快报）", True)),
    ],
)
def test_words_in_a_column_of_years_are_heard(hebei, tmp_path, word, taken):
    rows = [["年份", "全社会用电量（亿千瓦时）"], ["2018年", 870], ["2019年", 880], [word, 900]]
    seen, said, reading = found(hebei, tmp_path, [["唐山市"], *rows])
    said += [f.kind for f in reading.findings if f.kind == "SK-I022"]
    assert ("B5" in seen, bool(said)) == (taken, not taken)
    assert {"B3", "B4"} <= set(seen)


@pytest.mark.parametrize(
    ("sheet", "title", "note", "asked"),
    [
        ("2019", "2020年各市用电", "单位：亿千瓦时", "期间"),
        ("2020年", "2020年各市用电", "单位：亿千瓦时", ""),
        ("表", "2020年用电量（亿千瓦时）", "单位：万千瓦时", "单位"),
        ("表", "2020年用电量（亿千瓦时）", "单位：亿度", ""),
    ],
)
def test_what_stands_around_a_table_and_contradicts_is_asked(
    hebei, tmp_path, sheet, title, note, asked
):
    path = tmp_path / "表.xlsx"
    rows = [[title], [note], ["地区", "全社会用电量"], ["唐山市", 900]]
    path.write_bytes(workbook({sheet: rows}))
    reading = read_submissions(hebei, path, 2020)
    assert reading.observations.is_empty() == bool(asked)
    why = [f.why for f in reading.findings if f.kind == "SK-I271"]
    assert [asked in one for one in why] == [True] * bool(asked)


def test_a_sheet_of_another_place_than_its_title_is_asked(hebei, tmp_path):
    rows = [["石家庄市用电"], ["年份", "全社会用电量（亿千瓦时）"], [2019, 470], [2020, 480]]
    path = tmp_path / "表.xlsx"
    for sheet, taken in (("唐山市", 0), ("石家庄市", 2), ("用电", 2)):
        path.write_bytes(workbook({sheet: rows}))
        reading = read_submissions(hebei, path, 2020)
        assert reading.observations.height == taken
        assert ("SK-I271" in {f.kind for f in reading.findings}) == (not taken)
