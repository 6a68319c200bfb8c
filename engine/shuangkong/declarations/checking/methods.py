"""How targets are followed over the years: methods that fit their form, and clocks that exist."""

from collections.abc import Mapping
from enum import StrEnum

from ... import messages, units
from ...methods.by_form import fits
from ...vocabulary import AnnualMethod, Basis, Form, Methods, Plan, ProgressMethod, Target, View
from ..fields import declared_fields, listed
from .review import Review

#: the keys of `methods`, and what may be chosen for each
_CHOICES: Mapping[str, type[Basis] | type[ProgressMethod] | type[AnnualMethod]] = {
    "progress": ProgressMethod,
    "annual": AnnualMethod,
    "basis": Basis,
}


def check_methods(review: Review) -> None:
    """Report methods that do not fit the form they are declared for."""
    plan = review.declared.plan
    for form, methods in plan.methods.items():
        for key in _CHOICES:
            if not fits(form, getattr(methods, key)):
                _misfit(review, plan, form, "methods", form.value, key)
    for target in review.declared.targets.values():
        for key in _CHOICES:
            chosen = getattr(target, key)
            if chosen is not None and not fits(target.form, chosen):
                _misfit(review, target, target.form, key)
        _rate(review, target)


def _misfit(review: Review, record: Plan | Target, form: Form, *path: str) -> None:
    key = path[-1]
    source = record.methods[form] if isinstance(record, Plan) else record
    chosen: StrEnum = getattr(source, key)
    fitting = [one for one in _CHOICES[key] if fits(form, one)]
    review.report(
        messages.METHOD_MISFIT,
        record,
        *path,
        seen=chosen.value,
        what=declared_fields(Methods)[key].zh,
        method=getattr(chosen, "chinese", chosen.value),
        form=form.chinese,
        known=listed({m.value: m.chinese for m in fitting}),
    )


def _rate(review: Review, target: Target) -> None:
    """Chained rates need the indicator that holds them, in percent."""
    if target.not_computable is not None or not fits(target.form, Basis.CHAINED_RATES):
        return
    if review.declared.plan.followed(target).basis is not Basis.LEVELS and target.rate is None:
        review.report(messages.RATE_MISSING, target, "basis" if target.basis else "form")
    rate = review.declared.indicators.get(target.rate or "")
    if rate is not None and units.scale(rate.unit) == 1:
        review.report(messages.RATE_UNIT, target, "rate", about=rate.id, unit=rate.unit)


def check_view(
    review: Review, record: object, target_id: str, view: View, *path: str | int
) -> None:
    """Report a target that is scored by a clock it does not have.

    A method that does not fit the target's form is reported where it is declared.
    """
    target = review.declared.targets.get(target_id)
    if target is None:
        return
    how = review.declared.plan.followed(target)
    reason = mend = None
    if target.recurring:
        if view is not View.ANNUAL:
            reason, mend = "逐年评定，没有这个时段", "改用 annual"
    elif target.by.unknown and view is not View.FINAL:
        reason, mend = "没有印出期限，谈不上年度目标和进度", "改用 final"
    elif view is View.ANNUAL and how.annual is AnnualMethod.NONE and not _issued(review, target):
        reason = f"没有年度目标（{how.annual.chinese}），也没有下达的年度数值"
        mend = "在目标或 plan.yaml 的 methods 里写明 annual，或在 allocations.csv 里填年度数值"
    elif view is View.PROGRESS and how.progress is ProgressMethod.NONE:
        reason = f"没有进度算法（{how.progress.chinese}）"
        mend = "在目标或 plan.yaml 的 methods 里写明 progress，或改用 annual、final"
    if reason is not None:
        review.report(
            messages.VIEW_IMPOSSIBLE,
            record,
            *path,
            target=target.id,
            reason=reason,
            view=view.chinese,
            mend=mend,
        )


def _issued(review: Review, target: Target) -> bool:
    rows = review.declared.allocations
    return any(a.target == target.id and a.year is not None for a in rows)
