"""What stands beside a number in its own cell, and percentages of several places below 1."""

import pytest
from shuangkong.intake import read_submissions
from shuangkong.intake.checks.report import check

from tests.intake.sheets import at, read, workbook

HEAD = ["地区", "能源消费总量（等价值，万吨标准煤）"]


def received(plan, tmp_path, rows):
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook({"Sheet1": rows}))
    intake = read_submissions(plan, path, 2020)
    return intake, check(plan, intake, 2020).findings


@pytest.mark.parametrize("remark", ["2019年", "2019年数", "预计", "计划数", "上年数"])
def test_a_remark_by_which_the_number_is_another_is_asked_about(hebei, tmp_path, remark):
    rows = [["2020年各市能源消费"], HEAD, ["唐山市", f"8000.5（{remark}）"], ["邢台市", 1900.5]]
    intake, findings = received(hebei, tmp_path, rows)

    assert list(intake.observations["cell"]) == ["B4"]
    assert remark in next(f.why for f in findings if f.kind == "SK-I271")


def test_a_remark_that_leaves_the_number_what_it_is_is_kept(hebei, tmp_path):
    rows = [
        ["2020年各市能源消费"],
        HEAD,
        ["唐山市", "8000.5（2020年快报）"],
        ["邢台市", "1900.5（+1.2%）"],
    ]
    intake, _ = received(hebei, tmp_path, rows)

    taken = intake.observations.select("value", "vintage", "note").rows()
    assert taken == [(8000.5, "快报", "2020年快报"), (1900.5, None, "+1.2%")]


def test_a_remark_in_the_value_of_a_long_table_is_asked_about(hebei, tmp_path):
    rows = [
        ["考核对象", "指标", "期间", "数值", "单位"],
        ["唐山市", "能源消费总量", "2020", "8000.5（2019年）", "万吨标准煤"],
    ]
    intake, findings = received(hebei, tmp_path, rows)

    assert intake.observations.is_empty()
    assert [f.place.cell for f in findings if f.kind == "SK-I271"] == ["D2"]


def test_one_percentage_of_several_places_below_one_is_asked_about(hebei, tmp_path):
    head = ["地区", "2020年能源消费总量增速（%）"]
    rows = [head, ["唐山市", -0.011], ["邢台市", 0.015], ["保定市", 0.012]]
    _, findings = received(hebei, tmp_path, rows)

    said = {f.place.cell: f.mend for f in findings if f.kind == "SK-C150"}
    assert set(said) == {"B2", "B3", "B4"}
    assert "应填 -1.1" in said["B2"]


@pytest.mark.parametrize("figures", [(-0.11, 0.5, 0.12), (-0.011, 1.5, 0.012), (-0.011, 0.012)])
def test_small_percentages_as_they_are_printed_are_none(hebei, tmp_path, figures):
    places = ["唐山市", "邢台市", "保定市"]
    rows = [["地区", "2020年能源消费总量增速（%）"], *zip(places, figures, strict=False)]
    _, findings = received(hebei, tmp_path, rows)

    assert not [f for f in findings if f.kind == "SK-C150"]


def test_a_row_of_changes_keeps_the_unit_of_its_label():
    rows = [["各市能源消费总量（万吨标准煤）"], ["年份", "甲市", "乙市"], [2019, 391.5, 800.5]]
    found = read([*rows, [2020, 392.5, 810.5], ["2020年比2019年增长（%）", 0.3, 1.2]])

    assert at(found, "B5").unit == "%"
    assert at(found, "B4").unit == "万吨标准煤"
