import csv
import importlib.util
import sys
from decimal import Decimal
from types import ModuleType

import pytest
from python_calamine import CalamineWorkbook
from shuangkong import resources
from shuangkong.declarations.load import load
from shuangkong.documents.fast.fence import WORKBOOKS, tested
from shuangkong.intake import read_submissions
from shuangkong.vocabulary import Verification

PLAN = resources.targets() / "national-13fyp"
SAMPLE = resources.samples() / "national-13fyp"
FACTS = resources.samples() / "sources" / "national-13fyp" / "bulletins.csv"
WHOLE_PERIOD = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北"
)


@pytest.fixture(scope="module")
def plan():
    return load(PLAN)


@pytest.fixture(scope="module")
def facts():
    with FACTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "make_national", resources.samples() / "make_national.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_national"] = module
    spec.loader.exec_module(module)
    return module


def of(plan, target):
    return {a.entity: a for a in plan.allocations if a.target == target}


def test_every_province_has_both_targets(plan):
    provinces = [e.code for e in plan.assessed(2020)]

    assert len(provinces) == 31
    assert list(of(plan, "intensity")) == provinces
    assert list(of(plan, "energy-total")) == provinces
    assert {plan.entities[code].parent for code in provinces} == {plan.plan.top}


@pytest.mark.parametrize(
    ("name", "code"),
    [("北京", "110000"), ("内蒙古", "150000"), ("新疆维吾尔自治区", "650000"), ("西藏", "540000")],
)
def test_provinces_are_known_by_short_and_full_name(plan, name, code):
    assert plan.names[name] == code


def test_tibet_has_an_intensity_target_and_no_total(plan):
    intensity, total = of(plan, "intensity")["540000"], of(plan, "energy-total")["540000"]

    assert intensity.value.low == 10
    assert total.value is None


def test_no_figure_of_the_unseen_annex_passes_for_checked(plan):
    better = {
        (a.target, plan.entities[a.entity].name): a.verification
        for a in plan.allocations
        if a.verification is not Verification.UNVERIFIED
    }

    assert better == {
        ("intensity", "河北省"): Verification.SECONDARY,
        ("intensity", "河南省"): Verification.SECONDARY,
        ("energy-total", "河北省"): Verification.SECONDARY,
    }
    assert any("未经核实" in note for note in plan.plan.notes)


def test_caps_are_the_base_level_plus_the_increment_of_their_note(plan):
    bases = base_levels()

    for code, allocation in of(plan, "energy-total").items():
        if allocation.value is None or "＋增量" not in allocation.note:
            continue
        base, increment = _sum_in(allocation.note)
        assert bases[plan.entities[code].name] == base
        assert allocation.value.low == base + increment


def _sum_in(note):
    left, right = note.split("＋增量", 1)
    digits = "0123456789"
    base = left[len(left.rstrip(digits)) :]
    return Decimal(base), Decimal(right[: len(right) - len(right.lstrip(digits))])


def base_levels():
    with (SAMPLE / "基期能源消费总量2015.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["verification"] for row in rows} == {"unverified"}
    return {row["entity"]: Decimal(row["value"]) for row in rows}


def test_hebei_cap_is_the_one_its_own_plan_prints(plan):
    assert of(plan, "energy-total")["130000"].value.low == 32785
    assert base_levels()["河北省"] + 3390 == 32785


@pytest.mark.skipif(not tested(WORKBOOKS), reason="the workbooks were made with another XlsxWriter")
def test_making_the_workbooks_again_gives_the_same_bytes(tmp_path):
    maker().main(tmp_path)

    made = sorted(tmp_path.iterdir())
    assert [p.name for p in made] == [f"{year}.xlsx" for year in range(2016, 2021)]
    for path in made:
        assert path.read_bytes() == (SAMPLE / path.name).read_bytes(), path.name


@pytest.mark.parametrize("year", range(2016, 2021))
def test_workbooks_hold_exactly_the_listed_facts(year, facts):
    book = CalamineWorkbook.from_path(SAMPLE / f"{year}.xlsx")
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)

    assert rows[1][0] == "地 区"
    shown = {row[0].replace(" ", ""): row[1:4] for row in rows[2:34]}
    listed = {f["region"]: f for f in facts if int(f["year"]) == year}
    assert len(shown) == 32
    for region, figures in shown.items():
        expected = [_number(listed.get(region, {}).get(column, "")) for column in _columns()]
        assert figures == expected, region


def _columns():
    return ("energy_intensity_change", "energy_total_growth", "electricity_intensity_change")


def _number(text):
    return float(text) if text else ""


def test_names_are_set_apart_as_in_the_bulletin():
    spaced = maker().spaced

    assert spaced("北京") == "北 京"
    assert spaced("内蒙古") == "内蒙古"


def test_a_year_of_mixed_verifications_is_refused(tmp_path):
    table = tmp_path / "facts.csv"
    header = "year,region,energy_intensity_change,energy_total_growth"
    table.write_text(
        f"{header},electricity_intensity_change,verification,source\n"
        "2016,北京,-4.79,,,verified,甲\n2016,天津,-8.41,,,secondary,乙\n",
        encoding="utf-8",
    )

    with pytest.raises(ValueError, match="one verification"):
        maker().read(table)


def test_seventeen_provinces_have_every_year_and_no_other_has(facts):
    years: dict[str, set[str]] = {}
    for row in facts:
        if row["energy_intensity_change"]:
            years.setdefault(row["region"], set()).add(row["year"])

    assert {r for r, y in years.items() if len(y) == 5} == set(WHOLE_PERIOD.split())


def test_figures_known_only_from_recollection_are_left_out(facts):
    left_out = {"广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "陕西"}

    for row in facts:
        if row["year"] == "2016" and row["region"] in left_out:
            assert row["energy_intensity_change"] == "", row["region"]
        assert not (row["region"] == "全国" and row["year"] in ("2018", "2019"))
    readme = (FACTS.parent / "README.md").read_text(encoding="utf-8")
    assert all(name in readme for name in left_out)


def test_the_sample_is_read_with_its_marks(plan, facts):
    read = read_submissions(plan, SAMPLE, 2020)
    marks = {
        (row["file"], row["verification"])
        for row in read.observations.select("file", "verification").unique().iter_rows(named=True)
    }

    assert marks == {
        *((f"{year}.xlsx", "secondary") for year in range(2016, 2020)),
        ("2020.xlsx", "verified"),
        ("基期能源消费总量2015.csv", "unverified"),
    }
    listed = sum(bool(row[column]) for row in facts for column in _columns())
    assert read.observations.height == listed + len(base_levels())
    hebei = read.observations.filter(
        (read.observations["entity"] == "130000") & (read.observations["year"] == 2020)
    )
    assert set(zip(hebei["indicator"], hebei["value"], hebei["cell"], strict=True)) == {
        ("energy_intensity_change", -3.01, "B6"),
        ("energy_total_growth", 0.7, "C6"),
        ("electricity_intensity_change", -1.77, "D6"),
    }
