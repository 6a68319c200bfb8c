"""Which reported figures an indicator comes down to: whose, and of which year or moment."""

from collections.abc import Iterator
from functools import lru_cache

from ..formulas import names
from .language import Language

#: an entity, an indicator that is reported, and a year, or a moment within one in digits (20275)
Figure = tuple[str, str, int]
_OTHERS = ("parent", "children")


def reported_under(language: Language, entity: str, name: str, number: int) -> Iterator[Figure]:
    """The figures that an entity's indicator of a year or moment is reckoned from, those of the
    entity above and of those below among them; the figure itself, where it is reported."""
    if name not in language.indicators:
        return
    formula = language.formula(name)
    if formula is None:
        yield entity, name, number
        return
    for part in names(formula):
        then = language.year(part, number)
        for whose in language.leads_to(part, entity, number):
            yield from reported_under(language, whose, part.name, then)


@lru_cache(maxsize=16_384)
def own_under(language: Language, name: str, number: int) -> frozenset[tuple[str, int]]:
    """Of these figures those of the entity itself, whichever it is."""
    if name not in language.indicators:
        return frozenset()
    formula = language.formula(name)
    if formula is None:
        return frozenset({(name, number)})
    parts = [part for part in names(formula) if part.of not in _OTHERS]
    return frozenset().union(
        *(own_under(language, part.name, language.year(part, number)) for part in parts)
    )
