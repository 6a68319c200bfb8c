"""Declarations → what has to be judged in a year: templates, and who they are for.

A template is a target as it is judged by one clock, in the variant that some entities share:
the value, and the value of the year, that were allocated to them. Columns of the templates:
    variant, target, view    what is judged
    reading                  one of the readings of an ambiguous clause, judged for comparison
    level, rate              the indicators whose levels and yearly rates it rests on
    method                   index into the list of methods returned beside the frame
    T, Y                     value to reach, and the one issued for the year (formula scale)
    easy                     the easier edge of the one judged by, where it is a range
    base, since, t, k, n     base year, first year of a sum, year (or moment within a year, in
                             digits: 201710) judged, years gone by, term
    open_band                below T nobody but a person can say (an 'about' without an outer edge)
    undated                  no deadline is printed: reached is met, and nothing else is late
    withdrawable             a state of the indicator may mean that it was cancelled
    verification, value_source
                             how far the value was checked, and its place (`described` adds
                             issued_source and issued_verification, those of the value issued for
                             the year, and value_verification; its `verification` is the weaker of
                             both, where a row rests on the value of the year)
    state, why               a settled outcome (not_due, not_applicable, not_assessable) and why
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ..declarations.bundle import Declarations
from ..errors import AssessmentError
from ..methods.method import Method
from ..vocabulary import Allocation, Decision, DecisionKind, Target, View
from ..vocabulary.target import TIER
from .interpretations import as_decided, as_read, as_tier
from .judging_plan import MEMBERS, OWN, TEMPLATES, Declared, PlanBuilder, TargetAsked


@dataclass(frozen=True)
class Requirements:
    """Templates, who they are for, their methods, and the targets as read after decisions.

    `members` has one row per entity and target: its number `member`, the entity's row in
    `entities` and the variant it is judged by. What is an entity's own in a variant (its value's
    verification and source, the source of the value of the year, why there is none) is the row
    `own` of the frame `own`; null when nothing is. `declared` has the numbers of each template as
    the fractions that were written; `readings` the targets as each reading of an ambiguous clause
    takes them. `on_tiers` are the year's decisions that a tier was reached, or was not.
    """

    entities: pl.Series
    templates: pl.DataFrame
    members: pl.DataFrame
    own: pl.DataFrame
    methods: tuple[Method, ...]
    declared: tuple[Declared, ...]
    targets: dict[str, Target]
    readings: dict[tuple[str, str], Target]
    on_tiers: tuple[Decision, ...] = ()

    def described(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with the columns `template` and `own`, and everything that these stand for."""
        have = set(rows.columns)
        if "issued_source" in have:  # they are described already
            return rows
        names = [n for n in self.templates.columns if n not in have]
        given = self.templates.select(pl.col(names).gather(rows["template"]))
        own = self.own.select(pl.all().gather(rows["own"]))
        whole = pl.concat([rows, given, own], how="horizontal")
        value = pl.coalesce("own_verification", "verification")
        annual = pl.col("view") == View.ANNUAL.value
        return whole.with_columns(
            pl.when(annual)
            .then(pl.coalesce("own_weakest", value))
            .otherwise(value)
            .alias("verification"),
            value.alias("value_verification"),
            pl.col("own_issued_verification").alias("issued_verification"),
            pl.coalesce("own_source", "value_source").alias("value_source"),
            pl.col("own_issued").alias("issued_source"),
            pl.coalesce("own_why", "why").alias("why"),
        ).drop(*self.own.columns)


def refuse_other_year(declarations: Declarations, year: int) -> None:
    """A plan is assessed in the years of its term.

    Raises:
        AssessmentError: when the year is outside of it.
    """
    period = declarations.plan.period
    if not period.first <= year <= period.last:
        raise AssessmentError(
            f"{declarations.plan.short}的规划期是 {period.first}—{period.last} 年，不含 {year} 年。"
            f"怎么改：--year 写 {period.first} 至 {period.last} 之间的年份"
        )


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
    builder = PlanBuilder(declarations, year, overlay, decisions)
    superseded = {t.supersedes for t in declarations.targets.values() if t.supersedes}
    targets = {
        t.id: as_decided(t, decisions, year)
        for t in declarations.targets.values()
        if t.id not in superseded
    }
    read: dict[tuple[str, str], Target] = {}
    asked: list[TargetAsked] = []
    for target in list(targets.values()):
        asked.append(TargetAsked(target))
        for reading in target.readings:
            read[target.id, reading.id] = as_read(target, reading)
            asked.append(TargetAsked(read[target.id, reading.id], reading=reading.id))
        for tier in target.tiers:
            tiered = as_tier(target, tier)
            targets[tiered.id] = tiered
            asked.append(TargetAsked(tiered, tier.id))
    builder.add(asked)
    members = pl.concat([pl.DataFrame(schema=MEMBERS), *builder.members])
    return Requirements(
        entities=pl.Series("entity", list(declarations.entities), dtype=pl.String),
        templates=pl.DataFrame(builder.templates, schema=TEMPLATES, orient="row"),
        members=members.with_row_index("member"),
        own=pl.concat([pl.DataFrame(schema=OWN), *builder.own]),
        methods=tuple(builder.methods),
        declared=tuple(builder.declared),
        targets=targets,
        readings=read,
        on_tiers=tuple(
            one
            for one in decisions
            if one.kind is DecisionKind.OVERRIDE and TIER in one.target and one.year in (None, year)
        ),
    )
