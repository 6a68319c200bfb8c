"""Records as bytes: equal again, and what thousands share is there once."""

import shuangkong
from shuangkong.assess.packed import packed, unpacked
from shuangkong.declarations.load import load, shipped_plans
from shuangkong.formulas import parse


def test_a_formula_of_many_entities_is_there_once() -> None:
    plan = load(shipped_plans()["national-13fyp"])
    formula = parse("max(a_2020 / b_2020 - 17%, 0)")

    first, second = (unpacked(plan, packed(plan, [formula]))[0] for _ in range(2))

    assert first == formula
    assert first is second
    assert first is not formula


def test_declared_records_are_those_of_the_plan() -> None:
    plan = load(shipped_plans()["national-13fyp"])
    assert isinstance(plan, shuangkong.Declarations)
    target = next(iter(plan.targets.values()))

    assert unpacked(plan, packed(plan, (target,)))[0] is target
