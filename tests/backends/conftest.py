"""The engines that are installed."""

import importlib.util
import os
import shutil
from collections.abc import Iterator

import pytest
from shuangkong.assess.backends import NEEDS, Backend, backend_named


def _skip_without(name: str) -> None:
    """Leave a test out where its engine is not installed."""
    absent = [package for package in NEEDS[name] if importlib.util.find_spec(package) is None]
    if absent:
        pytest.skip(f"{', '.join(absent)} is not installed: make test-spark")
    if name == "spark" and shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        pytest.skip("Spark needs Java, which is not on this machine")


@pytest.fixture(scope="session")
def spark() -> Iterator[Backend]:
    """Spark with two cores of this machine."""
    _skip_without("spark")
    shape = "--master local[2] --conf spark.ui.showConsoleProgress=false pyspark-shell"
    os.environ["PYSPARK_SUBMIT_ARGS"] = shape
    made = backend_named("spark")
    yield made
    made.session.stop()  # type: ignore[attr-defined]
    del os.environ["PYSPARK_SUBMIT_ARGS"]


@pytest.fixture(scope="session", params=["polars", "duckdb", "spark"])
def engine(request: pytest.FixtureRequest) -> Backend:
    """Each engine."""
    if request.param == "spark":
        found: Backend = request.getfixturevalue("spark")
        return found
    _skip_without(request.param)
    return backend_named(request.param)
