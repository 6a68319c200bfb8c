from decimal import Decimal
from math import log

import pytest
from shuangkong import resources
from shuangkong.assess.judgement import Outcome
from shuangkong.declarations.cases import load_cases
from shuangkong.declarations.load import load
from shuangkong.errors import DeclarationError
from shuangkong.vocabulary import Form, ProgressMethod, Verification

FOLDERS = [
    resources.targets() / "national-13fyp",
    resources.targets() / "hebei-13fyp",
    resources.samples() / "schemes-demo",
]
PLANS = {folder.name: load(folder) for folder in FOLDERS}
CASES = [
    pytest.param(PLANS[folder.name], case, id=f"{folder.name}/{case.id}")
    for folder in FOLDERS
    for case in load_cases(folder)
]
WORDS = {outcome.value for outcome in Outcome}


def of_kind(kind):
    return [p for p in CASES if getattr(p.values[1], kind) is not None]


def test_every_plan_with_a_scheme_has_cases():
    found = {p.id.split("/")[0] for p in CASES}

    assert found == set(PLANS)


@pytest.mark.parametrize(("plan", "case"), CASES)
def test_a_case_has_one_kind_and_a_known_source(plan, case):
    assert len(case.kinds) == 1
    assert case.source.document is None or case.source.document in plan.plan.documents
    assert case.says.strip()


@pytest.mark.parametrize(("plan", "case"), of_kind("verdict"))
def test_a_verdict_is_of_one_target_and_expects_something(plan, case):
    given, expect = case.verdict.given, case.verdict.expect
    views = [v for v in (expect.annual, expect.progress, expect.final) if v is not None]

    assert (given.target is None) != (given.terms is None)
    if given.target is not None:
        assert given.target in plan.targets
        assert given.entity in plan.names
        assert set(given.data) <= set(plan.indicators)
    assert given.scheme is None or given.scheme in plan.schemes
    assert views
    assert {v.outcome for v in views if v.outcome} <= WORDS
    assert max([*given.levels, *given.rates], default=given.year) <= given.year
    assert expect.vetoed is None or given.scheme is not None


@pytest.mark.parametrize(("plan", "case"), of_kind("score"))
def test_a_score_is_of_a_declared_item(plan, case):
    given, expect = case.score.given, case.score.expect
    item = next(i for i in plan.schemes[given.scheme].items if i.id == given.item)

    assert expect.withheld or expect.points is not None
    assert expect.points is None or 0 <= expect.points <= item.points
    assert expect.bonus is None or expect.bonus <= (item.bonus.most if item.bonus else 0)
    assert set(given.outcomes.values()) <= WORDS
    assert set(given.parts) <= {part.id for part in item.parts}
    assert set(given.data) <= set(plan.indicators)
    if item.chained and given.result:
        assert given.result in item.chained.points


@pytest.mark.parametrize(("plan", "case"), of_kind("grade"))
def test_a_grade_is_of_a_declared_scheme(plan, case):
    given, expect = case.grade.given, case.grade.expect
    scheme = plan.schemes[given.scheme]

    assert expect.grade is None or expect.grade in {g.name for g in scheme.grades}
    assert not expect.vetoed or expect.grade == scheme.veto_grade
    assert (given.total is None) != (not given.points)
    assert set(given.failed) <= set(plan.targets)
    assert set(given.points) <= {i.id for i in scheme.items}
    assert given.year in scheme.years


@pytest.mark.parametrize(("plan", "case"), of_kind("warning"))
def test_a_warning_is_of_a_declared_level(plan, case):
    rule = plan.warnings[case.warning.given.rule]

    assert case.warning.expect.level in {level.name for level in rule.levels}
    assert case.warning.given.target.unit == case.warning.given.actual.unit


def reductions():
    """Cases of chained or indexed reductions whose progress is printed."""
    for param in of_kind("verdict"):
        given, expect = param.values[1].verdict.given, param.values[1].verdict.expect
        terms = given.terms
        if expect.progress is None or expect.progress.progress is None or terms is None:
            continue
        if terms.form is Form.REDUCE_BY and terms.progress is ProgressMethod.LOGARITHMIC:
            yield param


@pytest.mark.parametrize(("plan", "case"), list(reductions()))
def test_printed_progress_follows_from_the_printed_figures(plan, case):
    given, expect = case.verdict.given, case.verdict.expect.progress
    left = Decimal(1)
    for rate in given.rates.values():
        left *= 1 + rate.low / 100
    if given.levels:
        left = given.levels[given.year].low / given.levels[given.terms.base].low

    progress = 100 * log(left) / log(1 - given.terms.value.low / 100)
    half_a_digit = Decimal(5).scaleb(expect.progress.low.as_tuple().exponent - 1)
    assert progress == pytest.approx(float(expect.progress.low), abs=float(half_a_digit))
    assert 100 * (1 - left) == pytest.approx(expect.actual.low, abs=Decimal("0.005"))


def test_the_notice_for_2007_vetoes_exactly_those_graded_not_met():
    rows = [p.values[1] for p in CASES if "/ndrc-2007-" in p.id and p.values[1].published]

    assert len(rows) == 20
    for case in rows:
        assert case.verdict.expect.vetoed == (case.published == "未完成"), case.id


def test_numbers_of_our_own_say_so():
    for param in CASES:
        case = param.values[1]
        invented = case.score or case.grade or case.warning
        if invented and case.source.verification is not Verification.SYNTHETIC:
            note = case.source.note or ""
            reported = case.id in ("ndrc-2020-anhui", "qinghai-2019-haidong-score")
            assert reported or "举例" in note, case.id


def test_a_case_with_a_fault_is_refused_with_its_line(tmp_path):
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "one.yaml").write_text(
        "cases:\n  - id: a\n    title: 甲\n    says: 甲\n    sourse: {clause: 一}\n",
        encoding="utf-8",
    )

    with pytest.raises(DeclarationError, match=r"cases/one\.yaml:5:5"):
        load_cases(tmp_path)
