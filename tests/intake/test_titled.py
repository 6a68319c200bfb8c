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
