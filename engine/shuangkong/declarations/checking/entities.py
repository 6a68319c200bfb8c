"""Entities stand in one tree, each within its dates, and no name stands for two."""

import unicodedata
from collections.abc import Iterable

from ... import messages
from ...vocabulary import Entity
from .formulas import rings
from .review import Review


def check_entities(review: Review) -> None:
    """Report faults of entities.csv, and names shared by two entities or two indicators."""
    entities = review.declared.entities
    for entity in entities.values():
        if entity.valid_from and entity.valid_to and entity.valid_from > entity.valid_to:
            review.report_cell(
                messages.DATES_ORDER,
                entity,
                "valid_from",
                name=entity.name,
                first=entity.valid_from,
                last=entity.valid_to,
            )
        _parent(review, entity)
    above = {e.code: [e.parent] if e.parent else [] for e in entities.values()}
    for ring in rings(above):
        path = " → ".join(entities[c].name for c in [*ring, ring[0]])
        review.report_cell(messages.PARENT_CYCLE, entities[ring[0]], "parent", path=path)
    _shared_names(review)


def _parent(review: Review, entity: Entity) -> None:
    if entity.parent is None:
        if entity.code != review.declared.plan.top:
            review.report_cell(messages.PARENT_MISSING, entity, "parent", name=entity.name)
        return
    above = review.declared.entities.get(entity.parent)
    if above is None and review.lost("entities"):
        return
    if above is None:
        known = [c for c in review.declared.entities if c != entity.code]
        place = review.sources.cell(entity.place, "parent")
        review.unknown(messages.UNKNOWN_CODE, entity.parent, known, place)
        return
    period = review.declared.plan.period
    for year in range(period.first, period.last + 1):
        if entity.valid_in(year) and not above.valid_in(year):
            review.report_cell(
                messages.PARENT_DATES,
                entity,
                "valid_from",
                name=entity.name,
                parent=above.name,
                then=year,
            )
            return


def _shared_names(review: Review) -> None:
    seen: dict[str, list[Entity]] = {}
    for entity in review.declared.entities.values():
        for name in _plain(entity.called):
            for other in seen.get(name, []):
                if entity.meets(other):
                    review.report_cell(
                        messages.NAME_TWICE,
                        entity,
                        "name",
                        seen=name,
                        first=other.name,
                        second=entity.name,
                    )
            seen.setdefault(name, []).append(entity)
    first_with: dict[str, str] = {}
    for indicator in review.declared.indicators.values():
        for name in _plain((indicator.name, *indicator.aliases)):
            first = first_with.setdefault(name, indicator.id)
            if first != indicator.id:
                review.report(
                    messages.NAME_TWICE,
                    indicator,
                    "name",
                    seen=name,
                    first=first,
                    second=indicator.id,
                )


def _plain(names: Iterable[str]) -> list[str]:
    """Names as tables are matched by: narrow, without inner spaces; each once."""
    narrow = ("".join(unicodedata.normalize("NFKC", n).split()) for n in names)
    return list(dict.fromkeys(narrow))
