"""The formulas of one method over rows of figures, in floats, and where these decide.

What rests on declared numbers only is computed once a template. A row is `near` where its
verdict lies within the error of the floats (`formulas.float_error`); it is then not decided here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ..formulas import Compare, Name, Node
from ..formulas import names as names_in
from ..formulas.as_polars import to_polars
from ..formulas.float_error import UNIT, Error, FloatReading
from ..formulas.terms import SharedTerms
from ..methods.method import Method
from .figure_columns import SURE

#: Columns of the templates that formulas may name, with the error of each.
GIVEN: Mapping[str, Error] = {
    "T": Error(2 * UNIT),
    "Y": Error(2 * UNIT),
    "k": Error(),
    "n": Error(),
}
#: The two sides of a verdict's comparison.
_SIDES = ("left side", "right side")
#: The columns for the errors of sides that rest on declared numbers only.
_OFF = {name: f"{name} error" for name in _SIDES}
_CERTAIN = {"<": pl.Expr.lt, "<=": pl.Expr.le, ">": pl.Expr.gt, ">=": pl.Expr.ge}
#: Of what is measured, the numbers that depend on the value to reach.
CHANGING = ("required", "margin", "progress")


@dataclass(frozen=True)
class Ahead:
    """A method of which some columns were computed from the templates alone."""

    method: Method
    ready: frozenset[str]


def ahead(used: Method, templates: pl.DataFrame) -> tuple[Ahead, pl.DataFrame]:
    """Whatever rests on declared numbers only, computed once a template and not once a row.

    Declared numbers that nothing else rests on are no longer among the templates' columns.
    """
    ready: set[str] = set(GIVEN)
    verdict = _verdict(used)
    sides = zip(_SIDES, (verdict.left, verdict.right), strict=True)
    for name, node in (*((step.name, step.node) for step in used.steps), *sides):
        if {n.name for n in names_in(node)} <= ready:
            templates = templates.with_columns(to_polars(node, _column).alias(name))
            ready.add(name)
    for name, node in zip(_SIDES, (verdict.left, verdict.right), strict=True):
        if name in ready:
            terms = SharedTerms()
            off = _error(used, node, pl.col(name), terms).of(pl.col(name))
            templates = terms.with_columns(templates, [off.alias(_OFF[name])])
    later = (*(step.node for step in used.steps if step.name not in ready), verdict)
    rested_on = {name for node in later for name in _rests_on(used, node)}
    return Ahead(used, frozenset(ready)), templates.drop(set(GIVEN) - rested_on)


def _rests_on(used: Method, node: Node) -> set[str]:
    """What a formula names, and what the steps among these name."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        fresh = {name.name for name in names_in(waiting.pop())} - found
        found |= fresh
        waiting += [used.by_name[name].node for name in fresh if name in used.by_name]
    return found


def measured(
    rows: pl.DataFrame, prepared: Ahead, names: Sequence[str], carried: Sequence[str]
) -> pl.DataFrame:
    """The rows of one method, with what is carried on, their steps' numbers and the verdict.

    `lacks` says that a figure is missing, `baseless` that the base of a change is not above zero;
    `names` are the figures that the method rests on; a column `doubtful` says where one of them
    is not known within `SURE`.
    """
    used, stepped = prepared.method, rows.lazy()
    verdict = _verdict(used)
    sides = zip(_SIDES, (verdict.left, verdict.right), strict=True)
    for name, node in (*((step.name, step.node) for step in used.steps), *sides):
        if name not in prepared.ready:
            stepped = stepped.with_columns(to_polars(node, _column).alias(name))
    left, right = (pl.col(name) for name in _SIDES)
    done = pl.col(used.progress) if used.progress else pl.lit(None, pl.Float64)
    pace = pl.col(used.required_progress) if used.required_progress else pl.lit(None, pl.Float64)
    sign = 1 if used.higher else -1
    known = pl.all_horizontal([pl.col(n).is_not_null() for n in names]) if names else pl.lit(True)
    baseless = pl.col(used.base) <= 0 if used.base else pl.lit(None, pl.Boolean)
    terms = SharedTerms()
    found = (
        *map(pl.col, carried),
        (~known).alias("lacks"),
        baseless.alias("baseless"),
        _near(prepared, terms, doubtful="doubtful" in rows.columns).alias("near"),
        pl.col(used.actual).alias("actual"),
        pace.alias("required_progress"),
        _CERTAIN[verdict.op](left, right).alias("passes"),
        pl.col(used.required).alias("required"),
        (sign * (pl.col(used.actual) - pl.col(used.required))).alias("margin"),
        done.alias("progress"),
    )
    return terms.select(stepped, found).collect()


def _near(prepared: Ahead, terms: SharedTerms, *, doubtful: bool) -> pl.Expr:
    """Where the sides of the verdict are nearer to each other than their errors."""
    verdict = _verdict(prepared.method)
    sides = dict(zip(_SIDES, (verdict.left, verdict.right), strict=True))
    made = {
        name: _error(prepared.method, node, pl.col(name), terms)
        for name, node in sides.items()
        if name not in prepared.ready
    }
    off = [made[n].of(pl.col(n)) if n in made else pl.col(_OFF[n]) for n in _SIDES]
    gap = pl.col(_SIDES[0]) - pl.col(_SIDES[1])
    # twice, for the error of the difference; whatever is no number is not apart
    near = ~((gap.abs() > 2 * (off[0] + off[1])) & gap.is_finite())
    for name, error in made.items():
        if error.open:  # also where floats have no value, and exact arithmetic may have one
            near |= error.of(pl.col(name)).is_infinite()
    near = near.fill_null(value=False)
    return near | pl.col("doubtful") if doubtful else near


def _error(used: Method, node: Node, value: pl.Expr, terms: SharedTerms) -> Error:
    """The error of a formula whose value stands in a column."""

    def error(name: Name) -> Error:
        step = used.by_name.get(name.name)
        if step is not None:
            return _error(used, step.node, pl.col(step.name), terms)
        if name.name == "rates":
            return Error(absolute=(1 + _column(name).abs()) * SURE)
        return GIVEN.get(name.name, Error(SURE))

    return FloatReading(_column, error, terms, {node: value}).error(node)


def _verdict(used: Method) -> Compare:
    assert isinstance(used.verdict_node, Compare)
    return used.verdict_node


def _column(name: Name) -> pl.Expr:
    return pl.col(name.name)
