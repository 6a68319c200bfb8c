"""`python -m benchmarks`: measure every stage and write docs/performance.md."""

import argparse
import importlib.util
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from .memory import measured as measured_memory
from .plot import svg
from .profiling import profile
from .report import Measured, page
from .stage import Stage
from .stages import STAGES
from .timing import compared, interleaved, seconds
from .tried import TRIED

DOCS = Path(__file__).resolve().parents[1] / "docs"
PLOT = "performance-growth.svg"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and, for a full run, write the page."""
    given = _parser().parse_args(arguments)
    chosen = [s for s in STAGES if not given.stage or s.id in given.stage]
    left_out = set(given.without or ())
    found = []
    # a server of a stage may still write there when everything has been measured
    with tempfile.TemporaryDirectory(
        prefix="shuangkong-bench-", ignore_cleanup_errors=True
    ) as folder:
        for stage in chosen:
            print(f"{stage.title} …", file=sys.stderr, flush=True)
            if stage.id in left_out:
                found.append(Measured(stage, stage.size, skipped="left out of this run"))
                continue
            begun = time.monotonic()
            one = measure(stage, Path(folder), quick=given.quick, grow=not given.no_growth)
            found.append(one)
            print(f"  {time.monotonic() - begun:.0f} s in all", file=sys.stderr)
            for c in one.compared:
                print(f"  {c.name}: {c.seconds:.3f} s, × {c.ratio:.2f}", file=sys.stderr)
    text = page(found, quick=given.quick, plot=PLOT, tried=TRIED)
    print(text)
    if given.quick or given.stage:
        return 0
    (DOCS / "performance.md").write_text(text, encoding="utf-8", newline="\n")
    lines = {one.stage.title.partition(":")[0].partition(" (")[0]: one.growth for one in found}
    plot = svg(lines, "Time against size, each relative to its smallest size")
    (DOCS / PLOT).write_text(plot, encoding="utf-8", newline="\n")
    print(DOCS / "performance.md", file=sys.stderr)
    return 0


_ABOUT = """\
Every stage runs its contestants beside a floor, the best that today's libraries do for the same
work, in the same rounds and in turning order; what counts is the ratio. A stage that misses its
goal is profiled, and what is known about it stands in benchmarks/tried.py. Let nothing else run
meanwhile.

A full run writes docs/performance.md and its picture. It takes about a quarter of an hour with
`--without country`, and most of an hour with the country, whose scripts alone take ten minutes
and its forms as long to make. With --stage or --quick it only prints."""


def _listed(stage: Stage) -> str:
    """A stage in a line of the help: its id, what it is, its size and its goals."""
    goals = ", ".join(f"{name} ≤ {most:g} ×" for name, most in stage.goals.items())
    size = f"{stage.size:,} {stage.unit}"
    return f"  {stage.id:<15} {stage.title} ({size})" + (f": {goals}" if goals else "")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        epilog=_ABOUT + "\n\nstages:\n" + "\n".join(map(_listed, STAGES)),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="small data, three rounds; print only")
    parser.add_argument("--no-growth", action="store_true", help="leave the four sizes out")
    ids = [stage.id for stage in STAGES]
    parser.add_argument(
        "--stage", action="append", choices=ids, help="only this stage; repeatable; print only"
    )
    parser.add_argument(
        "--without", action="append", choices=ids, help="leave this stage out; repeatable"
    )
    return parser


def measure(stage: Stage, folder: Path, *, quick: bool, grow: bool) -> Measured:
    """One stage at its size, then the growth of its first contestant with a goal."""
    size = stage.quick if quick else stage.size
    missing = [name for name in stage.needs if importlib.util.find_spec(name) is None]
    if missing:
        return Measured(stage, size, skipped=f"{', '.join(missing)} is not installed")
    contestants = stage.prepare(folder, size)
    floor = next(iter(contestants))
    main_one = next(iter(stage.goals), floor)
    rounds = min(stage.rounds, 3) if quick else stage.rounds
    if not stage.cold:
        for work in contestants.values():
            work()
    found = [
        replace(c, memory=max(getattr(contestants[c.name], "peaks", ()), default=0))
        for c in compared(interleaved(contestants, rounds), floor)
    ]
    missed = [c for c in found if c.ratio > stage.goals.get(c.name, c.ratio)]
    slow = contestants[main_one]
    if missed and stage.profiled:
        slow = next(iter(stage.profiled(folder, size).values()))
    return Measured(
        stage,
        size,
        found,
        growth=_grown(stage, folder, main_one) if grow and not quick else (),
        peak=measured_memory(folder, size) if stage.memory else None,
        profile=profile(slow) if missed and size < 1000 else (),
    )


def _grown(stage: Stage, folder: Path, name: str) -> list[tuple[int, float]]:
    """Seconds at each size, the best of three: what disturbs a run only ever adds to it."""
    found = []
    for size in stage.sizes:
        work = stage.prepare(folder, size)[name]
        found.append((size, min(seconds(work) for _ in range(3))))
    return found


if __name__ == "__main__":
    sys.exit(main())
