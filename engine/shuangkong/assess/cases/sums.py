"""`warning` and `formula` cases: a level of the barometer, and arithmetic that is printed."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ... import units
from ...declarations.bundle import Declarations
from ...formulas import Name, to_exact
from ...formulas.as_exact import to_decimal
from ...vocabulary import Amount, Deadline, Indicator, Scope, Source, Target, TargetKind
from ...vocabulary.case import FormulaCase, FormulaGiven, WarningCase
from ..warn import warn
from .compare import CaseFault, look_up, number, ratio, words
from .staged import anyone, judgement, outcome_of


def warning_differences(declarations: Declarations, case: WarningCase) -> Iterator[str]:
    """How a warning level differs from the one expected."""
    given = case.given
    rule = look_up(declarations.warnings, given.rule, "预警办法")
    required, actual = ratio(given.target), ratio(given.actual)
    year = rule.years[0] if rule.years else declarations.plan.period.last
    target = Target(
        id=given.rule,
        name=rule.title,
        kind=TargetKind.BINDING,
        scope=Scope(),
        form=given.form,
        by=Deadline.of_year(year),
        source=Source(clause=rule.source.clause),
    )
    outcome = outcome_of(given.form, actual, required)
    entity = anyone(declarations)
    judged = judgement(entity, target, year, rule.view, outcome, achieved=actual, required=required)
    warned = warn(rule, judged)
    level = warned.level.name if warned.level else None
    for difference in words("预警级别", case.expect.level, level):
        yield f"{difference}（{warned.why}）"


def formula_differences(declarations: Declarations, case: FormulaCase) -> Iterator[str]:
    """How the value of a formula, or its truth, differs from what is printed."""
    given, expect = case.given, case.expect
    node = declarations.language.node(given.formula)
    found = to_exact(node, lambda name: _given(declarations, given, name))
    if expect.missing:
        if found is not None:
            yield f"应没有结果（待补数或裁定），实为{found}"
        return
    if expect.holds is not None:
        if not isinstance(found, bool):
            raise CaseFault("公式不是一个关系，不能问是否成立：写 value")
        if found is not expect.holds:
            yield f"关系应{_holds(expect.holds)}，实为{_holds(found)}"
    if expect.value is not None:
        if isinstance(found, bool | str):
            raise CaseFault("公式的结果不是一个数：写 holds")
        value = None if found is None else to_decimal(found)
        yield from number("算式的结果", expect.value, value, expect.value.unit)


def _given(declarations: Declarations, given: FormulaGiven, name: Name) -> Fraction | None:
    """A name as given, or by the plan's formula; nothing for an indicator that was left open."""
    language = declarations.language
    # attributes are of no year
    text = name.name if language.is_attribute(name.name) else str(name)
    declared = declarations.indicators.get(name.name)
    if text in given.values:
        return _in_formula(declarations, declared, given.values[text])
    if text in given.words:
        known = look_up(language.words, name.name, "状态或类别")
        return Fraction(look_up(known, given.words[text], f"“{name.name}”的取值"))
    formula = language.formula(name.name)
    if formula is not None:
        found = to_exact(
            formula, lambda part: _given(declarations, given, replace(part, of=part.of or name.of))
        )
        if not isinstance(found, Fraction | None):
            raise CaseFault(f"公式中的“{name}”不是一个数")
        return found
    if declared is None:
        raise CaseFault(f"公式中的“{name}”没有给数值")
    return None


def _in_formula(declarations: Declarations, declared: Indicator | None, amount: Amount) -> Fraction:
    """A number in the unit of its indicator, else as printed; percentages are ratios."""
    if amount.is_range:
        raise CaseFault(f"公式里的量只能是一个数，写的是区间 {amount}")
    if declared is not None and amount.unit not in ("", declared.unit):
        low = declarations.units.convert(amount.low, amount.unit, declared.unit)
        return Fraction(low) * units.scale(declared.unit)
    return Fraction(amount.low) * units.scale(amount.unit)


def _holds(truth: bool) -> str:
    return "成立" if truth else "不成立"
