"""Early warning 预警: the level of a within-year barometer for one verdict.

Each rule is measured on its own yardstick and gives its own level: intensity and total are never
mixed. The gap is exact; the bounds of a level are numbers in the measure's own unit.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from .. import units
from ..declarations.facts import ExactFacts
from ..formulas.as_exact import half_up, to_decimal
from ..records import dataclass
from ..vocabulary import Form, GapMeasure, WarningLevel, WarningRule
from .digits import digits_apart
from .judgement import Judgement, Outcome
from .lacks import said_lacks
from .score import passed


@dataclass(frozen=True, slots=True)
class Warned:
    """The level that a rule gives a verdict; `level` is None when none can be given, `why` says."""

    rule: WarningRule
    judgement: Judgement
    level: WarningLevel | None
    gap: Decimal | None
    why: str


_UNITS = {
    GapMeasure.RATIO: "%",
    GapMeasure.POINTS: "个百分点",
    GapMeasure.COMPLETION: "%",
    GapMeasure.ROSE: "",
}
_WORDS = {
    GapMeasure.RATIO: "差距占目标值",
    GapMeasure.POINTS: "差距",
    GapMeasure.COMPLETION: "完成率",
    GapMeasure.ROSE: "",
}


def applies(rule: WarningRule, year: int, period: str | None) -> bool:
    """Whether a rule is for an assessment year and a period within it ('H1'; None: the year)."""
    in_year = not rule.years or year in rule.years
    in_period = not rule.periods or period in rule.periods
    return in_year and in_period


def warn(rule: WarningRule, judgement: Judgement) -> Warned:
    """The level of a verdict by one rule; none without data, or by data that must be corrected."""
    lacks = None in (judgement.actual, judgement.required, judgement.margin)
    if lacks or judgement.held:
        return Warned(rule, judgement, None, None, judgement.reason)
    actual, required = _compared(judgement)
    met = _met(judgement)
    gap = _gap(rule.measure, judgement.target.form, actual, required)
    if gap is None:
        why = f"{_WORDS[rule.measure]}无法计算：目标值或实际值为零，或是允许上升的目标"
        return Warned(rule, judgement, None, None, why)
    rose = judgement.target.form is Form.REDUCE_BY and actual < 0
    level = next((x for x in rule.levels if _fits(x, gap, met, rose)), None)
    shown = to_decimal(gap)
    if level is None:
        return Warned(rule, judgement, None, shown, "预警办法没有写明这种情形的级别")
    asked = judgement.clock if judgement.is_reckoned else f"{judgement.view.chinese}要求"
    said = f"{'达到' if met else '未达到'}{asked}"
    if judgement.underlying is not None:
        decided = f"经复核认定为{'完成' if judgement.decided_met else '未完成'}"
        said = f"{asked}※ {decided}（按填报数据为{judgement.underlying.chinese}）"
    if rule.measure is GapMeasure.COMPLETION or (rule.measure is not GapMeasure.ROSE and not met):
        said += f"，{_levels(judgement)}{_WORDS[rule.measure]}{_printed(gap, rule)}"
        said += _UNITS[rule.measure] + _unrounded(rule, judgement, gap)
    if rose:
        said += "，不降反升"
    return Warned(rule, judgement, level, shown, said)


def _compared(judgement: Judgement) -> tuple[Fraction, Fraction]:
    """What a rule compares: for a cap the levels, also where the verdict is on the increment."""
    actual, required = Fraction(judgement.actual or 0), Fraction(judgement.required or 0)
    level = _level(judgement) if judgement.target.form is Form.AT_MOST else None
    above = Fraction(0) if level is None else level - actual
    return actual + above, required + above


def _unrounded(rule: WarningRule, judgement: Judgement, gap: Fraction) -> str:
    """A remark where the printed figures would give another share than the exact ones give."""
    if rule.measure is GapMeasure.POINTS:
        return ""
    factor, digits = units.scale(judgement.unit), judgement.decimals
    if _levels(judgement):
        digits = digits_apart(*_compared(judgement), judgement.unit, 2)
    seen = (half_up(one / factor, digits) * factor for one in _compared(judgement))
    again = _gap(rule.measure, judgement.target.form, *seen)
    alike = again is not None and _printed(again, rule) == _printed(gap, rule)
    return "" if alike else "（按未舍入的数计算）"


def _levels(judgement: Judgement) -> str:
    """The two levels that a gap is reckoned from, where the verdict itself is on an increment."""
    actual, required = _compared(judgement)
    if actual == Fraction(judgement.actual or 0):
        return ""
    factor = units.scale(judgement.unit)
    digits = digits_apart(actual, required, judgement.unit, 2)
    allowed, reached = (
        f"{to_decimal(half_up(one / factor, digits)):.{digits}f}\u00a0{judgement.unit}"
        for one in (required, actual)
    )
    return f"按全年总量比较（允许{allowed}，实际{reached}），"


def _level(judgement: Judgement) -> Fraction | None:
    """The indicator's own value in the year judged."""
    year = min(judgement.year, judgement.target.by.last(judgement.year))
    name = f"{judgement.target.indicator}_{year}"
    for given in judgement.inputs:
        if given.name == name:
            return Fraction(given.value) * units.scale(given.unit)
    steps = {s.name: s.value for s in judgement.steps}
    value = steps.get(name, steps.get("reckoned"))
    return None if value is None else Fraction(value)


def _met(judgement: Judgement) -> bool:
    """As it was judged or decided; by the numbers alone where that was left open."""
    if judgement.outcome in (Outcome.MET, Outcome.NOT_MET, Outcome.OVERRIDDEN):
        return passed(judgement)
    return judgement.margin is not None and judgement.margin >= 0


def _gap(measure: GapMeasure, form: Form, actual: Fraction, required: Fraction) -> Fraction | None:
    """How far a value falls short (0 when met), in the measure's own unit.

    A completion is the actual over the target, for a cap the target over the actual; it means
    nothing unless both are above zero or, for what should rise or fall, the target is.
    """
    short = max(actual - required if form is Form.AT_MOST else required - actual, Fraction(0))
    if measure is GapMeasure.POINTS:
        return short * 100
    if measure is GapMeasure.ROSE:
        return Fraction(0)
    if measure is GapMeasure.RATIO:
        return short / abs(required) * 100 if required else None
    if required <= 0 or (form is Form.AT_MOST and actual <= 0):
        return None
    return (required / actual if form is Form.AT_MOST else actual / required) * 100


def _printed(gap: Fraction, rule: WarningRule) -> str:
    """The gap to two digits, or to as many as it takes to tell it from a level's bound, and from
    what is no gap."""
    bounds = {
        Fraction(b)
        for x in rule.levels
        for b in (x.above, x.at_least, x.at_most, x.below)
        if b is not None
    }
    bounds.add(Fraction(100 if rule.measure is GapMeasure.COMPLETION else 0))
    digits = max(digits_apart(gap, bound, "", 2) for bound in bounds)
    return f"{to_decimal(half_up(gap, digits)):.{digits}f}"


def _fits(level: WarningLevel, gap: Fraction, met: bool, rose: bool) -> bool:
    bounds = (
        level.above is None or gap > level.above,
        level.at_least is None or gap >= level.at_least,
        level.at_most is None or gap <= level.at_most,
        level.below is None or gap < level.below,
    )
    told = level.met in (None, met) and level.rose in (None, rose)
    return told and all(bounds)


def warnings_for(
    rules: Sequence[WarningRule],
    judgements: Sequence[Judgement],
    year: int,
    period: str | None = None,
    facts: ExactFacts | None = None,
) -> tuple[Warned, ...]:
    """Levels of all verdicts of an entity that some rule of the year is about.

    `facts` are the entity's, for rules that apply under a condition.
    """
    found = (
        _where_it_holds(rule, j, year, facts)
        for rule in rules
        if applies(rule, year, period)
        for j in judgements
        if j.target.id in rule.targets
        and j.view is rule.view
        and j.outcome not in (Outcome.NOT_APPLICABLE, Outcome.WITHDRAWN)
    )
    return tuple(warned for warned in found if warned is not None)


def why_unwarned(rule: WarningRule, judgements: Sequence[Judgement]) -> str:
    """Why a rule says nothing of an entity, good or bad."""
    own = [j for j in judgements if j.target.id in rule.targets]
    if not own:
        return "没有本办法所看的目标"
    seen = [j for j in own if j.view is rule.view]
    if not seen:
        return f"没有可比的{rule.view.chinese}"
    unasked = [j for j in seen if j.outcome in (Outcome.NOT_APPLICABLE, Outcome.WITHDRAWN)]
    return unasked[0].reason if len(unasked) == len(seen) else "不在本办法的适用范围内"


def _where_it_holds(
    rule: WarningRule, judgement: Judgement, year: int, facts: ExactFacts | None
) -> Warned | None:
    """The level; none, and why, where nobody can say yet whether the rule applies."""
    if rule.when is None or facts is None:
        return warn(rule, judgement)
    node = facts.language.node(rule.when)
    holds = facts.holds(node, year)
    if holds is None:
        lacks = said_lacks(facts.lacking(node, year), facts.language, facts.entity)
        why = f"本办法是否适用待定：{lacks or '基数为零，无法计算'}"
        return Warned(rule, judgement, None, None, why)
    return warn(rule, judgement) if holds else None
