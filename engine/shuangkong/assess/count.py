"""Schemes that count: how many indicators of each class were missed → a grade.

No points are given. What is open (not assessable, not due …) either counts as the scheme says, or
leaves the grade open: the grade is given only where it would be the same whatever the open ones
turn out to be, and is withheld otherwise, naming those that decide.
Source of the rule: 《碳达峰碳中和综合评价考核办法》 (2026), as far as it was seen.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

from ..records import dataclass
from ..vocabulary import Grade, IndicatorClass, OpenRule, Scheme, View
from .clock_choice import that_count
from .grading import Graded
from .judgement import Judgement, Outcome
from .score import passed


class Counted(StrEnum):
    """How an indicator counts."""

    MET = "met"
    MISSED = "missed"
    OPEN = "open"  #: nobody can tell yet
    LEFT_OUT = "left_out"

    @property
    def chinese(self) -> str:
        """The field's word."""
        return {"met": "达标", "missed": "不达标", "open": "待定", "left_out": "不计"}[self.value]


@dataclass(frozen=True, slots=True)
class CountedIndicator:
    """One indicator of a class: how it counts, by which verdict."""

    target: str
    name: str
    counted: Counted
    judgement: Judgement | None
    #: why it counts so, where its outcome alone does not say it
    why: str


@dataclass(frozen=True, slots=True)
class ClassCount:
    """A class of indicators counted."""

    id: str
    name: str
    indicators: tuple[CountedIndicator, ...]

    def those(self, counted: Counted) -> tuple[CountedIndicator, ...]:
        """The indicators that count so."""
        return tuple(i for i in self.indicators if i.counted is counted)

    @property
    def nothing_counts(self) -> bool:
        """Whether every indicator is left out: then nobody can say that none was missed."""
        return all(i.counted is Counted.LEFT_OUT for i in self.indicators)

    @property
    def short(self) -> str:
        """The class in numbers, with names of what was missed: 达标4项，不达标1项（…）."""
        missed = "、".join(i.name for i in self.those(Counted.MISSED))
        parts = [
            f"{how.chinese}{len(found)}项{f'（{missed}）' if how is Counted.MISSED else ''}"
            for how in Counted
            if (found := self.those(how))
        ]
        return f"{self.name}{'，'.join(parts)}"

    @property
    def words(self) -> str:
        """The class in a sentence: 控制指标5项，达标4项，不达标1项（煤炭消费总量）."""
        parts = [f"{self.name}{len(self.indicators)}项"]
        for how in Counted:
            found = self.those(how)
            names = "" if how is Counted.MET else f"（{'、'.join(i.name for i in found)}）"
            if found:
                parts.append(f"{how.chinese}{len(found)}项{names}")
        return "，".join(parts)


def counting_targets(scheme: Scheme) -> set[str]:
    """The targets that a scheme scores or counts."""
    counted = {target for one in scheme.classes for target in one.targets}
    return counted | {item.target for item in scheme.items if item.target is not None}


def count(
    scheme: Scheme,
    names: Mapping[str, str],
    judgements: Mapping[tuple[str, View], Judgement],
) -> tuple[ClassCount, ...]:
    """Every class of a scheme counted; `names` are the targets' names by id."""
    return tuple(
        ClassCount(
            one.id,
            one.name,
            tuple(_counted(scheme, one, target, names, judgements) for target in one.targets),
        )
        for one in scheme.classes
    )


def _counted(
    scheme: Scheme,
    one: IndicatorClass,
    target: str,
    names: Mapping[str, str],
    judgements: Mapping[tuple[str, View], Judgement],
) -> CountedIndicator:
    name = names.get(target, target)
    found = [j for view in View if (j := judgements.get((target, view))) is not None]
    counting = that_count(found, one.views)
    if not counting:
        return CountedIndicator(target, name, *_open(scheme.not_applicable, "未设此指标"))
    # of several clocks: one that is missed is missed, one that is open is open
    worst = min(counting, key=_gravity)
    if worst.is_contested or worst.held:
        # whatever the scheme says of what cannot be assessed: a person decides, or data are mended
        return CountedIndicator(target, name, Counted.OPEN, worst, worst.reason)
    if worst.outcome in (Outcome.MET, Outcome.NOT_MET, Outcome.OVERRIDDEN):
        counted = Counted.MET if passed(worst) else Counted.MISSED
        return CountedIndicator(target, name, counted, worst, "")
    counted, _, why = _open(_rule(scheme, worst.outcome), worst.outcome.chinese)
    return CountedIndicator(target, name, counted, worst, why)


def _gravity(judgement: Judgement) -> int:
    if judgement.outcome in (Outcome.NOT_MET, Outcome.OVERRIDDEN) and not passed(judgement):
        return 0
    return 1 if judgement.outcome is Outcome.NOT_ASSESSABLE else 2


def _rule(scheme: Scheme, outcome: Outcome) -> OpenRule:
    return {
        Outcome.NOT_ASSESSABLE: scheme.not_assessable,
        Outcome.NOT_DUE: scheme.not_due,
        Outcome.WITHDRAWN: scheme.withdrawn,
        Outcome.NOT_APPLICABLE: scheme.not_applicable,
    }[outcome]


def _open(rule: OpenRule, why: str) -> tuple[Counted, None, str]:
    counted = {
        OpenRule.WITHHOLD: Counted.OPEN,
        OpenRule.LEAVE_OUT: Counted.LEFT_OUT,
        OpenRule.MISSED: Counted.MISSED,
    }[rule]
    return counted, None, why


def grade_by_count(
    scheme: Scheme, counts: Sequence[ClassCount], forced: str | None = None
) -> Graded:
    """The grade that the counts give, or why it is withheld.

    `forced` is why a person forced the scheme's grade for falsification, if one did.
    """
    words = "；".join(one.words for one in counts)
    if forced is not None:
        assert scheme.forced_grade is not None
        named = next(g for g in scheme.grades if g.name == scheme.forced_grade)
        return Graded(None, False, named, f"{forced}，不论达标项数均为{named.name}（{words}）", ())
    best = _fitting(scheme.grades, counts, ())
    worst = _fitting(scheme.grades, counts, (Counted.OPEN,))
    if best is worst:
        return Graded(None, False, best, words, ())
    undecided = [i.name for one in counts for i in one.those(Counted.OPEN)]
    undecided += [f"{one.name}没有一项可计，" for one in counts if one.nothing_counts]
    deciding = "、".join(undecided)
    why = f"{words}；{deciding}待定，可能为{best.name}，也可能为{worst.name}，暂不定级"
    return Graded(None, False, None, why, ())


def _fitting(
    grades: Iterable[Grade], counts: Sequence[ClassCount], too: tuple[Counted, ...]
) -> Grade:
    """The best grade whose limits hold when the missed, and `too`, count as missed."""
    last: Grade | None = None
    for grade in grades:
        last = grade
        if not grade.missed or all(
            _missed(one, too) <= grade.missed.get(one.id, Decimal(0)) for one in counts
        ):
            return grade
    assert last is not None
    return last


def _missed(one: ClassCount, too: tuple[Counted, ...]) -> int:
    if too and one.nothing_counts:
        return len(one.indicators)  # of a class that says nothing, anything is possible
    return sum(len(one.those(how)) for how in (Counted.MISSED, *too))
