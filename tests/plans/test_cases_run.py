"""Every worked case comes out; and a case that is wrong in one number does not."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

import pytest
from shuangkong import resources
from shuangkong.assess.cases import CaseResult, render, run_case, run_cases
from shuangkong.declarations.bundle import Declarations
from shuangkong.declarations.cases import load_cases
from shuangkong.declarations.load import load
from shuangkong.vocabulary import Amount, AnnualMethod, Form, ProgressMethod, Verification
from shuangkong.vocabulary.case import Case

FOLDERS = [
    resources.targets() / "national-13fyp",
    resources.targets() / "hebei-13fyp",
    resources.samples() / "schemes-demo",
]
PLANS = {folder.name: load(folder) for folder in FOLDERS}
CASES = [
    pytest.param(PLANS[folder.name], case, id=f"{folder.name}/{case.id}")
    for folder in FOLDERS
    for case in load_cases(folder)
]
BY_ID = {p.id: p.values for p in CASES}


@pytest.mark.parametrize(("plan", "case"), CASES)
def test_the_engine_gives_what_the_document_says(plan: Declarations, case: Case) -> None:
    assert run_case(plan, case) == ()


def changed(value: Any) -> Any:
    """The same expectation, wrong by the smallest step that must be noticed."""
    match value:
        case bool():
            return not value
        case Amount(low, _, unit):
            step = Decimal(1).scaleb(low.as_tuple().exponent)
            return Amount(low + step, low + step, unit)
        case Decimal():
            return value + Decimal("0.01")
        case Verification():
            marks = list(Verification)
            return marks[(marks.index(value) + 1) % len(marks)]
        case str():
            return f"非{value}"
        case tuple():
            return (*value, 5 if isinstance(value[0], int) else "没有这句话")
    raise AssertionError(value)


def wrong_in_one(expect: Any) -> Iterator[tuple[str, Any]]:
    """An expectation with each of its values wrong in turn, and the value's name."""
    for field in fields(expect):
        value = getattr(expect, field.name)
        if value is None or value == ():
            continue
        if is_dataclass(value) and not isinstance(value, Amount):
            for name, inner in wrong_in_one(value):
                yield f"{field.name}.{name}", replace(expect, **{field.name: inner})
        else:
            yield field.name, replace(expect, **{field.name: changed(value)})


@pytest.mark.parametrize(("plan", "case"), CASES)
def test_every_value_a_case_expects_is_held_against_the_engine(
    plan: Declarations, case: Case
) -> None:
    (kind,) = case.kinds
    body = getattr(case, kind)

    for name, wrong in wrong_in_one(body.expect):
        found = run_case(plan, replace(case, **{kind: replace(body, expect=wrong)}))
        assert found, f"{name} was not checked"
        assert case.id in found[0]


@pytest.mark.parametrize(
    ("name", "path", "value", "said"),
    [
        ("national-13fyp/henan-2016", "entity", "河南市", "没有名为“河南市”的考核对象"),
        ("national-13fyp/henan-2016", "target", "intensty", "没有代号为“intensty”的目标"),
        ("national-13fyp/henan-2016", "scheme", "notice-63", "没有代号为“notice-63”的考核办法"),
        ("national-13fyp/xizang-2020", "year", 2021, "规划期是"),
        ("national-13fyp/henan-2016", "rates", {2017: Amount(Decimal(1), Decimal(1), "%")}, "以后"),
        (
            "national-13fyp/henan-2016",
            "rates",
            {2016: Amount(Decimal(1), Decimal(1), "万吨")},
            "不能换算",
        ),
        ("hebei-13fyp/total-2016-just-over", "levels", {}, "无法评定|缺"),
        (
            "hebei-13fyp/intensity-2020-at-threshold",
            "levels",
            {2020: Amount(Decimal(1), Decimal(1), "吨标准煤/万元")},
            "由公式计算",
        ),
        ("national-13fyp/step-01", "item", "x", "没有代号为“x”的"),
        ("national-13fyp/ndrc-2020-1", "rule", "x", "没有代号为“x”的预警办法"),
        ("national-13fyp/census-levels", "formula", "1 - b / c", "“c”没有给数值"),
        ("national-13fyp/census-levels", "formula", "1 - b /", "公式"),
        ("national-13fyp/census-levels", "formula", "b < a", "不是一个数"),
        ("hebei-13fyp/total-sum", "formula", "base_2015", "不是一个关系"),
        ("samples/chained-1", "result", "甲等", "不是"),
        ("samples/matrix-1", "outcomes", {"annual": "done"}, "没有“done”这种完成情况"),
    ],
)
def test_a_case_that_cannot_be_executed_says_why(
    name: str, path: str, value: Any, said: str
) -> None:
    plan, case = BY_ID[name.replace("samples/", "schemes-demo/")]
    (kind,) = case.kinds
    body = getattr(case, kind)
    broken = replace(case, **{kind: replace(body, given=replace(body.given, **{path: value}))})

    found = "\n".join(run_case(plan, broken))

    assert any(words in found for words in said.split("|")), found
    assert str(case.place) in found


def test_a_case_of_no_kind_or_of_two_is_a_difference() -> None:
    plan, formula = BY_ID["national-13fyp/census-levels"]
    warning = BY_ID["national-13fyp/ndrc-2020-1"][1].warning

    assert "一种也没有" in run_case(plan, replace(formula, formula=None))[0]
    assert "warning、formula" in run_case(plan, replace(formula, warning=warning))[0]


def test_printed_digits_decide_how_exactly_a_number_must_agree() -> None:
    plan, case = BY_ID["national-13fyp/henan-2016"]

    def with_progress(text: str) -> tuple[str, ...]:
        progress = replace(
            case.verdict.expect.progress, progress=Amount(Decimal(text), Decimal(text), "%")
        )
        expect = replace(case.verdict.expect, progress=progress)
        return run_case(plan, replace(case, verdict=replace(case.verdict, expect=expect)))

    assert with_progress("45.6") == ()
    assert with_progress("46") == ()
    assert "应为 45.5%，算得 45.583%" in with_progress("45.5")[0]
    assert "应为 45%" in with_progress("45")[0]


def test_a_unit_that_is_not_the_computed_one_is_a_difference() -> None:
    plan, case = BY_ID["national-13fyp/henan-2016"]
    annual = replace(
        case.verdict.expect.annual, actual=Amount(Decimal("7.64"), Decimal("7.64"), "万吨标准煤")
    )
    expect = replace(case.verdict.expect, annual=annual)

    found = run_case(plan, replace(case, verdict=replace(case.verdict, expect=expect)))

    assert found[0].startswith("年度目标的实际应为 7.64 万吨标准煤，算得的单位是“%”")


def test_a_veto_that_nobody_can_tell_is_not_a_veto_that_does_not_strike() -> None:
    plan, case = BY_ID["national-13fyp/henan-2016"]
    given = replace(case.verdict.given, rates={})
    expect = replace(case.verdict.expect, annual=None, progress=None, remaining=None)

    found = run_case(plan, replace(case, verdict=replace(case.verdict, given=given, expect=expect)))

    assert "无法评定" in found[0]


def test_terms_may_be_written_for_every_form() -> None:
    """A target of its own is judged whatever its form, in the unit its value is in."""
    plan, case = BY_ID["national-13fyp/henan-2016-total"]

    def levels(*numbers: str) -> dict[int, Amount]:
        return {
            year: Amount(Decimal(n), Decimal(n), "万吨标准煤")
            for year, n in zip((2015, 2020), numbers, strict=True)
        }

    def outcome(form: Form, *numbers: str) -> tuple[str, ...]:
        terms = replace(
            case.verdict.given.terms,
            form=form,
            value=Amount(Decimal(50), Decimal(50), "万吨标准煤"),
            progress=ProgressMethod.NONE,
            annual=AnnualMethod.NONE,
        )
        given = replace(case.verdict.given, terms=terms, year=2020, levels=levels(*numbers))
        final = replace(case.verdict.expect.annual, outcome="met", actual=None, required=None)
        expect = replace(case.verdict.expect, annual=None, progress=None, final=final)
        return run_case(
            plan, replace(case, verdict=replace(case.verdict, given=given, expect=expect))
        )

    assert outcome(Form.AT_MOST, "40", "50") == ()
    assert outcome(Form.AT_LEAST, "40", "50") == ()
    assert outcome(Form.CUT_BY, "100", "50") == ()
    assert "实为“未完成”" in outcome(Form.MORE_THAN, "40", "50")[0]
    assert "实为“未完成”" in outcome(Form.CUT_BY, "100", "50.1")[0]


def test_the_table_lists_every_case_and_explains_each_difference() -> None:
    results = run_cases(resources.samples() / "schemes-demo")
    wrong = replace(results[0], differences=("得分应为 1 分，算得 2 分",))

    text = render([wrong, *results[1:]])

    assert len(results) == sum(p.id.startswith("schemes-demo/") for p in CASES)
    assert all(r.case.id in text for r in results)
    assert "得分应为 1 分，算得 2 分" in text
    assert "怎么改" in text
    assert f"一致 {len(results) - 1} 个，不一致 1 个" in text
    assert "不一致" not in render(results)
    assert "没有案例" in render([])


def test_a_result_holds_when_nothing_differs() -> None:
    case = BY_ID["national-13fyp/henan-2016"][1]

    assert CaseResult(case, ()).holds
    assert not CaseResult(case, ("x",)).holds
