"""A table that leaves something open: read where it is certain, else told what would settle it."""

import pytest
from shuangkong.intake import read_submissions
from shuangkong.intake.layouts import parse_layout
from shuangkong.intake.words import split_unit

CITIES = "石家庄市,500.3,{0}\n唐山市,800.8,{0}\n"


def said_of(plan, tmp_path, text, name="表.csv", layout=None):
    (tmp_path / name).write_text(text, encoding="utf-8")
    layouts = [] if layout is None else [parse_layout(layout, "x.layout.yaml")]
    reading = read_submissions(plan, tmp_path / name, 2020, layouts)
    columns = ("indicator", "period", "value", "cell")
    return reading.observations.select(columns).rows(), reading.findings


@pytest.mark.parametrize(
    "label",
    [
        "单位GDP能耗增(+)减(-)%",
        "单位GDP能耗上升（+）或下降（－）（%）",
        "单位GDP能耗增（+）、减（-）(%)",
        "单位GDP能耗升(+)降(-)%",
    ],
)
def test_a_change_with_the_sign_of_each_way_is_one(hebei, tmp_path, label):
    text = f"2020年\n地区,全社会用电量（亿千瓦时）,{label}\n" + CITIES.format("-3.2")
    taken, _ = said_of(hebei, tmp_path, text)
    assert ("energy_intensity_change", "2020", -3.2, "C3") in taken
    assert len(taken) == 4


def test_signs_are_taken_off_the_ends_of_a_label_only():
    assert split_unit("用电量增(+)减(-)%") == ("用电量上升或下降", "%")
    assert split_unit("增(+)减(-)") == ("上升或下降", None)
    assert split_unit("氧(+)") == ("氧(+)", None)


def test_what_is_of_a_month_and_what_of_the_year_is_said_with_the_line_that_takes_it(
    hebei, tmp_path
):
    text = "2020年12月各市全社会用电量（亿千瓦时）\n地区,本月,本月止累计\n" + CITIES.format(5000)
    taken, findings = said_of(hebei, tmp_path, text)
    assert taken == []
    (one,) = (f for f in findings if f.kind == "SK-I031")
    assert "12月的累计才是全年的数" in one.why
    assert "只给累计那一列写 indicator: electricity 和 period" in one.why

    layout = 'headers:\n  - {says: 本月止累计, indicator: electricity, period: "2020"}\n'
    taken, _ = said_of(hebei, tmp_path, text, layout=layout)
    assert [row[2:] for row in taken] == [(5000.0, "C3"), (5000.0, "C4")]


def test_the_month_beside_the_year_is_said_under_an_indicator_too(hebei, tmp_path):
    head = ",全社会用电量（亿千瓦时）,\n地区,本月,本月止累计\n"
    taken, findings = said_of(hebei, tmp_path, f"2020年\n{head}" + CITIES.format(5000))
    assert taken == []
    assert any("12月的累计才是全年的数" in f.why for f in findings if f.kind == "SK-I212")


@pytest.mark.parametrize(
    ("title", "indicator"),
    [
        ("“十三五”能源消费总量（万吨标准煤）", "energy_total"),
        ("“十三五”能源消费总量增速（%）", "energy_total_growth"),
        ("“十三五”单位GDP能耗下降率（%）", None),
    ],
)
def test_a_title_that_says_more_names_the_line_that_reads_it(hebei, tmp_path, title, indicator):
    text = f"{title}\n地区,2019年,2020年\n" + CITIES.format(4)
    taken, findings = said_of(hebei, tmp_path, text)
    assert taken == []
    (one,) = (f for f in findings if f.kind == "SK-I031")
    assert (f"写 indicator: {indicator} 即可" in one.why) is (indicator is not None)
    if indicator is not None:
        layout = f"indicator: {indicator}\n"
        assert len(said_of(hebei, tmp_path, text, layout=layout)[0]) == 4


@pytest.mark.parametrize("name", ["2020年用电量.csv", "用电量2020.csv", "2019-2020用电量.csv"])
def test_a_year_in_the_name_of_the_file_is_asked_about(hebei, tmp_path, name):
    text = "地区,全社会用电量（亿千瓦时）\n石家庄市,500.3\n"
    taken, findings = said_of(hebei, tmp_path, text, name)
    assert taken == []
    (one,) = (f for f in findings if f.kind == "SK-I022")
    assert ("文件名里的2020年" in one.why) is ("2019" not in name)
    assert ("period: 2020" in one.why) is ("2019" not in name)
    taken, _ = said_of(hebei, tmp_path, text, name, layout="period: 2020\n")
    assert taken == [("electricity", "2020", 500.3, "B2")]


@pytest.mark.parametrize("head", ["同比增减(%)", "增(+)减(-)%", "上升或下降（%）"])
def test_a_change_without_a_name_beside_its_level_is_told(hebei, tmp_path, head):
    heads = f"地区,单位GDP能耗（吨标准煤/万元）,{head},旅游人次（万人）,同比增减(%)\n"
    rows = "石家庄市,0.53,-3.2,900,4\n唐山市,0.81,-2.1,800,5\n"
    _, findings = said_of(hebei, tmp_path, f"2020年\n{heads}{rows}")
    (one,) = (f for f in findings if f.kind == "SK-I212")
    assert one.place.cell == "C3"
    assert "万元地区生产总值能耗上升或下降" in one.why
