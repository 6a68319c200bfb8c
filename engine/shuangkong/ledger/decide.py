"""`shuangkong decide`: what a person decides, with name and reason, seen before it is recorded.

None has any effect until a second person confirms it (`confirm`).
"""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .. import messages
from ..declarations.bundle import Declarations
from ..errors import LedgerError
from ..records import dataclass
from ..vocabulary import Decision, DecisionKind, Finding, View
from . import moments
from .assessments import assessment_of
from .begin import named
from .canonical import clean
from .compare import between, present_side
from .comparison import Comparison, found_anew
from .entries import WITHDRAW, Ruling, rulings, submissions
from .evidence import evidence
from .matters import entity_code, fitted, refused, year_within
from .plans import edition_in_force
from .seconds import seconds
from .state import state
from .store import EntryKind, Ledger, Receipt, opened

#: a submission says by itself for whom it is; any other decision must
_NARROWED = tuple(kind for kind in DecisionKind if kind is not DecisionKind.REVISION)
_ON_VERDICTS = (DecisionKind.OVERRIDE, DecisionKind.BAND)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to decide.

    `target` is a target's id; for `revision` the number of a submission, for `figure` an
    indicator, for `points` item.part, for `falsified` the word grade. `choice` is `met` or
    `not_met`, the id of a reading or of the target to follow, `accept` or `reject`, a figure,
    points, a grade, `accepted`, or `withdraw`. `entity` is a code or name; with `everyone` the
    decision is for all. `year` and `view` are all when None; `at` is the day it is recorded
    when None.
    """

    kind: DecisionKind
    target: str
    choice: str
    by: str
    reason: str
    entity: str | None = None
    everyone: bool = False
    year: int | None = None
    view: View | None = None
    at: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A recorded decision, and the earlier one about the same matter that it takes over from.

    `declarations` are those in force, for the names of what it is about.
    """

    ruling: Ruling
    receipt: Receipt
    instead_of: Ruling | None
    declarations: Declarations
    #: what checking finds of the figure that is approved, as it would in a form
    doubts: tuple[Finding, ...] = ()


def decide(
    workspace: Path, *wishes: Wish, clock: moments.Clock = moments.now
) -> tuple[Decided, ...]:
    """Record decisions, all or none. A later one about the same matter takes its place; none is
    erased. They have no effect until they are confirmed.

    Raises:
        LedgerError: a decision does not fit the plan, nothing could be judged by it, or its date
            is outside the ledger's time; nothing was recorded.
    """
    moment = clock()
    with opened(workspace, writing=True) as ledger:
        decisions = [_checked(ledger, wish, moment) for wish in wishes]
        declarations = edition_in_force(ledger, None).declarations
        doubts = _doubts(ledger, decisions, moment)
        _refuse_impossible(decisions, doubts)
        gone = seconds(ledger).refused
        earlier = [r for r in rulings(ledger) if r.number not in gone]
        made = []
        with ledger.act(lambda: moment) as act:
            for decision in decisions:
                entry = act.add(EntryKind.DECISION, _content(decision))
                ruling = Ruling.of(entry)
                before = [r for r in earlier if r.about == ruling.about]
                instead = before[-1] if before else None
                own = tuple(d for d in doubts if d.entity == decision.entity)
                own = own if decision.kind is DecisionKind.FIGURE else ()
                made.append(Decided(ruling, entry.receipt, instead, declarations, own))
                earlier.append(ruling)
    return tuple(made)


def preview(workspace: Path, *wishes: Wish, clock: moments.Clock = moments.now) -> Comparison:
    """What decisions would change and for whom, were they in effect. Nothing is recorded.

    Raises:
        LedgerError: as `decide`.
    """
    moment = clock()
    with opened(workspace, writing=True) as ledger:
        decisions = [_checked(ledger, wish, moment) for wish in wishes]
        year = max((d.year or 0 for d in decisions if d.kind is not DecisionKind.FIGURE), default=0)
        found = _tried(ledger, year or _year_now(ledger), _in_effect(decisions), moment)
    _refuse_impossible(decisions, found.found)
    return found


def preview_confirmed(workspace: Path, ruling: Ruling) -> Comparison:
    """What a decision that waits would change, were it confirmed. Nothing is recorded."""
    d = ruling.decision
    with opened(workspace, writing=True) as ledger:
        year = (d.year if d.kind is not DecisionKind.FIGURE else None) or _year_now(ledger)
        said = {"of": ruling.number, "by": d.by, "note": None}
        return _tried(ledger, year, [(EntryKind.CONFIRMATION, said)], moments.now())


def _tried(
    ledger: Ledger,
    year: int,
    added: Sequence[tuple[EntryKind, dict[str, object]]],
    moment: datetime.datetime,
) -> Comparison:
    """A year as it is, and as it would be with some more entries."""
    before = present_side(ledger, year, "现状")
    with _undone(ledger):
        with_it = ledger.trial(lambda: moment)
        for kind, content in added:
            with_it.add(kind, content)
        after = present_side(ledger, year, "裁定后")
    return between(year, before, after)


def _in_effect(decisions: Sequence[Decision]) -> list[tuple[EntryKind, dict[str, object]]]:
    """Decisions as entries that wait for nobody."""
    return [(EntryKind.DECISION, {**_content(d), "second": False}) for d in decisions]


def _doubts(
    ledger: Ledger, decisions: Sequence[Decision], moment: datetime.datetime
) -> tuple[Finding, ...]:
    """What the checks of forms find of approved figures, and do not find without them."""
    figures = [d for d in decisions if d.kind is DecisionKind.FIGURE and d.choice != WITHDRAW]
    if not figures:
        return ()
    year = _year_now(ledger)
    before = _findings(ledger, year)
    with _undone(ledger):
        with_them = ledger.trial(lambda: moment)
        for kind, content in _in_effect(figures):
            with_them.add(kind, content)
        return found_anew(before, _findings(ledger, year))


def _findings(ledger: Ledger, year: int) -> tuple[Finding, ...]:
    assert ledger.head is not None
    found = state(ledger, year, ledger.head.number)
    return evidence(ledger, edition_in_force(ledger, None).declarations, found).findings


def _refuse_impossible(decisions: Sequence[Decision], doubts: Sequence[Finding]) -> None:
    """Refuse approved figures for which a form would have to be corrected.

    Raises:
        LedgerError: with what a form would be told.
    """
    whose = {d.entity for d in decisions if d.kind is DecisionKind.FIGURE}
    grave = tuple(one for one in doubts if one.must_be_mended and one.entity in whose)
    if grave:
        raise LedgerError("\n".join(str(one) for one in grave), grave)


@contextmanager
def _undone(ledger: Ledger) -> Iterator[None]:
    """Whatever is added meanwhile is taken back."""
    ledger.connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        ledger.connection.execute("ROLLBACK")


def _checked(ledger: Ledger, wish: Wish, moment: datetime.datetime) -> Decision:
    """A wish as the decision that is recorded."""
    declarations = edition_in_force(ledger, None).declarations
    decision = Decision(
        kind=wish.kind,
        target=wish.target.strip(),
        entity=entity_code(declarations, wish.entity),
        year=year_within(declarations, wish.year),
        view=wish.view.value if wish.view else None,
        choice=wish.choice.strip(),
        by=named(wish.by, "裁定人", "--by 姓名"),
        reason=named(wish.reason, "理由", "--reason 理由"),
        at=_day(ledger, wish.at, moment),
    )
    decision = fitted(ledger, declarations, decision)
    if decision.kind in _NARROWED and decision.entity is None and not wish.everyone:
        raise refused(messages.ENTITY_OR_ALL)
    if decision.kind in _ON_VERDICTS and decision.choice != WITHDRAW:
        _refuse_unjudged(ledger, declarations, decision)
    return decision


def _day(ledger: Ledger, at: datetime.date | None, moment: datetime.datetime) -> datetime.date:
    """The day of a decision: not before the ledger began, and not after today."""
    today = moment.astimezone(moments.BEIJING).date()
    first = moments.parsed(ledger.entries(1)[0].at).astimezone(moments.BEIJING).date()
    found = at or max(today, first)
    if at is not None and not first <= at <= max(today, first):
        raise refused(messages.DATE_OUTSIDE, seen=str(at), first=first, last=today)
    return found


def _refuse_unjudged(ledger: Ledger, declarations: Declarations, decision: Decision) -> None:
    """Refuse to say met or not met of what has no figures, or of what nobody owes."""
    from ..assess.override import can_be_decided

    year = decision.year or _year_now(ledger)
    assert ledger.head is not None
    found = state(ledger, year, ledger.head.number)
    made = assessment_of(declarations, found, evidence(ledger, declarations, found, checked=False))
    covered = [
        j
        for result in made.results.values()
        for j in result.judgements
        if decision.covers(j.target.id, j.entity.code, j.year, j.view.value)
    ]
    if decision.kind is DecisionKind.BAND:
        able = [j for j in covered if j.in_band]
    else:
        able = [j for j in covered if can_be_decided(j)]
    if not able:
        named_ = declarations.entities[decision.entity].name if decision.entity else "各对象"
        why = "；".join(dict.fromkeys(j.reason for j in covered)) or "没有这项目标"
        words = {"who": named_, "round": year, "why": why}
        target = declarations.targets[decision.target].name
        raise refused(messages.CANNOT_BE_DECIDED, seen=target, **words)


def _year_now(ledger: Ledger) -> int:
    """The year that the newest submissions are for; the plan's last year while there are none."""
    found = [one.year for one in submissions(ledger)]
    return max(found, default=edition_in_force(ledger, None).declarations.plan.period.last)


def _content(decision: Decision) -> dict[str, object]:
    return {
        "kind": decision.kind.value,
        "target": clean(decision.target),
        "entity": decision.entity,
        "year": decision.year,
        "view": decision.view,
        "choice": clean(decision.choice),
        "by": decision.by,
        "reason": decision.reason,
        "at": decision.at.isoformat(),
        "second": True,
    }
