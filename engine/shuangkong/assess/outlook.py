"""Outlook 预警与预测: where each entity stands within the term, and where it is heading.

For a whole year, or for a part of one (half-year, quarter): then the published changes of that
part stand for the year, and levels are never compared with a full year's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import polars as pl

from .. import units
from ..declarations.bundle import Declarations
from ..declarations.changes import changes, rate_of
from ..errors import Misuse
from ..formulas.as_exact import to_decimal
from ..records import dataclass
from ..running.progress import Progress
from ..vocabulary import (
    Allocation,
    Basis,
    Decision,
    Entity,
    Finding,
    Form,
    ItemRule,
    Scheme,
    Target,
    Verdict,
)
from .assess import assess
from .assume import ASSUMED
from .completion import near_zero
from .count_margin import margins
from .forecast import Forecast, forecast
from .grounds import Grounds
from .judgement import Judgement
from .points import ItemScore
from .result import Assessment, EntityResult
from .warn import Warned, warnings_for


@dataclass(frozen=True, slots=True)
class Distance:
    """How far an item's score is from its next step up: ratio of completion and amounts.

    `points_more` is what the step adds; `needed` the completion it asks for; `short` how much
    the verdict's own quantity is from it, in the formula's scale (0.01 is one percentage point).
    """

    score: ItemScore
    judgement: Judgement
    points_more: Decimal
    needed: Decimal
    short: Decimal


@dataclass(frozen=True, slots=True)
class EntityOutlook:
    """One entity: warning levels, forecasts, distances to the next step and the next grade."""

    entity: Entity
    result: EntityResult
    warnings: tuple[Warned, ...]
    forecasts: tuple[Forecast, ...]
    distances: tuple[Distance, ...]
    #: points missing to the next better grade, and its name
    next_grade: tuple[Decimal, str] | None
    #: points that may be lost before the grade falls, when there is a grade
    cushion: Decimal | None
    #: of a counted grade: how many indicators it is from a worse and from a better one
    margins: tuple[str, ...] = ()

    def __repr__(self) -> str:
        warned, made = len(self.warnings), len(self.forecasts)
        return f"<EntityOutlook {self.entity.name}: {warned} warnings, {made} forecasts>"


@dataclass(frozen=True)
class Outlook:
    """The outlook of a plan for a year or a part of one."""

    assessment: Assessment
    period: str | None
    entities: Mapping[str, EntityOutlook]
    #: figures that replaced submitted ones, as they were written; none in an outlook on the record
    assumed: tuple[str, ...] = ()

    def __repr__(self) -> str:
        found = self.assessment
        when = f"{found.year} {self.period or ''}".strip()
        return f"<Outlook: {found.declarations.plan.id} {when}, {len(self.entities)} entities>"


def part_of_year(
    declarations: Declarations, observations: pl.DataFrame, year: int, period: str
) -> tuple[Declarations, pl.DataFrame]:
    """Declarations and observations in which a part of the year stands for the year.

    Only published yearly changes (indicators with change_of) are taken from the part, assumed
    ones before them; the year's own figures are left out; targets of whose indicator changes are
    published are judged by chained rates.

    Raises:
        Misuse: when nothing was reported for that part of the year, or a level was assumed.
    """
    rates = changes(declarations)
    whole = pl.col("period") == str(year)
    assumed = observations.filter(whole, pl.col("note") == ASSUMED)
    idle = assumed.filter(~pl.col("indicator").is_in(list(rates.values())))
    if idle.height:
        name = declarations.indicators[idle["indicator"][0]].name
        raise Misuse(
            f"按{period}预警只用同比变化率，假设 {year} 年的“{name}”不起作用\n"
            "    怎么改：假设变化率，或不写 --period 按全年预警"
        )
    partial = observations.filter(
        pl.col("period") == f"{year}-{period}", pl.col("indicator").is_in(list(rates.values()))
    )
    partial = partial.join(assumed, on=["entity", "indicator"], how="anti").with_columns(
        pl.lit(str(year)).alias("period"), pl.lit(f"以{period}的变化率推算全年").alias("note")
    )
    if partial.is_empty() and assumed.is_empty():
        raise Misuse(
            f"没有 {year} 年 {period} 的同比变化率数据\n"
            "    怎么改：提交该时段的表（时段写成 2020-H1、2020-Q3 等），或不写 --period 按全年预警"
        )
    kept = observations.filter(~whole)
    rated = pl.concat([assumed, partial])
    before = observations.filter(pl.col("period") == str(year - 1))
    targets = {t.id: _by_rates(t, rates, rated, before) for t in declarations.targets.values()}
    return replace(declarations, targets=targets), pl.concat([kept, rated])


def _by_rates(
    target: Target, rates: Mapping[str, str], rated: pl.DataFrame, before: pl.DataFrame
) -> Target:
    """The target judged by published changes, where there are any and its form allows it.

    A total begins with the last known level where everybody whose change is `rated` has one for
    the year `before`: changes of earlier years, published or not, do not matter then.
    """
    rate = rate_of(target, rates)
    if rate is None:
        return target
    basis = Basis.CHAINED_RATES
    if target.form is Form.AT_MOST:
        wanted, known = (
            set(rows.filter(pl.col("indicator") == indicator)["entity"])
            for rows, indicator in ((rated, rate), (before, target.indicator))
        )
        basis = Basis.LAST_LEVEL if wanted <= known else basis
    return replace(target, rate=rate, basis=basis)


def outlook(
    declarations: Declarations,
    year: int,
    observations: pl.DataFrame,
    measures: pl.DataFrame | None = None,
    *,
    period: str | None = None,
    overlay: Sequence[Allocation] = (),
    decisions: Sequence[Decision] = (),
    verdicts: Sequence[Verdict] = (),
    findings: Sequence[Finding] = (),
    inputs: Mapping[str, str] | None = None,
    revised: Mapping[str, tuple[str, ...]] | None = None,
    progress: Progress | None = None,
) -> Outlook:
    """Warning levels, forecasts and distances of every assessed entity.

    Args:
        declarations: the plan.
        year: the year looked at.
        observations: columns of `frames.OBSERVATIONS`, parts of the year included.
        measures: measure points, as for `assess`.
        period: 'H1', 'Q3', '06' … for a part of the year; None for the whole.
        overlay: allocations laid over the plan's own.
        decisions: what persons decided.
        verdicts: what entities and departments say of indicators, as for `assess`; of whole
            years, and left out where a part of one is looked at.
        findings: what intake found, as for `assess`: figures that must be corrected are not used,
            and whose data go back has no grade.
        inputs: hashes of the input files by name.
        revised: what was decided on the files that figures came in, as for `assess`.
        progress: called with each year, its number and the number of all years.

    Raises:
        Misuse: when nothing was reported for the period.
        AssessmentError: when the year is outside the plan's period.
    """
    if period is not None:
        declarations, observations = part_of_year(declarations, observations, year, period)
        verdicts = ()  # they are of whole years

    first = observations["year"].min()
    # before the first figure there is nothing to judge, and nothing to forecast from
    before = [
        y
        for y in range(declarations.plan.period.first, year)
        if isinstance(first, int) and y >= first
    ]
    assessed = {}
    for number, one in enumerate([year, *before], start=1):
        assessed[one] = assess(
            declarations,
            one,
            observations,
            measures,
            overlay=overlay,
            decisions=decisions,
            verdicts=verdicts,
            findings=findings,
            inputs=inputs,
            revised=revised,
        )
        if progress:
            progress(str(one), number, len(before) + 1)
    assessment, past = assessed[year], {y: assessed[y] for y in before}
    rules = tuple(declarations.warnings.values())
    facts = Grounds(assessment.declarations, observations).facts
    entities = {}
    for code, result in assessment.results.items():
        warned = warnings_for(rules, result.judgements, year, period, facts(code))
        history = {y: a.results[code] for y, a in past.items() if code in a.results}
        entities[code] = _to_come(assessment.scheme, result, {**history, year: result}, warned)
    return Outlook(assessment, period, entities)


def _to_come(
    scheme: Scheme | None,
    result: EntityResult,
    history: Mapping[int, EntityResult],
    warned: tuple[Warned, ...],
) -> EntityOutlook:
    """What is to come of one entity, by its results of the years so far."""
    targets = dict.fromkeys(j.target.id for j in result.judgements)
    forecasts = (forecast(history, target) for target in targets)
    distances = (_distance(score, result) for score in result.scores)
    return EntityOutlook(
        entity=result.entity,
        result=result,
        warnings=warned,
        forecasts=tuple(one for one in forecasts if one is not None),
        distances=tuple(one for one in distances if one is not None),
        next_grade=_next_grade(scheme, result),
        cushion=_cushion(result),
        margins=() if result.forced else margins(scheme, result.counts, result.grade),
    )


def _distance(score: ItemScore, result: EntityResult) -> Distance | None:
    """The next step of a step table above the points given."""
    if score.item.rule is not ItemRule.STEPS or score.completion is None or score.points is None:
        return None
    judgement = next((j for j in result.judgements if j.key in score.judgements), None)
    higher = [s for s in score.item.steps if s.at_least is not None and s.points > score.points]
    if not higher or judgement is None or judgement.required is None or judgement.actual is None:
        return None
    if judgement.required <= 0 or near_zero(score.item, judgement):
        return None  # no ratio leads from here to the next step
    step = min(higher, key=lambda s: s.points)
    assert step.at_least is not None
    needed = Fraction(step.at_least.low) * units.scale(step.at_least.unit)
    actual, required = Fraction(judgement.actual), Fraction(judgement.required)
    cap = judgement.target.form is Form.AT_MOST
    short = actual - required / needed if cap else needed * required - actual
    more = step.points - score.points
    return Distance(score, judgement, more, to_decimal(needed), to_decimal(short))


def _next_grade(scheme: Scheme | None, result: EntityResult) -> tuple[Decimal, str] | None:
    if scheme is None or result.total is None or _settled_otherwise(result):
        return None
    better = [g for g in scheme.grades if g.at_least is not None and g.at_least > result.total]
    if not better:
        return None
    grade = min(better, key=lambda g: g.at_least or Decimal(0))
    return (grade.at_least or Decimal(0)) - result.total, grade.name


def _cushion(result: EntityResult) -> Decimal | None:
    if result.grade is None or result.total is None or result.grade.at_least is None:
        return None
    return None if _settled_otherwise(result) else result.total - result.grade.at_least


def _settled_otherwise(result: EntityResult) -> bool:
    """Whether no points would give another grade: vetoes, falsified data, data that go back."""
    withheld = result.grade is None and bool(result.to_mend)
    return bool(result.vetoed_by) or result.forced or withheld
