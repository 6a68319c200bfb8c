"""The plans beside the Hebei and the national ones: sound, and every worked case comes out."""

import pytest
from shuangkong import resources
from shuangkong.assess.cases.run import run_cases
from shuangkong.declarations.checking import check, failed

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
