"""Which figures the clocks of a target look at in a year, told by the form of the target alone.

How they are judged is told in engine/shuangkong/assess/methods.py, which reading does not know; a
test holds both together, for every form, method and clock.
"""

from collections.abc import Iterator

from ...declarations.bundle import Declarations
from ...records import dataclass
from ...vocabulary import AnnualMethod, Basis, Every, Form, Methods, ProgressMethod, Target
from ...vocabulary.deadline import earlier, year_of

#: names of what a clock looks at, as in the formulas of methods: levels of the year judged, the
#: year before and the base year, of all years of a sum, and the published changes
_Names = frozenset[str]
_CHANGES = (Form.REDUCE_BY, Form.RAISE_BY)
_AGAINST_BASE = (Form.AT_LEAST, Form.MORE_THAN)


@dataclass(frozen=True)
class LookedAt:
    """Years, or moments in digits, whose levels and whose published changes are looked at."""

    levels: frozenset[int]
    rates: frozenset[int]


def looked_at(declarations: Declarations, target: Target, year: int, *, issued: bool) -> LookedAt:
    """What all clocks of a target look at in a year; `issued`: a value was issued for the year."""
    default = declarations.plan.methods.get(target.form, Methods())
    how = Methods(
        progress=target.progress or default.progress,
        annual=target.annual or default.annual,
        basis=target.basis or default.basis,
    )
    period = declarations.plan.period
    base = target.base or period.base
    levels: set[int] = set()
    rates: set[int] = set()
    for names, t, since in _clocks(target, how, year, period.first, base, issued):
        end = year_of(t) + 1
        points = {"x_t": (t,), "x_p": (earlier(t),), "x_0": (base,), "total": range(since, end)}
        for name, years in points.items():
            levels.update(years if name in names else ())
        rates.update(range(base + 1, end) if "rates" in names else ())
        rates.update((t,) if "r_t" in names else ())
    return LookedAt(frozenset(levels), frozenset(rates))


def _clocks(
    target: Target, how: Methods, year: int, first: int, base: int, issued: bool
) -> Iterator[tuple[_Names, int, int]]:
    """What each clock looks at, the year it is of, and the first of a sum."""
    form, last = target.form, target.by.last(year)
    if target.recurring:
        begins, every = target.since or first, target.every or Every()
        if begins <= year <= last and every.parts == 1:
            whole = frozenset({"total"}) if every.years > 1 else _reached(form, how.basis)
            names = _in_year(form, how.basis) if issued else whole
            yield names, year, every.period(begins, year)[0]
        return
    since, moment = target.since or base + 1, target.by.within_year
    t = moment.number if moment is not None and year >= last else min(year, last)
    # what is counted from has to be over, where a clock is not due anyhow
    early = year <= base, year < since
    final = _reached(form, how.basis)
    if not (year < last and _is_early(final, *early)):
        yield final, t, since
    if year > last or target.by.unknown:
        return
    if issued:
        yield _in_year(form, how.basis), year, since
    for names in (_progress(form, how), frozenset() if issued else _derived(form, how)):
        if (moment is None or year < last) and not _is_early(names, *early):
            yield names, year, since


def _is_early(names: _Names, before_base: bool, before_sum: bool) -> bool:
    """Whether there is nothing yet to be said of a year."""
    return before_base or (before_sum and "total" in names)


def _reached(form: Form, basis: Basis) -> _Names:
    """What the value reached since the base year rests on; nothing where there is no method."""
    if basis is Basis.LEVELS:
        if form is Form.TOTAL_AT_LEAST:
            return frozenset({"total"})
        return frozenset({"x_t", "x_0"} if form.needs_base else {"x_t"})
    if form is Form.AT_MOST:
        return frozenset({"x_0", "rates"} if basis is Basis.CHAINED_RATES else {"x_p", "r_t"})
    return frozenset({"rates"} if basis is Basis.CHAINED_RATES and form in _CHANGES else ())


def _in_year(form: Form, basis: Basis) -> _Names:
    """What the value reached within the year rests on."""
    if basis is Basis.LEVELS:
        if form is Form.IMPROVE:
            return frozenset()
        return frozenset({"x_t", "x_p"} if form.needs_base else {"x_t"})
    if basis is Basis.CHAINED_RATES and form in _CHANGES:
        return frozenset({"r_t"})
    return _reached(form, basis)


def _progress(form: Form, how: Methods) -> _Names:
    reached = _reached(form, how.basis)
    if how.progress is ProgressMethod.LOGARITHMIC and form in _CHANGES:
        return reached
    if how.progress is ProgressMethod.LINEAR and form.has_value and form is not Form.AT_MOST:
        return reached | {"x_0"} if reached and form in _AGAINST_BASE else reached
    if how.progress is ProgressMethod.INCREMENT and form is Form.AT_MOST:
        return reached | {"x_0"}
    return frozenset()


def _derived(form: Form, how: Methods) -> _Names:
    """What the value of the year rests on that follows from that of the whole term."""
    if how.annual is AnnualMethod.EQUAL_GEOMETRIC and form is Form.REDUCE_BY:
        return frozenset({"r_t"} if how.basis is Basis.CHAINED_RATES else {"x_t", "x_p"})
    if how.annual is AnnualMethod.EQUAL_INCREMENT and form is Form.AT_MOST:
        changes = {Basis.CHAINED_RATES: {"rates", "r_t"}, Basis.LAST_LEVEL: {"x_p", "r_t"}}
        return frozenset({"x_0"} | changes.get(how.basis, {"x_t", "x_p"}))
    return frozenset()
