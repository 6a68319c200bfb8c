"""From the prompt to the first word: what a command costs before it has done anything."""

from collections.abc import Mapping
from pathlib import Path

from ..places import Size, places
from ..plan import LAST, write_plan
from ..stage import Stage
from ..timing import Child, Work

ROOT = Path(__file__).resolve().parents[2]


def python(*arguments: str) -> Child:
    """A fresh interpreter with some arguments, in the repository."""
    return Child(arguments, ROOT)


def _start(_folder: Path, _size: int) -> Mapping[str, Work]:
    return {
        "python -c pass": python("-c", "pass"),
        "shuangkong --help": python("-m", "shuangkong", "--help"),
        "shuangkong plan list": python("-m", "shuangkong", "plan", "list"),
    }


def _empty(folder: Path, _size: int) -> Mapping[str, Work]:
    plan = write_plan(folder / "empty-plan", places(Size(1)), 4, rules=2)
    data = folder / "no-data"
    data.mkdir(exist_ok=True)
    return {
        "import polars, python_calamine, click": python(
            "-c", "import polars, python_calamine, click"
        ),
        "shuangkong outlook": python(
            *("-m", "shuangkong", "outlook", str(plan), "--year", str(LAST), "--data", str(data))
        ),
    }


STAGES = (
    Stage(
        id="start",
        title="Start-up",
        prepare=_start,
        goals={"shuangkong --help": 6, "shuangkong plan list": 6},
        unit="runs",
        size=1,
        quick=1,
        rounds=9,
    ),
    Stage(
        id="empty",
        title="A command on empty data",
        prepare=_empty,
        goals={"shuangkong outlook": 1.5},
        unit="runs",
        size=1,
        quick=1,
        rounds=9,
    ),
)
