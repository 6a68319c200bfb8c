"""How a declared target is to be read: after decisions, by tiers, with its qualifier words."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from .. import units
from ..declarations.bundle import Declarations
from ..vocabulary import (
    Amount,
    BandInterpretation,
    Decision,
    DecisionKind,
    Form,
    Interpretation,
    Target,
    Tier,
)
from ..vocabulary.target import TIER


def reading_chosen(
    target: Target, decisions: Sequence[Decision], year: int
) -> Interpretation | None:
    """The reading that a person chose; a clause means the same for all, whoever is assessed."""
    for decision in decisions:
        if decision.kind is not DecisionKind.READING or decision.target != target.id:
            continue
        if decision.year not in (None, year):
            continue
        chosen = next((r for r in target.readings if r.id == decision.choice), None)
        if chosen is not None:
            return chosen
    return None


def followed_instead(target: Target, decisions: Sequence[Decision], year: int) -> str | None:
    """Which of targets that contradict each other a person chose to follow, by its id."""
    both = (target.id, *target.conflicts_with)
    for decision in decisions if target.conflicts_with else ():
        about = decision.kind is DecisionKind.CONFLICT and decision.target in both
        if about and decision.year in (None, year):
            return decision.choice
    return None


def conflict_words(declarations: Declarations, target: Target, followed: str) -> str:
    """Which of targets that contradict each other is followed by decision, in their names."""
    chosen = declarations.targets.get(followed, target)
    others = [declarations.targets.get(o) for o in chosen.conflicts_with]
    names = "、".join(o.name for o in others if o)
    return f"{chosen.name}与{names}相矛盾，经复核以{chosen.name}为准"


def as_decided(target: Target, decisions: Sequence[Decision], year: int) -> Target:
    """The target under the reading that a person chose, when one did."""
    chosen = reading_chosen(target, decisions, year)
    return target if chosen is None else as_read(target, chosen)


def as_read(target: Target, reading: Interpretation) -> Target:
    """The target under one of its readings."""
    return replace(
        target,
        form=reading.form or target.form,
        value=reading.value or target.value,
        base=reading.base or target.base,
        indicator=reading.indicator or target.indicator,
        readings=(),
    )


def as_tier(target: Target, tier: Tier) -> Target:
    """A tier (such as an incentive target) as a target of its own."""
    return replace(
        target,
        id=f"{target.id}{TIER}{tier.id}",
        name=f"{target.name}（{tier.name}）",
        value=tier.value,
        allocated=tier.value is None,
        source=tier.source or target.source,
        tiers=(),
    )


def in_formula_scale(amount: Decimal, unit: str, wanted: str, known: units.Units) -> Fraction:
    """A declared amount as formulas use it, in the indicator's unit (17 % as 0.17).

    `known` are the plan's units.
    """
    if not known.unit(unit).dimension:
        return Fraction(amount) * units.scale(unit)
    return Fraction(amount) * known.ratio(unit, wanted)


def edges(
    target: Target, value: Amount, unit: str, known: units.Units
) -> tuple[Fraction, Fraction]:
    """The harder and the easier edge of a value, in the formula's scale."""
    low = in_formula_scale(value.low, value.unit, unit, known)
    high = in_formula_scale(value.high, value.unit, unit, known)
    return (low, high) if target.form is Form.AT_MOST else (high, low)


def banded(
    declarations: Declarations, target: Target, value: Amount, unit: str
) -> tuple[Fraction, Fraction | None, bool]:
    """(value to reach, easier edge or None, open_band) by the plan's readings of its words.

    Between the two edges a person decides; with `open_band` a person decides on everything that
    does not reach the first.
    """
    readings = declarations.plan.readings
    hard, easy = edges(target, value, unit, declarations.units)
    if target.about:
        sign = 1 if target.form is Form.AT_MOST else -1
        near = readings.about is BandInterpretation.NEAR_EDGE
        band = readings.about_band or (0 if near else readings.about_outer or 0)
        eased = hard + sign * abs(hard) * Fraction(band) / 100
        if near:
            return eased, None, False
        if readings.about is BandInterpretation.DECISION:
            return hard, (eased if band else None), not band
        return hard, None, False
    if value.is_range:
        if readings.range is BandInterpretation.NEAR_EDGE:
            return easy, None, False
        if readings.range is BandInterpretation.DECISION:
            return hard, easy, False
    return hard, None, False
