"""The grade as a formula over total, points and vetoed verdicts, withheld as the engine does."""

from collections.abc import Mapping
from decimal import Decimal

from ...assess.count import Counted, grade_by_count
from ...assess.judgement import UNASKED, Judgement, Outcome
from ...assess.result import Assessment, EntityResult
from ...assess.score import passed
from ...text import plain
from ...vocabulary import Scheme, Veto
from .calc import CalcSheet
from .live import NO_GRADE, quoted
from .scores import ScoreTable

_NONE = Decimal(0)


def grade_formula(
    assessment: Assessment, result: EntityResult, calc: CalcSheet, table: ScoreTable
) -> str | None:
    """The grade over the total and the vetoed verdicts, withheld as the engine withholds it.

    One that was forced stays whatever is typed. None where the grade rests on something else, such
    as data to be mended first.
    """
    scheme = assessment.scheme
    assert scheme is not None
    if result.forced and result.grade:
        return quoted(result.grade.name)
    rests = result.grade is None or result.grade.name == _expected(scheme, result)
    if result.to_mend or not rests:
        return None
    formula = '""'
    for grade in reversed(scheme.grades):
        name = quoted(grade.name)
        if grade.at_least is None:
            formula = name
        else:
            bound = f"ROUND({table.total}-{plain(grade.at_least)},10)>=0"
            formula = f"IF({bound},{name},{formula})"
    struck, unsure = [], [table.pending, f"COUNT({table.points})=0"]
    for veto in scheme.vetoes:
        if not veto.years or assessment.year in veto.years:
            strikes, doubtful = _veto(veto, result, calc)
            struck.append(strikes)
            unsure.append(doubtful)
    formula = f"IF(OR({','.join(unsure)}),{quoted(NO_GRADE)},{formula})"
    if not struck:
        return formula
    return f"IF(OR({','.join(struck)}),{quoted(scheme.veto_grade or '')},{formula})"


def counted_formula(scheme: Scheme, result: EntityResult, cells: Mapping[str, str]) -> str | None:
    """The grade over the cells in which each class is counted (`cells`, by class).

    Withheld as the engine withholds it: where the open ones could change it. One that was forced
    stays whatever is typed. None where the grade rests on something else.
    """
    if result.forced and result.grade:
        return quoted(result.grade.name)
    counted = grade_by_count(scheme, result.counts).grade
    if (result.grade and result.grade.name) != (counted and counted.name):
        return None
    missed, possible = {}, {}
    for one in result.counts:
        missed[one.id] = f"COUNTIF({cells[one.id]},{quoted(Counted.MISSED.chinese)})"
        waiting = f"COUNTIF({cells[one.id]},{quoted(Counted.OPEN.chinese)})"
        none = len(one.indicators) if one.nothing_counts else 0
        possible[one.id] = f"({missed[one.id]}+{waiting}{f'+{none}' if none else ''})"
    best, worst = _by_limits(scheme, missed), _by_limits(scheme, possible)
    return f"IF({best}={worst},{best},{quoted(NO_GRADE)})"


def _by_limits(scheme: Scheme, missed: Mapping[str, str]) -> str:
    """The first grade whose limits hold for the numbers missed, best first."""
    formula = '""'
    for grade in reversed(scheme.grades):
        limits = [f"{count}<={plain(grade.missed.get(c, _NONE))}" for c, count in missed.items()]
        name = quoted(grade.name)
        formula = f"IF(AND({','.join(limits)}),{name},{formula})" if grade.missed else name
    return formula


def _expected(scheme: Scheme, result: EntityResult) -> str | None:
    """The grade that follows from the total and the vetoes."""
    if any(veto.name in result.vetoed_by for veto in scheme.vetoes):
        return scheme.veto_grade
    total = result.total
    if total is None or result.provisional:
        return None
    found = (g.name for g in scheme.grades if g.at_least is None or total >= g.at_least)
    return next(found, None)


def _veto(veto: Veto, result: EntityResult, calc: CalcSheet) -> tuple[str, str]:
    """Whether a veto strikes, and whether nobody can tell where it does not strike."""
    found = [result.judgement(veto.target, view) for view in veto.views]
    relevant = [j for j in found if j is not None and j.outcome not in UNASKED]
    if not relevant:
        return "FALSE", "FALSE" if any(found) else "TRUE"
    states = [_failed(j, calc) for j in relevant]
    failed = ",".join(f for f, _ in states)
    if veto.all_fail:
        either = ",".join(f"OR({f},{u})" for f, u in states)
        return f"AND({failed})", f"AND({either})"
    return f"OR({failed})", f"OR({','.join(u for _, u in states)})"


def _failed(j: Judgement, calc: CalcSheet) -> tuple[str, str]:
    """Whether a verdict is a miss, and whether it is none at all; constants where none is live."""
    live = calc.verdict(j)
    if live is not None:
        return live.fails, live.unknown
    if j.outcome is Outcome.NOT_ASSESSABLE:
        return "FALSE", "TRUE"
    return ("FALSE" if passed(j) else "TRUE"), "FALSE"
