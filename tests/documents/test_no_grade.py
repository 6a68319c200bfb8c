"""One word and one reason for a grade that cannot be given, wherever it stands."""

import csv
import io
import re
from dataclasses import replace

import shuangkong
from shuangkong import resources
from shuangkong.assess.result import EntityResult
from shuangkong.commands.printed import ranking
from shuangkong.documents.export import summary_csv
from shuangkong.documents.scorecard.build import scorecard
from shuangkong.documents.summary import summary_book

from tests.documents import small


def test_a_withheld_grade_has_one_word_and_one_reason() -> None:
    assessment = shuangkong.assess("hebei-13fyp", 2020, resources.samples() / "hebei-13fyp")
    withheld = [r for r in assessment.results.values() if r.assessed and r.grade is None]
    assert withheld

    sheet = summary_book(assessment, {}).sheets[0]
    texts = [c.content for c in (*sheet.cells, *sheet.merges) if isinstance(c.content, str)]
    everywhere = "\n".join([*texts, ranking(assessment), summary_csv(assessment).decode("utf-8")])

    assert set(re.findall(r"暂不[评定]\w?级?", everywhere)) == {"暂不定级"}
    for result in withheld:
        assert any(result.grade_reason in text for text in texts)


def test_no_veto_stands_on_a_card_whose_data_were_sent_back() -> None:
    """Recomputed too: the veto is missed in the figures, and a grade waits for the corrected."""
    assessment = small.assessment()
    vetoed, finding = assessment.results["B"], assessment.results["C"].findings[0]
    waits = replace(vetoed, grade=None, provisional=True, vetoed_by=(), findings=(finding,))

    def grade_of(result: EntityResult) -> str:
        cells = [c.content for c in scorecard(assessment, result).sheets[0].cells]
        return str(cells[cells.index("等级") + 1])

    assert vetoed.grade is not None
    assert f'"{vetoed.grade.name}"' in grade_of(vetoed)
    assert grade_of(waits) == "暂不定级"


def test_what_is_provisional_has_one_word_and_only_beside_a_total() -> None:
    assessment = shuangkong.assess("hebei-13fyp", 2020, resources.samples() / "hebei-13fyp")
    without = [r for r in assessment.results.values() if r.total is None]
    with_one = [r for r in assessment.results.values() if r.provisional]

    assert without
    assert with_one
    assert not any(r.provisional or "暂计" in r.grade_reason for r in without)
    told = ranking(assessment)
    assert told.count("（暂计）") == sum(r.assessed and not r.self_assessed for r in with_one)
    assert "（暂）" not in told
    (head, *rows) = csv.reader(io.StringIO(summary_csv(assessment).decode("utf-8-sig")))
    for row in rows:
        told_of = dict(zip(head, row, strict=True))
        assert told_of["总分"] or told_of["暂计"] == "否"
