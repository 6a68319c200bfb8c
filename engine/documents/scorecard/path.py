"""Required path against actual, year by year: formulas over the cells of the calculation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ...assess.result import Judgement
from ...formulas import Name, Node, names, rewrite, to_exact, to_excel
from ...formulas.exact_reading import to_decimal
from ...units import scale
from ..book import Live
from ..figures import step_of
from .calc import CalcSheet
from .data import DataSheet

#: the name that methods use for the years gone by since the base year
_YEARS = "k"


@dataclass(frozen=True, slots=True)
class Point:
    """One year of a target's path."""

    year: int
    required: Live | None
    actual: Live | None


@dataclass(frozen=True, slots=True)
class Path:
    """A target's path from the base year to its date; shown in `unit` with `decimals`."""

    judgement: Judgement
    unit: str
    decimals: int
    points: tuple[Point, ...]


def path_of(
    judgement: Judgement,
    earlier: Sequence[Judgement],
    data: DataSheet,
    calc: CalcSheet,
    year_cells: Mapping[int, str],
) -> Path | None:
    """The path of a target judged by its cumulative progress; None when it has none.

    `year_cells` gives the cell of the chart's table in which each year stands.
    """
    required = step_of(judgement.steps, "required", judgement.required)
    base = judgement.target.base
    if required is None or base is None or not any(i.name == _YEARS for i in judgement.inputs):
        return None
    formula = _spread(required.formula, judgement)
    if Name(_YEARS) not in names(formula):
        return None
    known = {j.year: j for j in (*earlier, judgement)}
    points = tuple(
        Point(
            year,
            _required(formula, judgement, data, f"({year_cells[year]}-{base})", year - base),
            _actual(known.get(year), calc),
        )
        for year in range(base, judgement.target.by.year + 1)
    )
    return Path(judgement, required.unit, required.decimals, points)


def _spread(formula: Node, judgement: Judgement) -> Node:
    """A step's formula with earlier steps written out, down to inputs."""
    steps = {s.name: s.formula for s in judgement.steps}

    def change(node: Node) -> Node | None:
        if isinstance(node, Name) and node.of is None and node.name in steps:
            return _spread(steps[node.name], judgement)
        return None

    return rewrite(formula, change)


def _required(
    formula: Node, judgement: Judgement, data: DataSheet, gone: str, years: int
) -> Live | None:
    inputs = {i.name: i for i in judgement.inputs}

    def cell(name: Name) -> str:
        return gone if name.name == _YEARS else data.scaled(inputs[name.name])

    def value(name: Name) -> Fraction:
        if name.name == _YEARS:
            return Fraction(years)
        item = inputs[name.name]
        return Fraction(item.value) * scale(item.unit)

    found = to_exact(formula, value)
    if not isinstance(found, Fraction):
        return None
    return Live(to_excel(formula, cell), to_decimal(found))


def _actual(judgement: Judgement | None, calc: CalcSheet) -> Live | None:
    if judgement is None or judgement.actual is None:
        return None
    step = step_of(judgement.steps, "actual", judgement.actual)
    ref = calc.cell(judgement.key, step.name) if step else None
    value: Decimal | None = step.value if step else None
    return Live(ref, value) if ref else None
