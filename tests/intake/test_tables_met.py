"""Tables as officials send them: what each kind used to be read as, with an input of its own."""

import pytest
from shuangkong.intake import read_submissions
from shuangkong.intake.tables.lexicon import header_role, place_of_office, titled_name

from tests.intake.sheets import at, read, said, workbook


def taken(hebei, tmp_path, rows, name="表"):
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook({name: rows}))
    reading = read_submissions(hebei, path, 2020)
    found = {
        row["cell"]: (row["entity"], row["indicator"], row["period"], row["value"])
        for row in reading.observations.iter_rows(named=True)
    }
    return found, [(f.kind, f.place.cell) for f in reading.findings]


# --- places -----------------------------------------------------------------------------------


def test_a_coarser_place_that_is_written_again_ends_the_finer_ones():
    reading = read(
        [
            ["年度", "省", "市", "县（区）", "用水量（万吨）"],
            ["2020", "辽宁省", "白石市", "临江县", 3],
            ["2020", "辽宁省", "白石市", "", 40],
            ["2020", "辽宁省", "", "", 900],
        ]
    )
    assert [fact.entity for fact in reading.facts] == ["临江县", "白石市", "辽宁省"]


def test_outer_places_written_once_still_hold():
    rows = [["市", "县", "年份", "水（万吨）"], ["白石市", "临江县", 2019, 1]]
    rows += [["", "安平县", 2019, 2], ["青山市", "丰水县", 2019, 3]]
    assert [fact.entity for fact in read(rows).facts] == ["临江县", "安平县", "丰水县"]


def test_a_sheet_that_is_called_by_a_known_place_is_of_that_place(hebei, tmp_path):
    rows = [["指标", "单位", 2019, 2020], ["全社会用电量", "亿千瓦时", 970, 1001]]
    found, _ = taken(hebei, tmp_path, rows, name="唐山")
    assert found["D2"] == ("130200", "electricity", "2020", 1001)


def test_a_sheet_called_as_its_title_but_shorter_contradicts_nothing(hebei, tmp_path):
    rows = [["唐山市用电"], ["指标", "单位", 2019, 2020], ["全社会用电量", "亿千瓦时", 970, 1001]]
    found, _ = taken(hebei, tmp_path, rows, name="唐山")
    assert found["D3"] == ("130200", "electricity", "2020", 1001)


@pytest.mark.parametrize("title", ["石家庄市各区全社会用电量", "附件1：石家庄市全社会用电量"])
def test_of_places_of_one_name_the_title_says_which(hebei, tmp_path, title):
    rows = [[title], ["区", "2020年（亿千瓦时）"], ["桥西区", 20], ["长安区", 30]]
    found, _ = taken(hebei, tmp_path, rows)
    assert found["B3"][0] == "130104"


def test_without_a_title_all_places_of_the_name_are_offered(hebei, tmp_path):
    path = tmp_path / "表.xlsx"
    rows = [["区", "2020年全社会用电量（亿千瓦时）"], ["桥西区", 20], ["长安区", 30]]
    path.write_bytes(workbook({"表": rows}))
    why = next(f.why for f in read_submissions(hebei, path, 2020).findings if "桥西区" in f.why)
    assert "石家庄市桥西区" in why
    assert "张家口市桥西区" in why


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("白石市统计局", "白石市"),
        ("白石市临江区发展和改革局", "白石市临江区"),
        ("河北省人民政府", "河北省"),
        ("城市管理局", "城市管理局"),
        ("白石市", "白石市"),
    ],
)
def test_an_office_reports_for_its_place(text, place):
    assert place_of_office(text) == place


@pytest.mark.parametrize(
    ("remark", "kinds"), [("含辛集市", ["SK-I039"]), ("不含辛集市", []), ("快报", [])]
)
def test_a_remark_on_the_scope_of_a_row_is_heard(hebei, tmp_path, remark, kinds):
    rows = [["2020年"], ["地区", "用电量（亿千瓦时）", "备注"], ["石家庄市", 520, remark]]
    rows += [["唐山市", 1001, ""]]
    found, findings = taken(hebei, tmp_path, rows)
    assert [kind for kind, cell in findings if cell == "B3"] == kinds
    assert ("B3" in found) == (not kinds)


def test_a_total_in_the_column_of_numbers_is_a_label():
    rows = [["序号", "县", "2020年水（万吨）"], [1, "临江县", 3], [2, "安平县", 4], ["合计", "", 7]]
    assert said(read(rows), "C4")[:2] == ("合计", "水")


# --- titles -----------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["附件2", "附表", "续表1", "表5-1"])
def test_a_line_that_only_numbers_is_no_title(first):
    rows = [[first], ["2020年度白石市各县（市、区）用水量统计表"], ["", "", "单位：万吨"]]
    rows += [["县", "2019年", "2020年"], ["临江县", 3, 4], ["安平县", 5, 6]]
    fact = at(read(rows), "B5")
    assert fact.title == "2020年度白石市各县(市、区)用水量统计表"
    assert "用水量" in fact.names


@pytest.mark.parametrize(
    ("title", "place", "name"),
    [
        ("附表3：2016-2020年白石市用水量", "白石市", "用水量"),
        ("表2 2020年白石市用水量情况", "白石市", "用水量"),
        ("2020年度白石市用水量（分月）", "白石市", "用水量"),
    ],
)
def test_numbers_and_years_before_a_title_and_forms_behind_it_are_no_part(title, place, name):
    fact = read([[title], ["年份", "水量（万吨）"], ["2016年", 5], ["2017年", 6]]).facts[0]
    assert fact.entity == place
    assert titled_name(fact.title) == name


def test_months_at_the_beginning_of_a_title_are_no_number_of_a_table():
    fact = read([["1-6月用水量（万吨）"], ["市", 2020], ["白石市", 5]], name="2020年").facts[0]
    assert fact.title.startswith("1-6月")


@pytest.mark.parametrize("said_again", ["6-12 续表", "续表", "6-12（续）"])
def test_a_continued_table_has_the_title_of_the_one_before(said_again):
    head = [["", "", "单位：万吨"], ["市", "2019", "2020"]]
    rows = [["6-12 各市用水量"], *head, ["白石市", 5, 6], [said_again], *head, ["青山市", 7, 8]]
    assert "用水量" in at(read(rows), "C8").names


def test_a_bracketed_unit_at_the_right_of_a_title_is_no_header():
    rows = [["表3-1 各市用水量", "", "", "（万吨）"], ["年份", "全省", "甲片", ""]]
    rows += [["", "", "白石市", "青山市"], ["2018", 9, 4, 5], ["2019", 8, 3, 5]]
    reading = read(rows, ["A2:A3", "B2:B3", "C2:D2"])
    assert {fact.unit for fact in reading.facts} == {"万吨"}
    assert said(reading, "B4")[:3] == ("全省", "各市用水量", "2018")


def test_a_day_beside_a_remark_is_when_it_was_handed_in():
    rows = [
        ["白石市2020年1-12月用水情况"],
        ["填报单位：白石市水务局", "", "", "2021年1月20日"],
        ["指标", "单位", "本年累计", "同比增减（%）"],
        ["用水量", "万吨", 5, -1.5],
    ]
    reading = read(rows)
    assert said(reading, "D4") == ("白石市", "用水量 同比增减", "2020", -1.5, "%")
    assert at(reading, "C4").period == "2020"


# --- periods ----------------------------------------------------------------------------------


def test_words_among_the_years_leave_the_column_one_of_years():
    rows = [["年份", "水量（万吨）"], ["2016", 5.5], ["2017", 6.5], ["“十三五”累计", 30.5]]
    reading = read(rows)
    assert [fact.period for fact in reading.facts] == ["2016", "2017", None]


@pytest.mark.parametrize("year", ["2020 R", "2020p", "2020r", "2020(provisional)"])
def test_the_flag_of_an_agency_leaves_a_year_a_year(year):
    rows = [["Country", "2019", year], ["Francia", 5, 6], ["Iberia", 7, 8]]
    assert at(read(rows), "C2").period == "2020"


@pytest.mark.parametrize("year", ["2020P", "2020E", "2020F"])
def test_what_may_be_a_forecast_is_no_year(year):
    rows = [["Country", "2019", year], ["Francia", 5, 6], ["Iberia", 7, 8]]
    assert at(read(rows), "C2").period is None


@pytest.mark.parametrize(
    ("title", "head", "period"),
    [
        ("2020年9月", "本月止累计", "2020年1-9月"),
        ("2020年6月", "累计", "2020-H1"),
        ("2020年3月", "年初至今", "2020-Q1"),
        ("2020年12月", "累计", "2020"),
        ("2020年三季度", "累计", "2020年前三季度"),
        ("2020年9月", "本月", "2020-09"),
        ("2020年", "累计", "2020"),
    ],
)
def test_what_is_summed_is_not_of_the_month_in_the_title(title, head, period):
    rows = [[f"白石市{title}用水"], ["指标", "单位", head], ["用水量", "万吨", 5]]
    assert read(rows).facts[0].period == period


@pytest.mark.parametrize("head", ["累计", "合计"])
def test_a_sum_right_of_months_goes_to_the_last_of_them(head):
    rows = [["2020年各市用水量（万吨）"], ["市", "1月", "2月", head], ["白石市", 5, 6, 11]]
    reading = read(rows)
    assert at(reading, "D3").period == "2020年1-2月"
    assert at(reading, "C3").period == "2020-02"


@pytest.mark.parametrize(
    "head",
    ["用水量2020年（万吨）", "用水量2020（万吨）", "用水量_2020（万吨）", "用水量 2020年度(万吨)"],
)
def test_a_year_behind_a_name_is_its_period(head):
    rows = [["市", head], ["白石市", 5], ["青山市", 6]]
    assert said(read(rows), "B2") == ("白石市", "用水量", "2020", 5.0, "万吨")


@pytest.mark.parametrize("head", ["用水量比2020年（万吨）", "占2020年（%）", "截至2020年（万吨）"])
def test_a_year_that_is_compared_with_is_none(head):
    rows = [["市", head], ["白石市", 5], ["青山市", 6]]
    assert at(read(rows), "B2").period is None


def test_group_titles_hold_within_each_other():
    rows = [["各市用水"], ["指标", "单位", "数值"]]
    for year, base in (("2019年", 10), ("2020年", 20)):
        rows.append([year])
        for city, more in (("白石市", 1), ("青山市", 2)):
            rows += [[city], ["用水量", "万吨", base + more]]
    reading = read(rows)
    assert said(reading, "C5")[:4:3] == ("白石市", 11.0)
    assert [(f.entity, f.period) for f in reading.facts] == [
        (city, year) for year in ("2019", "2020") for city in ("白石市", "青山市")
    ]


# --- names and units --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["一、全社会用电量①", "全社会用电量¹", "全社会用电量[1]", "全社会用电量（注1）"]
)
def test_marks_of_footnotes_are_no_part_of_a_name(hebei, tmp_path, name):
    rows = [["2020年唐山市"], ["指标", "单位", "2020年"], [name, "亿千瓦时", 900]]
    found, _ = taken(hebei, tmp_path, rows)
    assert found["C3"][:2] == ("130200", "electricity")


def test_a_mark_before_the_unit_is_none_of_the_name():
    rows = [["市", "用水量②（万吨）"], ["白石市", 5], ["青山市", 6]]
    assert said(read(rows), "B2")[1::3] == ("用水量", "万吨")


def test_a_footnote_with_a_ring_says_how_power_is_converted(hebei, tmp_path):
    rows = [["2020年唐山市"], ["指标", "单位", "2020年"], ["能源消费总量①", "万吨标准煤", 9000]]
    _, findings = taken(hebei, tmp_path, [*rows, ["①按等价值计算。"]])
    assert "SK-I042" not in [kind for kind, _ in findings]


def test_a_bracket_under_a_name_may_say_more_than_its_unit(hebei, tmp_path):
    rows = [
        ["唐山市"],
        ["年份", "地区生产总值", "单位GDP电耗"],
        ["", "（亿元，2015年价）", "（千瓦时/元）"],
    ]
    found, _ = taken(hebei, tmp_path, [*rows, ["2019", 7000.5, 0.14], ["2020", 7200.5, 0.13]])
    assert found["B5"] == ("130200", "gdp", "2020", 7200.5)


def test_a_name_in_two_rows_is_that_with_a_bracket(hebei, tmp_path):
    rows = [["2020年"], ["地区", "地区生产总值（亿元）", ""], ["", "当年价", "2015年可比价"]]
    found, _ = taken(hebei, tmp_path, [*rows, ["唐山市", 7210.9, 7480.3], ["邯郸市", 3600, 3700]])
    assert set(found) == {"C4", "C5"}


def test_a_unit_that_is_as_the_one_above_is_that_unit():
    rows = [["项目", "单位", "2020年"], ["煤", "万吨", 5], ["焦炭", "〃", 6], ["油", "〃", 7]]
    assert [fact.unit for fact in read(rows).facts] == ["万吨"] * 3


@pytest.mark.parametrize("head", ["地级市代码", "Local Authority Code", "dataflow", "OBS_FLAG"])
def test_codes_and_flags_name_no_figure(head):
    assert header_role(head) in ("code", "note")


def test_a_ratio_to_the_year_before_is_no_level(hebei, tmp_path):
    rows = [
        ["唐山市"],
        ["指标", "单位", "2020年", "2020年为2019年%"],
        ["用电量", "亿千瓦时", 900, 101.5],
    ]
    found, findings = taken(hebei, tmp_path, rows)
    assert found == {"C3": ("130200", "electricity", "2020", 900)}
    assert [kind for kind, cell in findings if cell == "D3"] == ["SK-I212"]


@pytest.mark.parametrize("head", ["2020年能耗强度降低率（%）", "“十三五”能耗强度降低目标（%）"])
def test_a_figure_in_whose_name_an_indicators_stands_is_told(hebei, tmp_path, head):
    rows = [["地区", "2020年用电量（亿千瓦时）", head], ["唐山市", 900, 5.3], ["邯郸市", 400, 4.2]]
    found, findings = taken(hebei, tmp_path, rows)
    assert set(found) == {"B2", "B3"}
    assert ("SK-I212", "C2") in findings


def test_words_of_other_scripts_stay_apart():
    rows = [["", "2019", "2020"], ["Республика Казахстан", 5, 6], ["Город Алматы", 7, 8]]
    assert at(read(rows), "B2").indicator == "Республика Казахстан"


def test_what_was_not_taken_is_not_said_to_be(hebei, tmp_path):
    rows = [["唐山市"], ["指标", "16年", "17年"], ["全社会用电量（亿千瓦时）", 900, 910]]
    _, findings = taken(hebei, tmp_path, rows)
    assert "SK-I211" not in [kind for kind, _ in findings]


# --- parts of a year --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "sheet", "period"),
    [
        ("上半年各市用水量（万吨）", "表", "2020-H1"),
        ("2020年1-6月各市用水量（万吨）", "表", "2020-H1"),
        ("2020年1-11月各市用水量（万吨）", "表", "2020年1-11月"),
        ("各市用水量（万吨）", "1月", "2020-01"),
        ("各市用水量（万吨）", "汇总1月", "2020"),
        ("2020年用水量计划（万吨）", "表", "2020"),
        ("各市用水量（万吨，截至2021年3月）", "表", "2020"),
    ],
)
def test_bare_years_are_of_the_part_that_the_title_or_the_sheet_says(title, sheet, period):
    rows = [[title], ["市", "2019年", "2020年"], ["白石市", 5, 6], ["青山市", 7, 8]]
    assert at(read(rows, name=sheet), "C3").period == period


@pytest.mark.parametrize("head", ["2020年全年", "2020年度", "2020年1-12月", "2020年末"])
def test_a_whole_year_stays_one_under_a_title_of_a_part(head):
    rows = [["2020年1-6月各市用水量（万吨）"], ["市", head], ["白石市", 6], ["青山市", 8]]
    assert at(read(rows), "B3").period == "2020"


@pytest.mark.parametrize(
    ("month", "period"),
    [("2020年2月", "2020年1-2月"), ("2020年12月", "2020"), ("2020年1月", "2020-01")],
)
def test_a_column_of_sums_beside_one_of_months(month, period):
    rows = [["白石市用水"], ["月份", "当月用水量（万吨）", "累计用水量（万吨）"], [month, 40, 85]]
    reading = read([*rows, ["2020年3月", 42, 127]])
    assert at(reading, "C3").period == period
    assert at(reading, "C4").period == "2020-Q1"
    assert at(reading, "B3").period == f"2020-{int(month[5:-1]):02d}"


@pytest.mark.parametrize(("head", "period"), [("1-6月累计", "2020-H1"), ("6月累计", "2020-H1")])
def test_a_header_of_sums_says_itself_until_when(head, period):
    rows = [["2020年白石市用水"], ["指标", "单位", head], ["用水量", "万吨", 5]]
    assert read(rows).facts[0].period == period


@pytest.mark.parametrize(("title", "period"), [("2020年度", "2019"), ("2020年6月", None)])
def test_the_period_before_is_not_that_of_the_title(hebei, tmp_path, title, period):
    rows = [[f"唐山市{title}用电"], ["指标", "单位", "本期", "上期"], ["用电量", "亿千瓦时", 5, 4]]
    assert at(read(rows), "D3").period == period
    assert "D3" not in taken(hebei, tmp_path, rows)[0]


def test_a_number_before_a_title_does_not_hide_its_year():
    rows = [["表1  2020年白石市用水"], ["指标", "单位", "绝对数"], ["用水量", "万吨", 5]]
    assert read(rows).facts[0].period == "2020"


@pytest.mark.parametrize("head", ["指标", "项目", ""])
def test_a_year_before_a_rows_name_is_its_period(head):
    rows = [
        [head, "白石市", "青山市"],
        ["2019年用水量（万吨）", 5, 6],
        ["2020年用水量（万吨）", 7, 8],
    ]
    assert said(read(rows), "B3") == ("白石市", "用水量", "2020", 7.0, "万吨")


def test_a_row_of_totals_is_the_figure_of_its_column(hebei, tmp_path):
    rows = [["2020年"], ["地区", "项目", "用电量（亿千瓦时）"], ["唐山市", "合计", 900]]
    rows += [["", "其中：工业", 700], ["邯郸市", "合计", 400], ["", "其中：工业", 300]]
    found, _ = taken(hebei, tmp_path, rows)
    assert {cell: one[0] for cell, one in found.items()} == {"C3": "130200", "C5": "130400"}


# --- rows and columns that lean on others -----------------------------------------------------


def test_a_row_with_the_sum_of_the_places_under_it_names_their_figures(hebei, tmp_path):
    rows = [["各市主要指标"], ["", "2019年", "2020年"]]
    rows += [
        ["全社会用电量（亿千瓦时）", 1370, 1400],
        ["  唐山市", 970, 1000],
        ["  邯郸市", 400, 400],
    ]
    rows += [["煤炭消费总量（万吨）", 70, 90], ["  唐山市", 40, 50], ["  邯郸市", 30, 40]]
    found, _ = taken(hebei, tmp_path, rows)
    assert found["C4"] == ("130200", "electricity", "2020", 1000)
    assert found["C8"] == ("130400", "coal_total", "2020", 40)


def test_a_part_of_the_province_over_its_cities_changes_nothing(hebei, tmp_path):
    rows = [["2020年各市用电量（亿千瓦时）"], ["", "用电量"], ["甲片", 900], ["唐山市", 900]]
    found, _ = taken(hebei, tmp_path, [*rows, ["乙片", 900], ["邯郸市", 400], ["邢台市", 500]])
    assert set(found) == {"B4", "B6", "B7"}


@pytest.mark.parametrize("head", ["市  别", "", "地市名称"])
def test_the_total_of_places_is_of_none_of_them(head):
    rows = [[head, "用水量（万吨）"], ["白石市", 5], ["青山市", 6], ["合计", 11]]
    assert at(read(rows), "B4").entity == "合计"


def test_a_total_among_places_across_is_of_none_of_them(hebei, tmp_path):
    rows = [["2020年全社会用电量（亿千瓦时）"], ["行业", "合计", "唐山市", "邯郸市"]]
    rows += [["合计", 1400, 1000, 400], ["第二产业", 1000, 800, 200]]
    found, findings = taken(hebei, tmp_path, rows)
    assert {cell: one[0] for cell, one in found.items()} == {"C3": "130200", "D3": "130400"}
    assert "SK-I023" not in [kind for kind, _ in findings]


@pytest.mark.parametrize("change", ["同比（%）", "比上年增长（%）", "增速(%)"])
def test_a_row_of_changes_is_of_the_row_above(change):
    rows = [["白石市用水"], ["指标", "2019年", "2020年"], ["用水量（万吨）", 5, 6], [change, 1, 2]]
    rows += [["供水量（万吨）", 7, 8], [change, 3, 4]]
    reading = read(rows)
    assert at(reading, "C4").names[0].startswith("用水量")
    assert at(reading, "C6").names[0].startswith("供水量")
    assert at(reading, "C6").unit == "%"


def test_a_number_of_a_footnote_whose_bracket_never_opens_is_no_part(hebei, tmp_path):
    rows = [
        ["2020年用电量（亿千瓦时）"],
        ["地区", "用电量 1)"],
        ["唐山市 2)", 900],
        ["邯郸市", 400],
    ]
    found, _ = taken(hebei, tmp_path, rows)
    assert found["B3"] == ("130200", "electricity", "2020", 900)


def test_a_city_and_a_name_in_one_header_can_be_told_apart_by_a_layout(hebei, tmp_path):
    rows = [["年份", "唐山市用电量（亿千瓦时）", "邯郸市用电量（亿千瓦时）"], ["2020", 900, 400]]
    (tmp_path / "表.layout.yaml").write_text(
        'labels: [{says: "{entity}用电量*"}]\nheaders: [{says: "*用电量", indicator: 用电量}]\n',
        encoding="utf-8",
    )
    found, _ = taken(hebei, tmp_path, [*rows, ["2019", 880, 390]])
    assert found["B2"] == ("130200", "electricity", "2020", 900)
