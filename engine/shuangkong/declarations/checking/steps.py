"""Step tables and ladders: the right edge on each row, in order, and fair."""

from ... import messages
from ...vocabulary import Item, ItemRule, Scheme, Step
from .amounts import is_percentage
from .review import Path, Review


def check_steps(review: Review, scheme: Scheme, item: Item, index: int) -> None:
    """Report faults in the steps of an item.

    The first row that fits gives the points, so a step table falls and a ladder rises; only
    the last row may stand without an edge, for all the rest.
    """
    for number, step in enumerate(item.steps):
        where: Path = ("items", index, "steps", number)
        _row(review, scheme, item, step, where)
        if number:
            _pair(review, scheme, item, number, where)


def _row(review: Review, scheme: Scheme, item: Item, step: Step, where: Path) -> None:
    """One row has the edge that the rule asks for, in percent, and no more than full points."""
    wanted, other = _edges(item)
    edge = getattr(step, wanted)
    wrong = getattr(step, other) is not None
    last = step is item.steps[-1]
    if wrong or (edge is None and not last):
        found = f"却写了 {other}" if wrong else "没有写"
        review.report(
            messages.STEPS_EDGE,
            scheme,
            *where,
            other,
            rule=item.rule.value,
            wanted=wanted,
            found=found,
        )
    elif edge is not None and not is_percentage(edge.unit):
        review.report(messages.NOT_PERCENT, scheme, *where, wanted, key=wanted, seen=str(edge))
    if step.points > item.points:
        words = {"points": str(step.points), "full": str(item.points)}
        review.report(messages.STEPS_FULL, scheme, *where, "points", **words)


def _edges(item: Item) -> tuple[str, str]:
    """The edge that the rows of a rule have, and the one they must not have."""
    pair = ("at_least", "at_most")
    return pair[::-1] if item.rule is ItemRule.LADDER else pair


def _pair(review: Review, scheme: Scheme, item: Item, number: int, where: Path) -> None:
    """One row against the row above it."""
    before, step = item.steps[number - 1], item.steps[number]
    key = _edges(item)[0]
    one, two = getattr(before, key), getattr(step, key)
    rising = item.rule is ItemRule.LADDER
    both = one is not None and two is not None
    if both and (two.low <= one.low if rising else two.low >= one.low):
        order = "从小到大" if rising else "从大到小"
        mend = f"各档按 {key} {order}排列，每档不同：从上往下取第一个符合的"
        review.report(
            messages.STEPS_ORDER, scheme, *where, key, this=str(two), before=str(one), mend=mend
        )
    elif step.points > before.points:
        this = f"“{two}”" if two is not None else "其余情况"
        review.report(
            messages.STEPS_POINTS,
            scheme,
            *where,
            "points",
            this=this,
            points=step.points,
            before=f"“{one}”",
            other=before.points,
        )
