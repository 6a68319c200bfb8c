"""Decisions of every kind in words: by the names of the plan, in no codes of ours."""

import datetime
from dataclasses import replace

import pytest
from shuangkong.declarations.load import load
from shuangkong.ledger.said import settling
from shuangkong.vocabulary import Decision, DecisionKind
from shuangkong.vocabulary.target import Interpretation

from tests.ledger.conftest import PLAN

SAID = {
    DecisionKind.OVERRIDE: ("total", "met", "能源消费总量控制", "完成"),
    DecisionKind.READING: ("total", "narrow", "能源消费总量控制", "“只计规模以上工业”"),
    DecisionKind.CONFLICT: ("total", "coal", "能源消费总量控制", "煤炭消费量控制"),
    DecisionKind.BAND: ("total", "not_met", "能源消费总量控制", "未完成"),
    DecisionKind.REVISION: ("3", "reject", "第 3 号填报", "不采用"),
    DecisionKind.POINTS: ("measures.m1", "30", "“节能措施：组织领导”得分", "30分"),
    DecisionKind.FIGURE: ("coal", "3.5", "煤炭消费量", "3.5 万吨"),
    DecisionKind.FALSIFIED: ("grade", "未完成", "等级", "未完成"),
    DecisionKind.NOT_COMPUTABLE: ("total", "accepted", "能源消费总量控制", "认可"),
}


@pytest.fixture
def declared(tmp_path):
    for name, text in PLAN.items():
        path = tmp_path / "ledger-demo" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found = load(tmp_path / "ledger-demo")
    reading = Interpretation(id="narrow", says="只计规模以上工业")
    total = replace(found.targets["total"], readings=(reading,))
    return replace(found, targets={**found.targets, "total": total})


@pytest.mark.parametrize("kind", DecisionKind)
def test_every_kind_of_decision_is_told_in_names(declared, kind):
    target, choice, subject, chosen = SAID[kind]
    told = Decision(
        kind=kind,
        target=target,
        entity=None if kind is DecisionKind.REVISION else "990200",
        year=None if kind is DecisionKind.REVISION else 2020,
        choice=choice,
        by="李主任",
        reason="经查",
        at=datetime.date(2021, 3, 1),
    )

    narrowed = "" if kind is DecisionKind.REVISION else "（示例乙市、2020）"
    assert settling(told, declared) == f"{kind.chinese}：{subject}{narrowed} → {chosen}"
    withdrawn = settling(replace(told, choice="withdraw"), declared)
    assert withdrawn == f"{kind.chinese}：{subject}{narrowed} → 撤回先前的裁定"
