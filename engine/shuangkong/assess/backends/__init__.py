"""Where the observations lie, and what takes the figures out of them: Polars, DuckDB or Spark.

The rules are the same on each: `wanted` is the one expression that goes over all observations,
and the judging of what it finds is Polars everywhere, here or in the executors of a cluster.
Outcomes are therefore equal to the last bit.
"""

from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from typing import Any, Protocol

import polars as pl

from ...declarations.bundle import Declarations
from ...errors import AssessmentError
from ..requirements import Requirements


class Backend(Protocol):
    """What evaluates a table of observations; the table is of the engine's own kind."""

    def of_frame(self, observations: pl.DataFrame) -> Any:
        """The engine's table of a frame with the columns of `frames.OBSERVATIONS`."""

    def of_files(self, files: Sequence[str]) -> Any:
        """The engine's table of Parquet files with the columns `wanted.COLUMNS`, in this order."""

    def in_batches(
        self, declarations: Declarations, required: Requirements, table: Any, size: int
    ) -> Iterator[pl.DataFrame]:
        """The outcomes of `evaluate.in_batches`, about `size` entities at a time.

        Raises:
            AssessmentError: when the engine fails.
        """


#: Engines by name, with what must be installed for them.
NEEDS: Mapping[str, Sequence[str]] = {
    "polars": (),
    "duckdb": ("duckdb", "narwhals", "pyarrow"),
    "spark": ("pyspark", "narwhals", "pyarrow", "pandas"),
}


def refuse_absent(name: str) -> None:
    """An engine needs what it rests on.

    Raises:
        AssessmentError: when that is not installed.
    """
    absent = [package for package in NEEDS[name] if find_spec(package) is None]
    if absent:
        # PySpark does not know pandas 3 yet
        asked = ['"pandas<3"' if package == "pandas" else package for package in absent]
        raise AssessmentError(
            f"引擎 {name} 还不能用：没有安装 {'、'.join(absent)}\n"
            f"    怎么改：联网时运行 pip install {' '.join(asked)}；不联网的机器用离线安装包"
            "（见 docs/scale.md）；数据在一台机器上放得下时不写 --engine 即可，结果相同"
        )


def backend_named(name: str) -> Backend:
    """An engine, one of `NEEDS`.

    Raises:
        AssessmentError: when what it needs is not installed, or it does not start.
    """
    refuse_absent(name)
    if name == "duckdb":
        from .duck import Duck

        return Duck()
    if name == "spark":
        from .spark import Spark

        return Spark()
    from .embedded import Embedded

    return Embedded()
