"""Declarations → one row per entity, target and clock that has to be judged in a year.

Columns of the requirement frame:
    entity, target, view     what is judged
    level, rate              the indicators whose levels and yearly rates it rests on
    method                   index into the list of methods returned beside the frame
    T, T_easy                value to reach and, for a range, the easier edge (formula scale)
    Y                        the value issued for the year
    base, since, t, k, n     base year, first year of a sum, year judged, years gone by, term
    open_band                below T nobody but a person can say (an 'about' of unstated width)
    mark, value_source       verification and place of the value
    state, why               a settled outcome (not_due, not_applicable, not_assessable) and why
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import polars as pl

from .. import units
from ..declarations.bundle import Declarations
from ..formulas import Name, parse
from ..formulas.polars_reading import to_polars
from ..vocabulary import (
    Allocation,
    Amount,
    BandReading,
    Basis,
    Decision,
    DecisionKind,
    Entity,
    Form,
    Methods,
    Target,
    Tier,
    Verification,
    View,
)
from .methods import Method, method
from .result import Outcome

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "entity": pl.String,
    "target": pl.String,
    "view": pl.String,
    "level": pl.String,
    "rate": pl.String,
    "method": pl.Int32,
    "T": pl.Float64,
    "T_easy": pl.Float64,
    "Y": pl.Float64,
    "base": pl.Int32,
    "since": pl.Int32,
    "t": pl.Int32,
    "k": pl.Int32,
    "n": pl.Int32,
    "open_band": pl.Boolean,
    "mark": pl.String,
    "value_source": pl.String,
    "state": pl.String,
    "why": pl.String,
}


@dataclass(frozen=True)
class Requirements:
    """The requirement frame, its methods, and the targets as read after decisions."""

    frame: pl.DataFrame
    methods: tuple[Method, ...]
    targets: dict[str, Target]


def followed(declarations: Declarations, target: Target) -> Methods:
    """How a target is followed: what it says itself, else what the plan says for its form."""
    default = declarations.plan.methods.get(target.form, Methods())
    return Methods(
        progress=target.progress or default.progress,
        annual=target.annual or default.annual,
        basis=target.basis or default.basis,
    )


def as_decided(target: Target, decisions: Sequence[Decision], year: int) -> Target:
    """The target under the reading that a person chose, when one did."""
    for decision in decisions:
        if decision.kind is not DecisionKind.READING or decision.target != target.id:
            continue
        if decision.year not in (None, year):
            continue
        chosen = next((r for r in target.readings if r.id == decision.choice), None)
        if chosen is not None:
            return replace(
                target,
                form=chosen.form or target.form,
                value=chosen.value or target.value,
                base=chosen.base or target.base,
                indicator=chosen.indicator or target.indicator,
                readings=(),
            )
    return target


#: Joins a target's id with that of its tier.
TIER = ":"


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


def in_formula_scale(amount: Decimal, unit: str, wanted: str) -> Fraction:
    """A declared amount as formulas use it, in the indicator's unit (17 % as 0.17)."""
    if not units.unit(unit).dimension:
        return Fraction(amount) * units.scale(unit)
    return Fraction(amount) * units.ratio(unit, wanted)


def edges(target: Target, value: Amount, unit: str) -> tuple[Fraction, Fraction]:
    """The harder and the easier edge of a value, in the formula's scale."""
    low = in_formula_scale(value.low, value.unit, unit)
    high = in_formula_scale(value.high, value.unit, unit)
    return (low, high) if target.form is Form.AT_MOST else (high, low)


def _banded(
    declarations: Declarations, target: Target, value: Amount, unit: str
) -> tuple[Fraction, Fraction | None, bool]:
    """(T, T_easy or None, open_band) by the plan's readings of ranges and 'about'."""
    readings = declarations.plan.readings
    hard, easy = edges(target, value, unit)
    if target.about:
        sign = 1 if target.form is Form.AT_MOST else -1
        eased = hard * (1 + sign * Fraction(readings.about_band) / 100)
        if readings.about is BandReading.NEAR_EDGE:
            return eased, None, False
        if readings.about is BandReading.DECISION:
            return hard, (eased if readings.about_band else None), not readings.about_band
        return hard, None, False
    if value.is_range:
        if readings.range is BandReading.NEAR_EDGE:
            return easy, None, False
        if readings.range is BandReading.DECISION:
            return hard, easy, False
    return hard, None, False


@dataclass(frozen=True, slots=True)
class _Value:
    """What an entity has to reach: values with their source, or why there is none."""

    final: Amount | None
    yearly: Amount | None
    source: str
    mark: str
    state: Outcome | None = None
    why: str | None = None


_TRUST = (
    Verification.VERIFIED,
    Verification.SECONDARY,
    Verification.UNVERIFIED,
    Verification.SYNTHETIC,
)


def allocation_index(
    allocations: Sequence[Allocation],
) -> dict[tuple[str, str, int | None, str | None], Allocation]:
    """Allocations by target, entity, year and tier; the better verified one wins."""
    found: dict[tuple[str, str, int | None, str | None], Allocation] = {}
    for allocation in sorted(allocations, key=lambda a: _TRUST.index(a.verification)):
        key = (allocation.target, allocation.entity, allocation.year, allocation.tier)
        found.setdefault(key, allocation)
    return found


class _Builder:
    """Builds the rows of one assessment year."""

    def __init__(
        self,
        declarations: Declarations,
        year: int,
        allocations: Sequence[Allocation],
        decisions: Sequence[Decision],
    ) -> None:
        self.declarations = declarations
        self.year = year
        self.index = allocation_index(allocations)
        self.decisions = decisions
        self.methods: dict[Method, int] = {}
        self.rows: list[tuple[object, ...]] = []

    def add(self, target: Target, tier: str | None = None) -> None:
        """Add the rows of a target, or of one of its tiers (only where such a tier was set)."""
        entities, unknown = self._scope(target)
        for entity in entities:
            value = self._value(target, entity, tier)
            if tier is None or value.state is None:
                self._entity(target, entity, value)
        for entity in unknown:
            why = f"缺少判断是否适用所需的属性（{target.scope.when}）"
            value = _Value(None, None, "", "verified", Outcome.NOT_ASSESSABLE, why)
            self._entity(target, entity, value)

    def _scope(self, target: Target) -> tuple[list[Entity], list[Entity]]:
        """Entities the target is for, and those whose attributes leave it open."""
        scope = target.scope
        named = {self.declarations.names.get("".join(e.split()), e) for e in scope.entities}
        # entities to which the condition does not apply are no rows at all: there is no target
        inside = [
            e
            for e in self.declarations.entities.values()
            if e.valid_in(self.year) and (e.kind in scope.kinds or e.code in named)
        ]
        if scope.when is None or not inside:
            return inside, []
        attributes = sorted({a for e in inside for a in e.attributes})
        frame = (
            pl.DataFrame(
                [
                    [float(e.attributes[a]) if a in e.attributes else None for e in inside]
                    for a in attributes
                ],
                schema=dict.fromkeys(attributes, pl.Float64),
            )
            if attributes
            else pl.DataFrame({"_": [None] * len(inside)})
        )

        def column(name: Name) -> pl.Expr:
            return pl.col(name.name) if name.name in attributes else pl.lit(None, pl.Float64)

        holds = frame.select(to_polars(parse(scope.when), column).alias("h"))["h"].to_list()
        if len(holds) == 1 and len(inside) > 1:
            holds = holds * len(inside)
        yes = [e for e, h in zip(inside, holds, strict=True) if h]
        return yes, [e for e, h in zip(inside, holds, strict=True) if h is None]

    def _value(self, target: Target, entity: Entity, tier: str | None) -> _Value:
        plan = self.declarations.plan
        document = plan.documents.get(target.source.document or "", plan.document)
        issued_in = plan.short if document is plan.document else document.title
        clause = f"{issued_in}{target.source.clause}"
        own = target.source.verification or document.verification
        declared = target.id.partition(TIER)[0]
        final = self.index.get((declared, entity.code, None, tier))
        yearly = self.index.get((declared, entity.code, self.year, tier))
        if not target.allocated:
            return _Value(target.value, yearly.value if yearly else None, clause, own.value)
        if final is None and yearly is None:
            why = f"{entity.name}的分解目标未公布（见{clause}），不以上级目标代替"
            return _Value(None, None, clause, "verified", Outcome.NOT_ASSESSABLE, why)
        used = final or yearly
        if used is not None and used.value is None:
            why = f"未设此目标（{used.source}）"
            mark = used.verification.value
            return _Value(None, None, _cited(used), mark, Outcome.NOT_APPLICABLE, why)
        marks = [a.verification for a in (final, yearly) if a is not None]
        return _Value(
            final.value if final else None,
            yearly.value if yearly else None,
            "；".join(_cited(a) for a in (final, yearly) if a is not None),
            max(marks, key=_TRUST.index).value,
        )

    def _entity(self, target: Target, entity: Entity, value: _Value) -> None:
        how = followed(self.declarations, target)
        for view in View:
            used = method(
                target.form,
                view,
                how.basis,
                how.progress,
                how.annual,
                value.yearly is not None and view is View.ANNUAL,
            )
            late = self.year > target.by.year
            if view is View.FINAL or (used is not None and not late):
                self._row(target, entity, view, used, value, how)

    def _row(
        self,
        target: Target,
        entity: Entity,
        view: View,
        used: Method | None,
        value: _Value,
        how: Methods,
    ) -> None:
        state, why = self._settled(target, view, used, value)
        unit = self._unit(target)
        hard = easy = issued = None
        open_band = False
        if state is not Outcome.NOT_ASSESSABLE and state is not Outcome.NOT_APPLICABLE:
            if value.final is not None:
                hard, easy, open_band = _banded(self.declarations, target, value.final, unit)
            elif target.form is Form.COMPLETE:
                hard = self._complete(target)
            if view is View.ANNUAL and value.yearly is not None:
                issued = in_formula_scale(value.yearly.low, value.yearly.unit, unit)
        base = target.base or self.declarations.plan.period.base
        t = min(self.year, target.by.year)
        number = self.methods.setdefault(used, len(self.methods)) if used is not None else None
        self.rows.append(
            (
                entity.code,
                target.id,
                view.value,
                target.indicator,
                target.rate if how.basis is Basis.CHAINED_RATES else None,
                number,
                _float(hard),
                _float(easy),
                _float(issued),
                base,
                target.since or base + 1,
                t,
                t - base,
                target.by.year - base,
                open_band,
                value.mark,
                value.source,
                state.value if state else None,
                why,
            )
        )

    def _settled(
        self, target: Target, view: View, used: Method | None, value: _Value
    ) -> tuple[Outcome | None, str | None]:
        """An outcome that no data can change, and why."""
        if value.state is not None:
            return value.state, value.why
        if target.not_computable:
            return Outcome.NOT_ASSESSABLE, target.not_computable
        if target.readings:
            listed = "；".join(f"{r.id}：{r.says}" for r in target.readings)
            return Outcome.NOT_ASSESSABLE, f"条款有不同理解，待人裁定（{listed}）"
        if target.conflicts_with:
            settled = self._conflict(target)
            if settled is not None:
                return settled
        if target.indicator is None:
            return Outcome.NOT_ASSESSABLE, "没有可以据以判断的统计指标"
        if used is None:
            return Outcome.NOT_ASSESSABLE, "这种目标形式不能由逐年变化率推算"
        needs_term = view is not View.ANNUAL or value.yearly is None
        if needs_term and value.final is None and target.form is not Form.COMPLETE:
            return Outcome.NOT_ASSESSABLE, "整个规划期的目标值未公布，只有年度目标"
        if view is View.FINAL and self.year < target.by.year:
            return Outcome.NOT_DUE, f"目标期限为{target.by.chinese}"
        return None, None

    def _conflict(self, target: Target) -> tuple[Outcome, str] | None:
        for decision in self.decisions:
            if decision.kind is DecisionKind.CONFLICT and decision.target in (
                target.id,
                *target.conflicts_with,
            ):
                if decision.choice == target.id:
                    return None
                why = (
                    f"与另一条款矛盾，{decision.by}裁定以 {decision.choice} 为准：{decision.reason}"
                )
                return Outcome.NOT_APPLICABLE, why
        others = [self.declarations.targets.get(o) for o in target.conflicts_with]
        where = "、".join(f"{o.source.clause}（{o.name}）" for o in others if o)
        return Outcome.NOT_ASSESSABLE, f"与同一规划的{where}相矛盾，待人裁定以何者为准"

    def _complete(self, target: Target) -> Fraction:
        """What counts as complete: the last of the declared states, or the whole (100 %)."""
        indicator = self.declarations.indicators.get(target.indicator or "")
        return Fraction(len(indicator.state) - 1 if indicator and indicator.state else 1)

    def _unit(self, target: Target) -> str:
        indicator = self.declarations.indicators.get(target.indicator or "")
        return indicator.unit if indicator else (target.value.unit if target.value else "")


def _cited(allocation: Allocation) -> str:
    """Where an allocated value is written: its document and its line in the table."""
    return f"{allocation.source}（{allocation.place}）"


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def requirements(
    declarations: Declarations,
    year: int,
    overlay: Sequence[Allocation] = (),
    decisions: Sequence[Decision] = (),
) -> Requirements:
    """All that has to be judged in a year.

    `overlay` is laid over the plan's allocations; a better verified figure is never replaced.
    A superseded target gives no rows.
    """
    builder = _Builder(declarations, year, (*declarations.allocations, *overlay), decisions)
    superseded = {t.supersedes for t in declarations.targets.values() if t.supersedes}
    targets = {
        t.id: as_decided(t, decisions, year)
        for t in declarations.targets.values()
        if t.id not in superseded
    }
    for target in list(targets.values()):
        builder.add(target)
        for tier in target.tiers:
            tiered = as_tier(target, tier)
            targets[tiered.id] = tiered
            builder.add(tiered, tier.id)
    frame = pl.DataFrame(builder.rows, schema=SCHEMA, orient="row")
    return Requirements(frame, tuple(builder.methods), targets)
