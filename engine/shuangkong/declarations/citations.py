"""The numbers that a plan's declarations have, and the clauses they have them from."""

from collections.abc import Iterator
from decimal import Decimal

from ..formulas import FormulaError, Number, parse, walk
from ..records import dataclass
from ..vocabulary import Allocation, Amount, Target
from .bundle import Declarations
from .plan_text import canonical, clause_id


@dataclass(frozen=True, slots=True)
class Citation:
    """A number that a declaration has, in a clause; a blank unit fits any."""

    clause: str
    value: Decimal
    unit: str
    by: str
    year: bool = False
    context: bool = False


@dataclass(frozen=True, slots=True)
class Telling:
    """Printed words that a declaration has of a clause; `why` where it says they are no target."""

    clause: str
    words: str
    by: str
    why: str | None = None


def tellings(declarations: Declarations) -> Iterator[Telling]:
    """Printed words that targets have of their clauses, and coverage.yaml."""
    for target in declarations.targets.values():
        for clause in cited_clauses(target):
            # the first clause that a target names is its own; others print it once more
            if clause == cited_clauses(target)[0]:
                yield from (Telling(clause, words, target.id) for words in target.words)
    for context in declarations.context:
        if context.words is not None:
            yield Telling(clause_id(context.clause), context.words, context.id, context.why)


def cited_clauses(target: Target) -> tuple[str, ...]:
    """The clauses of the plan's own text that a target names."""
    own = () if target.source.document else (target.source.clause,)
    return tuple(clause_id(c) for c in (*own, *(s.clause for s in target.also)))


def citations_of(declarations: Declarations) -> Iterator[Citation]:
    """Every number that targets, allocations, lookup tables and coverage.yaml have, by clause."""
    for target in declarations.targets.values():
        if target.source.document is None:
            yield from _of_target(target)
        for statement in target.also:
            clause = clause_id(statement.clause)
            yield from _of_amount(clause, statement.value, target.id)
            yield from _of_years(clause, target)
    for allocation in declarations.allocations:
        yield from _of_allocation(allocation, declarations.targets.get(allocation.target))
    for name, table in declarations.plan.lookups.items():
        if table.source is not None and table.source.document is None:
            clause = clause_id(table.source.clause)
            for value in table.values.values():
                # printed as 70 % or as a ratio: both are the same number of the table
                yield from (Citation(clause, v, "", name) for v in (value, value * 100))
    for context in declarations.context:
        if context.number is None:
            continue
        value, unit = canonical(context.number.low, context.number.unit)
        yield Citation(clause_id(context.clause), value, unit, context.id, context=True)


def _of_target(target: Target) -> Iterator[Citation]:
    """The numbers that a target has in its own clause."""
    clause = clause_id(target.source.clause)
    # a reading that repeats the value, or a mention, is the same number once more
    amounts = {a for a in (target.value, *(r.value for r in target.readings)) if a is not None}
    amounts.update(m.number for m in target.mentions)
    amounts.update(t.value for t in target.tiers if t.value is not None)
    for amount in sorted(amounts, key=str):
        yield from _of_amount(clause, amount, target.id)
    yield from _of_years(clause, target)
    if target.scope.when:
        for number in _numbers(target.scope.when):
            yield Citation(clause, number, "", target.id)


def _of_allocation(allocation: Allocation, target: Target | None) -> Iterator[Citation]:
    """An allocated value, and the years that are printed beside it where its clause prints any.

    It is for the year of its row, or for the target's own date against its base.
    """
    clause = clause_id(allocation.source)
    yield from _of_amount(clause, allocation.value, allocation.target)
    moment = target.by.at if target is not None else None
    whole = (moment.year if moment else None, target.base if target is not None else None)
    years = {allocation.year} if allocation.year else set(whole)
    for year in sorted(y for y in years if y is not None):
        yield Citation(clause, Decimal(year), "年", allocation.target, year=True)


def _of_amount(clause: str, amount: Amount | None, by: str) -> Iterator[Citation]:
    if amount is None:
        return
    for number in dict.fromkeys((amount.low, amount.high)):
        value, unit = canonical(number, amount.unit)
        yield Citation(clause, value, unit, by)


def _of_years(clause: str, target: Target) -> Iterator[Citation]:
    """Printed dates and base years; what was inferred cites nothing."""
    span = target.by.span
    moment = None if target.by_inferred else span.start if span else target.by.at
    years = [r.base for r in target.readings]
    years += [] if target.base_inferred else [target.base]
    years += [] if target.since_inferred else [target.since]
    years += [] if moment is None else [moment.year]
    for year in dict.fromkeys(years):
        if year is not None:
            yield Citation(clause, Decimal(year), "年", target.id, year=True)
    if moment is not None:
        for part, unit in ((moment.quarter, "季度"), (moment.month, "月"), (moment.day, "日")):
            if part is not None:
                yield Citation(clause, Decimal(part), unit, target.id, year=True)
    if span is not None:
        for months in dict.fromkeys((span.first, span.last)):
            yield Citation(clause, Decimal(months), "个月", target.id, year=True)


def _numbers(formula: str) -> Iterator[Decimal]:
    try:
        root = parse(formula)
    except FormulaError:  # told by `plan check`, with its place
        return
    yield from (n.value for n in walk(root) if isinstance(n, Number))
