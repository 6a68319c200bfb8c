"""Formula → how far its reading in binary floats may lie from the exact value.

The bulk query reads formulas in floats; a comparison is proved by them where both sides lie
further apart than the errors of both. What cannot be bounded (a rounding at its half, a divisor
that may be zero, a function not listed here) has an infinite error, and is decided exactly.

Rules: standard model of floating point, fl(a ∘ b) = (a ∘ b)(1 + δ) with |δ| ≤ 2⁻⁵³ (Higham,
Accuracy and Stability of Numerical Algorithms, ch. 2 and 3), each bound doubled at least, so
that the rounding of the bound itself and terms of second order are inside of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import reduce

import polars as pl

from .as_polars import Column, joined
from .nodes import Binary, Call, Compare, Logic, Lookup, Name, Negative, Node, Number, Text
from .terms import SharedTerms
from .walk import children

#: Twice the largest relative error of one rounding.
UNIT = 2.0**-52
_INFINITE = float("inf")
#: Whole exponents up to this are powers in the exact reading too.
_HIGHEST = 1000


@dataclass(frozen=True, eq=False)
class Error:
    """A bound: so much of the value's own size, or, where `absolute` is given, that.

    Only one that is `open` may be infinite.
    """

    relative: float = 0.0
    absolute: pl.Expr | None = None
    open: bool = False

    @property
    def is_none(self) -> bool:
        """Whether the reading is exact."""
        return self.absolute is None and not self.relative

    def of(self, value: pl.Expr) -> pl.Expr:
        """The bound as an amount, for a value."""
        if self.absolute is not None:
            return self.absolute
        return value.abs() * self.relative if self.relative else pl.lit(0.0)


#: The bound of each name.
Errors = Callable[[Name], Error]

_NONE = Error()
_UNBOUNDED = Error(absolute=pl.lit(_INFINITE), open=True)


@dataclass(frozen=True, eq=False)
class FloatReading:
    """The values of formulas in floats, and how far these may lie from the exact ones.

    `column` and `errors` give values and bounds of names; `terms` has what the expressions made
    here rest on. `computed` are nodes whose values stand in columns already.
    """

    column: Column
    errors: Errors
    terms: SharedTerms
    computed: Mapping[Node, pl.Expr] = field(default_factory=dict)
    _values: dict[Node, pl.Expr] = field(default_factory=dict)
    _errors: dict[Node, Error] = field(default_factory=dict)

    def value(self, node: Node) -> pl.Expr:
        """The value of a formula, as `to_polars` has it."""
        if node in self.computed:
            return self.computed[node]
        if node not in self._values:
            self._values[node] = self.terms.once(joined(node, self.column, self.value))
        return self._values[node]

    def amount(self, node: Node) -> pl.Expr:
        """The bound of a formula as an amount."""
        return self.error(node).of(self.value(node))

    def error(self, node: Node) -> Error:
        """The bound of a formula; its truth values are 0 when certain, else infinite.

        It is infinite wherever the exact value may be another one, or there where the floats give
        none; null, or of no meaning, where the value is missing for want of a figure.
        """
        if node not in self._errors:
            found = self._own_error(node)
            chooses = isinstance(node, Call) and node.function in ("if", "missing")
            parts = () if chooses else children(node)
            open_ = [e for e in map(self.error, parts) if e.open]
            found = self._as_open_as(open_, found, node) if open_ else found
            if found.absolute is not None:
                found = replace(found, absolute=self.terms.once(found.absolute))
            self._errors[node] = found
        return self._errors[node]

    def _as_open_as(self, parts: Sequence[Error], found: Error, node: Node) -> Error:
        """Infinite where one of the parts is: also where floats have no value because of it."""
        nowhere = pl.any_horizontal([e.of(pl.lit(0.0)).is_infinite() for e in parts])
        bound = pl.when(nowhere).then(_INFINITE).otherwise(found.of(self.value(node)))
        return Error(absolute=bound, open=True)

    def _own_error(self, node: Node) -> Error:
        """What follows from the errors of the parts, where these have values."""
        match node:
            case Number(value):
                return Error(0.0 if Fraction(float(value)) == Fraction(value) else UNIT)
            case Text():
                return _NONE
            case Name():
                return self.errors(node)
            case Negative(of):
                return self.error(of)
            case Binary(op, left, right):
                return self._binary(node, op, left, right)
            case Compare(_, left, right):
                if isinstance(left, Text) or isinstance(right, Text):
                    return _NONE
                if _is_word(left) or _is_word(right):
                    return self._words_known((left, right))
                return self._certain(self._apart(left, right))
            case Logic(_, parts):
                return self._all(parts)
            case Call(function, args):
                return self._call(node, function, args)

            case Lookup(_, keys, _):
                known = self._words_known(keys)
                return replace(known, absolute=known.of(pl.lit(0.0)) + self._own(node))

    def _binary(self, node: Node, op: str, left: Node, right: Node) -> Error:
        a, b = self.error(left), self.error(right)
        relative = a.absolute is None and b.absolute is None
        if op == "*" and relative:
            return Error(2 * (a.relative + b.relative) + UNIT)
        if op == "/" and relative:
            return Error(2 * (a.relative + b.relative) + UNIT)
        if op == "**":
            return self._power(node, left, right)
        value, ea, eb = self.value(node), self.amount(left), self.amount(right)
        own = value.abs() * UNIT
        if op in ("+", "-"):
            parts = [e for e, side in ((ea, a), (eb, b)) if not side.is_none]
            return Error(absolute=reduce(lambda x, y: x + y, parts, own))
        va, vb = self.value(left).abs(), self.value(right).abs()
        if op == "*":
            # with the left error written once, as products are nested on the left
            return Error(absolute=va * eb + ea * (vb + eb) + own)
        bound = 2 * (ea + value.abs() * eb) / vb + own
        # a divisor that is certain to its own last digits is zero only where it is exactly
        return Error(absolute=bound) if b.absolute is None else _where(vb > 2 * eb, bound)

    def _power(self, node: Node, base: Node, exponent: Node) -> Error:
        """(1 + δ)^p − 1 is below 2pδ while pδ is below a half; only whole p are exact."""
        if not self.error(exponent).is_none:
            return _UNBOUNDED
        value, p = self.value(node).abs(), self.value(exponent)
        spread = p.abs() * self.amount(base) / self.value(base).abs()
        exact = (p == p.floor()) & (p.abs() <= _HIGHEST)
        return _where((spread <= 0.5) & exact, value * (2 * spread + 8 * UNIT))

    def _apart(self, left: Node, right: Node) -> pl.Expr:
        """Whether two values differ by more than both errors."""
        gap = self.value(left) - self.value(right)
        margin = self.amount(left) + self.amount(right) + gap.abs() * UNIT
        return gap.abs() > margin

    def _certain(self, told: pl.Expr) -> Error:
        return _where(told, pl.lit(0.0))

    def _all(self, parts: Sequence[Node]) -> Error:
        return Error(absolute=reduce(lambda x, y: x + y, [self.amount(p) for p in parts]))

    def _words_known(self, words: Sequence[Node]) -> Error:
        """For parts that are words: small whole numbers, which are exact where they are known."""
        return self._certain(~self._all(words).of(pl.lit(0.0)).is_infinite())

    def _own(self, node: Node) -> pl.Expr:
        """The error of the last operation alone."""
        return self.value(node).abs() * UNIT

    def _largest(self, args: Sequence[Node]) -> Error:
        return Error(absolute=pl.max_horizontal([self.amount(a) for a in args]))

    def _call(self, node: Node, function: str, args: Sequence[Node]) -> Error:
        match function, args:
            case "abs", [x]:
                return self.error(x)
            case (("min" | "max"), _):
                return self._largest(args)
            case "round", [x, Number(digits)]:
                return rounded_error(self.value(x), self.amount(x), int(digits))
            case "floor", [x]:
                value = self.value(x)
                aside = value - value.floor()
                unsure = self.amount(x) + value.abs() * UNIT
                return self._certain(pl.min_horizontal(aside, 1 - aside) > unsure)
            case "ln", [x]:
                value, e = self.value(x), self.amount(x)
                own = 4 * UNIT * self.value(node).abs() + UNIT
                return _where(value > 2 * e, 2 * e / value + own)
            case "root", [x, _]:
                value, e, n = self.value(x), self.amount(x), self.value(args[1])
                whole = (n >= 1) & (n == n.floor())
                bound = self.value(node) * (2 * e / value + 16 * UNIT)
                return _where((value > 2 * e) & whole, bound)
            case "if", [condition, yes, no]:
                chosen = pl.when(self.value(condition)).then(self.amount(yes))
                off = chosen.otherwise(self.amount(no)).fill_null(0.0)
                return Error(absolute=self.amount(condition) + off, open=True)
            case "near", [left, right, tolerance]:
                return self._certain(self._apart(_distance(left, right), tolerance))
            case "missing", [x]:
                return self._certain(~self.amount(x).is_infinite().fill_null(value=False))
            case "sum", [first, *others]:
                return self.error(reduce(lambda x, y: Binary("+", x, y), others, first))
            case "chain", _:
                factors = [Binary("+", Number(Decimal(1), "1"), a) for a in args]
                return self.error(reduce(lambda x, y: Binary("*", x, y), factors))
            case "steps", [x, *table]:
                apart = [self._apart(x, threshold) for threshold in table[:-1:2]]
                points = pl.max_horizontal([self.amount(p) for p in (*table[1:-1:2], table[-1])])
                return _where(pl.all_horizontal(apart), points)
        return _UNBOUNDED


def rounded_error(value: pl.Expr, error: pl.Expr, digits: int) -> Error:
    """The bound after a rounding to some digits: infinite where the half may lie on either side."""
    scale = 10.0**digits
    scaled = value.abs() * scale
    aside = (scaled - scaled.floor() - 0.5).abs()
    unsure = error * scale + (scaled + 1) * (4 * UNIT)
    return _where(aside > unsure, value.abs() * (2 * UNIT) + UNIT / scale)


def _is_word(node: Node) -> bool:
    """Whether a number stands for a word (`bind.bound`); numbers of words are small and whole."""
    return isinstance(node, Number) and node.text.startswith("“")


def _distance(left: Node, right: Node) -> Node:
    return Call("abs", (Binary("-", left, right),))


def _where(proved: pl.Expr, bound: pl.Expr) -> Error:
    """A bound where it is proved, else none; null where the figures are missing."""
    found = pl.when(proved.is_null()).then(None).when(proved).then(bound).otherwise(_INFINITE)
    return Error(absolute=found, open=True)
