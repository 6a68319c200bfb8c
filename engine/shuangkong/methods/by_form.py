"""How each form of target is judged by each clock: formulas, written once.

A `Method` is a list of steps in the formula language over a few fixed names. The same text is
compiled to Polars for the bulk evaluation, instantiated with the real indicators and years for
the scorecard's live formulas and the explanation, and computed in fractions when a verdict is
near its threshold. Sources: design §4; 国发〔2007〕36号 (completion), 青海省统计局 2009-09-17
《关于节能目标完成情况的计算方法》 (logarithmic progress, checked by 河南 2016: 45.58 %).

Names (all in the formula's scale, 17 % as 0.17):
    x_t, x_p, x_0   the level in the year (or at the moment) judged, the year before, the base year
    r_t, rates      the published change of the year; of all years since the base
    total           the sum since the first year counted
    T               the target value; Y the issued value for the year
    k, n            years gone by since the base, years of the whole term
"""

from dataclasses import replace
from functools import cache

from ..vocabulary import AnnualMethod, Basis, Form, ProgressMethod, View
from .method import Method, MethodStep

#: What was reached since the base year, per form.
_REACHED = {
    Form.REDUCE_BY: MethodStep("achieved", "累计降低率", "1 - x_t / x_0"),
    Form.RAISE_BY: MethodStep("achieved", "累计提高率", "x_t / x_0 - 1"),
    Form.CUT_BY: MethodStep("achieved", "累计削减量", "x_0 - x_t", percent=False, difference=True),
    Form.RAISE_BY_POINTS: MethodStep("achieved", "累计提高", "x_t - x_0", difference=True),
    Form.TOTAL_AT_LEAST: MethodStep("achieved", "期内累计", "total", percent=False),
    Form.AT_LEAST: MethodStep("achieved", "实际值", "x_t", percent=False),
    Form.MORE_THAN: MethodStep("achieved", "实际值", "x_t", percent=False),
    Form.COMPLETE: MethodStep("achieved", "完成状态", "x_t", percent=False),
    Form.AT_MOST: MethodStep("achieved", "实际值", "x_t", percent=False),
    Form.IMPROVE: MethodStep("achieved", "实际值", "x_t", percent=False),
}
#: The same where only yearly rates are published.
_CHAINED = {
    Form.REDUCE_BY: MethodStep("achieved", "累计降低率", "1 - chain(rates)"),
    Form.RAISE_BY: MethodStep("achieved", "累计提高率", "chain(rates) - 1"),
    Form.AT_MOST: MethodStep("achieved", "推算的实际值", "x_0 * chain(rates)", percent=False),
}
#: The same on last year's level, for a year of which only the change is published so far.
_FROM_LAST = {
    Form.AT_MOST: MethodStep("achieved", "推算的实际值", "x_p * (1 + r_t)", percent=False),
}
#: What was reached within the year.
_IN_YEAR = {
    Form.REDUCE_BY: MethodStep("achieved", "当年降低率", "1 - x_t / x_p"),
    Form.RAISE_BY: MethodStep("achieved", "当年提高率", "x_t / x_p - 1"),
    Form.CUT_BY: MethodStep("achieved", "当年削减量", "x_p - x_t", percent=False, difference=True),
    Form.RAISE_BY_POINTS: MethodStep("achieved", "当年提高", "x_t - x_p", difference=True),
    Form.AT_MOST: MethodStep("achieved", "实际值", "x_t", percent=False),
    Form.AT_LEAST: MethodStep("achieved", "实际值", "x_t", percent=False),
    Form.MORE_THAN: MethodStep("achieved", "实际值", "x_t", percent=False),
    Form.TOTAL_AT_LEAST: MethodStep("achieved", "当年完成量", "x_t", percent=False),
    Form.COMPLETE: MethodStep("achieved", "完成状态", "x_t", percent=False),
}
_IN_YEAR_RATES = {
    Form.REDUCE_BY: MethodStep("achieved", "当年降低率", "0 - r_t"),
    Form.RAISE_BY: MethodStep("achieved", "当年提高率", "r_t"),
    Form.AT_MOST: MethodStep("achieved", "推算的实际值", "x_0 * chain(rates)", percent=False),
}
#: What is still needed to the end of the term (domain §2.6): in all, and a year.
_REMAINING = {
    Form.REDUCE_BY: (
        MethodStep("remaining", "尚需降低", "max(1 - (1 - T) / (1 - achieved), 0)"),
        MethodStep(
            "remaining_yearly",
            "今后年均尚需降低",
            "if(n > k, 1 - root(1 - remaining, max(n - k, 1)), remaining)",
        ),
    ),
    Form.RAISE_BY: (
        MethodStep("remaining", "尚需提高", "max((1 + T) / (1 + achieved) - 1, 0)"),
        MethodStep(
            "remaining_yearly",
            "今后年均尚需提高",
            "if(n > k, root(1 + remaining, max(n - k, 1)) - 1, remaining)",
        ),
    ),
}


@cache
def method(
    form: Form,
    view: View,
    basis: Basis,
    progress: ProgressMethod,
    annual: AnnualMethod,
    issued: bool,
    lower: bool = False,
) -> Method | None:
    """The method for a target's form and clock; None when the clock does not apply to it.

    `issued` says that the authority issued a value for the year; it goes before any share
    derived from the target of the whole term. `lower` tells which way is better, where the form
    does not.
    """
    if view is View.FINAL:
        return _final(form, basis, lower)
    if view is View.PROGRESS:
        return _progress(form, basis, progress)
    if issued:
        return _issued(form, basis)
    return _derived_annual(form, basis, annual)


def fits(form: Form, chosen: Basis | ProgressMethod | AnnualMethod) -> bool:
    """Whether there is a formula for a form by a chosen way; to follow nothing fits every form."""
    if isinstance(chosen, Basis):
        return _reached(form, chosen) is not None
    if isinstance(chosen, ProgressMethod):
        return chosen is ProgressMethod.NONE or _progress(form, Basis.LEVELS, chosen) is not None
    if chosen is AnnualMethod.ISSUED:
        return _issued(form, Basis.LEVELS) is not None
    derived = _derived_annual(form, Basis.LEVELS, chosen)
    return chosen is AnnualMethod.NONE or derived is not None


def _reached(form: Form, basis: Basis) -> MethodStep | None:
    if basis is Basis.LAST_LEVEL:
        return _FROM_LAST.get(form)
    return _CHAINED.get(form) if basis is Basis.CHAINED_RATES else _REACHED[form]


def _within(form: Form, basis: Basis) -> MethodStep | None:
    """What was reached within the year alone."""
    if basis is Basis.LAST_LEVEL:
        return _FROM_LAST.get(form)
    return (_IN_YEAR_RATES if basis is Basis.CHAINED_RATES else _IN_YEAR).get(form)


def _increment(name: str, label: str, formula: str) -> MethodStep:
    return MethodStep(name, label, formula, percent=False, difference=True)


def _compare(form: Form, required: str) -> str:
    if form is Form.AT_MOST:
        return f"achieved <= {required}"
    return f"achieved {'>' if form is Form.MORE_THAN else '>='} {required}"


@cache
def recurring(form: Form, basis: Basis, lower: bool, summed: bool) -> Method | None:
    """The method for what falls due each year, or (`summed`) on the sum of a few years."""
    if not summed:
        return _final(form, basis, lower)
    reached = MethodStep("achieved", "本期累计", "total", percent=False)
    required = MethodStep("required", "目标值", "T", percent=False)
    return Method((reached, required), "achieved", "required", _compare(form, "T"))


def _final(form: Form, basis: Basis, lower: bool) -> Method | None:
    reached = _reached(form, basis)
    if reached is None:
        return None
    if form is Form.IMPROVE:
        before = MethodStep("required", "基期水平", "x_0", percent=False)
        verdict = f"achieved {'<' if lower else '>'} required"
        return Method((reached, before), "achieved", "required", verdict, not lower)
    required = replace(reached, name="required", label="目标值", formula="T")
    return Method(
        (reached, required), "achieved", "required", _compare(form, "T"), form is not Form.AT_MOST
    )


def _progress(form: Form, basis: Basis, progress: ProgressMethod) -> Method | None:
    reached = _reached(form, basis)
    if reached is None:
        return None
    pace = MethodStep("pace", "时间进度", "k / n")
    if progress is ProgressMethod.LOGARITHMIC and form in (Form.REDUCE_BY, Form.RAISE_BY):
        sign = "-" if form is Form.REDUCE_BY else "+"
        steps: tuple[MethodStep, ...] = (
            reached,
            MethodStep("done", "完成进度（对数法）", f"ln(1 {sign} achieved) / ln(1 {sign} T)"),
            pace,
            MethodStep(
                "required",
                "进度要求的累计" + ("降低率" if form is Form.REDUCE_BY else "提高率"),
                "1 - root((1 - T)**k, n)" if form is Form.REDUCE_BY else "root((1 + T)**k, n) - 1",
            ),
            *_REMAINING[form],
        )
        order = "<=" if form is Form.REDUCE_BY else ">="
        verdict = f"(1 {sign} achieved)**n {order} (1 {sign} T)**k"
        return Method(steps, "achieved", "required", verdict, True, "done", "pace")
    if progress is ProgressMethod.LINEAR and form.has_value and form is not Form.AT_MOST:
        return _linear(form, reached, pace)
    if progress is ProgressMethod.INCREMENT and form is Form.AT_MOST:
        steps = (
            reached,
            _increment("increment", "比基期增量", "achieved - x_0"),
            _increment("allowed", "进度允许的增量", "(T - x_0) * k / n"),
            MethodStep("required", "进度允许的总量", "x_0 + allowed", percent=False),
            _increment("remaining", "距期末目标的余量", "T - achieved"),
            _increment(
                "remaining_yearly",
                "今后年均允许增量",
                "if(n > k, remaining / max(n - k, 1), remaining)",
            ),
        )
        return Method(steps, "achieved", "required", "increment <= allowed", False)
    return None


def _linear(form: Form, reached: MethodStep, pace: MethodStep) -> Method:
    """Equal yearly shares of what is asked for; levels count from the base year's."""
    from_base = form in (Form.AT_LEAST, Form.MORE_THAN)
    share = "x_0 + (T - x_0) * k / n" if from_base else "T * k / n"
    done = "(achieved - x_0) / (T - x_0)" if from_base else "achieved / T"
    remaining = replace(reached, difference=reached.difference or from_base)
    steps = (
        reached,
        MethodStep("done", "完成进度（比例法）", done),
        pace,
        replace(reached, name="required", label="进度要求", formula=share),
        replace(remaining, name="remaining", label="尚需完成", formula="max(T - achieved, 0)"),
        replace(
            remaining,
            name="remaining_yearly",
            label="今后年均尚需完成",
            formula="if(n > k, remaining / max(n - k, 1), remaining)",
        ),
    )
    return Method(steps, "achieved", "required", _compare(form, "required"), True, "done", "pace")


def _issued(form: Form, basis: Basis) -> Method | None:
    in_year = _within(form, basis)
    if in_year is None:
        return None
    required = replace(in_year, name="required", label="下达的年度目标", formula="Y")
    return Method(
        (in_year, required), "achieved", "required", _compare(form, "Y"), form is not Form.AT_MOST
    )


def _derived_annual(form: Form, basis: Basis, annual: AnnualMethod) -> Method | None:
    if annual is AnnualMethod.EQUAL_GEOMETRIC and form is Form.REDUCE_BY:
        in_year = (_IN_YEAR_RATES if basis is Basis.CHAINED_RATES else _IN_YEAR)[form]
        required = MethodStep("required", "年均应降低率", "1 - root(1 - T, n)")
        verdict = "(1 - achieved)**n <= 1 - T"
        return Method((in_year, required), "achieved", "required", verdict)
    if annual is AnnualMethod.EQUAL_INCREMENT and form is Form.AT_MOST:
        if basis is Basis.CHAINED_RATES:
            level = MethodStep("reckoned", "推算的实际值", "x_0 * chain(rates)", percent=False)
            grown = _increment("achieved", "当年增量", "reckoned - reckoned / (1 + r_t)")
            steps: tuple[MethodStep, ...] = (level, grown)
        elif basis is Basis.LAST_LEVEL:
            level = MethodStep("reckoned", "推算的实际值", "x_p * (1 + r_t)", percent=False)
            steps = (level, _increment("achieved", "当年增量", "reckoned - x_p"))
        else:
            steps = (_increment("achieved", "当年增量", "x_t - x_p"),)
        required = _increment("required", "年均允许增量", "(T - x_0) / n")
        return Method((*steps, required), "achieved", "required", "achieved <= required", False)
    return None
