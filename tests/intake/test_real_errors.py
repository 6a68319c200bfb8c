"""The errors of real publications (E1–E11 of the domain notes), each caught by a named rule.

The figures are those that were published; the tables around them are made here.
"""

from decimal import Decimal
from pathlib import Path

import pytest
from shuangkong import resources
from shuangkong.declarations.load import load
from shuangkong.intake import read_submissions
from shuangkong.intake.checks.prose import mismatch
from shuangkong.intake.checks.report import check
from shuangkong.intake.values import parse

from tests.intake.sheets import workbook


def findings_of(plan, tmp_path: Path, sheets, year: int = 2020, name: str = "表.xlsx"):
    (tmp_path / name).write_bytes(workbook(sheets))
    intake = read_submissions(plan, tmp_path, year)
    return check(plan, intake, year).findings


def city_table(title: str, heads: list[str], row: list[object]):
    return {"表": [[title], ["地区", *heads], ["石家庄市", *row]]}


def test_e1_increment_printed_as_a_growth_rate(hebei, tmp_path):
    heads = ["能源消费总量增速(%)", "万元地区生产总值能耗上升或下降(±%)", "地区生产总值增速(%)"]
    found = findings_of(
        hebei, tmp_path, city_table("2016年能耗情况", heads, [-7.91, -8.42, 8.3]), 2016
    )
    (finding,) = [f for f in found if f.kind == "SK-C:identity"]
    assert finding.severity.value == "error"
    assert finding.place.cell == "B3"
    assert "增减量" in finding.mend


def test_e2_intensity_in_ten_thousand_tonnes(hebei, tmp_path):
    heads = ["万元地区生产总值能耗（万吨标准煤/万元）"]
    found = findings_of(hebei, tmp_path, city_table("2016年能耗情况", heads, [0.532]), 2016)
    (finding,) = [f for f in found if f.kind == "SK-C001"]
    assert "5320" in finding.why
    assert "0.532" in finding.why


PLACES = "北京天津河北山西辽宁吉林上海江苏浙江安徽福建江西山东河南湖北湖南广东广西海南重庆四川"


def places(count: int) -> list[str]:
    return [PLACES[i : i + 2] for i in range(0, 2 * count, 2)]


def test_e3_a_year_label_over_an_earlier_years_figures(national, tmp_path):
    rates = [-9.18, -3.6, -3.01, -2.06, 7.05, 0.5]
    head = ["地区", "万元地区生产总值能耗上升或下降(±%)"]
    body = [list(row) for row in zip(places(6), rates, strict=True)]
    sheets = {year: [[f"{year}年各地区能耗"], head, *body] for year in ("2019", "2020")}
    found = findings_of(national, tmp_path, sheets)
    assert "SK-C004" in {f.kind for f in found}


def test_e4_lost_row_names_are_not_filled_in(hebei, tmp_path):
    rows = [["2015年各市单位GDP能耗"], ["地区", "万元地区生产总值能耗（吨标准煤/万元）"]]
    rows += [["全省", 0.961], ["石家庄市", 0.763], ["", 1.018], ["", 1.003], ["唐山市", 1.205]]
    found = findings_of(hebei, tmp_path, {"表": rows}, 2016)
    (finding,) = [f for f in found if f.kind == "SK-I038"]
    assert finding.place.cell == "B5"
    assert "2 个数值" in finding.why


def test_e4_missing_rows_are_counted(national, tmp_path):
    rows = [["2016年公报"], ["地区", "能源消费总量增速(%)"]]
    rows += [[name, 1.5 + i / 10] for i, name in enumerate(places(20))]
    found = findings_of(national, tmp_path, {"表": rows}, 2016)
    (finding,) = [f for f in found if f.kind == "SK-C006"]
    assert "西藏自治区" in finding.why


def test_e5_levels_before_and_after_a_census(national, tmp_path):
    plan = national
    head = ["地区", "万元地区生产总值能耗（吨标准煤/万元）"]
    sheets = {
        "2011": [["2011年"], head, ["全国", 1.243]],
        "2015": [["2015年（按2015年价格）等价值"], head, ["全国", 0.763]],
    }
    rates = [["年份", "地区", "万元地区生产总值能耗上升或下降(±%)"]]
    rates += [
        [str(y), "全国", r] for y, r in ((2012, -7), (2013, -7.2), (2014, -8.5), (2015, -7.5))
    ]
    found = findings_of(plan, tmp_path, sheets | {"变化率": rates}, 2015)
    assert any(f.kind in ("SK-C005", "SK-I043") for f in found)
    (finding,) = [f for f in found if f.kind == "SK-C005"]
    assert "不能相除" in finding.why


def test_e6_counts_in_a_sentence_that_do_not_add_up():
    assert mismatch("30个地区中，能耗强度增速为负3个，增速为正26个。") is not None
    assert mismatch("30个地区中，增速为负3个，为零1个，为正26个。") is None
    assert mismatch("全省13个市全部完成，其中超额完成4个") is None


def test_e7_two_goals_for_one_thing_are_declared_as_a_conflict(hebei):
    linked = [t for t in hebei.targets.values() if t.conflicts_with and "commerce" in t.id]
    assert linked
    assert all(other in hebei.targets for t in linked for other in t.conflicts_with)


def test_e8_a_target_says_where_it_was_set(hebei):
    assert all(a.source for a in hebei.allocations)
    assert all(t.source.clause for t in hebei.targets.values())


def test_e9_a_target_printed_as_a_range_is_one():
    from shuangkong.declarations.scalars import amount

    found = amount("4.0～4.5 %")
    assert found is not None
    assert found.is_range


@pytest.mark.parametrize("text", ["-15.99%", "－１５．９９％", "-15.99"])
def test_e10_a_figure_near_its_target_is_read_to_the_last_digit(text):
    assert parse(text).number == Decimal("-15.99")


def test_e11_a_target_near_zero_is_declared_apart():
    folders = [p for top in (resources.targets(), resources.samples()) for p in top.iterdir()]
    plans = [load(p) for p in folders if (p / "plan.yaml").is_file()]
    items = [item for plan in plans for scheme in plan.schemes.values() for item in scheme.items]
    assert any(item.near_zero is not None for item in items)
