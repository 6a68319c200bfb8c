"""Formula → exact value in fractions, the court of appeal for verdicts near a threshold.

Logarithms and roots are the only inexact parts; they are taken to 50 digits. A verdict
never rests on them (progress is compared through an equivalent product, see methods.by_form).
"""

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from .nodes import Binary, Call, Compare, Logic, Lookup, Name, Negative, Node, Number, Text

Value = Fraction | bool | str | None
#: What a name has: its value, or None when it is missing.
ValueOf = Callable[[Name], Fraction | None]

Exact = Callable[[ValueOf], Value]


def to_exact(node: Node, lookup: ValueOf) -> Value:
    """The exact value of a formula; None when anything it rests on is missing."""
    return as_exact(node)(lookup)


@lru_cache(maxsize=16_384)
def as_exact(node: Node) -> Exact:
    """The same for a formula that is read many times: what `to_exact` gives, from a lookup."""
    match node:
        case Number(value):
            number = Fraction(value)
            return lambda _: number
        case Text(text):
            return lambda _: text
        case Name():
            return lambda lookup: lookup(node)
        case Call("missing", (inner,)):
            of = as_exact(inner)
            return lambda lookup: of(lookup) is None
        case Call("if", (condition, yes, no)):
            return _choice(as_exact(condition), as_exact(yes), as_exact(no))
        case Logic(op, parts):
            readings = [as_exact(part) for part in parts]
            return lambda lookup: _logic(op, [read(lookup) for read in readings])
        case Call(function, args):
            return _applied(lambda *given: _call(function, given), args)
        case Negative(of_what):
            return _applied(operator.neg, (of_what,))
        case Binary(op, left, right):
            return _applied(_ARITHMETIC[op], (left, right))
        case Compare(op, left, right):
            return _applied(_ORDER[op], (left, right))
        case Lookup(_, keys, rows):
            found = {tuple(Fraction(k.value) for k in key): Fraction(n.value) for key, n in rows}
            return _applied(lambda *given: found.get(given), keys)


def _choice(condition: Exact, yes: Exact, no: Exact) -> Exact:
    def read(lookup: ValueOf) -> Value:
        chosen = condition(lookup)
        return None if chosen is None else (yes if chosen else no)(lookup)

    return read


def _applied(function: Callable[..., Value], parts: Sequence[Node]) -> Exact:
    """A function of parts none of which may be missing."""
    readings = [as_exact(part) for part in parts]

    def read(lookup: ValueOf) -> Value:
        # every part is asked for, so that whoever listens hears of everything that is missing
        values = [part(lookup) for part in readings]
        # `None in values` would ask every fraction whether it equals None
        return None if any(value is None for value in values) else function(*values)

    return read


def _logic(op: str, values: list[Value]) -> bool | None:
    if op == "not":
        return None if values[0] is None else not values[0]
    decisive = op == "or"
    if any(v is not None and bool(v) == decisive for v in values):
        return decisive
    return None if None in values else not decisive


def _divided(left: Fraction, right: Fraction) -> Fraction | None:
    return left / right if right else None


#: Powers beyond this are no arithmetic of a plan, and would not end.
_HIGHEST = 1000


def _power(base: Fraction, exponent: Fraction) -> Value:
    if exponent.denominator != 1 or not (base or exponent >= 0) or abs(exponent) > _HIGHEST:
        return None
    return Fraction(base ** int(exponent))


_ARITHMETIC: Mapping[str, Callable[..., Value]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divided,
    "**": _power,
}
_ORDER: Mapping[str, Callable[..., bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _call(function: str, a: Sequence[Fraction]) -> Value:
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
            return _root(a[0], int(a[1])) if a[0] >= 0 and a[1] >= 1 else None
        case "near":
            return abs(a[0] - a[1]) <= a[2]
        case "sum":
            return sum(a, start=Fraction(0))
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
    return whole(value.numerator, value.denominator, digits)


def whole(above: int, below: int, digits: int) -> int:
    """The same of `above` / `below`, which need not be reduced; `below` is above zero."""
    scaled: int = 2 * abs(above) * 10**digits
    rounded = (scaled + below) // (2 * below)
    return rounded if above >= 0 else -rounded


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
