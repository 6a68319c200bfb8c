"""The plans beside the Hebei and the national ones: sound, and every worked case comes out."""

import csv
from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest
from shuangkong import resources
from shuangkong.assess.cases.run import run_cases
from shuangkong.declarations.checking import check, failed
from shuangkong.declarations.load import load
from shuangkong.formulas import Name, to_exact

Figures = Mapping[tuple[str, str, int], Fraction]

PLANS = sorted(
    folder.name
    for folder in resources.targets().iterdir()
    if (folder / "cases").is_dir() and folder.name not in ("hebei-13fyp", "national-13fyp")
)


@pytest.mark.parametrize("plan", PLANS)
def test_the_plan_has_no_errors(plan: str) -> None:
    assert not failed(check(resources.targets() / plan))


@pytest.mark.parametrize("plan", PLANS)
def test_every_worked_case_comes_out(plan: str) -> None:
    results = run_cases(resources.targets() / plan)

    assert results
    assert [r.differences for r in results if not r.holds] == []


def test_an_open_edge_has_no_allowances_until_it_is_decided() -> None:
    cases = {r.case.id: r.case for r in run_cases(resources.targets() / "carbon-allocation")}

    assert cases["cfb-edge"].formula.expect.missing
    assert cases["cfb-edge-decided"].formula.expect.value is not None


def test_every_printed_change_that_is_wrong_is_named_and_no_right_one() -> None:
    plan = load(resources.targets() / "carec-2024")
    path = resources.samples() / "carec-2024" / "附录1.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    figures = {(r["entity"], r["indicator"], int(r["period"])): Fraction(r["value"]) for r in rows}
    wrong = 0
    for check_ in plan.checks.values():
        stated = next(
            n for n in plan.indicators if n == f"stated_{check_.id[7:].replace('-', '_')}"
        )
        for entity, indicator, year in figures:
            if indicator != stated:
                continue
            holds = to_exact(plan.language.node(check_.rule), _read(figures, entity, year))
            printed = sorted(
                v for e, i, y in figures if (e, i) == (entity, stated[7:]) for v in [y]
            )
            if holds is None:
                assert len(printed) < 2
            else:
                first, last = (figures[entity, stated[7:], y] for y in printed)
                assert holds is (last - first == figures[entity, stated, year])
                wrong += not holds
    assert wrong == 50


def _read(figures: Figures, entity: str, year: int) -> Callable[[Name], Fraction | None]:
    def value(name: Name) -> Fraction | None:
        when = year if name.of is None else int(name.of)
        return figures.get((entity, name.name, when))

    return value
