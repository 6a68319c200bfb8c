"""Unit check of a formula: what its value measures, and by what factor the units fit.

Works on (dimension, factor): consumption (万吨标准煤) / gdp (亿元) measures energy per money
and is 10⁴ t / 10⁸ 元 = 1 吨标准煤/万元, so it fits an indicator declared in 吨标准煤/万元.
"""

from collections.abc import Callable
from fractions import Fraction

from ..records import dataclass
from ..units import Dimension, Unit
from .errors import FormulaError
from .nodes import Binary, Call, Compare, Logic, Lookup, Name, Negative, Node, Number, Text

#: What a name measures; None for a name that has words (states, kinds) instead of numbers.
UnitOf = Callable[[Name], Unit | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """Dimension and factor of a value; `truth` for comparisons, `word` for texts.

    `free` marks a plain number, which fits any unit when added or compared (x <= 100); one written
    with % (`percent`) fits ratios only.
    """

    dimension: Dimension = ()
    factor: Fraction = Fraction(1)
    free: bool = False
    percent: bool = False
    truth: bool = False
    word: bool = False


def measure(node: Node, unit_of: UnitOf, text: str = "") -> Measure:
    """What a formula measures.

    Raises:
        FormulaError: when units do not fit together, or a comparison is used as a number, a
            number as a comparison, or a word as either.
    """

    def read(part: Node) -> Measure:
        return measure(part, unit_of, text)

    def number(part: Node) -> Measure:
        return _number(read(part), text)

    match node:
        case Number():
            return Measure(free=True, percent=node.text.endswith("%"))
        case Text():
            return Measure(word=True)
        case Name():
            return _named(unit_of(node))
        case Lookup(table, _):
            return _named(unit_of(Name(table)))
        case Negative(of):
            return number(of)
        case Binary("*" | "/" as op, left, right):
            return _product(number(left), number(right), 1 if op == "*" else -1)
        case Binary("**", left, right):
            return _power(number(left), right, text)
        case Binary(_, left, right):
            return _same(number(left), number(right), text)
        case Compare(_, left, right):
            _compared(node, read(left), read(right), text)
            return Measure(truth=True)
        case Logic(_, parts):
            for part in parts:
                _truth(read(part), text)
            return Measure(truth=True)
        case Call():
            return _called(node, read, text)


def _called(node: Call, read: Callable[[Node], Measure], text: str) -> Measure:
    match node:
        case Call("missing", _):
            return Measure(truth=True)
        case Call("if", (condition, yes, no)):
            _truth(read(condition), text)
            return _same(read(yes), read(no), text)
        case Call("round" | "root" as function, (of, digits)):
            _whole(function, digits, text)
            return _number(read(of), text)
        case Call(function, args):
            return _call(function, [_number(read(a), text) for a in args], text)


def _named(unit: Unit | None) -> Measure:
    if unit is None:
        return Measure(word=True)
    # inside formulas a % is already a ratio
    return Measure(unit.dimension, unit.factor if unit.dimension else Fraction(1))


def _number(found: Measure, text: str) -> Measure:
    if found.word:
        mend = "写成 状态 == '已完成' 的样子，或用 if(状态 == '已完成', 1, 0)"
        raise FormulaError("文字（状态、类别）不能参加计算", mend, text, 0)
    if found.truth:
        mend = "要按条件取数，写成 if(条件, 甲, 乙)"
        raise FormulaError("条件成立与否不是一个数，不能参加计算", mend, text, 0)
    return found


def _truth(found: Measure, text: str) -> None:
    if not found.truth:
        raise FormulaError("这里要的是条件，却是一个数", "加上比较，如 a > 0", text, 0)


def _compared(node: Compare, left: Measure, right: Measure, text: str) -> None:
    if left.truth or right.truth:
        mend = "用“且”“或”“非”连接条件"
        raise FormulaError("条件不能再与别的比较", mend, text, 0)
    if left.word and node.op not in ("==", "!="):
        raise FormulaError("文字（状态、类别）分不出大小", "只用 == 或 !=", text, 0)
    _same(left, right, text)


def _whole(function: str, given: Node, text: str) -> None:
    """How many digits, or which root: written out, so that every reading does the same."""
    least, most = (0, 10) if function == "round" else (1, 100)
    number = given.value if isinstance(given, Number) else None
    if number is None or number % 1 or not least <= number <= most:
        why = f"{function} 的第二项应当是 {least} 到 {most} 的整数"
        raise FormulaError(why, f"写成 {function}(x, 2) 的样子", text, 0)


def _power(base: Measure, exponent: Node, text: str) -> Measure:
    """A whole power that is written out; other powers are no quantity."""
    sign, given = (-1, exponent.of) if isinstance(exponent, Negative) else (1, exponent)
    if not isinstance(given, Number) or given.value % 1 or given.value > 100:
        mend = "写成 x ** 2 的样子；开方用 root(x, 2)"
        raise FormulaError("乘方的次数应当是 100 以内的整数", mend, text, 0)
    power = sign * int(given.value)
    dimension = tuple((b, p * power) for b, p in base.dimension) if power else ()
    return Measure(dimension, base.factor**power, base.free)


def _product(left: Measure, right: Measure, sign: int) -> Measure:
    powers = dict(left.dimension)
    for base, power in right.dimension:
        powers[base] = powers.get(base, 0) + sign * power
    dimension = tuple(sorted((b, p) for b, p in powers.items() if p))
    return Measure(dimension, left.factor * right.factor**sign, left.free and right.free)


def _same(left: Measure, right: Measure, text: str) -> Measure:
    if left.word != right.word or left.truth != right.truth:
        raise FormulaError("一边是数，一边不是", "检查指标，文字只能与文字比较", text, 0)
    if left.free or right.free:
        number, other = (left, right) if left.free else (right, left)
        if number.percent and other.dimension:
            mend = "写成带数量的样子，如 2% * 甲；要比的是比率，先除成比率"
            raise FormulaError("一边是数量，一边是百分数", mend, text, 0)
        return other
    if left.dimension != right.dimension:
        raise FormulaError("两边计量的不是同一种量", "检查指标与单位", text, 0)
    if left.factor != right.factor:
        times = left.factor / right.factor
        raise FormulaError(f"两边单位相差 {float(times):g} 倍", "先换算成同一单位", text, 0)
    return left


def _call(function: str, args: list[Measure], text: str) -> Measure:
    match function:
        case "abs" | "floor":
            return args[0]
        case "min" | "max":
            result = args[0]
            for other in args[1:]:
                result = _same(result, other, text)
            return result
        case "near":
            _same(_same(args[0], args[1], text), args[2], text)
            return Measure(truth=True)
        case "steps":
            return _stepped(args, text)
    return Measure()


def _stepped(args: list[Measure], text: str) -> Measure:
    """Thresholds are of the kind that is looked at, what is given is all of one kind."""
    looked, *table = args
    for threshold in table[:-1:2]:
        _same(looked, threshold, text)
    result = table[-1]
    for given in table[1::2]:
        result = _same(result, given, text)
    return result
