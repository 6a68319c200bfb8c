"""Targets shared out among entities: nobody left out, and the parts add up to the whole."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from ... import messages
from ...records import dataclass
from ...units import Units
from ...vocabulary import Allocation, Amount, Entity, Form, Target
from .review import Review
from .rows import dates, when

#: Forms whose values for the parts make up the value for the whole.
_SUMMED = (Form.AT_MOST, Form.AT_LEAST, Form.MORE_THAN, Form.CUT_BY, Form.TOTAL_AT_LEAST)

Group = tuple[str, int | None, str | None]


def check_allocations(review: Review) -> None:
    """Report scopes that hold nobody, entities left out, and sums that differ from the whole."""
    for target in review.declared.targets.values():
        _scope(review, target)
    groups: dict[Group, dict[str, Allocation]] = {}
    unclear = review.lost("allocations") or review.lost("entities")
    for row in review.declared.allocations:
        unclear |= row.target not in review.declared.targets
        unclear |= row.entity not in review.declared.entities
        groups.setdefault((row.target, row.year, row.tier), {}).setdefault(row.entity, row)
    if unclear:
        return  # what seems missing may stand in a row that could not be read
    for target in review.declared.targets.values():
        if target.allocated:
            _missing(review, target, groups)
    for group, rows in groups.items():
        _sums(review, group, rows)


def _scope(review: Review, target: Target) -> None:
    if review.lost("entities"):
        return
    inside = review.in_scope(target)
    if not inside and not target.scope.kinds and not target.scope.entities:
        review.report(messages.SCOPE_EMPTY, target, "scope", name=target.name)
    for index, word in enumerate(target.scope.entities):
        entity = review.entity(word)
        if entity is not None and not entity.valid_in(review.last_year(target)):
            words = dates(entity, review.last_year(target))
            review.report(messages.ENTITY_NOT_VALID, target, "scope", "entities", index, **words)


def _missing(
    review: Review, target: Target, groups: Mapping[Group, Mapping[str, Allocation]]
) -> None:
    """Entities in force on the target's date that have no row at all."""
    rows = {code for key, found in groups.items() if key[0] == target.id for code in found}
    inside = [e for e in review.in_scope(target) if e.valid_in(review.last_year(target))]
    without = [e.name for e in inside if e.code not in rows]
    if without:
        names = "、".join(without[:3]) + ("等" if len(without) > 3 else "")
        review.report(
            messages.NO_ALLOCATION,
            target,
            "allocated",
            target=target.id,
            count=str(len(without)),
            names=names,
        )


def _sums(review: Review, group: Group, rows: Mapping[str, Allocation]) -> None:
    """The values of the parts against the value of each whole that has them all."""
    target = review.declared.targets[group[0]]
    indicator = review.declared.indicators.get(target.indicator or "")
    unit = review.declared.units.find(indicator.unit) if indicator else None
    if target.form not in _SUMMED or unit is None or len(unit.dimension) != 1:
        return  # a ratio of the whole is no sum of its parts
    year = group[1] or review.last_year(target)
    for parent in review.declared.entities.values():
        children = [
            e for e in review.in_scope(target) if e.parent == parent.code and e.valid_in(year)
        ]
        parts = [rows[c.code] for c in children if c.code in rows]
        whole = _whole(review, target, group, parent, rows)
        if whole is None or not children or len(parts) < len(children):
            continue
        values = [p.value for p in parts if p.value is not None]
        if len(values) == len(parts) and _summable(review.declared.units, whole, values):
            _compare(review, group, parent, _Parts(whole, values, parts[0]))


def _whole(
    review: Review, target: Target, group: Group, parent: Entity, rows: Mapping[str, Allocation]
) -> Amount | None:
    """The parent's own value: its row, or a target on the same thing that is for the parent."""
    own = rows.get(parent.code)
    if own is not None:
        return own.value
    if group[1] is not None or group[2] is not None:
        return None
    for other in review.declared.targets.values():
        same = (other.indicator, other.form, other.by) == (target.indicator, target.form, target.by)
        if same and other.value is not None and parent in review.in_scope(other):
            return other.value
    return None


def _summable(known: Units, whole: Amount, values: list[Amount]) -> bool:
    """Single numbers in units that convert into the whole's."""
    own = known.find(whole.unit)
    found = [known.find(v.unit) for v in values]
    return own is not None and all(
        u is not None and u.dimension == own.dimension and not v.is_range
        for u, v in zip(found, values, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """A whole, the values of all its parts, and the row of the first of them."""

    whole: Amount
    values: list[Amount]
    first: Allocation


def _compare(review: Review, group: Group, parent: Entity, parts: _Parts) -> None:
    """Report a sum that differs by more than the rounding of its parts can explain."""
    whole, values, first = parts.whole, parts.values, parts.first
    target = review.declared.targets[group[0]]
    ratio = review.declared.units.ratio
    total = sum((Fraction(v.low) * ratio(v.unit, whole.unit) for v in values), Fraction(0))
    gap = total - Fraction(whole.low)
    slack = _half_digit(whole) + sum(
        (_half_digit(v) * ratio(v.unit, whole.unit) for v in values), Fraction(0)
    )
    if abs(gap) <= slack:
        return
    cap = target.form is Form.AT_MOST
    words = {
        "target": target.id,
        "when": when(group[1]),
        "parent": parent.name,
        "total": _shown(total, whole.unit),
        "gap": _shown(abs(gap), whole.unit),
        "value": str(whole),
    }
    if (gap > 0) is cap:
        short = "超出" if cap else "缺"
        review.report_cell(messages.SUM_HARDER, first, "value", short=short, **words)
    else:
        review.report_cell(messages.SUM_EASIER, first, "value", **words)


def _half_digit(amount: Amount) -> Fraction:
    """Half of the last digit that a number was given with."""
    exponent = amount.low.as_tuple().exponent
    return Fraction(10) ** (exponent if isinstance(exponent, int) else 0) / 2


def _shown(number: Fraction, unit: str) -> str:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return f"{exact.normalize():f} {unit}"
