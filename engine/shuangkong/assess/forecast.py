"""Forecast 预测 to the target date: by the trend so far, and by the pace that is required.

The range is honest and simple: the best and the worst single year so far, repeated to the end.
With one year of data there is a trend but no range; with none, no forecast.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import prod

from .. import units
from ..formulas import Name, parse, to_exact
from ..formulas.as_exact import to_decimal
from ..records import dataclass
from ..vocabulary import Form, View
from .judgement import Judgement
from .result import EntityResult

#: Forms whose yearly change is a ratio of levels, so that a trend can be repeated.
_TRENDED = (Form.REDUCE_BY, Form.RAISE_BY, Form.AT_MOST, Form.AT_LEAST, Form.MORE_THAN)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the target's value will be on its date, in the verdict's own unit and scale."""

    judgement: Judgement
    years_left: int
    expected: Decimal | None
    best: Decimal | None
    worst: Decimal | None
    required: Decimal
    #: True: met even if the worst year repeats; False: missed even with the best; None: between.
    #: With one year known, `best` and `worst` are None and this is what that one year would give.
    will_meet: bool | None
    #: needed on average in each year left, when it is a ratio
    pace: Decimal | None
    years_known: int


def forecast(history: Mapping[int, EntityResult], target: str) -> Forecast | None:
    """The forecast for one target; None without enough data, or on its date.

    `history` holds one entity's results of each year so far; the last is the year forecast from.
    """
    year = max(history)
    judgement = history[year].judgement(target, View.PROGRESS)
    if judgement is None or judgement.target.form not in _TRENDED:
        return None
    changes = yearly_factors(history, target)
    reached = _index(judgement)
    goal = next((i for i in judgement.inputs if i.name == "T"), None)
    # a trend through zero or below it cannot be repeated
    if not changes or min(changes) <= 0 or reached is None or goal is None:
        return None
    left = judgement.target.by.last(judgement.year) - judgement.year
    if left < 1:
        return None
    ends = [
        _value(judgement, reached * f**left) for f in (_mean(changes), min(changes), max(changes))
    ]
    required = Fraction(goal.value) * units.scale(goal.unit)
    met = [_meets(judgement, end, required) for end in ends[1:]]
    ranged = len(changes) > 1
    return Forecast(
        judgement=judgement,
        years_left=left,
        expected=to_decimal(ends[0]),
        best=to_decimal(_best(judgement, ends[1:])) if ranged else None,
        worst=to_decimal(_worst(judgement, ends[1:])) if ranged else None,
        required=to_decimal(required),
        will_meet=True if all(met) else (False if not any(met) else None),
        pace=next((s.value for s in judgement.steps if s.name == "remaining_yearly"), None),
        years_known=len(changes),
    )


def yearly_factors(history: Mapping[int, EntityResult], target: str) -> list[Fraction]:
    """Each year's level as a multiple of the year before, oldest first; gaps are left out."""
    found = []
    before: Fraction | None = None
    for year in range(min(history), max(history) + 1):
        result = history.get(year)
        judgement = result.judgement(target, View.PROGRESS) if result else None
        index = _index(judgement) if judgement else None
        if judgement is not None and _base_year(judgement) == year - 1:
            before = Fraction(1)
        if index is not None and before:
            found.append(index / before)
        before = index
    return found


def _index(judgement: Judgement) -> Fraction | None:
    """This year's level as a multiple of the base year's; none where it must be corrected."""
    if judgement.actual is None or judgement.held:
        return None
    actual = Fraction(judgement.actual)
    match judgement.target.form:
        case Form.REDUCE_BY:
            return 1 - actual
        case Form.RAISE_BY:
            return 1 + actual
    base = _base(judgement)
    return actual / base if base else None


def _base_year(judgement: Judgement) -> int | None:
    """The base year, counted back by the years gone by."""
    gone = next((i.value for i in judgement.inputs if i.name == "k"), None)
    if gone is None:
        return judgement.target.base
    return min(judgement.year, judgement.target.by.last(judgement.year)) - int(gone)


def _base(judgement: Judgement) -> Fraction | None:
    """The level in the base year, in the formula's scale."""
    for step in judgement.steps:
        if step.name == "increment" and step.value is not None and judgement.actual is not None:
            return Fraction(judgement.actual) - Fraction(step.value)
    name = f"{judgement.target.indicator}_{_base_year(judgement)}"
    for given in judgement.inputs:
        if given.name == name:
            return Fraction(given.value) * units.scale(given.unit)
    derived = next((s.value for s in judgement.steps if s.name == name), None)
    return None if derived is None else Fraction(derived)


def _value(judgement: Judgement, index: Fraction) -> Fraction:
    """A multiple of the base level as the verdict's own quantity."""
    match judgement.target.form:
        case Form.REDUCE_BY:
            return 1 - index
        case Form.RAISE_BY:
            return index - 1
    return index * (_base(judgement) or Fraction(0))


def _mean(factors: list[Fraction]) -> Fraction:
    """Geometric mean: the even yearly factor with the same end."""
    known = {"product": prod(factors, start=Fraction(1)), "n": Fraction(len(factors))}

    def lookup(name: Name) -> Fraction:
        return known[name.name]

    mean = to_exact(parse("root(product, n)"), lookup)
    assert isinstance(mean, Fraction)
    return mean


def _meets(judgement: Judgement, value: Fraction, required: Fraction) -> bool:
    if judgement.target.form is Form.AT_MOST:
        return value <= required
    return value > required if judgement.target.form is Form.MORE_THAN else value >= required


def _best(judgement: Judgement, values: list[Fraction]) -> Fraction:
    return min(values) if judgement.target.form is Form.AT_MOST else max(values)


def _worst(judgement: Judgement, values: list[Fraction]) -> Fraction:
    return max(values) if judgement.target.form is Form.AT_MOST else min(values)
