"""The main job: a plan and what was submitted → an assessment (and its documents)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .assess.assess import assess
from .assess.assume import assume, read
from .assess.outlook import Outlook, outlook
from .assess.result import Assessment
from .declarations import tables
from .declarations.bundle import Declarations
from .declarations.load import folder_of, load
from .errors import DeclarationError
from .intake import Intake, Role, read_submissions
from .intake.checks.report import check
from .vocabulary import Allocation, Decision, Finding

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Job:
    """What an assessment was made from, and the assessment."""

    declarations: Declarations
    intake: Intake
    assessment: Assessment


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
) -> Job:
    """Read what was submitted and assess it.

    Raises:
        ShuangkongError: the plan, the data or the year cannot be used as they are.
    """
    declarations = load(folder_of(plan))
    intake = read_submissions(declarations, data, year, progress=progress)
    checked = check(declarations, intake, year)
    assessment = assess(
        declarations,
        year,
        intake.observations,
        intake.measures,
        overlay=overlay_of(declarations, intake),
        decisions=decisions,
        findings=checked.findings,
        inputs={f.name: f.sha256 for f in intake.files},
    )
    return Job(declarations, intake, assessment)


def look_ahead(
    plan: str, year: int, data: Path, period: str | None = None, assumed: Sequence[str] = ()
) -> Outlook:
    """Warning levels and forecasts on what was submitted, with assumed figures laid over it.

    Raises:
        ShuangkongError: as `run`; or an assumption or period cannot be used.
    """
    declarations = load(folder_of(plan))
    intake = read_submissions(declarations, data, year)
    assumptions = [read(declarations, text) for text in assumed]
    return outlook(
        declarations,
        year,
        assume(declarations, intake.observations, assumptions),
        intake.measures,
        period=period,
        overlay=overlay_of(declarations, intake),
        inputs={f.name: f.sha256 for f in intake.files},
    )
