"""Every formula of a form is one that Excel takes: not too long, too deep or too wide."""

import pytest
from shuangkong import resources
from shuangkong.declarations.load import load
from shuangkong.intake.form.layout import layout_of
from shuangkong.intake.form.live import NO, YES, Live, either, every
from shuangkong.intake.form.selfcheck import self_check

#: what Excel takes: characters, brackets inside one another, parts of a function
LONGEST, DEEPEST, WIDEST = 8192, 64, 255


def size(formula: str) -> tuple[int, int, int]:
    """Characters, the deepest nesting and the most parts of one function."""
    deepest = widest = 0
    open_: list[int] = []
    texts = formula.split('"')
    array = False
    for number, text in enumerate(texts):
        for letter in text if number % 2 == 0 else "":
            array = letter == "{" or (array and letter != "}")
            if letter == "(":
                open_.append(1)
                deepest = max(deepest, len(open_))
            elif letter == ")":
                widest = max(widest, open_.pop())
            elif letter == "," and open_ and not array:
                open_[-1] += 1
    assert not open_, formula
    return len(formula), deepest, widest


@pytest.mark.parametrize(
    ("plan", "entity"),
    [("hebei-13fyp", "130000"), ("hebei-13fyp", "130100"), ("foreign-climate-2017", "")],
)
def test_every_formula_is_within_what_excel_takes(plan, entity):
    declared = load(resources.targets() / plan)
    year = declared.plan.period.last
    who = declared.entities[entity] if entity else declared.assessed(year)[0]
    check = self_check(layout_of(declared, who, year), {}, "题目")
    sizes = [size(live.formula) for live in check.calc.cells.values()]
    assert all(
        a <= b for one in sizes for a, b in zip(one, (LONGEST, DEEPEST, WIDEST), strict=True)
    )


def test_more_conditions_than_a_function_takes_are_put_in_groups():
    many = [Live(f"A{n}", value=n == 600) for n in range(1, 601)]
    assert size(either(*many).formula)[2] <= WIDEST
    assert either(*many).true
    assert size(every(*many).formula)[2] <= WIDEST
    assert not every(*many).true
    assert either(NO, NO) is NO
    assert every(YES, YES) is YES
