"""`shuangkong decide`: what a person decides, with name and reason."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import messages
from ..declarations.bundle import Declarations
from ..declarations.hints import did_you_mean
from ..errors import LedgerError, ShuangkongError
from ..vocabulary import Decision, DecisionKind, Finding, Message, View
from . import moments
from .begin import named
from .canonical import clean
from .entries import ACCEPT, REJECT, WITHDRAW, Ruling, submissions
from .plans import edition_in_force
from .store import EntryKind, Ledger, Receipt, opened

_VERDICTS = ("met", "not_met")


@dataclass(frozen=True, slots=True)
class Decided:
    """A recorded decision, and the earlier one about the same matter that it takes over from."""

    ruling: Ruling
    receipt: Receipt
    instead_of: Ruling | None


def decide(
    workspace: Path,
    kind: DecisionKind,
    target: str,
    choice: str,
    by: str,
    reason: str,
    *,
    entity: str | None = None,
    year: int | None = None,
    view: View | None = None,
    at: datetime.date | None = None,
    clock: moments.Clock = moments.now,
) -> Decided:
    """Record a decision. A later one about the same matter takes its place; none is erased.

    Args:
        workspace: where the ledger is.
        kind: what is decided.
        target: a target's id; for `revision` the number of a submission.
        choice: `met` or `not_met` (override, band), a reading's id (reading), the id of the
            target to follow (conflict), `accept` or `reject` (revision), or `withdraw`.
        by: who decides.
        reason: why.
        entity: code or name; all when None.
        year: assessment year; all when None.
        view: clock; all when None.
        at: date of the decision; the day it is recorded when None.
        clock: tells the time.

    Raises:
        LedgerError: the decision does not fit the plan; nothing was recorded.
    """
    moment = clock()
    with opened(workspace, writing=True) as ledger:
        declarations = edition_in_force(ledger, None).declarations
        decision = Decision(
            kind=kind,
            target=target.strip(),
            entity=_entity(declarations, entity),
            year=_year(declarations, year),
            view=view.value if view else None,
            choice=choice.strip(),
            by=named(by, "裁定人", "--by 姓名"),
            reason=named(reason, "理由", "--reason 理由"),
            at=at or moment.astimezone(moments.BEIJING).date(),
        )
        if kind is DecisionKind.REVISION:
            decision = _revision(ledger, decision)
        else:
            _verdict(declarations, decision)
        with ledger.act(lambda: moment) as act:
            earlier = [Ruling.of(e) for e in ledger.entries(None, EntryKind.DECISION)]
            entry = act.add(EntryKind.DECISION, _content(decision))
    made = Ruling.of(entry)
    before = [r for r in earlier if r.about == made.about]
    return Decided(made, entry.receipt, before[-1] if before else None)


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
    }


def _entity(declarations: Declarations, entity: str | None) -> str | None:
    if entity is None:
        return None
    asked = "".join(entity.split())
    code = asked if asked in declarations.entities else declarations.names.get(asked)
    if code is None:
        known = [*declarations.names, *declarations.entities]
        raise _refused(messages.NO_SUCH_ENTITY, seen=entity, hint=did_you_mean(entity, known))
    return code


def _year(declarations: Declarations, year: int | None) -> int | None:
    period = declarations.plan.period
    if year is not None and not period.first <= year <= period.last:
        raise _refused(messages.BAD_YEAR, seen=str(year), first=period.first, last=period.last)
    return year


def _revision(ledger: Ledger, decision: Decision) -> Decision:
    """A decision about one submission, which is taken or left as a whole."""
    for what, option, value in (
        ("对象", "--entity", decision.entity),
        ("时段", "--view", decision.view),
    ):
        if value is not None:
            raise _refused(messages.NOT_NARROWED, what=what, option=option)
    number = decision.target.removeprefix("#").removeprefix("第").removesuffix("号").strip()
    known = {str(one.number) for one in submissions(ledger)}
    plain = number.lstrip("0")
    if plain not in known:
        raise _refused(messages.NO_SUCH_SUBMISSION, seen=decision.target)
    _choice(decision, (ACCEPT, REJECT))
    return Decision(
        kind=decision.kind,
        target=plain,
        year=decision.year,
        choice=decision.choice,
        by=decision.by,
        reason=decision.reason,
        at=decision.at,
    )


def _verdict(declarations: Declarations, decision: Decision) -> None:
    """Refuse a decision that no verdict of the plan could follow."""
    target = declarations.targets.get(decision.target)
    plan = declarations.plan.id
    if target is None:
        hint = did_you_mean(decision.target, declarations.targets)
        raise _refused(messages.NO_SUCH_TARGET, seen=decision.target, hint=hint, plan=plan)
    if decision.kind is DecisionKind.READING:
        known = tuple(reading.id for reading in target.readings)
        what = "几种理解（readings）"
    elif decision.kind is DecisionKind.CONFLICT:
        known = (target.id, *target.conflicts_with) if target.conflicts_with else ()
        what = "与别的目标矛盾（conflicts_with）"
    else:
        known, what = _VERDICTS, ""
    if not known:
        raise _refused(messages.NO_READINGS, target=target.id, what=what, plan=plan)
    _choice(decision, known)


def _choice(decision: Decision, known: Sequence[str]) -> None:
    if decision.choice not in (*known, WITHDRAW):
        raise _refused(
            messages.DECISION_CHOICE,
            seen=decision.choice,
            matter=decision.kind.chinese,
            known="、".join((*known, f"{WITHDRAW}（撤回先前的裁定）")),
        )


def _refused(kind: Message, *, seen: str | None = None, **words: Any) -> ShuangkongError:
    return LedgerError.of(Finding.of(kind, seen=seen, **words))
