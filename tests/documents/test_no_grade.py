"""One word and one reason for a grade that cannot be given, wherever it stands."""

import re

import shuangkong
from shuangkong import resources
from shuangkong.commands.printed import ranking
from shuangkong.documents.export import summary_csv
from shuangkong.documents.summary import summary_book


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
