"""Formulas parse, rest on what is declared, fit in their units, and do not run in circles."""

import re
from collections.abc import Iterator, Mapping

from ... import messages, units
from ...formulas import (
    FUNCTIONS,
    QUALIFIERS,
    SUGAR,
    Binary,
    FormulaError,
    Name,
    Node,
    Number,
    depth,
    names,
    parse,
)
from ...formulas.dimensions import Measure, measure
from ...formulas.places import Stand
from ...vocabulary import Indicator
from .review import Review
from .terms import sound
from .valueless import check_worth
from .written import WrittenFormula

_WORDS = {"and", "or", "not", "或", "且", "非"}
#: How deep formulas may be, those of the indicators they rest on included: each is computed
#: inside the other, a few calls a level (and a few for each indicator).
_DEEPEST = 200
_EACH = 4


def check_formulas(review: Review) -> None:
    """Report faults of every formula of a plan."""
    for indicator in review.declared.indicators.values():
        _identifier(review, indicator)
        if indicator.formula is not None:
            path = ("formula",)
            written = WrittenFormula(review, indicator.formula, indicator, path, Stand.DERIVED)
            measured = _measured(written)
            if measured is not None:
                _result(written, indicator, measured)
    if not _cycles(review):
        _layers(review)
    for condition in _conditions(review):
        measured = _measured(condition)
        if measured is not None and not measured.truth:
            condition.report(messages.FORMULA_NOT_TRUTH)


def _conditions(review: Review) -> Iterator[WrittenFormula]:
    """Every formula that must be a condition."""
    for rule in review.declared.checks.values():
        yield WrittenFormula(review, rule.rule, rule, ("rule",), Stand.CHECK)
    for target in review.declared.targets.values():
        if target.scope.when is not None:
            yield WrittenFormula(review, target.scope.when, target, ("scope", "when"), Stand.WHEN)
    for scheme in review.declared.schemes.values():
        for index, item in enumerate(scheme.items):
            for number, part in enumerate(item.parts):
                if part.test is not None:
                    at = ("items", index, "parts", number, "test")
                    yield WrittenFormula(review, part.test, scheme, at, Stand.TEST)
    for warning in review.declared.warnings.values():
        if warning.when is not None:
            yield WrittenFormula(review, warning.when, warning, ("when",), Stand.WARNING)


def _identifier(review: Review, indicator: Indicator) -> None:
    seen = indicator.id
    if not re.fullmatch(r"[^\W\d]\w*", seen):
        reason = "里面有公式不认的字符，或以数字开头"
        review.report(messages.BAD_ID, indicator, "id", seen=seen, reason=reason)
    elif seen in FUNCTIONS or seen in SUGAR or seen in QUALIFIERS or seen in _WORDS:
        reason = "与公式的函数或用语重名"
        review.report(messages.BAD_ID, indicator, "id", seen=seen, reason=reason)


def _measured(written: WrittenFormula) -> Measure | None:
    """What a formula measures; None when it has a fault, or rests on something that has."""
    node = written.parsed()
    declared = written.review.declared
    language = declared.language
    if node is None or not sound(written, node):
        return None
    used = {n.name for n in names(node)}
    if any(n not in declared.indicators and not language.is_attribute(n) for n in used):
        return None  # a record with faults of its own
    numbers = [n for n in used if n not in language.words]
    if any(
        n in declared.indicators and declared.units.find(language.unit(n)) is None for n in numbers
    ):
        return None  # the unit itself is reported where it is declared

    def unit_of(name: Name) -> units.Unit | None:
        if name.name in language.words:
            return None
        return declared.units.find(language.unit(name.name)) or units.unit("")

    try:
        found = measure(node, unit_of, written.text)
        check_worth(written, node)
        return found
    except FormulaError as error:
        written.report(messages.FORMULA_UNITS, reason=error.why, mend=error.mend)
        return None


def _result(written: WrittenFormula, indicator: Indicator, measured: Measure) -> None:
    """The formula's value is in the indicator's own unit."""
    unit = written.review.declared.units.find(indicator.unit)
    if measured.truth:
        written.report(messages.FORMULA_NOT_NUMBER)
        return
    if unit is None:
        return
    reason = None
    if not unit.dimension and _times_hundred(parse(written.text)):
        reason = "公式里的百分数本身就是比值（17% 即 0.17），不要再乘 100"
    elif measured.dimension != unit.dimension:
        reason = "两者不是同一种量"
    elif unit.dimension and measured.factor != unit.factor:
        reason = f"相差 {float(measured.factor / unit.factor):g} 倍"
    if reason is not None:
        written.report(
            messages.FORMULA_RESULT, unit=indicator.unit, reason=reason, name=indicator.id
        )


def _times_hundred(node: Node) -> bool:
    if not isinstance(node, Binary) or node.op != "*":
        return False
    return any(isinstance(s, Number) and s.value == 100 for s in (node.left, node.right))


def _formulas(review: Review) -> dict[str, Node]:
    """The formulas of derived indicators that can be read."""
    found = {}
    for indicator in review.declared.indicators.values():
        if indicator.formula is not None:
            try:
                found[indicator.id] = parse(indicator.formula)
            except FormulaError:
                continue  # told where the formula itself is checked
    return found


def _cycles(review: Review) -> bool:
    """Report each ring of indicators that are derived from each other, once."""
    rests_on = {i: [n.name for n in names(node)] for i, node in _formulas(review).items()}
    found = rings(rests_on)
    for ring in found:
        first = review.declared.indicators[ring[0]]
        review.report(messages.FORMULA_CYCLE, first, "formula", path=" → ".join([*ring, ring[0]]))
    return bool(found)


def _layers(review: Review) -> None:
    """Report where indicators rest on each other so deeply that nothing could compute them."""
    nodes = _formulas(review)
    deep: dict[str, tuple[int, tuple[str, ...]]] = {}
    waiting = list(nodes)
    while waiting:
        one = waiting[-1]
        below = [n.name for n in names(nodes[one]) if n.name in nodes]
        open_ = [name for name in below if name not in deep]
        if open_:
            waiting += open_
            continue
        waiting.pop()
        if one in deep:
            continue
        most, path = max((deep[name] for name in below), default=(0, ()))
        deep[one] = most + depth(nodes[one]) + _EACH, (one, *path)
        if most <= _DEEPEST < deep[one][0]:
            indicator = review.declared.indicators[one]
            said = " → ".join([one, *path[:3]]) + (" → …" if len(path) > 3 else "")
            words = {"name": one, "most": _DEEPEST, "path": said}
            review.report(messages.FORMULA_LAYERS, indicator, "formula", **words)


def rings(leads_to: Mapping[str, list[str]]) -> list[list[str]]:
    """The rings in a graph, each found once, in the order in which they are met."""
    done: set[str] = set()
    found = []
    for start in leads_to:
        trail: list[str] = []
        waiting: list[tuple[str, bool]] = [(start, True)]
        while waiting:
            node, entering = waiting.pop()
            if not entering:
                trail.pop()
                done.add(node)
            elif node in trail:
                found.append(trail[trail.index(node) :])
            elif node not in done:
                trail.append(node)
                waiting.append((node, False))
                waiting.extend((n, True) for n in reversed(leads_to.get(node, [])))
    return found
