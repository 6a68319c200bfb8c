"""All tests over the figures of a form, judged as `consistency.judge` judges them, as live values.

Each step here is one step there: an equation that holds clears its figures, the only figure that
is not cleared, or that mends all that it breaks, is the culprit, and what else it breaks is
explained by it.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ...formulas import to_exact, to_excel
from ...vocabulary import Indicator, Severity
from ..consistency.rules import ROW_POWERS, Cell, Probe, Sort, probes_of
from ..consistency.slips import row_power
from .calc import Calc, TooLong
from .calc_figures import InputCell
from .calc_tests import (
    FormTests,
    Test,
    alone,
    holds_with,
    lookup,
    may_be_fraction,
    may_be_open,
    resolver,
)
from .calc_together import together
from .layout import FormLayout
from .live import NO, YES, Live, counted, denied, either, every, same, when

#: one column for each figure of the longest rule that marks come from
MARKS = tuple(f"标 {n}" for n in range(1, 41))
HEADS = ("规则", "结果", "百倍后", "可疑的格数", "待解", "已有解释", "提出", "位置", "数值", *MARKS)


def judging(calc: Calc, layout: FormLayout, figures: Mapping[Cell, InputCell]) -> FormTests:
    """Put all tests and what follows from them on the sheet."""
    made = FormTests(layout, figures)
    section = calc.section("规则", HEADS)
    for probe in probes_of(layout.declarations, layout.entity.kind, layout.whole_years):
        try:
            status, power = status_of(probe, made)
        except TooLong:
            continue
        if status is None:
            continue
        line = calc.line(section, f"{probe.id} {probe.year}")
        put = line.put("结果", status)
        cells = tuple(c for c in probe.cells if c in figures)
        test = Test(probe, cells, line, put, same(put, NO), power and line.put("数值", power))
        test.mended = _mended(test, made)
        made.tests.append(test)
    _fractions(made)
    _clear(made)
    together(made)
    _slips(made)
    _equations(made)
    _others(made)
    return made


def status_of(probe: Probe, made: FormTests) -> tuple[Live | None, Live | None]:
    """Whether a test holds, live; None where the form has not every cell that it asks for."""
    given = [made.figures[c] for c in probe.cells if c in made.figures]
    if probe.sort is Sort.ROW:
        return _row(made.layout.declarations.indicators[probe.indicator], given)
    assert probe.node is not None
    open_ = may_be_open(probe, made)
    if not given or (len(given) < len(probe.cells) and not open_):
        return None, None
    condition = to_excel(probe.node, resolver(made, probe.year, guarded=open_), gaps=open_)
    verdict = f"IF({condition},TRUE,FALSE)"
    if not open_:
        verdict = f'IF(AND({",".join(one.given.formula for one in given)}),{verdict},"")'
    truth = to_exact(probe.node, lookup(made, probe.year))
    formula = f'IFERROR({verdict},"")'
    return Live(formula, "" if truth is None else bool(truth)), None


def _mended(test: Test, made: FormTests) -> Live:
    """Whether an equation is broken, and holds with percentages below 1 times 100."""
    probe = test.probe
    small = either(*(may_be_fraction(made.figures[c]) for c in test.cells))
    if probe.sort is not Sort.EQUAL or small is NO:
        return NO
    percentages = [f for c in test.cells if (f := made.figures[c]).indicator.unit == "%"]
    many = {figure.cell: _hundredfold(figure) for figure in percentages}
    try:
        return test.line.put("百倍后", every(test.broken, small, holds_with(made, test, many)))
    except TooLong:
        return NO


def _hundredfold(figure: InputCell) -> Live:
    """A percentage, times 100 where it is below 1."""
    x, seen = figure.number.formula, figure.number.value
    many = seen * 100 if isinstance(seen, Decimal) and abs(seen) < 1 else seen
    return Live(f"IF(ABS({x})<1,{x}*100,{x})", many)


def _fractions(made: FormTests) -> None:
    """Percentages typed as fractions: convicted by what they mend, whatever clears them."""
    for cell, figure in made.figures.items():
        mended = either(*(t.mended for t in made.about(Sort.EQUAL, cell)))
        typed = every(may_be_fraction(figure), mended)
        made.fraction[cell] = made.put(cell, "填成小数", typed)
    for test in made.of(Sort.EQUAL):
        test.fractional = either(*(made.fraction[c] for c in test.cells))


def _row(indicator: Indicator, given: Sequence[InputCell]) -> tuple[Live | None, Live | None]:
    """Whether a whole row is in its unit, and by which power of ten it is not."""
    if len(given) < 2:
        return None, None

    def fits(power: int) -> str:
        parts = []
        for one in given:
            cell = one.number.formula
            bounds = [f"ISNUMBER({cell})"]
            if indicator.lowest is not None:
                bounds.append(f"{cell}>={indicator.lowest.scaleb(power):f}")
            if indicator.highest is not None:
                bounds.append(f"{cell}<={indicator.highest.scaleb(power):f}")
            parts.append(f"IF(AND({','.join(bounds)}),1,0)")
        return "+".join(parts)

    count = f"COUNT({','.join(one.number.formula for one in given)})"
    formula = "0"
    for power in reversed(ROW_POWERS):
        formula = f"IF({fits(power)}={count},{power},{formula})"
    formula = f"IF(OR({count}<2,{fits(0)}>0),0,{formula})"
    values = [one.number.value for one in given if isinstance(one.number.value, Decimal)]
    off = row_power(indicator, values)
    status = Live(f'IF({count}<2,"",{formula}=0)', "" if len(values) < 2 else off == 0)
    return status, Live(formula, Decimal(off))


def _clear(made: FormTests) -> None:
    """What equations that hold clear, the only suspect of those that do not, what is odd."""
    for cell in made.figures:
        holds = either(*(t.holds for t in made.about(Sort.EQUAL, cell)))
        made.cleared[cell] = made.put(cell, "已核对", holds)
    for test in made.of(Sort.EQUAL):
        suspects = counted([made.suspect(c) for c in test.cells])
        test.suspects = test.line.put("可疑的格数", suspects)
    for cell in made.figures:
        sole = (
            every(t.broken, alone(t), denied(t.fractional)) for t in made.about(Sort.EQUAL, cell)
        )
        proven = either(made.fraction[cell], every(made.suspect(cell), either(*sole)))
        made.proven[cell] = made.put(cell, "只有它可疑", proven)
        odd = either(*(t.broken for t in made.about(Sort.RANGE, cell)))
        made.odd[cell] = made.put(cell, "超范围", odd)
        rows = either(*(t.broken for t in made.about(Sort.ROW, cell)))
        made.rows[cell] = made.put(cell, "整行单位", every(rows, made.figures[cell].given)
                                   if rows is not NO else NO)  # fmt: skip
    for test in made.of(Sort.ROW):
        test.raised = test.line.put("提出", test.broken)
        test.marks = [(c, made.rows[c]) for c in test.cells]


def _slips(made: FormTests) -> None:
    """Levels far from the year before; the first of two such jumps is the slip."""
    first = {c: either(made.proven[c], made.rows[c]) for c in made.figures}
    own_marked: dict[Cell, Live] = {}
    later: dict[Cell, Live] = {}
    for test in made.of(Sort.SLIP):
        own, before = test.cells
        taken = either(first[own], first[before], own_marked.get(before, NO))
        raised = test.line.put("提出", every(test.broken, denied(taken)))
        here = either(
            made.odd[own],
            every(
                denied(made.odd[before]),
                either(denied(made.cleared[own]), made.cleared[before]),
            ),
        )
        own_marked[own] = made.put(own, "跳变", every(raised, here))
        later[before] = made.put(before, "下年跳变", every(raised, denied(here)))
        test.raised = raised
        test.marks = [(own, own_marked[own]), (before, later[before])]
    for cell, already in first.items():
        slipped = either(already, own_marked.get(cell, NO), later.get(cell, NO))
        made.grave[cell] = made.put(cell, "须改", slipped)


def _equations(made: FormTests) -> None:
    """Broken equations with several suspects, or with none."""
    marked: dict[Cell, list[Live]] = {}
    for test in made.of(Sort.EQUAL):
        cells = test.cells
        suspect = {c: made.suspect(c) for c in cells}
        none = Live(f"{test.suspects.formula}=0", test.suspects.value == 0)
        guilty = either(*(every(either(suspect[c], none), made.grave[c]) for c in cells))
        guilty = test.line.put("已有解释", either(guilty, alone(test), test.fractional))
        test.raised = test.line.put("提出", every(test.broken, denied(guilty)))
        odd = either(*(every(suspect[c], made.odd[c]) for c in cells))
        own = either(*(suspect[c] for c in cells if c in test.probe.marks))
        for number, cell in enumerate(cells):
            named = YES if cell in test.probe.marks else NO
            chosen = when(
                none,
                named,
                when(odd, every(suspect[cell], made.odd[cell]),
                     when(own, every(suspect[cell], named), suspect[cell])),
            )  # fmt: skip
            mark = _mark(test, number, every(test.raised, chosen))
            test.marks.append((cell, mark))
            marked.setdefault(cell, []).append(mark)
    for cell, grave in made.grave.items():
        both = either(grave, *marked.get(cell, ()))
        made.grave[cell] = made.put(cell, "须改或可疑", both)


def _others(made: FormTests) -> None:
    """Ranges and all further rules."""
    for test in made.tests:
        cells = test.cells
        if test.probe.sort is Sort.RANGE:
            test.raised = test.line.put("提出", every(test.broken, denied(made.grave[cells[0]])))
            test.marks = [(cells[0], test.raised)]
        if test.probe.sort is not Sort.OTHER:
            continue
        odd = either(*(made.odd[c] for c in cells))
        guilty = either(*(made.grave[c] for c in cells))
        if test.probe.severity is not Severity.ERROR:
            guilty = either(guilty, odd)
        test.raised = test.line.put("提出", every(test.broken, denied(guilty)))
        for number, cell in enumerate(cells):
            named = YES if cell in test.probe.marks else NO
            chosen = every(test.raised, when(odd, made.odd[cell], named))
            if chosen is not NO:
                test.marks.append((cell, _mark(test, number, chosen)))


def _mark(test: Test, number: int, chosen: Live) -> Live:
    """Whether a test marks one of its figures; in a column of its own where there is one."""
    return test.line.put(MARKS[number], chosen) if number < len(MARKS) else chosen
