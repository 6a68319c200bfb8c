"""Whose business a figure is, and which figures an entity cannot leave out."""

from collections.abc import Iterator
from fractions import Fraction

from ...declarations.bundle import Declarations
from ...declarations.reported import own_under
from ...formulas import names
from ...methods.looked_at import looked_at
from ...vocabulary import Entity, Indicator, Moment, Target
from ...vocabulary.deadline import year_of
from .within import binds, concerns, named_by, needed_in

#: how many figures a sentence names before it says 等
FEW = 4
#: so many known figures that became others, and this share of them, are another place's
MANY_CHANGED, SHARE_CHANGED = 5, Fraction(1, 2)


def asked_of(declarations: Declarations, entity: Entity) -> tuple[Indicator, ...]:
    """The indicators that an entity fills in, in declared order.

    Left out is what another kind reports, what targets set for others of its kind and not for it,
    where they are named one by one or its own value is 不设, and the states that departments
    tell; what its own targets rest on is never left out.
    """
    own = _rested_on(declarations, entity)
    return tuple(
        one
        for one in of_kind(declarations, entity.kind)
        if one.id in own
        or not (
            _of_departments(declarations, one.id) or _only_for_others(declarations, one.id, entity)
        )
    )


def _of_departments(declarations: Declarations, indicator: str) -> bool:
    resting = [t for t in declarations.targets.values() if t.indicator == indicator]
    return bool(resting) and all(target.for_department for target in resting)


def _rested_on(declarations: Declarations, entity: Entity) -> set[str]:
    """The reported figures under the indicators of an entity's targets."""
    asked = {
        name
        for target in declarations.targets.values()
        if not target.for_department and concerns(declarations, target, entity)
        for name in (target.indicator, target.rate, *(r.indicator for r in target.readings))
        if name in declarations.indicators
    }
    return {one for name in asked if name for one in _reported(declarations, name)}


def of_kind(declarations: Declarations, kind: str) -> tuple[Indicator, ...]:
    """The indicators that entities of a kind report."""
    return tuple(
        one
        for one in declarations.indicators.values()
        if one.formula is None and (not one.entities or kind in one.entities)
    )


def _only_for_others(declarations: Declarations, indicator: str, entity: Entity) -> bool:
    concerned = False
    for target in declarations.targets.values():
        if target.indicator != indicator:
            continue
        if concerns(declarations, target, entity):
            return False
        named = named_by(declarations, target)
        kinds = {declarations.entities[c].kind for c in named if c in declarations.entities}
        concerned = concerned or entity.kind in {*kinds, *target.scope.kinds}
    # what formulas of others take from it is asked for all the same
    return concerned and not any(
        indicator in taken_from(declarations, whom) for whom in ("children", "parent")
    )


def needed(declarations: Declarations, entity: Entity, year: int) -> set[tuple[str, int]]:
    """The figures (indicator, year) without which a binding target cannot be judged, those of the
    moments of deadlines within the year among them; `year` may be a part of one, in digits."""
    if year_of(year) != year:
        reported = {one.id for one in asked_of(declarations, entity)}
        return needed_in(declarations, entity, Moment.of(year), reported)
    found: set[tuple[str, int]] = set()
    for target in declarations.targets.values():
        if target.indicator is not None and binds(declarations, target, entity, year):
            found.update(_of_target(declarations, target, entity, year))
    reported = {one.id for one in asked_of(declarations, entity)}
    first = max(declarations.plan.period.base, (entity.valid_from or 0) - 1)
    return {(one, when) for one, when in found if one in reported and year_of(when) >= first}


def taken_from(declarations: Declarations, whom: str) -> frozenset[str]:
    """The reported figures that formulas of indicators take from other entities: from those below
    (`children`), which they sum, or from the one above (`parent`)."""
    over: set[str] = set()
    for indicator in declarations.indicators:
        formula = declarations.language.formula(indicator)
        if formula is not None:
            over |= {name.name for name in names(formula) if name.of == whom}
    return frozenset(one for name in over for one in _reported(declarations, name))


def _of_target(
    declarations: Declarations, target: Target, entity: Entity, year: int
) -> Iterator[tuple[str, int]]:
    """The entity's own figures that the clocks of a target look at in a year."""
    indicator = declarations.indicators[target.indicator or ""]
    issued = (target.id, entity.code, year) in declarations.issued
    seen = looked_at(declarations.plan, target, year, indicator.direction, issued=issued)
    # the parts of a year that a duty falls due in are asked for where the form has them
    parts = target.due_in(year)
    for number in seen.levels - {one.number for one in parts}:
        # of a state only the one on its deadline cannot be left out
        if number != year_of(number) or not indicator.state:
            yield from own_under(declarations.language, indicator.id, number)
    for number in seen.rates if target.rate is not None else ():
        yield from own_under(declarations.language, target.rate or "", number)


def _reported(declarations: Declarations, indicator: str) -> set[str]:
    """The reported figures that an indicator rests on."""
    formula = declarations.language.formula(indicator)
    if formula is None:
        return {indicator}
    own = (name.name for name in names(formula) if name.of not in ("parent", "children"))
    return {one for name in own for one in _reported(declarations, name)}
