"""A rule over the cells of a form: derived indicators written out, each figure with its year."""

from decimal import Decimal

from ...declarations.language import Language
from ...formulas import Call, Name, Node, Number, depth, names, rewrite
from ...formulas.walk import weight
from ...vocabulary import RoundMode

#: Beyond this depth, or this much, nothing is read as one formula of a sheet.
_DEEPEST, _HEAVIEST = 100, 3000


def written_out(node: Node, language: Language, year: int) -> Node | None:
    """A formula of a year over reported figures of named years (`at(x, 2019)`) and attributes.

    None where a sheet cannot follow: it asks for other entities' figures, rounds to even, or would
    be too long. Such a rule is checked when the form is received.
    """
    found = _written_out(node, language, year)
    asked = names(found)
    if any(n.of in ("parent", "children") and not language.is_attribute(n.name) for n in asked):
        return None
    derived = (n.name for n in names(node) if language.formula(n.name) is not None)
    if any(_rounds_to_even(name, language) for name in derived):
        return None
    return found if depth(found) <= _DEEPEST and weight(found) <= _HEAVIEST else None


def _written_out(node: Node, language: Language, year: int) -> Node:
    def change(part: Node) -> Node | None:
        if not isinstance(part, Name) or language.is_attribute(part.name):
            return None
        if part.of in ("parent", "children"):
            return part
        then = language.year(part, year)
        formula = language.formula(part.name)
        if formula is None:
            return Name(part.name, str(then))
        inner = _written_out(formula, language, then)
        rounding = language.indicators[part.name].rounding
        if rounding is None:
            return inner
        return Call("round", (inner, Number(Decimal(rounding.digits), str(rounding.digits))))

    return rewrite(node, change)


def _rounds_to_even(indicator: str, language: Language) -> bool:
    rounding = language.indicators[indicator].rounding
    if rounding is not None and rounding.mode is RoundMode.HALF_EVEN:
        return True
    formula = language.formula(indicator)
    below = names(formula) if formula is not None else ()
    return any(_rounds_to_even(n.name, language) for n in below if n.name in language.indicators)
