"""The jobs of the command line: each walks the rooms once, forwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .assess.assess import assess
from .assess.assume import assume, read
from .assess.engines import refuse_absent
from .assess.outlook import Outlook, outlook
from .assess.past import Past, past
from .assess.result import Assessment
from .declarations import tables
from .declarations.bundle import Declarations
from .declarations.checking import check_overlay, failed
from .declarations.load import folder_of, load
from .documents import write_documents
from .errors import DeclarationError, Misuse
from .intake import (
    FileReading,
    Intake,
    Role,
    identify,
    load_layout,
    read_submissions,
    write_form,
)
from .intake.annotate import annotate, annotated_name
from .intake.checks.report import CheckReport, check
from .intake.form.metadata import Identity
from .intake.show import layout_text, read_files
from .intake.status import as_text, standings
from .vocabulary import Allocation, Decision, Entity, Finding

if TYPE_CHECKING:
    from .crew import Crew
    from .documents.letters.letterhead import Letterhead
    from .documents.run import Written

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Job:
    """What an assessment was made from, the assessment, and the years before it (for charts)."""

    declarations: Declarations
    intake: Intake
    assessment: Assessment
    history: tuple[Past, ...]


def overlay_of(declarations: Declarations, intake: Intake) -> tuple[Allocation, ...]:
    """The allocations submitted beside the data (allocations.csv), to lay over the plan's own.

    Raises:
        DeclarationError: with every fault of the overlay.
    """
    found: list[Allocation] = []
    faults: list[Finding] = []
    for file in intake.files:
        if file.role is Role.ALLOCATIONS and file.path is not None:
            text = file.path.read_bytes().decode("utf-8-sig", errors="replace")
            found.extend(tables.allocations(text, file.name, faults))
    faults.extend(f for f in check_overlay(declarations, tuple(found)) if failed((f,)))
    if faults:
        listed = "\n".join(str(f) for f in faults)
        raise DeclarationError(f"分解表有 {len(faults)} 处错误：\n{listed}", faults)
    return tuple(found)


def run(
    plan: str,
    year: int,
    data: Path,
    decisions: Sequence[Decision] = (),
    progress: Progress | None = None,
    *,
    for_documents: bool = False,
    entity: str | None = None,
    engine: str = "polars",
) -> Job:
    """Read what was submitted and assess it.

    `for_documents` adds what documents show besides: findings of the checks, the years before.
    With `entity`, by name or code, only its result is worked out. `engine` takes the figures out
    of the observations.

    Raises:
        ShuangkongError: the plan, the data or the year cannot be used as they are.
    """
    refuse_absent(engine)
    declarations = load(folder_of(plan))
    intake = read_submissions(declarations, data, year, progress=progress)
    findings = check(declarations, intake, year).findings if for_documents else intake.findings
    overlay = overlay_of(declarations, intake)
    assessment = assess(
        declarations,
        year,
        intake.observations,
        intake.measures,
        overlay=overlay,
        decisions=decisions,
        findings=findings,
        inputs={f.name: f.sha256 for f in intake.files},
        only=declarations.assessed_code(year, entity),
        engine=engine,
    )
    before = range(declarations.plan.period.first, year) if for_documents else ()
    history = past(
        declarations,
        before,
        intake.observations,
        overlay=overlay,
        decisions=dict.fromkeys(before, decisions),
    )
    return Job(declarations, intake, assessment, history)


def write(
    job: Job,
    output: Path,
    progress: Progress | None = None,
    *,
    pdf: bool = False,
    templates: Path | None = None,
    letterhead: "Letterhead | None" = None,
    crew: "Crew | None" = None,
) -> "Written":
    """Write all documents of a job.

    Raises:
        DocumentError: a file or template cannot be written or read.
    """
    return write_documents(
        job.assessment,
        output,
        progress=progress,
        history=job.history,
        sources={f.name: f.path for f in job.intake.files if f.path is not None},
        pdf=pdf,
        templates=templates,
        letterhead=letterhead,
        crew=crew,
    )


def _same_plan(plan: str, recorded: Declarations) -> None:
    """A look into a ledger never changes its plan; another one is refused.

    Raises:
        Misuse: when the ledger is for another plan.
    """
    if folder_of(plan).name != recorded.plan.id:
        raise Misuse(
            f"这本台账是 {recorded.plan.id} 的，不是“{plan}”的\n"
            f"    怎么改：写 {recorded.plan.id}，或换工作区"
        )


def assessed(
    plan: str, year: int, data: Path | None, workspace: Path | None, entity: str | None = None
) -> Assessment:
    """The assessment of what was submitted, or of what a ledger holds; of one entity if named.

    Raises:
        ShuangkongError: as `run`; or the ledger cannot be used.
    """
    if workspace is not None:
        from .ledger.issue import assess_workspace

        found = assess_workspace(workspace, year, entity=entity).assessment
        _same_plan(plan, found.declarations)
        return found
    assert data is not None
    return run(plan, year, data, entity=entity).assessment


def look_ahead(
    plan: str,
    year: int,
    data: Path | None,
    period: str | None = None,
    assumed: Sequence[str] = (),
    workspace: Path | None = None,
) -> Outlook:
    """Warning levels and forecasts on what was submitted, with assumed figures laid over it.

    Raises:
        ShuangkongError: as `run`; or an assumption or period cannot be used.
    """
    if workspace is not None:
        from .ledger.issue import assess_workspace

        done = assess_workspace(workspace, year)
        _same_plan(plan, done.assessment.declarations)
        declarations, intake = done.assessment.declarations, done.evidence.intake
        overlay, inputs = done.evidence.overlay, done.evidence.inputs
    else:
        assert data is not None
        declarations = load(folder_of(plan))
        intake = read_submissions(declarations, data, year)
        overlay = overlay_of(declarations, intake)
        inputs = {f.name: f.sha256 for f in intake.files}
    assumptions = [read(declarations, text) for text in assumed]
    return outlook(
        declarations,
        year,
        assume(declarations, intake.observations, assumptions),
        intake.measures,
        period=period,
        overlay=overlay,
        inputs=inputs,
    )


def write_forms(
    plan: str, year: int, entity: str | None, target: Path, data: Path | None = None
) -> tuple[Path, ...]:
    """Write one entity's form to the file `target`, or all forms into the folder `target`.

    `data` are figures already known; those of years before the assessed one are shown.

    Raises:
        ShuangkongError: the plan, entity, year or data cannot be used.
    """
    import polars as pl

    declarations = load(folder_of(plan))
    known = None
    if data is not None:
        observations = read_submissions(declarations, data, year).observations
        known = observations.filter(pl.col("year") < year)
    if entity is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_form(declarations, _entity(declarations, entity), year, target, known)
        return (target,)
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for one in declarations.assessed(year):
        path = target / f"{one.code}_{one.name}_{year}.xlsx"
        write_form(declarations, one, year, path, known)
        written.append(path)
    return tuple(written)


def _entity(declarations: Declarations, name: str) -> Entity:
    from .declarations.hints import did_you_mean

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
) -> tuple[CheckReport, tuple[Path, ...]]:
    """Check files, and write a marked copy of each into `output`.

    Plan and year are taken from the forms where they are not given.

    Raises:
        ShuangkongError: the plan cannot be used, a path does not exist, or no form says which
            plan and year the files are for.
    """
    if plan is None or year is None:
        known = _identified(files)
        plan, year = plan or known.plan or None, year or known.year
    if plan is None or year is None:
        raise Misuse(
            "看不出这些文件属于哪个规划、哪个年度\n    怎么改：写明 --plan 规划代号 和 --year 年度"
        )
    declarations = load(folder_of(plan))
    intake = read_submissions(declarations, files, year)
    report = check(declarations, intake, year)
    copies = []
    for file in intake.files if output is not None else ():
        if file.path is None or file.role is Role.ALLOCATIONS or output is None:
            continue
        copy = output / annotated_name(file.name, file.book)
        findings = report.of_file(file.name)
        copies.append(annotate(file.path, findings, copy, name=file.name, rules=report.rules))
    return report, tuple(copies)


def _identified(files: Sequence[Path]) -> Identity:
    """What the first form among some files and folders is for."""
    for path in files:
        inside = sorted(path.rglob("*.xls*")) if path.is_dir() else [path]
        for file in inside:
            found = identify(file) if file.is_file() else None
            if found is not None:
                return found
    return Identity("", "", None, None)


def read_tables(
    files: Sequence[Path],
    plan: str | None = None,
    layouts: Sequence[Path] = (),
    new_layout: Path | None = None,
) -> tuple[list[FileReading], list[Finding]]:
    """Read files for showing, with a plan's indicators when one is named.

    `new_layout` is written with a layout for the first file, to adjust.

    Raises:
        ShuangkongError: a path does not exist, a layout has faults, or there is nothing to lay out.
    """
    declarations = load(folder_of(plan)) if plan else None
    given = [load_layout(path) for path in layouts]
    readings, findings = read_files(files, declarations, given)
    if new_layout is not None:
        readable = next((r for r in readings if r.book is not None), None)
        if readable is None:
            raise Misuse("没有读到任何表，写不出版式说明\n    怎么改：检查文件是否是表格文件")
        new_layout.parent.mkdir(parents=True, exist_ok=True)
        new_layout.write_text(layout_text(readable, declarations), encoding="utf-8", newline="\n")
    return readings, findings


def standing(plan: str, year: int, data: Path) -> str:
    """Who has submitted for a year and what must be corrected, as a table.

    Raises:
        ShuangkongError: the plan or the data cannot be used.
    """
    declarations = load(folder_of(plan))
    intake = read_submissions(declarations, data, year)
    findings = check(declarations, intake, year).findings
    return as_text(standings(declarations, intake, year, findings), year)


def standing_in_ledger(workspace: Path, year: int, figure: str | None = None) -> str:
    """Who has submitted into a ledger, or every version of one figure (邢台市.energy_total.2020).

    Raises:
        ShuangkongError: the ledger cannot be used, or the figure is not named so.
    """
    from .ledger import show, show_changes
    from .ledger.status import status
    from .ledger.versions import versions

    if figure is None:
        return show.status(status(workspace, year))
    parts = figure.split(".")
    if len(parts) != 3:
        raise Misuse(f"“{figure}”看不懂\n    怎么改：写成 邢台市.energy_total.2020 的样子")
    return show_changes.versions(versions(workspace, year, *parts))
