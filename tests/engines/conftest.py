"""The engines that are installed."""

import importlib.util
import os
import shutil
from collections.abc import Iterator

import pytest

from engine.assess.engines import NEEDS, Engine, engine_named


def _why_not(name: str) -> str | None:
    """Why an engine cannot be tried on this machine."""
    absent = [package for package in NEEDS[name] if importlib.util.find_spec(package) is None]
    if absent:
        return f"{', '.join(absent)} is not installed: make test-spark"
    if name == "spark" and shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        return "Spark needs Java, which is not on this machine"
    return None


@pytest.fixture(scope="session", params=["duckdb", "spark"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine beside the default; Spark with two cores of this machine."""
    reason = _why_not(request.param)
    if reason is not None:
        pytest.skip(reason)
    if request.param != "spark":
        yield engine_named(request.param)
        return
    shape = "--master local[2] --conf spark.ui.showConsoleProgress=false pyspark-shell"
    os.environ["PYSPARK_SUBMIT_ARGS"] = shape
    spark = engine_named("spark")
    yield spark
    spark.session.stop()  # type: ignore[attr-defined]
    del os.environ["PYSPARK_SUBMIT_ARGS"]
