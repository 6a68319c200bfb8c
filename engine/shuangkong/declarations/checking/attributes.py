"""Attributes that decide whom a target is for, and that some entities leave blank."""

from ... import messages
from ...formulas import FormulaError, names
from ...vocabulary import Entity, Target
from .review import Review

_SHOWN = 3


def check_attributes(review: Review) -> None:
    """Say once for each attribute which targets wait for it, and whose is missing."""
    waiting: dict[str, list[tuple[Target, list[Entity]]]] = {}
    for target in review.declared.targets.values():
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
