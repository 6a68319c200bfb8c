"""The whole job, cold: from forms in a folder to scorecards, letters and summary."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..generate import workbooks
from ..places import COUNTRY, PROVINCE, Place, Size, places
from ..plan import LAST, write_plan
from ..stage import Stage
from ..timing import Child, Work
from .startup import python

INDICATORS = 8


def planned(folder: Path, size: Size, count: int) -> tuple[Path, list[Place]]:
    """A plan, and whom it is about: the last `count` cities and counties of a province or
    country. What is there already is not made again."""
    everybody = places(size)
    entities = [p for p in everybody if p.kind in ("city", "county")][-count:]
    above = {p.code: p for p in everybody}
    needed = {code for e in entities for code in _line(above, e)}
    plan = folder / f"whole-{size.provinces}-{count}"
    if not plan.exists():
        write_plan(plan, [p for p in everybody if p.code in needed], INDICATORS)
    return plan, entities


def prepared(folder: Path, size: Size, count: int) -> tuple[Path, Path, list[Place]]:
    """The same with a folder of filled forms."""
    plan, entities = planned(folder, size, count)
    forms = folder / f"forms-{size.provinces}-{count}"
    if not forms.exists():
        workbooks(plan, forms, entities, INDICATORS, workers=2)
    return plan, forms, entities


def _job(folder: Path, size: Size, count: int) -> Mapping[str, Work]:
    """Everything from the forms to the documents, each time anew."""
    plan, forms, _ = prepared(folder, size, count)
    scripts, ours = folder / f"scripts-{count}", folder / f"ours-{count}"
    return {
        "openpyxl + pandas + docxtpl scripts": python(
            "-m", "benchmarks.naive", str(forms), str(scripts)
        ),
        "shuangkong assess": Anew(ours, assessing(plan, forms, ours)),
    }


def assessing(plan: Path, forms: Path, output: Path, *more: str) -> Child:
    """`assess` of the last year; a few of the forms lack a figure, which is to be corrected."""
    year, data, to = ("--year", str(LAST)), ("--data", str(forms)), ("--output", str(output))
    command = python("-m", "shuangkong", "assess", str(plan), *year, *data, *to, *more)
    return replace(command, writes=output / "manifest.json")


@dataclass(frozen=True)
class Anew:
    """A run that finds nothing of an earlier one to take over."""

    output: Path
    run: Child

    @property
    def peaks(self) -> list[int]:
        """As of what is run."""
        return self.run.peaks

    def __call__(self) -> None:
        forget(self.output)
        self.run()


def forget(output: Path) -> None:
    """Take away what a run wrote, and what it left for the next."""
    shutil.rmtree(output, ignore_errors=True)
    output.with_name(f".{output.name}.again").unlink(missing_ok=True)


def _alone(folder: Path, count: int) -> Mapping[str, Work]:
    """The province's job in one process, so that a profile sees all of it."""
    plan, forms, _ = prepared(folder, PROVINCE, count)
    ours = folder / f"alone-{count}"
    forget(ours)
    return {"one process": assessing(plan, forms, ours, "--jobs", "1")}


def _line(above: Mapping[str, Place], entity: Place) -> list[str]:
    """An entity's code and those of all above it."""
    return [entity.code, *(_line(above, above[entity.parent]) if entity.parent else [])]


STAGES = (
    Stage(
        id="province",
        title="One province, cold start to all documents",
        prepare=lambda folder, count: _job(folder, PROVINCE, count),
        goals={"shuangkong assess": 0.12},
        unit="entities",
        size=193,
        quick=4,
        sizes=(12, 24, 48, 96),
        rounds=3,
        cold=True,
        profiled=_alone,
        needs=("pandas",),
    ),
    Stage(
        id="country",
        title="2,800 counties, workbooks to scorecards and letters",
        prepare=lambda folder, count: _job(folder, COUNTRY, count),
        goals={"shuangkong assess": 0.08},
        most={"shuangkong assess": 1536},
        unit="entities",
        size=2843,
        quick=8,
        rounds=1,
        cold=True,
        needs=("pandas",),
        note="One round: the scripts alone take many minutes.",
    ),
)
