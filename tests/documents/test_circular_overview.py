"""The circular's sentence on the whole province leaves nothing out without a word."""

import re
from dataclasses import replace

import pytest
import shuangkong
from shuangkong import resources
from shuangkong.assess.judgement import Outcome
from shuangkong.assess.result import Assessment
from shuangkong.documents.figures import Figures
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.letters.circular import circular_words


@pytest.fixture(scope="module")
def carbon() -> Assessment:
    folder = resources.samples() / "carbon-15fyp"
    return shuangkong.assess(str(folder), 2026, folder / "data")


def _sentence(assessment: Assessment) -> str:
    return str(circular_words(assessment, Letterhead(), Figures())["全省概况"])


def test_every_indicator_of_the_first_class_is_told_with_what_was_asked(
    carbon: Assessment,
) -> None:
    said = _sentence(carbon)

    top = carbon.results[carbon.declarations.plan.top]
    for one in top.counts[0].indicators:
        assert one.name in said
    assert said.count("下达的年度目标") == len(top.counts[0].indicators)
    rest = len(top.counts[1].indicators)
    assert said.endswith(f"其余{rest}项目标均完成。")


def test_of_the_rest_those_missed_are_counted(carbon: Assessment) -> None:
    code = carbon.declarations.plan.top
    top = carbon.results[code]
    last = top.counts[1].indicators[-1].judgement
    assert last is not None
    judged = tuple(
        replace(j, outcome=Outcome.NOT_MET) if j.key == last.key else j for j in top.judgements
    )
    changed = replace(carbon, results={**carbon.results, code: replace(top, judgements=judged)})

    found = re.search(r"其余(\d+)项目标完成(\d+)项、未完成1项。", _sentence(changed))
    assert found is not None
    assert int(found[1]) == int(found[2]) + 1
