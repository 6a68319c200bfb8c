"""Required path against actual, year by year: formulas over the cells of the calculation."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ...assess.judgement import Judgement
from ...formulas import Name, Node, names, rewrite, to_exact
from ...formulas.as_exact import to_decimal
from ...records import dataclass
from ...units import scale
from ..book import LiveFormula
from ..figures import step_of
from .calc import CalcSheet
from .data import DataSheet, scaled_at, value_at
from .live import guarded, may_fail, number_ref
from .wording import filled, wording

#: the name that methods use for the years gone by since the base year
_YEARS = "k"


@dataclass(frozen=True, slots=True)
class PathYear:
    """One year of a target's path."""

    year: int
    required: LiveFormula | None
    actual: LiveFormula | None


@dataclass(frozen=True, slots=True)
class TargetPath:
    """A target's path from the base year to its date; shown in `unit` with `decimals`."""

    judgement: Judgement
    unit: str
    decimals: int
    points: tuple[PathYear, ...]


def path_of(
    judgement: Judgement,
    earlier: Sequence[Judgement],
    data: DataSheet,
    calc: CalcSheet,
    year_cells: Mapping[int, str],
) -> TargetPath | None:
    """The path of a target judged by its cumulative progress; None when it has none.

    `year_cells` gives the cell of the chart's table in which each year stands.
    """
    required = step_of(judgement.steps, "required", judgement.required)
    base = judgement.target.base
    if required is None or base is None or not any(i.name == _YEARS for i in judgement.inputs):
        return None
    formula = _spread(required.formula, tuple((s.name, s.formula) for s in judgement.steps))
    used = {name.name for name in names(formula) if name.of is None}
    if _YEARS not in used:
        return None
    given = [i for i in judgement.inputs if i.name in used and i.name != _YEARS]
    years = range(base, judgement.target.by.last(judgement.year) + 1)
    texts = _texts(
        formula,
        tuple((i.name, data.row(i), i.unit) for i in given),
        tuple(f"({year_cells[year]}-{base})" for year in years),
    )
    values = _required(formula, tuple((i.name, i.value, i.unit) for i in given), len(years))
    known = {j.year: j for j in (*earlier, judgement)}
    points = tuple(
        PathYear(
            year,
            None if value is None else LiveFormula(text, value),
            _actual(known.get(year), calc),
        )
        for year, text, value in zip(years, texts, values, strict=True)
    )
    return TargetPath(judgement, required.unit, required.decimals, points)


# where their figures stand in the same rows, entities share the formulas of a path
@lru_cache(maxsize=4096)
def _texts(
    formula: Node, given: tuple[tuple[str, int, str], ...], since: tuple[str, ...]
) -> tuple[str, ...]:
    """A formula over the cells of inputs (name, row, unit), for each of the years gone by."""
    cells = {name: scaled_at(row, unit) for name, row, unit in given}
    refs = [number_ref(value_at(row)) for _, row, _ in given]
    pieces, fragile = wording(formula).excel, may_fail(formula)
    found = []
    for years in since:
        cells[_YEARS] = years
        found.append(guarded(filled(pieces, cells.__getitem__), refs, fragile=fragile))
    return tuple(found)


@lru_cache(maxsize=4096)
def _spread(formula: Node, steps: tuple[tuple[str, Node], ...]) -> Node:
    """A step's formula with earlier steps written out, down to inputs."""
    known = dict(steps)

    def change(node: Node) -> Node | None:
        if isinstance(node, Name) and node.of is None and node.name in known:
            return _spread(known[node.name], steps)
        return None

    return rewrite(formula, change)


# targets allocated the same value share their path
@lru_cache(maxsize=16_384)
def _required(
    formula: Node, values: tuple[tuple[str, Decimal, str], ...], count: int
) -> tuple[Decimal | None, ...]:
    """What a formula gives for inputs (name, value, unit) in so many years from the base on."""
    given = {name: Fraction(value) * scale(unit) for name, value, unit in values}
    points = []
    for years in range(count):
        given[_YEARS] = Fraction(years)
        found = to_exact(formula, lambda name: given[name.name])
        points.append(to_decimal(found) if isinstance(found, Fraction) else None)
    return tuple(points)


def _actual(judgement: Judgement | None, calc: CalcSheet) -> LiveFormula | None:
    if judgement is None or judgement.actual is None:
        return None
    step = step_of(judgement.steps, "actual", judgement.actual)
    ref = calc.cell(judgement.key, step.name) if step else None
    value: Decimal | None = step.value if step else None
    return LiveFormula(ref, value) if ref else None
