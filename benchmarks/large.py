"""Hundreds of millions of observations from Parquet, in bounded memory.

Usage: python -m benchmarks.large make <folder> <observations>
       python -m benchmarks.large evaluate <folder> [polars|duckdb|spark]

`make` writes the observations piece by piece; `evaluate` scans them, judges them some entities
at a time and writes the outcomes beside them, and prints how long that took and its peak memory.
It is what `shuangkong evaluate` does, without checking the invented plan first.
"""

import sys
import time
from pathlib import Path

from .generate import in_pieces
from .memory import resident
from .places import Size, places
from .plan import LAST, YEARS, write_plan

_INDICATORS = 30
_PIECE = 20_000
_BATCH = 50_000


def make(folder: Path, count: int) -> None:
    """A plan without allocations, and as many entities as `count` observations take."""
    entities = places(Size(count // (_INDICATORS * len(YEARS)) - 1))
    write_plan(folder / "large", entities, _INDICATORS, allocated=False)
    (folder / "observations").mkdir(exist_ok=True)
    for number, piece in enumerate(in_pieces(entities, _INDICATORS, _PIECE)):
        piece.write_parquet(folder / "observations" / f"{number:04d}.parquet")


def run(folder: Path, engine: str = "polars") -> None:
    """Evaluate every target of every entity and write the outcomes."""
    from shuangkong.assess.backends import backend_named
    from shuangkong.assess.requirements import requirements
    from shuangkong.declarations.load import read

    started = time.perf_counter()
    plan, _ = read(folder / "large")
    assert plan is not None
    required = requirements(plan, LAST)
    ready = time.perf_counter()
    used = backend_named(engine)
    files = sorted(str(file) for file in (folder / "observations").glob("*.parquet"))
    begun = time.perf_counter()
    observations = used.of_files(files)
    (folder / "outcomes").mkdir(exist_ok=True)
    rows = 0
    for number, batch in enumerate(used.in_batches(plan, required, observations, _BATCH)):
        batch.write_parquet(folder / "outcomes" / f"{number:04d}.parquet")
        rows += batch.height
    done = time.perf_counter()
    _, peak = resident()
    entities = len(required.entities)
    print(
        f"{entities:,} entities on {engine}; plan and requirements {ready - started:.0f} s, "
        f"evaluation {done - begun:.1f} s, {rows:,} outcomes, peak {peak / 2**30:.1f} GiB"
    )


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        run(Path(sys.argv[2]), *sys.argv[3:])
