"""Verdicts in the ledger: recorded, replaced row by row, decided on, issued, replayed, verified."""

from pathlib import Path

import pytest
from shuangkong.errors import LedgerError
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.replay import replay
from shuangkong.ledger.submit import submit
from shuangkong.ledger.verify import verify
from shuangkong.vocabulary import DecisionKind, VerdictBy

from tests.ledger.conftest import Clock, ruled
from tests.verdicts.conftest import ENERGY, TRAFFIC, figures, filled, run

CITIES = ("990100", "990200")


def begun(plan: Path, workspace: tuple[Path, Clock], folder: Path, **given: float) -> list[Path]:
    """Figures and the verdicts of both departments, handed in."""
    numbers = folder / "数.csv"
    numbers.write_bytes(figures(**given))
    said = {(code, "traffic"): "达标" for code in CITIES}
    traffic = filled(plan, folder / "交通.xlsx", said, "--department", TRAFFIC)
    energy = filled(
        plan, folder / "能源.xlsx", {("990100", "coal"): "达标"}, "--department", ENERGY
    )
    submit(workspace[0], [numbers, traffic, energy], 2026, "经手人", clock=workspace[1])
    return [numbers, traffic, energy]


def result(workspace: tuple[Path, Clock], code: str = "990100"):
    return assess_workspace(workspace[0], 2026).assessment.results[code]


def test_a_difference_waits_in_the_ledger_until_it_is_decided_and_can_be_repeated(
    plan: Path, workspace: tuple[Path, Clock], tmp_path: Path
) -> None:
    folder, clock = workspace
    begun(plan, workspace, tmp_path, coal=120)

    told = run("verdicts", "differences", folder, "--year", 2026)
    assert "其中待裁定的 1 项" in told
    assert result(workspace).grade is None

    ruled(folder, DecisionKind.OVERRIDE, "coal", "not_met", entity="甲市", year=2026, clock=clock)
    assert result(workspace).grade.name == "不合格"
    assert "其中待裁定的 0 项" in run("verdicts", "differences", folder, "--year", 2026)
    done = assess_workspace(folder, 2026, tmp_path / "结果", issue=True, by="签发人", clock=clock)
    again = replay(folder, "2027-12-31", 2026, tmp_path / "重演")
    assert again.issue is not None
    assert again.differing == ()
    assert {*again.files} == {*done.written.files}
    assert not [f for f in verify(folder, deep=True).findings if f.severity.value == "blocker"]


def test_a_later_word_of_a_department_takes_the_place_of_its_own_rows_only(
    plan: Path, workspace: tuple[Path, Clock], tmp_path: Path
) -> None:
    begun(plan, workspace, tmp_path)
    later = filled(
        plan, tmp_path / "更正.xlsx", {("990100", "traffic"): "不达标"}, "--department", TRAFFIC
    )

    run("verdicts", "submit", workspace[0], later, "--year", 2026, "--by", "经手人")

    words = [
        next(s for s in result(workspace, code).sides if s.target.id == "traffic").words(
            VerdictBy.DEPARTMENT
        )
        for code in CITIES
    ]
    assert words == ["不达标", "达标"]


def test_the_same_workbook_is_not_recorded_twice(
    plan: Path, workspace: tuple[Path, Clock], tmp_path: Path
) -> None:
    files = begun(plan, workspace, tmp_path)

    again = submit(workspace[0], files, 2026, "经手人", clock=workspace[1])

    assert [one.already for one in again.taken] == [True, True, True]


def test_the_ledger_takes_no_other_grade_for_falsification_than_the_scheme_names(
    plan: Path, workspace: tuple[Path, Clock], tmp_path: Path
) -> None:
    folder, clock = workspace
    begun(plan, workspace, tmp_path)
    about = {"entity": "甲市", "year": 2026, "clock": clock}

    with pytest.raises(LedgerError, match="不合格"):
        ruled(folder, DecisionKind.FALSIFIED, "grade", "合格", **about)
    ruled(folder, DecisionKind.FALSIFIED, "grade", "不合格", **about)

    assert result(workspace).grade.name == "不合格"
    assert result(workspace).forced
