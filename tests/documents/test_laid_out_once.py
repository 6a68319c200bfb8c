"""Entities that are judged alike share the sheet of arithmetic, whatever comes out for them."""

from dataclasses import replace

from shuangkong.assess.judgement import Outcome
from shuangkong.documents.scorecard import scorecard

from tests.documents import small


def test_cards_share_all_cells_of_the_arithmetic_but_what_comes_out() -> None:
    done = small.assessment()
    met = done.results["A"]
    missed = replace(
        met,
        entity=replace(met.entity, name="丙市"),
        judgements=tuple(
            replace(
                j,
                outcome=Outcome.NOT_MET if j.outcome is Outcome.MET else Outcome.MET,
                steps=tuple(
                    s if s.truth is None else replace(s, truth=not s.truth) for s in j.steps
                ),
            )
            for j in met.judgements
            if j.outcome in (Outcome.MET, Outcome.NOT_MET)
        ),
    )
    met = replace(met, judgements=tuple(j for j in met.judgements if j.outcome in _JUDGED))

    one, other = (_arithmetic(scorecard(done, result)) for result in (met, missed))

    assert one.merges[0].content != other.merges[0].content
    own = [(a, b) for a, b in zip(one.cells, other.cells, strict=True) if a is not b]
    assert own
    assert {a.col for a, _ in own} == {3, 5}
    told = [(a.content.value, b.content.value) for a, b in own if a.content != b.content]
    assert {"成立", "不成立"} <= {word for pair in told for word in pair}


_JUDGED = (Outcome.MET, Outcome.NOT_MET)


def _arithmetic(book):
    return next(sheet for sheet in book.sheets if sheet.name == "计算过程")
