"""Rules that are decided without all of their cells (`if`): a cell without a figure is no culprit,
and the form's own check says what `check` says."""

import dataclasses
from decimal import Decimal

import formualizer as fz
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shuangkong.intake.consistency.judge import judged
from shuangkong.intake.consistency.rules import probes_of
from shuangkong.intake.form.calc import SHEET as CALC
from shuangkong.intake.form.calc import Calc
from shuangkong.intake.form.calc_figures import figures
from shuangkong.intake.form.calc_judging import judging
from shuangkong.intake.form.layout import SHEET, layout_of
from shuangkong.vocabulary import CheckRule, Severity

from tests.formulas.stands import CITY, sound_plan

YEARS = range(2016, 2019)
#: a column of the workings that nothing stands in
_FREE = 500
_RULES = [
    "if(x > 3, 1, y) ~ 5 ± 0",
    "if(y > 3, x, prior(y)) ~ x ± 1",
    "x ~ y ± 1",
    "if(missing(y), x, y) ~ 4 ± 2",
    "x ~ x ± abs(if(x > x, x, y - prior(x)))",
    "r ~ y * 10 ± 1",
    "if(r > 20, r, y) ~ 30 ± 5",
]


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return sound_plan(tmp_path_factory.mktemp("plan"))


def _asked(plan, rules):
    checks = {
        f"k{n}": CheckRule(id=f"k{n}", name="试", severity=Severity.ERROR, rule=rule,
                           message="不符", mend="核对")
        for n, rule in enumerate(rules)
    }  # fmt: skip
    return dataclasses.replace(plan, checks=checks)


def _checked(plan, values):
    """The cells that `check` marks: culprits, and what rules are broken by."""
    layout = layout_of(plan, plan.entities[CITY], YEARS[-1])
    asked = probes_of(plan, plan.entities[CITY].kind, layout.whole_years)
    found = judged(plan, CITY, asked, values)
    marks = {cell for one in found.broken for cell in one.marks}
    return {one.cell for one in found.culprits}, marks


def _live(plan, values):
    """The same of the form as it is written, and as its formulas reckon."""
    layout = layout_of(plan, plan.entities[CITY], YEARS[-1])
    calc = Calc()
    made = judging(calc, layout, figures(calc, layout, values))
    book = fz.Workbook()
    book.add_sheet(SHEET)
    book.add_sheet(CALC)
    for cell, value in values.items():
        at = layout.cell(*cell)
        if at is not None:
            book.set_value(SHEET, *at, float(value))
    for place, live in calc.cells.items():
        book.set_formula(CALC, *place, live.formula)
    asked = [("proven", c, live) for c, live in made.proven.items()]
    asked += [("marks", c, live) for t in made.tests for c, live in t.marks]
    for row, (_, _, live) in enumerate(asked, start=1):
        book.set_formula(CALC, row, _FREE, f"=IF({live.formula},1,0)")
    values = book.evaluate_cells([(CALC, row, _FREE) for row in range(1, len(asked) + 1)])
    written = [(what, cell) for what, cell, live in asked if live.true]
    reckoned = [(w, c) for (w, c, _), value in zip(asked, values, strict=True) if value == 1]
    return [
        ({c for w, c in one if w == "proven"}, {c for w, c in one if w == "marks"})
        for one in (written, reckoned)
    ]


@pytest.mark.parametrize("others", [{}, {("y", 2018): Decimal(5)}])
def test_a_cell_without_a_figure_is_no_culprit(plan, others):
    asked = _asked(plan, ["if(x > 3, 1, y) ~ 5 ± 0", "x ~ r * 10 ± 0"])
    values = {("x", 2018): Decimal(4), ("r", 2018): Decimal(40), **others}
    culprits, marks = _checked(asked, values)
    assert culprits == set(others)
    assert (marks != set()) == (not others)


@settings(max_examples=50)
@given(
    rules=st.lists(st.sampled_from(_RULES), min_size=1, max_size=4, unique=True),
    values=st.dictionaries(
        st.tuples(st.sampled_from(["x", "y", "r"]), st.sampled_from([2015, *YEARS])),
        st.sampled_from([Decimal(n) for n in ("0.3", "3", "4", "5", "30", "40")]),
    ),
)
def test_form_and_check_mark_the_same_cells(plan, rules, values):
    asked = _asked(plan, rules)
    layout = layout_of(asked, asked.entities[CITY], YEARS[-1])
    values = {cell: v for cell, v in values.items() if layout.cell(*cell) is not None}
    culprits, marks = _checked(asked, values)
    on_form = {cell for cell in marks if layout.cell(*cell) is not None}
    for live_culprits, live_marks in _live(asked, values):
        assert live_culprits == culprits
        assert live_marks == on_form
