"""Forms of a part of a year: given out, filled in, read back and used by the outlook."""

import io
from pathlib import Path

import openpyxl
import pytest
import shuangkong
from click.testing import CliRunner
from shuangkong.api.submissions import standings
from shuangkong.commands import root
from shuangkong.declarations.bundle import Declarations
from shuangkong.declarations.load import load
from shuangkong.errors import Misuse
from shuangkong.intake.form.layout import FIRST_YEAR_COL, HEADER_ROW, SHEET, layout_of
from shuangkong.intake.form.write import write_form
from shuangkong.intake.status import ReportState

from tests.intake.recheck import Line, Recalculated, of_check, written_findings
from tests.intake.test_form_broken import Put, edited, number, typed

FILES = {
    "plan.yaml": """
id: parts
title: 半年预警规划
short: 半年预警
document: {title: 半年预警规划, verification: verified}
period: {base: 2020, first: 2021, last: 2025}
top: "0"
assessed: [city]
""",
    "entities.csv": "code,name,kind,parent\n0,某省,province,\n1,东市,city,0\n2,西市,city,0\n",
    "indicators.yaml": """
indicators:
  - {id: energy, name: 能耗, unit: 万吨标准煤, direction: lower, entities: [city]}
  - {id: gdp, name: 产值, unit: 亿元, entities: [city]}
  - {id: coal, name: 散煤, unit: 吨, direction: lower, entities: [city]}
  - {id: intensity_change, name: 单耗同比, unit: "%", change_of: intensity, entities: [city]}
  - {id: gdp_change, name: 产值同比, unit: "%", change_of: gdp, entities: [city]}
  - {id: intensity, name: 单耗, unit: 吨标准煤/万元, direction: lower, formula: energy / gdp}
""",
    "targets/a.yaml": """
targets:
  - {id: intensity, name: 单耗下降, kind: binding, indicator: intensity, form: reduce_by,
     value: 15%, scope: {kinds: [city]}, base: 2020,
     by: 2025, annual: equal_geometric, source: {clause: 一}}
  - {id: coal, name: 散煤, kind: binding, indicator: coal, scope: {entities: [东市]},
     form: at_most, value: 10 吨, every: quarter, by: 2025, progress: none, annual: none,
     source: {clause: 二}}
""",
}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Declarations:
    return written(tmp_path_factory.mktemp("规划"), FILES)


@pytest.fixture(scope="module")
def without_changes(tmp_path_factory: pytest.TempPathFactory) -> Declarations:
    lines = FILES["indicators.yaml"].splitlines(keepends=True)
    kept = "".join(line for line in lines if "change_of" not in line)
    return written(tmp_path_factory.mktemp("规划"), FILES | {"indicators.yaml": kept})


def written(folder: Path, files: dict[str, str]) -> Declarations:
    own = folder / "parts"
    for name, text in files.items():
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text(text, encoding="utf-8")
    return load(own)


def filled(plan: Declarations, path: Path, part: str, code: str = "2", **values: object) -> Path:
    """A form of a part of 2022 in which the figures of that part are filled in."""
    write_form(plan, plan.entities[code], 2022, path, part=part)
    layout = layout_of(plan, plan.entities[code], 2022, part)
    edited(path, {layout.address(i, layout.own) or "": as_put(v) for i, v in values.items()})
    return path


def as_put(value: object) -> Put:
    return typed(value) if isinstance(value, str) else number(value)


def test_a_part_asks_for_changes_and_for_what_falls_due_in_it(plan: Declarations) -> None:
    west = layout_of(plan, plan.entities["2"], 2022, "H1")
    east = layout_of(plan, plan.entities["1"], 2022, "Q2")
    first = layout_of(plan, plan.entities["1"], 2021, "Q2")

    assert [one.id for one in west.indicators] == ["intensity_change", "gdp_change"]
    assert west.years == (20215, 20225)
    assert [one.id for one in east.indicators] == ["coal", "intensity_change", "gdp_change"]
    assert east.years == (20212, 20221, 20222)
    # against the base year there is no change yet, and the duty begins with the period
    assert first.years == (20211, 20212)
    assert east.term == "2022年二季度"


def test_what_is_no_part_or_asks_for_nothing_is_refused(
    plan: Declarations, without_changes: Declarations
) -> None:
    for part in ("H3", "2", "Q", "13", "06-30", ""):
        with pytest.raises(Misuse, match="不是年内时段"):
            layout_of(plan, plan.entities["2"], 2022, part)
    with pytest.raises(Misuse, match="用年度填报表"):
        layout_of(without_changes, without_changes.entities["2"], 2022, "H1")


def test_it_says_what_it_is_and_shows_what_is_known(plan: Declarations) -> None:
    data = "entity,indicator,period,value,unit\n西市,gdp_change,2021-H1,5.5,%\n"
    content = shuangkong.form(plan, 2022, "西市", {"去年.csv": data.encode()}, period="H1")

    page = openpyxl.load_workbook(io.BytesIO(content))[SHEET]
    heads = [page.cell(HEADER_ROW, FIRST_YEAR_COL + i).value for i in range(2)]
    text = "".join(str(cell.value or "") for row in page.iter_rows() for cell in row)
    layout = layout_of(plan, plan.entities["2"], 2022, "H1")

    assert page["A1"].value == "西市2022年上半年规划目标完成情况填报表"
    assert heads == ["2021年上半年", "2022年上半年"]
    assert "表号：parts-2022-H1-2" in text
    assert "单位负责人" in text
    assert "比上年同期变化" in text
    assert page[layout.address("gdp_change", 20215) or ""].value == 5.5
    assert page[layout.address("gdp_change", 20225) or ""].value is None


def test_what_is_filled_in_is_read_back_and_looked_ahead_on(
    plan: Declarations, tmp_path: Path
) -> None:
    path = filled(plan, tmp_path / "西市.xlsx", "H1", intensity_change=-1.2, gdp_change=5)
    table = "entity,indicator,period,value,unit\n西市,intensity_change,2022-H1,-1.2,%\n"

    reading = shuangkong.read(plan, 2022, path)
    ahead = shuangkong.outlook(plan, 2022, reading, period="H1").entities["2"]
    of_table = shuangkong.outlook(plan, 2022, {"a.csv": table.encode()}, period="H1").entities["2"]

    found = {(r["indicator"], r["period"]): r["value"]
             for r in reading.observations.iter_rows(named=True)}  # fmt: skip
    assert found == {("intensity_change", "2022-H1"): -1.2, ("gdp_change", "2022-H1"): 5}
    judged = [(j.key, j.outcome, j.actual) for j in ahead.result.judgements]
    assert judged == [(j.key, j.outcome, j.actual) for j in of_table.result.judgements]
    assert any(actual is not None for *_, actual in judged)
    assert not [f for f in shuangkong.check(plan, 2022, path).findings if f.severity.rank < 3]


@pytest.fixture(scope="module")
def live(plan: Declarations, tmp_path_factory: pytest.TempPathFactory) -> Recalculated:
    path = tmp_path_factory.mktemp("空") / "东市.xlsx"
    write_form(plan, plan.entities["1"], 2022, path, part="Q2")
    return Recalculated(path)


@pytest.mark.parametrize(
    ("values", "says", "at"),
    [
        ({}, "2022年二季度的数一个也没有填", ""),
        ({"gdp_change": 5}, "散煤（2022年二季度）、单耗同比（2022年二季度）", "coal"),
        ({"coal": 9, "intensity_change": -1}, "2022年二季度另有 1 项没有填", "gdp_change"),
        ({"coal": "约9", "intensity_change": -1, "gdp_change": 5}, "填的不是数", "coal"),
        ({"coal": "暂缺", "intensity_change": -1, "gdp_change": 5}, "没有写明原因", "coal"),
        ({"coal": 9, "intensity_change": -1, "gdp_change": 5}, "", ""),
    ],
)
def test_the_form_and_check_say_the_same(
    plan: Declarations, live: Recalculated, tmp_path: Path,
    values: dict[str, object], says: str, at: str,
) -> None:  # fmt: skip
    path = filled(plan, tmp_path / "东市.xlsx", "Q2", "1", **values)
    layout = layout_of(plan, plan.entities["1"], 2022, "Q2")

    said = of_check(plan, path, 2022)

    assert [one.cell for one in said] == ([layout.address(at, layout.own) or ""] if says else [])
    assert all(says in one.why for one in said)
    assert plainly(live.findings(path)) == plainly(said)


def test_a_column_of_fractions_is_asked_about_in_the_form_and_in_check(
    plan: Declarations, live: Recalculated, tmp_path: Path
) -> None:
    values = {"coal": 9, "intensity_change": -0.032, "gdp_change": 0.05}
    path = filled(plan, tmp_path / "东市.xlsx", "Q2", "1", **values)
    layout = layout_of(plan, plan.entities["1"], 2022, "Q2")

    said = of_check(plan, path, 2022)

    rates = ("intensity_change", "gdp_change")
    assert [one.cell for one in said] == [layout.address(one, layout.own) for one in rates]
    assert ["应填 -3.2；" in said[0].mend, "应填 5；" in said[1].mend] == [True, True]
    assert {one.severity for one in said} == {"须说明"}
    assert plainly(live.findings(path)) == plainly(said)


@pytest.mark.parametrize("values", [(-0.6, 5), (-0.6, 0), (-1, 0.5)])
def test_a_small_percentage_among_others_is_left_alone(
    plan: Declarations, tmp_path: Path, values: tuple[float, float]
) -> None:
    rates = dict(zip(("intensity_change", "gdp_change"), values, strict=True))
    path = filled(plan, tmp_path / "西市.xlsx", "H1", **rates)

    assert not of_check(plan, path, 2022)


def plainly(lines: list[Line]) -> list[tuple[str, ...]]:
    return [(x.severity, x.cell, x.why, x.mend) for x in lines]


def test_a_known_figure_that_was_changed_is_named_with_its_part(
    plan: Declarations, tmp_path: Path
) -> None:
    data = "entity,indicator,period,value,unit\n西市,gdp_change,2021-H1,5.5,%\n"
    path = tmp_path / "西市.xlsx"
    path.write_bytes(shuangkong.form(plan, 2022, "西市", {"去年.csv": data.encode()}, period="H1"))
    layout = layout_of(plan, plan.entities["2"], 2022, "H1")
    assert [one.why for one in written_findings(path)] == ["西市2022年上半年的数一个也没有填"]
    values = {("intensity_change", 20225): -1, ("gdp_change", 20225): 5, ("gdp_change", 20215): 6}
    live = Recalculated(path)
    edited(path, {layout.address(*cell) or "": number(v) for cell, v in values.items()})

    (one,) = of_check(plan, path, 2022)

    assert one.cell == layout.address("gdp_change", 20215)
    assert "西市2021年上半年“产值同比”改为 6，上次报送的是 5.5" in one.why
    assert plainly(live.findings(path)) == plainly([one])


def test_the_year_is_not_reported_by_a_part_nor_a_part_by_the_year(
    plan: Declarations, tmp_path: Path
) -> None:
    filled(plan, tmp_path / "西市_上半年.xlsx", "H1", intensity_change=-1.2)
    write_form(plan, plan.entities["1"], 2022, tmp_path / "东市.xlsx")

    year = {one.entity.code: one for one in standings(plan, 2022, tmp_path)}
    half = {one.entity.code: one for one in standings(plan, 2022, tmp_path, period="H1")}

    assert {code: one.state for code, one in year.items()} == {
        "1": ReportState.EMPTY, "2": ReportState.MISSING,
    }  # fmt: skip
    assert {code: (one.state, one.figures) for code, one in half.items()} == {
        "1": (ReportState.MISSING, 0), "2": (ReportState.DONE, 1),
    }  # fmt: skip
    assert half["2"].forms == ("西市_上半年.xlsx",)


def test_both_forms_of_a_year_and_its_half_stand_side_by_side(
    plan: Declarations, tmp_path: Path
) -> None:
    filled(plan, tmp_path / "1.xlsx", "H1", intensity_change=-1.2)
    twin = filled(plan, tmp_path / "2.xlsx", "H1", intensity_change=-1.3)
    write_form(plan, plan.entities["2"], 2022, tmp_path / "3.xlsx")

    both = [f.why for f in shuangkong.check(plan, 2022, tmp_path).findings]
    twin.unlink()
    one = [f.why for f in shuangkong.check(plan, 2022, tmp_path).findings]

    assert [why for why in both if "两份" in why] == [
        "西市2022年上半年的填报表有两份（1.xlsx、2.xlsx），不知以哪份为准；其中不同的数都没有采用"
    ]
    assert not [why for why in one if "两份" in why]


def test_without_its_hidden_sheet_it_is_still_known(plan: Declarations, tmp_path: Path) -> None:
    path = filled(plan, tmp_path / "西市.xlsx", "Q3", intensity_change=-1.2)
    book = openpyxl.load_workbook(path)
    del book["shuangkong"]
    book.save(path)

    reading = shuangkong.read(plan, 2022, path)

    assert [f.kind for f in reading.findings] == ["SK-I247"]
    assert (reading.files[0].year, reading.files[0].part) == (2022, "Q3")


def test_the_command_writes_forms_of_a_part_and_says_who_reported_it(
    plan: Declarations, tmp_path: Path
) -> None:
    folder = str(plan.folder)
    term = ["--year", "2022", "--period", "H1"]
    run = CliRunner().invoke

    made = run(root, ["form", folder, *term, "--all", str(tmp_path / "表")])
    told = run(root, ["status", folder, *term, "--data", str(tmp_path / "表")])

    names = ["1_东市_2022-H1.xlsx", "2_西市_2022-H1.xlsx"]
    assert sorted(path.name for path in (tmp_path / "表").iterdir()) == names, made.output
    assert "2022年上半年数据" in told.output
    assert "空表 2 个" in told.output
    assert told.exit_code == 1
