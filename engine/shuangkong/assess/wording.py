"""What is said beside a verdict: its reason, and the remarks a reader must not miss."""

from decimal import Decimal
from fractions import Fraction

from .. import units
from ..formulas.as_exact import in_units
from ..vocabulary import Moment
from .digits import digits_apart
from .judgement import CalcStep, Outcome
from .lacks import said_lacks
from .working import Work

#: Digits after which two different numbers are told apart no further.
_MOST_DIGITS = 30
#: how a label goes on when its figure is below zero
_OTHER_WAY = {
    "降低率": "上升",
    "提高率": "下降",
    "增长率": "下降",
    "允许增量": "应减少",
    "增量": "减少",
}


def kept(digits: int) -> str:
    """How a rounding to some digits is called in a remark."""
    return f"{digits}位小数" if digits else "整数"


def remarks(work: Work, outcome: Outcome) -> tuple[str, ...]:
    """What a reader must know beside the outcome."""
    return _roundings(work, outcome)


#: said beside a verdict that printed digits leave open: it stands until figures are approved
AS_REPORTED = "两端的结论相反；未经核定的，按所报的数评定，核定后结论有变的另行更正"


def left_undecided(work: Work, between: tuple[Decimal, Decimal]) -> str:
    """That printed digits could change the verdict: the two ends they leave, and what holds."""
    step = work.steps[work.case.method.actual]
    required = work.exact[work.case.method.required] or Fraction(0)
    digits = step.decimals + 1
    low, high = (Fraction(end) for end in between)
    while (
        digits < _MOST_DIGITS
        and required not in (low, high)
        and _print(required, digits, step)
        in (_print(low, digits, step), _print(high, digits, step))
    ):
        digits += 1
    name = work.method_step(step.name).label
    shown = f"{_print(low, digits, step)}至{_print(high, digits, step)}"
    return f"所用数据按印出的位数有舍入，{name}在{shown}之间，{AS_REPORTED}"


def spoken(label: str, shown: str) -> str:
    """A figure with its label; what went the other way is said as that: 上升2.03%, 减少22.38."""
    if not shown.startswith("-"):
        return f"{label}{shown}"
    for word, other in _OTHER_WAY.items():
        if label.endswith(word):
            return f"{label.removesuffix(word)}{other}{shown[1:]}"
    return f"{label}{shown}"


def reason(work: Work, outcome: Outcome) -> str | None:
    """What was reached against what was required, in one sentence."""
    moment = Moment.of(work.row.t)
    if outcome is Outcome.NOT_ASSESSABLE:
        return _baseless(work) or _between(work) or _lacking(work)
    if outcome is Outcome.WITHDRAWN:
        words = in_words(work)
        return words and f"现为“{words[0]}”，已不再执行，不作完成与否的结论"
    if outcome not in (Outcome.MET, Outcome.NOT_MET):
        return None
    method = work.case.method
    actual, required = work.exact.get(method.actual), work.exact.get(method.required)
    if actual is None or required is None:
        return None
    words = in_words(work)
    if words is not None:
        said = "达到" if outcome is Outcome.MET else "未达到"
        now = "现" if moment.is_year else moment.named
        return f"{now}为“{words[0]}”，要求“{words[1]}”，{said}要求"
    when = "" if moment.is_year else moment.named
    said = "达到" if outcome is Outcome.MET else "未达到"
    return f"{when}{_compared(work)}，{said}要求{_by_every_reading(work, outcome)}"


def _compared(work: Work) -> str:
    """What was reached and what was required."""
    method = work.case.method
    first, second = work.steps[method.actual], work.steps[method.required]
    actual, required = Fraction(work.exact[first.name] or 0), Fraction(work.exact[second.name] or 0)
    return (
        f"{spoken(first.label, _print(actual, first.decimals, first))}，"
        f"{spoken(second.label, _print(required, first.decimals, first))}"
    )


def _by_every_reading(work: Work, outcome: Outcome) -> str:
    """That all readings of a range or an 'about' come to the same, where there are several."""
    if work.case.passes_easy is None:
        return ""
    if work.row.target.about:
        readings = work.declarations.plan.readings
        if outcome is Outcome.MET:
            return ""
        if readings.about_band:
            return f"，且超出“左右”的幅度（所印数字的{readings.about_band:f}%）"
        return f"，且超出“左右”的外沿（{readings.outer_edge}）" if readings.outer_edge else ""
    return "（区间两端都达到）" if outcome is Outcome.MET else "（区间较宽一端也未达到）"


def _between(work: Work) -> str | None:
    """What a person has to decide: reached by the lenient reading, and not by the strict one."""
    if not work.in_band:
        return None
    said = _compared(work)
    if not work.row.target.about:
        step = work.steps[work.case.method.required]
        easy = work.case.easy(work.case.method.required)
        wide = "" if easy is None else f"（较宽一端为{_print(easy, step.decimals, step)}）"
        return f"{said}{wide}；介于区间目标的宽、严两端之间，待人裁定"
    readings = work.declarations.plan.readings
    if readings.about_band:
        band = f"所印数字的{readings.about_band:f}%"
        return f"{said}，未达到所印数字，未超出“左右”的幅度（{band}）；幅度之内是否完成，待人裁定"
    until = f"，未超出“左右”的外沿（{readings.outer_edge}）" if readings.outer_edge else ""
    return f"{said}，未达到所印数字{until}；“左右”的幅度没有写明，待人裁定"


def in_words(work: Work) -> tuple[str, str] | None:
    """The state reached and the state required, where the indicator is a state."""
    declared = work.indicator(work.row.level)
    reached = work.exact.get(work.case.method.actual)
    if declared is None or not declared.state or reached is None:
        return None
    found = declared.state_named(int(reached)) if reached.denominator == 1 else None
    return None if found is None else (found, declared.state[-1])


def _baseless(work: Work) -> str | None:
    """Why a change has no percentage: what it starts from is not above zero."""
    case, base = work.case, work.case.method.base
    if base is None or not case.baseless:
        return None
    year = work.row.base if base == "x_0" else work.row.t - 1
    declared, value = work.indicator(work.row.level), case.facts.value(case.level, year)
    if declared is None or value is None:
        return None
    shown = _shown(value / units.scale(declared.unit), declared.decimals)
    return (
        f"{year}年的{declared.name}为 {shown:f} {declared.unit}，"
        "基数为零或负数，升降的百分比没有意义，应改用绝对量的目标"
    )


def _lacking(work: Work) -> str | None:
    """Which reported figures are missing, where a derived indicator hides them."""
    level, years = work.case.level, work.row.missing_levels
    if not years or not work.facts.is_derived(level):
        return None
    lacks = [lack for year in years for lack in work.facts.missing_under(level, year)]
    return said_lacks(lacks, work.facts.language, work.facts.entity) or None


def _print(value: Fraction, digits: int, step: CalcStep) -> str:
    gap = "" if step.unit in ("%", "个百分点") else " "
    return f"{_shown(value / units.scale(step.unit), digits):f}{gap}{step.unit}".strip()


def _roundings(work: Work, outcome: Outcome) -> tuple[str, ...]:
    """What a reader must know beside the outcome: every rounding that would flip it.

    Rounded to two digits and to one; to whole numbers only where a whole number is required.
    """
    if outcome not in (Outcome.MET, Outcome.NOT_MET):
        return ()
    method = work.case.method
    actual, required = work.exact.get(method.actual), work.exact.get(method.required)
    if actual is None or required is None:
        return ()
    step = work.steps[method.actual]
    scale = units.scale(step.unit)
    limit = _shown(required / scale, 2)
    fine = digits_apart(actual, required, step.unit, 4)
    found: list[str] = []
    for digits in (2, 1, 0) if limit == limit.to_integral_value() else (2, 1):
        if _meets(work, _shown(actual / scale, digits), limit) == (outcome is Outcome.MET):
            continue
        shown = _print(actual, digits, step)
        if found:
            found.append(f"如先保留{kept(digits)}（{shown}），结论也会相反")
            continue
        found.append(
            f"按未舍入的数值 {_print(actual, fine, step)} 判断；如先保留{kept(digits)}"
            f"（{shown}），结论会相反，请核对口径"
        )
    return tuple(found)


def _meets(work: Work, shown: Decimal, limit: Decimal) -> bool:
    """Whether a rounded value would reach what is required."""
    if work.row.target.form.strict:
        return shown > limit if work.case.method.higher else shown < limit
    return shown >= limit if work.case.method.higher else shown <= limit


def _shown(value: Fraction, digits: int) -> Decimal:
    """A value half-up rounded as it would be printed."""
    return Decimal(in_units(value, digits)).scaleb(-digits)
