"""Unit check of a formula: what its value measures, and by what factor the units fit.

Works on (dimension, factor): energy_total (万吨标准煤) / gdp (亿元) measures energy per money
and is 10⁴ t / 10⁸ 元 = 1 吨标准煤/万元, so it fits an indicator declared in 吨标准煤/万元.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from ..units import Dimension, Unit
from .errors import FormulaError
from .nodes import Binary, Call, Compare, Logic, Name, Negative, Node, Number, Text


@dataclass(frozen=True, slots=True)
class Measure:
    """Dimension and factor of a value; `truth` for comparisons, `word` for texts.

    `free` marks a plain number, which fits any unit when added or compared (x <= 100).
    """

    dimension: Dimension = ()
    factor: Fraction = Fraction(1)
    free: bool = False
    truth: bool = False
    word: bool = False


def measure(node: Node, unit_of: Callable[[Name], Unit], text: str = "") -> Measure:
    """What a formula measures.

    Raises:
        FormulaError: when units do not fit together.
    """

    def read(part: Node) -> Measure:
        return measure(part, unit_of, text)

    match node:
        case Number():
            return Measure(free=True)
        case Text():
            return Measure(word=True)
        case Name():
            unit = unit_of(node)
            # inside formulas a % is already a ratio
            return Measure(unit.dimension, unit.factor if unit.dimension else Fraction(1))
        case Negative(of):
            return read(of)
        case Binary("*" | "/" as op, left, right):
            return _product(read(left), read(right), 1 if op == "*" else -1)
        case Binary("**", left, _):
            return read(left)
        case Binary(_, left, right):
            return _same(read(left), read(right), text)
        case Compare(_, left, right):
            _same(read(left), read(right), text)
            return Measure(truth=True)
        case Logic(_, parts):
            for part in parts:
                read(part)
            return Measure(truth=True)
        case Call(function, args):
            return _call(function, [read(a) for a in args], text)


def _product(left: Measure, right: Measure, sign: int) -> Measure:
    powers = dict(left.dimension)
    for base, power in right.dimension:
        powers[base] = powers.get(base, 0) + sign * power
    dimension = tuple(sorted((b, p) for b, p in powers.items() if p))
    return Measure(dimension, left.factor * right.factor**sign, left.free and right.free)


def _same(left: Measure, right: Measure, text: str) -> Measure:
    if left.free or right.free:
        return right if left.free else left
    if left.word and right.word:
        return left
    if left.dimension != right.dimension or left.word != right.word:
        raise FormulaError("两边计量的不是同一种量", "检查指标与单位", text, 0)
    if left.factor != right.factor:
        times = left.factor / right.factor
        raise FormulaError(f"两边单位相差 {float(times):g} 倍", "先换算成同一单位", text, 0)
    return left


def _call(function: str, args: list[Measure], text: str) -> Measure:
    match function:
        case "abs" | "round" | "floor" | "root":
            return args[0]
        case "min" | "max":
            result = args[0]
            for other in args[1:]:
                result = _same(result, other, text)
            return result
        case "if":
            return _same(args[1], args[2], text)
        case "near":
            _same(_same(args[0], args[1], text), args[2], text)
            return Measure(truth=True)
        case "missing":
            return Measure(truth=True)
    return Measure()
