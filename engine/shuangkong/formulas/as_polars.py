"""Formula → Polars expression.

A missing input gives a missing result in every function and comparison (also where Polars
would skip a null, as in min and max), so that nothing missing is ever taken for a pass. Where
binary floats cannot be sure of the value is told by `float_error`, and decided exactly.
"""

import operator
from collections.abc import Callable
from functools import reduce

import polars as pl

from .nodes import Binary, Call, Compare, Logic, Lookup, Name, Negative, Node, Number, Text

Column = Callable[[Name], pl.Expr]

_ARITHMETIC = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
}
_COMPARISONS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def to_polars(node: Node, column: Column) -> pl.Expr:
    """The expression of a formula; `column` gives each name in its scale (17 % as 0.17)."""
    return joined(node, column, lambda part: to_polars(part, column))


def joined(node: Node, column: Column, read: Callable[[Node], pl.Expr]) -> pl.Expr:
    """The expression of a node, whose parts `read` gives."""
    match node:
        case Number(value):
            return pl.lit(float(value))
        case Text(value):
            return pl.lit(value)
        case Name():
            return column(node)
        case Negative(of):
            return -read(of)
        case Binary(op, left, right):
            result: pl.Expr = _ARITHMETIC[op](read(left), read(right))
            if op == "/":
                return pl.when(read(right) != 0).then(result)
            if op == "**" and isinstance(right, Negative):
                return pl.when(read(left) != 0).then(result)
            return result
        case Compare(_, left, right):
            return _compared(node, read(left), read(right))
        case Logic("not", parts):
            return read(parts[0]).not_()
        case Logic(op, parts):
            join = operator.and_ if op == "and" else operator.or_
            return reduce(join, [read(p) for p in parts])
        case Call(function, args):
            return _call(function, [read(a) for a in args])
        case Lookup(_, keys, rows):
            return _found([read(key) for key in keys], rows)


def _compared(node: Compare, left: pl.Expr, right: pl.Expr) -> pl.Expr:
    compare = _COMPARISONS[node.op]
    if isinstance(node.left, Text) or isinstance(node.right, Text):
        return compare(left, right)  # type: ignore[no-any-return]
    return _by_difference(compare, left, right)


def _by_difference(
    compare: Callable[[pl.Expr, pl.Expr | int], pl.Expr], left: pl.Expr, right: pl.Expr
) -> pl.Expr:
    """Two numbers compared by what lies between them, which of floats is zero only where they are
    equal: at once, Polars makes one row of a number beside a column of one value throughout."""
    return compare(left - right, 0)


def _found(keys: list[pl.Expr], rows: tuple[tuple[tuple[Number, ...], Number], ...]) -> pl.Expr:
    """The number of the row whose words the keys have; null where none is."""
    result = pl.lit(None, pl.Float64)
    for words, number in rows:
        same = [key == float(word.value) for key, word in zip(keys, words, strict=True)]
        result = pl.when(pl.all_horizontal(same)).then(float(number.value)).otherwise(result)
    return result


def _call(function: str, args: list[pl.Expr]) -> pl.Expr:
    match function, args:
        case "abs", [x]:
            return x.abs()
        case (("min" | "max"), _):
            best = pl.min_horizontal(args) if function == "min" else pl.max_horizontal(args)
            return pl.when(pl.all_horizontal([a.is_not_null() for a in args])).then(best)
        case "round", [x, digits]:
            scale = pl.lit(10.0) ** digits
            return x.sign() * (x.abs() * scale + 0.5).floor() / scale
        case "floor", [x]:
            return x.floor()
        case "ln", [x]:
            return pl.when(x > 0).then(x.log())
        case "root", [x, n]:
            return pl.when(x >= 0).then(x ** (1 / n))
        case "if", [condition, yes, no]:
            return pl.when(condition.is_not_null()).then(pl.when(condition).then(yes).otherwise(no))
        case "near", [left, right, tolerance]:
            return _by_difference(operator.le, (left - right).abs(), tolerance)
        case "missing", [x]:
            return x.is_null()
        case "sum", _:
            return reduce(operator.add, args)
        case "chain", _:
            return reduce(operator.mul, [1 + a for a in args])
        case "steps", [x, *table]:
            return _steps(x, table)
    raise AssertionError(function)


def _steps(x: pl.Expr, table: list[pl.Expr]) -> pl.Expr:
    result = table[-1]
    for threshold, points in reversed(list(zip(table[:-1:2], table[1::2], strict=False))):
        result = pl.when(_by_difference(operator.ge, x, threshold)).then(points).otherwise(result)
    # a threshold that is missing would count as one that was not reached
    there = [arg.is_not_null() for arg in (x, *table) if arg.meta.root_names()]
    return pl.when(pl.all_horizontal(there)).then(result) if there else result
