"""One figure is printed in one way, by whichever clocks it is judged and wherever it stands."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from .digits import digits_of_rows
from .working import Work

#: an indicator, a unit, and what was reached
_Reached = tuple[str, str, Fraction]


def show_alike(works: Sequence[Work]) -> None:
    """Settle the decimals of what an entity reached and what was required of it.

    Clocks of an indicator by which the same was reached are told with the same digits: with as
    many as tell what was reached from what was required by each of them. A level or any other
    figure on the way that is one of these is shown as they are.
    """
    rows: dict[_Reached, list[Work]] = {}
    for work in works:
        if work.compared is not None:
            key = (work.case.level, work.shown[0].unit, work.compared[0])
            rows.setdefault(key, []).append(work)
    for (_, unit, _), some in rows.items():
        usual = max(step.decimals for work in some for step in work.shown)
        digits = digits_of_rows(unit, usual, *(w.compared for w in some if w.compared))
        for work in some:
            work.show_with(digits)
    _also_on_the_way(works)


def _also_on_the_way(works: Sequence[Work]) -> None:
    """Show other steps that are a figure compared by any clock of the indicator like it."""
    shown: dict[tuple[object, ...], int] = {}
    for work in works:
        for step in work.shown:
            key = (work.case.level, step.unit, step.value)
            shown[key] = max(step.decimals, shown.get(key, 0))
    for work in works:
        compared = {step.name for step in work.shown}
        for name, step in work.steps.items():
            digits = shown.get((work.case.level, step.unit, step.value))
            if digits is not None and digits > step.decimals and name not in compared:
                work.steps[name] = replace(step, decimals=digits)
