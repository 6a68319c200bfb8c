"""What whoever signs a paper would send back: papers that contradict each other, or do not say."""

import csv
import io

import pytest
import shuangkong
from shuangkong import resources
from shuangkong.assess.result import PRAISED, Assessment
from shuangkong.documents.export import summary_csv
from shuangkong.documents.figures import Figures
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.letters.choice import letters_for
from shuangkong.documents.letters.circular import circular_words
from shuangkong.documents.scorecard import scorecard

PLANS = (
    ("hebei-13fyp", "hebei-13fyp", 2020),
    ("carbon-15fyp", "carbon-15fyp/data", 2026),
)


@pytest.fixture(scope="module", params=PLANS, ids=[name for name, _, _ in PLANS])
def assessed(request: pytest.FixtureRequest) -> Assessment:
    name, sample, year = request.param
    plan: object = resources.samples() / name if name.startswith("carbon") else name
    return shuangkong.assess(plan, year, resources.samples() / sample)


def test_who_gets_a_letter_of_praise_is_praised_in_every_paper(assessed: Assessment) -> None:
    written = summary_csv(assessed).decode("utf-8-sig")
    rows = {row["代码"]: row for row in csv.DictReader(io.StringIO(written))}
    circular = circular_words(assessed, Letterhead(), Figures())
    table = [*circular["结果表"], *circular["计数表"]]  # type: ignore[misc]
    remarks = {row["对象"].split("〔")[0]: row["备注"] for row in table}

    some = 0
    for code, row in rows.items():
        result = assessed.results[code]
        praised = "commendation" in letters_for(assessed, result)
        some += praised
        assert (PRAISED in row["表彰"]) == praised
        assert (PRAISED in remarks[result.entity.name]) == praised
        card = scorecard(assessed, result).sheets[0]
        assert any(PRAISED in str(cell.content) for cell in card.cells) == praised
    assert some
