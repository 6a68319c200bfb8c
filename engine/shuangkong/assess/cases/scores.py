"""`score` and `grade` cases: points of an item, and the grade of a whole score sheet."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ...declarations.bundle import Declarations
from ...declarations.facts import ExactFacts
from ...vocabulary import (
    Entity,
    Item,
    Scheme,
    SchemeKind,
    Target,
    Verdict,
    VerdictBy,
    Verification,
    View,
)
from ...vocabulary.case import GradeCase, GradeGiven, ScoreCase, ScoreGiven
from ...vocabulary.verdict import WORDS
from ..count import ClassCount, count, grade_by_count
from ..grade import grade
from ..judgement import Judgement, Outcome
from ..measures import RECONCILED, Entry
from ..points import ItemScore
from ..score import ScoredFrom as Scored
from ..score import score_item
from ..sides import laid
from .compare import CaseFault, look_up, plain, ratio
from .staged import anyone, judgement, outcome_named, outcome_of


def score_differences(declarations: Declarations, score: ScoreCase) -> Iterator[str]:
    """How an item's points differ from those expected."""
    given, expect = score.given, score.expect
    scheme = look_up(declarations.schemes, given.scheme, "考核办法")
    item = look_up({i.id: i for i in scheme.items}, given.item, f"{scheme.title}的计分项")
    year = given.year if given.year is not None else scheme.years[0]
    found = score_item(
        item,
        Scored(
            _judgements(declarations, item, given, year),
            _facts(declarations, item, given, year),
            {(item.id, part): (_entry(points),) for part, points in given.parts.items()},
            year,
        ),
    )
    if (found.points is None) != expect.withheld:
        yield f"应{'暂缓计分' if expect.withheld else '计分'}，实为{_said(found)}（{found.why}）"
        return
    yield from plain("得分", expect.points, found.points)
    yield from plain("加分", expect.bonus, found.bonus)


def _said(score: ItemScore) -> str:
    return "暂缓计分" if score.points is None else f"{score.points:f} 分"


def _judgements(
    declarations: Declarations, item: Item, given: ScoreGiven, year: int
) -> dict[tuple[str, View], Judgement]:
    """The verdicts that the item is scored on, from the numbers given."""
    if item.target is None:
        return {}
    target = look_up(declarations.targets, item.target, "目标")
    entity = anyone(declarations)
    if given.outcomes:
        return {
            (target.id, view): judgement(entity, target, year, view, outcome_named(outcome))
            for view, outcome in given.outcomes.items()
        }
    figures = {
        "achieved": ratio(given.actual) if given.actual else None,
        "required": ratio(given.target) if given.target else None,
        "done": ratio(given.progress) if given.progress else None,
        "pace": ratio(given.required_progress) if given.required_progress else None,
    }
    met = _met(target, figures["achieved"], figures["required"])
    met = met or _met(target, figures["done"], figures["pace"])
    if met is None:
        return {}
    view = item.view or View.ANNUAL
    return {(target.id, view): judgement(entity, target, year, view, met, **figures)}


def _met(target: Target, actual: Decimal | None, required: Decimal | None) -> Outcome | None:
    if actual is None or required is None:
        return None
    return outcome_of(target.form, actual, required)


def _facts(declarations: Declarations, item: Item, given: ScoreGiven, year: int) -> ExactFacts:
    rows: dict[tuple[str, int], tuple[float, int]] = {}
    for name, values in given.data.items():
        look_up(declarations.indicators, name, "指标")
        for when, amount in values.items():
            rows[name, when] = (float(amount.low), 0)
    if given.result is not None:
        if item.chained is None:
            raise CaseFault(f"“{item.name}”不采用另一项考核的结果，不能给 result")
        state = look_up(declarations.indicators, item.chained.indicator, "指标").state
        if given.result not in state:
            raise CaseFault(f"“{given.result}”不是{'、'.join(state)}之一")
        rows[item.chained.indicator, year] = (float(state.index(given.result)), 0)
    return ExactFacts(declarations.language, "", rows)


def _entry(points: Decimal) -> Entry:
    return (points, RECONCILED, None, Verification.VERIFIED, 0)


def grade_differences(declarations: Declarations, case: GradeCase) -> Iterator[str]:
    """How a grade differs from the one expected."""
    given, expect = case.given, case.expect
    scheme = look_up(declarations.schemes, given.scheme, "考核办法")
    if scheme.kind is SchemeKind.COUNT:
        found = grade_by_count(scheme, _counts(declarations, scheme, given), given.forced)
    else:
        clocks = _clocks(declarations, scheme, given)
        found = grade(scheme, _sheet(scheme, given), clocks, given.year)
    name = found.grade.name if found.grade else None
    if name != expect.grade:
        wanted = f"应为“{expect.grade}”" if expect.grade else "应暂不定级"
        yield f"等级{wanted}，实为{f'“{name}”' if name else '暂不定级'}（{found.reason}）"
    yield from plain("总分", expect.total, found.total)
    if bool(found.vetoed_by) != expect.vetoed:
        yield f"{'应' if expect.vetoed else '不应'}被否决，实为相反（{found.reason}）"


def _counts(
    declarations: Declarations, scheme: Scheme, given: GradeGiven
) -> tuple[ClassCount, ...]:
    """Every indicator met but those of which the case says otherwise.

    A state that a department owns is met or missed by that department's word.
    """
    entity = anyone(declarations)
    names = {t: declarations.targets[t].name for one in scheme.classes for t in one.targets}
    for name in (*given.outcomes, *given.department, *given.own):
        look_up(names, name, f"{scheme.title}的指标")
    judged = []
    for name in names:
        outcome = outcome_named(given.outcomes.get(name, "met"))
        target = declarations.targets[name]
        judged.append(judgement(entity, target, given.year, View.FINAL, outcome))
    spoken = {
        j.target.id: WORDS[j.outcome is Outcome.MET]
        for j in judged
        if j.target.for_department and j.outcome in (Outcome.MET, Outcome.NOT_MET)
    }
    given = replace(given, department=spoken | given.department)
    after, _ = laid(judged, list(_verdicts(entity, given)), scheme)
    return count(scheme, names, {(j.target.id, j.view): j for j in after})


def _verdicts(entity: Entity, given: GradeGiven) -> Iterator[Verdict]:
    """The verdicts of a case; who gave them does not matter."""
    sides = ((VerdictBy.SELF, given.own), (VerdictBy.DEPARTMENT, given.department))
    for by, words in sides:
        for target, word in words.items():
            yield Verdict(
                entity=entity.code,
                target=target,
                year=given.year,
                by=by,
                who=by.chinese,
                met=look_up({text: met for met, text in WORDS.items()}, word, "评价结论"),
                author="案例所给",
                basis="案例所给",
                at=datetime.date(given.year + 1, 1, 1),
            )


def _sheet(scheme: Scheme, given: GradeGiven) -> list[ItemScore]:
    if given.total is not None:
        return [ItemScore(scheme.items[0], given.total, Decimal(0), "案例所给的总分")]
    for item in given.points:
        look_up({i.id: i for i in scheme.items}, item, f"{scheme.title}的计分项")
    return [
        ItemScore(item, given.points.get(item.id), Decimal(0), "案例所给") for item in scheme.items
    ]


def _clocks(
    declarations: Declarations, scheme: Scheme, given: GradeGiven
) -> dict[tuple[str, View], Judgement]:
    """Every clock a veto looks at: failed where the case says so, met elsewhere."""
    entity = anyone(declarations)
    watched = {(v.target, view) for v in scheme.vetoes for view in v.views}
    failed = {(target, view) for target, views in given.failed.items() for view in views}
    for name, _ in sorted(failed):
        look_up(declarations.targets, name, "目标")
    return {
        (name, view): judgement(
            entity,
            look_up(declarations.targets, name, "目标"),
            given.year,
            view,
            Outcome.NOT_MET if (name, view) in failed else Outcome.MET,
        )
        for name, view in sorted(watched | failed)
    }
