"""The template of a province's action plan: whole at once, and nothing in it that was not seen."""

import importlib.util
from pathlib import Path

import polars as pl
import pytest
import shuangkong
from click.testing import CliRunner
from openpyxl import load_workbook
from shuangkong import resources
from shuangkong.assess.cases import run_cases
from shuangkong.commands.root import root
from shuangkong.declarations.bundle import Declarations
from shuangkong.declarations.checking import check
from shuangkong.declarations.load import load
from shuangkong.declarations.province import Named, cities, province
from shuangkong.declarations.scaffold import from_template
from shuangkong.errors import Misuse
from shuangkong.intake.checks import declared as rules
from shuangkong.intake.form.write import write_form
from shuangkong.intake.submissions import Reading
from shuangkong.vocabulary import Severity, Verification

from tests.intake.recheck import written_findings

SAMPLE = resources.samples() / "carbon-15fyp"
TEMPLATE = "carbon-15fyp"
COUNTRY = load(resources.targets() / "national-15fyp-carbon")
PROVINCES = [e for e in COUNTRY.entities.values() if e.kind == "province"]
TWO = "代码,名称\n130100,石家庄市\n130200,唐山市\n"


def run(*arguments: object):
    return CliRunner().invoke(root, [str(one) for one in arguments])


@pytest.mark.parametrize("known", PROVINCES, ids=lambda e: e.name)
def test_every_province_gets_a_plan_that_says_only_what_was_not_issued(known, tmp_path: Path):
    top = province(known.name, None)
    from_template(TEMPLATE, tmp_path, "own-15fyp", top, [Named("999900", "甲市")])

    found = check(tmp_path / "own-15fyp")
    plan = load(tmp_path / "own-15fyp")
    assert {(f.kind, f.severity) for f in found} == {("SK-D170", Severity.INFO)}
    assert plan.allocations == ()
    assert plan.plan.title == f"{known.name}“十五五”碳达峰行动方案"
    assert (plan.entities[top.code].name, plan.entities[top.code].address) == (
        known.name,
        known.address,
    )


def test_it_counts_the_fourteen_indicators_of_the_assessment_and_says_it_is_second_hand(tmp_path):
    from_template(TEMPLATE, tmp_path, "own", province("河北", None))
    plan = load(tmp_path / "own")
    national = COUNTRY.schemes["count-2026"]
    (scheme,) = plan.schemes.values()

    assert [len(c.targets) for c in scheme.classes] == [5, 9]
    assert [c.targets for c in scheme.classes] == [c.targets for c in national.classes]
    assert scheme.grades == national.grades
    assert scheme.self_assessed is national.self_assessed
    assert scheme.forced_grade == national.forced_grade
    assert (scheme.wording, plan.plan.wording) == (national.wording, COUNTRY.plan.wording)
    own = [plan.targets[t] for c in scheme.classes for t in c.targets]
    assert [t.name for t in own] == [COUNTRY.targets[t.id].name for t in own]
    assert all(t.value is None for t in own)
    assert plan.plan.documents["assessment-2026"].verification is Verification.SECONDARY
    assert scheme.note is not None
    assert scheme.note.startswith("原文未见")


def test_its_cases_come_out_at_once(tmp_path):
    from_template(TEMPLATE, tmp_path, "own", province("河北", None))

    results = run_cases(tmp_path / "own")

    assert len(results) == 12
    assert all(result.holds for result in results)


def test_one_command_gives_declarations_forms_and_letters(tmp_path):
    listed = tmp_path / "各市.csv"
    listed.write_text(TWO, encoding="gb18030")
    folder = tmp_path / "hebei-15fyp"

    made = run("plan", "new", folder, "--template", TEMPLATE, "--name", "河北", "--cities", listed)

    assert made.exit_code == 0, made.output
    assert sorted(p.name for p in (folder / "forms").iterdir()) == [
        "130000_河北省_2026.xlsx",
        "130100_石家庄市_2026.xlsx",
        "130200_唐山市_2026.xlsx",
    ]
    sheet = load_workbook(folder / "forms" / "130100_石家庄市_2026.xlsx").worksheets[0]
    shown = {c.value for row in sheet.iter_rows() for c in row}
    assert {"能源消费总量", "煤炭消费总量", "售出绿证对应的电量"} <= shown
    assert "煤炭的二氧化碳排放因子" not in shown  # the province's own
    assert ".docx" in {p.suffix for p in (folder / "letters").iterdir()}
    assert run("plan", "check", folder).exit_code == 0
    assert "不会覆盖" in str(
        run("plan", "new", folder, "--template", TEMPLATE, "--name", "河北").exception
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--template", "carbon-15fpy", "--name", "河北"], "是不是“carbon-15fyp”"),
        (["--template", TEMPLATE], "要写省名"),
        (["--template", TEMPLATE, "--name", "湖北生"], "是不是“湖北"),
        (["--template", TEMPLATE, "--name", "河北", "--first", "2026"], "规划期由样板定"),
        (["--template", TEMPLATE, "--name", "鹿城省", "--code", "1,2"], "不是代码和名称"),
        (["--name", "河北", "--title", "甲"], "只用于样板"),
        (["--title", "甲"], "没有写全"),
    ],
)
def test_what_cannot_be_begun_says_how(arguments, said, tmp_path):
    done = run("plan", "new", tmp_path / "own", *arguments)

    assert done.exit_code != 0
    assert said in f"{done.output}{done.exception}"
    assert "怎么改" in f"{done.output}{done.exception}"
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize(
    "text",
    ["", "石家庄市\n唐山市\n", "130100,石家庄市,x\n", "130100,石家庄市\n130100,唐山市\n",
     "130100,石家庄市\n130200,石家庄市\n", "13 0100,石家庄市\n", '130100,"石家庄,市"\n'],
)  # fmt: skip
def test_a_list_of_cities_that_is_none_is_refused(text, tmp_path):
    (tmp_path / "各市.csv").write_text(text, encoding="utf-8")

    with pytest.raises(Misuse, match="怎么改"):
        cities(tmp_path / "各市.csv")


def test_without_its_cities_a_plan_is_sound_and_says_what_to_put_in(tmp_path):
    folder = tmp_path / "hebei-15fyp"

    made = run("plan", "new", folder, "--template", TEMPLATE, "--name", "河北省")

    assert "各市还没有录入" in made.output
    assert [p.name for p in (folder / "forms").iterdir()] == ["130000_河北省_2026.xlsx"]
    assert {f.kind for f in check(folder)} == {"SK-D170"}
    assert "占位" in (folder / "entities.csv").read_text(encoding="utf-8")


def test_the_province_is_no_city_of_itself(tmp_path):
    with pytest.raises(Misuse, match="既是全省又是市"):
        from_template(TEMPLATE, tmp_path, "own", province("河北", None), [Named("130000", "甲市")])


# --- the invented province -------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample() -> Declarations:
    return load(SAMPLE)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return shuangkong.read(SAMPLE, 2026, SAMPLE / "data")


def test_the_script_makes_the_sample(tmp_path):
    spec = importlib.util.spec_from_file_location("make", SAMPLE.parent / "make_carbon.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    made.main(tmp_path)

    old = {p.relative_to(SAMPLE) for p in SAMPLE.rglob("*") if p.is_file()}
    assert {p.relative_to(tmp_path / TEMPLATE) for p in tmp_path.rglob("*") if p.is_file()} == old
    for name in old:
        if name.suffix != ".xlsx":
            assert (tmp_path / TEMPLATE / name).read_bytes() == (SAMPLE / name).read_bytes(), name
    again = shuangkong.read(SAMPLE, 2026, tmp_path / TEMPLATE / "data").observations
    told = shuangkong.read(SAMPLE, 2026, SAMPLE / "data").observations
    columns = ["entity", "indicator", "period", "value", "verification"]
    assert again.select(columns).equals(told.select(columns))


def test_it_is_marked_as_invented_wherever_it_is_read(sample, reading):
    assert sample.plan.synthetic
    assert {a.verification for a in sample.allocations} == {Verification.SYNTHETIC}
    assert set(reading.observations["verification"]) == {"synthetic"}
    assert all("示例" in p.name for p in (SAMPLE / "data").iterdir())


def test_it_holds_to_every_identity(reading):
    report = shuangkong.check(SAMPLE, 2026, SAMPLE / "data")

    assert {f.severity for f in report.findings} == {Severity.INFO}


GRADES = {
    "优秀": "甲丙己壬丑", "合格": "戊庚寅", "不合格": "乙丁辛子", None: "癸",
}  # fmt: skip


def test_thirteen_cities_come_to_every_grade(sample, reading):
    found = shuangkong.assess(sample, 2026, reading)

    graded: dict[str | None, str] = {}
    for code, result in found.results.items():
        if sample.entities[code].kind == "city":
            grade = result.grade.name if result.grade else None
            graded[grade] = graded.get(grade, "") + sample.entities[code].name[0]
    assert graded == GRADES


def test_the_first_half_of_the_year_warns(sample):
    found = shuangkong.outlook(sample, 2026, SAMPLE / "data", period="H1")

    levels = {
        sample.entities[code].name: {w.rule.id: w.level.name for w in one.warnings}
        for code, one in found.entities.items()
    }
    assert levels["乙城市"] == dict.fromkeys(levels["乙城市"], "红色")
    assert levels["甲城市"] == dict.fromkeys(levels["甲城市"], "绿色")
    assert levels["示例省"]["co2-intensity"] == "黄色"
    assert len(levels["甲城市"]) == 3


@pytest.mark.parametrize(
    ("entity", "figures", "said"),
    [
        ("970100", {"coal": "+20"}, "煤炭、石油、天然气、非化石和其他能源相加"),
        ("970100", {"end_use": "-10"}, "终端消费、加工转换损失、输配损失相加"),
        ("970100", {"net_inflow": "-90"}, "平衡差额超过2%"),
        ("970100", {"co2_total": "-300"}, "由煤、油、气按全省当年的因子推算"),
        ("970000", {"factor_coal": "+0.5"}, "由煤、油、气按当年的因子推算"),
        ("970200", {"certs_sold": "+500"}, "同一张绿证计了两次"),
        ("970100", {"power_without_certs": "+9"}, "不核发绿证的电量相加"),
        ("970000", {"certs_used": "-90"}, "有绿证在两个市都计了"),
        ("970100", {"clean_power": "+9999"}, "清洁能源电量大于全社会用电量"),
    ],
)
def test_a_figure_that_breaks_an_identity_is_found(sample, reading, entity, figures, said):
    table = reading.observations
    before = {str(f) for f in rules.run(sample, table, 2026).findings}
    for indicator, change in figures.items():
        here = (pl.col("entity") == entity) & (pl.col("indicator") == indicator)
        moved = pl.when(here & (pl.col("period") == "2026")).then(pl.col("value") + float(change))
        table = table.with_columns(moved.otherwise(pl.col("value")).alias("value"))

    found = {str(f) for f in rules.run(sample, table, 2026).findings} - before

    assert before == set()
    assert any(said in one for one in found), found


RATES = {
    "co2_intensity_change": (-0.046, "应为 -4.6%（百分数填成了小数）"),
    "energy_intensity_change": (2.7, "正负号填反了"),
    "coal_change": (-19.5, "与其他数对不上"),
}


@pytest.mark.parametrize("name", RATES)
def test_a_rate_is_held_against_the_levels_by_the_province_and_in_the_form(
    sample, reading, tmp_path, name
):
    value, said = RATES[name]
    rate = (pl.col("indicator") == name) & (pl.col("entity") == "970600")
    table = reading.observations.with_columns(
        pl.when(rate & (pl.col("period") == "2026"))
        .then(pl.lit(value))
        .otherwise(pl.col("value"))
        .alias("value")
    )
    path = tmp_path / "己城市.xlsx"
    write_form(sample, sample.entities["970600"], 2026, path, table)

    (found,) = [
        f for f in shuangkong.check(SAMPLE, 2026, path).findings if f.severity is Severity.ERROR
    ]
    (own,) = [line for line in written_findings(path) if line.severity == "须更正"]

    assert said in f"{found.why}{found.mend}"
    assert (own.cell, own.why, own.mend) == (found.place.cell, found.why, found.mend)


def test_a_form_that_is_right_is_finished_row_by_row(sample, reading, tmp_path):
    """Nobody asks a city what departments judge."""
    path = tmp_path / "丙城市.xlsx"
    write_form(sample, sample.entities["970300"], 2026, path, reading.observations)
    gap = reading.observations.filter(
        ~(pl.col("indicator").is_in(["public_co2", "coal"]) & (pl.col("period") == "2025"))
    )
    other = tmp_path / "丙城市_缺.xlsx"
    write_form(sample, sample.entities["970300"], 2026, other, gap)

    assert set(_results(path).values()) == {"通过"}
    assert not {name for name in _results(path) if "部门评价" in name}
    # coal is held against the value of the year alone, and nothing of its base year is lacking
    own = _results(other)
    assert (own["公共机构单位建筑面积碳排放"], own["煤炭消费总量"]) == ("须更正", "通过")


def _results(path: Path) -> dict[str, str]:
    sheet = load_workbook(path, data_only=True).worksheets[0]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=6)]
    number, name, said = (rows[0].index(head) for head in ("序号", "指标", "自查"))
    return {row[name]: row[said] for row in rows[1:] if isinstance(row[number], int)}


def test_a_factor_belongs_to_its_year(sample, reading):
    """What fuels emitted goes by the factor of the year, and there is none without one."""
    other = reading.observations.filter(
        ~((pl.col("indicator") == "factor_coal") & (pl.col("period") == "2026"))
    )

    done = rules.run(sample, other, 2026)

    assert done.undecided["co2-from-fuels"] > 0
    assert done.undecided["co2-from-fuels-city"] > 0
