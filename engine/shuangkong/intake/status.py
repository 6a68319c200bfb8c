"""Who has submitted what, and what stands in the way of using it: states read from findings."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .. import messages
from ..declarations.bundle import Declarations
from ..records import dataclass
from ..reporting import ReportState, state_of
from ..running.zone import BEIJING
from ..text import table
from ..vocabulary import Entity, Finding, Moment, Severity
from ..vocabulary.deadline import named
from .checks.named import lost
from .files import FileRole
from .periods import number_of
from .submissions import Reading

if TYPE_CHECKING:
    import polars as pl


#: what is said of all figures of an indicator on a sheet, at the first of them
_ONCE = frozenset(
    one.id
    for one in (
        messages.PRICE_UNSTATED,
        messages.PRICE_BASE,
        messages.CONVERSION_UNSTATED,
        messages.CONVERSION,
    )
)


@dataclass(frozen=True, slots=True)
class EntityForms:
    """One assessed entity: its forms and figures of the term, and findings on it.

    `faults` are the findings that must be mended, as letters count them, `doubts` those to be
    explained; `received` is when the form that counts came in, where that is known.
    """

    entity: Entity
    state: ReportState
    forms: tuple[str, ...]
    figures: int
    faults: int
    doubts: int
    received: str = ""
    number: int | None = None
    by: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The state, with the number of findings to mend."""
        if self.state is ReportState.TO_CORRECT:
            return f"{self.state.chinese}（{self.faults}条）"
        return self.state.chinese


def standing_of(
    entity: Entity,
    forms: Mapping[str, int | None],
    figures: int,
    year: int,
    findings: Sequence[Finding],
    received: str = "",
) -> EntityForms:
    """One entity's row, from its forms, figures and the findings on it."""
    return EntityForms(
        entity,
        state_of(
            figures,
            findings,
            came=bool(forms),
            earlier=bool(forms) and all(when != year for when in forms.values()),
        ),
        tuple(forms),
        figures,
        sum(f.must_be_mended for f in findings),
        sum(f.severity is Severity.WARNING for f in findings),
        received,
        remarks=tuple(f"报来的{name_and_reason(f)}" for f in lost(findings, forms)),
    )


def standings(
    declarations: Declarations,
    reading: Reading,
    year: int,
    findings: Sequence[Finding],
    part: str | None = None,
) -> tuple[EntityForms, ...]:
    """One row for each assessed entity, in declared order, for a year or a part of it (H1, Q3, 06).

    The forms of other parts of the year say nothing of it, and what is found in them neither.
    """
    own_term = number_of(year, part)
    came = {file.name: file.path or file.within for file in reading.files}
    times = {name: saved_at(path) for name, path in came.items() if path is not None}
    forms: dict[str, dict[str, int | None]] = {}
    aside: set[str] = set()
    for file in reading.files:
        if file.role is not FileRole.FORM or not file.entity:
            continue
        if file.year == year and file.number != own_term:
            aside.add(file.name)
        else:
            forms.setdefault(file.entity, {})[file.name] = file.year
    period = str(Moment.of(own_term))
    in_term = reading.observations.filter(reading.observations["period"] == period)
    figures = dict(in_term.group_by("entity").len().iter_rows())
    about: dict[str, list[Finding]] = {}
    counting = [f for f in findings if f.place is None or f.place.file not in aside]
    for finding in counting:
        about.setdefault(finding.entity or "", []).append(finding)
    tables = shared(counting, reading.observations)
    made = []
    for entity in declarations.assessed(year):
        own = forms.get(entity.code, {})
        said = about.get(entity.code, []) + ([] if own else tables.get(entity.code, []))
        at = max((times.get(name, "") for name in own), default="")
        made.append(standing_of(entity, own, figures.get(entity.code, 0), year, said, at))
    return tuple(made)


def shared(findings: Sequence[Finding], observations: "pl.DataFrame") -> dict[str, list[Finding]]:
    """What is said once for an indicator of a sheet, by the entities whose figures stand there.

    It counts for those of which nothing but tables came; `observations` as in a `Reading`.
    """
    once = [f for f in findings if f.kind in _ONCE and not f.entity and f.indicator and f.place]
    if not once:
        return {}
    columns = ("file", "sheet", "indicator", "entity")
    whose: dict[tuple[str, str, str], list[str]] = {}
    for *at, entity in observations.select(columns).unique(maintain_order=True).iter_rows():
        whose.setdefault(tuple(at), []).append(entity)
    found: dict[str, list[Finding]] = {}
    for one in once:
        assert one.place is not None
        for entity in whose.get((one.place.file, one.place.sheet or "", one.indicator or ""), ()):
            found.setdefault(entity, []).append(one)
    return found


def of_no_use(reading: Reading, findings: Sequence[Finding]) -> list[Finding]:
    """For each table of which nothing is used, the first of what must be mended in it."""
    bare = {
        file.name
        for file in reading.files
        if file.role in (FileRole.TABLE, FileRole.LONG, FileRole.UNRECOGNISED)
        and not file.observations
    }
    first: dict[str, Finding] = {}
    for one in findings:
        if one.severity is Severity.ERROR and one.place is not None and one.place.file in bare:
            first.setdefault(one.place.file, one)
    return list(first.values())


def name_and_reason(finding: Finding) -> str:
    """A file that cannot be used, and why not."""
    return f"{finding.place.file}不能用（{finding.why}）" if finding.place else finding.why


def lost_text(found: Sequence[Finding]) -> tuple[str, ...]:
    """Files that cannot be used and are nobody's, a line each; empty without any."""
    if not found:
        return ()
    return (f"不能用的文件，有 {len(found)} 处：", *(f"  {name_and_reason(one)}" for one in found))


def saved_at(path: Path) -> str:
    """When a file, or the zip that it came in, was last saved, in Beijing time to the minute;
    empty when it is not there any more."""
    try:
        moment = datetime.datetime.fromtimestamp(path.stat().st_mtime, BEIJING)
    except OSError:
        return ""
    return moment.strftime("%Y-%m-%d %H:%M")


def evidence_in(reading: Reading) -> tuple[str, ...]:
    """The names of evidence that lies beside the tables."""
    said = (f.place for f in reading.findings if f.kind == messages.EVIDENCE.id)
    return tuple(place.file for place in said if place is not None)


def heads(term: int) -> tuple[str, ...]:
    """The columns of `cells`; `term` is a year, or a part of one, in digits."""
    return (
        "考核对象",
        "状态",
        f"{named(term)}数据",
        "须更正",
        "须说明",
        "收到时间",
        "填报表",
        "备注",
    )


def cells(row: EntityForms) -> tuple[str, ...]:
    """One row of the table."""
    return (
        row.entity.name, row.word, str(row.figures), str(row.faults), str(row.doubts),
        row.received or "—", "；".join(row.forms) or "—", "；".join(row.remarks),
    )  # fmt: skip


def counted(rows: Sequence[EntityForms]) -> str:
    """How many are in each state."""
    found = {state: sum(row.state is state for row in rows) for state in ReportState}
    return "，".join(
        f"{s.chinese} {n} 个" for s, n in found.items() if n or s is ReportState.MISSING
    )


def as_text(rows: Sequence[EntityForms], term: int) -> str:
    """The table for a terminal."""
    return "\n".join((table(heads(term), map(cells, rows), right=(2, 3, 4)), counted(rows)))
