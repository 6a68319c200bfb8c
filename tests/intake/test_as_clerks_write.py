"""Tables as clerks write them: remarks between rows, pages, footnotes, units in the corner, parts
of a place."""

import pytest
from shuangkong.intake import read_submissions
from shuangkong.intake.words import split_unit

HEAD = "地区,全社会用电量（亿千瓦时）,煤炭消费总量（万吨）"


def received(plan, tmp_path, *lines):
    (tmp_path / "表.csv").write_text("\n".join(lines), encoding="utf-8")
    reading = read_submissions(plan, tmp_path / "表.csv", 2020)
    taken = {row["cell"]: row["value"] for row in reading.observations.iter_rows(named=True)}
    return taken, {f.place.cell: f.kind for f in reading.findings if f.must_be_mended}


@pytest.mark.parametrize("note", ["注：快报数", "备注：外购电未计", "资料来源：统计局"])
def test_a_remark_between_rows_is_no_title_of_those_below(hebei, tmp_path, note):
    lines = ["2020年", HEAD, "石家庄市,500,1400", note, "唐山市,800,2900"]
    assert received(hebei, tmp_path, *lines) == (
        {"B3": 500, "C3": 1400, "B5": 800, "C5": 2900},
        {},
    )


@pytest.mark.parametrize("page", ["第1页", "第2页，共3页", "接上页", "— 第二页 —"])
def test_a_table_goes_on_over_pages(hebei, tmp_path, page):
    lines = ["2020年", HEAD, "石家庄市,500,1400", f'"{page}"', HEAD, "唐山市,800,2900"]
    assert received(hebei, tmp_path, *lines) == (
        {"B3": 500, "C3": 1400, "B6": 800, "C6": 2900},
        {},
    )


def test_numbers_of_footnotes_stand_behind_units_too(hebei, tmp_path):
    head = "地区,全社会用电量（亿千瓦时）1),煤炭消费总量（万吨） 2）"
    lines = ["2020年", head, "石家庄市,500,1400", "唐山市2),800,2900", "1) 含外购电。"]
    assert received(hebei, tmp_path, *lines) == (
        {"B3": 500, "C3": 1400, "B4": 800, "C4": 2900},
        {},
    )


def test_a_title_with_its_unit_beside_it_stands_over_two_columns_too(hebei, tmp_path):
    lines = [
        "表1 2020年全社会用电量,单位：亿千瓦时", "地区,数值", "石家庄市,500", "唐山市,800", "",
        "表2 2020年煤炭消费总量,单位：万吨", "地区,数值", "石家庄市,1400", "唐山市,2900",
    ]  # fmt: skip
    assert received(hebei, tmp_path, *lines) == ({"B3": 500, "B4": 800, "B8": 1400, "B9": 2900}, {})


@pytest.mark.parametrize("part", ["市本级", "市辖区", "主城区", "市直"])
def test_a_part_of_a_place_is_not_the_place(hebei, tmp_path, part):
    head = "地区,口径,全社会用电量（亿千瓦时）"
    lines = ["2020年", head, f"石家庄市,{part},300", "唐山市,全市,800"]
    taken, said = received(hebei, tmp_path, *lines)
    assert (taken, set(said)) == ({"C4": 800}, {"C3"})


@pytest.mark.parametrize("part", ["市本级", "市辖区"])
def test_nor_is_it_where_the_title_says_so(hebei, tmp_path, part):
    lines = [
        f"2020年{part}全社会用电量（亿千瓦时）",
        "地区,全社会用电量",
        "石家庄市,300",
        "唐山市,800",
    ]
    taken, said = received(hebei, tmp_path, *lines)
    assert (taken, set(said)) == ({}, {"B3", "B4"})


@pytest.mark.parametrize(
    "head",
    [
        '"煤炭消费总量\n万吨"',
        "煤炭消费总量 万吨",
        "煤炭消费总量-万吨",
        "煤炭消费总量：万吨",
        "煤炭消费总量（含外购）万吨",
        "煤炭消费总量 （万吨）",
    ],
)
def test_a_unit_behind_a_name_is_its_unit(hebei, tmp_path, head):
    lines = [
        "2020年",
        f"地区,全社会用电量（亿千瓦时）,{head}",
        "石家庄市,500,1400",
        "唐山市,800,2900",
    ]
    taken, _ = received(hebei, tmp_path, *lines)
    named = "含外购" not in head
    assert sorted(taken.values()) == ([500, 800, 1400, 2900] if named else [500, 800])


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("单位GDP能耗 吨标准煤/万元", ("单位GDP能耗", "吨标准煤/万元")),
        ("能源消费总量（等价值）万吨标准煤", ("能源消费总量(等价值)", "万吨标准煤")),
        ("单位：万吨标准煤", ("单位:万吨标准煤", None)),
        ("农 户", ("农户", None)),
        ("用电量 亿 千瓦时", ("用电量亿千瓦时", None)),
        ("Coal 10000 tons", ("Coal10000tons", None)),
    ],
)
def test_what_is_behind_a_name_is_a_unit_only_as_a_whole(text, split):
    assert split_unit(text) == split


def test_a_very_long_text_is_not_searched_for_a_unit():
    text = "煤" + "-" * 30_000
    assert split_unit(text) == (text, None)
