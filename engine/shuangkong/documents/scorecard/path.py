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
    used = names(formula)
    if Name(_YEARS) not in used:
        return None
    given = {i.name: i for i in judgement.inputs if Name(i.name) in used and i.name != _YEARS}
    rows = {name: data.row(item) for name, item in given.items()}
    cells = {name: scaled_at(rows[name], item.unit) for name, item in given.items()}
    refs = [number_ref(value_at(row)) for row in rows.values()]
    values = tuple((name, item.value, item.unit) for name, item in given.items())
    known = {j.year: j for j in (*earlier, judgement)}
    pieces, fragile = wording(formula).excel, may_fail(formula)
    points = []
    for year in range(base, judgement.target.by.last(judgement.year) + 1):
        cells[_YEARS] = f"({year_cells[year]}-{base})"
        value = _required(formula, values, year - base)
        text = guarded(filled(pieces, cells.__getitem__), refs, fragile=fragile)
        live = None if value is None else LiveFormula(text, value)
        points.append(PathYear(year, live, _actual(known.get(year), calc)))
    return TargetPath(judgement, required.unit, required.decimals, tuple(points))


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
    formula: Node, values: tuple[tuple[str, Decimal, str], ...], years: int
) -> Decimal | None:
    """What a formula gives for inputs (name, value, unit) after so many years."""
    given = {name: Fraction(value) * scale(unit) for name, value, unit in values}
    given[_YEARS] = Fraction(years)
    found = to_exact(formula, lambda name: given[name.name])
    return to_decimal(found) if isinstance(found, Fraction) else None


def _actual(judgement: Judgement | None, calc: CalcSheet) -> LiveFormula | None:
    if judgement is None or judgement.actual is None:
        return None
    step = step_of(judgement.steps, "actual", judgement.actual)
    ref = calc.cell(judgement.key, step.name) if step else None
    value: Decimal | None = step.value if step else None
    return LiveFormula(ref, value) if ref else None
