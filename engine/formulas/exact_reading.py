"""Formula → exact value in fractions, the court of appeal for verdicts near a threshold.

Logarithms and roots are the only inexact parts; they are taken to 50 digits. A verdict
never rests on them (progress is compared through an equivalent product, see assess.methods).
"""

import math
import operator
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from .nodes import Binary, Call, Compare, Logic, Name, Negative, Node, Number, Text

Value = Fraction | bool | str | None
Lookup = Callable[[Name], Fraction | None]

_ARITHMETIC: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
_ORDER: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def to_exact(node: Node, lookup: Lookup) -> Value:
    """The exact value of a formula; None when anything it rests on is missing."""
    match node:
        case Number(value):
            return Fraction(value)
        case Text(text):
            return text
        case Name():
            return lookup(node)
        case Call("missing", (inner,)):
            return to_exact(inner, lookup) is None
        case Call("if", (condition, yes, no)):
            chosen = to_exact(condition, lookup)
            return None if chosen is None else to_exact(yes if chosen else no, lookup)
        case Logic(op, parts):
            return _logic(op, [to_exact(p, lookup) for p in parts])
    values = [to_exact(p, lookup) for p in _parts(node)]
    if any(v is None for v in values):
        return None
    return _apply(node, values)


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case Binary(_, left, right) | Compare(_, left, right):
            return (left, right)
        case Negative(of):
            return (of,)
        case Call(_, args):
            return args
    return ()


def _logic(op: str, values: list[Value]) -> bool | None:
    if op == "not":
        return None if values[0] is None else not values[0]
    decisive = op == "or"
    if any(v is not None and bool(v) == decisive for v in values):
        return decisive
    return None if None in values else not decisive


def _apply(node: Node, values: list[Value]) -> Value:
    a = [v for v in values if isinstance(v, Fraction) and not isinstance(v, bool)]
    match node:
        case Compare(op):
            left, right = values
            return _compared(op, left, right)
        case Negative():
            return -a[0]
        case Binary("/"):
            return a[0] / a[1] if a[1] else None
        case Binary("**"):
            return a[0] ** int(a[1]) if a[1].denominator == 1 and (a[0] or a[1] >= 0) else None
        case Binary(op):
            return _ARITHMETIC[op](a[0], a[1])
        case Call(function):
            return _call(function, a)
    raise AssertionError(node)


def _compared(op: str, left: Value, right: Value) -> bool:
    if op == "==":
        return left == right
    if op == "!=":
        return left != right
    assert isinstance(left, Fraction)
    assert isinstance(right, Fraction)
    return _ORDER[op](left, right)


def _call(function: str, a: list[Fraction]) -> Value:
    match function:
        case "abs":
            return abs(a[0])
        case "min":
            return min(a)
        case "max":
            return max(a)
        case "round":
            return half_up(a[0], int(a[1]))
        case "floor":
            return Fraction(math.floor(a[0]))
        case "ln":
            return _high_precision(a[0], "ln") if a[0] > 0 else None
        case "root":
            return _root(a[0], int(a[1])) if a[0] >= 0 else None
        case "near":
            return abs(a[0] - a[1]) <= a[2]
        case "chain":
            return math.prod((1 + x for x in a), start=Fraction(1))
        case "steps":
            x, *table = a
            rows = zip(table[:-1:2], table[1::2], strict=False)
            return next((points for threshold, points in rows if x >= threshold), table[-1])
    raise AssertionError(function)


def half_up(value: Fraction, digits: int) -> Fraction:
    """Round half away from zero, as Excel's ROUND does."""
    return Fraction(in_units(value, digits), 10**digits)


def in_units(value: Fraction, digits: int) -> int:
    """The same as a whole number of its last digits: 1234 for 12.34 with two."""
    below = value.denominator
    scaled: int = 2 * abs(value.numerator) * 10**digits
    rounded = (scaled + below) // (2 * below)
    return rounded if value >= 0 else -rounded


def half_even(value: Fraction, digits: int) -> Fraction:
    """Round half to even (GB/T 8170 修约)."""
    return Fraction(round(value * 10**digits), 10**digits)


def to_decimal(value: Fraction, digits: int = 28) -> Decimal:
    """A fraction as decimal: exact when it has at most `digits` significant digits."""
    with localcontext() as context:
        context.prec = digits
        context.rounding = ROUND_HALF_UP
        return Decimal(value.numerator) / Decimal(value.denominator)


@lru_cache(maxsize=65_536)
def _high_precision(value: Fraction, function: str) -> Fraction:
    with localcontext() as context:
        context.prec = 50
        number = Decimal(value.numerator) / Decimal(value.denominator)
        return Fraction(number.ln() if function == "ln" else number)


@lru_cache(maxsize=65_536)
def _root(value: Fraction, n: int) -> Fraction:
    if value == 0:
        return Fraction(0)
    with localcontext() as context:
        context.prec = 50
        number = Decimal(value.numerator) / Decimal(value.denominator)
        return Fraction((number.ln() / n).exp())
