"""〃 and 同上 say what stands above: among labels they are read, among figures asked about."""

import pytest
from shuangkong.intake import read_submissions
from shuangkong.intake.dittos import as_above, is_ditto
from shuangkong.intake.reading import Cell


def received(plan, tmp_path, text):
    (tmp_path / "表.csv").write_text(text, encoding="utf-8")
    reading = read_submissions(plan, tmp_path / "表.csv", 2020)
    taken = {row["cell"]: row["value"] for row in reading.observations.iter_rows(named=True)}
    return taken, {f.place.cell: f for f in reading.findings if f.must_be_mended}


def test_a_ditto_stands_for_the_next_cell_above_that_is_none():
    texts = ["万吨", "〃", " 同 上 ", "亿千瓦时", "″"]
    cells = [Cell(row, 1, "text", text) for row, text in enumerate(texts, 1)]
    assert not is_ditto("同上年")
    assert [(at, cell.text) for at, cell in as_above(cells).items()] == [
        ((2, 1), "万吨"),
        ((3, 1), "万吨"),
        ((5, 1), "亿千瓦时"),
    ]
    assert as_above(cells[1:2]) == {}


@pytest.mark.parametrize("ditto", ["〃", "″", "”", "同上"])
def test_figures_of_a_column_of_dittos_stay_figures(hebei, tmp_path, ditto):
    text = (
        "2020年\n指标,单位,石家庄市,唐山市\n全社会用电量,亿千瓦时,500,800\n"
        f"煤炭消费总量,万吨,1500,{ditto}\n能源消费总量（等价值）,万吨标准煤,3926,{ditto}\n"
    )
    taken, said = received(hebei, tmp_path, text)
    assert taken == {"C3": 500, "D3": 800, "C4": 1500, "C5": 3926}
    assert set(said) == {"D4", "D5"}


def test_a_column_of_nothing_but_dittos_is_asked_about(hebei, tmp_path):
    text = "全社会用电量（亿千瓦时）\n地区,2019年,2020年\n石家庄市,500,〃\n唐山市,800,〃\n"
    taken, said = received(hebei, tmp_path, text)
    assert taken == {"B3": 500, "B4": 800}
    assert set(said) == {"C3", "C4"}


@pytest.mark.parametrize("remark", ["目标", "2019年数据", "其中含定州"])
def test_a_remark_is_said_again_by_a_ditto(hebei, tmp_path, remark):
    text = (
        "2020年\n地区,全社会用电量（亿千瓦时）,备注\n石家庄市,500,\n"
        f"唐山市,800,{remark}\n保定市,300,〃\n邢台市,300,\n"
    )
    taken, said = received(hebei, tmp_path, text)
    if "含" in remark:
        assert taken == {"B3": 500, "B4": 800, "B5": 300, "B6": 300}
    else:
        assert taken == {"B3": 500, "B6": 300}
        assert set(said) == {"B4", "B5"}


def test_long_tables_are_read_through_dittos(hebei, tmp_path):
    text = (
        "考核对象,指标,期间,数值,单位,数据版本,类型\n"
        "石家庄市,全社会用电量,2020,500,亿千瓦时,快报数,实际\n唐山市,〃,〃,800,〃,〃,〃\n"
        "保定市,〃,2019,300,〃,年报数,目标\n邢台市,〃,〃,310,〃,〃,〃\n邯郸市,〃,〃,〃,〃,〃,实际\n"
        "某某市,〃,〃,1,〃,〃,〃\n〃,〃,〃,2,〃,〃,〃\n"
    )
    taken, said = received(hebei, tmp_path, text)
    assert taken == {"D2": 500, "D3": 800}
    assert {cell: f.kind for cell, f in said.items()} == {
        "D4": "SK-I271",
        "D5": "SK-I271",
        "D6": "SK-I025",
        "A7": "SK-I024",
        "A8": "SK-I024",
    }
    reading = read_submissions(hebei, tmp_path / "表.csv", 2020)
    assert reading.observations["vintage"].unique().to_list() == ["快报"]
