"""What a table calls the whole of an area, and places that have their number in their name."""

import shutil

import pytest
from shuangkong import resources
from shuangkong.declarations.load import load
from shuangkong.intake import read_submissions

from tests.intake.sheets import at, read, workbook

HEAD = ["地区", "能源消费总量（等价值，万吨标准煤）"]


def received(plan, tmp_path, rows):
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook({"Sheet1": rows}))
    intake = read_submissions(plan, path, 2020)
    return {r["cell"]: r["entity"] for r in intake.observations.iter_rows(named=True)}, intake


def test_the_whole_city_is_the_city_of_the_title(hebei, tmp_path):
    rows = [["唐山市2020年各县（市、区）能耗"], HEAD, ["全市", 8000.5], ["迁安市", 2500.5]]
    taken, _ = received(hebei, tmp_path, rows)

    assert taken == {"B3": "130200", "B4": "130283"}


@pytest.fixture(scope="module")
def summed(tmp_path_factory):
    """A plan whose province is called 合计 in tables of its cities."""
    folder = tmp_path_factory.mktemp("plan") / "hebei-13fyp"
    shutil.copytree(resources.targets() / "hebei-13fyp", folder)
    entities = folder / "entities.csv"
    text = entities.read_text(encoding="utf-8").replace("全省;", "全省;合计;", 1)
    entities.write_text(text, encoding="utf-8")
    return load(folder)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("唐山市2020年各县（市、区）能耗", "130200"),
        ("河北省唐山市2020年各县（市、区）能耗", "130200"),
        ("河北省2020年各市能耗", "130000"),
        ("2020年各市能耗", "130000"),
    ],
)
def test_the_sum_in_a_table_of_a_city_is_the_city(summed, tmp_path, title, code):
    taken, _ = received(summed, tmp_path, [[title], HEAD, ["合计", 8000.5], ["迁安市", 2500.5]])
    assert taken == {"B3": code, "B4": "130283"}

    across = [
        [title],
        ["指标", "单位", "合计", "工业"],
        ["能源消费总量（等价值）", "万吨标准煤", 8000.5, 7000],
    ]
    assert received(summed, tmp_path, across)[0] == {"C3": code}


def test_the_sum_under_a_title_of_two_cities_is_asked(summed, tmp_path):
    rows = [["唐山市、保定市2020年能耗"], HEAD, ["合计", 9000.5], ["迁安市", 2500.5]]
    taken, intake = received(summed, tmp_path, rows)

    assert taken == {"B4": "130283"}
    assert [f.kind for f in intake.findings if f.must_be_mended] == ["SK-I271"]


@pytest.mark.parametrize("title", ["2020年各市能耗", "河北省2020年能耗"])
@pytest.mark.parametrize("label", ["全市", "合计"])
def test_a_total_that_is_no_entity_is_told_once(hebei, tmp_path, title, label):
    rows = [[title], HEAD, [label, 9000.5], ["唐山市", 8000.5], [label, 9000.5]]
    taken, intake = received(hebei, tmp_path, rows)

    assert taken == {"B4": "130200"}
    told = [(f.place.cell, f.severity.chinese) for f in intake.findings if f.kind == "SK-I213"]
    assert told == [("B3", "提示")]


@pytest.mark.parametrize(
    "name", ["130200唐山市", "130200-唐山市", "唐山市(130200)", "唐山市130200"]
)
def test_a_place_with_its_own_number_is_the_place(hebei, tmp_path, name):
    taken, _ = received(hebei, tmp_path, [["2020年"], HEAD, [name, 8000.5]])

    assert taken == {"B3": "130200"}


def test_a_place_with_the_number_of_another_is_not(hebei, tmp_path):
    taken, intake = received(hebei, tmp_path, [["2020年"], HEAD, ["130500唐山市", 8000.5]])

    assert taken == {}
    assert [f.kind for f in intake.findings] == ["SK-I024"]


def test_a_blank_within_the_year_at_the_end_of_a_header_changes_nothing():
    rows = [["地区", "用水量\n（万吨）\n2019 年", "用水量\n（万吨）\n2020 年"], ["甲市", 3.5, 4.5]]
    found = read(rows)

    assert [(at(found, c).period, at(found, c).unit) for c in ("B2", "C2")] == [
        ("2019", "万吨"),
        ("2020", "万吨"),
    ]
