"""Warning rules: for every state of things exactly one level, gravest first."""

import itertools
from collections.abc import Iterator
from decimal import Decimal

from ... import messages
from ...records import dataclass
from ...vocabulary import GapMeasure, WarningLevel, WarningRule
from ...vocabulary.deadline import PARTS_NAMED
from .grades import check_colour
from .methods import check_view
from .review import Review

_UNITS = {GapMeasure.RATIO: "%", GapMeasure.POINTS: " 个百分点", GapMeasure.COMPLETION: "%"}


@dataclass(frozen=True, slots=True)
class _Case:
    """One state of things: the gap, whether the pace was met, whether the indicator rose."""

    gap: Decimal | None
    met: bool
    rose: bool


def check_warnings(review: Review) -> None:
    """Report faults in the levels of all warning rules."""
    for rule in review.declared.warnings.values():
        for index, word in enumerate(rule.periods):
            at = ("periods", index)
            review.unknown(messages.BAD_CHOICE, word, PARTS_NAMED, rule, *at, name="periods")
        for index, target in enumerate(rule.targets):
            check_view(review, rule, target, rule.view, "targets", index)
        if not rule.levels:
            review.report(
                messages.NOTHING_LEFT, rule, "levels", name="levels", reason="没有级别就无从预警"
            )
            continue
        _levels(review, rule)
        _cover(review, rule)


def _levels(review: Review, rule: WarningRule) -> None:
    before: WarningLevel | None = None
    for index, level in enumerate(rule.levels):
        path = ("levels", index)
        check_colour(review, rule, level.rgb, *path, "rgb")
        for one, two in (("above", "at_least"), ("below", "at_most")):
            if getattr(level, one) is not None and getattr(level, two) is not None:
                review.report(
                    messages.EDGES_TWICE, rule, *path, two, name=level.name, one=one, two=two
                )
        if before is not None and level.order >= before.order:
            review.report(
                messages.LEVELS_ORDER,
                rule,
                *path,
                "order",
                name=level.name,
                order=level.order,
                before=before.name,
                other=before.order,
            )
        before = level


def _cover(review: Review, rule: WarningRule) -> None:
    """Each case has one level; the first case of a gap and of each overlap is told."""
    told: set[tuple[int, ...]] = set()
    for case in _cases(rule):
        found = tuple(i for i, level in enumerate(rule.levels) if _holds(level, case))
        if len(found) == 1 or found in told:
            continue
        told.add(found)
        said = _said(rule, case)
        if found:
            first, second = rule.levels[found[0]].name, rule.levels[found[1]].name
            review.report(
                messages.LEVELS_OVERLAP,
                rule,
                "levels",
                found[1],
                "name",
                case=said,
                first=first,
                second=second,
            )
        else:
            review.report(messages.LEVELS_GAP, rule, "levels", case=said)


def _cases(rule: WarningRule) -> Iterator[_Case]:
    """Every edge, every stretch between edges, met or not, risen or not, as far as possible."""
    rises = [False, True] if any(level.rose is not None for level in rule.levels) else [False]
    if rule.measure is GapMeasure.ROSE:
        yield from (_Case(None, False, rose) for rose in rises)
        yield _Case(None, True, False)
        return
    done = Decimal(100) if rule.measure is GapMeasure.COMPLETION else Decimal(0)
    edges = {done}
    for level in rule.levels:
        for edge in (level.above, level.at_least, level.at_most, level.below):
            edges |= {edge} if edge is not None else set()
    row = sorted(edges)
    between = [(a + b) / 2 for a, b in itertools.pairwise(row)]
    for gap in sorted([row[0] - 1, *row, *between, row[-1] + 1]):
        met = gap >= done if rule.measure is GapMeasure.COMPLETION else gap <= done
        yield from (_Case(gap, met, rose) for rose in (rises if not met else [False]))


def _holds(level: WarningLevel, case: _Case) -> bool:
    if level.met is not None and level.met is not case.met:
        return False
    if level.rose is not None and level.rose is not case.rose:
        return False
    if case.gap is None:
        return True
    return (
        (level.above is None or case.gap > level.above)
        and (level.at_least is None or case.gap >= level.at_least)
        and (level.at_most is None or case.gap <= level.at_most)
        and (level.below is None or case.gap < level.below)
    )


def _said(rule: WarningRule, case: _Case) -> str:
    parts = []
    if case.gap is not None:
        name = "完成率" if rule.measure is GapMeasure.COMPLETION else "差距"
        parts.append(f"{name}为 {case.gap.normalize():f}{_UNITS[rule.measure]}")
    parts.append("达到进度" if case.met else "未达到进度")
    if any(level.rose is not None for level in rule.levels):
        parts.append("不降反升" if case.rose else "没有上升")
    return "、".join(parts)
