"""Plan, year, observations and measure points → an `Assessment`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from ..declarations.bundle import Declarations
from ..declarations.facts import ExactFacts
from ..reporting import State, state_of
from ..running.progress import Progress
from ..vocabulary import (
    Allocation,
    Decision,
    Entity,
    Finding,
    Scheme,
    SchemeKind,
    Severity,
    TargetKind,
    Verdict,
    Verification,
    View,
    frames,
)
from .backends import backend_named
from .count import ClassCount, count, counting_targets, grade_by_count
from .grade import grade, ranked
from .grading import Graded, by_itself, unsent, withheld
from .grounds import Grounds
from .measures import MeasurePoints, by_entity
from .net import with_deductions
from .outcomes import OUTCOMES
from .override import FALSIFIED, decided, forced, settled
from .requirements import Requirements, refuse_other_year, requirements
from .result import Assessment, EntityResult, ItemScore, Judgement
from .rows import judged_rows
from .score import Case, score_item
from .sides import Sides, laid, said_of
from .trace import Tracer

if TYPE_CHECKING:
    from ..running.kept import Kept
    from .follows import Earlier


def assess(
    declarations: Declarations,
    year: int,
    observations: pl.DataFrame,
    measures: pl.DataFrame | None = None,
    *,
    overlay: Sequence[Allocation] = (),
    decisions: Sequence[Decision] = (),
    verdicts: Sequence[Verdict] = (),
    findings: Sequence[Finding] = (),
    inputs: Mapping[str, str] | None = None,
    sources: Mapping[str, Path] | None = None,
    only: str | None = None,
    engine: str = "polars",
    progress: Progress | None = None,
    kept: "Kept | None" = None,
) -> Assessment:
    """Judge, score, grade and rank every assessed entity of a plan in a year.

    Args:
        declarations: the plan.
        year: the assessment year, within the plan's period.
        observations: columns of `frames.OBSERVATIONS`.
        measures: columns of `frames.MEASURES`; None when no points were entered yet.
        overlay: allocations laid over the plan's own.
        decisions: what persons decided.
        verdicts: what entities say of themselves, and departments of their indicators.
        findings: what intake found, passed on to the documents.
        inputs: hashes of the input files by name.
        sources: where these files lie, for the documents to copy and link to.
        only: code of the one entity whose result is wanted; it is then not ranked.
        engine: what takes the figures out of the observations, a name in `engines.NEEDS`.
        progress: called with an entity's name, its number and the number of all entities.
        kept: what an earlier run made: results that follow from the same are taken from there.

    Raises:
        AssessmentError: when the year is outside the plan's period, or the engine fails.
    """
    refuse_other_year(declarations, year)
    measures = frames.empty(frames.MEASURES) if measures is None else measures
    measures = settled(measures, decisions, year)
    declarations = with_deductions(declarations)
    required = requirements(declarations, year, overlay, decisions)
    used = backend_named(engine)
    parts = used.in_batches(
        declarations, required, used.of_frame(observations), len(required.entities)
    )
    judged = pl.concat(parts).sort("order")
    evaluated = required.described(judged)
    scheme = declarations.scheme_for(year)
    grounds = Grounds(declarations, observations)
    builder = _Results(
        grounds, required, year, scheme, decisions, findings, said_of(verdicts, year)
    )
    if kept is not None and only is None:
        given = (tuple(overlay), tuple(decisions), tuple(verdicts))
        from .follows import Earlier, Follows

        follows = Follows(declarations, year, observations, measures, given)
        builder.earlier = Earlier(follows, kept)
    results = builder.build(evaluated, by_entity(measures), only, progress)
    if scheme is not None and only is None:
        scored = {c: r for c, r in results.items() if r.scores and not r.self_assessed}
        results = {**results, **ranked(scheme, scored)}
    return Assessment(
        declarations=declarations,
        year=year,
        scheme=scheme,
        observations=observations,
        measures=measures,
        outcomes=_flat(declarations, evaluated, results),
        results=results,
        findings=tuple(findings),
        inputs=dict(sorted((inputs or {}).items())),
        verification=Verification.weakest([r.verification for r in results.values()]),
        overlay=tuple(overlay),
        decisions=tuple(decisions),
        verdicts=tuple(verdicts),
        sources=dict(sources or {}),
        kept=kept,
        bases=builder.earlier.bases if builder.earlier else {},
    )


def result_of(assessment: Assessment, code: str) -> EntityResult:
    """The result of an entity that gets no documents of its own, such as a county."""
    found = assess(
        assessment.declarations,
        assessment.year,
        assessment.observations,
        assessment.measures,
        overlay=assessment.overlay,
        decisions=assessment.decisions,
        verdicts=assessment.verdicts,
        findings=assessment.findings,
        only=code,
    )
    return found.results[code]


class _Results:
    """Builds the results of one assessment, entity by entity, from the evaluated rows."""

    def __init__(
        self,
        grounds: Grounds,
        required: Requirements,
        year: int,
        scheme: Scheme | None,
        decisions: Sequence[Decision],
        findings: Sequence[Finding],
        verdicts: Mapping[str, Sequence[Verdict]],
    ) -> None:
        self.declarations = grounds.declarations
        self.grounds = grounds
        self.tracer = Tracer(grounds)
        self.required = required
        self.year = year
        self.scheme = scheme
        self.decisions = decisions
        self.verdicts = verdicts
        self.earlier: Earlier | None = None
        self.findings: dict[str | None, list[Finding]] = {}
        for finding in findings:
            self.findings.setdefault(finding.entity, []).append(finding)
        in_year = grounds.observations.filter(pl.col("year") == year)
        self.submitted = set(in_year["entity"].unique().to_list())

    def build(
        self,
        evaluated: pl.DataFrame,
        measures: Mapping[str, MeasurePoints],
        only: str | None = None,
        progress: Progress | None = None,
    ) -> dict[str, EntityResult]:
        """Results by code, of all assessed entities, or of any one of the plan."""
        rows = evaluated.partition_by("entity", as_dict=True)
        nothing = evaluated.clear()
        results = {}
        entities = self.declarations.assessed(self.year)
        if only is not None:
            entities = (self.declarations.entities[only],)
        for number, entity in enumerate(entities, start=1):
            mine = rows.get((entity.code,), nothing)
            results[entity.code] = self._taken(entity) or self._made(
                entity, mine, measures.get(entity.code, {})
            )
            if progress:
                progress(entity.name, number, len(entities))
        return results

    def _taken(self, entity: Entity) -> EntityResult | None:
        """The result of an earlier run, where it follows from the same."""
        own = self.findings.get(entity.code, ())
        return self.earlier.taken(entity.code, own) if self.earlier else None

    def _made(self, entity: Entity, rows: pl.DataFrame, measures: MeasurePoints) -> EntityResult:
        known = self.grounds.facts(entity.code)
        judged = [
            decided(self.tracer.judgement(row, known, self.year), self.decisions)
            for row in judged_rows(self.required, rows)
        ]
        judged, sides = laid(judged, self.verdicts.get(entity.code, ()), self.scheme)
        judged.sort(key=self._weight)
        result = self._result(entity, judged, known, measures, sides)
        return self.earlier.made(result) if self.earlier else result

    def _weight(self, judgement: Judgement) -> tuple[bool, int]:
        """Scored targets first, then binding, indicative and tasks, each in declared order."""
        scored = counting_targets(self.scheme) if self.scheme else set()
        kinds = list(TargetKind)
        return judgement.target.id not in scored, kinds.index(judgement.target.kind)

    def _result(
        self,
        entity: Entity,
        judged: Sequence[Judgement],
        facts: ExactFacts,
        measures: MeasurePoints,
        sides: tuple[Sides, ...],
    ) -> EntityResult:
        by_view: dict[tuple[str, View], Judgement] = {(j.target.id, j.view): j for j in judged}
        plan = self.declarations.plan
        itself = entity.code == plan.top
        scored = not itself or (self.scheme is not None and self.scheme.self_assessed)
        scheme = self.scheme if scored and entity.kind in plan.assessed else None
        case = Case(by_view, facts, measures, self.year)
        scores = tuple(score_item(item, case) for item in scheme.items) if scheme else ()
        counts = count(scheme, self._names, by_view) if scheme else ()
        graded = self._graded(scheme, scores, counts, by_view) if scheme else None
        findings = tuple(self.findings.get(entity.code, ()))
        faults = sum(f.severity in (Severity.BLOCKER, Severity.ERROR) for f in findings)
        if graded is not None and faults:
            graded = withheld(graded, faults)
        elif graded is not None and not counts and self._reported(entity) is State.MISSING:
            graded = unsent(graded)
        by_force = forced(scheme, entity.code, self.year, self.decisions) if scheme else None
        if scheme and by_force and counts and scheme.forced_grade:
            graded = grade_by_count(scheme, counts, FALSIFIED)
        elif graded and by_force:
            graded = replace(graded, grade=by_force[0], reason=by_force[1], provisional=False)
        if graded and itself:
            graded = by_itself(graded)
        marks = [j.verification for j in judged] + [s.verification for s in scores]
        unscored = "本级不按此办法计分" if self.scheme else "本年度没有声明考核办法"
        return EntityResult(
            entity=entity,
            judgements=tuple(judged),
            scores=scores,
            total=graded.total if graded else None,
            provisional=graded.provisional if graded else False,
            grade=graded.grade if graded else None,
            grade_reason=graded.reason if graded else unscored,
            vetoed_by=graded.vetoed_by if graded else (),
            rank=None,
            honours=(),
            findings=findings,
            submitted=entity.code in self.submitted,
            verification=Verification.weakest(marks),
            counts=counts,
            forced=by_force is not None,
            sides=sides,
            self_assessed=itself and scheme is not None,
        )

    def _reported(self, entity: Entity) -> State:
        """Where it stands with what it was to hand in."""
        sent = entity.code in self.submitted
        return state_of(int(sent), self.findings.get(entity.code, ()))

    def _graded(
        self,
        scheme: Scheme,
        scores: Sequence[ItemScore],
        counts: Sequence[ClassCount],
        by_view: Mapping[tuple[str, View], Judgement],
    ) -> Graded:
        if scheme.kind is SchemeKind.COUNT:
            return grade_by_count(scheme, counts)
        return grade(scheme, scores, by_view, self.year)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {target.id: target.name for target in self.declarations.targets.values()}


def _flat(
    declarations: Declarations, evaluated: pl.DataFrame, results: Mapping[str, EntityResult]
) -> pl.DataFrame:
    """The table of results.parquet: one row per entity, target and view, decisions included."""
    decided = [
        (r.entity.code, j.target.id, j.view.value, j.outcome.value, j.reason)
        for r in results.values()
        for j in r.judgements
        if j.underlying is not None or j.course is not None
    ]
    schema = ["entity", "target", "view", "decided", "decided_reason"]
    overrides = pl.DataFrame(decided, schema=dict.fromkeys(schema, pl.String), orient="row")
    named = {e.code: e.name for e in declarations.entities.values()}
    titles = {t.id: t.name for t in declarations.targets.values()}
    return (
        evaluated.join(overrides, on=["entity", "target", "view"], how="left")
        .with_columns(
            pl.coalesce("decided", "outcome").alias("outcome"),
            pl.coalesce("decided_reason", "reason").alias("reason"),
            pl.col("entity").replace_strict(named, default=None).alias("entity_name"),
            pl.col("target").replace_strict(titles, default=None).alias("target_name"),
            pl.col("verification").alias("mark"),
        )
        .sort("order")
        .select(*OUTCOMES)
    )
