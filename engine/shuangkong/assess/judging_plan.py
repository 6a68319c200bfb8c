"""Declared targets → templates of what is judged, and the entities that each is for.

A template is a target as it is judged by one clock. What differs from entity to entity is only
which variant of a target it has (the value allocated to it), so that a target for thousands of
entities is worked out once. The columns are told in `requirements`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import polars as pl

from ..declarations.bundle import Declarations
from ..formulas import parse, to_chinese
from ..vocabulary import (
    Allocation,
    Amount,
    Basis,
    Decision,
    DecisionKind,
    Direction,
    Entity,
    Form,
    Methods,
    Scope,
    Target,
    Verification,
    View,
)
from ..vocabulary.deadline import year_of
from .clocks import Clock, clocks
from .facts import ExactFacts
from .interpretations import TIER, banded, followed
from .methods import Method
from .result import Outcome
from .rows import Declared

TEMPLATES: dict[str, pl.DataType | type[pl.DataType]] = {
    "variant": pl.UInt32,
    "target": pl.String,
    "reading": pl.String,
    "view": pl.String,
    "level": pl.String,
    "rate": pl.String,
    "method": pl.Int32,
    "T": pl.Float64,
    "Y": pl.Float64,
    "easy": pl.Float64,
    "base": pl.Int32,
    "since": pl.Int32,
    "t": pl.Int32,
    "k": pl.Int32,
    "n": pl.Int32,
    "open_band": pl.Boolean,
    "undated": pl.Boolean,
    "withdrawable": pl.Boolean,
    "mark": pl.String,
    "value_source": pl.String,
    "state": pl.String,
    "why": pl.String,
}
MEMBERS: dict[str, pl.DataType | type[pl.DataType]] = {
    "row": pl.UInt32,
    "variant": pl.UInt32,
    "own": pl.UInt32,
}
OWN: dict[str, pl.DataType | type[pl.DataType]] = {
    "own_mark": pl.String,
    "own_source": pl.String,
    "own_why": pl.String,
}


@dataclass(frozen=True, slots=True)
class _Value:
    """What an entity has to reach: values with their source, or why there is none."""

    final: Amount | None
    yearly: Amount | None
    source: str
    mark: str
    state: Outcome | None = None
    why: str | None = None


def allocation_index(
    allocations: Sequence[Allocation],
) -> dict[tuple[str, str, int | None, str | None], Allocation]:
    """Allocations by target, entity, year and tier; the better verified one wins."""
    found: dict[tuple[str, str, int | None, str | None], Allocation] = {}
    for allocation in sorted(allocations, key=lambda a: a.verification.distrust):
        key = (allocation.target, allocation.entity, allocation.year, allocation.tier)
        found.setdefault(key, allocation)
    return found


#: What tells variants of a target apart.
_Key = tuple[str, str | None, Amount | None, Amount | None, Outcome | None]


class Builder:
    """Builds the templates and members of one assessment year."""

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
        self.allocated = {(target, tier) for target, _, _, tier in self.index}
        self.decisions = decisions
        self.rows = {code: row for row, code in enumerate(declarations.entities)}
        self.scopes: dict[Scope, tuple[list[Entity], list[Entity]]] = {}
        self.methods: dict[Method, int] = {}
        self.variants: dict[_Key, int] = {}
        self.templates: list[tuple[object, ...]] = []
        self.declared: list[Declared] = []
        self.members: list[pl.DataFrame] = []
        self.own: list[pl.DataFrame] = []
        self.count = 0
        #: the one of several readings that what is added now is read by
        self.reading: str | None = None

    def add(self, target: Target, tier: str | None = None, reading: str | None = None) -> None:
        """Add a target, one of its tiers (only where such a tier was set), or one reading of it."""
        self.reading = reading
        inside, unknown = self._in_scope(target.scope)
        declared = target.id.partition(TIER)[0]
        if not target.allocated and (declared, tier) not in self.allocated:
            whole = _Value(target.value, None, *self._written(target))
            self._members(target, inside, [whole] * len(inside), own=False)
        else:
            written = self._written(target)
            values = [self._value(target, entity, tier, written) for entity in inside]
            given = [
                (entity, value)
                for entity, value in zip(inside, values, strict=True)
                if tier is None or value.state is None
            ]
            self._members(target, [e for e, _ in given], [v for _, v in given], own=True)
        why = f"缺少判断是否适用所需的属性（{_condition(target)}）"
        open_ = _Value(None, None, "", "verified", Outcome.NOT_ASSESSABLE, why)
        self._members(target, unknown, [open_] * len(unknown), own=True)

    def _members(
        self, target: Target, entities: Sequence[Entity], values: Sequence[_Value], *, own: bool
    ) -> None:
        """Entities of a target with the value of each; `own` when these are not all alike."""
        if not entities:
            return
        variants = [self._variant(target, value) for value in (values if own else values[:1])]
        rows = [self.rows[entity.code] for entity in entities]
        members = pl.DataFrame(
            {"row": rows, "variant": variants * (1 if own else len(rows)), "own": None},
            schema=MEMBERS,
        )
        if own:
            numbers = pl.int_range(self.count, self.count + len(rows), dtype=pl.UInt32)
            members = members.with_columns(numbers.alias("own"))
            self.count += len(rows)
            columns = {
                "own_mark": [v.mark for v in values],
                "own_source": [v.source for v in values],
                "own_why": [v.why for v in values],
            }
            self.own.append(pl.DataFrame(columns, schema=OWN))
        self.members.append(members)

    def _in_scope(self, scope: Scope) -> tuple[list[Entity], list[Entity]]:
        """Entities a target is for, and those whose attributes leave it open; kept by scope."""
        if scope not in self.scopes:
            self.scopes[scope] = self._scope(scope)
        return self.scopes[scope]

    def _scope(self, scope: Scope) -> tuple[list[Entity], list[Entity]]:
        named = {self.declarations.names.get("".join(e.split()), e) for e in scope.entities}
        # entities to which the condition does not apply are no rows at all: there is no target
        inside = [
            e
            for e in self.declarations.entities.values()
            if e.valid_in(self.year) and (e.kind in scope.kinds or e.code in named)
        ]
        if scope.when is None or not inside:
            return inside, []
        language = self.declarations.language
        node = language.node(scope.when)
        holds = [ExactFacts(language, e.code, {}).holds(node, self.year) for e in inside]
        yes = [e for e, h in zip(inside, holds, strict=True) if h]
        return yes, [e for e, h in zip(inside, holds, strict=True) if h is None]

    def _written(self, target: Target) -> tuple[str, str]:
        """Where a target is written, and how far that was checked."""
        plan = self.declarations.plan
        document = plan.documents.get(target.source.document or "", plan.document)
        issued_in = plan.short if document is plan.document else document.title
        mark = target.source.verification or document.verification
        return f"{issued_in}{target.source.clause}", mark.value

    def _value(
        self, target: Target, entity: Entity, tier: str | None, written: tuple[str, str]
    ) -> _Value:
        clause, mark = written
        declared = target.id.partition(TIER)[0]
        final = self.index.get((declared, entity.code, None, tier))
        yearly = self.index.get((declared, entity.code, self.year, tier))
        if not target.allocated:
            return _Value(target.value, yearly.value if yearly else None, clause, mark)
        if final is None and yearly is None:
            why = f"{entity.name}的分解目标未公布（见{clause}），不以上级目标代替"
            return _Value(None, None, clause, "verified", Outcome.NOT_ASSESSABLE, why)
        used = final or yearly
        if used is not None and used.value is None:
            why = f"未设此目标（{used.source}）"
            mark = used.verification.value
            return _Value(None, None, _cited(used), mark, Outcome.NOT_APPLICABLE, why)
        return _Value(
            final.value if final else None,
            yearly.value if yearly else None,
            "；".join(_cited(a) for a in (final, yearly) if a is not None),
            Verification.weakest(a.verification for a in (final, yearly) if a is not None),
        )

    def _variant(self, target: Target, value: _Value) -> int:
        """The number of a variant, whose templates are made when it is first met."""
        key = target.id, self.reading, value.final, value.yearly, value.state
        if key not in self.variants:
            self.variants[key] = len(self.variants)
            self._templates(target, value, self.variants[key])
        return self.variants[key]

    def _templates(self, target: Target, value: _Value, variant: int) -> None:
        how = followed(self.declarations, target)
        declared = self.declarations.indicators.get(target.indicator or "")
        direction = declared.direction if declared else Direction.NEUTRAL
        issued = value.yearly is not None
        period = self.declarations.plan.period
        for clock in clocks(target, how, self.year, period, direction, issued):
            self._template(target, variant, clock, value, how)

    def _template(
        self,
        target: Target,
        variant: int,
        clock: Clock,
        value: _Value,
        how: Methods,
    ) -> None:
        view, used = clock.view, clock.used
        state, why = self._settled(target, clock, value)
        unit = self._unit(target)
        hard = easy = issued = None
        open_band = False
        if state is not Outcome.NOT_ASSESSABLE and state is not Outcome.NOT_APPLICABLE:
            if value.final is not None:
                hard, easy, open_band = banded(self.declarations, target, value.final, unit)
            elif target.form is Form.COMPLETE:
                hard = self._complete(target)
            if view is View.ANNUAL and value.yearly is not None:
                # what is issued for a year is never an 'about', but may be a range
                printed = replace(target, about=False)
                issued, easy, open_band = banded(self.declarations, printed, value.yearly, unit)
        base = target.base or self.declarations.plan.period.base
        declared = self.declarations.indicators.get(target.indicator or "")
        # before its first year there is nothing that it could be judged on
        judged = used is not None and clock.early is None
        number = self.methods.setdefault(used, len(self.methods)) if used and judged else None
        self.declared.append(Declared(hard, issued, easy))
        self.templates.append(
            (
                variant,
                target.id,
                self.reading,
                view.value,
                target.indicator,
                target.rate if how.basis is not Basis.LEVELS else None,
                number,
                _float(hard),
                _float(issued),
                _float(easy),
                base,
                clock.since,
                clock.t,
                year_of(clock.t) - base,
                target.by.last(self.year) - base,
                open_band,
                target.by.unknown,
                declared is not None and bool(declared.withdrawn),
                value.mark,
                value.source,
                state.value if state else None,
                why,
            )
        )

    def _settled(
        self, target: Target, clock: Clock, value: _Value
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
        if clock.early is not None:
            return clock.early
        if clock.used is None:
            return Outcome.NOT_ASSESSABLE, "这种目标形式不能由逐年变化率推算"
        needs_term = clock.view is not View.ANNUAL or value.yearly is None
        if needs_term and value.final is None and target.form.has_value:
            return Outcome.NOT_ASSESSABLE, "整个规划期的目标值未公布，只有年度目标"
        return clock.waiting or (None, None)

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


def _condition(target: Target) -> str:
    """The condition of a target's scope as a sentence."""
    return to_chinese(parse(target.scope.when or "1 = 1"), str)
