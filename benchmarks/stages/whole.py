"""The whole job, cold: from forms in a folder to scorecards, letters and summary."""

from collections.abc import Mapping
from pathlib import Path

from ..generate import workbooks
from ..places import COUNTRY, PROVINCE, Place, Size, places
from ..plan import LAST, write_plan
from ..stage import Stage
from ..timing import Work
from .startup import python

_INDICATORS = 8


def _job(folder: Path, size: Size, count: int) -> Mapping[str, Work]:
    """The first `count` cities and counties of a province or country, each with a form."""
    everybody = places(size)
    entities = [p for p in everybody if p.kind in ("city", "county")][-count:]
    above = {p.code: p for p in everybody}
    needed = {code for e in entities for code in _line(above, e)}
    kept = [p for p in everybody if p.code in needed]
    plan = write_plan(folder / f"whole-{count}", kept, _INDICATORS)
    forms = folder / f"forms-{count}"
    workbooks(plan, forms, entities, _INDICATORS, workers=2)
    scripts, ours = folder / f"scripts-{count}", folder / f"ours-{count}"
    year, data, to = ("--year", str(LAST)), ("--data", str(forms)), ("--output", str(ours))
    return {
        "openpyxl + pandas + docxtpl scripts": python(
            "-m", "benchmarks.naive", str(forms), str(scripts)
        ),
        "shuangkong assess": python("-m", "shuangkong", "assess", str(plan), *year, *data, *to),
    }


def _alone(folder: Path, count: int) -> Mapping[str, Work]:
    """The job on data that are there, in one process, so that a profile sees all of it."""
    plan, forms, ours = (folder / f"{name}-{count}" for name in ("whole", "forms", "alone"))
    year, data, to = ("--year", str(LAST)), ("--data", str(forms)), ("--output", str(ours))
    return {
        "one process": python(
            *("-m", "shuangkong", "assess", str(plan), *year, *data, *to, "--jobs", "1")
        )
    }


def _line(above: Mapping[str, Place], entity: Place) -> list[str]:
    """An entity's code and those of all above it."""
    return [entity.code, *(_line(above, above[entity.parent]) if entity.parent else [])]


STAGES = (
    Stage(
        id="province",
        title="One province, cold start to all documents",
        prepare=lambda folder, count: _job(folder, PROVINCE, count),
        goals={"shuangkong assess": 0.15},
        unit="entities",
        size=193,
        quick=4,
        sizes=(12, 24, 48, 96),
        profiled=_alone,
        needs=("pandas",),
    ),
    Stage(
        id="country",
        title="2,800 counties, workbooks to scorecards and letters",
        prepare=lambda folder, count: _job(folder, COUNTRY, count),
        goals={"shuangkong assess": 0.1},
        unit="entities",
        size=2843,
        quick=8,
        rounds=1,
        needs=("pandas",),
        note="One round: the scripts alone take many minutes.",
    ),
)
