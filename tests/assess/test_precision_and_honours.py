"""What printed digits leave undecided, honours with conditions, ranks, and data in error."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from shuangkong.assess.grade import ranked
from shuangkong.assess.grading import Graded, withheld
from shuangkong.assess.judgement import Outcome
from shuangkong.assess.wording import spoken
from shuangkong.vocabulary import View

from tests.documents import small


def test_an_honour_with_a_condition_is_not_for_whom_missed_it() -> None:
    assessment = small.assessment()
    scheme = assessment.scheme
    assert scheme is not None
    best = next(r for r in assessment.results.values() if r.honours)
    honour = replace(scheme.honours[0], met=("intensity",))
    scheme = replace(scheme, honours=(honour,))
    code = best.entity.code

    assert ranked(scheme, {code: best})[code].honours == (honour.name,)
    for outcome in (Outcome.NOT_MET, Outcome.NOT_ASSESSABLE):
        missed = tuple(replace(j, outcome=outcome) for j in best.judgements)
        told = ranked(scheme, {code: replace(best, judgements=missed)})
        assert told[code].honours == (), "missing never counts as met"


def test_a_provisional_total_has_no_rank() -> None:
    assessment = small.assessment()
    assert assessment.scheme is not None
    waiting = {
        code: replace(r, provisional=True, rank=None)
        for code, r in assessment.results.items()
        if r.total is not None
    }

    assert all(r.rank is None for r in ranked(assessment.scheme, waiting).values())


def test_data_in_error_are_not_graded() -> None:
    scheme = small.scheme()
    graded = withheld(Graded(D(90), False, scheme.grades[-1], "", ("未完成年度目标",)), 2)

    assert graded.grade is None
    # a veto would be a grade, told in public while the data are away for correction
    assert graded.vetoed_by == ()
    assert graded.provisional
    assert "2条须更正" in graded.reason


@pytest.mark.parametrize(
    ("label", "shown", "said"),
    [
        ("当年降低率", "-2.03%", "当年上升2.03%"),
        ("增量", "-22.38 万吨", "减少22.38 万吨"),
        ("年均允许增量", "-4.00 万吨", "年均应减少4.00 万吨"),
        ("当年降低率", "2.03%", "当年降低率2.03%"),
        ("总量", "-1", "总量-1"),
    ],
)
def test_what_went_the_other_way_is_said_as_that(label: str, shown: str, said: str) -> None:
    assert spoken(label, shown) == said


def test_a_derived_yearly_value_is_no_annual_target() -> None:
    judgement = small.assessment().results["A"].judgements[0]
    assert judgement.view is View.ANNUAL
    given = replace(judgement.inputs[0], name="n")

    assert judgement.clock == "年度目标"
    assert replace(judgement, inputs=(given,)).clock == "年度推算值"
