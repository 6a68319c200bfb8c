"""Whom a condition makes a target for: nobody, or nobody can say for want of an attribute."""

from ... import messages
from ...formulas import FormulaError, names
from ...vocabulary import Entity, Target
from ..facts import ExactFacts
from .review import Review

_SHOWN = 3


def check_attributes(review: Review) -> None:
    """Say which conditions hold for nobody, and once for each attribute whose is missing."""
    waiting: dict[str, list[tuple[Target, list[Entity]]]] = {}
    for target in review.declared.targets.values():
        _nobody(review, target)
        for attribute in _asked(review, target):
            blank = [
                e
                for e in review.declared.scoped(target)
                if attribute not in e.attributes and attribute not in e.labels
            ]
            if blank:
                waiting.setdefault(attribute, []).append((target, blank))
    for attribute, found in waiting.items():
        lacking = list(dict.fromkeys(e.name for _, blank in found for e in blank))
        more = f"等 {len(lacking)} 个对象" if len(lacking) > _SHOWN else ""
        review.report(
            messages.ATTRIBUTE_BLANK,
            found[0][0],
            "scope",
            "when",
            attribute=attribute,
            targets="、".join(target.id for target, _ in found),
            lacking="、".join(lacking[:_SHOWN]) + more,
        )


def _nobody(review: Review, target: Target) -> None:
    """A condition that holds for no entity of the scope: its target has no verdict at all."""
    when, language = target.scope.when, review.declared.language
    entities = review.declared.scoped(target)
    if when is None or not entities:
        return
    try:
        node = language.node(when)
    except FormulaError:  # told with its place where formulas are checked
        return
    year = review.last_year(target)  # attributes are the same in every year
    if any(ExactFacts(language, e.code, {}).holds(node, year) is not False for e in entities):
        return
    words = {"target": target.id, "count": str(len(entities))}
    review.report(messages.CONDITION_FITS_NOBODY, target, "scope", "when", **words)


def _asked(review: Review, target: Target) -> list[str]:
    """The attributes that a target's condition asks of the entity itself."""
    when = target.scope.when
    known = review.declared.attribute_units
    if when is None:
        return []
    try:
        own = names(review.declared.language.node(when))
    except FormulaError:  # told with its place where formulas are checked
        return []
    return sorted({n.name for n in own if n.of is None and n.name in known})
