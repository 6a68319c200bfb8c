"""A column of units that stands for several columns of figures is named, with what mends it."""

import pytest
from shuangkong.intake import read_submissions


def received(plan, tmp_path, text):
    (tmp_path / "表.csv").write_text(text, encoding="utf-8")
    reading = read_submissions(plan, tmp_path / "表.csv", 2020)
    taken = {row["cell"]: row["value"] for row in reading.observations.iter_rows(named=True)}
    return taken, {f.place.cell: f for f in reading.findings if f.must_be_mended}


@pytest.mark.parametrize("behind", [True, False])
def test_one_column_of_units_for_figures_of_two_is_named(hebei, tmp_path, behind):
    def line(place, unit, *figures):
        return ",".join([place, *figures, unit] if behind else [place, unit, *figures])

    rows = [
        line("地区", "单位", "煤炭消费总量", "全社会用电量"),
        line("石家庄市", "亿千瓦时", "1500", "500"),
        line("唐山市", "亿千瓦时", "2000", "800"),
    ]
    taken, said = received(hebei, tmp_path, "2020年\n" + "\n".join(rows))
    coal, power, unit = ("B", "C", "D") if behind else ("C", "D", "B")
    assert taken == {f"{power}3": 500, f"{power}4": 800}
    assert {cell: one.kind for cell, one in said.items()} == {
        f"{coal}3": "SK-I307",
        f"{coal}4": "SK-I307",
    }
    assert said[f"{coal}3"].why.startswith(f"{unit} 列的单位“亿千瓦时”管着几列数")
    assert "煤炭消费总量（万吨）" in said[f"{coal}3"].mend


def test_the_unit_of_one_column_is_blamed_itself(hebei, tmp_path):
    text = "2020年\n地区,煤炭消费总量,单位\n石家庄市,1500,亿千瓦时\n唐山市,2000,亿千瓦时\n"
    taken, said = received(hebei, tmp_path, text)
    assert (taken, {one.kind for one in said.values()}) == ({}, {"SK-I021"})


def test_two_columns_of_units_for_the_same_figures_are_asked_about(hebei, tmp_path):
    head = "2020年\n地区,规模以上工业综合能源消费量（等价值）,能源消费总量（等价值）,单位,单位\n"
    text = f"{head}石家庄市,20000000,3926,吨标准煤,万吨标准煤\n唐山市,40000000,8836,吨标准煤,〃\n"
    taken, said = received(hebei, tmp_path, text)
    assert taken == {}
    assert {one.kind for one in said.values()} == {"SK-I271"}
    assert len(said) == 4


def test_a_unit_in_another_language_is_no_other(hebei, tmp_path):
    head = "2020年\n地区,煤炭消费总量,单位,Unit\n"
    text = f"{head}石家庄市,1500,万吨,10000 tons\n唐山市,2000,万吨,10000 tons\n"
    assert received(hebei, tmp_path, text) == ({"B3": 1500, "B4": 2000}, {})
