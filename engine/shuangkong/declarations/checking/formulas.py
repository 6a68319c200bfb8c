"""Formulas parse, rest on declared names, fit in their units, and do not run in circles."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ... import messages, units
from ...formulas import (
    FUNCTIONS,
    QUALIFIERS,
    SUGAR,
    Binary,
    Call,
    Compare,
    FormulaError,
    Name,
    Node,
    Number,
    Text,
    names,
    parse,
    walk,
)
from ...formulas.dimensions import Measure, measure
from ...vocabulary import Indicator, Message
from ..hints import did_you_mean
from .review import Path, Review

_WORDS = {"and", "or", "not", "或", "且", "非"}
_ATTRIBUTE_MEND = "改用 entities.csv 里“属性:单位”列的属性名；条件只能用对象的属性，不能用指标"
_INDICATOR_MEND = "改用 indicators.yaml 里已有的代号，或先在那里加上这个指标"


@dataclass(frozen=True)
class _Written:
    """A formula and where it stands: a record and the path to its text."""

    review: Review
    text: str
    record: Any
    path: Path

    def report(self, kind: Message, position: int | None = None, **words: Any) -> None:
        """A finding about the whole formula, or at one of its characters."""
        if position is None:
            self.review.report(kind, self.record, *self.path, text=self.text, **words)
        else:
            place = self.review.sources.within(self.record.place, self.path, position)
            self.review.report(kind, place, text=self.text, **words)

    def where(self, name: str) -> int:
        """Position of the first use of a name."""
        found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self.text)
        return found.start() if found else 0


def check_formulas(review: Review) -> None:
    """Report faults of every formula of a plan."""
    for indicator in review.declared.indicators.values():
        _identifier(review, indicator)
        if indicator.formula is not None:
            written = _Written(review, indicator.formula, indicator, ("formula",))
            measured = _over_indicators(written)
            if measured is not None:
                _result(written, indicator, measured)
    _cycles(review)
    for rule in review.declared.checks.values():
        _condition(_Written(review, rule.rule, rule, ("rule",)))
    for target in review.declared.targets.values():
        if target.scope.when is not None:
            _when(_Written(review, target.scope.when, target, ("scope", "when")))
    for scheme in review.declared.schemes.values():
        for index, item in enumerate(scheme.items):
            for number, part in enumerate(item.parts):
                if part.test is not None:
                    path = ("items", index, "parts", number, "test")
                    _condition(_Written(review, part.test, scheme, path))


def _identifier(review: Review, indicator: Indicator) -> None:
    seen = indicator.id
    if not re.fullmatch(r"[^\W\d]\w*", seen):
        reason = "里面有公式不认的字符，或以数字开头"
        review.report(messages.BAD_ID, indicator, "id", seen=seen, reason=reason)
    elif seen in FUNCTIONS or seen in SUGAR or seen in QUALIFIERS or seen in _WORDS:
        reason = "与公式的函数或用语重名"
        review.report(messages.BAD_ID, indicator, "id", seen=seen, reason=reason)


def _over_indicators(written: _Written) -> Measure | None:
    """What a formula over indicators measures; None when it has a fault."""
    node = _parsed(written)
    declared = written.review.declared.indicators
    known = written.review.ids("indicators")
    if node is None or written.review.lost("indicators"):
        return None
    if _unknown(written, node, known, "已声明的指标", _INDICATOR_MEND):
        return None
    used = {n.name for n in names(node)}
    if any(n not in declared for n in used) or _states(written, node):
        return None
    if any(units.find(declared[n].unit) is None for n in used):
        return None  # the unit itself is reported where it is declared
    return _measured(written, node, {n: declared[n].unit for n in used})


def _condition(written: _Written) -> None:
    measured = _over_indicators(written)
    if measured is not None and not measured.truth:
        written.report(messages.FORMULA_NOT_TRUTH)


def _when(written: _Written) -> None:
    """A condition over the attributes of entities."""
    attributes = written.review.declared.attribute_units
    node = _parsed(written)
    if node is None or written.review.lost("entities"):
        return
    if _unknown(written, node, attributes, "考核对象的属性", _ATTRIBUTE_MEND):
        return
    measured = _measured(written, node, attributes)
    if measured is not None and not measured.truth:
        written.report(messages.FORMULA_NOT_TRUTH)


def _parsed(written: _Written) -> Node | None:
    try:
        return parse(written.text)
    except FormulaError as error:
        written.report(
            messages.FORMULA_BROKEN,
            error.position,
            at=error.position + 1,
            reason=error.why,
            mend=error.mend,
        )
        return None


def _unknown(written: _Written, node: Node, known: Iterable[str], what: str, mend: str) -> bool:
    """Report names in a formula that are not among the known ones, each at its character."""
    listed = list(known)
    strange = [n for n in dict.fromkeys(n.name for n in names(node)) if n not in listed]
    for name in strange:
        hint = did_you_mean(name, listed)
        at = written.where(name)
        written.report(messages.UNKNOWN_NAME, at, seen=name, what=what, hint=hint, mend=mend)
    return bool(strange)


def _states(written: _Written, node: Node) -> bool:
    """Whether a formula has states in it; those used as numbers are reported."""
    indicators = written.review.declared.indicators
    used = [n.name for n in names(node) if indicators[n.name].state]
    compared = set()
    for part in walk(node):
        if isinstance(part, Compare) and isinstance(part.right, Text | Name):
            compared |= {s.name for s in (part.left, part.right) if isinstance(s, Name)}
        elif isinstance(part, Call) and part.function == "missing":
            compared |= {a.name for a in part.args if isinstance(a, Name)}
    for name in used:
        if name not in compared:
            state = indicators[name].state[-1]
            written.report(messages.STATE_IN_FORMULA, written.where(name), seen=name, state=state)
    return bool(used)


def _measured(written: _Written, node: Node, unit_of: Mapping[str, str]) -> Measure | None:
    def unit(name: Name) -> units.Unit:
        return units.find(unit_of[name.name]) or units.unit("")

    try:
        return measure(node, unit, written.text)
    except FormulaError as error:
        written.report(messages.FORMULA_UNITS, reason=error.why, mend=error.mend)
        return None


def _result(written: _Written, indicator: Indicator, measured: Measure) -> None:
    """The formula's value is in the indicator's own unit."""
    unit = units.find(indicator.unit)
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


def _cycles(review: Review) -> None:
    """Report each ring of indicators that are derived from each other, once."""
    rests_on = {}
    for indicator in review.declared.indicators.values():
        try:
            node = parse(indicator.formula) if indicator.formula is not None else None
        except FormulaError:
            continue
        rests_on[indicator.id] = [n.name for n in names(node)] if node is not None else []
    for ring in rings(rests_on):
        first = review.declared.indicators[ring[0]]
        review.report(messages.FORMULA_CYCLE, first, "formula", path=" → ".join([*ring, ring[0]]))


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
