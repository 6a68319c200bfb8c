"""What is not there is said: signs for no figure, tables of nothing known, forms without a plan."""

from pathlib import Path

import pytest
import shuangkong
from click.testing import CliRunner
from shuangkong.api.submissions import standings
from shuangkong.commands import root
from shuangkong.declarations.load import load
from shuangkong.intake.form.write import write_form
from shuangkong.intake.status import ReportState
from shuangkong.resources import targets

PLAN = "hebei-13fyp"
LONG = "entity,indicator,period,value,unit\n"


@pytest.fixture(scope="module")
def hebei():
    return load(targets() / PLAN)


def signs(plan, data: dict[str, bytes], year: int = 2020) -> list[tuple[str | None, str, str]]:
    """Where findings of SK-I382 stand, and whose they are."""
    found = shuangkong.check(plan, year, data).findings
    return [
        (f.place and f.place.cell, f.entity or "", f.seen or "")
        for f in found
        if f.kind == "SK-I382"
    ]


def test_a_sign_where_a_needed_figure_belongs_is_said_at_its_cell(hebei):
    table = (
        "2020年能源消费总量,,\n城市,能源消费总量（万吨标准煤，等价值）,公共交通出行比率（%）\n"
        "石家庄市,—,—\n唐山市,x,30\n邢台市,…,31\n保定市,12,32\n"
    )
    long = LONG + "石家庄市,energy_total,2020,—,万吨标准煤\n唐山市,bus_share,2020,—,%\n"

    assert signs(hebei, {"a.csv": table.encode()}) == [
        ("B3", "130100", "—"), ("B4", "130200", "x"), ("B5", "130500", "…"),
    ]  # fmt: skip
    assert signs(hebei, {"b.csv": long.encode()}) == [("D2", "130100", "—")]


def test_what_is_given_elsewhere_or_not_due_yet_is_not_asked_for(hebei):
    long = LONG + "石家庄市,energy_total,2020,—,万吨标准煤\n"
    given = LONG + "石家庄市,energy_total,2020,3900,万吨标准煤\n"

    assert signs(hebei, {"a.csv": long.encode(), "b.csv": given.encode()}) == []
    assert signs(hebei, {"a.csv": long.encode()}, 2019) == []
    assert len(signs(hebei, {"a.csv": long.encode()})) == 1


def test_a_number_that_a_layout_declares_to_be_none_is_such_a_sign(hebei, tmp_path):
    (tmp_path / "表.csv").write_text(
        "城市,2020年能源消费总量（万吨标准煤，等价值）\n石家庄市,0.01\n唐山市,7000\n邢台市,1800\n",
        encoding="utf-8",
    )
    (tmp_path / "表.layout.yaml").write_text(
        'file: 表.csv\nperiod: 2020\nmissing: ["0.01"]\n', encoding="utf-8"
    )

    found = shuangkong.check(hebei, 2020, tmp_path)

    said = [(f.place.cell, f.seen) for f in found.findings if f.kind == "SK-I382" and f.place]
    assert said == [("B2", "0.01")]
    assert found.reading.observations.height == 2


def test_a_city_that_sent_only_signs_has_something_to_explain(hebei, tmp_path):
    (tmp_path / "a.csv").write_text(
        LONG + "石家庄市,energy_total,2020,—,万吨标准煤\n", encoding="utf-8"
    )

    found = {one.entity.name: one.state for one in standings(hebei, 2020, tmp_path)}

    assert found["石家庄市"] is ReportState.TO_EXPLAIN
    assert found["唐山市"] is ReportState.MISSING


def test_a_table_that_names_no_indicator_fails_and_says_what_was_not_taken(tmp_path):
    path = tmp_path / "数.csv"
    path.write_text("城市,2019年,2020年\n石家庄市,12,13\n", encoding="utf-8")

    done = CliRunner().invoke(root, ["check", str(path), "--plan", PLAN, "--year", "2020"])

    assert done.exit_code == 1
    assert "6 个有内容的单元格一个也没有采用，其中有 2 个数（B2、C2）" in done.output


def test_a_form_read_without_its_plan_says_whose_it_is(hebei, tmp_path: Path):
    path = tmp_path / "表.xlsx"
    write_form(hebei, hebei.entities["130100"], 2020, path)

    done = CliRunner().invoke(root, ["read", str(path)])
    reading = shuangkong.read(None, None, path)

    assert "这是规划“hebei-13fyp”的填报表（石家庄市，2020年度）" in done.output
    assert "把握" not in done.output, "nothing is guessed from it"
    assert [f.kind for f in reading.findings] == ["SK-I381"]


@pytest.mark.parametrize(
    ("name", "near"), [("石家市", "石家庄市"), ("保", "保定市"), ("定洲市", "定州市")]
)
def test_an_unknown_name_lists_those_that_are_near(tmp_path: Path, name: str, near: str):
    words = ["form", PLAN, "--year", "2020", "--entity", name, "-o", str(tmp_path / "x.xlsx")]

    done = CliRunner().invoke(root, words)

    assert done.exit_code != 0
    assert near in str(done.exception).partition("相近的有：")[2].partition("\n")[0]
