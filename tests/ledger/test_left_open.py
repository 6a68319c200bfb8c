"""What printed digits leave open is judged as reported, and whoever issues is told before."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from shuangkong.assess.judgement import Judgement, Outcome
from shuangkong.documents.figures import Figures
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.letters.words import entity_words
from shuangkong.ledger import show
from shuangkong.ledger.issue import Assessed, assess_workspace


def assessed(workspace: Path, change: dict[str, object]) -> Assessed:
    """An assessment on the record in which 甲市's total lies between two ends."""
    done = assess_workspace(workspace, 2020, None)
    made = done.assessment
    result = made.results["990100"]

    def opened(j: Judgement) -> Judgement:
        if j.target.id != "total" or j.outcome not in (Outcome.MET, Outcome.NOT_MET):
            return j
        assert j.actual is not None
        ends = (j.actual - Decimal("0.005"), j.actual + Decimal("0.005"))
        return replace(j, between=ends, **change)

    result = replace(result, judgements=tuple(map(opened, result.judgements)))
    made = replace(made, results={**made.results, result.entity.code: result})
    return replace(done, assessment=made)


def sentences(done: Assessed) -> list[str]:
    result = done.assessment.results["990100"]
    return list(entity_words(done.assessment, result, Letterhead(), Figures())["存疑"])


def test_who_issues_is_told_and_the_letter_stands_by_its_verdict(ledger: Path) -> None:
    done = assessed(ledger.parent, {})

    printed = show.issued(done)

    assert "数据印出的位数不足以判定，按所报的数评定" in printed
    assert "甲市能源消费总量控制（期末目标）" in printed
    (said, *_) = sentences(done)
    assert "按所报的数评定" in said
    assert "再作结论" not in said


def test_what_a_person_decided_is_not_left_open(ledger: Path) -> None:
    done = assessed(ledger.parent, {"outcome": Outcome.OVERRIDDEN, "decided_met": True})

    assert "不足以判定" not in show.issued(done)
    assert sentences(done) == []


def test_nothing_is_said_where_the_digits_decide(ledger: Path) -> None:
    assert "不足以判定" not in show.issued(assess_workspace(ledger.parent, 2020, None))
