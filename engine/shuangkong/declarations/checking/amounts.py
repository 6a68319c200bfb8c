"""Whether a value can be what a form asks of an indicator: percent, points and amounts."""

from ... import messages, units
from ...vocabulary import Amount, Form, Indicator, Message
from ..hints import did_you_mean

#: Relative changes; everything else is counted in the indicator's own unit.
_RELATIVE = (Form.REDUCE_BY, Form.RAISE_BY)
_POINTS = "百分点"

Misfit = tuple[Message, dict[str, object]]


def misfit(
    form: Form, value: Amount, indicator: Indicator | None, known: units.Units
) -> Misfit | None:
    """What is wrong with a value, and the words to say it with; `known` are the plan's units."""
    unit = known.find(value.unit)
    own = known.find(indicator.unit) if indicator else None
    if unit is None:
        return unknown_unit(value.unit, known)
    if not value.unit and indicator is not None and own is not None and own.dimension:
        words: dict[str, object] = {
            "seen": str(value),
            "about": indicator.id,
            "unit": indicator.unit,
        }
        return messages.UNIT_NOT_GIVEN, words
    said: dict[str, object] = {
        "seen": str(value),
        "form": form.chinese,
        "number": str(Amount(value.low, value.high, "")),
        "unit": indicator.unit if indicator else "",
        "about": indicator.id if indicator else "",
    }
    if form in _RELATIVE:
        kind = _relative(unit)
        said["absolute"] = "cut_by" if form is Form.REDUCE_BY else "at_least"
    elif form is Form.RAISE_BY_POINTS:
        kind = _points(unit, own)
    else:
        kind = _amount(form, unit, own)
        said["relative"] = "reduce_by" if form in (Form.CUT_BY, Form.AT_MOST) else "raise_by"
    kind = kind or _size(form, value, unit)
    return None if kind is None else (kind, said)


def unknown_unit(text: str, known: units.Units) -> Misfit:
    """A unit that is not in the table."""
    shown = text or "（没有写单位）"
    return messages.UNKNOWN_UNIT, {"seen": shown, "hint": did_you_mean(text, known.names)}


def _relative(unit: units.Unit) -> Message | None:
    if unit.text == _POINTS:
        return messages.POINTS_FOR_PERCENT
    return messages.AMOUNT_FOR_PERCENT if unit.dimension or unit.factor == 1 else None


def _points(unit: units.Unit, own: units.Unit | None) -> Message | None:
    if unit.text == _POINTS:
        return messages.UNIT_MISMATCH if own is not None and own.dimension else None
    return messages.UNIT_MISMATCH if unit.dimension else messages.PERCENT_FOR_POINTS


def _amount(form: Form, unit: units.Unit, own: units.Unit | None) -> Message | None:
    if own is None:
        return None
    if own.dimension:
        if not unit.dimension and unit.text:
            return messages.PERCENT_FOR_AMOUNT
        return None if unit.dimension == own.dimension else messages.UNIT_MISMATCH
    if unit.dimension:
        return messages.UNIT_MISMATCH
    if form is Form.CUT_BY:
        return None if unit.text == _POINTS else messages.PERCENT_FOR_POINTS
    if not unit.text and own.factor != 1:
        return messages.UNIT_NOT_GIVEN  # 58 beside an indicator in % would be 5800 %
    return messages.UNIT_MISMATCH if unit.text == _POINTS != own.text else None


def _size(form: Form, value: Amount, unit: units.Unit) -> Message | None:
    if value.low < 0 and (form.needs_base or form is Form.TOTAL_AT_LEAST):
        return messages.NEGATIVE
    if form is Form.REDUCE_BY and value.high * unit.factor.numerator >= unit.factor.denominator:
        return messages.TOO_MUCH
    return None


def is_percentage(unit: str) -> bool:
    """Whether a unit is %, ‰ or percentage points."""
    found = units.find(unit)
    return found is not None and not found.dimension and found.factor < 1
