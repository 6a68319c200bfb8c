"""Kinds of tables that used to be misread, each with an input of its own."""

import random
from decimal import Decimal

import pytest
from shuangkong.intake.leftover import left_out
from shuangkong.intake.reading import Book

from tests.intake.sheets import at, read, said


def sure(reading):
    return {fact.sure for fact in reading.facts}


# --- several columns of places ----------------------------------------------------------------


@pytest.mark.parametrize(
    "columns",
    [
        [("区域", ["北部", "北部", "南部"]), ("县区", ["临江县", "安平县", "丰水县"])],
        [("县区", ["临江县", "安平县", "丰水县"]), ("所在市", ["青山市", "青山市", "白石市"])],
        [
            ("设区市", ["青山市", "青山市", "白石市"]),
            ("县(市、区)", ["临江县", "安平县", "丰水县"]),
        ],
        [("县名", ["临江县", "安平县", "丰水县"]), ("县区类别", ["县级市", "县", "县"])],
        [("地区", ["东部", "东部", "西部"]), ("县市", ["临江县", "安平县", "丰水县"])],
    ],
)
def test_the_finest_place_is_the_entity_wherever_it_stands(columns):
    heads = [head for head, _ in columns]
    rows = [[cells[i] for _, cells in columns] + [2021, 10 + i] for i in range(3)]
    reading = read([[*heads, "年份", "用水量（万立方米）"], *rows])
    assert [f.entity for f in reading.facts] == ["临江县", "安平县", "丰水县"]
    assert sure(reading) == {"高"}
    assert at(reading, "D3").names == ("用水量",)


def test_one_place_beside_its_province_is_the_place():
    reading = read([["年", "市", "省", "煤（万吨）"], [2021, "白石市", "辽宁省", 7]])
    assert at(reading, "D2").entity == "白石市"


def test_two_columns_of_places_of_one_kind_are_asked_about():
    reading = read(
        [
            ["迁出城市", "迁入城市", "年份", "人数（万人）"],
            ["青山市", "白石市", 2020, 3],
            ["白石市", "青山市", 2020, 4],
            ["青山市", "丰水市", 2020, 5],
        ]
    )
    assert sure(reading) == {"低"}
    assert all(fact.entity is None for fact in reading.facts)
    assert "迁出城市" in at(reading, "D2").asks[0]
    assert "迁入城市" in at(reading, "D2").asks[0]


def test_a_blank_finer_place_leaves_the_coarser_and_says_so():
    reading = read(
        [
            ["省份", "城市", "2020年煤（万吨）"],
            ["辽宁省", "", 90],
            ["辽宁省", "白石市", 40],
            ["辽宁省", "青山市", 50],
        ]
    )
    assert at(reading, "C2").entity == "辽宁省"
    assert at(reading, "C2").sure == "中"
    assert at(reading, "C3").entity == "白石市"


# --- years ------------------------------------------------------------------------------------


def test_one_year_over_two_columns_is_asked_about():
    reading = read(
        [["用电量（亿千瓦时）"], ["城市", "2020年", "2021年", "2021年"], ["白石市", 1, 2, 3]]
    )
    assert at(reading, "B3").sure == "中"
    assert at(reading, "C3").sure == at(reading, "D3").sure == "低"
    assert "C、D" in at(reading, "D3").asks[0]


def test_a_header_row_within_a_table_is_no_data_even_when_it_is_wrong():
    reading = read(
        [
            ["城市", 2020, 2021, 2022],
            ["白石市", 1, 2, 3],
            ["城市", 2020, 2021, 2021],
            ["青山市", 4, 5, 6],
        ]
    )
    assert {f.entity for f in reading.facts} == {"白石市", "青山市"}
    assert at(reading, "D4").asks


def test_years_as_the_last_days_of_years_are_years():
    rows = [["城市", "2020-12-31", "2021-12-31"], ["白石市", 1.5, 2.5]]
    from shuangkong.intake.tables.reading import read_sheet

    from tests.intake.sheets import sheet

    made = sheet(rows)
    cells = tuple(c._replace(kind="date") if c.text.endswith("-12-31") else c for c in made.cells)
    reading = read_sheet(type(made)(made.name, cells, made.merges))
    assert [f.period for f in reading.facts] == ["2020", "2021"]


@pytest.mark.parametrize("head", ["年度标识", "统计年", "数据年份", "year"])
def test_a_year_column_that_begins_again_for_every_place(head):
    rows = [[year, city, 5] for city in ("白石市", "青山市") for year in range(1998, 2022)]
    reading = read([[head, "市名", "粮食（万吨）"], *rows])
    assert len(reading.facts) == 48
    assert at(reading, "C49").period == "2021"
    assert at(reading, "C26").entity == "青山市"


def test_numbers_between_place_and_year_do_not_split_the_table():
    reading = read(
        [
            ["城市", "海拔", "面积（平方公里）", "年份", "人口（万人）"],
            ["白石市", 12.5, 900, 2020, 60],
            ["白石市", 12.5, 900, 2021, 61],
            ["青山市", 80.5, 700, 2020, 50],
        ]
    )
    assert said(reading, "E4") == ("青山市", "人口", "2020", 50.0, "万人")
    assert said(reading, "C2")[:3] == ("白石市", "面积", "2020")


def test_values_that_look_like_years_under_a_header_of_years_are_values():
    reading = read([["城市", "2020年", "2021年"], ["白石市", 2010, 1995], ["青山市", 300, 400]])
    assert said(reading, "B2")[2:4] == ("2020", 2010.0)


def test_years_among_words_over_figures_are_a_header():
    reading = read([["城市", "说法", 2021, 2015, 2018], ["白石市", "甲", 1.5, 2.5, 3.5]])
    assert [f.period for f in reading.facts] == ["2021", "2015", "2018"]


@pytest.mark.parametrize(
    "heads",
    [
        ["城市", "2021用水量"],
        ["城市", "2021年"],
        ["城市", "用水量（万立方米）"],
        ["城市", "用水量（2021年）"],
        ["城市", "2021年用水量（万立方米）", "2022年用水量（万立方米）"],
    ],
)
@pytest.mark.parametrize("values", [[1990, 1960], [1990, 1991, 1992]])
def test_values_that_look_like_years_under_a_header_of_figures_are_values(heads, values):
    places = ["白石市", "青山市", "丰水市"]
    rows = [
        [p, *(v + i for i in range(len(heads) - 1))] for p, v in zip(places, values, strict=False)
    ]
    reading = read([["2021年用水情况"], heads, *rows])
    assert [at(reading, f"B{n}").number for n in range(3, 3 + len(values))] == values
    assert {f.entity for f in reading.facts} == set(places[: len(values)])
    assert at(reading, "B3").period == "2021"


def test_years_below_a_measure_with_its_unit_stay_a_header():
    rows = [["城市", "用水量（万立方米）", ""], ["", 2020, 2021], ["白石市", 3, 4]]
    assert [f.period for f in read(rows, ["B1:C1"]).facts] == ["2020", "2021"]


@pytest.mark.parametrize(
    ("rows", "sure"),
    [
        ([["城市", "用水量（2021年，万立方米）"], ["白石市", 3.5]], "高"),
        ([["指标", "白石市（2021年）"], ["用水量（万立方米）", 3.5]], "高"),
        ([["城市", "指标", "数"], ["白石市", "用水量（万立方米）（2021年）", 3.5]], "高"),
        ([["指标（2021年）", "白石市"], ["用水量（万立方米）", 3.5]], "中"),
    ],
)
def test_a_year_in_a_bracket_is_the_period(rows, sure):
    fact = read(rows).facts[0]
    assert (fact.entity, fact.period, fact.unit, fact.sure) == ("白石市", "2021", "万立方米", sure)
    assert "用水量" in fact.names


@pytest.mark.parametrize(
    "rows",
    [
        [["2020年"], ["指标（2021年）", "白石市"], ["用水量（万立方米）", 3.5]],
        [["城市", "年份", "指标", "数"], ["白石市", "2020年", "用水量（2021年，万吨）", 3.5]],
        [["指标", "2020年"], ["白石市用水量（2021年）", 3.5]],
    ],
)
def test_a_year_in_a_bracket_that_contradicts_another_is_taken_for_neither(rows):
    assert read(rows).facts[0].sure == "低"


# --- units ------------------------------------------------------------------------------------


def test_bracketed_units_with_digits_are_no_figures():
    reading = read(
        [
            ["项目", "Item", "煤", "热力"],
            ["", "", "(万吨)", "(万百万千焦)"],
            ["", "", "Coal", "Heat"],
            ["", "", "(104 tn)", "(1010 kJ)"],
            ["供应量", "Supply", 5, 6],
            ["消费量", "Use", 7, 8],
        ],
        name="2020",
    )
    assert {f.cell.cell.address for f in reading.facts} == {"C5", "D5", "C6", "D6"}
    assert at(reading, "C5").unit == "万吨"


def test_a_row_of_units_under_a_stub_is_the_columns_units():
    reading = read(
        [
            ["Sector", "Coal", "Oil"],
            ["unit", "Mt CO2", "kt CO2"],
            ["Farming", 1, 2],
            ["Steel", 3, 4],
        ]
    )
    assert at(reading, "B3").unit == "Mt CO2"
    assert at(reading, "C4").unit == "kt CO2"
    assert at(reading, "B3").indicator == "Farming Coal"


@pytest.mark.parametrize(
    ("head", "name", "unit"),
    [
        ("财政收入（亿元人民币）", "财政收入", "亿元"),
        ("病床（张）", "病床", "张"),
        ("学校（所）", "学校", "所"),
        ("售电（亿千瓦小时）", "售电", "亿千瓦小时"),
    ],
)
def test_units_in_headers(head, name, unit):
    reading = read([["城市", "年份", head], ["白石市", 2020, 5], ["青山市", 2020, 6]])
    assert said(reading, "C2") == ("白石市", name, "2020", 5.0, unit)


def test_a_chinese_unit_with_an_english_one_at_the_right_stays_the_unit():
    reading = read(
        [
            ["分行业用电"],
            ["单位：万千瓦小时", "", "", "(10 000 kW·h)"],
            ["行业", "Sector", 2020, 2021],
            ["工业", "Industry", 5, 6],
        ]
    )
    assert at(reading, "D4").unit == "万千瓦小时"
    assert at(reading, "D4").indicator == "工业"


@pytest.mark.parametrize(
    "rows",
    [
        [["城市", "计量单位", "2021年用水量（万立方米）"], ["白石市", "立方米", 40000]],
        [["城市", "项目", "单位", "2021年（万立方米）"], ["白石市", "用水量", "亿立方米", 40000]],
        [["城市", "项目", "单位", "2021年"], ["白石市", "用水量（万立方米）", "立方米", 40000]],
    ],
)
def test_a_column_of_units_that_contradicts_header_or_name_is_asked_about(rows):
    fact = read(rows).facts[0]
    assert fact.sure == "低"
    assert all(row in fact.asks[0] for row in ("万立方米", rows[1][-2]))


@pytest.mark.parametrize(
    ("unit", "head", "taken"),
    [
        ("万吨标煤", "2021年（万吨标准煤）", "万吨标准煤"),
        ("%", "2021年（万吨标准煤）", "%"),
        ("万吨标准煤", "2021年比上年增长（%）", "%"),
        ("—", "2021年（万吨标准煤）", "万吨标准煤"),
    ],
)
def test_a_column_of_units_that_goes_with_the_header_asks_nothing(unit, head, taken):
    fact = read([["城市", "项目", "单位", head], ["白石市", "能耗", unit, 1.5]]).facts[0]
    assert (fact.unit, fact.asks) == (taken, ())


def test_a_column_of_units_is_nearer_than_the_group_title():
    rows = [
        ["项目", "单位", "2021年"],
        ["能源（万吨标准煤）"],
        ["石油", "万吨", 4],
        ["煤", "吨", 5],
    ]
    assert [fact.unit for fact in read(rows).facts] == ["万吨", "吨"]


# --- labels -----------------------------------------------------------------------------------


def test_labels_that_slipped_into_the_next_column_are_one_column():
    reading = read(
        [
            ["", "", "", 2020, 2021],
            ["水费（万元）", "", "白石市", 1, 2],
            ["", "水费（万元）", "青山市", 3, 4],
            ["电费（万元）", "", "白石市", 5, 6],
            ["", "电费（万元）", "青山市", 7, 8],
        ]
    )
    assert said(reading, "D4") == ("白石市", "电费", "2020", 5.0, "万元")
    assert said(reading, "E5") == ("青山市", "电费", "2021", 8.0, "万元")
    assert at(reading, "D3").sure == "中"


def test_a_column_of_items_that_are_mostly_dashes_keeps_the_names():
    reading = read(
        [
            ["项目", "细项", "单位", 2020, 2021],
            ["能耗", "-", "万吨标准煤", 5, 6],
            ["能耗", "-", "万吨标准煤", 5, 6],
            ["能耗", "发电", "万吨标准煤", 3, 4],
            ["能耗", "供热", "万吨标准煤", 2, 2],
        ]
    )
    assert at(reading, "D4").indicator == "能耗 发电"
    assert at(reading, "D2").indicator == "能耗"


def test_a_new_outer_label_ends_the_inner_ones():
    reading = read(
        [
            ["项目", "细项", "品种", "2020年（万吨）"],
            ["消费", "工业", "煤", 5],
            ["", "", "油", 6],
            ["出口", "", "煤", 7],
        ]
    )
    assert at(reading, "D3").indicator == "消费 工业 油"
    assert at(reading, "D3").sure == "低"
    assert any("取自上面的行" in doubt for doubt in at(reading, "D3").doubts)
    assert at(reading, "D4").indicator == "出口 煤"


def test_figures_of_one_name_take_their_groups_title():
    reading = read(
        [
            ["白石市能源构成"],
            ["项目", 2020, 2021],
            ["总量（万吨标准煤）", 500, 510],
            ["构成（当量）（%）", "", ""],
            ["Percentage", "核电", 12.5],
            ["煤", 70, 69],
            ["油", 20, 21],
            ["构成（等价）（%）", "", ""],
            ["煤", 66, 65],
            ["油", 18, 19],
        ]
    )
    assert at(reading, "B6").indicator == "构成(当量) 煤"
    assert at(reading, "B9").indicator == "构成(等价) 煤"
    assert "煤" not in at(reading, "B9").names
    assert reading.left[5, 3] == "分组标题行上的数"


def test_one_figure_in_two_rows_of_a_table_is_said():
    reading = read([["城市", "2020年煤（吨）"], ["白石市", 1], ["青山市", 2], ["白石市", 3]])
    assert at(reading, "B2").sure == "中"
    assert "B4" in at(reading, "B2").doubts[0]


# --- numbers that are none --------------------------------------------------------------------


def test_fills_and_what_rounding_left_are_no_figures():
    reading = read(
        [
            ["品种", "2020年（万吨）", "2021年（万吨）"],
            ["原煤", 120.5, 118.2],
            ["型煤", 0.00001, 0.00001],
            ["焦炭", 33.1, 1.4210854715202004e-14],
        ]
    )
    assert reading.left[3, 2] == reading.left[3, 3] == "占位数"
    assert reading.left[4, 3] == "计算尾差（实为 0）"


def test_a_tiny_figure_that_somebody_typed_is_nothing_left_by_rounding():
    reading = read(
        [["品种", "2020年（万吨）"], ["原煤", 120.5], ["型煤", 0.00000000052], ["焦炭", 33.1]]
    )
    assert at(reading, "B3").number == Decimal("5.2E-10")


@pytest.mark.parametrize("seed", range(12))
def test_a_number_held_for_none_is_told_and_every_other_is_exact(seed):
    rng = random.Random(seed)
    small = [1e-3, 1e-5, 5e-10, 2.0**-41, 0.1 + 0.2 - 0.3, 1e-12, 3.3e-11, 1 / 3e9]
    rows = [
        [f"品种{n}", *(rng.choice([rng.choice(small), round(rng.random() * 100, 2)]) for _ in "ab")]
        for n in range(4)
    ]
    reading = read([["品种", "2020年（万吨）", "2021年（万吨）"], *rows])
    book = Book("x.xlsx", "", "xlsx", (reading.sheet,))
    told = " ".join(str(f) for f in left_out(book, reading, None))
    taken = {(f.cell.row, f.cell.col): f.number for f in reading.facts}

    for r, (_, *values) in enumerate(rows, start=2):
        for c, value in enumerate(values, start=2):
            if (r, c) in taken:
                assert taken[r, c] == Decimal(repr(value))
            else:
                cell = reading.sheet.at[r, c]
                assert reading.left[r, c] in ("占位数", "计算尾差（实为 0）")
                place = cell.address if reading.left[r, c] != "占位数" else cell.text
                assert place in told


def test_small_figures_of_a_precise_table_stay():
    reading = read(
        [
            ["行业", "2020年排放（万吨）"],
            ["甲", 12.3456],
            ["乙", 0.0001],
            ["丙", 0.0001],
            ["丁", 3.0002],
        ]
    )
    assert len(reading.facts) == 4


def test_a_list_of_places_with_serials_has_no_figures():
    reading = read([["白石", 1], ["青山", 2], ["丰水", 3]])
    assert not reading.facts


def test_a_row_of_ranges_is_a_row_and_no_header():
    reading = read(
        [
            ["名称", "热值"],
            ["煤", "20 000 千焦 / 千克"],
            ["泥", "8 000～12 000 千焦 / 千克"],
            ["焦", "28 000 千焦 / 千克"],
        ]
    )
    assert at(reading, "B4").indicator.endswith("热值")
    assert at(reading, "B3").number is None


# --- headers and titles -----------------------------------------------------------------------


def test_header_words_stay_under_their_own_parent():
    reading = read(
        [
            ["项目", "合计", "", "煤", "油"],
            ["", "(按发电", "(按电热", "", ""],
            ["", "计算)", "计算)", "", ""],
            ["", "(a)", "(b)", "Coal", "Oil"],
            ["供应", 9, 8, 5, 3],
            ["消费", 7, 6, 4, 2],
        ],
        merges=["B1:C1"],
        name="2020",
    )
    assert at(reading, "D5").indicator == "供应 煤"
    assert at(reading, "C5").indicator == "供应 合计 (按电热计算)"


def test_a_source_beside_the_title_is_no_header():
    reading = read(
        [
            ["Energy", "", "", "Source:", "Agency (2023)"],
            ["index (2015=100)", "", 2019, 2020, 2021],
            ["辽宁省", "Coal", 1, 2, 3],
            ["", "Oil", 4, 5, 6],
        ]
    )
    assert said(reading, "D4") == ("辽宁省", "Oil", "2020", 5.0, "2015=100")
    assert len(reading.facts) == 6


@pytest.mark.parametrize("title", ["3-1 各县人口（2020年）", "各市基本情况", "2020年各区用电"])
def test_each_of_many_places_in_a_title_is_no_entity(title):
    reading = read([[title], ["指标", "单位", "2020年"], ["人口", "万人", 5], ["户数", "户", 6]])
    assert all(fact.entity is None for fact in reading.facts)


# --- rows and columns that both speak ---------------------------------------------------------


def test_the_whole_over_a_column_is_the_rows_own_place():
    reading = read(
        [
            ["城市", "人口(万人)", ""],
            ["", "全市", "市辖区"],
            ["白石市", 5, 3],
            ["青山市", 6, 4],
        ],
        merges=["B1:C1"],
    )
    assert [f.entity for f in reading.facts] == ["白石市", "白石市", "青山市", "青山市"]
    assert at(reading, "C3").indicator == "人口 市辖区"


def test_a_kind_of_part_is_of_its_city():
    reading = read(
        [["城市", "区", "2020年煤（吨）"], ["白石市", "市辖区", 1], ["青山市", "市辖区", 2]]
    )
    assert [f.entity for f in reading.facts] == ["白石市 市辖区", "青山市 市辖区"]


@pytest.mark.parametrize(
    "rows",
    [
        [["地区", "辽宁省", "吉林省"], ["河北省", 1, 2], ["山西省", 3, 4]],
        [["年份", "2019年", "2020年"], ["2018年", 1, 2], ["2017年", 3, 4]],
        [["项目", "数量（万吨）", "金额（吨）"], ["煤（元）", 1, 2], ["油（元）", 3, 4]],
    ],
    ids=["place", "year", "unit"],
)
def test_a_row_and_a_column_that_contradict_are_asked_about(rows):
    reading = read(rows, name="2020")
    assert reading.facts
    assert all(fact.asks for fact in reading.facts)
    assert sure(reading) == {"低"}


def test_a_ratio_beside_a_level_keeps_its_own_unit():
    reading = read(
        [["行业", "产值（亿元）", "增速（%）"], ["工业", 50, 3], ["占比(%)", 30, 2]], name="2020"
    )
    assert [f.unit for f in reading.facts] == ["亿元", "%", "%", "%"]


def test_a_ratio_never_takes_the_unit_of_the_levels():
    reading = read([["单位：亿元"], ["城市", "2020年产值", "2020年增速"], ["白石市", 5, 3]])
    assert at(reading, "B3").unit == "亿元"
    assert at(reading, "C3").unit is None


def test_the_year_of_prices_is_no_period():
    reading = read(
        [["城市", "年份", "2015年不变价产值（亿元）"], ["白石市", 2020, 5], ["白石市", 2021, 6]]
    )
    assert [f.period for f in reading.facts] == ["2020", "2021"]


def test_marks_beside_values_are_notes():
    reading = read(
        [["GEO", 2019, "", 2020, ""], ["Belgium", 1.5, "p", 2.5, ""], ["France", 3.5, "", 4.5, "b"]]
    )
    assert {f.entity for f in reading.facts} == {"Belgium", "France"}
    assert reading.left[2, 3] == reading.left[3, 5] == "备注"


def test_a_corner_called_year_is_no_unit():
    reading = read([["year", "coal", "oil"], [2018, 1.5, 2.5], [2019, 3.5, 4.5]])
    assert all(fact.unit is None for fact in reading.facts)


def test_a_span_of_years_over_a_column_is_a_header():
    reading = read(
        [
            ["Coal", "", "", "Growth rate", ""],
            ["Mt", 2017, 2018, 2018, "2007-17"],
            ["US", 1, 2, 3, 4],
        ]
    )
    assert len(reading.facts) == 4
    assert at(reading, "D3").unit is None
    assert at(reading, "E3").period is None


@pytest.mark.parametrize(
    "heads",
    [
        ("2019年", "2019年（调整后）"),
        ("2019年（快报）", "2019年（最终核实数）"),
        ("2019年", "2019年(修订)"),
    ],
)
def test_two_versions_of_a_year_are_asked_about(heads):
    reading = read([["用电量（亿千瓦时）"], ["城市", *heads, "2020年"], ["白石市", 1, 2, 3]])
    assert "B、C 列" in at(reading, "B3").asks[0]
    assert "几个版本" in at(reading, "C3").asks[0]
    assert not at(reading, "D3").asks


def test_a_level_and_its_growth_in_a_year_are_no_versions():
    rows = [
        ["用电量（亿千瓦时）"],
        ["城市", "2019年", "2019年（%）", "2019年（增速）"],
        ["白石市", 1, 2, 3],
    ]
    assert not any(fact.asks for fact in read(rows).facts)
