"""A title that says more than the headers under it is heard."""

import openpyxl
import pytest
from shuangkong.intake import read_submissions


def found(hebei, tmp_path, title, head, value=300, layout=""):
    book = openpyxl.Workbook()
    for row in ([title], ["地区", head], ["唐山市", value]):
        book.active.append(row)
    book.save(tmp_path / "表.xlsx")
    if layout:
        (tmp_path / "表.layout.yaml").write_text(layout, encoding="utf-8")
    reading = read_submissions(hebei, tmp_path / "表.xlsx", 2020)
    kinds = [f.kind for f in reading.findings if f.must_be_mended]
    return reading.observations["value"].to_list(), kinds


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("2020年规模以上工业用电量（亿千瓦时）", "用电量"),
        ("2020年唐山市居民生活用电量情况（亿千瓦时）", "用电量"),
        ("2020年全社会用电量目标（亿千瓦时）", "全社会用电量"),
        ("2020年各市用电量计划数（亿千瓦时）", "用电量"),
        ("2020年预计用电量（亿千瓦时）", "用电量"),
        ("2020年能源消费总量控制目标分解表（等价值，万吨标准煤）", "能源消费总量"),
        ("2020年用电量（不含自备电厂）", "用电量（亿千瓦时）"),
        ("2020年各市用电量（剔除线损和厂用电后）", "用电量（亿千瓦时）"),
    ],
)
def test_what_the_title_says_more_is_asked(hebei, tmp_path, title, head):
    assert found(hebei, tmp_path, title, head) == ([], ["SK-I271"])


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("2020年全社会用电量（亿千瓦时）", "用电量"),
        ("2020年各市用电量（亿千瓦时）", "全社会用电量"),
        ("2020年工业增加值和用电量（亿千瓦时）", "用电量"),
        ("2020年节能目标完成情况（亿千瓦时）", "全社会用电量"),
        ("2020年用电量目标完成情况（亿千瓦时）", "用电量"),
        ("2020年唐山市主要指标（亿千瓦时）", "用电量"),
        ("2020年工业用电量占比情况（亿千瓦时）", "用电量"),
        ("2020年各市用电量（不含辛集市、雄安新区）", "用电量（亿千瓦时）"),
        ("2020年各市用电量（不含辛集和定州）", "用电量（亿千瓦时）"),
    ],
)
def test_a_title_that_says_the_same_or_something_else_is_no_matter(hebei, tmp_path, title, head):
    assert found(hebei, tmp_path, title, head) == ([300], [])


def test_a_layout_settles_it(hebei, tmp_path):
    layout = "indicator: 全社会用电量\n"
    title = "2020年规模以上工业用电量（亿千瓦时）"
    values, kinds = found(hebei, tmp_path, title, "用电量", layout=layout)
    assert (values, "SK-I271" in kinds) == ([], False)
    headed = "headers: [{says: 用电量, indicator: 全社会用电量}]\n"
    assert found(hebei, tmp_path, title, "用电量", layout=headed) == ([300], [])


@pytest.mark.parametrize(
    "title",
    [
        "2020年用电增量（亿千瓦时）",
        "2020年各市全社会用电量增量情况（亿千瓦时）",
        "2020年新增全社会用电量（亿千瓦时）",
        "2020年唐山市用电净增量统计表（亿千瓦时）",
        "2020年各市比上年增加用电量（亿千瓦时）",
        "2020年节电量（亿千瓦时）",
        "2020年人均用电量（亿千瓦时）",
        "2020年各市日均用电量（亿千瓦时）",
        "2020年最大用电量（亿千瓦时）",
        "2020年各市用电余量（亿千瓦时）",
    ],
)
@pytest.mark.parametrize("head", ["全社会用电量", "用电量"])
def test_what_was_added_is_not_taken_for_the_level(hebei, tmp_path, title, head):
    assert found(hebei, tmp_path, title, head) == ([], ["SK-I271"])


@pytest.mark.parametrize(
    "title",
    [
        "2020年全社会用电量及增量（亿千瓦时）",
        "2020年用电总量和增量情况（亿千瓦时）",
        "2020年用电量变化情况（亿千瓦时）",
    ],
)
def test_a_title_of_the_level_beside_what_was_added_is_no_matter(hebei, tmp_path, title):
    assert found(hebei, tmp_path, title, "全社会用电量") == ([300], [])


@pytest.mark.parametrize(
    "line",
    [
        "增量",
        "（2020年新增）",
        "比上年增加",
        "2016-2020年累计",
        "口径：规模以上工业",
        "2020年目标值",
    ],
)
def test_a_line_under_the_title_that_says_what_the_figures_are_is_asked_about(
    hebei, tmp_path, line
):
    text = f"2020年各市能源情况\n{line}\n地区,全社会用电量（亿千瓦时）\n唐山市,300\n石家庄市,500\n"
    (tmp_path / "表.csv").write_text(text, encoding="utf-8")
    reading = read_submissions(hebei, tmp_path / "表.csv", 2020)
    assert reading.observations.is_empty()
    asked = [f for f in reading.findings if f.kind == "SK-I271"]
    assert [f.place.cell for f in asked] == ["B4", "B5"]
    assert line.strip("（）").rpartition("（")[2].replace("：", ":") in asked[0].why


@pytest.mark.parametrize("file", ["2020年用电增量.csv", "各市用电量目标表.csv"])
@pytest.mark.parametrize("title", ["2020年", "2020年全社会用电量"])
def test_the_name_of_a_file_says_more_only_where_no_title_does(hebei, tmp_path, file, title):
    text = f"{title}\n地区,全社会用电量（亿千瓦时）\n唐山市,300\n石家庄市,500\n"
    (tmp_path / file).write_text(text, encoding="utf-8")
    reading = read_submissions(hebei, tmp_path / file, 2020)
    asked = [f for f in reading.findings if f.kind == "SK-I271"]
    assert len(asked) == (2 if title == "2020年" else 0)
    assert all("文件名写的是" in one.why for one in asked)
    assert reading.observations.height == 2 - len(asked)


def of_one_place(hebei, tmp_path, title):
    book = openpyxl.Workbook()
    for row in ([title], ["指标", "单位", "2020年"], ["用电量", "亿千瓦时", 300]):
        book.active.append(row)
    book.save(tmp_path / "表.xlsx")
    return read_submissions(hebei, tmp_path / "表.xlsx", 2020)


@pytest.mark.parametrize(
    "part",
    [
        *("主城区", "市区", "区", "市本级", "市直", "中心城区", "辖区"),
        *("高新区", "和平区", "某某县", "经济技术开发区", "工业园区", "新城镇"),
        *("某钢铁公司", "钢铁集团有限公司", "热电厂", "重点用能单位", "公共机构", "数据中心"),
    ],
)
def test_a_title_that_names_a_part_of_a_place_is_not_of_the_whole(hebei, tmp_path, part):
    reading = of_one_place(hebei, tmp_path, f"唐山市{part}2020年用电情况")

    assert reading.observations.is_empty()
    (asked,) = [f for f in reading.findings if f.must_be_mended]
    assert asked.kind == "SK-I271"
    assert f"唐山市{part[:5]}" in asked.why


@pytest.mark.parametrize(
    "whole",
    [
        *("", "各区县", "区域", "市、县", "全市", "各县（市、区）", "县区", "城市居民", "地区"),
        *("工业和信息化局", "发展改革委填报", "市场监管局", "节能主管部门", "园林局"),
        *("节能监察中心", "发展和改革委员会", "机关事务管理局", "与全省对比"),
    ],
)
def test_a_title_of_the_whole_place_is_taken(hebei, tmp_path, whole):
    reading = of_one_place(hebei, tmp_path, f"唐山市{whole}2020年用电情况")

    assert reading.observations["value"].to_list() == [300]


@pytest.mark.parametrize(
    "title",
    [
        "唐山市2020年用电情况（重点用能单位）",
        "唐山市2020年用电情况（不含曹妃甸区）",
        "唐山市（含秦皇岛市飞地）2020年用电情况",
        "唐山市、保定市2020年用电情况",
        "唐山市与保定市2020年用电对比",
        "唐山市2020年用电情况和保定市对比",
        "唐山市等4市2020年用电情况",
        "河北省和唐山市2020年用电情况",
    ],
)
def test_a_title_of_another_scope_or_of_two_places_is_asked(hebei, tmp_path, title):
    reading = of_one_place(hebei, tmp_path, title)

    assert reading.observations.is_empty()
    assert [f.kind for f in reading.findings if f.must_be_mended] == ["SK-I271"]


def test_the_declared_scope_in_a_title_is_no_matter(hebei, tmp_path):
    reading = of_one_place(hebei, tmp_path, "石家庄市2020年用电情况（不含辛集市）")

    assert reading.observations["entity"].to_list() == ["130100"]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("河北省唐山市2020年用电情况", "130200"),
        ("河北省2020年唐山市用电情况", "130200"),
        ("河北省 唐山 2020年用电情况", "130200"),
        ("河北省发展改革委关于唐山市2020年用电情况", "130200"),
        ("沧州市2020年用电情况", "130900"),
        ("唐山市丰南区2020年用电情况", "130207"),
        ("河北省唐山市丰南区2020年用电情况", "130207"),
        ("唐山市2020年用电情况（报河北省发展改革委）", "130200"),
        ("河北省2020年用电情况", "130000"),
    ],
)
def test_the_finest_place_of_a_title_has_its_figures(hebei, tmp_path, title, code):
    reading = of_one_place(hebei, tmp_path, title)

    assert reading.observations["entity"].to_list() == [code]
    assert not [f for f in reading.findings if f.must_be_mended]


@pytest.mark.parametrize(
    ("title", "line", "code"),
    [
        ("河北省2020年用电情况", "唐山市", "130200"),
        ("河北省2020年用电情况", "（唐山市）", "130200"),
        ("河北省2020年用电情况", "填报单位：唐山市统计局", "130200"),
        ("唐山市2020年用电情况", "保定市", None),
        ("唐山市2020年用电情况", "唐山市丰南区各企业", None),
        ("唐山市丰南区2020年用电情况", "填报单位：唐山市统计局", None),
        ("唐山市高新区2020年用电情况", "填报单位：唐山市统计局", None),
        ("河北省2020年用电情况", "唐山市统计局填报", None),
    ],
)
def test_a_line_under_the_title_names_the_place_or_is_asked(hebei, tmp_path, title, line, code):
    text = f"{title}\n{line}\n指标,单位,2020年\n用电量,亿千瓦时,300\n"
    (tmp_path / "表.csv").write_text(text, encoding="utf-8")
    reading = read_submissions(hebei, tmp_path / "表.csv", 2020)

    assert reading.observations["entity"].to_list() == ([code] if code else [])
    assert [f.kind for f in reading.findings if f.must_be_mended] == ["SK-I271"] * (code is None)


def test_a_layout_says_whose_figures_a_doubtful_title_has(hebei, tmp_path):
    (tmp_path / "表.layout.yaml").write_text("entity: 唐山市\n", encoding="utf-8")
    of_one_place(hebei, tmp_path, "唐山市高新区2020年用电情况")

    assert read_submissions(hebei, tmp_path, 2020).observations["value"].to_list() == [300]
