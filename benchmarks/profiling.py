"""Which functions a contestant spends its time in."""

import cProfile
import pstats
import tempfile
from pathlib import Path

from .timing import Child, Work

_MOST = 8


def profile(work: Work) -> list[str]:
    """The functions with the most own time, with their share of the whole."""
    stats = _of_child(work) if isinstance(work, Child) else _of_call(work)
    rows = stats.stats  # type: ignore[attr-defined]
    whole = sum(own for _, _, own, _, _ in rows.values()) or 1.0
    first = sorted(rows.items(), key=lambda item: -item[1][2])[:_MOST]
    return [
        f"{own / whole:.0%} `{_named(place)}`, {calls:,} calls"
        for place, (_, calls, own, _, _) in first
    ]


def _of_call(work: Work) -> pstats.Stats:
    profiler = cProfile.Profile()
    profiler.runcall(work)
    return pstats.Stats(profiler)


def _of_child(work: Child) -> pstats.Stats:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "profile"
        work("-m", "cProfile", "-o", str(file))
        return pstats.Stats(str(file))


def _named(place: tuple[str, int, str]) -> str:
    file, _, function = place
    if file.startswith(("~", "<")):
        return function.strip("<>")
    parts = Path(file).with_suffix("").parts
    return ".".join((*parts[-2:], function))
