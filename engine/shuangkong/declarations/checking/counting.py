"""Count schemes: classes of indicators, limits of each grade, nothing that needs points."""

from decimal import Decimal

from ... import messages
from ...vocabulary import Scheme
from .grades import check_colour
from .methods import check_view
from .review import Review

#: keys that only a scheme with points knows
_POINTS_ONLY = ("items", "vetoes", "veto_grade", "tie_break", "honours")


def check_count(review: Review, scheme: Scheme) -> None:
    """Report faults of a scheme that counts."""
    for key in _POINTS_ONLY:
        if getattr(scheme, key):
            review.report(messages.POINTS_ONLY, scheme, key, name=key)
    if not scheme.classes:
        reason = "没有指标类别就没有可计的项"
        review.report(messages.NOTHING_LEFT, scheme, "classes", name="classes", reason=reason)
    grades = [grade.name for grade in scheme.grades]
    if scheme.forced_grade is not None:
        review.unknown(messages.UNKNOWN_GRADE, scheme.forced_grade, grades, scheme, "forced_grade")
    _classes(review, scheme)
    _limits(review, scheme)


def _classes(review: Review, scheme: Scheme) -> None:
    seen: dict[str, str] = {}
    for index, one in enumerate(scheme.classes):
        for number, target in enumerate(one.targets):
            path = ("classes", index, "targets", number)
            if target not in review.declared.targets and not review.lost("targets"):
                known = list(review.declared.targets)
                review.unknown(messages.UNKNOWN_TARGET, target, known, scheme, *path)
                continue
            if target in seen:
                review.report(
                    messages.COUNTED_TWICE, scheme, *path, seen=target, other=seen[target]
                )
            seen[target] = one.name
            for view in one.views:
                check_view(review, scheme, target, view, *path)


def _limits(review: Review, scheme: Scheme) -> None:
    """Grades from best to worst: limits never grow tighter, only the last has none."""
    known = {one.id for one in scheme.classes}
    for index, grade in enumerate(scheme.grades):
        check_colour(review, scheme, grade.colour, "grades", index, "colour")
        last = index == len(scheme.grades) - 1
        for name, most in grade.missed.items():
            if name not in known:
                review.unknown(
                    messages.UNKNOWN_CLASS, name, known, scheme, "grades", index, "missed"
                )
            if most < 0 or most != most.to_integral_value():
                review.report(
                    messages.COUNT_LIMIT, scheme, "grades", index, "missed", seen=str(most)
                )
        if bool(grade.missed) is last:
            review.report(
                messages.COUNT_FLOOR if last else messages.COUNT_OPEN,
                scheme, "grades", index, "name", name=grade.name,
            )  # fmt: skip
        if index and not last:
            above = scheme.grades[index - 1]
            tighter = [
                one.name
                for one in scheme.classes
                if grade.missed.get(one.id, Decimal(0)) < above.missed.get(one.id, Decimal(0))
            ]
            if tighter:
                review.report(
                    messages.COUNT_ORDER, scheme, "grades", index, "missed", name=grade.name,
                    above=above.name, classes="、".join(tighter),
                )  # fmt: skip
