"""Broken equations that share one figure: what it should be is found from all of them together."""

from decimal import Decimal

import pytest
from shuangkong import resources
from shuangkong.declarations.load import load
from shuangkong.intake import read_submissions
from shuangkong.intake.form.layout import layout_of
from shuangkong.intake.form.write import write_form

from tests.intake.recheck import Recalculated, of_check
from tests.intake.test_form_broken import edited, number

SAMPLE = resources.samples() / "carbon-15fyp"
CITY = "970100"


@pytest.fixture(scope="module")
def plan():
    return load(SAMPLE)


@pytest.fixture(scope="module")
def empty(plan, tmp_path_factory):
    path = tmp_path_factory.mktemp("空") / "空.xlsx"
    write_form(plan, plan.entities[CITY], 2026, path)
    return path


@pytest.fixture(scope="module")
def live(empty):
    return Recalculated(empty)


@pytest.fixture(scope="module")
def sound(plan):
    """Yearly figures of a city that every rule holds for, by their cells."""
    path = SAMPLE / "data" / "970100_甲城市_2026_示例.xlsx"
    rows = read_submissions(plan, path, 2026).observations.iter_rows(named=True)
    figures = {
        (row["indicator"], int(row["period"])): Decimal(repr(row["value"]))
        for row in rows
        if len(row["period"]) == 4
    }
    layout = layout_of(plan, plan.entities[CITY], 2026)
    return {at: value for cell, value in figures.items() if (at := layout.address(*cell))}


@pytest.fixture
def said(plan, empty, live, sound, tmp_path):
    """What `check` says after some cells were multiplied; the form's own list is the same."""

    def found(**times: str) -> list[tuple[str, str]]:
        path = tmp_path / "甲城市.xlsx"
        path.write_bytes(empty.read_bytes())
        figures = {at: value * Decimal(times.get(at, "1")) for at, value in sound.items()}
        edited(path, {at: number(value) for at, value in figures.items()})
        lines = of_check(plan, path, 2026)
        assert live.findings(path) == lines
        return [(line.cell, line.why) for line in lines if line.severity == "须更正"]

    return found


@pytest.mark.parametrize(
    ("cell", "times", "expected"),
    [
        ("E8", "1.2", "按其他数推算应约为 2770.65 万吨标准煤"),
        ("E8", "10000", "应为 2770.65 万吨标准煤（“吨标准煤”的数填成了“万吨标准煤”）"),
        ("D8", "1.1", "按其他数推算应约为 2704 万吨标准煤"),
        ("E10", "1.1", "按其他数推算应约为 1409.03 万吨标准煤"),
    ],
)
def test_the_one_figure_that_mends_all_is_named_with_its_value(said, cell, times, expected):
    [(at, why)] = said(**{cell: times})

    assert at == cell
    assert why.endswith(expected)


def test_of_two_figures_that_would_mend_the_same_neither_is_named(said):
    # both years' product stand in the two rates that are broken, and in nothing else
    found = said(E7="1.1")

    assert [at for at, _ in found] == ["E33", "E34"]


def test_two_slips_of_different_sizes_are_not_laid_on_a_third_figure(said):
    # both sums are off: the total that they share is proven by the rate
    found = said(E11="1.3", E18="1.1")

    assert [at for at, _ in found] == ["E11", "E18"]


def test_no_figure_is_named_whose_value_the_equations_do_not_agree_on(said):
    # the sums would have another total each, and none of them would give the rate
    found = said(E11="1.3", E18="1.1", E34="2")

    assert not any("应约为" in why or "应为" in why for _, why in found)
