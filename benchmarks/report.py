"""Measurements to docs/performance.md: the table, how cost grows, and what keeps a goal away."""

import math
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version

from .memory import Peak
from .stage import Stage
from .timing import Compared, growth

_PACKAGES = (
    *("polars", "python-calamine", "xlsxwriter", "openpyxl", "docxtpl", "jinja2", "click"),
    *("pandas", "duckdb", "pyspark", "narwhals"),
)
#: above this exponent, cost grows visibly faster than the data
STEEP = 1.15


@dataclass(frozen=True)
class Measured:
    """One stage as it came out. `skipped` says why there are no figures."""

    stage: Stage
    size: int
    compared: Sequence[Compared] = ()
    growth: Sequence[tuple[int, float]] = ()
    peak: Peak | None = None
    profile: Sequence[str] = ()
    skipped: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def missed(self) -> list[str]:
        """Contestants that took more than their goal."""
        found = {c.name: c.ratio for c in self.compared}
        late = [n for n, most in self.stage.goals.items() if found.get(n, 0) > most]
        had = {c.name: c.memory / 2**20 for c in self.compared}
        late += [f"{n} (memory)" for n, m in self.stage.most.items() if had.get(n, 0) > m]
        for name, most in self.stage.memory.items():
            if self.peak and self.peak.times_table > most:
                late.append(f"{name} (memory)")
        return late


def machine() -> str:
    """What the figures were measured on."""
    packages = []
    for name in _PACKAGES:
        try:
            packages.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"{platform.python_implementation()} {platform.python_version()}; {', '.join(packages)}"
    )


def page(found: Sequence[Measured], *, quick: bool, plot: str, tried: Mapping[str, str]) -> str:
    """The whole of docs/performance.md."""
    kind = "a run at full sizes; what was left out of it is named"
    if quick:
        kind = "a quick run on small data: the goals are for the full sizes"
    lines = [
        "# Performance",
        "",
        "Written by `make bench`. Every stage runs beside its floor, the best that today's",
        "libraries do for the same work, in the same interleaved rounds; what counts is the",
        "ratio. Seconds are medians, and belong to this machine only.",
        "",
        f"Machine: {machine()}. This is {kind}.",
        "",
        "| stage | size | contestant | seconds | memory | × floor | spread | goal | |",
        "|---|---|---|---:|---:|---:|---:|---:|---|",
        *(row for one in found for row in _rows(one)),
        "",
        *_remarks(found),
        "## How cost grows",
        "",
        "Every stage at four sizes; the exponent is that of the last doubling (1 is linear).",
        "",
        *_growth(found, plot),
        "## Goals that are not met",
        "",
        *_missed(found, tried),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _rows(one: Measured) -> list[str]:
    title, size = one.stage.title, f"{one.size:,} {one.stage.unit}"
    if one.skipped:
        return [f"| {title} | {size} | not measured: {one.skipped} | | | | | | |"]
    made = []
    for number, c in enumerate(one.compared):
        goal = one.stage.goals.get(c.name)
        most = one.stage.most.get(c.name)
        late = c.ratio > (goal or c.ratio) or c.memory > (most or math.inf) * 2**20
        verdict = "" if goal is None else "**not met**" if late else "met"
        shown = "" if goal is None else f"≤ {goal:g}"
        shown += f", ≤ {most:,} MiB" if most else ""
        memory = _bytes(c.memory) if c.memory else ""
        label = (title, size) if number == 0 else ("", "")
        name = f"floor: {c.name}" if number == 0 else c.name
        spread = "" if number == 0 or c.rounds < 2 else f"{c.low:.2f}–{c.high:.2f}, n={c.rounds}"
        made.append(
            f"| {label[0]} | {label[1]} | {name} | {_seconds(c.seconds)} | {memory} "
            f"| {c.ratio:.2f} | {spread} | {shown} | {verdict} |"
        )
    if one.peak:
        most = max(one.stage.memory.values())
        verdict = "met" if one.peak.times_table <= most else "**not met**"
        made.append(
            f"| | | peak memory, × the table ({_bytes(one.peak.table)}) | "
            f"| {_bytes(one.peak.peak)} | {one.peak.times_table:.2f} | | ≤ {most:g} | {verdict} |"
        )
    return made


def _remarks(found: Sequence[Measured]) -> list[str]:
    said = [f"- {one.stage.title}: {one.stage.note}" for one in found if one.stage.note]
    return [*said, ""] if said else []


def _growth(found: Sequence[Measured], plot: str) -> list[str]:
    grown = [one for one in found if one.growth]
    if not grown:
        return ["Not measured in this run.", ""]
    made = [f"![time against size]({plot})", "", "| stage | sizes | seconds | exponent |"]
    made.append("|---|---|---|---:|")
    for one in grown:
        sizes, times = zip(*one.growth, strict=True)
        exponent = growth(sizes, times)
        steep = " **steeper than linear**" if exponent > STEEP else ""
        made.append(
            f"| {one.stage.title} | {', '.join(f'{s:,}' for s in sizes)} "
            f"| {', '.join(_seconds(t) for t in times)} | {exponent:.2f}{steep} |"
        )
    return [*made, ""]


def _missed(found: Sequence[Measured], tried: Mapping[str, str]) -> list[str]:
    made = []
    for one in found:
        if one.missed:
            made += [f"### {one.stage.title}", "", f"Not met by: {', '.join(one.missed)}.", ""]
            if one.stage.id in tried:
                made += [tried[one.stage.id], ""]
            if one.profile:
                made += ["Where the time goes (share of the run, own time):", ""]
                made += [*(f"- {line}" for line in one.profile), ""]
    return made or ["All measured goals are met.", ""]


def _seconds(value: float) -> str:
    return f"{value:.1f}" if value >= 10 else f"{value:.3g}"


def _bytes(value: int) -> str:
    return f"{value / 2**20:,.0f} MiB"
