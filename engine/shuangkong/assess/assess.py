"""Plan, year, observations and measure points → an `Assessment`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from ..declarations.bundle import Declarations
from ..running.progress import Progress
from ..vocabulary import Allocation, Decision, Finding, Verdict, Verification, frames
from .backends import backend_named
from .building import Results, build
from .grade import ranked
from .grounds import Grounds
from .measures import by_entity
from .net import with_deductions
from .outcomes import OUTCOMES
from .override import settled
from .requirements import refuse_other_year, requirements
from .result import Assessment, EntityResult
from .sides import said_of

if TYPE_CHECKING:
    from ..running.crew import Crew
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
    revised: Mapping[str, tuple[str, ...]] | None = None,
    verdicts: Sequence[Verdict] = (),
    findings: Sequence[Finding] = (),
    inputs: Mapping[str, str] | None = None,
    sources: Mapping[str, Path] | None = None,
    only: str | None = None,
    engine: str = "polars",
    progress: Progress | None = None,
    kept: "Kept | None" = None,
    crew: "Crew | None" = None,
) -> Assessment:
    """Judge, score, grade and rank every assessed entity of a plan in a year.

    Args:
        declarations: the plan.
        year: the assessment year, within the plan's period.
        observations: columns of `frames.OBSERVATIONS`.
        measures: columns of `frames.MEASURES`; None when no points were entered yet.
        overlay: allocations laid over the plan's own.
        decisions: what persons decided.
        revised: what they decided on the files that figures came in, by entity, in words.
        verdicts: what entities say of themselves, and departments of their indicators.
        findings: what intake found, passed on to the documents.
        inputs: hashes of the input files by name.
        sources: where these files lie, for the documents to copy and link to.
        only: code of the one entity whose result is wanted; it is then not ranked.
        engine: what takes the figures out of the observations, a name in `engines.NEEDS`.
        progress: called with an entity's name, its number and the number of all entities.
        kept: what an earlier run made: results that follow from the same are taken from there.
        crew: who judges many entities, each a share.

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
    said, points = said_of(verdicts, year), by_entity(measures)
    on_files = revised or {}
    builder = Results(
        grounds, required, year, scheme, decisions, on_files, findings, said, evaluated, points
    )
    earlier: Earlier | None = None
    if kept is not None and only is None:
        from . import follows

        given = (tuple(overlay), tuple(decisions), tuple(verdicts), sorted(on_files.items()))
        basis = follows.Follows(declarations, year, observations, measures, given)
        earlier = follows.Earlier(basis, kept)
    whose = declarations.assessed(year) if only is None else (declarations.entities[only],)
    results = build(builder, whose, earlier, crew, progress)
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
        revised=on_files,
        verdicts=tuple(verdicts),
        sources=dict(sources or {}),
        kept=kept,
        bases=earlier.bases if earlier else {},
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
        revised=assessment.revised,
        verdicts=assessment.verdicts,
        findings=assessment.findings,
        only=code,
    )
    return found.results[code]


def _flat(
    declarations: Declarations, evaluated: pl.DataFrame, results: Mapping[str, EntityResult]
) -> pl.DataFrame:
    """The table of results.parquet: one row per entity, target and view, decisions included."""
    decided = [
        (r.entity.code, j.target.id, j.view.value, j.outcome.value, j.reason)
        for r in results.values()
        for j in r.judgements
        if j.underlying is not None or j.course is not None or j.held
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
