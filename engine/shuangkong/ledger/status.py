"""`shuangkong status`: who has submitted what, what is missing, and what waits for a person."""

from dataclasses import replace
from pathlib import Path

from .. import messages
from ..declarations.bundle import Declarations
from ..intake.files import FileRole
from ..intake.periods import number_of
from ..intake.status import EntityForms as Row
from ..records import dataclass
from ..reporting import ReportState
from ..vocabulary import Entity, Finding, Moment, Place
from .entries import Issue, Ruling, Snapshot, Submission, snapshots
from .moments import shown
from .plans import declarations_of, shipped_differs
from .standing import CheckedInUse, aside
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
        """Whether nothing of it is there at all."""
        return self.row.state is ReportState.MISSING


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
    #: of each file that nothing could be taken from and that is nobody's, why
    lost: tuple[Finding, ...]
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
            if one.role is not FileRole.FORM
            or one.entity is None
            or aside(one, self.year, self.part)
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
        judged = CheckedInUse.of(ledger, declarations, found, part)
        entities = _entities(ledger, judged, found, part)
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
        lost=tuple(judged.lost),
        declarations=declarations,
        part=part,
    )


def _entities(
    ledger: Ledger, judged: CheckedInUse, found: YearState, part: str | None
) -> tuple[EntityStatus, ...]:
    period = str(Moment.of(number_of(found.year, part)))
    forms = [
        (one, standing)
        for one, standing in found.standings
        if one.role is FileRole.FORM and _handed_in(one, found.year, part)
    ]
    holding = _holding(ledger, found, period)
    made = []
    for entity in judged.declarations.assessed(found.year):
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
        row = replace(status.row, remarks=(*status.row.remarks, *remarks(status)))
        made.append(replace(status, row=row))
    return tuple(made)


def _handed_in(one: Submission, year: int, part: str | None) -> bool:
    """Whether a form came in for a term, be it that year's or by mistake another's."""
    return year in (one.year, one.asked) and not aside(one, year, part)


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


def _holding(ledger: Ledger, found: YearState, period: str) -> dict[str, tuple[Submission, ...]]:
    """Tables in use with figures for a period, by entity."""
    tables = {one.number: one for one in found.used if one.role in (FileRole.TABLE, FileRole.LONG)}
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
    first = next((i for i in found.issues if i.number not in found.seconds.refused), None)
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
