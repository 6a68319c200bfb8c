"""`shuangkong status`: who has submitted what, what is missing, and what waits for a person."""

from dataclasses import dataclass
from pathlib import Path

from .. import messages
from ..declarations.bundle import Declarations
from ..intake.files import Role
from ..vocabulary import Entity, Finding, Place
from .entries import Issue, Ruling, Snapshot, Submission, snapshots
from .moments import shown
from .plans import declarations_of, shipped_differs
from .state import Standing, State, state
from .store import Ledger, Receipt, opened
from .submit import late

#: the declarations that decide what is read from a file
_READ_WITH = ("plan.yaml", "entities.csv", "indicators.yaml")


@dataclass(frozen=True, slots=True)
class EntityStatus:
    """What one entity has handed in for a year.

    `form` is the submission that counts; `versions` is how many forms of that year came in.
    `tables` are other submissions that hold figures of it for that year.
    """

    entity: Entity
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
    """A year's state of the ledger, for people."""

    path: Path
    plan: str
    title: str
    year: int
    head: Receipt
    began: str
    snapshots: tuple[Snapshot, ...]
    entities: tuple[EntityStatus, ...]
    state: State
    findings: tuple[Finding, ...]

    @property
    def others(self) -> tuple[tuple[Submission, Standing], ...]:
        """Submissions that are no entity's form: tables, allocations, scores, unreadable ones."""
        return tuple(
            (one, standing)
            for one, standing in self.state.standings
            if one.role is not Role.FORM or one.entity is None
        )

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Assessments issued for the year."""
        return self.state.issues

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """Decisions in force for the year, newest first."""
        return self.state.rulings


def status(workspace: Path, year: int) -> Status:
    """What the ledger holds for an assessment year.

    Raises:
        ShuangkongError: there is no ledger, or it cannot be read.
    """
    with opened(workspace) as ledger:
        head, entries = ledger.head, ledger.entries(1)
        assert head is not None
        found = state(ledger, year, head.number)
        declarations = declarations_of(ledger, found.snapshot)
        entities = _entities(ledger, declarations, found)
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
    )


def _entities(ledger: Ledger, declarations: Declarations, found: State) -> tuple[EntityStatus, ...]:
    forms = [s for s in found.standings if s[0].role is Role.FORM and s[0].year == found.year]
    holding = _holding(ledger, found)
    made = []
    for entity in declarations.assessed(found.year):
        own = [(one, standing) for one, standing in forms if one.entity == entity.code]

        def those(
            wanted: Standing, own: list[tuple[Submission, Standing]] = own
        ) -> tuple[Submission, ...]:
            return tuple(one for one, standing in own if standing is wanted)

        used = those(Standing.USED)
        made.append(
            EntityStatus(
                entity=entity,
                form=used[-1] if used else None,
                versions=len(own),
                waiting=those(Standing.WAITING),
                unusable=those(Standing.UNUSABLE),
                tables=holding.get(entity.code, ()),
            )
        )
    return tuple(made)


def _holding(ledger: Ledger, found: State) -> dict[str, tuple[Submission, ...]]:
    """Tables in use with figures for the year, by entity."""
    tables = {one.number: one for one in found.used if one.role in (Role.TABLE, Role.LONG)}
    rows = ledger.connection.execute(
        "SELECT DISTINCT submission, entity FROM observation WHERE period = ? "
        "ORDER BY submission, entity",
        (str(found.year),),
    )
    held: dict[str, tuple[Submission, ...]] = {}
    for number, entity in rows:
        if number in tables:
            held[entity] = (*held.get(entity, ()), tables[number])
    return held


def _findings(found: State, editions: dict[int, Snapshot]) -> list[Finding]:
    made = []
    first = found.issues[0] if found.issues else None
    if first is not None:
        waiting = found.those(Standing.WAITING)
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
