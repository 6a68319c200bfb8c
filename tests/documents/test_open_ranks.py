"""A rank that others could still change is told as such, alike in every paper."""

from dataclasses import replace

import pytest
import shuangkong
from shuangkong import resources
from shuangkong.assess.grade import ranked
from shuangkong.documents.figures import Figures
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.letters.circular import circular_words
from shuangkong.documents.letters.words import entity_words


@pytest.fixture(scope="module")
def hebei():
    # two have no final total: one waits for points, of one nothing came
    return shuangkong.assess(
        "hebei-13fyp", 2019, resources.samples() / "hebei-13fyp", checked=False
    )


def test_a_rank_in_an_open_field_is_provisional_in_letter_and_circular(hebei) -> None:
    open_ones = [r for r in hebei.results.values() if r.scores and r.grade is None]
    assert len(open_ones) == 2
    alone = next(r for r in hebei.results.values() if r.rank == 4)

    told = entity_words(hebei, alone, Letterhead(), Figures())
    assert "暂列第4名（尚有2个考核对象的得分或等级未定）" in told["结果"]
    assert told["名次"] == "暂列4"
    rows = circular_words(hebei, Letterhead(), Figures())["结果表"]
    shown = {row["代码"]: row["名次"] for row in rows}
    for result in hebei.results.values():
        if result.rank is not None:
            assert shown[result.entity.code] == f"暂列{result.rank}" == result.rank_word


def test_a_rank_is_settled_once_everybody_has_a_total(hebei) -> None:
    scheme = hebei.scheme
    settled = {c: r for c, r in hebei.results.items() if r.rank is not None}

    assert not any(r.unsettled for r in ranked(scheme, settled).values())


def test_those_who_can_only_come_last_leave_better_ranks_alone(hebei) -> None:
    scheme = hebei.scheme
    last = scheme.grades[-1]
    field = {c: r for c, r in hebei.results.items() if r.rank is not None or r.provisional}
    # a veto has settled the grade of whom points are still missing
    field = {c: replace(r, grade=last) if r.provisional else r for c, r in field.items()}

    for result in ranked(scheme, field).values():
        lowest = result.grade is not None and result.grade.name == last.name
        assert bool(result.unsettled) == (lowest and result.rank is not None)
