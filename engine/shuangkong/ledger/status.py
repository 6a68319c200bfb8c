"""`shuangkong status`: who has submitted what, what is missing, and what waits for a person."""

import json
from dataclasses import replace
from pathlib import Path

from .. import messages
from ..declarations.bundle import Declarations
from ..intake.checks.named import named_for_others
from ..intake.files import Role
from ..intake.periods import number_of
from ..intake.status import EntityForms as Row
from ..intake.status import shared, standing_of
from ..records import dataclass
from ..vocabulary import Entity, Finding, Moment, Place
from .canonical import finding_of
from .entries import Issue, Ruling, Snapshot, Submission, snapshots
from .moments import shown
from .plans import declarations_of, shipped_differs
from .state import Use, YearState, state
from .store import Ledger, Receipt, opened
from .submit import late

#: the declarations that decide what is read from a file
_READ_WITH = ("plan.yaml", "entities.csv", "indicators.yaml")


@dataclass(frozen=True, slots=True)
class EntityStatus:
    """What one entity has handed in for a year.

    `form` is the submission that counts; `versions` is how many forms of that year came in.
    `tables` are other submissions that hold figures of it for that year. `row` says where it
    stands, by the same findings as a folder of the same files.
    """

    entity: Entity
    row: Row
    form: Submission | None
    versions: int
    waiting: tuple[Submission, ...]
    unusable: tuple[Submission, ...]
    tables: tuple[Submission, ...]

    @property
    def missing(self) -> bool:
        """Whether nothing that counts is there for it."""
        return self.form is None and not self.tables


@dataclass(frozen=True)
class Status:
    """The state of the ledger for a year, or for a part of it (H1, Q3, 06), for people."""

    path: Path
    plan: str
    title: str
    year: int
    head: Receipt
    began: str
    snapshots: tuple[Snapshot, ...]
    entities: tuple[EntityStatus, ...]
    state: YearState
    findings: tuple[Finding, ...]
    declarations: Declarations
    part: str | None = None

    @property
    def term(self) -> int:
        """The year, or the part of it, in digits."""
        return number_of(self.year, self.part)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Where each entity stands."""
        return tuple(one.row for one in self.entities)

    @property
    def others(self) -> tuple[tuple[Submission, Use], ...]:
        """Submissions that are no entity's form of the term: tables, allocations, scores, forms of
        other parts of the year, unreadable ones."""
        return tuple(
            (one, standing)
            for one, standing in self.state.standings
            if one.role is not Role.FORM or one.entity is None or _aside(one, self.year, self.part)
        )

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Assessments issued for the year."""
        return self.state.issues

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """Decisions in force for the year, newest first."""
        return self.state.rulings


def status(workspace: Path, year: int, part: str | None = None) -> Status:
    """What the ledger holds for an assessment year, or for a part of it (H1, Q3, 06).

    Raises:
        ShuangkongError: there is no ledger, or it cannot be read.
    """
    with opened(workspace) as ledger:
        head, entries = ledger.head, ledger.entries(1)
        assert head is not None
        found = state(ledger, year, head.number)
        declarations = declarations_of(ledger, found.snapshot)
        entities = _entities(ledger, declarations, found, part)
        editions = snapshots(ledger)
    return Status(
        path=workspace,
        plan=found.snapshot.plan,
        title=declarations.plan.title,
        year=year,
        head=head,
        began=entries[0].at,
        snapshots=editions,
        entities=entities,
        state=found,
        findings=tuple(_findings(found, {one.number: one for one in editions})),
        declarations=declarations,
        part=part,
    )


def _entities(
    ledger: Ledger, declarations: Declarations, found: YearState, part: str | None
) -> tuple[EntityStatus, ...]:
    period = str(Moment.of(number_of(found.year, part)))
    forms = [
        (one, standing)
        for one, standing in found.standings
        if one.role is Role.FORM and _handed_in(one, found.year, part)
    ]
    holding = _holding(ledger, found, period)
    judged = _Judged.of(ledger, declarations, found, part)
    made = []
    for entity in declarations.assessed(found.year):
        every = [(one, standing) for one, standing in forms if one.entity == entity.code]
        own = [(one, standing) for one, standing in every if one.year == found.year]

        def those(wanted: Use, own: list[tuple[Submission, Use]] = own) -> tuple[Submission, ...]:
            return tuple(one for one, standing in own if standing is wanted)

        used = those(Use.USED)
        tables = holding.get(entity.code, ())
        status = EntityStatus(
            entity=entity,
            row=judged.row(entity, every),
            form=used[-1] if used else None,
            versions=len(own),
            waiting=those(Use.WAITING),
            unusable=those(Use.UNUSABLE),
            tables=tables,
        )
        made.append(replace(status, row=replace(status.row, remarks=remarks(status))))
    return tuple(made)


def _handed_in(one: Submission, year: int, part: str | None) -> bool:
    """Whether a form came in for a term, be it that year's or by mistake another's."""
    return year in (one.year, one.asked) and not _aside(one, year, part)


def _aside(one: Submission, year: int, part: str | None) -> bool:
    """Whether a form is of another part of the year."""
    return one.role is Role.FORM and one.year == year and one.part != part


def remarks(one: EntityStatus) -> tuple[str, ...]:
    """What a row says beside its state."""
    said = []
    if one.tables:
        said.append(f"公报等 {len(one.tables)} 份有其数据")
    if one.waiting:
        said.append(f"第 {_numbers(one.waiting)} 号待裁定")
    if one.unusable:
        said.append(f"第 {_numbers(one.unusable)} 号不可用")
    return tuple(said)


def _numbers(found: tuple[Submission, ...]) -> str:
    return "、".join(str(one.number) for one in found)


@dataclass(frozen=True)
class _Judged:
    """Everything that checking the submissions in use found, and how many figures they hold."""

    ledger: Ledger
    year: int
    findings: dict[str, list[Finding]]
    #: what is said of tables, by those whose figures stand there
    tables: dict[str, list[Finding]]
    figures: dict[str, int]

    @classmethod
    def of(
        cls, ledger: Ledger, declarations: Declarations, found: YearState, part: str | None
    ) -> "_Judged":
        from .evidence import evidence

        rests_on = evidence(ledger, declarations, found)
        aside = {one.name for one in found.used if _aside(one, found.year, part)}
        about: dict[str, list[Finding]] = {}
        swapped = named_for_others(declarations, rests_on.reading, found.year, rests_on.findings)
        said = (*rests_on.findings, *swapped, *_of_unusable(ledger, found))
        counting = [f for f in said if f.place is None or f.place.file not in aside]
        for finding in counting:
            about.setdefault(finding.entity or "", []).append(finding)
        frame = rests_on.reading.observations
        period = str(Moment.of(number_of(found.year, part)))
        counts = frame.filter(frame["period"] == period).group_by("entity").len()
        tables = shared(counting, frame)
        return cls(ledger, found.year, about, tables, dict(counts.iter_rows()))

    def row(self, entity: Entity, forms: list[tuple[Submission, Use]]) -> Row:
        """One entity's row. What replaced or rejected forms say does not count any more; an
        unusable one counts as long as nothing newer is there."""
        newest = max((one.number for one, s in forms if s is not Use.UNUSABLE), default=0)
        counting = [
            (one, standing)
            for one, standing in forms
            if standing is Use.USED or (standing is Use.UNUSABLE and one.number > newest)
        ]
        found = list(self.findings.get(entity.code, ()))
        found += () if counting else self.tables.get(entity.code, ())
        for one, standing in counting:
            if standing is Use.UNUSABLE:
                found += _said_of(self.ledger, one)
        years: dict[str, int | None] = {one.file: one.year for one, _ in counting}
        row = standing_of(entity, years, self.figures.get(entity.code, 0), self.year, found)
        last = max((one for one, _ in counting), key=lambda one: one.number, default=None)
        if last is None:
            return row
        return replace(row, received=shown(last.at), number=last.number, by=last.by)


def _said_of(ledger: Ledger, one: Submission) -> list[Finding]:
    """What was found in a submission when it came in."""
    said = json.loads(ledger.blob(one.findings)) if one.findings else []
    return [finding_of(content, {one.file: one.name}) for content in said]


def _of_unusable(ledger: Ledger, found: YearState) -> list[Finding]:
    """What tables say of entities though no figure could be taken from them, as long as none of
    the same name came in after them."""
    last = {one.file: one.number for one, _ in found.standings}
    return [
        finding
        for one in found.those(Use.UNUSABLE)
        if one.entity is None and last[one.file] == one.number
        for finding in _said_of(ledger, one)
    ]


def _holding(ledger: Ledger, found: YearState, period: str) -> dict[str, tuple[Submission, ...]]:
    """Tables in use with figures for a period, by entity."""
    tables = {one.number: one for one in found.used if one.role in (Role.TABLE, Role.LONG)}
    rows = ledger.connection.execute(
        "SELECT DISTINCT submission, entity FROM observation WHERE period = ? "
        "ORDER BY submission, entity",
        (period,),
    )
    held: dict[str, tuple[Submission, ...]] = {}
    for number, entity in rows:
        if number in tables:
            held[entity] = (*held.get(entity, ()), tables[number])
    return held


def _findings(found: YearState, editions: dict[int, Snapshot]) -> list[Finding]:
    made = []
    first = found.issues[0] if found.issues else None
    if first is not None:
        waiting = found.those(Use.WAITING)
        made += [late(one, found.year, first.number, shown(first.at)) for one in waiting]
    for one in found.used:
        then, present = editions[one.declarations].files, found.snapshot.files
        if any(then.get(name) != present.get(name) for name in _READ_WITH):
            place = Place(one.name)
            made.append(
                Finding.of(messages.READ_BEFORE, place, entity=one.entity, number=one.declarations)
            )
    differing = shipped_differs(found.snapshot)
    if differing:
        listed = "、".join(differing[:5]) + ("……" if len(differing) > 5 else "")
        number, plan = found.snapshot.number, found.snapshot.plan
        made.append(Finding.of(messages.SHIPPED_DIFFERS, number=number, plan=plan, names=listed))
    return made
