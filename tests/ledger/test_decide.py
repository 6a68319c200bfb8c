import pytest
from shuangkong.errors import LedgerError
from shuangkong.ledger.decide import decide
from shuangkong.ledger.entries import rulings
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.state import state
from shuangkong.ledger.store import opened
from shuangkong.vocabulary import DecisionKind, View


def made(world, kind=DecisionKind.OVERRIDE, target="total", choice="met", **more):
    by, reason = more.pop("by", "李主任"), more.pop("reason", "不可抗力")
    return decide(world.workspace, kind, target, choice, by, reason, clock=world.clock, **more)


def outcomes(world):
    found = assess_workspace(world.workspace, 2020).assessment
    return {
        (j.entity.name, j.target.id, j.view.value): j.outcome.value
        for r in found.results.values()
        for j in r.judgements
    }


def in_force(world):
    with opened(world.workspace) as ledger:
        return [d.choice for d in state(ledger, 2020, ledger.head.number).decisions(2020)]


def test_an_override_changes_the_verdict_it_is_about_and_no_other(begun):
    begun.both_cities()
    before = outcomes(begun)

    made(begun, entity="乙市", year=2020, view=View.FINAL)

    after = outcomes(begun)
    changed = {key for key in after if after[key] != before[key]}
    assert changed == {("示例乙市", "total", "final")}


def test_a_decision_keeps_name_reason_and_date(begun):
    done = made(begun, entity="990200", by=" 李主任 ", reason="经省政府同意")

    decision = done.ruling.decision
    assert (decision.by, decision.reason) == ("李主任", "经省政府同意")
    assert decision.at.isoformat() == "2021-03-01"
    assert decision.entity == "990200"


def test_a_later_decision_on_the_same_matter_takes_over_and_the_earlier_stays(begun):
    first = made(begun, entity="乙市")
    second = made(begun, entity="990200", choice="not_met")

    assert second.instead_of == first.ruling
    assert in_force(begun) == ["not_met"]
    with opened(begun.workspace) as ledger:
        assert [r.decision.choice for r in rulings(ledger)] == ["met", "not_met"]


def test_a_decision_can_be_withdrawn(begun):
    made(begun, entity="乙市")
    made(begun, entity="甲市", choice="not_met")
    made(begun, entity="乙市", choice="withdraw")

    assert in_force(begun) == ["not_met"]


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"target": "totle"}, "SK-L030"),
        ({"entity": "丙市"}, "SK-L031"),
        ({"choice": "完成"}, "SK-L032"),
        ({"year": 2035}, "SK-L033"),
        ({"by": " "}, "SK-L008"),
        ({"reason": ""}, "SK-L008"),
        ({"kind": DecisionKind.READING, "choice": "a"}, "SK-L035"),
        ({"kind": DecisionKind.CONFLICT, "choice": "coal"}, "SK-L035"),
        ({"kind": DecisionKind.REVISION, "target": "3", "choice": "accept"}, "SK-L014"),
    ],
)
def test_a_decision_that_fits_nothing_is_refused(begun, more, kind):
    with pytest.raises(LedgerError, match=kind):
        made(begun, **more)

    with opened(begun.workspace) as ledger:
        assert rulings(ledger) == ()


def test_a_submission_is_accepted_or_rejected_as_a_whole(begun):
    number = begun.submit(begun.form("甲", {("coal", 2020): 1})).taken[0].submission.number

    with pytest.raises(LedgerError, match="SK-L034"):
        made(begun, DecisionKind.REVISION, str(number), "accept", entity="甲市")
    with pytest.raises(LedgerError, match="SK-L032"):
        made(begun, DecisionKind.REVISION, str(number), "met")
    done = made(begun, DecisionKind.REVISION, f"第{number}号", "reject")

    assert done.ruling.submission == number
