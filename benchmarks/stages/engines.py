"""The same evaluation from Parquet on each engine; nothing is asked of the others."""

import importlib.util
import os
from collections.abc import Mapping
from pathlib import Path

from shuangkong.assess.backends import NEEDS, backend_named
from shuangkong.assess.requirements import requirements

from ..plan import LAST
from ..stage import Stage
from ..timing import Work
from .evaluation import prepared

_BATCH = 50_000
_DEFAULT = "engine: default, from Parquet"


def _engines(folder: Path, size: int) -> Mapping[str, Work]:
    plan, table = prepared(folder, size)
    file = folder / f"engines-{size}.parquet"
    table.write_parquet(file)
    del table
    required = requirements(plan, LAST)

    def on(name: str) -> Work:
        engine = backend_named(name)

        def work() -> int:
            made = engine.in_batches(plan, required, engine.of_files([str(file)]), _BATCH)
            return sum(batch.height for batch in made)

        return work

    # Spark keeps to two cores, and its start is not counted
    os.environ.setdefault("PYSPARK_SUBMIT_ARGS", "--master local[2] pyspark-shell")
    found = {_DEFAULT: on("polars"), "engine: DuckDB": on("duckdb")}
    if all(importlib.util.find_spec(package) for package in NEEDS["spark"]):
        found["engine: Spark local[2]"] = on("spark")
    return found


STAGES = (
    Stage(
        id="engines",
        title="Engines: the same 30 targets from Parquet",
        prepare=_engines,
        # shown for comparison: when to leave the default is told in docs/scale.md
        goals={},
        unit="observations",
        size=10_000_000,
        quick=200_000,
        rounds=3,
        note="Outcomes are equal to the last bit. Spark is timed without its start, which takes "
        "some ten seconds, and only where it is installed.",
        needs=("duckdb", "narwhals", "pyarrow"),
    ),
)
