"""What an assessment rests on, taken from the ledger instead of from files."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from .. import messages
from ..declarations.bundle import Declarations
from ..errors import LedgerError
from ..intake.collecting import collected
from ..intake.files import ExplainedDoubt, FileReading, FileRole
from ..intake.observe import Observation
from ..intake.overlay import read_overlay
from ..intake.submissions import Reading
from ..vocabulary import Allocation, Exhibit, Finding, Moment, Place, Verdict
from ..vocabulary.versions import counting
from .approved import with_approved
from .canonical import finding_of
from .entries import Submission
from .exhibits import exhibits
from .received import measure_of, observation_of, verdict_of
from .revised import revised
from .state import YearState
from .store import Ledger
from .trust import check_chain, checked_rows
from .unread import nobodys, unread

#: Entity, indicator and period.
Figure = tuple[str, str, str]


@dataclass(frozen=True)
class Evidence:
    """What was read for an assessment, and what checking it found, files of no use included.

    `contributing` are the submissions that anything was taken from, oldest first.
    """

    reading: Reading
    findings: tuple[Finding, ...]
    contributing: tuple[Submission, ...]
    #: of each file that nothing could be taken from and that is nobody's, why
    lost: tuple[Finding, ...] = ()
    #: files of evidence about what counts
    exhibits: tuple[Exhibit, ...] = ()
    #: by entity, what its result owes to decisions on submissions
    revised: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def unread(self) -> tuple[Finding, ...]:
        """What was found in files that nothing could be taken from."""
        read = {file.name for file in self.reading.files}
        return tuple(f for f in self.findings if f.place is not None and f.place.file not in read)

    @property
    def inputs(self) -> dict[str, str]:
        """The hash of every file by its name in this ledger."""
        return {one.name: one.sha256 for one in self.contributing}


def evidence(
    ledger: Ledger, declarations: Declarations, state: YearState, *, checked: bool = True
) -> Evidence:
    """Figures, measure scores, allocations and findings of the submissions that count.

    Unless `checked`, the findings are those of reading only: enough for what shows none.

    Raises:
        LedgerError: an allocation table does not fit the declarations any more, or what is
            needed was changed since it was recorded.
    """
    check_chain(ledger)
    files = [_reading(ledger, declarations, one) for one in state.used]
    kept = _newest_forms(_newest_verdicts(_newest_scores(files)), state.year)
    names = {file.name for file in kept}
    kept = with_approved(declarations, kept, state.approved)
    used = tuple(one for one in state.used if one.name in names)
    reading = collected(declarations, kept)
    findings = reading.findings
    bare: list[list[Finding]] = []
    if checked:
        from ..intake.checks.report import check

        bare = unread(ledger, declarations, state, reading)
        findings = check(declarations, reading, state.year).findings
        findings = (*findings, *(one for said in bare for one in said))
    return Evidence(
        reading,
        findings,
        used,
        nobodys(bare),
        exhibits(ledger, state),
        revised(state, reading),
    )


def _reading(ledger: Ledger, declarations: Declarations, one: Submission) -> FileReading:
    """A submission as it was read when it came in, under its name in the ledger."""
    names = {one.file: one.name}
    found: list[Finding] = []
    if one.findings:
        said = json.loads(ledger.blob(one.findings))
        found = [finding_of(content, names) for content in said]
    measures: list[dict[str, object]] = []
    if one.measures:
        scored = json.loads(ledger.blob(one.measures))
        measures = [measure_of(content, one.name, one.sha256) for content in scored]
    verdicts: list[Verdict] = []
    if one.verdicts:
        judged = json.loads(ledger.blob(one.verdicts))
        verdicts = [verdict_of(content, one.name, one.sha256) for content in judged]
    told = json.loads(ledger.blob(one.explanations)) if one.explanations else []
    return FileReading(
        one.name,
        one.sha256,
        one.role,
        entity=one.entity,
        year=one.year,
        observations=observations(ledger, one),
        measures=tuple(measures),
        verdicts=tuple(verdicts),
        allocations=_allocations(ledger, declarations, one),
        findings=tuple(found),
        part=one.part,
        explanations=tuple(ExplainedDoubt(**each) for each in told),
    )


def observations(ledger: Ledger, one: Submission) -> tuple[Observation, ...]:
    """The figures of a submission."""
    return tuple(observation_of(row, one.name, one.sha256) for row in checked_rows(ledger, one))


def counting_figures(reading: Reading) -> dict[Figure, Observation]:
    """Of each figure, by entity, indicator and period, the one observation that is used.

    A figure whose files contradict each other in one version is in none of its versions.
    """
    cell = ("entity", "indicator", "period", "file", "sheet", "cell")
    used = counting(reading.observations, cell[:3]).select(cell)
    standing = {
        (o.entity, o.indicator, o.period, o.file, o.sheet, o.cell): o
        for file in reading.files
        for o in file.observations
    }
    return {row[:3]: standing[row] for row in used.iter_rows()}


def _newest_forms(readings: Sequence[FileReading], year: int) -> list[FileReading]:
    """Each figure of an entity from its newest form only; older forms fill what that leaves out.

    A form of an earlier year that nothing is left of is left out.
    """
    spoken: dict[str, set[tuple[str, str]]] = {}
    kept = {reading.name: reading for reading in readings}
    forms = [r for r in readings if r.role is FileRole.FORM]
    for form in sorted(forms, key=_term, reverse=True):
        known = spoken.setdefault(form.entity or "", set())
        rest = tuple(o for o in form.observations if (o.indicator, o.period) not in known)
        known |= {(o.indicator, o.period) for o in form.observations}
        kept[form.name] = replace(form, observations=rest)
    return [
        r for r in kept.values() if r.role is not FileRole.FORM or r.observations or r.year == year
    ]


def _term(form: FileReading) -> tuple[tuple[int, int, int], bool]:
    """By which forms are put in the order of time; a year's comes after those of its parts."""
    moment = Moment.of(form.number or 0)
    return moment.last_day, moment.is_year


def _newest_scores(readings: Sequence[FileReading]) -> list[FileReading]:
    """Measure scores: an assessor's last word on each part; an older one is left out."""
    last: dict[tuple[object, ...], str] = {}
    for reading in readings:
        last |= {_scored(row): reading.name for row in reading.measures}
    return [
        replace(
            reading,
            measures=tuple(m for m in reading.measures if last[_scored(m)] == reading.name),
        )
        for reading in readings
    ]


def _newest_verdicts(readings: Sequence[FileReading]) -> list[FileReading]:
    """Verdicts: each side's last word on each indicator; an older one is left out."""
    last: dict[tuple[object, ...], str] = {}
    for reading in readings:
        last |= {_spoken(one): reading.name for one in reading.verdicts}
    return [
        replace(
            reading,
            verdicts=tuple(v for v in reading.verdicts if last[_spoken(v)] == reading.name),
        )
        for reading in readings
    ]


def _spoken(one: Verdict) -> tuple[object, ...]:
    return one.entity, one.target, one.year, one.by, one.who


def _scored(row: Mapping[str, object]) -> tuple[object, ...]:
    return row["entity"], row["item"], row["part"], row["assessor"]


def _allocations(
    ledger: Ledger, declarations: Declarations, one: Submission
) -> tuple[Allocation, ...]:
    """The rows of a submitted allocation table, read with the declarations of now."""
    if one.role is not FileRole.ALLOCATIONS:
        return ()
    rows, faults = read_overlay(declarations, ledger.blob(one.sha256), one.name)
    if faults:
        detail = "；".join(fault.why for fault in faults[:3])
        raise LedgerError.of(Finding.of(messages.OVERLAY_CLASH, Place(one.name), detail=detail))
    return rows
