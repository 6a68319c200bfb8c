"""Deductions come off once, however often a plan passes through the rooms."""

from pathlib import Path

from shuangkong import resources
from shuangkong.assess.net import with_deductions
from shuangkong.declarations.load import load


def _with_deductions() -> Path:
    plans = [
        *resources.targets().iterdir(),
        *(p.parent for p in resources.samples().rglob("plan.yaml")),
    ]
    return next(
        p for p in plans if any("deductions:" in f.read_text("utf-8") for f in p.rglob("*.yaml"))
    )


def test_deductions_are_taken_off_once() -> None:
    plan = load(_with_deductions())
    once = with_deductions(plan)

    assert once is not plan
    assert with_deductions(once) is once
