"""The jobs that assess: each walks the rooms once, forwards (those before are `submissions`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..assess.assess import assess
from ..assess.assume import assume, read
from ..assess.engines import refuse_absent
from ..assess.outlook import Outlook, outlook
from ..assess.past import Past, past
from ..assess.result import Assessment
from ..declarations import tables
from ..declarations.bundle import Declarations
from ..declarations.checking import check_overlay, failed
from ..declarations.load import folder_of, load
from ..documents import DESK, write_documents
from ..errors import DeclarationError, Misuse
from ..intake import Intake, Role, read_submissions
from ..running.progress import ASSESSING, CHECKING, READING, WRITING, Stage, silent
from ..vocabulary import Allocation, Decision, Finding

if TYPE_CHECKING:
    from ..documents.letters.letterhead import Letterhead
    from ..documents.run import Written
    from ..running.crew import Crew


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
    *,
    stage: Stage = silent,
    for_documents: bool = False,
    entity: str | None = None,
    engine: str = "polars",
    crew: "Crew | None" = None,
) -> Job:
    """Read what was submitted and assess it.

    `for_documents` adds what documents show besides: findings of the checks, the years before.
    With `entity`, by name or code, only its result is worked out. `engine` takes the figures out
    of the observations. `crew` is who will write the documents afterwards.

    Raises:
        ShuangkongError: the plan, the data or the year cannot be used as they are.
    """
    refuse_absent(engine)
    declarations = load(folder_of(plan))
    if crew is not None:
        crew.expect(len(declarations.assessed(year)), DESK)
    with stage(READING) as step:
        intake = read_submissions(declarations, data, year, progress=step)
    findings = _checked(declarations, intake, year, stage) if for_documents else intake.findings
    overlay = overlay_of(declarations, intake)
    with stage(ASSESSING) as step:
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
            progress=step,
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


def _checked(
    declarations: Declarations, intake: Intake, year: int, stage: Stage
) -> tuple[Finding, ...]:
    from ..intake.checks.report import check

    with stage(CHECKING) as step:
        return check(declarations, intake, year, step).findings


def write(
    job: Job,
    output: Path,
    *,
    stage: Stage = silent,
    pdf: bool = False,
    templates: Path | None = None,
    letterhead: "Letterhead | None" = None,
    crew: "Crew | None" = None,
) -> "Written":
    """Write all documents of a job.

    Raises:
        DocumentError: a file or template cannot be written or read.
    """
    with stage(WRITING) as step:
        return write_documents(
            job.assessment,
            output,
            progress=step,
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
    plan: str,
    year: int,
    data: Path | None,
    workspace: Path | None,
    entity: str | None = None,
    *,
    stage: Stage = silent,
) -> Assessment:
    """The assessment of what was submitted, or of what a ledger holds; of one entity if named.

    Raises:
        ShuangkongError: as `run`; or the ledger cannot be used.
    """
    if workspace is not None:
        from ..ledger.issue import assess_workspace

        found = assess_workspace(workspace, year, entity=entity).assessment
        _same_plan(plan, found.declarations)
        return found
    assert data is not None
    return run(plan, year, data, stage=stage, entity=entity).assessment


def look_ahead(
    plan: str,
    year: int,
    data: Path | None,
    period: str | None = None,
    assumed: Sequence[str] = (),
    workspace: Path | None = None,
    *,
    stage: Stage = silent,
) -> Outlook:
    """Warning levels and forecasts on what was submitted, with assumed figures laid over it.

    Raises:
        ShuangkongError: as `run`; or an assumption or period cannot be used.
    """
    if workspace is not None:
        from ..ledger.issue import assess_workspace

        done = assess_workspace(workspace, year)
        _same_plan(plan, done.assessment.declarations)
        declarations, intake = done.assessment.declarations, done.evidence.intake
        overlay, inputs = done.evidence.overlay, done.evidence.inputs
    else:
        assert data is not None
        declarations = load(folder_of(plan))
        with stage(READING) as step:
            intake = read_submissions(declarations, data, year, progress=step)
        overlay = overlay_of(declarations, intake)
        inputs = {f.name: f.sha256 for f in intake.files}
    assumptions = [read(declarations, text) for text in assumed]
    with stage(ASSESSING) as step:
        return outlook(
            declarations,
            year,
            assume(declarations, intake.observations, assumptions),
            intake.measures,
            period=period,
            overlay=overlay,
            inputs=inputs,
            progress=step,
        )
