"""Formulas of checks, ready to be evaluated: derived indicators written out."""

from collections.abc import Mapping
from decimal import Decimal

from ..formulas import Call, Name, Node, Number, parse, rewrite
from ..vocabulary import Indicator


def expanded(node: Node, indicators: Mapping[str, Indicator]) -> Node:
    """A formula with derived indicators written out, rounded as declared."""

    def change(part: Node) -> Node | None:
        if not isinstance(part, Name):
            return None
        derived = indicators.get(part.name)
        if derived is None or derived.formula is None:
            return None
        inner = _qualified(expanded(parse(derived.formula), indicators), part.of)
        if derived.rounding is None:
            return inner
        digits = Number(Decimal(derived.rounding.digits), str(derived.rounding.digits))
        return Call("round", (inner, digits))

    return rewrite(node, change)


def _qualified(node: Node, of: str | None) -> Node:
    if of is None:
        return node
    return rewrite(node, lambda part: Name(part.name, of) if isinstance(part, Name) else None)
