"""The jobs around plans: listed, shown, checked, tried on published cases, begun."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import resources
from .given import Data, PlanLike, load, read_from

if TYPE_CHECKING:
    from ..assess.cases import CaseResult
    from ..assess.tasks import Task
    from ..declarations.coverage import CoverageReport
    from ..declarations.listing import ListedPlan
    from ..vocabulary import Finding


def plans() -> "tuple[ListedPlan, ...]":
    """The shipped plans: id, title and period of each."""
    from ..declarations.listing import listing

    return listing(resources.targets())


def family(year: int) -> "tuple[tuple[ListedPlan, str], ...]":
    """The shipped plans with where each stands in a year, those in force first."""
    from ..declarations.listing import by_standing

    return tuple((one, one.standing(year).chinese) for one in by_standing(plans(), year))


def shown(plan: PlanLike, *, markdown: bool = False) -> str:
    """A plan as a person would read it.

    Raises:
        ShuangkongError: the plan cannot be used.
    """
    from ..declarations.show import show

    return show(load(plan), markdown=markdown)


def faults(plan: str | None) -> "tuple[Finding, ...]":
    """Everything that is wrong with a plan's declarations; with all shipped plans when None.

    Raises:
        Misuse: there is no such plan.
    """
    from ..declarations.checking import check
    from ..declarations.load import folder_of, shipped_plans

    folders = [folder_of(plan)] if plan else list(shipped_plans().values())
    return tuple(f for folder in folders for f in check(folder))


def cases(plan: str) -> "tuple[CaseResult, ...]":
    """A plan's published worked cases, executed.

    Raises:
        ShuangkongError: the plan or its cases cannot be used.
    """
    from ..assess.cases import run_cases
    from ..declarations.load import folder_of

    return tuple(run_cases(folder_of(plan)))


def cases_text(results: "Sequence[CaseResult]") -> str:
    """What came of the cases, for a terminal."""
    from ..assess.cases import render

    return render(results)


def coverage(plan: PlanLike, text: Path) -> "CoverageReport":
    """A plan's text held against its declarations, clause by clause and number by number.

    Raises:
        ShuangkongError: the plan or the text cannot be used.
    """
    from ..declarations.coverage import coverage
    from ..declarations.plan_text import read_text

    return coverage(load(plan), read_text(text))


def coverage_text(report: "CoverageReport") -> str:
    """What is covered and what is not, for a terminal."""
    from ..declarations.coverage_text import render

    return render(report)


def tasks(
    plan: PlanLike, data: "Data | None" = None, year: int | None = None
) -> "tuple[Task, ...]":
    """A plan's tasks by who leads and by when, each with its state as reported.

    Args:
        plan: the plan.
        data: submissions, as in `read`; without any, nothing was reported.
        year: the last year whose figures are taken; the plan's last when None.

    Raises:
        ShuangkongError: the plan or the data cannot be used.
    """
    from ..assess.tasks import tasks
    from ..vocabulary import frames

    declared = load(plan)
    until = year if year is not None else declared.plan.period.last
    if data is None:
        return tasks(declared, frames.empty(frames.OBSERVATIONS), until)
    return tasks(declared, read_from(declared, until, data).observations, until)


def tasks_text(
    plan: PlanLike, made: "Sequence[Task]", year: int | None = None, *, today: datetime.date
) -> str:
    """Tasks for a terminal.

    Args:
        plan: the plan.
        made: its tasks, as `tasks` gives them.
        year: as for `tasks`; what is due later is not late, whatever the day.
        today: the day; what was due before it and was not reported is 逾期未报.
    """
    from ..assess.tasks_text import as_text

    declared = load(plan)
    until = year if year is not None else declared.plan.period.last
    return as_text(declared, made, min(today, datetime.date(until + 1, 1, 1)))


def tasks_data(made: "Sequence[Task]") -> list[dict[str, Any]]:
    """Tasks as plain data for JSON."""
    from ..assess.tasks_text import as_data

    return as_data(made)


def exported(plan: PlanLike) -> bytes:
    """A plan with everything in its folder and its worked cases, as one JSON.

    Raises:
        ShuangkongError: the plan or its cases cannot be used.
    """
    from ..declarations.cases import load_cases
    from ..declarations.export import as_bytes, exported

    declared = load(plan)
    return as_bytes(exported(declared, load_cases(declared.folder)))


def write_conformance(folder: Path) -> Sequence[Path]:
    """Write the conformance set into a folder; the files written.

    Raises:
        DocumentError: a file cannot be written.
    """
    from ..declarations.conformance import conformance
    from ..running.files import write_bytes

    written = []
    for name, content in conformance().items():
        write_bytes(folder / name, content)
        written.append(folder / name)
    return written


#: The schema of what `exported` gives, beside those of the kinds of files.
_EXPORT = "export"


def kinds() -> tuple[str, ...]:
    """What has a schema: the kinds of declaration files, and the export."""
    from ..declarations.schema import kinds

    return (*kinds(), _EXPORT)


def schema(kind: str) -> Mapping[str, Any]:
    """The JSON Schema of a kind of declaration file, for editors, or of an export.

    Raises:
        Misuse: there is no such kind.
    """
    from ..declarations.export import export_schema
    from ..declarations.schema import schema

    return export_schema() if kind == _EXPORT else schema(kind)


def scaffold(folder: Path, title: str, first: int, last: int) -> Sequence[Path]:
    """A plan to start from; the files that were written.

    Raises:
        ShuangkongError: the folder cannot be written.
    """
    from ..declarations.scaffold import scaffold

    return scaffold(folder.parent, folder.name, title, first, last)


class Begun(NamedTuple):
    """What a plan was begun with: its declarations, the forms of its first year, its letters."""

    declared: Sequence[Path]
    forms: Sequence[Path]
    letters: Sequence[Path]


def begin(
    folder: Path,
    template: str,
    name: str,
    code: str | None = None,
    cities: Path | None = None,
    title: str | None = None,
) -> Begun:
    """A province's own plan from a template, with the forms of its first year and its letters.

    Args:
        folder: the plan's folder, named after its id; forms and letters go into folders of it.
        template: the template's name.
        name: the province's.
        code: its code; known of every province of the country.
        cities: a file with a code and a name of a city in every line; without one, entities.csv
            has a row to be replaced.
        title: the plan's title as printed; the usual one when None.

    Raises:
        ShuangkongError: something given cannot be used, or the folder cannot be written.
    """
    from ..declarations import province, scaffold
    from .forms import write_forms
    from .templates import copied

    known = scaffold.template(template)
    top = province.province(name, code)
    below = province.cities(cities) if cities is not None else ()
    declared = scaffold.from_template(template, folder.parent, folder.name, top, below, title=title)
    forms = folder / "forms"
    whose = None if below else top.name
    target = forms if below else forms / f"{top.code}_{top.name}_{known.first}.xlsx"
    written = write_forms(str(folder), known.first, whose, target)
    return Begun(declared, written, copied(folder / "letters"))


def id_of(plan: str) -> str:
    """The id of the plan that a user named, by id or folder.

    Raises:
        Misuse: there is no such plan.
    """
    from ..declarations.load import folder_of

    return folder_of(plan).name
