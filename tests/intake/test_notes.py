"""What a note or remark says otherwise than the table: asked about at exactly its figures."""

import time

import pytest
from shuangkong.intake import read_submissions
from shuangkong.intake.note_sentences import clauses_of
from shuangkong.intake.reading import limits

from tests.intake.sheets import workbook

COAL, POWER = "煤炭消费总量", "全社会用电量"
PLACES = ("唐山市", "邢台市")
#: the cells of 2019 and 2020, of 唐山市 and 邢台市
OLD, NEW, FIRST, LAST = {"B3", "B4"}, {"C3", "C4"}, {"B3", "C3"}, {"B4", "C4"}


def received(plan, tmp_path, rows):
    """What is taken, by cell, and what is asked, by cell."""
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook({"Sheet1": rows}))
    intake = read_submissions(plan, path, 2020)
    taken = {row["cell"]: row for row in intake.observations.iter_rows(named=True)}
    return taken, {f.place.cell: f for f in intake.findings if f.must_be_mended}


def of_two_years(note, unit="万吨"):
    heads = ["地区", f"2019年{COAL}", f"2020年{COAL}"]
    rows = [[name, 500.5, 480.5] for name in PLACES]
    return [[f"各市煤炭消费（单位：{unit}）"], heads, *rows, [note]]


@pytest.mark.parametrize(
    ("note", "asked"),
    [
        # a figure that is not there, and another in its place
        ("注：邢台市2020年数据缺报，以2019年数代替", {"C4"}),
        ("注：邢台市缺报，以2019年数据代替。", {"C4"}),
        ("注：邢台市2020年沿用2019年数", {"C4"}),
        ("注：邢台市2020年数据为上年数", {"C4"}),
        ("注：2020年数据由2019年数据推算得出", NEW),
        ("注：邢台市2020年未报，暂按2019年数计列", {"C4"}),
        ("注：邢台市2020年数据缺失", {"C4"}),
        ("注：邢台市2020年数据有误", {"C4"}),
        ("注：2019年、2020年两列数据填反", OLD | NEW),
        # what is not yet, or ought to be
        ("注：2020年为预计数", NEW),
        ("注：2020年为计划数", NEW),
        ("注：邢台市2020年数为估算", {"C4"}),
        ("说明：本表2020年列为年度目标", NEW),
        ("注：本年数为预计数", NEW),
        ("注：1.数据由各市上报。2.唐山市2020年为预计数。", {"C3"}),
        # a part of the year
        ("注：2020年数为1—11月累计", NEW),
        ("注：2020年数据截至11月底", NEW),
        ("注：邢台市为上半年数", LAST),
        ("注：2020年1-11月", NEW),
        ("注：唐山市为2020年前三季度数", {"C3"}),
        # another unit
        (f"注：{COAL}单位：吨", OLD | NEW),
        ("注：本表单位为吨", OLD | NEW),
        ("单位：吨", OLD | NEW),
        ("注：邢台市数据以吨为单位", LAST),
        # a part of the whole
        ("注：2020年数为规模以上工业口径", NEW),
        ("注：表中数据为终端消费，不含加工转换", OLD | NEW),
        ("注：邢台市不含开发区", LAST),
        ("注：邢台市2020年数据包括邯郸市划入的新区", {"C4"}),
    ],
)
def test_a_note_is_asked_about_at_the_figures_that_it_names(hebei, tmp_path, note, asked):
    taken, said = received(hebei, tmp_path, of_two_years(note))

    assert set(said) == asked
    assert set(taken) == (OLD | NEW) - asked
    why = note.removeprefix("注：1.数据由各市上报。").strip("。")
    assert all(why in one.why for one in said.values() if one.kind == "SK-I271")


@pytest.mark.parametrize(
    "note",
    [
        "数据来源：统计局年鉴",
        "数据来源：《河北统计年鉴2021》，2021年数据",
        "注：煤炭消费总量为实物量",
        "注：本表单位为万吨",
        "注：单位：万吨、亿千瓦时",
        "注：2020年为全年数",
        "注：数据截至2020年12月底",
        "注：2021年为预计数",
        "注：2020年数据已按普查修订，与2019年可比",
        "注：全社会用电量为预计数",
        "注：2020年全社会用电量为预计数",
        "注：2020年目标值为控制目标",
        "注：2020年散煤采用天然气替代",
        "注：1吨标准煤为7000千卡",
        "注：目标完成率=实际/目标",
        "注：“-”表示数据缺失",
        "注：各市数据均不含定州市、辛集市",
        "注：填报日期2020年12月",
        "填报时间：2020年12月",
        "注：国家统计局《2020年分省（区、市）能耗公报》（2021年8月23日）",
        "注：各市以2015年为基期，按2015年可比价测算",
        "注：能源消费总量按当量值计算",
    ],
)
def test_a_note_that_leaves_figures_what_they_are_is_harmless(hebei, tmp_path, note):
    taken, said = received(hebei, tmp_path, of_two_years(note))

    assert (set(taken), said) == (OLD | NEW, {})


@pytest.mark.parametrize(
    "note", ["注：石家庄市不含辛集市", "注：石家庄市、保定市不含辛集市、定州市"]
)
def test_a_scope_that_is_the_declared_one_is_harmless(hebei, tmp_path, note):
    rows = of_two_years(note)
    rows[2][0], rows[3][0] = "石家庄市", "保定市"

    assert received(hebei, tmp_path, rows)[1] == {}


@pytest.mark.parametrize(
    ("note", "asked"),
    [
        (f"注：{POWER}的单位为万千瓦时", {"C3", "C4"}),
        (f"注：{POWER}计量单位为万千瓦时，其余为万吨。", {"C3", "C4"}),
        ("注：用电量为预计数", {"C3", "C4"}),
        (f"注：唐山市{POWER}为预计数", {"C3"}),
        (f"注：①{POWER}为预计数；②{COAL}为上半年数", {"B3", "B4", "C3", "C4"}),
        ("注1：用电量为预计数", {"C3", "C4"}),
    ],
)
def test_of_two_indicators_a_note_speaks_of_the_one_that_it_names(hebei, tmp_path, note, asked):
    heads = ["地区", f"{COAL}（万吨）", f"{POWER}（亿千瓦时）"]
    rows = [["2020年各市能源消费"], heads, *([name, 500.5, 80.5] for name in PLACES), [note]]

    assert set(received(hebei, tmp_path, rows)[1]) == asked


def test_physical_amounts_are_none_of_standard_coal(hebei, tmp_path):
    head = ["地区", "2020年能源消费总量（等价值，万吨标准煤）"]
    rows = [["各市"], head, [PLACES[0], 500.5], ["注：按实物量（万吨原煤）计"]]
    taken, said = received(hebei, tmp_path, rows)

    assert (taken, set(said)) == ({}, {"B3"})


@pytest.mark.parametrize(
    "remark", ["单位为吨", "吨", "1-11月", "上半年数", "以2019年数代替", "2020年为预计数", "缺报"]
)
def test_a_remark_beside_a_figure_is_asked_about(hebei, tmp_path, remark):
    rows = [
        ["唐山市2020年主要指标"],
        ["指标", "单位", "2020年", "备注"],
        [COAL, "万吨", 500.5, remark],
        [POWER, "亿千瓦时", 80.5, "省里发的"],
    ]
    taken, said = received(hebei, tmp_path, rows)

    assert (set(taken), set(said)) == ({"C4"}, {"C3"})


@pytest.mark.parametrize("remark", ["单位为万吨", "1-12月", "全年数", "2020年1—12月"])
def test_a_remark_that_says_what_the_table_says_is_harmless(hebei, tmp_path, remark):
    rows = [["唐山市"], ["指标", "单位", "2020年", "备注"], [COAL, "万吨", 500.5, remark]]

    assert set(received(hebei, tmp_path, rows)[0]) == {"C3"}


def test_numbers_of_notes_are_looked_for_as_signs_and_not_in_years(hebei, tmp_path):
    rows = of_two_years("注1：为预计数")
    rows[3][0] = "邢台市 1)"
    taken, said = received(hebei, tmp_path, rows)

    assert (set(taken), set(said)) == (FIRST, LAST)


def versions(plan, tmp_path, note):
    taken, _ = received(plan, tmp_path, of_two_years(note))
    return {cell: row["vintage"] for cell, row in taken.items() if row["vintage"]}


@pytest.mark.parametrize(
    ("note", "of"),
    [
        ("注：以上为快报数", dict.fromkeys(OLD | NEW, "快报")),
        ("注：2020年为快报数", dict.fromkeys(NEW, "快报")),
        ("①邢台市为初步核算数。", dict.fromkeys(LAST, "初步核算")),
        ("2020年为快报数", dict.fromkeys(NEW, "快报")),
        ("注：邢台市2020年为快报数", {"C4": "快报"}),
        (
            "注：2019年为最终核实数，2020年为快报数",
            dict.fromkeys(OLD, "最终核实") | dict.fromkeys(NEW, "快报"),
        ),
        (
            "注：邢台市为快报数，其余为最终核实数",
            dict.fromkeys(LAST, "快报") | dict.fromkeys(FIRST, "最终核实"),
        ),
        ("注：本表数据尚未最终核实", {}),
        ("注：最终核实数待公布，现为快报数", dict.fromkeys(OLD | NEW, "快报")),
        ("注：不是快报数", {}),
        ("注：全社会用电量为快报数", {}),
        ("注：并非2020年快报数", {}),
    ],
)
def test_a_version_is_of_the_figures_that_the_note_names(hebei, tmp_path, note, of):
    assert versions(hebei, tmp_path, note) == of


@pytest.mark.parametrize(
    ("note", "first", "last"),
    [
        ("注：以上为各市自报数，未经核定", "自报", "自报"),
        ("注：以上数据未经省统计局核定", "自报", "自报"),
        ("注：邢台市为自报数", "核定", "自报"),
        ("注：以上为核定数", "核定", "核定"),
        ("注：最终数据以国家统计局核定为准", "核定", "核定"),
    ],
)
def test_what_is_not_approved_is_as_the_cities_say(hebei, tmp_path, note, first, last):
    taken, _ = received(hebei, tmp_path, of_two_years(note))

    assert {taken[cell]["authority"] for cell in FIRST} == {first}
    assert {taken[cell]["authority"] for cell in LAST} == {last}


def test_a_version_in_a_title_is_of_all_figures_whatever_year_it_names(hebei, tmp_path):
    rows = [["2020年各市煤炭消费快报（单位：万吨）"], *of_two_years("数据来源：统计局")[1:]]
    taken, _ = received(hebei, tmp_path, rows)

    assert [row["vintage"] for row in taken.values()] == ["快报"] * 4


def test_a_version_in_a_remark_is_that_of_its_row(hebei, tmp_path):
    rows = [["2020年"], ["地区", f"{COAL}（万吨）", "备注"]]
    taken, _ = received(hebei, tmp_path, [*rows, ["唐山市", 1.5, "快报"], ["邢台市", 2.5]])

    assert {cell: row["vintage"] for cell, row in taken.items()} == {"B3": "快报", "B4": None}


def test_a_footnote_of_one_city_does_not_settle_figures_of_others(hebei, tmp_path):
    head = [["2020年各市"], ["地区", f"{COAL}（万吨）"]]
    noted = [*head, ["唐山市", 1282.5], ["邢台市", "540①"], ["①邢台市为初步核算数。"]]
    (tmp_path / "甲.xlsx").write_bytes(workbook({"Sheet1": noted}))
    (tmp_path / "乙.xlsx").write_bytes(workbook({"Sheet1": [*head, ["唐山市", 1292.5]]}))
    intake = read_submissions(hebei, tmp_path, 2020)

    assert {f.kind for f in intake.findings if f.must_be_mended} == {"SK-I029"}
    assert list(intake.observations["value"]) == [540]


@pytest.mark.parametrize("text", ["均", "为是", "按", "不是快报", "累计", "2026年数据为"])
def test_a_text_without_end_is_read_in_the_time_of_its_length(text):
    def taken(length):
        begun = time.process_time()
        list(clauses_of(text * (length // len(text)), heading=False))
        return time.process_time() - begun

    short, long = (min(taken(length) for _ in range(3)) for length in (2_000, 32_000))

    # sixteen times as long: by its square it would take 256 times
    assert long < 80 * max(short, 0.002)


def of_two_tables(under_first, under_last):
    heads = ["地区", f"{COAL}（万吨）"]
    table = [heads, ["唐山市", 500.5], ["邢台市", 480.5]]
    first = [["一、2019年各市煤炭消费"], *table, [under_first]]
    return [*first, [], ["二、2020年各市煤炭消费"], *table, [under_last]]


def test_a_note_under_a_table_is_not_of_the_next_one(hebei, tmp_path):
    rows = of_two_tables("注：邢台市为预计数；数据来自快报", "注：以上为最终核实数")
    taken, said = received(hebei, tmp_path, rows)

    assert set(said) == {"B4"}
    assert {cell: row["vintage"] for cell, row in taken.items()} == {
        "B3": "快报",
        "B9": "最终核实",
        "B10": "最终核实",
    }


@pytest.mark.parametrize(
    ("remark", "asked"),
    [
        ("以2019年数代替", True),
        ("2019年数", True),
        ("1-11月累计", True),
        ("单位为吨", True),
        ("为预计数", True),
        ("2019年为预计数", False),
        ("单位为万吨", False),
        ("统计局提供", False),
    ],
)
def test_a_remark_in_a_long_table_is_asked_about(hebei, tmp_path, remark, asked):
    head = ["考核对象", "指标", "期间", "数值", "单位", "备注"]
    rows = [head, ["唐山市", COAL, "2020", 500.5, "万吨", remark]]
    taken, said = received(hebei, tmp_path, rows)

    assert (bool(taken), set(said)) == (not asked, {"D2"} if asked else set())


def test_more_notes_than_any_table_has_are_refused(hebei, tmp_path):
    notes = [f"注{n}：唐山市为预计数" for n in range(limits.NOTES + 1)]

    taken, _ = received(hebei, tmp_path, of_two_tables(notes[0], "\n".join(notes)))

    assert taken == {}
