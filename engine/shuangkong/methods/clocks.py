"""Which clocks a target has in an assessment year, and what each of them looks at.

A target with a date is judged by the year, by its progress and on its date. What is due again and
again (a duty, a standing minimum) has one verdict each year, from the first year on; a duty of each
quarter is met when no quarter falls short. A deadline
within the year is judged on the figure of that moment: of its year there is no progress, which
would rest on the year's figure.
"""

from collections.abc import Iterator

from ..records import dataclass
from ..vocabulary import Direction, Every, Methods, Period, Target, View
from .by_form import method, recurring
from .method import Method
from .parts import each_part


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock: its method, the moment judged (in digits), the first year of a sum.

    `early` and `waiting` say why it is not due: before there can be any progress, and before
    its date. The two differ in what else would go before them.
    """

    view: View
    used: Method | None
    t: int
    since: int
    early: str | None = None
    waiting: str | None = None


def clocks(
    target: Target, how: Methods, year: int, period: Period, direction: Direction, issued: bool
) -> Iterator[Clock]:
    """The clocks of a target; `issued` says that a value was issued for the year."""
    lower = direction is Direction.LOWER
    if target.recurring:
        yield from _recurring(target, how, year, period, lower, issued)
        return
    base = target.base or period.base
    since, last = target.since or base + 1, target.by.last(year)
    moment = target.by.within_year
    for view in View:
        own = issued and view is View.ANNUAL
        used = method(target.form, view, how.basis, how.progress, how.annual, own, lower)
        if view is View.FINAL:
            t = moment.number if moment is not None and year >= last else min(year, last)
            waiting = None
            if year < last:
                waiting = f"目标期限为{target.by.chinese}"
            early = _early(base, since, year, used) if waiting else None
            yield Clock(view, used, t, since, early, waiting)
        elif used is None or year > last or target.by.unknown:
            continue
        elif own or moment is None or year < last:
            early = None if own else _early(base, since, year, used)
            yield Clock(view, used, year, since, early)


def _early(base: int, since: int, year: int, used: Method | None) -> str | None:
    """Why there is nothing to be said of a year yet: what is counted from has not passed."""
    if year <= base:
        return f"{base}年是基期，从{base + 1}年起才有进度"
    if used is not None and "total" in used.needs and year < since:
        return f"自{since}年起累计，{year}年还没有可以累计的年份"
    return None


def _recurring(
    target: Target, how: Methods, year: int, period: Period, lower: bool, issued: bool
) -> Iterator[Clock]:
    """What falls due in every year, or once in some years, has a verdict each time."""
    first = target.since or period.first
    if not first <= year <= target.by.last(year):
        return
    every = target.every or Every()
    start, end = every.period(first, year)
    if every.parts > 1:
        worst = each_part(target.form, every.parts, len(target.due_in(year)), issued)
        yield Clock(View.ANNUAL, worst, year, year)
        return
    if issued:
        used = method(target.form, View.ANNUAL, how.basis, how.progress, how.annual, True, lower)
        yield Clock(View.ANNUAL, used, year, year)
        return
    waiting = None
    if year < end:
        waiting = f"{every.chinese}一次，本期为{start}—{end}年"
    used = recurring(target.form, how.basis, lower, every.years > 1)
    yield Clock(View.ANNUAL, used, year, start, None, waiting)
