"""What stands with a figure in its cell, its row or its column, and would be read for something
else: asked about, or read by what it is."""

import pytest
from shuangkong.intake import read_submissions
from shuangkong.intake.checks.report import check

HEAD = "2020年\n地区,全社会用电量（亿千瓦时）,能源消费总量（等价值，万吨标准煤）\n"


def received(plan, tmp_path, text):
    (tmp_path / "表.csv").write_text(text, encoding="utf-8")
    reading = read_submissions(plan, tmp_path / "表.csv", 2020)
    taken = {row["cell"]: row["value"] for row in reading.observations.iter_rows(named=True)}
    return taken, {f.place.cell: f for f in reading.findings if f.must_be_mended}


@pytest.mark.parametrize("led", ["①500", "¹500", "❷ 500", "⑴500", "5①00", "③", "⁵"])
def test_a_mark_before_a_figure_is_no_figure(hebei, tmp_path, led):
    text = f"{HEAD}石家庄市,{led},3926\n唐山市,800,8836\n邢台市,300①,2600¹\n"
    taken, said = received(hebei, tmp_path, text)
    assert taken == {"C3": 3926, "B4": 800, "C4": 8836, "B5": 300, "C5": 2600}
    assert said["B3"].kind == "SK-I025"


@pytest.mark.parametrize("note", ["作废", "有误", "此数无效", "待核实", "暂估", "存疑"])
def test_a_figure_that_is_called_void_or_open_is_asked_about(hebei, tmp_path, note):
    taken, said = received(hebei, tmp_path, f"{HEAD}石家庄市,500（{note}）,3926\n唐山市,800,8836\n")
    assert "B3" not in taken
    assert note in said["B3"].why
    assert len(taken) == 3


def test_ditto_in_place_of_a_figure_is_asked_about_and_parts_no_table(hebei, tmp_path):
    text = f"{HEAD}石家庄市,500,3926\n唐山市,〃,〃\n保定市,400,3000\n"
    taken, said = received(hebei, tmp_path, text)
    assert taken == {"B3": 500, "C3": 3926, "B5": 400, "C5": 3000}
    assert set(said) == {"B4", "C4"}


@pytest.mark.parametrize("first", ["unit", "figure"])
def test_each_figure_has_the_unit_of_the_column_beside_it(hebei, tmp_path, first):
    heads = ["能源消费总量（等价值）", "规模以上工业综合能源消费量（等价值）"]
    rows = {
        "石家庄市": [(3926, "万吨标准煤"), (20_000_000, "吨标准煤")],
        "邢台市": [(26_000_000, "吨标准煤"), (1300, "万吨标准煤")],
    }

    def line(name, pairs):
        pairs = [(b, a) if first == "unit" else (a, b) for a, b in pairs]
        return ",".join([name, *(str(one) for pair in pairs for one in pair)])

    text = [line("地区", [(head, "单位") for head in heads])]
    text += [line(name, pairs) for name, pairs in rows.items()]
    taken, said = received(hebei, tmp_path, "2020年\n" + "\n".join(text))
    assert sorted(taken.values()) == [1300, 2000, 2600, 3926]
    assert not said


def test_two_columns_of_units_before_all_figures_say_one_unit(hebei, tmp_path):
    text = "指标,计量单位,单位,石家庄市,唐山市\n全社会用电量,亿千瓦时,亿千瓦时,500,800\n"
    taken, said = received(hebei, tmp_path, f"2020年\n{text}")
    assert (taken, said) == ({"D3": 500, "E3": 800}, {})


@pytest.mark.parametrize("word", ["约500", "详见附件", "〃", "500左右"])
def test_a_last_row_with_its_unit_and_a_word_is_no_note_below_the_table(hebei, tmp_path, word):
    text = (
        "2020年石家庄市\n指标,单位,数值\n能源消费总量（等价值）,万吨标准煤,3926\n"
        f"煤炭消费总量,万吨,1500\n全社会用电量,亿千瓦时,{word}\n"
    )
    taken, said = received(hebei, tmp_path, text)
    assert taken == {"C3": 3926, "C4": 1500}
    assert said["C5"].kind == "SK-I025"


def test_notes_below_a_table_stay_notes(hebei, tmp_path):
    text = (
        "2020年石家庄市\n指标,单位,数值\n全社会用电量,亿千瓦时,500\n"
        "注：用电量为快报数\n填报人：张三,,审核人：李四\n"
    )
    assert received(hebei, tmp_path, text) == ({"C3": 500}, {})


@pytest.mark.parametrize("long", [True, False])
@pytest.mark.parametrize("fallen", ["▼2.1", "-2.1"])
def test_a_triangle_is_a_rise_only_where_another_one_falls(hebei, tmp_path, fallen, long):
    if long:
        row = "{},万元地区生产总值能耗上升或下降,2020,{},%\n"
        text = "考核对象,指标,期间,数值,单位\n" + row.format("石家庄市", "▲3.1")
        text += row.format("唐山市", fallen)
        cells = ("D2", "D3")
    else:
        text = f"2020年\n地区,单位GDP能耗上升或下降（%）\n石家庄市,▲3.1\n唐山市,{fallen}\n"
        cells = ("B3", "B4")
    taken, said = received(hebei, tmp_path, text)
    sure = fallen[0] == "▼"
    assert taken.get(cells[0]) == (3.1 if sure else None)
    assert taken[cells[1]] == -2.1
    assert (cells[0] in said) is not sure


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        (("-5.36%", "-0.042", "-3.1"), ["B4"]),
        (("-5.36", "-0.04", "-3.1"), []),
        (("-5.361", "-0.042", "-3.155"), []),
        (("-5.36", "-0.001", "-3.1"), []),
        (("-5.36", "-0.042"), []),
    ],
)
def test_a_fraction_among_percentages_of_others_is_asked_about(hebei, tmp_path, values, asked):
    cities = ("石家庄市", "唐山市", "邢台市")
    rows = "".join(f"{city},{value}\n" for city, value in zip(cities, values, strict=False))
    text = f"2020年\n地区,单位GDP能耗上升或下降（%）\n{rows}"
    (tmp_path / "表.csv").write_text(text, encoding="utf-8")
    reading = read_submissions(hebei, tmp_path, 2020)
    found = [f for f in check(hebei, reading, 2020).findings if f.kind == "SK-C150"]
    assert [f.place.cell for f in found] == asked
    assert all("应填 -4.2" in f.mend and "其他对象" in f.why for f in found)
