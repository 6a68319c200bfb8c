from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import formualizer as fz
import openpyxl
import polars as pl
import pytest
from shuangkong import resources
from shuangkong.declarations.load import load
from shuangkong.errors import Misuse
from shuangkong.intake import FileRole, read_submissions
from shuangkong.intake.form.business import asked_of
from shuangkong.intake.form.layout import SHEET, layout_of
from shuangkong.intake.form.write import write_form
from shuangkong.text import width
from shuangkong.vocabulary import Allocation, Moment, Place, Verification, frames

from tests.intake.recheck import Recalculated, of_check, written_findings
from tests.intake.sheets import replace_cell


def figures(rows: dict[tuple[str, int], object], entity: str) -> pl.DataFrame:
    data = [
        {
            "entity": entity,
            "indicator": i,
            "year": Moment.of(y).year,
            "period": str(Moment.of(y)),
            "value": float(str(v)),
        }
        for (i, y), v in rows.items()
    ]
    return pl.concat(
        [frames.empty(frames.OBSERVATIONS), pl.DataFrame(data)], how="diagonal_relaxed"
    )


def sound(year: int = 2020) -> dict[tuple[str, int], object]:
    """Figures of a city that pass every check."""
    found: dict[tuple[str, int], object] = {}
    energy, gdp, power, coal = Decimal(4000), Decimal(5000), Decimal(400), Decimal(3000)
    for when in range(2015, year + 1):
        found |= {
            ("energy_total", when): energy, ("gdp", when): gdp,
            ("electricity", when): power, ("coal_total", when): coal,
        }  # fmt: skip
        if when > 2015:
            old_energy, old_gdp, old_power = (
                Decimal(str(found[i, when - 1])) for i in ("energy_total", "gdp", "electricity")
            )
            found |= {
                ("energy_intensity_change", when): pct(energy / gdp, old_energy / old_gdp),
                ("energy_total_growth", when): pct(energy, old_energy),
                ("gdp_growth", when): pct(gdp, old_gdp),
                ("electricity_intensity_change", when): pct(power / gdp, old_power / old_gdp),
            }
        energy, gdp, power, coal = (
            (x * f).quantize(Decimal("0.01"))
            for x, f in ((energy, Decimal("1.011")), (gdp, Decimal("1.064")),
                         (power, Decimal("1.045")), (coal, Decimal("0.98")))
        )  # fmt: skip
    return found


def pct(new: Decimal, old: Decimal) -> Decimal:
    return ((new / old - 1) * 100).quantize(Decimal("0.01"))


def form_of(plan, entity: str, path: Path, rows: dict[tuple[str, int], object], year: int = 2020):
    write_form(
        plan, plan.entities[entity], year, path, figures(rows, entity),
        verification=Verification.SYNTHETIC, vintage="最终核实",
    )  # fmt: skip
    return path


def every_form() -> list[tuple[str, str, int]]:
    """A form of each entity, the years taking turns."""
    found = []
    for name in ("hebei-13fyp", "national-13fyp"):
        plan = load(resources.targets() / name)
        years = range(plan.plan.period.first, plan.plan.period.last + 1)
        for number, entity in enumerate(plan.assessed(plan.plan.period.last)):
            when = [year for year in years if entity.valid_in(year)]
            found.append((name, entity.code, when[number % len(when)]))
    return found


@pytest.fixture(scope="module")
def plans():
    return {n: load(resources.targets() / n) for n in ("hebei-13fyp", "national-13fyp")}


def test_a_filled_form_of_every_entity_reads_back_as_filled(plans, tmp_path):
    for number, (name, code, year) in enumerate(every_form()):
        plan = plans[name]
        layout = layout_of(plan, plan.entities[code], year)
        filled: dict[tuple[str, int], object] = {}
        for i, indicator in enumerate(layout.indicators[number % 3 :: 3]):
            for when in layout.years:
                if layout.cell(indicator.id, when):
                    filled[indicator.id, when] = (
                        i % len(indicator.state)
                        if indicator.state
                        else round(1.25 * i + when / 7, 3)
                    )
        path = tmp_path / "表.xlsx"
        write_form(plan, plan.entities[code], year, path, figures(filled, code))
        intake = read_submissions(plan, path, year)
        seen = {
            (row["indicator"], row["period"]): row["value"]
            for row in intake.observations.iter_rows(named=True)
        }
        expected = {
            (one, str(Moment.of(when))): float(str(value)) for (one, when), value in filled.items()
        }
        assert seen == expected, (name, code, year)
        assert intake.files[0].entity == code


def test_a_form_filled_by_hand_keeps_units_texts_and_missing_marks(hebei, tmp_path):
    path = form_of(hebei, "130100", tmp_path / "石家庄.xlsx", {})
    book = openpyxl.load_workbook(path)
    page = book[SHEET]
    page["I7"] = "４，０００.５"
    page["I8"] = "5,000亿元"
    page["I9"] = -0.0505
    page["I9"].number_format = "0.00%"
    page["I12"] = "暂缺"
    page["C4"] = "快报"
    book.save(path)
    intake = read_submissions(hebei, path, 2020)
    seen = {
        r["indicator"]: (r["value"], r["raw_unit"])
        for r in intake.observations.iter_rows(named=True)
    }
    assert seen == {
        "energy_total": (4000.5, "万吨标准煤"),
        "gdp": (5000.0, "亿元"),
        "energy_intensity_change": (-5.05, "%"),
    }
    assert set(intake.observations["vintage"]) == {"快报"}
    assert set(intake.observations["authority"]) == {"自报"}


def test_same_input_gives_the_same_bytes(hebei, tmp_path):
    first = form_of(hebei, "130200", tmp_path / "一.xlsx", sound()).read_bytes()
    assert form_of(hebei, "130200", tmp_path / "二.xlsx", sound()).read_bytes() == first


def test_a_form_says_that_it_is_invented(hebei, tmp_path):
    path = form_of(hebei, "130200", tmp_path / "一.xlsx", sound())
    assert "〔示例〕" in openpyxl.load_workbook(path)[SHEET]["A1"].value
    intake = read_submissions(hebei, path, 2020)
    assert set(intake.observations["verification"]) == {"synthetic"}
    assert "SK-I032" in {f.kind for f in intake.findings}


def test_structure_is_locked_and_inputs_are_open(hebei, tmp_path):
    page = openpyxl.load_workbook(form_of(hebei, "130200", tmp_path / "一.xlsx", {}))[SHEET]
    assert page.protection.sheet
    assert page["B7"].protection.locked
    assert not page["I7"].protection.locked
    assert len(page.data_validations.dataValidation) > 10


@pytest.mark.parametrize("year", [2014, 2021])
def test_years_outside_the_plan_are_refused(hebei, tmp_path, year):
    with pytest.raises(Misuse, match="规划期"):
        write_form(hebei, hebei.entities["130100"], year, tmp_path / "x.xlsx")


def test_entities_before_their_time_are_refused(hebei, tmp_path):
    with pytest.raises(Misuse, match="不是考核对象"):
        write_form(hebei, hebei.entities["133100"], 2018, tmp_path / "x.xlsx")


# --- forms that were damaged or belong elsewhere ------------------------------------------


def kinds_of(plan, path: Path, year: int = 2020) -> set[str]:
    return {finding.kind for finding in read_submissions(plan, path, year).findings}


def test_a_form_of_another_plan_gives_nothing(hebei, national, tmp_path):
    path = form_of(hebei, "130100", tmp_path / "x.xlsx", sound())
    intake = read_submissions(national, path, 2020)
    assert intake.observations.is_empty()
    assert {f.kind for f in intake.findings} == {"SK-I050"}
    assert intake.files[0].role is FileRole.FORM


def test_a_form_of_another_year_is_said(hebei, tmp_path):
    path = form_of(hebei, "130100", tmp_path / "x.xlsx", sound(2019), 2019)
    assert "SK-I053" in kinds_of(hebei, path, 2020)


@pytest.mark.parametrize(
    ("cell", "content", "kind"),
    [
        ("B7", {"text": "能源总量"}, "SK-I054"),
        ("I6", {"text": "2021年"}, "SK-I054"),
        ("A1", {"text": "我的表"}, "SK-I055"),
        ("I7", {"text": "四千"}, "SK-I058"),
        ("I7", {"text": "4,00"}, "SK-I058"),
        ("I7", {"formula": "1/0", "error": "#DIV/0!"}, "SK-I026"),
        ("I7", {"formula": "H7*1.01"}, "SK-I027"),
        ("I7", {"formula": "H7*1.01", "value": "4000"}, "SK-I056"),
        ("I7", {"text": "4000亿元"}, "SK-I058"),
        ("I7", {"text": "39261700吨煤"}, "SK-I058"),
        ("I14", {"text": "已制订"}, "SK-I241"),
        ("I14", {"value": "1"}, "SK-I241"),
        ("C4", {"text": "随便写的"}, "SK-I240"),
        ("D9", {"value": "-6"}, "SK-I248"),
    ],
)
def test_damage_and_slips_are_said(hebei, tmp_path, cell, content, kind):
    path = form_of(hebei, "130100", tmp_path / "x.xlsx", sound())
    replace_cell(path, cell, **content)
    intake = read_submissions(hebei, path, 2020)
    found = [f for f in intake.findings if f.kind == kind]
    assert found, {f.kind for f in intake.findings}
    assert found[0].place is not None
    assert found[0].place.cell == cell


def test_a_row_whose_indicator_was_renamed_is_not_read(hebei, tmp_path):
    path = form_of(hebei, "130100", tmp_path / "x.xlsx", sound())
    replace_cell(path, "B7", text="能源总量")
    intake = read_submissions(hebei, path, 2020)
    assert "energy_total" not in set(intake.observations["indicator"])
    assert "gdp" in set(intake.observations["indicator"])


# --- the self-check, recomputed by an independent engine ----------------------------------

FAULTS = {
    "identity": {("energy_total_growth", 2020): "8.5"},
    "intensity-recomputed": {("energy_intensity_change", 2019): "-7.5"},
    "energy-recomputed": {("energy_total_growth", 2018): "3.3"},
    "gdp-recomputed": {("gdp_growth", 2020): "9.1"},
    "electricity-recomputed": {("electricity_intensity_change", 2020): "2"},
    "sign": {("energy_intensity_change", 2020): "4.98"},
    "energy-jump": {("energy_total", 2020): "5500"},
    "gdp-jump": {("gdp", 2020): "9000"},
    "coal-jump": {("coal_total", 2020): "900"},
    "power-against-energy": {("electricity", 2020): "700"},
    "energy-copied": {("energy_total", 2020): "4178.79", ("energy_total", 2019): "4178.79"},
    "gdp-copied": {("gdp", 2020): "6000", ("gdp", 2019): "6000"},
    "electricity-copied": {("electricity", 2020): "450", ("electricity", 2019): "450"},
    "coal-within-total": {("coal_total", 2017): "9000"},
    "power-within-total": {("electricity", 2016): "2000"},
    "range:energy_total": {("energy_total", 2020): "42200000"},
    "range:gdp": {("gdp", 2016): "1"},
    "": {},
}


@pytest.fixture(scope="module")
def live(hebei, tmp_path_factory) -> Recalculated:
    # one figure of the base year is known, as in the forms compared: the head says so
    known = {key: value for key, value in sound().items() if key == ("energy_total", 2015)}
    return Recalculated(form_of(hebei, "130300", tmp_path_factory.mktemp("空") / "空.xlsx", known))


@pytest.mark.parametrize("rule", FAULTS)
def test_self_check_recomputed_equals_the_engine(hebei, live, tmp_path, rule):
    """In every word, as it is written, as it is recomputed and as `check` says it."""
    path = form_of(hebei, "130300", tmp_path / "x.xlsx", sound() | FAULTS[rule])
    said = of_check(hebei, path)
    assert written_findings(path) == said
    assert live.findings(path) == said
    assert any(line.severity != "提示" for line in said) == bool(rule)


def test_what_the_self_check_says_fits_its_rows(hebei, tmp_path):
    faults = FAULTS["energy-jump"] | FAULTS["sign"] | FAULTS["gdp-copied"]
    path = form_of(hebei, "130300", tmp_path / "x.xlsx", sound() | faults)
    sheet = openpyxl.load_workbook(path, data_only=True)["自查"]
    said = [row for row in sheet.iter_rows(6, 45) if row[0].value]
    assert any(row[5].value for row in said)
    for row in said:
        lines = sheet.row_dimensions[row[0].row].height // 14
        for cell in row[3:]:
            room = sheet.column_dimensions[cell.column_letter].width - 1
            assert width(str(cell.value or "")) <= lines * room, cell.value


def test_row_states_follow_the_self_check(hebei, tmp_path):
    path = form_of(hebei, "130300", tmp_path / "x.xlsx", sound() | FAULTS["sign"])
    live, shown = fz.load_workbook(str(path)), openpyxl.load_workbook(path, data_only=True)[SHEET]
    layout = layout_of(hebei, hebei.entities["130300"], 2020)
    columns = (layout.result_col, *map(layout.helper_col, layout.years))
    cells = [(row, col) for row in range(7, layout.last_row + 1) for col in columns]
    values = live.evaluate_cells([(SHEET, *cell) for cell in cells])
    assert values == [shown.cell(*cell).value for cell in cells]
    assert shown.cell(9, layout.result_col).value == "须更正"
    assert shown.cell(9, layout.helper_col(2020)).value == 2
    assert shown.cell(9, layout.helper_col(2018)).value == 0


def test_what_a_target_left_unset_rests_on_is_not_asked(hebei):
    """不设 of every target on a figure: nobody asks the city for it, and others still report it."""
    city, other = hebei.entities["130100"], hebei.entities["130200"]
    unset = [
        Allocation(
            target=one.id,
            entity=city.code,
            year=None,
            tier=None,
            value=None,
            source="",
            note=None,
            verification=Verification.SYNTHETIC,
            place=Place("allocations.csv", 2),
        )
        for one in hebei.targets.values()
        if one.indicator == "coal_total"
    ]
    plan = replace(hebei, allocations=(*hebei.allocations, *unset))

    def asked(of):
        return {one.id for one in asked_of(plan, of)}

    before = {one.id for one in asked_of(hebei, city)}
    assert before - asked(city) == {"coal_total"}
    assert asked(other) == before
