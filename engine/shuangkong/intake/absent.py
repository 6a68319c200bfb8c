"""Signs that there is no figure, where a target cannot be judged without one: said at the cell.

What a city must fill in is as much a city's business in a table as in a form: a sign that it has
no figure (—, x, 暂缺) is seen by whoever sent it, and is not taken for silence.
"""

from collections.abc import Iterable

from .. import messages
from ..vocabulary import Finding, Indicator
from .making import Origin
from .match import Matcher
from .observe import Observation
from .tables.facts import Fact
from .words import plain


def signs_said(facts: Iterable[Fact], origin: Origin, matcher: Matcher) -> list[Finding]:
    """What cells of a table say that there is no figure of, as far as targets need it."""
    found = []
    for fact in facts:
        indicator = matcher.indicator(fact.names)
        entity = matcher.entity(fact.entity) if fact.entity else None
        if not isinstance(indicator, Indicator) or entity is None:
            continue
        # a state may be called what elsewhere says that there is no figure
        if plain(fact.cell.text) not in map(plain, indicator.states):
            place = origin.book.place(origin.sheet, fact.cell.cell)
            found.append(matcher.needs.said(entity, indicator, fact.period, fact.cell.text, place))
    return [one for one in found if one is not None]


def still_missing(
    findings: Iterable[Finding], given: Iterable[Observation], year: int | None
) -> list[Finding]:
    """The findings, without those on figures that are given elsewhere or are of a later year."""
    known = {(one.entity, one.indicator, one.year) for one in given}
    return [
        one
        for one in findings
        if one.kind != messages.SAID_MISSING.id
        or not (
            (one.entity, one.indicator, one.year) in known
            or (year is not None and one.year is not None and one.year > year)
        )
    ]
