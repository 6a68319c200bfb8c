import subprocess
import time
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.memory import Peak
from benchmarks.plot import svg
from benchmarks.report import Measured, page
from benchmarks.stage import Stage
from benchmarks.timing import Child, compared, growth, interleaved, seconds


def a_stage(**goals: float) -> Stage:
    return Stage("s", "A stage", lambda _f, _s: {}, goals, "rows", size=10, quick=1)


def test_every_round_runs_every_contestant_once_in_a_turning_order() -> None:
    ran: list[str] = []
    times = interleaved({n: lambda n=n: ran.append(n) for n in "abc"}, 3)
    assert ran == [*"abc", *"bca", *"cab"]
    assert {name: len(found) for name, found in times.items()} == {"a": 3, "b": 3, "c": 3}


def test_what_a_piece_of_work_leaves_is_done_when_the_clock_has_stopped() -> None:
    left: list[float] = []
    taken = seconds(lambda: lambda: left.append(time.sleep(0.3) or time.perf_counter()))
    assert left
    assert taken < 0.3


def test_ratios_are_of_the_same_round_and_not_of_the_medians() -> None:
    floor, ours = compared({"ours": (2.0, 9.0, 4.0), "floor": (1.0, 3.0, 4.0)}, "floor")
    assert (floor.name, floor.ratio) == ("floor", 1.0)
    assert (ours.ratio, ours.low, ours.high, ours.seconds) == (2.0, 1.0, 3.0, 4.0)


def test_unequal_rounds_are_refused() -> None:
    with pytest.raises(ValueError):
        compared({"floor": (1.0, 2.0), "ours": (1.0,)}, "floor")


@pytest.mark.parametrize(("times", "exponent"), [((1, 2, 4), 1), ((1, 4, 16), 2), ((3, 3, 3), 0)])
def test_growth_is_the_exponent_of_the_last_doubling(
    times: tuple[float, ...], exponent: float
) -> None:
    assert growth((1, 2, 4), times) == pytest.approx(exponent)


def test_the_page_says_met_and_not_met_and_names_the_profile() -> None:
    times = {"plain": (1.0, 1.0), "ours": (0.5, 0.5), "slow": (3.0, 3.0)}
    one = Measured(
        a_stage(ours=1.0, slow=2.0), 10, compared(times, "plain"), profile=("90% `x.y`",)
    )
    text = page([one], quick=False, plot="p.svg", tried={"s": "A trick."})
    assert "| ours | 0.5 |  | 0.50 | 0.50–0.50, n=2 | ≤ 1 | met |" in text
    assert "| slow | 3 |  | 3.00 | 3.00–3.00, n=2 | ≤ 2 | **not met** |" in text
    assert "Not met by: slow." in text
    assert "A trick." in text
    assert "- 90% `x.y`" in text


def test_too_much_memory_is_not_met() -> None:
    found = [
        replace(c, memory=200 * 2**20) for c in compared({"plain": (2.0,), "ours": (1.0,)}, "plain")
    ]
    stage = replace(a_stage(ours=1.0), most={"ours": 100})
    text = page([Measured(stage, 10, found)], quick=False, plot="p.svg", tried={})
    assert "| ours | 1 | 200 MiB | 0.50 |  | ≤ 1, ≤ 100 MiB | **not met** |" in text
    assert "Not met by: ours (memory)." in text


def test_a_child_tells_what_memory_it_had(tmp_path: Path) -> None:
    child = Child(("-c", "kept = bytearray(50_000_000); import time; time.sleep(0.6)"), tmp_path)
    child()
    assert child.peaks == [0] or child.peaks[0] > 50_000_000


def test_a_child_that_fails_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        Child(("-c", "raise SystemExit(3)"), tmp_path)()


@pytest.mark.parametrize(("code", "fails"), [(0, False), (1, False), (2, True)])
def test_what_a_child_wrote_tells_that_it_worked(tmp_path: Path, code: int, fails: bool) -> None:
    file = tmp_path / "made"
    child = Child(("-c", f"open('made', 'w').close(); raise SystemExit({code})"), tmp_path, file)
    with pytest.raises(subprocess.CalledProcessError) if fails else nullcontext():
        child()
    with pytest.raises(subprocess.CalledProcessError):
        Child(("-c", "pass"), tmp_path, file)()


def test_a_stage_that_cannot_run_says_so() -> None:
    one = Measured(a_stage(ours=1.0), 10, skipped="pandas is not installed")
    text = page([one], quick=True, plot="p.svg", tried={})
    assert "not measured: pandas is not installed" in text
    assert one.missed == []


def test_memory_counts_as_multiples_of_the_table() -> None:
    assert Peak(table=100, loaded=150, peak=250).times_table == 2.5


def test_the_plot_is_well_formed_and_has_a_line_for_every_stage() -> None:
    lines = {"a & b": [(1, 1.0), (8, 8.0)], "c": [(10, 2.0), (80, 1.0)], "empty": []}
    root = ElementTree.fromstring(svg(lines, "title"))
    drawn = root.findall("{http://www.w3.org/2000/svg}polyline")
    assert len(drawn) == 3  # linear cost, and two stages with sizes
