"""Schemes: points add up, each rule has what it needs, steps and grades are in order."""

from decimal import Decimal

from ... import messages
from ...vocabulary import Item, ItemRule, NearZeroMethod, Scheme, SchemeKind, View
from ..fields import declared_fields
from .amounts import is_percentage
from .counting import check_count
from .grades import check_consequences, check_grades
from .methods import check_view
from .review import Path, Review
from .steps import check_steps

_NEEDS = {
    ItemRule.STEPS: ("target", "view", "steps"),
    ItemRule.LINEAR: ("target", "view"),
    ItemRule.ALL_OR_NOTHING: ("target", "view"),
    ItemRule.MATRIX: ("target", "matrix"),
    ItemRule.LADDER: ("target", "view", "steps"),
    ItemRule.MEASURE: (),
    ItemRule.CHAINED: ("chained",),
}
_MAY = {
    ItemRule.STEPS: ("bonus", "near_zero", "fallback", "not_applicable"),
    ItemRule.LINEAR: ("bonus", "near_zero", "fallback", "not_applicable"),
    ItemRule.ALL_OR_NOTHING: ("bonus", "near_zero", "fallback", "not_applicable"),
    ItemRule.MATRIX: ("bonus", "near_zero", "fallback", "not_applicable"),
    ItemRule.LADDER: ("near_zero", "fallback", "not_applicable"),
    ItemRule.MEASURE: ("parts", "fallback"),
    ItemRule.CHAINED: ("parts", "fallback", "not_applicable"),
}
#: Keys whose use depends on the rule.
_RULED = ("target", "view", "steps", "bonus", "matrix", "near_zero", "parts", "chained")


def check_schemes(review: Review) -> None:
    """Report faults of all schemes."""
    for scheme in review.declared.schemes.values():
        check_consequences(review, scheme)
        if scheme.kind is SchemeKind.COUNT:
            check_count(review, scheme)
        else:
            _with_points(review, scheme)


def _with_points(review: Review, scheme: Scheme) -> None:
    _only_points(review, scheme)
    _points(review, scheme)
    _items(review, scheme)
    _vetoes(review, scheme)
    check_grades(review, scheme)
    _honours(review, scheme)


def _only_points(review: Review, scheme: Scheme) -> None:
    for name in ("classes", "forced_grade"):
        if getattr(scheme, name):
            review.report(messages.COUNT_ONLY, scheme, name, name=name)
    if scheme.veto_grade is None:
        review.report(messages.VETO_GRADE_MISSING, scheme, "grades")


def _items(review: Review, scheme: Scheme) -> None:
    for index, item in enumerate(scheme.items):
        _rule(review, scheme, item, index)
        _parts(review, scheme, item, index)
        _details(review, scheme, item, index)
        _withdrawn(review, scheme, item, index)
        check_steps(review, scheme, item, index)
        if item.target is not None and item.view is not None:
            path = ("items", index, "view")
            check_view(review, scheme, item.target, item.view, *path)
        if item.target is not None and item.rule is ItemRule.MATRIX:
            for view in (View.ANNUAL, View.PROGRESS):
                check_view(review, scheme, item.target, view, "items", index, "target")


def _withdrawn(review: Review, scheme: Scheme, item: Item, index: int) -> None:
    """A target that may be withdrawn is scored by what the scheme says of that."""
    target = review.declared.targets.get(item.target or "")
    indicator = review.declared.indicators.get(target.indicator or "") if target else None
    if indicator is None or not indicator.withdrawn or item.not_applicable is not None:
        return
    review.report(
        messages.WITHDRAWN_UNSCORED,
        scheme,
        "items",
        index,
        item=item.name,
        about=indicator.name,
        state="、".join(indicator.withdrawn),
    )


def _vetoes(review: Review, scheme: Scheme) -> None:
    for index, veto in enumerate(scheme.vetoes):
        if not veto.views:
            review.report(
                messages.NOTHING_LEFT,
                scheme,
                "vetoes",
                index,
                "views",
                name="views",
                reason="没有写按哪个时段否决",
            )
        for number, view in enumerate(veto.views):
            check_view(review, scheme, veto.target, view, "vetoes", index, "views", number)


def _honours(review: Review, scheme: Scheme) -> None:
    for index, honour in enumerate(scheme.honours):
        if honour.first <= 0:
            review.report(
                messages.NOT_POSITIVE,
                scheme,
                "honours",
                index,
                "first",
                name="first",
                seen=str(honour.first),
            )


def _points(review: Review, scheme: Scheme) -> None:
    if not scheme.items:
        review.report(
            messages.NOTHING_LEFT, scheme, "items", name="items", reason="没有计分项就没有得分"
        )
        return
    total = sum((i.points for i in scheme.items), Decimal(0))
    if total != scheme.full:
        review.report(messages.POINTS_SUM, scheme, "items", sum=total, full=scheme.full)


def _rule(review: Review, scheme: Scheme, item: Item, index: int) -> None:
    """A rule has what it needs and nothing that it ignores."""
    for key in _NEEDS[item.rule]:
        if not getattr(item, key):
            meaning = declared_fields(Item)[key].zh
            review.report(
                messages.RULE_NEEDS,
                scheme,
                "items",
                index,
                "rule",
                rule=item.rule.value,
                key=key,
                meaning=meaning,
            )
    for key in _RULED:
        if getattr(item, key) and key not in (*_NEEDS[item.rule], *_MAY[item.rule]):
            review.report(
                messages.RULE_IGNORES, scheme, "items", index, key, rule=item.rule.value, key=key
            )


def _parts(review: Review, scheme: Scheme, item: Item, index: int) -> None:
    given = [p.points for p in item.parts if not p.deduct]
    if given and sum(given, Decimal(0)) != item.points:
        review.report(
            messages.PARTS_SUM,
            scheme,
            "items",
            index,
            "parts",
            name=item.name,
            sum=sum(given, Decimal(0)),
            points=item.points,
        )


def _details(review: Review, scheme: Scheme, item: Item, index: int) -> None:
    """Bonus, matrix, near-zero rule and chained points are sound in themselves."""
    _bonus(review, scheme, item, index)
    _matrix(review, scheme, item, index)
    _near_zero(review, scheme, item, index)
    if item.chained is not None:
        for grade, points in item.chained.points.items():
            if points > item.points:
                path: Path = ("items", index, "chained", "points", grade)
                review.report(messages.STEPS_FULL, scheme, *path, points=points, full=item.points)


def _bonus(review: Review, scheme: Scheme, item: Item, index: int) -> None:
    """A bonus gives points, up to some, for each part of a percentage."""
    bonus = item.bonus
    if bonus is None:
        return
    path: Path = ("items", index, "bonus")
    amounts = {"points": bonus.points, "most": bonus.most}
    seen = {key: str(amount) for key, amount in amounts.items() if amount <= 0}
    if bonus.each.low <= 0:
        seen["each"] = str(bonus.each)
    for key, text in seen.items():
        review.report(messages.NOT_POSITIVE, scheme, *path, key, name=key, seen=text)
    if bonus.each.low > 0 and not is_percentage(bonus.each.unit):
        each = str(bonus.each)
        review.report(messages.NOT_PERCENT, scheme, *path, "each", key="each", seen=each)


def _near_zero(review: Review, scheme: Scheme, item: Item, index: int) -> None:
    """A cap stands where the method asks for one, and nowhere else."""
    zero = item.near_zero
    if zero is None:
        return
    wanted = zero.method is NearZeroMethod.CAP
    path: Path = ("items", index, "near_zero")
    if wanted and zero.cap is None:
        reason = "目标接近零时按 cap（完成率封顶）处理，却没有写上限"
        review.report(messages.NEAR_ZERO_CAP, scheme, *path, "method", reason=reason)
    elif not wanted and zero.cap is not None:
        reason = "目标接近零时按 difference（只看完成与否）处理，用不到完成率上限"
        review.report(messages.NEAR_ZERO_CAP, scheme, *path, "cap", reason=reason)


def _matrix(review: Review, scheme: Scheme, item: Item, index: int) -> None:
    matrix = item.matrix
    if matrix is None:
        return
    path = ("items", index, "matrix")
    if matrix.both > item.points:
        review.report(
            messages.STEPS_FULL, scheme, *path, "both", points=matrix.both, full=item.points
        )
    said = {"both": "均完成", "neither": "均未完成"}
    said |= {"only_cumulative": "仅累计完成", "only_annual": "仅年度完成"}
    for better, worse in (
        ("both", "only_cumulative"),
        ("both", "only_annual"),
        ("only_cumulative", "neither"),
        ("only_annual", "neither"),
    ):
        high, low = getattr(matrix, better), getattr(matrix, worse)
        if high < low:
            review.report(
                messages.MATRIX_ORDER,
                scheme,
                *path,
                worse,
                better=said[better],
                high=high,
                worse=said[worse],
                low=low,
            )
