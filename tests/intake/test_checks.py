import csv
from pathlib import Path

import polars as pl
import pytest
from shuangkong import resources
from shuangkong.declarations.load import load
from shuangkong.intake import read_submissions
from shuangkong.intake.checks import (
    deciding,
    declared,
    forms,
    plausible,
    report,
    scope,
    series,
    stale,
)
from shuangkong.intake.checks.frame import wide
from shuangkong.intake.reading import read_book
from shuangkong.intake.status import as_text, standings
from shuangkong.vocabulary import frames

from tests.intake.sheets import workbook

SAMPLES = resources.samples()


def observations(rows: list[tuple[str, str, int, float]], **shared: object) -> pl.DataFrame:
    data = [
        {
            "entity": entity, "indicator": indicator, "year": year, "period": str(year),
            "value": float(value), "authority": "自报", "verification": "verified",
            "file": "表.xlsx", "sheet": "表", "cell": f"B{number}", "raw": str(value), **shared,
        }
        for number, (entity, indicator, year, value) in enumerate(rows, start=1)
    ]  # fmt: skip
    return pl.concat(
        [frames.empty(frames.OBSERVATIONS), pl.DataFrame(data)], how="diagonal_relaxed"
    )


def test_missing_figures_never_pass_and_never_fail_a_rule(hebei):
    found = declared.run(hebei, observations([("130100", "energy_total_growth", 2020, 5)]), 2020)
    assert found.findings == ()
    assert found.held["identity"] == 0
    assert found.undecided["identity"] == 1


def test_figures_of_different_versions_are_not_compared(hebei):
    one = observations([("130100", "gdp", 2019, 100)], vintage="最终核实")
    other = observations([("130100", "gdp", 2020, 200)], vintage="初步核算")
    assert declared.run(hebei, pl.concat([one, other]), 2020).broken["gdp-jump"] == 0
    same = observations([("130100", "gdp", 2019, 100), ("130100", "gdp", 2020, 200)])
    assert declared.run(hebei, same, 2020).broken["gdp-jump"] == 1


def test_a_broken_rule_says_figures_cells_and_how_to_mend(hebei):
    rows = [
        ("130100", "energy_total_growth", 2020, -7.91),
        ("130100", "energy_intensity_change", 2020, -8.42),
        ("130100", "gdp_growth", 2020, 8.3),
    ]
    ((finding, cells),) = declared.run(hebei, observations(rows), 2020).findings
    assert finding.severity.value == "error"
    assert "-7.91%" in finding.seen
    assert {place.cell for place in cells} == {"B1", "B2", "B3"}
    assert "恒等" in finding.basis or "变化率相符" in finding.basis


def test_sum_over_cities_needs_every_city(hebei):
    cities = [e for e in hebei.entities.values() if e.kind == "city" and e.valid_in(2016)]
    rows = [(c.code, "energy_total", 2016, 2000.0) for c in cities]
    whole = observations([*rows, ("130000", "energy_total", 2016, 2000.0 * len(cities) / 1.019)])
    broken = [
        f for f, _ in declared.run(hebei, whole, 2020).findings if f.kind == "SK-C:cities-energy"
    ]
    assert len(broken) == 1
    assert broken[0].severity.value == "warning"
    partly = observations([*rows[1:], ("130000", "energy_total", 2016, 1000.0)])
    outcome = declared.run(hebei, partly, 2020)
    assert outcome.broken["cities-energy"] == 0
    (note,) = [
        f for f in scope.check(hebei, partly, declared.compile_rules(hebei))
        if f.kind == "SK-C012"
    ]  # fmt: skip
    assert cities[0].name in note.why


def test_wide_frame_has_one_row_per_version(hebei):
    compiled = declared.compile_rules(hebei)
    names = [name for one in compiled for name in one.names]
    frame = wide(
        observations([("130100", "gdp", 2019, 1), ("130100", "gdp", 2020, 2)]), hebei, names
    )
    assert frame.height == 2
    assert frame.sort("year")["prior.gdp"].to_list() == [None, 1.0]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(41_000_000, "吨标准煤"), (0.41, "亿吨标准煤")],
)
def test_unit_slips_by_powers_of_ten_with_a_suggestion(hebei, value, expected):
    rows = [("130100", "energy_total", 2019, 4000), ("130100", "energy_total", 2020, value)]
    found = plausible.check(hebei, observations(rows))
    (slip,) = [f for f in found if f.kind == "SK-C002"]
    assert expected in slip.why
    assert "是否" in slip.why


def test_levels_that_contradict_the_published_rates(hebei):
    rows = [("130100", "gdp", 2015, 100), ("130100", "gdp", 2018, 200)]
    rows += [("130100", "gdp_growth", year, 5) for year in (2016, 2017, 2018)]
    (finding,) = [f for f in series.check(hebei, observations(rows)) if f.kind == "SK-C005"]
    assert (finding.indicator, finding.year) == ("gdp", 2018)


def test_a_city_counted_inside_another(hebei):
    cities = [e.code for e in hebei.entities.values() if e.kind == "city" and e.valid_in(2016)]
    rows = [(code, "energy_total", 2016, 1000.0) for code in cities]
    rows += [(code, "energy_total", 2017, 1010.0) for code in cities if code != "130100"]
    clean = observations([*rows, ("130100", "energy_total", 2017, 1012.0)])
    doubled = observations([*rows, ("130100", "energy_total", 2017, 2020.0)])

    def ids(frame):
        return {f.kind for f in scope.check(hebei, frame, ())}

    assert "SK-C003" not in ids(clean)
    assert "SK-C003" in ids(doubled)


@pytest.mark.parametrize(
    ("formula", "value"),
    [("B1+B2*2", 8.0), ("SUM(B1:B3)", 9.0), ("ROUND(B1/B2,2)", 0.67), ("-B1^2", 4.0),
     ("(B1+B2)/B3*100%", 1.25), ("AVERAGE(B1:B3,6)", 3.75), ("乙!A1*2", 14.0), ("MAX(B1,B3)", 4.0)],
)  # fmt: skip
def test_small_formulas_are_understood(formula, value):
    book = read_book("x.xlsx", workbook({"甲": [["", 2], ["", 3], ["", 4]], "乙": [[7]]}))
    found = stale.evaluate(formula, book, book.sheets[0])
    assert found is not None
    assert float(found.value) == pytest.approx(value)


@pytest.mark.parametrize(
    "formula", ["VLOOKUP(B1,A:A,1)", "1/0", "B1:B2", "[1]表!A1", "X(", "A1" * 2000, ""]
)
def test_other_formulas_are_left_alone(formula):
    book = read_book("x.xlsx", workbook({"甲": [["", 2]]}))
    assert stale.evaluate(formula, book, book.sheets[0]) is None


def test_the_clean_sample_has_nothing_to_mend(hebei):
    intake = read_submissions(hebei, SAMPLES / "hebei-13fyp", 2020)
    found = report.check(hebei, intake, 2020)
    assert not found.failed
    warnings = [f for f in found.findings if f.severity.value == "warning"]
    assert {f.kind for f in warnings} == {"SK-C:cities-energy"}


def mistakes() -> list[dict[str, str]]:
    path = SAMPLES / "sources" / "hebei-13fyp-mistakes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def mistaken():
    plan = load(resources.targets() / "hebei-13fyp")
    intake = read_submissions(plan, SAMPLES / "hebei-13fyp-mistakes", 2020)
    return plan, intake, report.check(plan, intake, 2020)


@pytest.mark.parametrize("mistake", mistakes(), ids=lambda m: m["code"])
def test_each_deliberate_mistake_is_found_at_its_cell(mistaken, mistake):
    _, _, found = mistaken
    hits = [
        f for f in found.findings
        if f.kind == mistake["finding"] and f.place.file.startswith(mistake["code"])
    ]  # fmt: skip
    assert mistake["cell"] in {mark.cell for f in hits for mark in (*f.marks, f.place)}


def test_cities_without_mistakes_have_none(mistaken):
    _, _, found = mistaken
    wrong = {m["code"] for m in mistakes()}
    grave = {f.place.file[:6] for f in found.findings if f.severity.value in ("error", "warning")}
    assert grave == wrong


@pytest.mark.parametrize("few", [0, 10**6])
def test_few_rows_and_many_are_decided_alike(mistaken, monkeypatch, few):
    plan, intake, found = mistaken
    monkeypatch.setattr(deciding, "FEW", few)
    again = report.check(plan, intake, 2020)
    assert again.findings == found.findings
    assert (again.held, again.undecided) == (found.held, found.undecided)


def test_status_lists_everybody_in_declared_order(mistaken):
    plan, intake, found = mistaken
    rows = standings(plan, intake, 2020, found.findings)
    assert [r.entity.code for r in rows] == [e.code for e in plan.assessed(2020)]
    words = {r.entity.name: r.word for r in rows}
    assert words["唐山市"].startswith("待更正（")
    assert words["衡水市"] == "已报"
    assert words["雄安新区"] == "未报"
    assert "未报 2 个" in as_text(rows, 2020)


def test_a_changed_history_names_the_old_figure(mistaken):
    plan, intake, _ = mistaken
    (finding,) = [f for f in forms.check(plan, intake.files) if f.kind == "SK-C010"]
    assert "2856.4" in finding.why


def test_same_rules_same_version(mistaken):
    plan, intake, found = mistaken
    assert found.rules == report.check(plan, intake, 2020).rules
    assert found.findings == report.check(plan, intake, 2020).findings


def test_findings_stand_gravest_first(mistaken):
    _, _, found = mistaken
    ranks = [f.severity.rank for f in found.findings]
    assert ranks == sorted(ranks)


def test_one_city_is_checked_in_a_moment(hebei):
    path = next(Path(SAMPLES / "hebei-13fyp-mistakes").glob("130300*"))
    intake = read_submissions(hebei, path, 2020)
    assert report.check(hebei, intake, 2020).failed
