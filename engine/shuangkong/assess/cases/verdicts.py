"""`verdict` cases: a target judged on figures, by its clocks."""

from collections.abc import Iterator
from dataclasses import replace

from ...declarations.bundle import Declarations
from ...vocabulary import Scheme, Verification, View
from ...vocabulary.case import (
    Case,
    RemainingExpected,
    VerdictCase,
    VerdictExpected,
    VerdictGiven,
    ViewExpected,
)
from ..assess import assess
from ..grade import grade
from ..judgement import Judgement
from ..result import EntityResult
from ..wording import kept
from .compare import CaseFault, look_up, number, words
from .staged import outcome_named
from .terms import Matter, matter_of


def differences(declarations: Declarations, case: Case, verdict: VerdictCase) -> Iterator[str]:
    """How the engine's verdicts differ from those expected."""
    given, expect = verdict.given, verdict.expect
    matter = matter_of(declarations, case, given)
    found = assess(matter.declarations, given.year, matter.observations, overlay=matter.overlay)
    result = found.results.get(matter.entity)
    if result is None:
        raise CaseFault(f"{given.year} 年没有这个考核对象")
    judged = []
    for view, wanted in _views(expect):
        judgement = result.judgement(matter.target.id, view)
        if judgement is None:
            yield f"{view.chinese}没有评定"
            continue
        judged.append(judgement)
        yield from _view(judgement, wanted)
    if expect.remaining is not None:
        yield from _remaining(result.judgement(matter.target.id, View.PROGRESS), expect.remaining)
    if expect.verification is not None:
        seen = Verification.weakest(j.verification for j in judged)
        yield from words("核对标记", expect.verification.chinese, seen.chinese)
    if expect.vetoed is not None:
        yield from _vetoed(_scheme(declarations, given, matter), result, expect.vetoed)


def _views(expect: VerdictExpected) -> list[tuple[View, ViewExpected]]:
    clocks = (
        (View.ANNUAL, expect.annual),
        (View.PROGRESS, expect.progress),
        (View.FINAL, expect.final),
    )
    return [(view, wanted) for view, wanted in clocks if wanted is not None]


def _view(judgement: Judgement, wanted: ViewExpected) -> Iterator[str]:
    clock = judgement.view.chinese
    if wanted.outcome is not None:
        expected = outcome_named(wanted.outcome)
        if judgement.outcome is not expected:
            came = f"“{judgement.outcome.chinese}”（{judgement.reason}）"
            yield f"{clock}应为“{expected.chinese}”，实为{came}"
    yield from number(f"{clock}的实际", wanted.actual, judgement.actual, judgement.unit)
    yield from number(f"{clock}的要求", wanted.required, judgement.required, judgement.unit)
    yield from number(f"{clock}的完成进度", wanted.progress, judgement.progress, "%")
    pace = judgement.required_progress
    yield from number(f"{clock}的时间进度", wanted.required_progress, pace, "%")
    for digits in wanted.flips:
        if not any(f"保留{kept(digits)}" in remark for remark in judgement.remarks):
            yield f"{clock}应提示保留{kept(digits)}时结论相反，没有提示"
    for text in wanted.says:
        if text not in judgement.reason:
            yield f"{clock}的理由应有“{text}”，实为“{judgement.reason}”"


def _remaining(judgement: Judgement | None, wanted: RemainingExpected) -> Iterator[str]:
    steps = {s.name: s for s in judgement.steps} if judgement else {}
    for what, name, expected in (
        ("剩余年份合计还需", "remaining", wanted.total),
        ("剩余年份平均每年还需", "remaining_yearly", wanted.per_year),
    ):
        step = steps.get(name)
        yield from number(what, expected, step.value if step else None, step.unit if step else "")


def _scheme(declarations: Declarations, given: VerdictGiven, matter: Matter) -> Scheme:
    """The scheme whose vetoes are applied; with terms of its own they are about its target."""
    scheme = look_up(declarations.schemes, given.scheme, "考核办法（核对是否否决须写明）")
    if given.terms is None:
        about_it = tuple(v for v in scheme.vetoes if v.target == matter.target.id)
        return replace(scheme, vetoes=about_it)
    return replace(scheme, vetoes=tuple(replace(v, target=matter.target.id) for v in scheme.vetoes))


def _vetoed(scheme: Scheme, result: EntityResult, wanted: bool) -> Iterator[str]:
    by_view = {(j.target.id, j.view): j for j in result.judgements}
    year = result.judgements[0].year
    # no items: only the vetoes are asked about
    graded = grade(replace(scheme, items=()), (), by_view, year)
    found = bool(graded.vetoed_by)
    if found != wanted:
        said = f"（{'；'.join(graded.vetoed_by)}）" if found else ""
        yield f"否决项应{_struck(wanted)}，实为{_struck(found)}{said}"
    elif not wanted and graded.unsure:
        yield f"否决项应{_struck(wanted)}，实为无法评定（{'；'.join(graded.unsure)}）"


def _struck(vetoed: bool) -> str:
    return "否决" if vetoed else "不否决"
