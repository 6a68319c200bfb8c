"""What the rules say of a form's figures: the culprit with the value it should have, and rules
that are broken without one."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from ... import messages
from ...formulas import Name, parse, to_chinese, to_exact, to_excel
from ...units import scale
from ...vocabulary import CheckRule
from ..consistency.rules import ROW_POWERS, Cell, Sort
from ..consistency.said import (
    ALIKE,
    UNIT_AND_POINT,
    UNITS_AND_POINT,
    bounds,
    row_slip,
    times_said,
    with_unit,
)
from ..consistency.written_out import written_out
from .calc_culprits import asked_of, hint_of, right_of, value_of
from .calc_figures import InputCell
from .calc_finding import FormFinding, said_of
from .calc_tests import FormTests, Test, lookup, place_of, resolver
from .live import NOTHING, Live, joined, quoted, text, when


def _about(made: FormTests, cell: Cell) -> dict[str, Live | str]:
    name = made.layout.declarations.indicators[cell[0]].name
    return {"who": made.layout.entity.name, "when": str(cell[1]), "name": name}


def culprits(made: FormTests) -> Iterator[FormFinding]:
    """For each figure that an equation tests: that it alone can be wrong, and what it should be."""
    for cell, figure in made.figures.items():
        proven = made.proven[cell]
        if not made.about(Sort.EQUAL, cell):
            continue
        right = right_of(made, cell)
        basis = NOTHING
        for test in reversed(made.about(Sort.EQUAL, cell)):
            name = test.probe.rule.name if test.probe.rule else ""
            basis = when(test.broken, text(name), basis)
        yield said_of(
            messages.CULPRIT, proven, text(figure.address), [(cell, proven)], basis,
            **_about(made, cell), value=value_of(figure), expected=right.expected, slip=right.slip,
        )  # fmt: skip


def tests(made: FormTests) -> Iterator[FormFinding]:
    """For each test: that it is broken, at the cells that it marks."""
    for test in made.tests:
        sort = test.probe.sort
        if sort is Sort.ROW:
            yield _row(made, test)
        elif sort is Sort.SLIP:
            yield from _slip(made, test)
        elif sort is Sort.RANGE:
            yield _range(made, test)
        elif test.probe.rule is not None:
            yield _rule(made, test, test.probe.rule)
        else:
            yield _derived(made, test)


def _row(made: FormTests, test: Test) -> FormFinding:
    """A whole row in another unit."""
    indicator = made.layout.declarations.indicators[test.probe.indicator]
    given = [made.figures[c] for c in test.cells]
    power = test.power
    assert power is not None
    first = last = years = value = NOTHING
    for one in given:
        last = when(one.given, text(one.address), last)
        years = when(one.given, text(str(one.cell[1])), years)
        value = when(one.given, one.number, value)
    for one in reversed(given):
        first = when(one.given, text(str(one.cell[1])), first)
    shifted = f'IFERROR(ROUND(({value.formula})/10^{power.formula},10)&"","")'
    known = ""
    if isinstance(value.value, Decimal) and isinstance(power.value, Decimal):
        known = f"{value.value.scaleb(-int(power.value)).normalize():f}"
    right = Live(shifted, known)
    return said_of(
        messages.ROW_UNIT, test.raised, last, test.marks, **_about(made, given[0].cell),
        years=joined(first, "—", years, "年"),
        times=_by_power(power, times_said),
        side=_by_power(power, lambda p: row_slip(p, indicator.unit)[0]),
        unit=_by_power(power, lambda p: row_slip(p, indicator.unit)[1]),
        wanted=indicator.unit, cell=last, value=right,
    )  # fmt: skip


def _by_power(power: Live, words: Callable[[int], str]) -> Live:
    found = '""'
    for one in sorted(ROW_POWERS, reverse=True):
        found = f"IF({power.formula}={one},{quoted(words(one))},{found})"
    value = words(int(power.value)) if isinstance(power.value, Decimal) and power.value else ""
    return Live(found, value)


def _slip(made: FormTests, test: Test) -> Iterator[FormFinding]:
    """A level far from the year before: this year's figure, or that of the year before."""
    own, before = (made.figures[c] for c in test.cells)
    for (cell, mark), (one, other, which) in zip(
        test.marks, ((own, before, "上年"), (before, own, "下年")), strict=True
    ):
        yield said_of(
            messages.MAGNITUDE, mark, text(one.address), [(cell, mark)], **_about(made, cell),
            value=value_of(one), before=value_of(other), which=which,
            times=_times(one, other), hint=hint_of(one, other),
            asked=asked_of(one, other, UNITS_AND_POINT),
        )  # fmt: skip


def _times(one: InputCell, other: InputCell) -> Live:
    ratio = f"ABS({one.number.formula}/{other.number.formula})"
    apart = f"MAX({ratio},1/{ratio})"
    found = f'ROUND({apart},0)&"倍"'
    for known in (8, 7, 4, 3, 2, 1):
        near = f"AND({apart}>={ALIKE[0].scaleb(known):f},{apart}<={ALIKE[1].scaleb(known):f})"
        found = f'IF({near},"{times_said(known)}",{found})'
    values = one.number.value, other.number.value
    said = ""
    if isinstance(values[0], Decimal) and isinstance(values[1], Decimal) and all(values):
        exact = abs(values[0] / values[1])
        said = times_said(round(abs(exact.log10())), exact)
    return Live(f'IFERROR({found},"")', said)


def _range(made: FormTests, test: Test) -> FormFinding:
    figure = made.figures[test.cells[0]]
    before = made.figures.get((figure.cell[0], figure.cell[1] - 1))
    return said_of(
        messages.OUT_OF_RANGE, test.raised, text(figure.address), test.marks,
        **_about(made, figure.cell), value=value_of(figure), bounds=bounds(figure.indicator),
        hint=hint_of(figure, before), asked=asked_of(figure, before, UNIT_AND_POINT),
    )  # fmt: skip


def _derived(made: FormTests, test: Test) -> FormFinding:
    declarations = made.layout.declarations
    indicator = declarations.indicators[test.probe.indicator]
    names = "、".join(dict.fromkeys(declarations.indicators[c[0]].name for c in test.cells))
    node = written_out(Name(indicator.id), declarations.language, test.probe.year)
    assert node is not None
    unit = scale(indicator.unit)
    formula = to_excel(node, resolver(made, test.probe.year, guarded=True))
    exact = to_exact(node, lookup(made, test.probe.year))
    many = f"*{unit.denominator}/{unit.numerator}" if unit != 1 else ""
    known = f"{float(exact / unit):.4f}" if isinstance(exact, Fraction) else ""
    value = Live(f'IFERROR(TEXT(({formula}){many},"0.0000"),"")', known)
    return said_of(
        messages.OUT_OF_RANGE, test.raised, place_of(test, made), test.marks,
        **(_about(made, test.cells[0]) | {"name": indicator.name}),
        value=joined(value, with_unit("", indicator)), bounds=bounds(indicator),
        hint=f"（由{names}算出）", asked=UNIT_AND_POINT,
    )  # fmt: skip


def _rule(made: FormTests, test: Test, rule: CheckRule) -> FormFinding:
    declarations = made.layout.declarations
    names = {i: one.name for i, one in declarations.indicators.items()}
    sentence = to_chinese(parse(rule.rule), lambda name: names.get(name, name))
    cited = f"（{rule.source.clause}）" if rule.source else ""
    return FormFinding(
        f"SK-C:{rule.id}",
        rule.severity,
        test.raised,
        place_of(test, made),
        text(f"{made.layout.entity.name}{test.probe.year}年：{rule.message}"),
        text(rule.mend),
        text(f"{rule.name}：{sentence}{cited}"),
        tuple(test.marks),
    )
