"""What each kind of decision may say: everything that no assessment could follow is refused."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from .. import messages
from ..declarations.bundle import Declarations
from ..declarations.hints import did_you_mean
from ..errors import LedgerError, ShuangkongError
from ..intake.observe import converted
from ..vocabulary import Decision, DecisionKind, Finding, Indicator, Message, Part, Place
from .entries import ACCEPT, REJECT, WITHDRAW, submissions
from .store import Ledger

#: what a decision on a whole grade names as its target
GRADE = "grade"
ACCEPTED = "accepted"
_VERDICTS = ("met", "not_met")
#: what belongs to one year and one entity
_OF_ONE = (DecisionKind.POINTS, DecisionKind.FIGURE, DecisionKind.FALSIFIED)


def fitted(ledger: Ledger, declarations: Declarations, decision: Decision) -> Decision:
    """The decision as it is recorded.

    Raises:
        LedgerError: it does not fit the plan.
    """
    kind = decision.kind
    if kind is DecisionKind.REVISION:
        return _revision(ledger, decision)
    if kind in _OF_ONE:
        if decision.year is None:
            raise refused(messages.YEAR_NEEDED, matter=kind.chinese)
        if decision.entity is None:
            raise refused(messages.ENTITY_NEEDED, matter=kind.chinese)
    match kind:
        case DecisionKind.POINTS:
            return _points(declarations, decision)
        case DecisionKind.FIGURE:
            return _figure(declarations, decision)
        case DecisionKind.FALSIFIED:
            return _falsified(declarations, decision)
    _verdict(declarations, decision)
    return decision


def entity_code(declarations: Declarations, entity: str | None) -> str | None:
    """The code of an entity given by name or code.

    Raises:
        LedgerError: the plan has none.
    """
    if entity is None:
        return None
    asked = "".join(entity.split())
    code = asked if asked in declarations.entities else declarations.names.get(asked)
    if code is None:
        known = [*declarations.names, *declarations.entities]
        raise refused(messages.NO_SUCH_ENTITY, seen=entity, hint=did_you_mean(entity, known))
    return code


def year_within(declarations: Declarations, year: int | None) -> int | None:
    """A year of the plan's period.

    Raises:
        LedgerError: it is outside.
    """
    period = declarations.plan.period
    if year is not None and not period.first <= year <= period.last:
        raise refused(messages.BAD_YEAR, seen=str(year), first=period.first, last=period.last)
    return year


def refused(kind: Message, *, seen: str | None = None, **words: Any) -> ShuangkongError:
    """The error that says why nothing was recorded."""
    return LedgerError.of(Finding.of(kind, seen=seen, **words))


def _revision(ledger: Ledger, decision: Decision) -> Decision:
    """A decision about one submission, which is taken or left as a whole."""
    _whole(decision, "认定一份填报", "它只能整份采用或整份不采用")
    number = decision.target.removeprefix("#").removeprefix("第").removesuffix("号").strip()
    known = {str(one.number) for one in submissions(ledger)}
    plain = number.lstrip("0")
    if plain not in known:
        raise refused(messages.NO_SUCH_SUBMISSION, seen=decision.target)
    _choice(decision, (ACCEPT, REJECT))
    return replace(decision, target=plain)


def _whole(decision: Decision, matter: str, why: str, instead: str = "") -> None:
    """Refuse to narrow a decision that is for all entities and clocks alike, or for none."""
    for what, option, value in (
        ("对象", "--entity", decision.entity),
        ("时段", "--view", decision.view),
    ):
        if value is not None:
            words = {"matter": matter, "why": why, "instead": instead}
            raise refused(messages.NOT_NARROWED, what=what, option=option, **words)


def _verdict(declarations: Declarations, decision: Decision) -> None:
    """Refuse a decision that no verdict of the plan could follow."""
    target = declarations.targets.get(decision.target)
    plan = declarations.plan.id
    if target is None:
        hint = did_you_mean(decision.target, declarations.targets)
        raise refused(messages.NO_SUCH_TARGET, seen=decision.target, hint=hint, plan=plan)
    known: Sequence[str]
    match decision.kind:
        case DecisionKind.READING:
            known = tuple(reading.id for reading in target.readings)
            what = "几种理解（readings）"
        case DecisionKind.CONFLICT:
            known = (target.id, *target.conflicts_with) if target.conflicts_with else ()
            what = "与别的目标矛盾（conflicts_with）"
        case DecisionKind.NOT_COMPUTABLE:
            known = (ACCEPTED,) if target.not_computable else ()
            what = "不能计算的原因（not_computable）"
        case _:
            known, what = _VERDICTS, ""
    if known and decision.kind in (DecisionKind.READING, DecisionKind.CONFLICT):
        same = "条款对各对象、各时段只有一种意思"
        _whole(decision, decision.kind.chinese, same, "，另写 --all")
    if not known:
        raise refused(messages.NO_READINGS, target=target.id, what=what, plan=plan)
    _choice(decision, known)


def _points(declarations: Declarations, decision: Decision) -> Decision:
    """Points for one part of one measure item."""
    part = _part(declarations, decision)
    if decision.choice == WITHDRAW:
        return decision
    points = _number(decision.choice)
    if points is None or not 0 <= points <= part.points:
        raise refused(messages.BAD_POINTS, seen=decision.choice, part=part.name, full=part.points)
    return replace(decision, choice=f"{points:f}")


def _part(declarations: Declarations, decision: Decision) -> Part:
    assert decision.year is not None
    scheme = declarations.scheme_for(decision.year)
    items = scheme.items if scheme else ()
    parts = {f"{item.id}.{part.id}": part for item in items for part in item.parts}
    if decision.target not in parts:
        hint = did_you_mean(decision.target, parts)
        raise refused(messages.NO_SUCH_PART, seen=decision.target, hint=hint)
    return parts[decision.target]


def _figure(declarations: Declarations, decision: Decision) -> Decision:
    """An approved figure, in the indicator's own unit; a state as the number it stands for."""
    asked = {one.name: one for one in declarations.indicators.values()}
    asked |= declarations.indicators
    indicator = asked.get(decision.target)
    if indicator is None:
        hint = did_you_mean(decision.target, asked)
        raise refused(messages.NO_SUCH_INDICATOR, seen=decision.target, hint=hint)
    decision = replace(decision, target=indicator.id)
    if decision.choice == WITHDRAW:
        return decision
    if indicator.states:
        return replace(decision, choice=_state(indicator, decision.choice))
    text, _, unit = decision.choice.partition(" ")
    number = _number(text)
    if number is None or indicator.formula is not None:
        why = "不是数" if number is None else f"“{indicator.name}”由公式计算，要核定公式所用的指标"
        raise refused(messages.BAD_FIGURE, seen=decision.choice, why=why)
    value = converted(
        number, unit.strip() or indicator.unit, indicator, Place("裁定"), declarations.units
    )
    if isinstance(value, Finding):
        raise LedgerError.of(value)
    return replace(decision, choice=f"{value:f}")


def _state(indicator: Indicator, said: str) -> str:
    """The number of a state, which was named by its word or by that number."""
    known = {word: f"{number}" for word, number in indicator.states.items()}
    given = known.get(said, said)
    if given not in known.values():
        why = f"“{indicator.name}”只有{'、'.join(f'“{word}”' for word in known)}"
        raise refused(messages.BAD_FIGURE, seen=said, why=why)
    return given


def _falsified(declarations: Declarations, decision: Decision) -> Decision:
    assert decision.year is not None
    scheme = declarations.scheme_for(decision.year)
    known = tuple(g.name for g in scheme.grades) if scheme else ()
    if scheme and scheme.forced_grade:
        known = (scheme.forced_grade,)
    if decision.target != GRADE:
        raise refused(messages.NOT_A_GRADE, seen=decision.target)
    _choice(decision, known)
    return decision


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _choice(decision: Decision, known: Sequence[str]) -> None:
    if decision.choice not in (*known, WITHDRAW):
        raise refused(
            messages.DECISION_CHOICE,
            seen=decision.choice,
            matter=decision.kind.chinese,
            known="、".join((*known, f"{WITHDRAW}（撤回先前的裁定）")),
        )
