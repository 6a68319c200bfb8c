"""What the printed digits of the inputs leave undecided.

Rates printed to 0.01 % stand for anything within half a unit of their last digit. Where a verdict
rests on several such figures, what was reached lies between two ends; when the two fall on
different sides of what is required, the data do not decide, and a person must.

An indicator asks for so many digits in its unit, and a figure given in that unit has them: 1600 is
1600.00. One that was printed in a coarser unit has those that are printed, and no others.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from .. import units
from ..formulas import Name, to_exact
from ..formulas.as_exact import Value
from .judgement import Outcome
from .working import Work

Shift = Mapping[str, Fraction]


def undecided(work: Work, outcome: Outcome) -> tuple[Fraction, Fraction] | None:
    """The two ends between which the value reached lies, when they give opposite verdicts.

    Both in the formula's scale, the smaller first; None when the digits decide, or when what was
    reached is itself a figure reported in the unit asked for: that one counts as it was reported.
    """
    method = work.case.method
    actual, required = work.exact.get(method.actual), work.exact.get(method.required)
    if outcome not in (Outcome.MET, Outcome.NOT_MET) or actual is None or required is None:
        return None
    halves = _halves(work)
    if len(halves) < 2 and not any(work.inputs[name].last_digit for name in halves):
        return None
    now = actual - required if method.higher else required - actual
    effects = {name: _effect(work, now, {name: half}) * half for name, half in halves.items()}
    ends = []
    for way in (1, -1):
        shift = {name: way * effect for name, effect in effects.items()}
        found = _margin(work, shift)
        if found is None:
            return None
        ends.append(found)
    best, worst = ends
    if (best[0] >= 0) == (worst[0] >= 0):
        return None
    low, high = sorted((best[1], worst[1]))
    return low, high


def _halves(work: Work) -> dict[str, Fraction]:
    """Half a unit of the last printed digit of every reported figure; counts are exact."""
    found = {}
    for name, given in work.inputs.items():
        declared = work.indicator(name.rpartition("_")[0])
        if given.observation is None or declared is None:
            continue
        last = given.last_digit
        if last is None and declared.decimals:
            last = Fraction(1, 10 ** max(declared.decimals, _places(given.value)))
        if last is not None:
            found[name] = last / 2 * units.scale(given.unit)
    return found


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _effect(work: Work, now: Fraction, shift: Shift) -> int:
    """Whether more of a figure is better (1), worse (-1) or the same (0) for the verdict."""
    then = _margin(work, shift)
    if then is None or then[0] == now:
        return 0
    return 1 if then[0] > now else -1


def _margin(work: Work, shift: Shift) -> tuple[Fraction, Fraction] | None:
    """The margin and what was reached when some figures are a little different."""
    method, value_of = work.case.method, _reading(work, shift)
    actual = value_of(Name(method.actual))
    required = value_of(Name(method.required))
    if actual is None or required is None:
        return None
    return (actual - required if method.higher else required - actual), actual


@lru_cache(maxsize=1024)
def _exact(value: Decimal, unit: str) -> Fraction:
    """A figure in the scale of formulas; those of one verdict are read again for each shift."""
    return Fraction(value) * units.scale(unit)


def _reading(work: Work, shift: Shift) -> Callable[[Name], Fraction | None]:
    """The trace's names by their formulas, over inputs that are shifted."""
    known: dict[str, Fraction | None] = {}

    def value_of(name: Name) -> Fraction | None:
        word = name.name
        if word not in known:
            step, given = work.steps.get(word), work.inputs.get(word)
            found: Value = None
            if step is not None and step.truth is None:
                found = to_exact(step.formula, value_of)
            elif given is not None:
                exact = _exact(given.value, given.unit)
                found = exact + shift[word] if word in shift else exact
            known[word] = found if isinstance(found, Fraction) else None
        return known[word]

    return value_of
