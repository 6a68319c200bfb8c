"""The jobs around submissions: forms out, files checked, shown and counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ..declarations.bundle import Declarations
from ..declarations.load import folder_of, load
from ..errors import Misuse
from ..intake import FileReading, Intake, Role, identify, load_layout, read_submissions
from ..intake.annotate import annotate, annotated_name
from ..intake.checks.report import CheckReport, check
from ..intake.form.metadata import Identity
from ..intake.form.write import write_form
from ..intake.show import layout_text, read_files
from ..intake.status import as_text, standings
from ..running.crew import Crew
from ..running.files import write_bytes
from ..running.progress import CHECKING, READING, WRITING, Stage, silent
from ..vocabulary import Entity, Finding


@dataclass(frozen=True, slots=True)
class _Forms:
    """What all forms are made from: `known` are the figures of earlier years by entity."""

    declarations: Declarations
    year: int
    folder: Path
    known: dict[tuple[object, ...], pl.DataFrame]

    def write(self, entity: Entity, path: Path) -> Path:
        """One entity's form."""
        known = self.known.get((entity.code,))
        write_form(self.declarations, entity, self.year, path, known)
        return path


def write_forms(
    plan: str,
    year: int,
    entity: str | None,
    target: Path,
    data: Path | None = None,
    *,
    stage: Stage = silent,
    crew: Crew | None = None,
) -> tuple[Path, ...]:
    """Write one entity's form to the file `target`, or all forms into the folder `target`.

    `data` are figures already known; those of years before the assessed one are shown.

    Raises:
        ShuangkongError: the plan, entity, year or data cannot be used.
    """
    declarations = load(folder_of(plan))
    known: dict[tuple[object, ...], pl.DataFrame] = {}
    if data is not None:
        with stage(READING) as step:
            observations = read_submissions(declarations, data, year, progress=step).observations
        before = observations.filter(pl.col("year") < year)
        known = before.partition_by("entity", as_dict=True)
    forms = _Forms(declarations, year, target, known)
    if entity is not None:
        return (forms.write(_entity(declarations, entity), target),)
    entities = declarations.assessed(year)
    written = []
    with stage(WRITING) as step:
        for path in (crew or Crew()).each(_form, forms, entities):
            written.append(path)
            step(path.name, len(written), len(entities))
    return tuple(written)


def _form(forms: _Forms, entity: Entity) -> Path:
    return forms.write(entity, forms.folder / f"{entity.code}_{entity.name}_{forms.year}.xlsx")


def _entity(declarations: Declarations, name: str) -> Entity:
    from ..declarations.hints import did_you_mean

    code = declarations.names.get("".join(name.split()), name)
    if code not in declarations.entities:
        hint = did_you_mean(name, list(declarations.names))
        raise Misuse(f"没有名为“{name}”的考核对象{hint}\n    怎么改：写规划中的名称或代码")
    return declarations.entities[code]


def check_files(
    files: Sequence[Path],
    plan: str | None = None,
    year: int | None = None,
    output: Path | None = None,
    *,
    stage: Stage = silent,
    crew: Crew | None = None,
) -> tuple[CheckReport, tuple[Path, ...]]:
    """Check files, and write a marked copy of each into `output`.

    Plan and year are taken from the forms where they are not given.

    Raises:
        ShuangkongError: the plan cannot be used, a path does not exist, or no form says which
            plan and year the files are for.
    """
    if plan is None or year is None:
        known = identify(files) or Identity("", "", None, None)
        plan, year = plan or known.plan or None, year or known.year
    if plan is None or year is None:
        raise Misuse(
            "看不出这些文件属于哪个规划、哪个年度\n    怎么改：写明 --plan 规划代号 和 --year 年度"
        )
    _, report = _checked(load(folder_of(plan)), files, year, stage)
    if output is None:
        return report, ()
    marked = [
        _Marked(file.path, file.name, report.of_file(file.name), copy, report.rules)
        for file in report.files
        if file.path is not None and file.role is not Role.ALLOCATIONS
        for copy in [output / annotated_name(file.name, file.book)]
    ]
    copies = []
    with stage(WRITING) as step:
        for copy in (crew or Crew()).each(_annotated, None, marked):
            copies.append(copy)
            step(copy.name, len(copies), len(marked))
    return report, tuple(copies)


@dataclass(frozen=True, slots=True)
class _Marked:
    """A file that is to be copied with its findings marked."""

    path: Path
    name: str
    findings: tuple[Finding, ...]
    copy: Path
    rules: str


def _annotated(_: None, one: _Marked) -> Path:
    return annotate(one.path, one.findings, one.copy, name=one.name, rules=one.rules)


def _checked(
    declarations: Declarations, files: Sequence[Path] | Path, year: int, stage: Stage
) -> tuple[Intake, CheckReport]:
    with stage(READING) as step:
        intake = read_submissions(declarations, files, year, progress=step)
    with stage(CHECKING) as step:
        return intake, check(declarations, intake, year, step)


def read_tables(
    files: Sequence[Path],
    plan: str | None = None,
    layouts: Sequence[Path] = (),
    new_layout: Path | None = None,
    *,
    stage: Stage = silent,
) -> tuple[list[FileReading], list[Finding]]:
    """Read files for showing, with a plan's indicators when one is named.

    `new_layout` is written with a layout for the first file, to adjust.

    Raises:
        ShuangkongError: a path does not exist, a layout has faults, or there is nothing to lay out.
    """
    declarations = load(folder_of(plan)) if plan else None
    given = [load_layout(path) for path in layouts]
    with stage(READING) as step:
        readings, findings = read_files(files, declarations, given, step)
    if new_layout is not None:
        readable = next((r for r in readings if r.book is not None), None)
        if readable is None:
            raise Misuse("没有读到任何表，写不出版式说明\n    怎么改：检查文件是否是表格文件")
        write_bytes(new_layout, layout_text(readable, declarations).encode("utf-8"))
    return readings, findings


def standing(plan: str, year: int, data: Path, *, stage: Stage = silent) -> str:
    """Who has submitted for a year and what must be corrected, as a table.

    Raises:
        ShuangkongError: the plan or the data cannot be used.
    """
    declarations = load(folder_of(plan))
    intake, report = _checked(declarations, data, year, stage)
    return as_text(standings(declarations, intake, year, report.findings), year)


def standing_in_ledger(workspace: Path, year: int, figure: str | None = None) -> str:
    """Who has submitted into a ledger, or every version of one figure (邢台市.energy_total.2020).

    Raises:
        ShuangkongError: the ledger cannot be used, or the figure is not named so.
    """
    from ..ledger import show, show_changes
    from ..ledger.status import status
    from ..ledger.versions import versions

    if figure is None:
        return show.status(status(workspace, year))
    parts = figure.split(".")
    if len(parts) != 3:
        raise Misuse(f"“{figure}”看不懂\n    怎么改：写成 邢台市.energy_total.2020 的样子")
    return show_changes.versions(versions(workspace, year, *parts))
