import pytest

from tests.intake.sheets import at, read, said

ENERGY = "能源消费总量"


def test_bulletin_with_letter_spaced_names_and_year_in_the_title():
    reading = read(
        [
            ["2019年分省（区、市）万元地区生产总值能耗降低率等指标公报"],
            [],
            ["地 区", "万元地区生产总值能耗\n上升或下降(±%)", "能源消费总量\n增速(%)"],
            ["北 京", -4.53, 0.5],
            ["内 蒙 古", 4.49, 9.7],
            ["西 藏", "", ""],
            ["注：西藏自治区数据暂缺。"],
        ],
        merges=["A1:C1"],
    )
    assert said(reading, "B4") == ("北京", "万元地区生产总值能耗上升或下降", "2019", -4.53, "%")
    assert said(reading, "C5") == ("内蒙古", "能源消费总量增速", "2019", 9.7, "%")
    assert reading.left[6, 1] == "分组标题"
    assert reading.left[7, 1] == "表下附注"


def test_years_across_descending_with_text_years_and_metadata_rows():
    reading = read(
        [
            ["数据库：分省年度数据"],
            ["指标：地区生产总值(亿元)"],
            ["时间：最近3年"],
            ["地区", "2019年", "2018年", "2017年"],
            ["天津市", 14104.28, 13362.92, 18549.19],
            ["河北省", 35104.52, 32494.61, 34016.32],
            ["注：1.本表按当年价格计算。"],
            ["　　2.2018年为普查修订后数据。"],
        ]
    )
    assert said(reading, "D5") == ("天津市", "地区生产总值", "2017", 18549.19, "亿元")
    assert len(reading.facts) == 6


def test_years_down_with_an_empty_corner_and_units_in_the_header():
    reading = read(
        [
            ["", "能源消费总量(万吨标准煤)", "电力消费量（亿千瓦时）"],
            ["2014年", "", ""],
            ["2015年", 429905, 58020],
            ["2016年", 435819, ""],
        ]
    )
    assert said(reading, "B3") == (None, ENERGY, "2015", 429905.0, "万吨标准煤")
    assert said(reading, "C3")[4] == "亿千瓦时"
    assert {"B2", "C4"} & {fact.cell.cell.address for fact in reading.facts} == set()


def test_bare_number_years_in_the_header_are_not_values():
    reading = read(
        [
            ["分行业能源消费总量"],
            ["单位：万吨标准煤", "", "", "", "(10 000 tce)"],
            ["行          业", "Sector", 2005, 2006, 2007],
            ["消 费 总 量", "Total Consumption", 224682, 246270, 265583],
            ["  工业", "   Industry", 159492, 175137, 190167],
        ]
    )
    assert said(reading, "E5") == (None, "工业", "2007", 190167.0, "万吨标准煤")
    assert reading.left[3, 3] == "表头"
    assert reading.left[4, 2] == "外文对照"


def test_two_header_rows_with_merges_years_over_measures():
    reading = read(
        [
            ["各市能源消费情况"],
            ["地区", "2018年", "", "2019年", ""],
            ["", "总量（万吨标准煤）", "增速（%）", "总量（万吨标准煤）", "增速（%）"],
            ["石家庄市", 4000, 1.2, 4100, 2.5],
            ["唐山市", 8000, 0.4, 8100, 1.25],
        ],
        merges=["A1:E1", "A2:A3", "B2:C2", "D2:E2"],
    )
    assert said(reading, "D4") == ("石家庄市", "总量", "2019", 4100.0, "万吨标准煤")
    assert said(reading, "C5") == ("唐山市", "增速", "2018", 0.4, "%")


def test_two_header_rows_without_merges_spread_over_blanks():
    reading = read(
        [
            ["地区", "单位GDP能耗", "", "单位GDP电耗", ""],
            [
                "",
                "指标值(吨标准煤/万元)",
                "上升或下降(±%)",
                "指标值(千瓦时/万元)",
                "上升或下降(±%)",
            ],
            ["北京", 0.66, -7.36, 777.4, -5.2],
            ["天津", 0.95, -6.85, 1000.1, -5.9],
        ]
    )
    assert at(reading, "C4").names[0] == "单位GDP能耗上升或下降"
    assert said(reading, "D3")[3:] == (777.4, "千瓦时/万元")


def test_header_words_split_over_two_rows():
    reading = read(
        [
            ["人口主要指标"],
            ["", "(2022年)"],
            ["指标名称", "计量", "全　市", "比2021年", "榕城区", "空\xa0港", "普 宁"],
            ["", "单位", "", "+、-%", "", "经济区", "侨 区"],
            ["一、年末常住人口", "万人", 563.41, 0.31, 94.18, 39.68, 2.1],
            ["\xa0\xa0\xa0其中：城镇人口", "万人", 347.39, 0.03, 70.1, 20.2, 1.1],
        ]
    )
    assert said(reading, "C5") == ("全市", "年末常住人口", "2022", 563.41, "万人")
    assert said(reading, "F6")[:2] == ("空港经济区", "城镇人口")
    assert said(reading, "G5")[0] == "普宁侨区"
    change = at(reading, "D5")
    assert (change.entity, change.unit) == ("全市", "%")
    assert "比2021年" in change.indicator
    assert change.sure == "中"


def test_three_header_rows_with_a_unit_row():
    reading = read(
        [
            ["地区", "能源消费", "", "经济"],
            ["", "总量", "增量", "地区生产总值"],
            ["", "万吨标准煤", "万吨标准煤", "亿元"],
            ["甲市", 100, 5, 300],
            ["乙市", 200, -7, 500],
        ],
        merges=["B1:C1"],
    )
    assert said(reading, "C5")[3:] == (-7.0, "万吨标准煤")
    assert at(reading, "C5").names[0] == "能源消费增量"
    assert said(reading, "D4")[4] == "亿元"


def test_numbered_columns_are_no_data():
    reading = read(
        [
            ["指标", "计量单位", "本年", "上年"],
            ["甲", "乙", 1, 2],
            ["原煤", "吨", 1000, 900],
            ["焦炭", "吨", 500, 450],
        ]
    )
    assert {fact.cell.cell.address for fact in reading.facts} == {"C3", "D3", "C4", "D4"}
    assert reading.left[2, 3] == "表头"


def test_serial_numbers_and_codes_are_no_data():
    reading = read(
        [
            ["序号", "行政区划代码", "地区", "2019年能耗（万吨标准煤）"],
            [1, 130100, "石家庄市", 4000],
            [2, 130200, "唐山市", 8000],
            [3, 130300, "秦皇岛市", 900],
        ]
    )
    assert [fact.cell.cell.address for fact in reading.facts] == ["D2", "D3", "D4"]
    assert said(reading, "D3") == ("唐山市", "能耗", "2019", 8000.0, "万吨标准煤")


def test_tables_side_by_side_keep_their_own_labels():
    reading = read(
        [
            ["2020年单位GDP能耗降低率", "", "", "", "", ""],
            ["地区", "降低率(%)", "", "地区", "降低率(%)"],
            ["北京", -9.18, "", "湖北", 1.1],
            ["天津", -3.6, "", "湖南", -2.11],
            ["河北", -3.01, "", "广东", -1.16],
        ],
        merges=["A1:F1"],
    )
    assert said(reading, "E4")[:2] == ("湖南", "降低率")
    assert said(reading, "B4")[0] == "天津"
    assert len(reading.facts) == 6


def test_stacked_tables_have_their_own_titles():
    reading = read(
        [
            ["2018年各市能耗"],
            ["地区", "能源消费总量(万吨标准煤)"],
            ["石家庄市", 100],
            ["唐山市", 200],
            [],
            ["2019年各市电耗"],
            ["地区", "全社会用电量(亿千瓦时)", "增速(%)"],
            ["石家庄市", 10, 1.5],
            ["唐山市", 20, 2.5],
        ]
    )
    assert said(reading, "B3") == ("石家庄市", ENERGY, "2018", 100.0, "万吨标准煤")
    assert said(reading, "B9") == ("唐山市", "全社会用电量", "2019", 20.0, "亿千瓦时")


def test_year_only_in_the_sheet_name():
    reading = read(
        [["Region", "Total consumption\n(GWh):\nAll meters\n"], ["Leeds", 6419.9]], name="2015"
    )
    assert said(reading, "B2") == ("Leeds", "Total consumption: All meters", "2015", 6419.9, "GWh")
    assert at(reading, "B2").doubts == ("期间取自工作表名",)


def test_base_year_of_prices_is_not_the_year_of_the_figures():
    reading = read(
        [
            ["单位GDP能耗（按2015年价格计算）"],
            ["地区", "指标值(吨标准煤/万元)"],
            ["石家庄市", 0.7],
            ["唐山市", 1.2],
        ]
    )
    assert at(reading, "B3").period is None


def test_several_units_in_the_note_are_told_apart_by_the_kind_of_figure():
    reading = read(
        [
            ["2020年各市能耗", "", "单位：万吨标准煤、%"],
            ["地区", "能源消费总量", "增速"],
            ["石家庄市", 4000, -1.1],
            ["唐山市", 8800, 3.4],
        ]
    )
    assert said(reading, "B3")[4] == "万吨标准煤"
    assert said(reading, "C4")[4] == "%"


def test_two_level_units_that_cannot_be_told_apart_stay_open():
    reading = read(
        [
            ["2020年各市情况", "", "单位：万吨标准煤、亿元"],
            ["地区", "能源消费总量", "地区生产总值"],
            ["石家庄市", 4000, 6000],
            ["唐山市", 8800, 7000],
        ]
    )
    assert at(reading, "B3").unit is None
    assert at(reading, "B3").sure == "低"


def test_missing_marks_and_tiny_values_are_no_figures():
    reading = read(
        [
            ["2020年", "", "", ""],
            ["地区", "能耗(万吨标准煤)", "增速(%)", "煤(万吨)"],
            ["甲市", "—", "..", "…"],
            ["乙市", "暂缺", 1.5, 0],
        ]
    )
    assert [fact.cell.cell.address for fact in reading.facts] == ["C4", "D4"]
    assert reading.left[3, 2] == reading.left[4, 2] == "缺失标记"
    assert reading.left[3, 4] == "小于最小单位"
    assert said(reading, "D4")[3] == 0.0


def test_stray_numbers_beside_and_below_are_named_and_not_read():
    reading = read(
        [
            ["2020年各市能耗"],
            ["地区", "能耗(万吨标准煤)"],
            ["甲市", 100, "", "", 77],
            ["乙市", 200],
            [],
            ["", 300],
        ]
    )
    assert {fact.cell.cell.address for fact in reading.facts} == {"B3", "B4"}
    assert reading.left[3, 5] == "这一列没有表头"
    assert reading.left[6, 2] == "这一行没有名称"


@pytest.mark.parametrize("filler", [-99, -999, -9999, 99999])
def test_placeholder_numbers_are_not_figures(filler):
    reading = read(
        [["地区", "2019年能耗(万吨标准煤)"], ["甲市", filler], ["乙市", 200], ["丙市", 300]]
    )
    assert reading.left[2, 2] == "占位数"


def test_group_rows_give_what_the_labels_leave_open():
    reading = read(
        [
            ["年份", "能耗(万吨标准煤)"],
            ["石家庄市", ""],
            ["2018年", 100],
            ["2019年", 110],
            ["唐山市", ""],
            ["2018年", 200],
            ["2019年", 220],
        ]
    )
    assert said(reading, "B4")[:3] == ("石家庄市", "能耗", "2019")
    assert said(reading, "B6")[0] == "唐山市"


def test_outer_labels_written_once_hold_for_the_rows_below():
    reading = read(
        [
            ["地区", "指标", "2018年", "2019年"],
            ["石家庄市", "能源消费总量（万吨标准煤）", 100, 110],
            ["", "全社会用电量（亿千瓦时）", 10, 11],
            ["唐山市", "能源消费总量（万吨标准煤）", 200, 220],
            ["", "全社会用电量（亿千瓦时）", 20, 22],
        ]
    )
    assert said(reading, "D3") == ("石家庄市", "全社会用电量", "2019", 11.0, "亿千瓦时")
    assert said(reading, "C5")[0] == "唐山市"


def test_entities_across_and_years_down():
    reading = read(
        [
            ["各市单位GDP能耗（吨标准煤/万元）"],
            ["年份", "石家庄市", "唐山市", "全省"],
            [2018, 0.8, 1.3, 0.9],
            [2019, 0.7, 1.2, 0.85],
        ]
    )
    assert said(reading, "C4") == ("唐山市", "各市单位GDP能耗", "2019", 1.2, "吨标准煤/万元")
    assert said(reading, "D3")[0] == "全省"


def test_panel_with_year_and_region_columns():
    reading = read(
        [
            ["year", "province", "energy(万吨标准煤)", "gdp(亿元)"],
            [2018, "河北省", 32185, 32494.6],
            [2019, "河北省", 32545, 35104.5],
            [2018, "山西省", 20199, 15958.1],
        ]
    )
    assert said(reading, "C3") == ("河北省", "energy", "2019", 32545.0, "万吨标准煤")
    assert said(reading, "D4")[:3] == ("山西省", "gdp", "2018")


def test_values_that_look_like_years_and_months_are_values():
    reading = read(
        [
            ["地区", "2019年", "2018年"],
            ["甲市", "2073.7", "1956.5"],
            ["乙市", 2015, 1998],
            ["丙市", "2054.3", 2001],
        ],
    )
    assert said(reading, "B2")[2:4] == ("2019", 2073.7)
    assert said(reading, "C3")[2:4] == ("2018", 1998.0)


def test_half_years_quarters_and_months():
    reading = read(
        [
            ["地区", "2020年上半年", "2020年1-9月", "2020年一季度", "2020年6月"],
            ["甲市", 1.5, 2.5, 3.5, 4.5],
        ]
    )
    assert [at(reading, f"{c}2").period for c in "BDE"] == ["2020-H1", "2020-Q1", "2020-06"]


def test_translated_header_rows_do_not_change_names():
    reading = read(
        [
            ["地 区", "能源消费总量", "增速"],
            ["Region", "Total Energy Consumption", "Growth Rate"],
            ["", "(万吨标准煤)", "(%)"],
            ["北京", 7360, 2.5],
            ["天津", 8240, 1.5],
        ]
    )
    assert said(reading, "B4") == ("北京", ENERGY, None, 7360.0, "万吨标准煤")


def test_entity_named_only_in_the_title():
    reading = read(
        [
            ["石家庄市2019年能源消费情况"],
            ["指标", "计量单位", "数值"],
            ["能源消费总量", "万吨标准煤", 4000],
            ["全社会用电量", "亿千瓦时", 500],
        ]
    )
    assert said(reading, "C3") == ("石家庄市", "能源消费总量 数值", "2019", 4000.0, "万吨标准煤")
    assert "能源消费总量" in at(reading, "C3").names
    assert any("标题" in doubt for doubt in at(reading, "C3").doubts)


def test_every_cell_is_a_fact_or_has_a_reason():
    rows = [
        ["表5-1 各市能耗"], ["单位：万吨标准煤"], ["地区", "2018年", "备注", 2019],
        ["甲市", 1, "口径调整", 2], ["乙市", "停产", "", "#"], ["", 3, "", 4],
        ["资料来源：市统计局"], ["", "", "", "", "", 9],
    ]  # fmt: skip
    reading = read(rows)
    cells = {(cell.row, cell.col) for cell in reading.sheet.cells}
    facts = {(fact.cell.row, fact.cell.col) for fact in reading.facts}
    assert facts | set(reading.left) == cells
    assert not facts & set(reading.left)
    assert all(reading.left.values())


def test_months_are_never_taken_for_the_whole_year():
    reading = read(
        [
            ["2020年石家庄市用电量"],
            ["月份", "用电量(亿千瓦时)"],
            ["1月", 40],
            ["2月", 35],
            ["1-2月", 75],
        ]
    )
    assert at(reading, "B3").period == "2020-01"
    assert at(reading, "B5").period == "2020年1-2月"


def test_part_of_the_year_over_several_columns():
    reading = read(
        [
            ["2020年度能耗双控情况表"],
            ["地区", "1-6月能耗数据", ""],
            ["", "能耗总量（万吨标准煤）", "同比增减(%)"],
            ["石家庄市", 2000, 1.2],
            ["唐山市", 4000, 0.2],
        ],
        merges=["A1:C1", "A2:A3", "B2:C2"],
    )
    assert said(reading, "B4") == ("石家庄市", "能耗数据 能耗总量", "2020-H1", 2000.0, "万吨标准煤")


def test_several_years_together_are_not_one_of_them():
    reading = read(
        [
            ["2020年各市降低率"],
            ["地区", "2016-2020年累计下降(%)", "2020年(%)"],
            ["北京", -23.77, -9.18],
            ["天津", -19.5, -3.6],
        ]
    )
    assert at(reading, "B3").period is None
    assert at(reading, "C3").period == "2020"


def test_change_column_belongs_to_the_year_before_it():
    reading = read(
        [
            ["指标", "单位", "2020年", "比上年增长(%)"],
            ["能源消费总量", "万吨标准煤", 32783, 0.7],
            ["  其中：煤炭", "万吨", 28000, -1.2],
        ]
    )
    assert said(reading, "D2")[2:] == ("2020", 0.7, "%")
    assert said(reading, "C3") == (None, "煤炭", "2020", 28000.0, "万吨")


def test_years_across_under_a_stub_called_year():
    reading = read(
        [
            ["主要年份能源消费"],
            ["年份", 1990, 1995, 2000],
            ["能源消费总量（万吨标准煤）", 98703, 131176, 146964],
            ["煤炭（%）", 76.2, 74.6, 68.5],
        ]
    )
    assert said(reading, "C4") == (None, "煤炭", "1995", 74.6, "%")


def test_metadata_above_an_indicator_export():
    reading = read(
        [
            ["Data Source", "World Development Indicators"],
            [],
            ["Last Updated Date", "2020-07-01"],
            [],
            ["Country Name", "Country Code", "Indicator Name", "Indicator Code", "1960", "1961"],
            ["Aruba", "ABW", "Energy use (kg of oil equivalent per capita)", "EG.USE", 1.5, ""],
            ["China", "CHN", "Energy use (kg of oil equivalent per capita)", "EG.USE", 3, 4],
        ]
    )
    unit = "kg of oil equivalent per capita"
    assert said(reading, "F7") == ("China", "Energy use", "1961", 4.0, unit)
    assert len(reading.facts) == 3


def test_english_in_the_same_cell_and_footnote_marks_on_labels():
    reading = read(
        [
            ["9-9  分地区能源消费总量"],
            ["", "", "单位：万吨标准煤"],
            ["地  区\nRegion", "2010①", "2011*"],
            ["北  京   Beijing", 6954, 6995],
            ["1.天  津②   Tianjin", 6818, 7598],
        ],
        merges=["A1:C1"],
    )
    assert said(reading, "B4") == ("北京", "分地区能源消费总量", "2010", 6954.0, "万吨标准煤")
    assert said(reading, "C5")[:3] == ("天津", "分地区能源消费总量", "2011")


def test_english_under_chinese_in_a_header_cell():
    reading = read(
        [
            ["地区", "能源消费总量\nTotal Energy Consumption\n(万吨标准煤)", "人均GDP(元)"],
            ["北京", 6954, 70000],
            ["天津", 6818, 60000],
        ],
        name="2010",
    )
    assert said(reading, "B2") == ("北京", ENERGY, "2010", 6954.0, "万吨标准煤")
    assert said(reading, "C2")[1] == "人均GDP"


def test_a_date_of_publication_is_not_the_year_of_the_figures():
    reading = read(
        [
            ["Regional energy consumption"],
            ["Published: 30 September 2021"],
            ["Region", "Total (GWh)"],
            ["Leeds", 10],
            ["Hull", 20],
        ],
        name="2019",
    )
    assert at(reading, "B4").period == "2019"
    other = read([["某市2019年与2020年能耗"], ["地区", "能耗(吨)"], ["甲市", 1], ["乙市", 2]])
    assert at(other, "B3").period is None


def test_a_corner_that_names_both_axes():
    reading = read([["地区\\年份", 2018, 2019, 2020], ["甲市", 1, 2, 3], ["乙市", 4, 5, 6]])
    assert said(reading, "D3")[:4] == ("乙市", "", "2020", 6.0)


def test_a_change_between_two_named_years_is_of_the_later_one():
    reading = read(
        [["地区", "2019年", "2019年比2018年增长(%)"], ["甲市", 100, 1.5], ["乙市", 200, 2.5]]
    )
    assert said(reading, "C2") == ("甲市", "比2018年增长", "2019", 1.5, "%")
