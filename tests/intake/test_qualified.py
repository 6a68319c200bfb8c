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


def test_the_version_over_a_column_is_that_of_its_figures(hebei, tmp_path):
    _, _, reading = found(hebei, tmp_path, beside("快报"))
    (row,) = reading.observations.iter_rows(named=True)
    assert (row["vintage"], row["authority"]) == ("快报", "核定")
    _, _, reading = found(hebei, tmp_path, beside("自报数"))
    assert reading.observations["authority"].to_list() == ["自报"]


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
