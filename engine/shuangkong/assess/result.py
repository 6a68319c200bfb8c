"""What an assessment hands to the documents room and to `explain`: records, no frames to decode.

A number here is always a Decimal with its unit; every number of a calculation is either an
`Input` (with the cell or clause it came from) or a `CalcStep` (with its formula over inputs
and earlier steps), so that nothing a reader sees stands without a trace.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from ..declarations.bundle import Declarations
from ..formulas.as_excel import DIGITS
from ..formulas.nodes import Node
from ..records import dataclass
from ..reporting import ReportState, state_of
from ..text import html_table
from ..vocabulary import (
    Allocation,
    Decision,
    Entity,
    Finding,
    Grade,
    Item,
    Scheme,
    Target,
    Verdict,
    Verification,
    View,
)

if TYPE_CHECKING:
    from ..running.kept import Kept
    from .count import ClassCount
    from .follows import RestsOn
    from .sides import Sides


class Outcome(StrEnum):
    """完成情况; there is no eighth, and none of them is silent."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_DUE = "not_due"
    NOT_ASSESSABLE = "not_assessable"
    NOT_APPLICABLE = "not_applicable"
    WITHDRAWN = "withdrawn"
    OVERRIDDEN = "overridden"

    @property
    def chinese(self) -> str:
        return {
            "met": "完成",
            "not_met": "未完成",
            "not_due": "未到期",
            "not_assessable": "无法评定",
            "not_applicable": "不适用",
            "withdrawn": "已撤销",
            "overridden": "人工裁定",
        }[self.value]


#: Nothing is asked of the entity: neither met nor missed, and no data is awaited.
UNASKED = (Outcome.NOT_DUE, Outcome.NOT_APPLICABLE, Outcome.WITHDRAWN)


class Course(StrEnum):
    """What became of a target with a deadline within the year, by the figures that came after."""

    IN_TIME = "in_time"
    RELAPSED = "relapsed"
    LATE = "late"
    NEVER = "never"

    @property
    def chinese(self) -> str:
        """The field's word."""
        return {
            "in_time": "按期完成",
            "relapsed": "按期完成后反弹",
            "late": "逾期完成",
            "never": "到期未完成",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Input:
    """One number that a calculation rests on.

    `observation` is the row of `Assessment.observations` it was read from; None for a
    declared number (a target value, a number of years), whose `source` is then a clause.
    `value` is as it stands in its cell (−5.05 for −5.05 %); formulas use value × units.scale(unit).
    """

    name: str
    label: str
    value: Decimal
    unit: str
    source: str
    observation: int | None = None
    verification: Verification = Verification.VERIFIED


@dataclass(frozen=True, slots=True)
class CalcStep:
    """One line of arithmetic: a formula over inputs and earlier steps, and its value.

    `value` is in the formula's scale (0.17 for 17 %) and is shown, with `decimals` digits, as
    value / units.scale(unit): 17.00 for '%' and '百分点', unchanged for 万吨标准煤.
    A step with `truth` set is a comparison instead of a number.
    """

    name: str
    label: str
    formula: Node
    value: Decimal | None
    unit: str
    decimals: int
    truth: bool | None = None
    #: of a comparison: the digits to which a sheet has to round the difference for its floats to
    #: come to what is exact; None where no sheet's numbers can tell the sides apart
    digits: int | None = DIGITS


#: outcomes that somebody or some figure gave
_FOUND = (Outcome.MET, Outcome.NOT_MET, Outcome.OVERRIDDEN)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict: a target, an entity, a year and a clock (view).

    `actual`, `required` and `margin` are in the formula's scale, as in `CalcStep`.
    """

    entity: Entity
    target: Target
    year: int
    view: View
    outcome: Outcome
    reason: str
    actual: Decimal | None = None
    required: Decimal | None = None
    #: how far inside (positive) or outside (negative) the target, in `unit`
    margin: Decimal | None = None
    unit: str = ""
    decimals: int = 2
    progress: Decimal | None = None
    required_progress: Decimal | None = None
    inputs: tuple[Input, ...] = ()
    steps: tuple[CalcStep, ...] = ()
    remarks: tuple[str, ...] = ()
    #: the state reached and the one required, for a state indicator: shown instead of numbers
    in_words: tuple[str, str] | None = None
    #: how it went on after a deadline within the year; None for other deadlines
    course: Course | None = None
    #: the two ends of what was reached, where the printed digits of the data leave open whether
    #: it was met; in the formula's scale
    between: tuple[Decimal, Decimal] | None = None
    #: no figure that the entity could send would change it: who set the target owes something
    owed_above: bool = False
    #: weakest verification among everything it rests on
    verification: Verification = Verification.VERIFIED
    #: who overrode it and why, when outcome is OVERRIDDEN; `underlying` is the computed outcome,
    #: also where a department's verdict took its place or contradicts it
    decided_by: str | None = None
    decided_met: bool | None = None
    underlying: Outcome | None = None
    #: a figure it rests on must be corrected first: whatever the figures give is not said
    held: bool = False

    def __repr__(self) -> str:
        return f"<Judgement {self.key}: {self.outcome.value}, {self.reason}>"

    @property
    def is_due(self) -> bool:
        """Whether it asks for a figure of the year, or still lacks one of a year gone by."""
        if self.outcome in UNASKED or self.owed_above:
            return False
        over = self.view is View.FINAL and self.target.by.last(self.year) < self.year
        return not over or self.outcome is Outcome.NOT_ASSESSABLE

    @property
    def rests_on_anything(self) -> bool:
        """Whether any figure was sent for it, or anybody judged it: else nothing was checked."""
        return self.outcome in _FOUND or any(i.observation is not None for i in self.inputs)

    @property
    def is_contested(self) -> bool:
        """Whether a department contradicts the figures, so that it waits for a decision."""
        return self.outcome is Outcome.NOT_ASSESSABLE and self.underlying is not None

    @property
    def is_missed(self) -> bool:
        """Whether it counts as not met: as judged, or as a person decided."""
        if self.outcome is Outcome.OVERRIDDEN:
            return not self.decided_met
        return self.outcome is Outcome.NOT_MET

    @property
    def is_reckoned(self) -> bool:
        """Whether a year's value was derived from the whole target (推算) and never issued."""
        return self.view is View.ANNUAL and any(i.name == "n" for i in self.inputs)

    @property
    def clock(self) -> str:
        """The clock in words; a derived yearly value is called that, and no 年度目标."""
        if self.is_reckoned:
            return "年度推算值"
        yearly = self.view is View.FINAL and self.target.is_yearly and not self._has_whole
        return "年度任务" if yearly else self.view.chinese

    @property
    def _has_whole(self) -> bool:
        """Whether the entity has a value for the whole period, whatever its target declares."""
        return self.required is not None or any(i.name == "T" for i in self.inputs)

    @property
    def key(self) -> str:
        """Stable name, used in results.json and as anchor in workbooks."""
        return f"{self.entity.code}.{self.target.id}.{self.year}.{self.view}"


@dataclass(frozen=True, slots=True)
class PartScore:
    """A measure part as the assessors entered it."""

    id: str
    name: str
    full: Decimal
    points: Decimal | None
    source: str
    evidence: str | None
    verification: Verification = Verification.VERIFIED
    measure: int | None = None  #: row of `Assessment.measures`


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One line of the score sheet. `points` is None while it cannot be given; `why` says why.

    In `steps`, a plain name is an earlier step of this item; `annual.achieved` is the step
    `achieved` of the judgement (among `judgements`) of that view, and `annual.met` is 1 when
    that judgement counts as met, else 0.
    """

    item: Item
    points: Decimal | None
    bonus: Decimal
    why: str
    completion: Decimal | None = None
    judgements: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()
    steps: tuple[CalcStep, ...] = ()
    parts: tuple[PartScore, ...] = ()
    verification: Verification = Verification.VERIFIED
    #: the scheme leaves the item out and scales the others up: nothing is missing
    scaled_out: bool = False
    #: what the scheme has no rule for, where no figure still to come could give points
    unruled: str = ""

    @property
    def waiting(self) -> bool:
        """Whether points are still to come."""
        return self.points is None and not self.scaled_out

    @property
    def word(self) -> str:
        """What stands in place of points that are not there, everywhere."""
        return LEFT_OUT if self.scaled_out else PENDING


#: in place of points that are still to come, and of an item that the scheme leaves out
PENDING, LEFT_OUT = "待定", "不计"
#: what stands in place of a grade that cannot be given yet, everywhere
UNGRADED = "暂不定级"


@dataclass(frozen=True, slots=True)
class EntityResult:
    """Everything about one entity in one assessment."""

    entity: Entity
    judgements: tuple[Judgement, ...]
    scores: tuple[ItemScore, ...]
    #: sum of the points given so far; None when no item could be scored
    total: Decimal | None
    #: some items are still missing: the total is provisional
    provisional: bool
    grade: Grade | None
    #: why this grade, or why it is withheld
    grade_reason: str
    vetoed_by: tuple[str, ...]
    rank: int | None
    honours: tuple[str, ...]
    findings: tuple[Finding, ...]
    #: whether anything was submitted for it
    submitted: bool
    verification: Verification = Verification.VERIFIED
    #: classes of indicators counted, where the scheme counts instead of scoring
    counts: "tuple[ClassCount, ...]" = ()
    #: the grade was set by a person because data were falsified
    forced: bool = False
    #: what the entity, departments and persons say of each indicator
    sides: "tuple[Sides, ...]" = ()
    #: the grade is what the top entity says of itself: nobody ranks it, and nothing follows
    self_assessed: bool = False

    @property
    def reported(self) -> ReportState:
        """Where it stands with what it was to hand in, as `status` says it."""
        return state_of(int(self.submitted), self.findings)

    @property
    def assessed(self) -> bool:
        """Whether the scheme says anything about it: points, or a count."""
        return bool(self.scores or self.counts)

    @property
    def grade_word(self) -> str:
        """The grade's name, or that there is none yet."""
        return self.grade.name if self.grade else UNGRADED

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
    def something_due(self) -> bool:
        """Whether any figure of the year assessed, or an older one still missing, is owed."""
        return any(j.is_due for j in self.judgements)

    @property
    def by_decision(self) -> tuple[str, ...]:
        """What stands here because persons decided so, for every place where the result stands."""
        words = {True: "完成", False: "未完成"}
        said = [
            f"{j.target.name}（{j.clock}）经复核认定为{words[j.decided_met is True]}"
            for j in self.judgements
            if j.outcome is Outcome.OVERRIDDEN
        ]
        return (*said, *(["等级经查实弄虚作假认定"] if self.forced else ()))

    @property
    def to_mend(self) -> tuple[Finding, ...]:
        """What must be mended before the data can be used, gravest first."""
        found = [f for f in self.findings if f.must_be_mended]
        return tuple(sorted(found, key=lambda f: f.severity.rank))

    def judgement(self, target: str, view: View) -> Judgement | None:
        """The verdict on one target by one clock, if it was judged."""
        return next((j for j in self.judgements if j.target.id == target and j.view is view), None)


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
    #: what entities say of themselves, and departments of their indicators
    verdicts: tuple[Verdict, ...] = ()
    #: where the input files lie, by the name observations carry
    sources: Mapping[str, Path] = field(default_factory=dict)
    #: what an earlier run made, and what each result follows from: only where they were asked for
    kept: "Kept | None" = field(default=None, repr=False, compare=False)
    bases: "Mapping[str, RestsOn]" = field(default_factory=dict, repr=False, compare=False)

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
    def ranking(self) -> tuple[EntityResult, ...]:
        """Ranked entities, best first, then those that could not be ranked, in declared order."""
        ranked = [r for r in self.results.values() if r.rank is not None]
        rest = [r for r in self.results.values() if r.rank is None]
        return (*sorted(ranked, key=lambda r: r.rank or 0), *rest)


_HEAD = ("名次", "考核对象", "得分", "等级", "完成情况")


def _in_row(result: EntityResult) -> tuple[str, ...]:
    """An entity in the ranking; what is provisional is called that, and has no rank."""
    counts = Counter(j.outcome for j in result.judgements)
    total = "—" if result.total is None else f"{result.total.normalize():f}"
    return (
        "—" if result.rank is None else str(result.rank),
        result.entity.name,
        f"{total}（暂计）" if result.provisional and result.total is not None else total,
        result.grade_word,
        "，".join(f"{o.chinese} {counts[o]}" for o in Outcome if counts[o]),
    )
