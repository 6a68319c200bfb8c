"""Broken equations of a form solved together, as `consistency.together` does it, as live values."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ..consistency.judge import solutions_of
from ..consistency.rules import Cell, Sort
from ..consistency.together import FEWEST
from .calc import TooLong
from .calc_tests import FormTests, Test, holds_with, solved_for
from .live import NOTHING, Live, counted, denied, either, every, when


def together(made: FormTests) -> None:
    """Convict the figures that mend all open equations which they stand in, and more of them than
    any other suspect there."""
    for test in made.of(Sort.EQUAL):
        test.open = test.line.put("待解", _open(made, test))
    strengths: dict[Cell, Live] = {}
    for cell in made.figures:
        tests = made.about(Sort.EQUAL, cell)
        if len(tests) >= FEWEST:
            try:
                strengths[cell] = _strength(made, cell, tests)
            except TooLong:
                continue
    for cell, own in strengths.items():
        more = (_more(own, cell, test, strengths) for test in made.about(Sort.EQUAL, cell))
        shared = every(Live(f"{own.formula}>0", own.value != 0), *more)
        made.shared[cell] = made.put(cell, "合解有错", shared)
        made.proven[cell] = made.put(cell, "有错", either(made.proven[cell], made.shared[cell]))


def _open(made: FormTests, test: Test) -> Live:
    """Whether an equation is broken, has several suspects, and nothing explains it yet."""
    several = Live(f"{test.suspects.formula}>1", Decimal(str(test.suspects.value)) > 1)
    known = either(
        *(every(made.suspect(c), either(made.proven[c], made.rows[c])) for c in test.cells)
    )
    return every(test.broken, several, denied(test.fractional), denied(known))


def _strength(made: FormTests, cell: Cell, tests: Sequence[Test]) -> Live:
    """How many open equations one value of a figure mends, when it mends all that it is in."""
    figure, suspect = made.figures[cell], made.suspect(cell)
    asked = {(t.probe.id, t.probe.year): (t, every(t.open, suspect)) for t in tests}
    value = NOTHING
    for probe in reversed(solutions_of(cell, (t.probe for t in tests))):
        test, on = asked[probe.id, probe.year]
        value = when(on, solved_for(made, test, cell), value)
    value = made.solved[cell] = figure.line.put("合解", value)
    mends = (either(denied(on), holds_with(made, t, {cell: value})) for t, on in asked.values())
    many = counted([on for _, on in asked.values()])
    enough = Live(f"{many.formula}>={FEWEST}", Decimal(str(many.value)) >= FEWEST)
    nought = Live("0", Decimal(0))
    return figure.line.put("合解数", when(every(enough, *mends), many, nought))


def _more(own: Live, cell: Cell, test: Test, strengths: Mapping[Cell, Live]) -> Live:
    """Whether a figure mends more than any other of an equation, where that is open."""
    others = [strengths[c] for c in test.cells if c != cell and c in strengths]
    most = ",".join(("0", *(one.formula for one in others)))
    known = all(Decimal(str(one.value)) < Decimal(str(own.value)) for one in others)
    return either(denied(test.open), Live(f"MAX({most})<{own.formula}", known))
