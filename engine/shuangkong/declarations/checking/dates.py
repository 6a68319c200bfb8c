"""Dates stand inside the plan's period and in their order; a year has one scheme."""

from itertools import pairwise
from typing import Any

from ... import messages
from ...methods.by_form import fits
from ...vocabulary import Basis, Every, Form, Moment, Target
from ...vocabulary.deadline import parts_of
from ..scalars import is_year
from .review import Review


def check_dates(review: Review) -> None:
    """Report years out of place or listed twice."""
    period = review.declared.plan.period
    if not period.base < period.first <= period.last:
        review.report(
            messages.PERIOD_ORDER,
            review.declared.plan,
            "period",
            base=period.base,
            first=period.first,
            last=period.last,
        )
        return  # every other year would seem out of place
    for target in review.declared.targets.values():
        _target(review, target)
    _schemes(review)
    for rule in review.declared.checks.values():
        _years(review, rule.years, rule, "years")
    _warnings(review)


def _target(review: Review, target: Target) -> None:
    period = review.declared.plan.period
    last = target.by.last(period.last)
    inside = period.first <= last <= period.last
    if not inside:
        review.report(
            messages.OUT_OF_PERIOD,
            target,
            "by",
            seen=str(target.by),
            first=period.first,
            last=period.last,
        )
    # years held against a deadline that is wrong itself would all seem wrong
    elif target.base is not None:
        if not is_year(target.base):
            review.report(messages.YEAR_ODD, target, "base", what="基期", seen=str(target.base))
        elif target.base >= last:
            review.report(
                messages.BASE_LATE,
                target,
                "base",
                seen=str(target.base),
                by=str(target.by),
                base=period.base,
            )
    _recurring(review, target)
    if target.since is None:
        return
    reason = None
    if target.form is not Form.TOTAL_AT_LEAST and not target.recurring:
        reason = f"“{target.form.chinese}”不累计，也不是逐年的义务，用不到 since"
    elif inside and (target.since > last or not is_year(target.since)):
        reason = f"累计起始年 {target.since} 晚于完成期限 {target.by}，或不像一个年份"
    if reason is not None:
        review.report(messages.SINCE_MISFIT, target, "since", seen=str(target.since), reason=reason)


#: Forms that can fall due again and again, and those that a few years' figures add up to.
_DUTIES = (Form.AT_LEAST, Form.MORE_THAN, Form.AT_MOST, Form.COMPLETE)
_SUMMED = (Form.AT_LEAST, Form.MORE_THAN)


def _recurring(review: Review, target: Target) -> None:
    """Duties, standing targets and deadlines within the year have figures to be judged on."""
    form, reason = target.form.chinese, None
    if target.every is not None and target.by.unknown:
        reason = "写了 every，就要写到哪年为止；一直有效的写 by: standing"
    elif target.every is not None and target.form not in _DUTIES:
        reason = f"“{form}”不能成为按期履行的义务"
    elif target.every is not None and target.every.years > 1 and target.form not in _SUMMED:
        reason = f"{target.every.chinese}一次的义务按各年之和判断，“{form}”不能相加"
    elif target.every is not None and target.every.parts > 1 and _over_years(review, target):
        reason = f"{target.every.chinese}一次的义务只看各期的数；“{form}”要用逐年的数，不能据以判断"
    elif target.by.standing and target.form is Form.TOTAL_AT_LEAST:
        reason = "累计量没有“始终保持”可言"
    elif target.by.within_year is not None and _over_years(review, target):
        reason = f"期限在年内，只看该时点的数；“{form}”要用逐年的数，不能据以判断"
    if reason is not None:
        key = "every" if target.every is not None else "by"
        review.report(messages.RECURRING_MISFIT, target, key, seen=str(target.by), reason=reason)
    elif target.every is not None:
        _end(review, target, target.every)


def _end(review: Review, target: Target, every: Every) -> None:
    """A duty ends where one of its spans or parts of the year does, or the last is half asked for
    and never judged."""
    end = target.by.at
    if end is None:
        return
    first = target.since or review.declared.plan.period.first
    start, last = every.period(first, end.year)
    if every.parts > 1:
        within = next(o for o in parts_of(end.year, every.parts) if o.last_day >= end.last_day)
        sound, part, whole = within.last_day == end.last_day, within.named, f"by: {within}"
    else:
        sound = end.last_day == Moment(last).last_day
        part = Moment(last).named if start == last else f"{start}—{last}年"
        whole = f"by: {last}" if start == last else f"by: {start - 1}"
        if start == first < last:  # the first span is too long already
            whole = f"since: {end.year - every.years + 1}"
    if not sound and first <= end.year:
        words = {"every": every.chinese, "part": part, "whole": whole}
        review.report(messages.DUTY_END, target, "by", seen=str(target.by), **words)


def _over_years(review: Review, target: Target) -> bool:
    """Whether it is reckoned from the figures of all years, one of which would be missing."""
    basis = review.declared.plan.followed(target).basis
    rated = basis is not Basis.LEVELS and fits(target.form, basis)
    return target.form is Form.TOTAL_AT_LEAST or rated


def _schemes(review: Review) -> None:
    taken: dict[int, Any] = {}
    for scheme in review.declared.schemes.values():
        if not scheme.years:
            review.report(messages.YEARS_EMPTY, scheme, "years")
        _years(review, scheme.years, scheme, "years")
        for number, veto in enumerate(scheme.vetoes):
            _years(review, veto.years, scheme, "vetoes", number, "years")
        for index, year in enumerate(scheme.years):
            other = taken.setdefault(year, scheme)
            if other is not scheme:
                review.report(
                    messages.SCHEMES_OVERLAP,
                    scheme,
                    "years",
                    index,
                    seen=str(year),
                    other=other.title,
                    first=str(other.place),
                )

    _hole(review, sorted(taken))


def _hole(review: Review, years: list[int]) -> None:
    """Years between those of the schemes that have none."""
    for before, after in pairwise(years):
        between = "、".join(str(year) for year in range(before + 1, after))
        if between:
            scheme = next(s for s in review.declared.schemes.values() if before in s.years)
            index = scheme.years.index(before)
            review.report(messages.YEARS_HOLE, scheme, "years", index, years=between)


def _warnings(review: Review) -> None:
    rules = list(review.declared.warnings.values())
    for number, rule in enumerate(rules):
        _years(review, rule.years, rule, "years")
        for other in rules[:number]:
            shared = [t for t in rule.targets if t in other.targets]
            apart = (
                rule.view is not other.view
                or _disjoint(rule.years, other.years)
                or _disjoint(rule.periods, other.periods)
                # whether two conditions can hold at once is for who declared them to know
                or (rule.when and other.when and rule.when != other.when)
            )
            if shared and not apart:
                years = "、".join(f"{y}" for y in rule.years if y in other.years or not other.years)
                index = rule.targets.index(shared[0])
                review.report(
                    messages.RULES_OVERLAP,
                    rule,
                    "targets",
                    index,
                    target=shared[0],
                    when=f" {years} 年" if years else "同一年",
                    other=other.title,
                    first=str(other.place),
                )


def _disjoint(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Whether two lists have nothing in common; an empty one stands for everything."""
    return bool(one) and bool(other) and not set(one) & set(other)


def _years(review: Review, years: tuple[int, ...], record: Any, *path: str | int) -> None:
    period = review.declared.plan.period
    for index, year in enumerate(years):
        if year in years[:index]:
            review.report(messages.YEAR_TWICE, record, *path, index, seen=str(year))
        elif not period.first <= year <= period.last:
            review.report(
                messages.YEAR_OUTSIDE,
                record,
                *path,
                index,
                seen=str(year),
                first=period.first,
                last=period.last,
            )
