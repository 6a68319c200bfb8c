"""A whole plan as loaded: all its records, and what is looked up in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..units import Units, with_own
from ..vocabulary import (
    Allocation,
    CheckRule,
    Context,
    Entity,
    Grade,
    Holiday,
    Indicator,
    Item,
    Plan,
    Scheme,
    SchemeKind,
    Target,
    WarningRule,
    Wording,
)
from .language import Language

if TYPE_CHECKING:
    from .allocation_table import AllocationTable


#: a declared record: its type's name, and its own
RecordName = tuple[str, str]


def name_of(one: Entity | Grade | Item | Target) -> RecordName:
    """How a declared record is referred to where thousands of others point at it."""
    own = one.code if isinstance(one, Entity) else one.name if isinstance(one, Grade) else one.id
    return type(one).__name__, own


@dataclass(frozen=True)
class Declarations:
    """Everything declared in one plan folder. Mappings keep the order of the files."""

    folder: Path
    plan: Plan
    entities: Mapping[str, Entity]
    indicators: Mapping[str, Indicator]
    targets: Mapping[str, Target]
    allocations: tuple[Allocation, ...]
    checks: Mapping[str, CheckRule]
    schemes: Mapping[str, Scheme]
    warnings: Mapping[str, WarningRule]
    #: numbers in the plan's text that are no targets (coverage.yaml)
    context: tuple[Context, ...] = ()
    #: days off and days worked instead, by which working days are counted (holidays.csv)
    holidays: tuple[Holiday, ...] = ()
    #: text of the layouts kept for this plan's tables (layouts/*.layout.yaml), by file
    layouts: Mapping[str, str] = field(default_factory=dict)
    #: sha256 of every declaration file, by path relative to the folder
    hashes: Mapping[str, str] = field(default_factory=dict)
    #: unit of every attribute of entities.csv (`population:万人`), by attribute
    attribute_units: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        period = self.plan.period
        return (
            f"<Declarations {self.plan.id}: {self.plan.title} {period.first}—{period.last}, "
            f"{len(self.entities)} entities, {len(self.indicators)} indicators, "
            f"{len(self.targets)} targets>"
        )

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Entity code by full name or alias, inner spaces removed."""
        found: dict[str, str] = {}
        for entity in self.entities.values():
            for name in entity.called:
                found.setdefault("".join(name.split()), entity.code)
        return found

    @cached_property
    def by_name(self) -> Mapping[RecordName, Entity | Grade | Item | Target]:
        """What is referred to by name; of several schemes' records of one name the first."""
        schemes = self.schemes.values()
        found: dict[RecordName, Entity | Grade | Item | Target] = {}
        every: tuple[Entity | Grade | Item | Target, ...] = (
            *self.entities.values(),
            *self.targets.values(),
            *(item for scheme in schemes for item in scheme.items),
            *(grade for scheme in schemes for grade in scheme.grades),
        )
        for one in every:
            found.setdefault(name_of(one), one)
        return found

    @cached_property
    def allocated(self) -> "AllocationTable":
        """The allocations as one table."""
        from .allocation_table import AllocationTable

        return AllocationTable.of(self.allocations)

    @cached_property
    def not_set(self) -> frozenset[tuple[str, str, int | None]]:
        """Target, entity and year (None: all years) where the allocations say 不设 and no more."""
        none = {(a.target, a.entity, a.year) for a in self.allocations if a.value is None}
        if not none:
            return frozenset()
        return frozenset(
            none - {(a.target, a.entity, a.year) for a in self.allocations if a.value is not None}
        )

    @cached_property
    def issued(self) -> frozenset[tuple[str, str, int]]:
        """Target, entity and year where the allocations have a value of the year."""
        return frozenset(
            (a.target, a.entity, a.year)
            for a in self.allocations
            if a.year is not None and a.tier is None and a.value is not None
        )

    @cached_property
    def units(self) -> Units:
        """The usual units and the plan's own."""
        return with_own(
            {
                name: (one.low, one.unit) if one is not None else None
                for name, one in self.plan.units.items()
            }
        )

    @cached_property
    def language(self) -> Language:
        """What the names in the plan's formulas stand for."""
        return Language(
            indicators=self.indicators,
            entities=self.entities,
            attribute_units=self.attribute_units,
            lookups=self.plan.lookups,
            base=self.plan.period.base,
        )

    def scoped(self, target: Target) -> tuple[Entity, ...]:
        """The entities that a target's scope names, its condition and all dates left aside."""
        named = {self.names.get("".join(one.split()), one) for one in target.scope.entities}
        kinds = target.scope.kinds
        return tuple(e for e in self.entities.values() if e.kind in kinds or e.code in named)

    def scheme_for(self, year: int) -> Scheme | None:
        """The scheme declared for an assessment year."""
        return next((s for s in self.schemes.values() if year in s.years), None)

    def wording_for(self, year: int) -> Wording:
        """What the assessment of a year and its papers are called: the scheme's words, then the
        plan's, then plain ones."""
        scheme = self.scheme_for(year)
        scored = scheme is None or scheme.kind is SchemeKind.POINTS
        said = scheme.wording.over(self.plan.wording) if scheme else self.plan.wording
        short = said.card_name or ("评分卡" if scored else "评价卡")
        plain = Wording(assessment="目标考核", goals="规划目标", card=short, card_name=short)
        return said.over(plain)

    def assessed(self, year: int) -> tuple[Entity, ...]:
        """Entities that get a scorecard and a letter in a year, in declared order."""
        return tuple(
            e for e in self.entities.values() if e.kind in self.plan.assessed and e.valid_in(year)
        )

    def code_of(self, year: int, name: str | None) -> str | None:
        """The code of an entity in force in a year by name, alias or code; None without one."""
        code = self.names.get("".join((name or "").split()), name or "")
        entity = self.entities.get(code)
        return code if entity is not None and entity.valid_in(year) else None
