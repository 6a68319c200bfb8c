"""Verdicts side by side: 自评 of oneself, 部门评价 of the department, 综合评定 in the end.

A state that a department owns is what that department says, and open until it speaks: what the
entity reported of it is a word about itself. Where a department contradicts figures, neither
silently wins: the verdict waits for a named decision. What an entity says of itself is shown, and
decides nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..records import dataclass
from ..vocabulary import Scheme, Target, Verdict, VerdictBy, Verification, View
from ..vocabulary.verdict import WORDS
from .clock_choice import that_count
from .judgement import UNASKED, Judgement, Outcome
from .score import passed

#: what stands where somebody has not said anything, or nothing is final yet
NOT_SAID, OPEN = "未报", "待裁定"


@dataclass(frozen=True, slots=True)
class Sides:
    """Who says what of one indicator of one entity.

    `computed` is what the figures give, `final` what stands in the end; None where there is
    neither met nor missed. `why` says whose word the final one is, or what it waits for.
    """

    target: Target
    #: the department that owns it; None where the scheme names none
    owner: str | None
    own: tuple[Verdict, ...]
    department: tuple[Verdict, ...]
    computed: bool | None
    final: bool | None
    why: str
    #: a department contradicts the figures, or itself: nothing stands until a person decides
    waits: bool = False

    @property
    def said(self) -> tuple[Verdict, ...]:
        """Every verdict that was handed in."""
        return (*self.own, *self.department)

    @property
    def differs(self) -> bool:
        """Whether any two of the sides say different things."""
        words = {one.met for one in self.said}
        return len(words | ({self.computed} - {None})) > 1

    def words(self, by: VerdictBy) -> str:
        """A side in one word."""
        if by is VerdictBy.FINAL:
            return OPEN if self.waits else word(self.final)
        given = self.own if by is VerdictBy.SELF else self.department
        return "／".join(dict.fromkeys(WORDS[one.met] for one in given)) or NOT_SAID


def word(met: bool | None) -> str:
    """达标, 不达标, or that nobody can tell."""
    return "待定" if met is None else WORDS[met]


def said_of(verdicts: Iterable[Verdict], year: int) -> dict[str, tuple[Verdict, ...]]:
    """A year's verdicts by entity, without those that say the same twice."""
    found: dict[str, list[Verdict]] = {}
    for one in verdicts:
        if one.year != year:
            continue
        own = found.setdefault(one.entity, [])
        if not any(_same(one, other) for other in own):
            own.append(one)
    return {entity: tuple(own) for entity, own in found.items()}


def _same(one: Verdict, other: Verdict) -> bool:
    return (one.target, one.by, one.who, one.met) == (other.target, other.by, other.who, other.met)


def laid(
    judged: Sequence[Judgement], verdicts: Sequence[Verdict], scheme: Scheme | None
) -> tuple[list[Judgement], tuple[Sides, ...]]:
    """One entity's judgements after what departments say, and all sides of each indicator."""
    views = {t: one.views for one in (scheme.classes if scheme else ()) for t in one.targets}
    by_target: dict[str, list[Judgement]] = {}
    for judgement in judged:
        by_target.setdefault(judgement.target.id, []).append(judgement)
    given: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        given.setdefault(verdict.target, []).append(verdict)
    changed: dict[str, Judgement] = {}
    sides = []
    for target, own in by_target.items():
        said = given.get(target, [])
        if said or own[0].target.judged_by:
            after, side = _laid(own, said, views.get(target, ()))
            changed |= {one.key: one for one in after}
            sides.append(side)
    return [changed.get(one.key, one) for one in judged], tuple(sides)


def _laid(
    judged: Sequence[Judgement], said: Sequence[Verdict], views: Sequence[View]
) -> tuple[list[Judgement], Sides]:
    target = judged[0].target
    deciding = that_count(judged, views)
    computed = _computed(deciding)
    own = tuple(one for one in said if one.by is VerdictBy.SELF)
    department = tuple(one for one in said if one.by is VerdictBy.DEPARTMENT)
    side = Sides(target, target.judged_by, own, department, computed, computed, "按数据计算")
    person = next((j for j in deciding if j.outcome is Outcome.OVERRIDDEN), None)
    if person is not None:
        final = all(passed(j) for j in deciding if j.outcome not in UNASKED)
        return [], replace(side, final=final, why=person.reason)
    words = {one.met for one in department}
    if len(words) > 1:
        settled_by = "待裁定" if computed is not None else "待其更正"
        return _contested(deciding, side, "部门评价前后不一致", settled_by)
    if target.for_department:
        return _owned(deciding, side)
    if computed is None:
        side = replace(side, why=_unknown(deciding))
    if not department:
        return [], side
    (met,) = words
    if computed is None:
        return [], replace(
            side, why=f"{side.why}（{department[-1].told_outside}；数据不足，不能据此评定）"
        )
    if met == computed:
        return [], replace(side, why=f"{department[-1].who}评价与按数据计算一致")
    against = [j for j in deciding if j.outcome not in UNASKED and passed(j) != met]
    return _contested(against, side, f"部门评价为{WORDS[met]}，按数据计算为{WORDS[computed]}")


def _computed(deciding: Sequence[Judgement]) -> bool | None:
    """What the figures give before anybody decided; missing never counts as met."""
    asked = [j.underlying or j.outcome for j in deciding if j.outcome not in UNASKED]
    if Outcome.NOT_MET in asked:
        return False
    return True if asked and all(one is Outcome.MET for one in asked) else None


def _unknown(deciding: Sequence[Judgement]) -> str:
    return "；".join(dict.fromkeys(f"{j.outcome.chinese}：{j.reason}" for j in deciding))


def _owned(deciding: Sequence[Judgement], side: Sides) -> tuple[list[Judgement], Sides]:
    """A state that only its department can tell: its word, or open until it speaks."""
    asked = [j for j in deciding if j.outcome not in UNASKED]
    if not asked:
        return [], replace(side, why=_unknown(deciding))
    if not side.department:
        reported = "" if side.computed is None else f"；填报的“{WORDS[side.computed]}”不是评价结论"
        why = f"由{side.owner}评价，尚未评价{reported}"
        after = [
            replace(
                j,
                outcome=Outcome.NOT_ASSESSABLE,
                underlying=None,
                reason=why,
                # no figure of the entity would settle it
                owed_above=True,
            )
            for j in asked
        ]
        return after, replace(side, final=None, why=why)
    verdict = side.department[-1]
    after = [
        replace(
            j,
            outcome=Outcome.MET if verdict.met else Outcome.NOT_MET,
            underlying=j.outcome,
            reason=verdict.told_outside,
            verification=Verification.weakest((j.verification, verdict.verification)),
            owed_above=False,
        )
        for j in asked
    ]
    return after, replace(side, final=verdict.met, why=verdict.told_outside)


def _contested(
    judged: Sequence[Judgement], side: Sides, why: str, settled_by: str = "待裁定"
) -> tuple[list[Judgement], Sides]:
    """Verdicts that wait for a person, since a department contradicts the figures or itself."""
    said = "；".join(one.told_outside for one in side.department)
    after = [
        replace(
            j,
            outcome=Outcome.NOT_ASSESSABLE,
            underlying=j.outcome,
            reason=f"{why}，{settled_by}（{said}；按数据计算{j.outcome.chinese}：{j.reason}）",
            # no figure of the entity would settle it
            owed_above=True,
        )
        for j in judged
        if j.outcome not in UNASKED
    ]
    return after, replace(side, final=None, why=f"{why}，{settled_by}", waits=True)
