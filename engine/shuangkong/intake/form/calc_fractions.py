"""Percentages that were probably typed as fractions, live, as `consistency.fractions` has it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ... import messages
from ...vocabulary.deadline import named
from ..consistency.fractions import FEWEST, LEAST, MOST, beside, counts, decimals, proves
from ..consistency.rules import Sort
from ..consistency.said import fits
from .calc_culprits import value_of
from .calc_figures import InputCell
from .calc_finding import FormFinding, said_of
from .calc_tests import FormTests, may_be_fraction
from .live import NO, Live, counted, denied, either, every, joined, text, when

_DIGITS = 10
#: so many digits after the point are told apart
_FINEST = 6


def fractions(made: FormTests) -> Iterator[FormFinding]:
    """For each percentage: that it is probably a fraction, which nothing proves."""
    columns: dict[int, list[InputCell]] = {}
    for figure in made.figures.values():
        if counts(figure.indicator):
            columns.setdefault(figure.cell[1], []).append(figure)
    for column in columns.values():
        whole = _whole(column)
        for figure in column:
            yield _finding(made, figure, whole)


def _whole(column: Sequence[InputCell]) -> Live:
    """Whether a column has several percentages and all of them are below 1."""
    if len(column) < FEWEST:
        return NO
    small = [one.line.put("不到一", may_be_fraction(one)) for one in column]
    given = [one.line.put("不是零", _not_nought(one)) for one in column]
    few, all_ = counted(small), counted(given)
    first = column[0].line
    some, many = first.put("不到一数", few), first.put("不是零数", all_)
    formula = f"AND({many.formula}>={FEWEST},{some.formula}={many.formula})"
    seen = all_.value == few.value and Decimal(str(all_.value)) >= FEWEST
    return first.put("整列小数", Live(formula, seen))


def _not_nought(figure: InputCell) -> Live:
    x, seen = figure.number.formula, figure.number.value
    return Live(f"N({x})<>0", isinstance(seen, Decimal) and seen != 0)


def _finding(made: FormTests, figure: InputCell, whole: Live) -> FormFinding:
    told, alike = text("这一列的百分数都不到 1"), []
    for cell in reversed(beside(figure.cell)):
        other = made.figures.get(cell)
        if other is not None:
            alike.append(
                figure.line.put(
                    f"像{'上' if cell < figure.cell else '下'}年", _alike(figure, other)
                )
            )
            told = when(alike[-1], joined(f"而{named(cell[1])}是 ", value_of(other)), told)
    likely = every(may_be_fraction(figure), _fits(figure), either(whole, *alike))
    indicators = made.layout.declarations.indicators
    right = either(
        *(t.holds for t in made.about(Sort.EQUAL, figure.cell) if proves(t.probe, indicators))
    )
    cleared = either(right, made.proven[figure.cell])
    raised = figure.line.put("像小数", every(likely, denied(cleared)))
    return said_of(
        messages.FRACTION_LIKELY, raised, text(figure.address), [(figure.cell, raised)],
        who=made.layout.entity.name, when=named(figure.cell[1]), name=figure.indicator.name,
        value=value_of(figure), told=told, right=_hundredfold(figure),
    )  # fmt: skip


def _alike(figure: InputCell, other: InputCell) -> Live:
    """Whether a hundred times the figure is like another one of its row, which has less digits."""
    size, own = f"ABS(N({other.number.formula}))", _own(figure)
    formula = (
        f"AND({size}>=1,{own}>={LEAST:f}*{size},{own}<={MOST:f}*{size},{_finer(figure, other)})"
    )
    one, two = figure.number.value, other.number.value
    known = (
        isinstance(one, Decimal)
        and isinstance(two, Decimal)
        and abs(two) >= 1
        and LEAST * abs(two) <= abs(one) * 100 <= MOST * abs(two)
        and decimals(one) > decimals(two)
    )
    return Live(formula, known)


def _finer(figure: InputCell, other: InputCell) -> str:
    """Whether rounding to some digit leaves the other figure as it is, but not this one."""
    x, y = f"N({figure.number.formula})", f"N({other.number.formula})"
    told = (f"AND(ROUND({y},{n})={y},ROUND({x},{n})<>{x})" for n in range(_FINEST))
    return f"OR({','.join(told)})"


def _own(figure: InputCell) -> str:
    return f"ROUND(ABS(N({figure.number.formula}))*100,{_DIGITS})"


def _fits(figure: InputCell) -> Live:
    """Whether the figure and a hundred times it lie in the plausible range."""
    x, indicator = f"N({figure.number.formula})", figure.indicator
    parts = []
    for one in (x, f"ROUND({x}*100,{_DIGITS})"):
        parts += [f"{one}>={indicator.lowest:f}"] if indicator.lowest is not None else []
        parts += [f"{one}<={indicator.highest:f}"] if indicator.highest is not None else []
    seen = figure.number.value
    known = isinstance(seen, Decimal) and fits(seen, indicator) and fits(seen * 100, indicator)
    return Live(f"AND({','.join(parts)})" if parts else "TRUE", known)


def _hundredfold(figure: InputCell) -> Live:
    seen = figure.number.value
    known = f"{(seen * 100).normalize():f}" if isinstance(seen, Decimal) else ""
    return Live(f"ROUND(N({figure.number.formula})*100,{_DIGITS})", known)
