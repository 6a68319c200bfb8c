"""Item scores and vetoes → total, grade, rank and honours, and the digits points are shown with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from ..formulas.as_exact import to_decimal
from ..vocabulary import Scheme, Veto, View
from .grading import Graded
from .judgement import UNASKED, Judgement, Outcome
from .points import DECIMALS, ItemScore, points_apart, points_text
from .result import UNGRADED, EntityResult
from .score import NO_RULE, passed

#: so many items that wait for points are named; more are counted, as the score table names them
_LISTED = 2
#: decimals of points are not added beyond these for columns to add up: thirds never do
_LONGEST = 4


def grade(
    scheme: Scheme,
    scores: Sequence[ItemScore],
    judgements: Mapping[tuple[str, View], Judgement],
    year: int,
) -> Graded:
    """The grade of one entity, or why it is withheld. A veto settles it whatever the score."""
    exact, waiting = _total(scheme, scores)
    total = None if exact is None else to_decimal(exact)
    vetoed, unsure = _vetoes(scheme, judgements, year)
    if vetoed:
        lowest = next(g for g in scheme.grades if g.name == scheme.veto_grade)
        reason = f"否决项未完成（{'；'.join(vetoed)}），不论得分均为{lowest.name}"
        return Graded(total, bool(waiting), lowest, reason, tuple(vetoed))
    if unsure:
        reason = f"否决条件{''.join(f'“{name}”' for name in unsure)}尚无法判定，暂不定级"
        return Graded(total, bool(waiting), None, reason, (), tuple(unsure))
    if waiting:
        so_far = "" if total is None else "，得分为暂计"
        return Graded(total, True, None, f"{_named(waiting)}{so_far}，{UNGRADED}", ())
    if exact is None or total is None:
        reason = f"各计分项按办法都不计，没有可以折算的得分，{UNGRADED}"
        return Graded(None, False, None, reason, ())
    found = next(g for g in scheme.grades if g.at_least is None or exact >= g.at_least)
    least = found.at_least
    bound = "低于其他各等级" if least is None else f"不低于{points_text(least)}分"
    # of a scheme without vetoes nothing is said to have been completed
    passed_all = "，否决项均已完成" if _asked(scheme, year) else ""
    return Graded(total, False, found, f"总分{bound}{passed_all}", ())


def _named(waiting: Sequence[ItemScore]) -> str:
    """The items that wait for points, and apart from them those to which no points can come."""
    names = [s.item.name for s in waiting if not s.unruled]
    listed = [
        f"{'、'.join(names)}尚未计分" if len(names) <= _LISTED else f"有{len(names)}项尚未计分"
    ]
    stuck = [f"{s.item.name}的{s.unruled}" for s in waiting if s.unruled]
    if stuck:
        listed = [*(listed if names else ()), f"{'、'.join(stuck)}，{NO_RULE}"]
    return "；".join(listed)


def _total(scheme: Scheme, scores: Sequence[ItemScore]) -> tuple[Fraction | None, list[ItemScore]]:
    """Exact sum of the points given, and the items still waiting."""
    scaled_out = [s for s in scores if s.scaled_out]
    waiting = [s for s in scores if s.waiting]
    given = [s for s in scores if s.points is not None]
    if not given:
        return None, waiting
    total = sum((s.worth for s in given), Fraction(0))
    left_out = sum((s.item.points for s in scaled_out), Decimal(0))
    if left_out and scheme.full > left_out:
        total = total * Fraction(scheme.full) / Fraction(scheme.full - left_out)
    return total, waiting


def _asked(scheme: Scheme, year: int) -> list[Veto]:
    """The vetoes that hold in a year."""
    return [veto for veto in scheme.vetoes if not veto.years or year in veto.years]


def _vetoes(
    scheme: Scheme, judgements: Mapping[tuple[str, View], Judgement], year: int
) -> tuple[list[str], list[str]]:
    """Vetoes that struck, and those that cannot be told."""
    struck, unsure = [], []
    for veto in _asked(scheme, year):
        state = _veto(veto, judgements)
        if state is True:
            struck.append(veto.name)
        elif state is None:
            unsure.append(veto.name)
    return struck, unsure


def _veto(veto: Veto, judgements: Mapping[tuple[str, View], Judgement]) -> bool | None:
    """True: struck; False: not; None: it cannot be told. Missing never counts as met."""
    found = [judgements.get((veto.target, view)) for view in veto.views]
    relevant = [j for j in found if j and j.outcome not in UNASKED]
    if not relevant:
        return None if not any(found) else False
    failed = [_failed(j) for j in relevant]
    if veto.all_fail:
        if False in failed:
            return False
        return None if None in failed else True
    if True in failed:
        return True
    return None if None in failed else False


def _failed(judgement: Judgement) -> bool | None:
    if judgement.outcome is Outcome.NOT_ASSESSABLE:
        return None
    return not passed(judgement)


def ranked(scheme: Scheme, results: Mapping[str, EntityResult]) -> dict[str, EntityResult]:
    """Ranks and honours: by grade, then total, then the scheme's tie-break; equals share a rank.

    A total that is provisional (暂计) has no rank, and those that could still come before or
    between others leave their ranks open.
    """
    able = [r for r in results.values() if r.total is not None and not r.provisional]
    order = {g.name: i for i, g in enumerate(scheme.grades)}

    def merit(result: EntityResult) -> tuple[Decimal, ...]:
        # without a grade yet: before those that a veto has already put last
        grade_order = order[result.grade.name] if result.grade else -1
        points = {s.item.id: s.worth for s in result.scores}
        ties = tuple(-to_decimal(points.get(item, Fraction(0))) for item in scheme.tie_break)
        return (Decimal(grade_order), -(result.total or Decimal(0)), *ties)

    merits = {r.entity.code: merit(r) for r in able}
    ranks: dict[tuple[Decimal, ...], int] = {}
    for rank, found in enumerate(sorted(merits.values()), start=1):
        ranks.setdefault(found, rank)
    open_ones = [order[r.grade.name] if r.grade else -1 for r in results.values() if _is_open(r)]
    placed = dict(results)
    apart = _apart([r.total for r in able if r.total is not None])
    for result in able:
        rank = ranks[merits[result.entity.code]]
        own = merits[result.entity.code][0]
        placed[result.entity.code] = replace(
            result,
            rank=rank,
            honours=_honours(scheme, result, rank),
            unsettled=sum(grade <= own for grade in open_ones),
            decimals=max(result.decimals, apart.get(result.total or Decimal(0), DECIMALS)),
        )
    return placed


def _is_open(result: EntityResult) -> bool:
    """Whether points or a grade are still to come, which decide where it ranks."""
    waiting = any(score.waiting for score in result.scores)
    undecided = result.grade is None and result.total is not None
    return waiting or result.provisional or undecided


def _apart(totals: Iterable[Decimal]) -> dict[Decimal, int]:
    """Decimals by which each total is printed differently from those next to it in order."""
    found: dict[Decimal, int] = {}
    for one, other in pairwise(sorted(set(totals))):
        digits = points_apart([(one, other)])
        found |= {total: max(digits, found.get(total, 0)) for total in (one, other)}
    return found


def decimals_of(scheme: Scheme, scores: Sequence[ItemScore], total: Decimal | None) -> int:
    """Decimals of one entity's points: its total looks no better than its grade, nor points that
    are not full like full ones, and what is shown alike adds up."""
    pairs = [(s.bonus, Decimal(0)) for s in scores]
    for score in scores:
        if score.points is not None:
            pairs += [(score.points, score.item.points), (score.points, Decimal(0))]
    if total is not None:
        pairs += [(total, g.at_least) for g in scheme.grades if g.at_least is not None]
    apart = points_apart(pairs)
    longer = range(apart, max(apart, _LONGEST) + 1)
    return next((n for n in longer if _adds_up(scores, total, n)), apart)


def _adds_up(scores: Sequence[ItemScore], total: Decimal | None, decimals: int) -> bool:
    """Whether points as printed with so many decimals give the total as printed.

    Where items are left out the total is scaled up, and is no sum.
    """
    if total is None or any(s.scaled_out for s in scores):
        return True
    given = (d for s in scores if s.points is not None for d in (s.points, s.bonus))
    printed = sum((Decimal(points_text(d, decimals)) for d in given), Decimal(0))
    return printed == Decimal(points_text(total, decimals))


def _honours(scheme: Scheme, result: EntityResult, rank: int) -> tuple[str, ...]:
    if result.grade is None or result.provisional:
        return ()
    return tuple(
        h.name
        for h in scheme.honours
        if rank <= h.first
        and (not h.grades or result.grade.name in h.grades)
        and all(_reached(result, target) for target in h.met)
    )


def _reached(result: EntityResult, target: str) -> bool:
    """Whether every clock of a target that asks for something was met; missing never counts."""
    asked = [j for j in result.judgements if j.target.id == target and j.outcome not in UNASKED]
    return all(_failed(j) is False for j in asked)
