"""What is said beside a verdict: its reason, and the remarks a reader must not miss."""

from decimal import Decimal
from fractions import Fraction

from .. import units
from ..formulas.exact_reading import in_units
from ..vocabulary import Moment
from .lacks import said_lacks
from .result import CalcStep, Outcome
from .working import Work


def kept(digits: int) -> str:
    """How a rounding to some digits is called in a remark."""
    return f"{digits}位小数" if digits else "整数"


def remarks(work: Work, outcome: Outcome) -> tuple[str, ...]:
    """What a reader must know beside the outcome."""
    return _roundings(work, outcome)


def reason(work: Work, outcome: Outcome) -> str | None:
    """What was reached against what was required, in one sentence."""
    moment = Moment.of(work.row.t)
    if outcome is Outcome.NOT_ASSESSABLE:
        return _lacking(work)
    if outcome is Outcome.WITHDRAWN:
        words = in_words(work)
        return words and f"现为“{words[0]}”，已不再执行，不作完成与否的结论"
    if outcome not in (Outcome.MET, Outcome.NOT_MET):
        return None
    method = work.case.method
    actual, required = work.exact.get(method.actual), work.exact.get(method.required)
    if actual is None or required is None:
        return None
    first, second = work.method_step(method.actual), work.method_step(method.required)
    words = in_words(work)
    if words is not None:
        said = "达到" if outcome is Outcome.MET else "未达到"
        now = "现" if moment.is_year else moment.named
        return f"{now}为“{words[0]}”，要求“{words[1]}”，{said}要求"
    step = work.steps[first.name]
    digits = step.decimals
    # equal when rounded: show as many digits as it takes to tell them apart
    while (
        digits < 6
        and actual != required
        and _print(actual, digits, step) == (_print(required, digits, step))
    ):
        digits += 1
    return (
        f"{'' if moment.is_year else moment.named}{first.label}{_print(actual, digits, step)}，"
        f"{second.label}{_print(required, digits, step)}，"
        f"{'达到' if outcome is Outcome.MET else '未达到'}要求"
    )


def in_words(work: Work) -> tuple[str, str] | None:
    """The state reached and the state required, where the indicator is a state."""
    declared = work.indicator(work.row.level)
    reached = work.exact.get(work.case.method.actual)
    if declared is None or not declared.state or reached is None:
        return None
    found = declared.state_named(int(reached)) if reached.denominator == 1 else None
    return None if found is None else (found, declared.state[-1])


def _lacking(work: Work) -> str | None:
    """Which reported figures are missing, where a derived indicator hides them."""
    level, years = work.case.level, work.row.missing_levels
    if not years or not work.facts.is_derived(level):
        return None
    lacks = [lack for year in years for lack in work.facts.missing_under(level, year)]
    return said_lacks(lacks, work.facts.language, work.facts.entity) or None


def _print(value: Fraction, digits: int, step: CalcStep) -> str:
    gap = "" if step.unit == "%" else " "
    return f"{_shown(value / units.scale(step.unit), digits, False)}{gap}{step.unit}".strip()


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
    percent = work.method_step(method.actual).percent
    sign = "%" if percent else ""
    limit = _shown(required, 2, percent)
    found: list[str] = []
    for digits in (2, 1, 0) if limit == limit.to_integral_value() else (2, 1):
        shown = _shown(actual, digits, percent)
        if _meets(work, shown, limit) == (outcome is Outcome.MET):
            continue
        if found:
            found.append(f"如先保留{kept(digits)}（{shown}{sign}），结论也会相反")
            continue
        exact = _shown(actual, 4, percent)
        found.append(
            f"按未舍入的数值 {exact:.4f}{sign} 判断；如先保留{kept(digits)}"
            f"（{shown}{sign}），结论会相反，请核对口径"
        )
    return tuple(found)


def _meets(work: Work, shown: Decimal, limit: Decimal) -> bool:
    """Whether a rounded value would reach what is required."""
    if work.row.target.form.strict:
        return shown > limit if work.case.method.higher else shown < limit
    return shown >= limit if work.case.method.higher else shown <= limit


def _shown(value: Fraction, digits: int, percent: bool) -> Decimal:
    """A value half-up rounded as it would be printed."""
    return Decimal(in_units(value * 100 if percent else value, digits)).scaleb(-digits)
