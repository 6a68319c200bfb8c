"""Formula → live Excel formula (without the leading `=`), for Excel, WPS and LibreOffice.

Only functions that every version of them has. Comparisons are made on differences rounded to
ten digits: a sheet's binary floats must not lose a bonus step that exact arithmetic gives. Where
the two sides are known, `digits_for` says to how many digits a sheet can tell them apart.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from .nodes import Binary, Call, Compare, Logic, Lookup, Name, Negative, Node, Number, Text
from .walk import names

Resolve = Callable[[Name], str]

_ORDER = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 3}
_ATOM = 9


#: Digits to which differences are rounded before they are compared, and the most there can be.
DIGITS, _MOST = 10, 15
_STEPS = tuple((digits, Fraction(1, 10**digits)) for digits in range(_MOST + 1))
#: How far off a short calculation in a sheet's floats may be, of the size of its numbers.
_NOISE = Fraction(1, 10**14)


def digits_for(gap: Fraction, size: Fraction) -> int | None:
    """Digits by which a sheet's comparison comes to what is exact; None where no number does.

    `gap` is the exact difference of the sides, `size` that of the numbers calculated with: the
    rounding must swallow what floats get wrong, and must not swallow the gap.
    """
    noise = 2 * size * _NOISE
    able = [digits for digits, step in _STEPS if step > noise and (not gap or abs(gap) > step)]
    if not able:
        return None
    return DIGITS if DIGITS in able else min(able, key=lambda digits: abs(digits - DIGITS))


def to_excel(node: Node, resolve: Resolve, *, gaps: bool = False, digits: int = DIGITS) -> str:
    """The Excel text of a formula; one that is a comparison compares to so many digits.

    With `gaps`, names may be missing: `resolve` then gives #N/A for them, and conditions that are
    decided without them are decided. Without, whoever asks sees to it that all are there.

    `resolve` gives each name as a cell reference or an expression that is safe inside any
    other, in the formula's scale: a cell that holds −5.05 for −5.05 % must come as
    `(D5/100)`; `units.scale(unit)` says by how much.
    """
    if isinstance(node, Compare) and digits != DIGITS:
        return _compare(
            node.op, node.left, node.right, lambda part: _read(part, resolve, gaps)[0], digits
        )
    return _read(node, resolve, gaps)[0]


def _read(node: Node, resolve: Resolve, gaps: bool) -> tuple[str, int]:
    """Text and binding strength."""

    def read(part: Node) -> str:
        return _read(part, resolve, gaps)[0]

    match node:
        case Number(value):
            return _number(value), _ATOM
        case Text(value):
            return '"' + value.replace('"', '""') + '"', _ATOM
        case Name():
            return resolve(node), _ATOM
        case Negative(of):
            text, order = _read(of, resolve, gaps)
            return f"(0-{text})" if order >= 2 else f"(0-({text}))", _ATOM
        case Binary(op, left, right):
            first, second = _read(left, resolve, gaps), _read(right, resolve, gaps)
            return _binary(op, first, second), _ORDER[op]
        case Compare(op, left, right):
            return _compare(op, left, right, read), _ATOM
        case Logic(op, parts):
            return _logic(op, [read(p) for p in parts], gaps and len(parts) > 1), _ATOM
        case Call("steps", [_, *table]) if gaps and any(map(names, table)):
            # IF looks no further than the row that is reached, and any that is missing counts
            gone = "+".join(f"({read(part)})" for part in table if names(part))
            result = _call("steps", [read(a) for a in node.args])
            return f"IF(ISERROR({gone}),NA(),{result})", _ATOM
        case Call(function, args):
            return _call(function, [read(a) for a in args]), _ATOM
        case Lookup():
            return _found(node, read), _ATOM


def _logic(op: str, parts: list[str], gaps: bool) -> str:
    whole = f"{op.upper()}({','.join(parts)})"
    if not gaps:
        return whole
    # one part alone may decide, whatever the others are
    decisive = "TRUE" if op == "or" else "FALSE"
    alone = (f"IFERROR({p if op == 'or' else f'NOT({p})'},FALSE)" for p in parts)
    return f"IF(OR({','.join(alone)}),{decisive},{whole})"


def _found(node: Lookup, read: Callable[[Node], str]) -> str:
    """One IF inside the other; what has no row is #N/A, as it is nothing elsewhere."""
    result = "NA()"
    for key, number in reversed(node.rows):
        same = [read(Compare("==", k, n)) for k, n in zip(node.keys, key, strict=True)]
        condition = same[0] if len(same) == 1 else f"AND({','.join(same)})"
        result = f"IF({condition},{_number(number.value)},{result})"
    return result


def _number(value: Decimal) -> str:
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _binary(op: str, left: tuple[str, int], right: tuple[str, int]) -> str:
    order = _ORDER[op]
    first = left[0] if left[1] >= order else f"({left[0]})"
    second = right[0] if right[1] > order else f"({right[0]})"
    return f"{first}{'^' if op == '**' else op}{second}"


def _compare(
    op: str, left: Node, right: Node, read: Callable[[Node], str], digits: int = DIGITS
) -> str:
    sign = {"==": "=", "!=": "<>"}.get(op, op)
    if isinstance(left, Text) or isinstance(right, Text):
        return f"({read(left)}{sign}{read(right)})"
    return f"(ROUND({read(left)}-({read(right)}),{digits}){sign}0)"


def _call(function: str, args: list[str]) -> str:
    match function, args:
        case (("abs" | "min" | "max" | "ln" | "if"), _):
            return f"{function.upper()}({','.join(args)})"
        case "round", [x, digits]:
            return f"ROUND({x},{digits})"
        case "floor", [x]:
            return f"INT(ROUND({x},10))"
        case "root", [x, n]:
            return f"(({x})^(1/({n})))"
        case "near", [left, right, tolerance]:
            return f"(ROUND(ABS({left}-({right}))-({tolerance}),10)<=0)"
        case "missing", [x]:
            return f"ISERROR({x})"
        case "sum", _:
            return f"({'+'.join(args)})"
        case "chain", _:
            return "(" + "*".join(f"(1+{a})" for a in args) + ")"
        case "steps", [x, *table]:
            result = table[-1]
            rows = list(zip(table[:-1:2], table[1::2], strict=False))
            for threshold, points in reversed(rows):
                result = f"IF(ROUND({x}-({threshold}),10)>=0,{points},{result})"
            return result
    raise AssertionError(function)
