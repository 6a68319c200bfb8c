"""Early warning 预警: the level of a within-year barometer for one verdict.

Each rule is measured on its own yardstick and gives its own level: intensity and total are never
mixed. The gap is exact; the bounds of a level are numbers in the measure's own unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ..formulas.exact_reading import to_decimal
from ..vocabulary import Form, GapMeasure, WarningLevel, WarningRule
from .result import Judgement, Outcome


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
    """The level of a verdict by one rule. Without data there is no level."""
    if judgement.actual is None or judgement.required is None or judgement.margin is None:
        return Warned(rule, judgement, None, None, judgement.reason)
    actual, required = Fraction(judgement.actual), Fraction(judgement.required)
    met = judgement.margin >= 0
    gap = _gap(rule.measure, actual, required, Fraction(judgement.margin))
    if gap is None:
        return Warned(rule, judgement, None, None, "目标值为零，无法计算差距的比例")
    rose = judgement.target.form is Form.REDUCE_BY and actual < 0
    level = next((x for x in rule.levels if _fits(x, gap, met, rose)), None)
    shown = to_decimal(gap)
    if level is None:
        return Warned(rule, judgement, None, shown, "预警办法没有写明这种情形的级别")
    said = f"{'达到' if met else '未达到'}{judgement.view.chinese}要求"
    if rule.measure is not GapMeasure.ROSE:
        said += f"，{_WORDS[rule.measure]}{float(gap):.2f}{_UNITS[rule.measure]}"
    if rose:
        said += "，不降反升"
    return Warned(rule, judgement, level, shown, said)


def _gap(
    measure: GapMeasure, actual: Fraction, required: Fraction, margin: Fraction
) -> Fraction | None:
    """How far a value falls short (0 when met), in the measure's own unit."""
    short = max(-margin, Fraction(0))
    if measure is GapMeasure.POINTS:
        return short * 100
    if measure is GapMeasure.ROSE:
        return Fraction(0)
    if required == 0:
        return None
    if measure is GapMeasure.COMPLETION:
        return actual / required * 100
    return short / abs(required) * 100


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
) -> tuple[Warned, ...]:
    """Levels of all verdicts that some rule of the year is about."""
    return tuple(
        warn(rule, j)
        for rule in rules
        if applies(rule, year, period)
        for j in judgements
        if j.target.id in rule.targets
        and j.view is rule.view
        and j.outcome is not Outcome.NOT_APPLICABLE
    )
