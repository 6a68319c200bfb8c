"""An incentive 激励目标 that was not reached is told, and counts nowhere as a duty missed."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
import shuangkong
from shuangkong import resources
from shuangkong.assess.judgement import Judgement, Outcome
from shuangkong.assess.result import Assessment, EntityResult
from shuangkong.commands.printed import ranking
from shuangkong.documents.figures import Figures
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.letters.words import entity_words
from shuangkong.documents.results import entity_json
from shuangkong.documents.scorecard import scorecard
from shuangkong.ledger.years import _year

DEMO = resources.samples() / "carbon-demo"


@pytest.fixture(scope="module")
def made() -> Assessment:
    return shuangkong.assess(DEMO, 2028, DEMO / "data")


@pytest.fixture(scope="module")
def city(made: Assessment) -> EntityResult:
    """Whoever missed nothing but its incentive."""
    return next(
        r for r in made.results.values() if missed(r) and all("激励" in one for one in missed(r))
    )


def missed(result: EntityResult) -> list[str]:
    return [j.target.name for j in result.judgements if j.is_missed]


def _issued(made: Assessment, result: EntityResult) -> dict[str, Any]:
    return json.loads(entity_json(result, made, {}))


def test_the_table_of_a_run_lists_it_as_nothing_missed(
    made: Assessment, city: EntityResult
) -> None:
    row = next(line for line in ranking(made).splitlines() if city.entity.name in line)
    assert "激励目标" not in row
    assert "未完成" not in row


def test_it_is_no_problem_in_a_letter_and_stands_in_the_annex(
    made: Assessment, city: EntityResult
) -> None:
    words = entity_words(made, city, Letterhead(), Figures())
    assert words["未完成目标"] == []
    assert not [row for row in words["主要目标"] if "激励" in row["名称"]]
    assert [row for row in words["目标表"] if "激励" in row["名称"]]


def test_years_side_by_side_count_duties(made: Assessment, city: EntityResult) -> None:
    year = _year(SimpleNamespace(year=2028, number=1), _issued(made, city))
    met, judged = map(int, year.met.split("/"))
    assert met == judged == sum(j.outcome is Outcome.MET for j in city.duties)


def test_the_card_says_why_it_stands_in_no_list(made: Assessment, city: EntityResult) -> None:
    told = [str(c.content) for sheet in scorecard(made, city).sheets for c in sheet.cells]
    assert any("激励目标达到与否均不算未完成" in text for text in told)


def test_a_duty_that_was_missed_is_still_one(made: Assessment) -> None:
    def duty(j: Judgement) -> bool:
        return j.is_missed and "激励" not in j.target.name

    for result in made.results.values():
        names = {j.target.name for j in result.judgements if duty(j)}
        words = entity_words(made, result, Letterhead(), Figures())
        told = "".join(row["名称"] for row in words["未完成目标"])
        assert all(name in told for name in names)
