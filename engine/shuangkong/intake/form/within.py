"""What is reported within the year: at the moments of deadlines and duties, and in the forms of its
parts (half-years, quarters, months)."""

from collections.abc import Collection, Iterator

from ...declarations.bundle import Declarations
from ...declarations.changes import changes, rate_of
from ...declarations.reported import reported_under
from ...vocabulary import Entity, Indicator, Moment, Period, Target, TargetKind
from ...vocabulary.deadline import earlier, parts_of, year_of


def within(
    declarations: Declarations, entity: Entity, year: int, reported: Collection[str]
) -> dict[int, frozenset[str]]:
    """What deadlines within the years so far ask of an entity, by moments: its figures of the
    deadline's moment, and those that a formula takes from a year before, for itself and for
    whoever's targets rest on them."""
    found: dict[int, set[str]] = {}
    for target in declarations.targets.values():
        due = _moments(target, declarations.plan.period, year)
        for one in _judged_on(declarations, target, entity) if due else ():
            for moment in due:
                for name, number in _figures(declarations, target, one, entity, moment):
                    if name in reported and number != year_of(number):
                        found.setdefault(number, set()).add(name)
    return {number: frozenset(asked) for number, asked in sorted(found.items())}


def of_part(
    declarations: Declarations, entity: Entity, moment: Moment, indicators: Collection[Indicator]
) -> dict[int, frozenset[str]]:
    """What the form of a part of the year asks of an entity, by moments in the order of time.

    Asked for are the changes that are published for parts of a year, and what deadlines and duties
    need of it; beside the part itself for those before it in the year, and for the same part of
    the year before. Changes against the base year begin after it.
    """
    deadlines = within(declarations, entity, moment.year, {one.id for one in indicators})
    rates = frozenset(one.id for one in indicators if one.change_of)
    base = max(declarations.plan.period.base, (entity.valid_from or 0) - 1)
    found: dict[int, frozenset[str]] = {}
    for number in (earlier(moment.number), *_so_far(moment)):
        known = rates if year_of(number) > base else frozenset()
        asked = known | deadlines.get(number, frozenset())
        if asked:
            found[number] = asked
    return found if moment.number in found else {}


def _so_far(moment: Moment) -> tuple[int, ...]:
    """The parts of a year up to one of them."""
    count = 2 if moment.half else 4 if moment.quarter else 12
    last = moment.last_day
    return tuple(m.number for m in parts_of(moment.year, count) if m.last_day <= last)


def needed_in(
    declarations: Declarations, entity: Entity, moment: Moment, reported: Collection[str]
) -> set[tuple[str, int]]:
    """The figures of a part of the year without which a binding target cannot be judged."""
    known = changes(declarations)
    found: set[tuple[str, int]] = set()
    for target in declarations.targets.values():
        if not binds(declarations, target, entity, moment.year):
            continue
        if moment in _moments(target, declarations.plan.period, moment.year):
            found.update(_figures(declarations, target, entity, entity, moment))
        rate = rate_of(target, known)
        if rate is not None:
            found.add((rate, moment.number))
    return {(one, number) for one, number in found if one in reported}


def binds(declarations: Declarations, target: Target, entity: Entity, year: int) -> bool:
    """Whether an entity has to reach a target in a year, which figures must show."""
    if target.kind is not TargetKind.BINDING or target.not_computable:
        return False
    unset = (target.id, entity.code, year) in declarations.not_set
    return not unset and concerns(declarations, target, entity)


def concerns(declarations: Declarations, target: Target, entity: Entity) -> bool:
    """Whether a target is set for an entity, by its kind or by name, and none was left unset."""
    if (target.id, entity.code, None) in declarations.not_set:
        return False
    return entity.kind in target.scope.kinds or entity.code in named_by(declarations, target)


def named_by(declarations: Declarations, target: Target) -> set[str]:
    """The codes of the entities that a target names one by one."""
    return {declarations.names.get("".join(e.split()), e) for e in target.scope.entities}


def _moments(target: Target, period: Period, year: int) -> tuple[Moment, ...]:
    """The moments within the years so far whose figures a target is judged on."""
    if target.every is not None and target.every.parts > 1:
        years = range(target.since or period.first, target.by.last(year) + 1)
        return tuple(one for when in years if when <= year for one in target.due_in(when))
    moment = target.by.within_year
    return (moment,) if moment is not None and moment.year <= year else ()


def _figures(
    declarations: Declarations, target: Target, judged: Entity, entity: Entity, moment: Moment
) -> Iterator[tuple[str, int]]:
    """The figures of one entity that a target of another, or of itself, rests on when it is judged
    on a moment, under each of its readings."""
    for name in (target.indicator, *(reading.indicator for reading in target.readings)):
        under = reported_under(declarations.language, judged.code, name or "", moment.number)
        yield from ((one, number) for whose, one, number in under if whose == entity.code)


def _judged_on(declarations: Declarations, target: Target, entity: Entity) -> Iterator[Entity]:
    """Whoever a target is set for and may be judged on figures of an entity: itself, and where
    formulas look around, those above it and those below."""
    around = [target.indicator, *(reading.indicator for reading in target.readings)]
    others: list[Entity] = []
    if declarations.language.looks_around(one for one in around if one is not None):
        others = [*_above(declarations, entity), *_below(declarations, entity)]
    yield from (one for one in (entity, *others) if concerns(declarations, target, one))


def _above(declarations: Declarations, entity: Entity) -> Iterator[Entity]:
    """The entities that one lies in, from the nearest on."""
    above = declarations.entities.get(entity.parent or "")
    if above is not None:
        yield above
        yield from _above(declarations, above)


def _below(declarations: Declarations, entity: Entity) -> list[Entity]:
    """The entities that lie in one directly."""
    return [one for one in declarations.entities.values() if one.parent == entity.code]
