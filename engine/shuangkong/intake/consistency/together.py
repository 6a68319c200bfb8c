"""Broken equations solved together: the one figure that would mend all those it stands in.

Where each of them has several suspects, one equation alone convicts nobody. A figure that several
of them share is convicted when one value of it makes all of those hold, and no other suspect
among them mends as many. The live formulas of a form do the same (form/calc_together).
"""

from collections.abc import Callable, Sequence

from .rules import Cell, Probe

#: fewer equations than these say nothing together
FEWEST = 2


def together(
    open_: Sequence[tuple[Probe, Sequence[Cell]]],
    mends: Callable[[Cell, Sequence[Probe]], bool],
) -> dict[Cell, list[Probe]]:
    """The figures that broken equations convict together, each with those that it mends.

    `open_` are the equations with their suspects; `mends` tells whether one value of a figure
    makes some of them hold.
    """
    about: dict[Cell, list[Probe]] = {}
    for test, suspects in open_:
        for cell in suspects:
            about.setdefault(cell, []).append(test)
    mending = {
        cell: tests for cell, tests in about.items() if len(tests) >= FEWEST and mends(cell, tests)
    }

    def mends_most(cell: Cell) -> bool:
        others = {c for _, cells in open_ if cell in cells for c in cells} - {cell}
        return all(len(mending.get(one, ())) < len(mending[cell]) for one in others)

    return {cell: tests for cell, tests in mending.items() if mends_most(cell)}
