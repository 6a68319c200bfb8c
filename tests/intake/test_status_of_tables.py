"""What is said once of a table is told of those of which nothing but the table came."""

from collections import Counter

import openpyxl
import pytest
from click.testing import CliRunner
from shuangkong.commands import root
from shuangkong.intake import making, read_submissions
from shuangkong.intake.checks.report import check
from shuangkong.intake.files import Reader
from shuangkong.intake.making import STRANGERS
from shuangkong.intake.sources import SourceFile
from shuangkong.intake.status import standings

from tests.intake.test_forms import form_of, sound

TABLE = f"""2020年各市生产总值
地市,GDP（亿元）
石家庄市,7320.94
唐山市,{sound()["gdp", 2020]}
"""


@pytest.mark.parametrize("with_form", [False, True])
def test_a_doubt_about_a_table_counts_where_no_form_came(hebei, tmp_path, with_form):
    (tmp_path / "各市.csv").write_text(TABLE, encoding="utf-8")
    if with_form:
        form_of(hebei, "130200", tmp_path / "唐山市.xlsx", sound())
    reading = read_submissions(hebei, tmp_path, 2020)
    findings = check(hebei, reading, 2020).findings
    assert [f.place.cell for f in findings if f.kind == "SK-I043"] == ["B3"]

    rows = {row.entity.name: row for row in standings(hebei, reading, 2020, findings)}

    # the doubt, and that the table lacks what else is needed
    assert (rows["石家庄市"].word, rows["石家庄市"].doubts) == ("须说明", 2)
    assert rows["保定市"].word == "未报"
    table_only = not with_form
    assert (rows["唐山市"].doubts == 2) is table_only


@pytest.mark.parametrize("own_too", [False, True])
def test_a_file_named_for_one_city_with_the_form_of_another_is_one_fault_told_to_both(
    hebei, tmp_path, own_too
):
    form_of(hebei, "130800", tmp_path / "张家口市.xlsx", sound())
    if own_too:
        form_of(hebei, "130700", tmp_path / "正确的.xlsx", sound())
    reading = read_submissions(hebei, tmp_path, 2020)
    findings = check(hebei, reading, 2020).findings

    rows = {row.entity.name: row for row in standings(hebei, reading, 2020, findings)}

    assert rows["承德市"].forms == ("张家口市.xlsx",)
    assert [f.entity for f in findings if f.kind == "SK-I244"] == ["130800"]
    row = rows["张家口市"]
    if own_too:
        assert row.remarks == ()
    else:
        assert row.word == "未报"
        assert "张家口市.xlsx" in row.remarks[0]
        assert "承德市的填报表" in row.remarks[0]
        mended = [f for f in findings if f.entity == "130700" and f.must_be_mended]
        assert not mended


def test_an_unknown_place_in_a_table_is_no_fault_of_the_others(hebei, tmp_path):
    rows = f"石家庄市,{sound()['energy_total', 2020]}\n西康市,100\n"
    (tmp_path / "各市.csv").write_text(
        f"2020年\n地市,能源消费总量（等价值，万吨标准煤）\n{rows}", encoding="utf-8"
    )
    reading = read_submissions(hebei, tmp_path, 2020)
    findings = check(hebei, reading, 2020).findings
    assert [f.place.cell for f in findings if f.kind == "SK-I024"] == ["B4"]

    (row,) = [r for r in standings(hebei, reading, 2020, findings) if r.entity.name == "石家庄市"]

    assert (row.faults, row.word) == (0, "须说明")


def test_a_unit_that_does_not_fit_is_told_of_the_city_whose_cell_it_is(hebei, tmp_path):
    (tmp_path / "各市.csv").write_text(
        "2020年\n地市,能源消费总量（等价值，亿元）\n石家庄市,100\n", encoding="utf-8"
    )
    reading = read_submissions(hebei, tmp_path, 2020)

    findings = check(hebei, reading, 2020).findings

    assert [f.entity for f in findings if f.kind == "SK-I021"] == ["130100"]


def test_a_table_of_which_nothing_is_used_is_named_by_status(tmp_path):
    (tmp_path / "别的.csv").write_text("2020年\n地市,旅游人次（万人）\n石家庄市,100\n", "utf-8")

    done = CliRunner().invoke(
        root, ["status", "hebei-13fyp", "--year", "2020", "--data", str(tmp_path)]
    )

    assert done.exit_code == 1
    assert "别的.csv不能用（没有找到本规划的任何指标" in done.output


def test_names_that_the_plan_does_not_know_are_said_one_by_one_up_to_a_number(hebei, tmp_path):
    rows = [f"第{n}镇,{n + 10}" for n in range(STRANGERS + 5)]
    text = "\n".join(["2020年", "地区,全社会用电量（亿千瓦时）", *rows, "唐山市,800", "第7镇,9"])
    (tmp_path / "各镇.csv").write_text(text, "utf-8")
    reading = read_submissions(hebei, tmp_path, 2020)
    kinds = Counter(f.kind for f in reading.findings)
    assert kinds == {"SK-I024": STRANGERS + 1, "SK-I430": 1}
    (further,) = [f for f in reading.findings if f.kind == "SK-I430"]
    assert "另有 5 个数值属于 5 个不是本规划考核对象的名称" in further.why
    assert further.place.cell == f"B{STRANGERS + 3}"
    assert reading.observations["entity"].to_list() == ["130200"]


def test_a_figure_merged_over_two_cities_is_asked_of_both(hebei, tmp_path):
    book = openpyxl.Workbook()
    head = ["地区", "全社会用电量（亿千瓦时）", "能源消费总量（等价值，万吨标准煤）"]
    rows = [["石家庄市", 900, 3926], ["唐山市", None, 8836], ["邯郸市", 400, 5000]]
    for row in (["2020年"], head, *rows):
        book.active.append(row)
    book.active.merge_cells("B3:B4")
    book.save(tmp_path / "各市.xlsx")
    reading = read_submissions(hebei, tmp_path, 2020)
    findings = check(hebei, reading, 2020).findings
    told = {row.entity.name: row.word for row in standings(hebei, reading, 2020, findings)}
    assert told["石家庄市"] == told["唐山市"] == "待更正（1条）"
    assert told["邯郸市"] == "须说明"
    assert {f.place.cell for f in findings if f.kind == "SK-I303"} == {"B3"}


def test_so_many_figures_of_unknown_names_are_said_cell_by_cell(hebei, monkeypatch):
    monkeypatch.setattr(making, "STRANGE_FIGURES", 5)
    row = "全社会用电量（亿千瓦时）,1,2,3"
    data = "\n".join(["2020年", "指标,甲镇,乙镇,丙镇", row, row, row]).encode("utf-8")
    findings = Reader.of(hebei, 2020).received(SourceFile("各镇.csv", data)).findings
    kinds = Counter(f.kind for f in findings)
    assert (kinds["SK-I024"], kinds["SK-I430"]) == (5, 1)
    (further,) = [f for f in findings if f.kind == "SK-I430"]
    assert "另有 4 个数值属于 3 个不是本规划考核对象的名称" in further.why
