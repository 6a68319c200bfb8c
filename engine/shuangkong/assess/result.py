"""What an assessment hands to the documents room and to `explain`: records, no frames to decode."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from ..declarations.bundle import Declarations
from ..records import dataclass
from ..reporting import ReportState, state_of
from ..text import html_table
from ..vocabulary import (
    Allocation,
    Decision,
    Entity,
    Exhibit,
    Finding,
    Grade,
    GradeLetter,
    Scheme,
    Verdict,
    Verification,
    View,
)
from .count import ClassCount
from .judgement import CalcStep, Judgement, Outcome
from .points import DECIMALS, POINTS, ItemScore, points_text
from .sides import Sides

if TYPE_CHECKING:
    from ..running.kept import Kept

#: what stands in place of a grade that cannot be given yet, everywhere
UNGRADED = "暂不定级"
#: what stands in place of the grade of whom no scheme grades, such as the province itself
NEVER_GRADED = "不评定"
#: what whoever gets a letter of praise is said to get, beside titles
PRAISED = "予以表扬"
#: what stands behind a total to which points are still missing, everywhere
PROVISIONAL = "（暂计）"
#: what stands before a rank that those without a final total could change, everywhere
PROVISIONAL_RANK = "暂列"


def ranked(rank: int, unsettled: int) -> str:
    """A rank as it stands in lists; `unsettled` are those that could still change it."""
    return f"{PROVISIONAL_RANK if unsettled else ''}{rank}"


@dataclass(frozen=True, slots=True)
class EntityResult:
    """Everything about one entity in one assessment."""

    entity: Entity
    judgements: tuple[Judgement, ...]
    scores: tuple[ItemScore, ...]
    #: sum of the points given so far; None when no item could be scored
    total: Decimal | None
    #: some items are still missing: the total is provisional; never without a total
    provisional: bool
    grade: Grade | None
    #: why this grade, or why it is withheld
    grade_reason: str
    vetoed_by: tuple[str, ...]
    rank: int | None
    honours: tuple[str, ...]
    findings: tuple[Finding, ...]
    #: whether any figure of the year could be taken of what was submitted for it
    submitted: bool
    verification: Verification = Verification.VERIFIED
    #: classes of indicators counted, where the scheme counts instead of scoring
    counts: tuple[ClassCount, ...] = ()
    #: the grade was set by a person because data were falsified
    forced: bool = False
    #: what the entity, departments and persons say of each indicator
    sides: tuple[Sides, ...] = ()
    #: what was decided on the files its figures came in: used though late, or not used
    revised: tuple[str, ...] = ()
    #: the grade is what the top entity says of itself: nobody ranks it, and nothing follows
    self_assessed: bool = False
    #: how many, itself included, could still change its rank: their points or grade are not final
    unsettled: int = 0
    #: with so many decimals its points are shown, in every paper
    decimals: int = DECIMALS

    @property
    def reported(self) -> ReportState:
        """Where it stands with what it was to hand in, as `status` says it."""
        return state_of(int(self.submitted), self.findings)

    @property
    def assessed(self) -> bool:
        """Whether the scheme says anything about it: points, or a count."""
        return bool(self.scores or self.counts)

    @property
    def points_given(self) -> Decimal:
        """Sum of the points that items got, without bonuses and as they stand before scaling."""
        return sum((s.points for s in self.scores if s.points is not None), Decimal(0))

    @property
    def bonus_given(self) -> Decimal:
        """Sum of the bonuses."""
        return sum((s.bonus for s in self.scores), Decimal(0))

    @property
    def grade_word(self) -> str:
        """The grade's name, or that there is none yet, or none to be given."""
        if self.grade is not None:
            return self.grade.name
        return UNGRADED if self.assessed else NEVER_GRADED

    @property
    def distinctions(self) -> tuple[str, ...]:
        """All honour done to it, the same in every paper: titles won, and praise by letter."""
        praised = self.grade is not None and self.grade.letter is GradeLetter.COMMENDATION
        return (*self.honours, *((PRAISED,) if praised and not self.self_assessed else ()))

    @property
    def total_word(self) -> str:
        """The total as it stands in lists: what is provisional is called that; — without one."""
        total = "—" if self.total is None else self.points_text(self.total)
        return f"{total}{PROVISIONAL}" if self.provisional else total

    @property
    def rank_word(self) -> str:
        """The rank as it stands in lists: one that others could change is called that."""
        return "—" if self.rank is None else ranked(self.rank, self.unsettled)

    def points_text(self, points: Decimal) -> str:
        """Points of it as printed: with the same digits in every paper."""
        return points_text(points, self.decimals)

    def steps_of(self, score: ItemScore) -> tuple[CalcStep, ...]:
        """The arithmetic of one of its items; what is in points, with the digits of its points."""
        return tuple(
            replace(s, decimals=max(s.decimals, self.decimals)) if s.unit == POINTS else s
            for s in score.steps
        )

    @property
    def measured(self) -> bool:
        """Whether assessors gave it any points of measures."""
        return any(part.measure is not None for s in self.scores for part in s.parts)

    def __repr__(self) -> str:
        total = "no total" if self.total is None else f"{self.total:f} points"
        grade = self.grade.name if self.grade else "no grade"
        judged = len(self.judgements)
        return f"<EntityResult {self.entity.name}: {judged} judgements, {total}, {grade}>"

    @property
    def duties(self) -> tuple[Judgement, ...]:
        """The verdicts that are counted as met or missed: all but incentives, which are no duty."""
        return tuple(j for j in self.judgements if not j.target.is_tier)

    @property
    def something_due(self) -> bool:
        """Whether any figure of the year assessed, or an older one still missing, is owed."""
        return any(j.is_due for j in self.judgements)

    @property
    def by_decision(self) -> tuple[str, ...]:
        """What stands here because persons decided so, for every place where the result stands."""
        clocks: dict[tuple[str, str], list[str]] = {}
        for j in self.judgements:
            if j.outcome is Outcome.OVERRIDDEN:
                found = (j.target.name, "完成" if j.decided_met else "未完成")
                clocks.setdefault(found, []).append(j.clock)
        said = [
            f"{name}（{'、'.join(by)}）经复核认定为{found}" for (name, found), by in clocks.items()
        ]
        clauses = dict.fromkeys(j.on_clause for j in self.judgements if j.on_clause)
        grade = ["等级经查实弄虚作假认定"] if self.forced else ()
        return (*said, *clauses, *grade, *self.revised)

    @property
    def to_mend(self) -> tuple[Finding, ...]:
        """What must be mended before the data can be used, gravest first."""
        found = [f for f in self.findings if f.must_be_mended]
        return tuple(sorted(found, key=lambda f: f.severity.rank))

    def judgement(self, target: str, view: View) -> Judgement | None:
        """The verdict on one target by one clock, if it was judged."""
        return next((j for j in self.judgements if j.target.id == target and j.view is view), None)


@dataclass(frozen=True, slots=True)
class RestsOn:
    """What one entity's result follows from.

    `rows` are the rows of the observations that can have gone into it and `points` those of the
    measures, each in the order in which they were hashed; `files` the names of their files.
    """

    key: str
    rows: tuple[int, ...]
    points: tuple[int, ...]
    files: tuple[str, ...]
    #: the result that was made of it
    result: EntityResult | None = None

    def made(self, result: EntityResult) -> bool:
        """Whether a result is what was made of this, whatever its place among the others."""
        own = self.result
        return own is not None and own == replace(
            result,
            rank=own.rank,
            honours=own.honours,
            unsettled=own.unsettled,
            decimals=own.decimals,
        )


@dataclass(frozen=True)
class Assessment:
    """One plan, one year, one set of data: all results.

    `observations` has the columns of `frames.OBSERVATIONS`, `measures` those of
    `frames.MEASURES`, `outcomes` those of `outcomes.OUTCOMES`: one row for each entity, target
    and clock, decisions included, as in results.parquet.
    `results` keeps the declared order of entities; the plan's top entity may be among them.
    """

    declarations: Declarations
    year: int
    scheme: Scheme | None
    observations: pl.DataFrame
    measures: pl.DataFrame
    outcomes: pl.DataFrame
    results: Mapping[str, EntityResult]
    findings: tuple[Finding, ...]
    #: sha256 of every input file by name, for the manifest
    inputs: Mapping[str, str]
    #: anything here is synthetic or unverified: documents must say so
    verification: Verification = Verification.VERIFIED
    #: allocations that were laid over the plan's own
    overlay: tuple[Allocation, ...] = ()
    #: what persons decided
    decisions: tuple[Decision, ...] = ()
    #: what was decided on the files that figures came in, by entity, as its result says it
    revised: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: what entities say of themselves, and departments of their indicators
    verdicts: tuple[Verdict, ...] = ()
    #: files of evidence about the entities, for those who read the papers
    exhibits: tuple[Exhibit, ...] = ()
    #: where the input files lie, by the name observations carry
    sources: Mapping[str, Path] = field(default_factory=dict)
    #: what an earlier run made, and what each result follows from: only where they were asked for
    kept: "Kept | None" = field(default=None, repr=False, compare=False)
    bases: Mapping[str, RestsOn] = field(default_factory=dict, repr=False, compare=False)

    def __repr__(self) -> str:
        return f"<Assessment: {self._title}>"

    def _repr_html_(self) -> str:
        """The ranking, as notebooks show it."""
        return html_table(self._title, _HEAD, [_in_row(r) for r in self.ranking])

    @property
    def _title(self) -> str:
        counts = Counter(j.outcome for r in self.results.values() for j in r.judgements)
        said = ", ".join(f"{counts[o]} {o.value}" for o in Outcome if counts[o])
        plan = self.declarations.plan.id
        return f"{plan} {self.year}, {len(self.results)} entities, {said or 'no outcomes'}"

    @cached_property
    def ranks(self) -> Counter[int]:
        """How many entities have each rank."""
        return Counter(r.rank for r in self.results.values() if r.rank is not None)

    @cached_property
    def rows_of(self) -> Mapping[str, Sequence[int]]:
        """The rows of the observations by entity."""
        rows = self.observations.select("entity").with_row_index("row")
        return dict(rows.group_by("entity").agg("row").iter_rows())

    @property
    def left_open(self) -> tuple[str, ...]:
        """The verdicts that the printed digits of the data leave open, in words: they are as the
        reported figures have it, and whoever signs should know before."""
        return tuple(
            f"{r.entity.name}{j.target.name}（{j.clock}）"
            for r in self.results.values()
            for j in r.judgements
            if j.is_left_open
        )

    @property
    def ranking(self) -> tuple[EntityResult, ...]:
        """Ranked entities, best first, then those that could not be ranked, in declared order."""
        ranked = [r for r in self.results.values() if r.rank is not None]
        rest = [r for r in self.results.values() if r.rank is None]
        return (*sorted(ranked, key=lambda r: r.rank or 0), *rest)


_HEAD = ("名次", "考核对象", "得分", "等级", "完成情况")


def _in_row(result: EntityResult) -> tuple[str, ...]:
    """An entity in the ranking; what is provisional is called that, and has no rank."""
    counts = Counter(j.outcome for j in result.duties)
    return (
        result.rank_word,
        result.entity.name,
        result.total_word,
        result.grade_word,
        "，".join(f"{o.chinese} {counts[o]}" for o in Outcome if counts[o]),
    )
