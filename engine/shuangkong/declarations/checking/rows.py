"""The rows of allocations.csv: about what is declared, for whom it is meant, once each."""

from ... import messages
from ...vocabulary import Allocation, Entity, Target
from ..hints import did_you_mean
from .amounts import misfit
from .review import Review


def check_rows(review: Review) -> None:
    """Report faults of each row, and rows that say the same twice."""
    seen: dict[tuple[object, ...], Allocation] = {}
    for row in review.declared.allocations:
        target = review.declared.targets.get(row.target)
        entity = review.declared.entities.get(row.entity)
        _names(review, row, target)
        if target is None or entity is None:
            continue
        _row(review, row, target, entity)
        first = seen.setdefault((row.target, row.entity, row.year, row.tier), row)
        if first is not row:
            review.report_cell(
                messages.ALLOCATED_TWICE,
                row,
                "entity",
                when=when(row.year),
                target=target.id,
                name=entity.name,
                first=str(first.place),
            )


def _names(review: Review, row: Allocation, target: Target | None) -> None:
    """What a row names is declared; entities are named by their codes."""
    targets = review.ids("targets")
    if row.target not in targets and not review.lost("targets"):
        near = did_you_mean(row.target, targets)
        review.report_cell(messages.UNKNOWN_TARGET, row, "target", seen=row.target, hint=near)
    if not review.lost("entities") and row.entity not in review.declared.entities:
        named = review.entity(row.entity)
        near = did_you_mean(row.entity, review.declared.entities)
        hint = f"；这一列要写代码，{named.name}是 {named.code}" if named else near
        review.report_cell(messages.UNKNOWN_CODE, row, "entity", seen=row.entity, hint=hint)
    tiers = [t.id for t in target.tiers] if target is not None else []
    if target is not None and row.tier is not None and row.tier not in tiers:
        near = did_you_mean(row.tier, tiers)
        review.report_cell(
            messages.UNKNOWN_TIER, row, "tier", seen=row.tier, hint=near, target=target.id
        )


def _row(review: Review, row: Allocation, target: Target, entity: Entity) -> None:
    period = review.declared.plan.period
    if row.year is not None and not period.first <= row.year <= period.last:
        review.report_cell(
            messages.ALLOCATION_OUTSIDE,
            row,
            "year",
            seen=str(row.year),
            first=period.first,
            last=period.last,
        )
    elif not entity.valid_in(then := row.year or target.by.last(period.last)):
        words = dates(entity, then)
        review.report_cell(messages.ENTITY_NOT_VALID, row, "entity", **words)
    if not target.allocated and row.year is None:
        review.report_cell(messages.NOT_ALLOCATED, row, "target", target=target.id)
    if not review.is_in_scope(entity, target):
        review.report_cell(messages.NOT_IN_SCOPE, row, "entity", target=target.id, name=entity.name)
    if row.value is not None:
        indicator = review.declared.indicators.get(target.indicator or "")
        found = misfit(target.form, row.value, indicator, review.declared.units)
        if found is not None:
            kind, said = found
            review.report_cell(kind, row, "unit", **said)


def dates(entity: Entity, year: int) -> dict[str, object]:
    """Words for an entity that is not in force in a year."""
    first = f"{entity.valid_from} 年起" if entity.valid_from else ""
    last = f"到 {entity.valid_to} 年止" if entity.valid_to else ""
    return {"name": entity.name, "then": year, "dates": first + last}


def when(year: int | None) -> str:
    """Words for the year of an allocation."""
    return f" {year} 年" if year is not None else "整个规划期"
