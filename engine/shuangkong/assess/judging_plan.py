"""Declared targets → templates of what is judged, and the entities that each is for.

A template is a target as it is judged by one clock. What differs from entity to entity is only
which variant of a target it has (the value allocated to it), so that a target for thousands of
entities is worked out once. The columns are told in `requirements`.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

import polars as pl

from ..declarations.bundle import Declarations
from ..methods.clocks import Clock, clocks
from ..methods.method import Method
from ..records import dataclass
from ..vocabulary import (
    Allocation,
    Amount,
    AnnualMethod,
    Basis,
    Decision,
    Direction,
    Entity,
    Form,
    Methods,
    Scope,
    Target,
    View,
)
from ..vocabulary.deadline import year_of
from .allocated import Asking, ValueGiven, Values, ValuesGiven
from .beforehand import settled
from .interpretations import banded
from .judgement import Outcome
from .scopes import Scopes, condition
from .score import views_of

#: how a reason begins where nobody can tell whether a target is for an entity
UNKNOWN_CONDITION = "缺少判断是否适用所需的属性"

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
    "verification": pl.String,
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
    "own_verification": pl.String,
    "own_source": pl.String,
    "own_issued": pl.String,
    "own_issued_verification": pl.String,
    "own_weakest": pl.String,
    "own_why": pl.String,
}


#: What tells variants of a target apart.
_Key = tuple[str, str | None, Amount | None, Amount | None, Outcome | None]


@dataclass(frozen=True, slots=True)
class Declared:
    """The declared numbers of a template, exactly, in the formula's scale.

    `final` is the value to reach in the end (T), `issued` the one for the year (Y); `easy` is the
    easier edge of the one that the template is judged by, where that is a range.
    """

    final: Fraction | None
    issued: Fraction | None
    easy: Fraction | None


@dataclass(frozen=True, slots=True)
class TargetAsked:
    """A target to be judged; one of its tiers; or one of its readings."""

    target: Target
    tier: str | None = None
    reading: str | None = None


class PlanBuilder:
    """Builds the templates and members of one assessment year."""

    def __init__(
        self,
        declarations: Declarations,
        year: int,
        overlay: Sequence[Allocation],
        decisions: Sequence[Decision],
    ) -> None:
        self.declarations = declarations
        self.year = year
        self.values = Values(declarations, year, overlay)
        self.decisions = decisions
        self.rows = {code: row for row, code in enumerate(declarations.entities)}
        self.scopes = Scopes(declarations, year)
        #: the rows of the entities of a scope, which many targets share
        self._numbers: dict[Scope, pl.Series] = {}
        self.methods: dict[Method, int] = {}
        self.variants: dict[_Key, int] = {}
        self.templates: list[tuple[object, ...]] = []
        self.declared: list[Declared] = []
        self.members: list[pl.DataFrame] = []
        self.own: list[pl.DataFrame] = []
        self.count = 0
        #: the one of several readings that what is added now is read by
        self.reading: str | None = None

    def add(self, asked: Sequence["TargetAsked"]) -> None:
        """Add targets, their tiers (only where such a tier was set) and readings, in order."""
        inside = [self.scopes.of(one.target.scope) for one in asked]
        alike = [self.values.alike(one.target, one.tier) for one in asked]
        given = iter(
            self.values.of(
                [
                    Asking(one.target, one.tier, entities)
                    for one, (entities, _), same in zip(asked, inside, alike, strict=True)
                    if not same
                ]
            )
        )
        for one, (entities, unknown), same in zip(asked, inside, alike, strict=True):
            self.reading = one.reading
            if same:
                whole = ValueGiven(one.target.value, None, *self.values.written(one.target))
                self._whole(one.target, entities, whole)
            else:
                self._each(one.target, next(given))
            self._open(one.target, unknown)

    def _whole(self, target: Target, entities: Sequence[Entity], value: ValueGiven) -> None:
        """Entities that all have the same value."""
        if entities:
            if target.scope not in self._numbers:
                numbers = [self.rows[e.code] for e in entities]
                self._numbers[target.scope] = pl.Series("row", numbers, dtype=pl.UInt32)
            rows = self._numbers[target.scope]
            variant = pl.lit(self._variant(target, value), pl.UInt32).alias("variant")
            own = pl.lit(None, pl.UInt32).alias("own")
            self.members.append(rows.to_frame().with_columns(variant, own))

    def _each(self, target: Target, given: ValuesGiven) -> None:
        """Entities that have values of their own."""
        rows = given.entities
        if rows.is_empty():
            return
        variants = pl.Series([self._variant(target, v) for v in given.values], dtype=pl.UInt32)
        self.members.append(
            pl.DataFrame(
                {
                    "row": rows["entity"].to_physical().cast(pl.UInt32),
                    "variant": variants.gather(rows["which"]),
                    "own": pl.int_range(
                        self.count, self.count + rows.height, dtype=pl.UInt32, eager=True
                    ),
                }
            )
        )
        self.count += rows.height
        self.own.append(rows.select(*OWN))

    def _open(self, target: Target, entities: Sequence[Entity]) -> None:
        """Entities of which nobody knows whether the target is for them."""
        if not entities:
            return
        why = f"{UNKNOWN_CONDITION}（{condition(target.scope)}）"
        value = ValueGiven(None, None, "", "verified", Outcome.NOT_ASSESSABLE, why)
        told = dict.fromkeys(OWN) | {
            "own_verification": value.verification,
            "own_source": value.source,
            "own_why": value.why,
        }
        about = pl.DataFrame({"entity": [e.code for e in entities]}, {"entity": self.values.codes})
        own = (pl.lit(text, pl.String).alias(name) for name, text in told.items())
        which = pl.lit(0, pl.UInt32).alias("which")
        self._each(target, ValuesGiven(about.with_columns(which, *own), (value,)))

    def _variant(self, target: Target, value: ValueGiven) -> int:
        """The number of a variant, whose templates are made when it is first met."""
        key = target.id, self.reading, value.final, value.yearly, value.state
        if key not in self.variants:
            self.variants[key] = len(self.variants)
            self._templates(target, value, self.variants[key])
        return self.variants[key]

    def _templates(self, target: Target, value: ValueGiven, variant: int) -> None:
        how = self.declarations.plan.followed(target)
        declared = self.declarations.indicators.get(target.indicator or "")
        direction = declared.direction if declared else Direction.NEUTRAL
        issued = value.yearly is not None
        period = self.declarations.plan.period
        found = list(clocks(target, how, self.year, period, direction, issued))
        if self._lacks_year(target, how, found):
            found.insert(0, Clock(View.ANNUAL, None, self.year, target.since or period.first))
        for clock in found:
            self._template(target, variant, clock, value, how)

    def _lacks_year(self, target: Target, how: Methods, found: Sequence[Clock]) -> bool:
        """Whether the scheme goes by a value that was to be issued for the year, and was not.

        Such a target is not assessable by the year; without a verdict nobody would miss it.
        """
        if target.id not in self._by_the_year or how.annual is not AnnualMethod.ISSUED:
            return False
        over = target.by.unknown or self.year > target.by.last(self.year)
        return not over and all(clock.view is not View.ANNUAL for clock in found)

    @cached_property
    def _by_the_year(self) -> frozenset[str]:
        """The targets whose verdict of the year the scheme scores, vetoes or counts by."""
        scheme = self.declarations.scheme_for(self.year)
        if scheme is None:
            return frozenset()
        scored = {i.target for i in scheme.items if i.target and View.ANNUAL in views_of(i)}
        vetoes = (v for v in scheme.vetoes if not v.years or self.year in v.years)
        scored |= {v.target for v in vetoes if View.ANNUAL in v.views}
        counted = (c.targets for c in scheme.classes if not c.views or View.ANNUAL in c.views)
        return frozenset(scored).union(*counted)

    def _template(
        self,
        target: Target,
        variant: int,
        clock: Clock,
        value: ValueGiven,
        how: Methods,
    ) -> None:
        view, used = clock.view, clock.used
        state, why = settled(self.declarations, self.decisions, target, clock, value, self.year)
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
                value.verification,
                value.source,
                state.value if state else None,
                why,
            )
        )

    def _complete(self, target: Target) -> Fraction:
        """What counts as complete: the last of the declared states, or the whole (100 %)."""
        indicator = self.declarations.indicators.get(target.indicator or "")
        return Fraction(len(indicator.state) - 1 if indicator and indicator.state else 1)

    def _unit(self, target: Target) -> str:
        indicator = self.declarations.indicators.get(target.indicator or "")
        return indicator.unit if indicator else (target.value.unit if target.value else "")


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
