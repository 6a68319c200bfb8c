"""Which figures a method's names stand for, and which of them a target's clocks look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..vocabulary import Direction, Plan, Target
from ..vocabulary.deadline import earlier, year_of
from . import parts
from .clocks import clocks
from .method import Method


@dataclass(frozen=True)
class Moments:
    """Moments, in digits, whose levels and whose published changes each name of a method means."""

    levels: Mapping[str, Sequence[int]]
    rates: Mapping[str, Sequence[int]]


def moments(used: Method, base: int, since: int, t: int) -> Moments:
    """What the names of a method mean where `t` is judged, `base` is the year from which change
    is counted and `since` the first of a sum."""
    end = year_of(t) + 1
    levels: dict[str, Sequence[int]] = {
        "x_t": (t,), "x_p": (earlier(t),), "x_0": (base,), "total": range(since, end),
    }  # fmt: skip
    levels |= {name: parts.numbers(name, t) for name in sorted(used.needs & parts.NAMES.keys())}
    rates: dict[str, Sequence[int]] = {"r_t": (t,), "rates": range(base + 1, end)}
    return Moments(
        {name: found for name, found in levels.items() if name in used.needs},
        {name: found for name, found in rates.items() if name in used.needs},
    )


@dataclass(frozen=True)
class LookedAt:
    """Moments, in digits, whose levels and whose published changes are looked at."""

    levels: frozenset[int]
    rates: frozenset[int]


def looked_at(
    plan: Plan, target: Target, year: int, direction: Direction, *, issued: bool
) -> LookedAt:
    """What all clocks of a target look at in a year; `issued`: a value was issued for the year.

    Of a duty of parts of a year these are its parts.
    """
    base = target.base or plan.period.base
    levels: set[int] = set()
    rates: set[int] = set()
    for clock in clocks(target, plan.followed(target), year, plan.period, direction, issued):
        # before its first year there is nothing that it could be judged on
        if clock.used is not None and clock.early is None:
            found = moments(clock.used, base, clock.since, clock.t)
            levels.update(n for some in found.levels.values() for n in some)
            rates.update(n for some in found.rates.values() for n in some)
    return LookedAt(frozenset(levels), frozenset(rates))
