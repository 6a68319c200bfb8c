"""Completion 目标完成率: actual over target, for a cap target over actual, and where it ends."""

from fractions import Fraction

from .. import units
from ..formulas.as_exact import half_up, to_decimal
from ..vocabulary import Amount, Form, Item, NearZeroMethod
from .digits import digits_apart
from .judgement import Judgement, Outcome


def completion(item: Item, view: str, judgement: Judgement) -> str:
    """The formula of the completion; targets near zero as the scheme says."""
    ratio = f"{view}_achieved / {view}_required"
    if judgement.target.form is Form.AT_MOST:
        # less than nothing was added: the cap is kept, and by no ratio
        ratio = f"if({view}_achieved > 0, {view}_required / {view}_achieved, 100%)"
    near = item.near_zero
    if near is None or not near_zero(item, judgement):
        return ratio
    above_zero = judgement.required is not None and judgement.required > 0
    if near.method is NearZeroMethod.CAP and near.cap is not None and above_zero:
        capped = f"max(100%, min({ratio}, {ratio_text(near.cap)}))"
        return f"if({view}_met >= 1, {capped}, min({ratio}, 99.99%))"
    return f"if({view}_met >= 1, 100%, 0)"


def has_completion(item: Item, judgement: Judgement) -> bool:
    """Whether a completion means anything.

    It does not where the target is zero or lets the indicator go the wrong way (a fall of −2 %),
    unless the scheme says what becomes of targets so near zero. A capped ratio helps only the
    target that was met: a missed one has no ratio to be capped.
    """
    if judgement.required is None or judgement.required > 0:
        return True
    near = item.near_zero
    if near is None or not near_zero(item, judgement):
        return False
    return near.method is NearZeroMethod.DIFFERENCE or judgement.outcome is Outcome.MET


def no_completion(judgement: Judgement) -> str:
    """Why there is no completion, and what to do about it."""
    value, unit = Fraction(judgement.required or 0), judgement.unit
    digits = digits_apart(value, Fraction(0), unit, judgement.decimals)
    shown = to_decimal(half_up(value / units.scale(unit), digits))
    required = Amount(shown, shown, judgement.unit)
    return f"目标值为 {required}，不大于零，目标完成率没有意义，请在考核办法中写明 near_zero"


def near_zero(item: Item, judgement: Judgement) -> bool:
    """Whether the scheme has its own way with a target as small as this."""
    near, required = item.near_zero, judgement.required
    if near is None or required is None:
        return False
    below = to_decimal(Fraction(near.below.low) * units.scale(near.below.unit))
    return abs(required) < below


def ratio_text(amount: Amount | None) -> str:
    """A declared ratio as the formula writes it."""
    assert amount is not None
    percent = to_decimal(Fraction(amount.low) * units.scale(amount.unit) * 100)
    return f"{percent:f}%"
