"""`warning` and `formula` cases: a level of the barometer, and arithmetic that is printed."""

from collections.abc import Iterator
from fractions import Fraction

from ... import units
from ...declarations.bundle import Declarations
from ...formulas import Name, parse, to_exact
from ...formulas.as_exact import to_decimal
from ...vocabulary import Amount, Deadline, Scope, Source, Target, TargetKind
from ...vocabulary.case import FormulaCase, WarningCase
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


def formula_differences(case: FormulaCase) -> Iterator[str]:
    """How the value of a formula, or its truth, differs from what is printed."""
    given, expect = case.given, case.expect
    values = {name: _in_formula(amount) for name, amount in given.values.items()}

    def lookup(name: Name) -> Fraction:
        if str(name) not in values:
            raise CaseFault(f"公式中的“{name}”没有给数值")
        return values[str(name)]

    found = to_exact(parse(given.formula), lookup)
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


def _in_formula(amount: Amount) -> Fraction:
    """Percentages are ratios inside a formula; everything else is the number as printed."""
    if amount.is_range:
        raise CaseFault(f"公式里的量只能是一个数，写的是区间 {amount}")
    return Fraction(amount.low) * units.scale(amount.unit)


def _holds(truth: bool) -> str:
    return "成立" if truth else "不成立"
