"""Evaluated rows, figures and points → the result of each entity, without ranks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from ..declarations.facts import ExactFacts
from ..reporting import ReportState, state_of
from ..running.progress import Progress
from ..vocabulary import (
    Decision,
    Entity,
    Finding,
    Scheme,
    SchemeKind,
    TargetKind,
    Verdict,
    Verification,
    View,
)
from .count import ClassCount, count, counting_targets, grade_by_count
from .grade import decimals_of, grade
from .grading import Graded, by_itself, unsent, withheld
from .grounds import Grounds
from .held import held, refused_cells
from .judgement import Judgement
from .measures import MeasurePoints
from .override import FALSIFIED, decided, forced
from .packed import packed, unpacked
from .points import DECIMALS, ItemScore
from .requirements import Requirements
from .result import EntityResult
from .rows import RowsByEntity, judged_rows
from .score import ScoredFrom, score_item
from .sides import Sides, laid
from .trace import Tracer

if TYPE_CHECKING:
    from ..running.crew import Crew
    from .follows import Earlier


class Results:
    """Makes the results of one assessment, entity by entity, from the evaluated rows.

    It may be sent to other processes before it has made any.
    """

    def __init__(
        self,
        grounds: Grounds,
        required: Requirements,
        year: int,
        scheme: Scheme | None,
        decisions: Sequence[Decision],
        revised: Mapping[str, tuple[str, ...]],
        findings: Sequence[Finding],
        verdicts: Mapping[str, Sequence[Verdict]],
        evaluated: pl.DataFrame,
        measures: Mapping[str, MeasurePoints],
    ) -> None:
        self.declarations = grounds.declarations
        self.grounds = grounds
        self.tracer = Tracer(grounds)
        self.required = required
        self.year = year
        self.scheme = scheme
        self.decisions = decisions
        self.revised = revised
        self.verdicts = verdicts
        self._rows = RowsByEntity(evaluated)
        self.measures = measures
        self.findings: dict[str | None, list[Finding]] = {}
        for finding in findings:
            self.findings.setdefault(finding.entity, []).append(finding)
        in_year = grounds.observations.filter(pl.col("year") == year)
        self.submitted = set(in_year["entity"].unique().to_list())

    def made(self, code: str) -> EntityResult:
        """The result of an entity of the plan, without its rank."""
        entity = self.declarations.entities[code]
        known, refused = self.grounds.facts(entity.code), self._refused
        rows = judged_rows(self.required, self._rows[code])
        judged = [
            decided(self.declarations, held(judgement, refused), self.decisions)
            for judgement in self.tracer.judgements(rows, known, self.year)
        ]
        judged, sides = laid(judged, self.verdicts.get(entity.code, ()), self.scheme)
        judged.sort(key=self._weight)
        return self._result(entity, judged, known, self.measures.get(code, {}), sides)

    @cached_property
    def _refused(self) -> frozenset[str]:
        return refused_cells(f for found in self.findings.values() for f in found)

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
        case = ScoredFrom(by_view, facts, measures, self.year)
        scores = tuple(score_item(item, case) for item in scheme.items) if scheme else ()
        counts = count(scheme, self._names, by_view) if scheme else ()
        findings = tuple(self.findings.get(entity.code, ()))
        graded, is_forced = None, False
        if scheme:
            found = self._graded(scheme, scores, counts, by_view)
            faults = sum(f.must_be_mended for f in findings)
            graded, is_forced = self._settled(scheme, entity, found, counts, faults)
        if graded and itself:
            graded = by_itself(graded)
        marks = [j.verification for j in judged] + [s.verification for s in scores]
        unscored = "本级不按此办法计分" if self.scheme else "本年度没有声明考核办法"
        return EntityResult(
            entity=entity,
            judgements=tuple(judged),
            scores=scores,
            total=graded.total if graded else None,
            provisional=graded is not None and graded.provisional and graded.total is not None,
            grade=graded.grade if graded else None,
            grade_reason=graded.reason if graded else unscored,
            vetoed_by=graded.vetoed_by if graded else (),
            rank=None,
            honours=(),
            findings=findings,
            submitted=entity.code in self.submitted,
            verification=Verification.weakest(marks),
            counts=counts,
            forced=is_forced,
            revised=self.revised.get(entity.code, ()),
            sides=sides,
            self_assessed=itself and scheme is not None,
            decimals=decimals_of(scheme, scores, graded.total) if graded and scheme else DECIMALS,
        )

    def _reported(self, entity: Entity) -> ReportState:
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

    def _settled(
        self,
        scheme: Scheme,
        entity: Entity,
        graded: Graded,
        counts: Sequence[ClassCount],
        faults: int,
    ) -> tuple[Graded, bool]:
        """The grade as faults, silence and persons leave it, and whether these forced it."""
        if faults:
            graded = withheld(graded, faults)
        elif self._reported(entity) is ReportState.MISSING:
            graded = unsent(graded)
        by_force = forced(scheme, entity.code, self.year, self.decisions)
        if by_force and counts and scheme.forced_grade:
            graded = grade_by_count(scheme, counts, FALSIFIED)
        elif by_force:
            graded = replace(graded, grade=by_force[0], reason=by_force[1])
        return graded, by_force is not None

    @cached_property
    def _names(self) -> dict[str, str]:
        return {target.id: target.name for target in self.declarations.targets.values()}


def build(
    made_by: Results,
    entities: Sequence[Entity],
    earlier: "Earlier | None" = None,
    crew: "Crew | None" = None,
    progress: Progress | None = None,
) -> dict[str, EntityResult]:
    """Results by code in the order of the entities: those of an earlier run, where these still
    hold, and the others made now, by the crew where there are many."""
    taken = {e.code: _taken(made_by, e, earlier) for e in entities} if earlier else {}
    missing = [e.code for e in entities if taken.get(e.code) is None]
    made = _made(made_by, missing, crew)
    results = {}
    for number, entity in enumerate(entities, start=1):
        found = taken.get(entity.code)
        if found is None:
            found = next(made)
            found = earlier.made(found) if earlier else found
        results[entity.code] = found
        if progress:
            progress(entity.name, number, len(entities))
    return results


def _taken(made_by: Results, entity: Entity, earlier: "Earlier") -> EntityResult | None:
    """The result of an earlier run, where it follows from the same."""
    return earlier.taken(entity.code, made_by.findings)


def _made(made_by: Results, codes: Sequence[str], crew: "Crew | None") -> Iterator[EntityResult]:
    if crew is None or crew.works_alone(codes):
        yield from map(made_by.made, codes)
        return
    for content in crew.each(_packed, made_by, codes):
        yield unpacked(made_by.declarations, content)


def _packed(made_by: Results, code: str) -> bytes:
    """A result on its way back from another process."""
    return packed(made_by.declarations, made_by.made(code))
