"""What became of a target after a deadline within the year: done in time, late, undone again."""

from collections.abc import Iterator

from ..formulas import names, parse
from ..vocabulary import Moment, View
from ..vocabulary.deadline import year_of
from .judgement import Course, Outcome
from .working import Work


def course_of(work: Work, outcome: Outcome, year: int) -> tuple[Course, str] | None:
    """How it went on, and the end of the sentence that says so; None for other deadlines.

    The deadline's own figure has decided; the figures after it, up to the year assessed, only
    tell whether what was reached lasted, or what was missed was reached later.
    """
    deadline = work.row.target.by.within_year
    if deadline is None or work.row.view is not View.FINAL or year < deadline.year:
        return None
    if outcome not in (Outcome.MET, Outcome.NOT_MET):
        return None
    met = outcome is Outcome.MET
    for moment in _later(work, deadline, year):
        if work.case.at(moment.number).passes is (not met):
            said = f"{moment.named}的数"
            if met:
                return Course.RELAPSED, f"；但{said}又未达到，属完成后反弹"
            return Course.LATE, f"；{said}才达到，属逾期完成"
    return (Course.IN_TIME, "，按期完成") if met else (Course.NEVER, "，到期未完成")


def _later(work: Work, deadline: Moment, year: int) -> Iterator[Moment]:
    """Moments after the deadline of which there are figures, the earliest first."""
    parts = set(_reported(work, work.case.level))
    known = {
        Moment.of(number)
        for indicator, number in work.facts.rows
        if indicator in parts and year_of(number) <= year
    }
    after = [moment for moment in known if moment.last_day > deadline.last_day]
    yield from sorted(after, key=lambda moment: (moment.last_day, -moment.number))


def _reported(work: Work, indicator: str) -> Iterator[str]:
    declared = work.indicator(indicator)
    if declared is None or declared.formula is None:
        yield indicator
        return
    for part in names(parse(declared.formula)):
        yield from _reported(work, part.name)
