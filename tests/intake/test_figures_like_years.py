"""Figures between 1900 and 2099 are figures where their place says so, else they are years."""

import pytest
from shuangkong.intake import read_submissions

NAME = "能源消费总量（等价值）"


def taken(plan, tmp_path, *lines):
    (tmp_path / "表.csv").write_text("\n".join(lines), encoding="utf-8")
    reading = read_submissions(plan, tmp_path / "表.csv", 2020)
    columns = ("cell", "period", "value")
    return {
        cell: (when, value) for cell, when, value in reading.observations.select(columns).rows()
    }


@pytest.mark.parametrize("first", ["石家庄市", "石家庄"])
@pytest.mark.parametrize("second", [8836, 1999])
def test_the_first_row_of_data_is_no_header_of_years(hebei, tmp_path, first, second):
    lines = ["2020年能源消费（万吨标准煤）", f"地区,{NAME}", f"{first},2000", f"唐山市,{second}"]
    assert taken(hebei, tmp_path, *lines) == {"B3": ("2020", 2000), "B4": ("2020", second)}


@pytest.mark.parametrize("second", [1500, 1999])
def test_nor_is_the_first_indicator_of_a_list(hebei, tmp_path, second):
    lines = [
        "石家庄市2020年",
        "指标,单位,数值",
        f"{NAME},万吨标准煤,2000",
        f"煤炭消费总量,万吨,{second}",
    ]
    assert taken(hebei, tmp_path, *lines) == {"C3": ("2020", 2000), "C4": ("2020", second)}


def test_nor_is_one_under_a_blank_corner(hebei, tmp_path):
    other = "规模以上工业综合能源消费量（等价值）"
    lines = ["2020年（万吨标准煤）", ",石家庄市,唐山市", f"{NAME},2000,2050", f"{other},1900,1950"]
    assert {cell: value for cell, (_, value) in taken(hebei, tmp_path, *lines).items()} == {
        "B3": 2000,
        "C3": 2050,
        "B4": 1900,
        "C4": 1950,
    }


def test_a_year_in_a_column_of_its_own_parts_them(hebei, tmp_path):
    lines = [f"地区,{NAME}（万吨标准煤）,年份", "石家庄市,2000,2019", "唐山市,2010,2020"]
    assert taken(hebei, tmp_path, *lines) == {"B2": ("2019", 2000), "B3": ("2020", 2010)}


def test_figures_beside_years_are_no_years(hebei, tmp_path):
    lines = [f"地区,年份,{NAME}（万吨标准煤）", "石家庄市,2019,2000", "石家庄市,2020,2010"]
    assert taken(hebei, tmp_path, *lines) == {"C2": ("2019", 2000), "C3": ("2020", 2010)}


@pytest.mark.parametrize("corner", ["城市", "设区市", "Region", ""])
def test_years_of_a_second_header_row_stay_years(hebei, tmp_path, corner):
    lines = [
        "能源消费总量（等价值，万吨标准煤）", "地区,本地数,本地数",
        f"{corner},2019,2020", "石家庄市,3900,3926", "唐山市,8800,8836",
    ]  # fmt: skip
    found = taken(hebei, tmp_path, *lines)
    assert {when for when, _ in found.values()} <= {"2019", "2020"}
    assert not {value for _, value in found.values()} & {2019, 2020}
