"""A target's value, unit and form fit the indicator that it is about."""

import re

from ... import messages, units
from ...formulas import Binary, FormulaError, Name, Node, parse
from ...vocabulary import Amount, Direction, Form, Indicator, Target
from .amounts import misfit, unknown_unit
from .review import Path, Review

#: Printed qualifiers, what they mean, and the forms that say something else.
_WORDS = (
    ("以内", "不超过所印的数", (Form.AT_LEAST, Form.MORE_THAN, Form.TOTAL_AT_LEAST, Form.RAISE_BY)),
    ("超过", "超过所印的数，恰好等于不算", (Form.AT_LEAST, Form.TOTAL_AT_LEAST, Form.AT_MOST)),
    ("以上", "含所印的数", (Form.MORE_THAN, Form.AT_MOST)),
    ("达到", "含所印的数", (Form.MORE_THAN, Form.AT_MOST)),
)
#: forms that ask an indicator to grow worse
_AGAINST = {
    Direction.HIGHER: (Form.REDUCE_BY, Form.CUT_BY),
    Direction.LOWER: (Form.RAISE_BY, Form.RAISE_BY_POINTS),
}
#: what is printed without a number, which nought would let be met by what stayed as it was
_BETTER = "有所"


def check_values(review: Review) -> None:
    """Report values and units of indicators and targets that do not fit together."""
    _units(review)
    for declared in review.declared.indicators.values():
        _indicator(review, declared)
    for target in review.declared.targets.values():
        indicator = review.declared.indicators.get(target.indicator or "")
        _presence(review, target)
        _state(review, target, indicator)
        _word(review, target)
        _amounts(review, target, indicator)
        _deductions(review, target, indicator)


def _units(review: Review) -> None:
    """Units of the plan's own are new, and lead to units that are known."""
    plan, known = review.declared.plan, review.declared.units
    for name, one in plan.units.items():
        reason = None
        if units.find(name) is not None and not _as_known(name, one):
            reason = "已在单位表中，不能另行规定"
        elif one is not None and one.is_range:
            reason = "只能等于一个确定的数"
        elif known.find(name) is None:
            reason = "要换算成的单位不认识、是比例，或又换算回它自己"
        if reason is not None:
            review.report(messages.UNIT_MISDECLARED, plan, "units", name, seen=name, reason=reason)


def _as_known(name: str, one: Amount | None) -> bool:
    """Whether a unit that the table has is declared as what it is there: 亿千瓦 as 10000 万千瓦."""
    if one is None or one.is_range or units.find(one.unit) is None:
        return False
    try:
        return units.convert(one.low, one.unit, name) == 1
    except units.UnitError:
        return False


def _indicator(review: Review, indicator: Indicator) -> None:
    known = review.declared.units
    if known.find(indicator.unit) is None and not indicator.state:
        kind, words = unknown_unit(indicator.unit, known)
        review.report(kind, indicator, "unit", **words)
    if indicator.state and indicator.formula is not None:
        review.report(messages.STATE_DERIVED, indicator, "formula", about=indicator.id)
    low, high = indicator.lowest, indicator.highest
    both = [state for state in indicator.withdrawn if state in indicator.state]
    if both or (indicator.withdrawn and not indicator.state):
        shown = both[0] if both else indicator.withdrawn[0]
        review.report(messages.WITHDRAWN_MISFIT, indicator, "withdrawn", seen=shown)
    if low is not None and high is not None and low > high:
        review.report(messages.BOUNDS, indicator, "lowest", what="合理范围", low=low, high=high)
    if indicator.change_of is not None and units.scale(indicator.unit) == 1:
        review.report(
            messages.RATE_UNIT, indicator, "unit", about=indicator.id, unit=indicator.unit
        )


def _presence(review: Review, target: Target) -> None:
    """What a form needs is there, and nothing that it does not use."""
    if not target.form.has_value and target.value is not None:
        review.report(messages.VALUE_UNUSED, target, "value", seen=str(target.value))
    elif target.value is not None and target.allocated:
        review.report(messages.VALUE_AND_ALLOCATED, target, "value", name=target.name)
    if target.not_computable is not None:
        return
    if target.indicator is None:
        review.report(messages.INDICATOR_MISSING, target, "id", name=target.name)
    if target.form.needs_base and target.base is None:
        base = review.declared.plan.period.base
        review.report(messages.BASE_MISSING, target, "form", form=target.form.chinese, base=base)
    by_reading = bool(target.readings) and all(r.value is not None for r in target.readings)
    given = target.value is not None or target.allocated or by_reading
    if target.form.has_value and not given:
        review.report(messages.VALUE_MISSING, target, "id", name=target.name)


def _state(review: Review, target: Target, indicator: Indicator | None) -> None:
    """States are asked of state indicators, numbers of the others."""
    if indicator is None:
        return
    if target.form is Form.IMPROVE and indicator.direction is Direction.NEUTRAL:
        review.report(messages.NO_DIRECTION, target, "indicator", about=indicator.id)
    against = _AGAINST.get(indicator.direction, ())
    if target.form in against:
        review.report(
            messages.AGAINST_DIRECTION,
            target,
            "form",
            form=target.form.chinese,
            direction=indicator.direction.chinese,
            about=indicator.id,
        )
    if target.form is Form.COMPLETE and not indicator.state:
        review.report(messages.STATE_MISSING, target, "indicator", about=indicator.id)
    if target.form is not Form.COMPLETE and indicator.state:
        review.report(
            messages.STATE_COMPARED,
            target,
            "form",
            about=indicator.id,
            states="、".join(indicator.state),
        )


def _word(review: Review, target: Target) -> None:
    """The printed qualifier and the declared form say the same."""
    printed = target.qualifier
    if printed is None:
        return

    def misfit(key: str, mend: str, meaning: str, declared: str) -> None:
        said = {"word": printed, "meaning": meaning, "declared": declared}
        review.report(messages.WORD_MISFIT, target, key, mend=mend, **said)

    about = re.search("左右|上下|约", printed) is not None
    # beside a state, 左右 can only be said of its date
    if about and not target.about and target.form.has_value:
        misfit("qualifier", "印有“左右”的，写 about: true", "约数", "确切的数")
    elif target.about and not about:
        mend = "确实印有“左右”的，qualifier 照印；没有的，删去 about"
        misfit("about", mend, "确切的数", "约数（about: true）")
    if _BETTER in printed and target.value is not None:
        mend = "写 form: improve，不写 value；条文另有数的，qualifier 写那个数的词"
        misfit("form", mend, "持平不算完成", f"{target.form.chinese} {target.value}")
    plain = re.sub("不得?超过|不会超过|未超过", "以内", printed)
    for word, meaning, others in _WORDS:
        if word in plain and target.form in others:
            mend = "方向和是否含所印的数，决定恰好达到算不算完成"
            misfit("qualifier", mend, meaning, target.form.chinese)
            return


def _amounts(review: Review, target: Target, indicator: Indicator | None) -> None:
    """Every number of a target, each against the form and the indicator that it is for."""
    numbers: list[tuple[Path, Form, Amount | None, Indicator | None]] = [
        (("value",), target.form, target.value, indicator)
    ]
    for index, tier in enumerate(target.tiers):
        numbers.append((("tiers", index, "value"), target.form, tier.value, indicator))
    for index, reading in enumerate(target.readings):
        changed = reading.value or reading.form or reading.indicator
        value = reading.value or (target.value if changed else None)
        about = review.declared.indicators.get(reading.indicator or target.indicator or "")
        path: Path = ("readings", index, "value" if reading.value else "id")
        numbers.append((path, reading.form or target.form, value, about))
    for path, form, value, about in numbers:
        found = misfit(form, value, about, review.declared.units) if value is not None else None
        if found is not None and form.has_value:
            review.report(found[0], target, *path, **found[1])


def _deductions(review: Review, target: Target, indicator: Indicator | None) -> None:
    """What is taken off measures what it is taken off from: a ratio's is its numerator."""
    whole = indicator
    if indicator is not None and indicator.formula is not None:
        match _parsed(indicator.formula):
            case Binary("/", Name(above), _):
                whole = review.declared.indicators.get(above)
    for index, deduction in enumerate(target.deductions):
        taken = review.declared.indicators.get(deduction.indicator)
        if taken is not None and whole is not None and not _same(review, taken.unit, whole.unit):
            review.report(
                messages.UNIT_MISMATCH,
                target,
                *("deductions", index, "indicator"),
                seen=taken.unit,
                about=whole.id,
                unit=whole.unit,
            )


def _parsed(text: str) -> Node | None:
    try:
        return parse(text)
    except FormulaError:
        return None  # reported where it is declared


def _same(review: Review, one: str, other: str) -> bool:
    """Whether two units measure the same; an unknown one is reported elsewhere."""
    known = review.declared.units
    first, second = known.find(one), known.find(other)
    return first is None or second is None or first.dimension == second.dimension
