"""Formulas that read well and come to nothing: never a value, or always the same answer."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from ... import messages, units
from ...formulas import Binary, Call, Compare, Name, Node, Number, names, to_exact, walk
from ...formulas.places import Stand
from ...vocabulary import Entity
from .written import WrittenFormula

#: growth of more than so much, or a share of it, is rather a percentage written without its sign
_WHOLE = Decimal(1)
_WHOSE = {"parent": "上级的", "children": "下级的"}
_NO_VALUE_OF = {"ln": "ln 里的数不大于零", "root": "负数不能开方"}


def check_worth(written: WrittenFormula, node: Node) -> None:
    """Report parts of a sound formula that never have a value, or compare nothing."""
    for part in walk(node):
        reason = _never(part)
        if reason is not None:
            written.report(messages.FORMULA_VALUELESS, reason=reason)
        same = _same_answer(part)
        if same is not None:
            written.report(messages.CONDITION_IDLE, reason=same)
        _percent(written, part)
    guarded = {n for part in walk(node) if isinstance(part, Call) for n in _guarded(part)}
    for name in names(node):
        if name not in guarded:
            _leads_somewhere(written, name)


def _guarded(call: Call) -> tuple[Name, ...]:
    """The names that a formula asks of whether they are missing."""
    return names(call) if call.function == "missing" else ()


def _constant(node: Node) -> Fraction | None:
    """The value of a formula that rests on nothing."""
    found = None if names(node) else to_exact(node, lambda _: None)
    return found if isinstance(found, Fraction) else None


def _never(part: Node) -> str | None:
    """Why a part has no value whatever the figures are."""
    match part:
        case Binary("/", _, below) if _constant(below) == 0:
            return "除数是零"
        case Call("ln" | "root" as function, (of, *_)):
            given = _constant(of)
            if given is not None and (given < 0 or (function == "ln" and given == 0)):
                return _NO_VALUE_OF[function]
    return None


def _same_answer(part: Node) -> str | None:
    """Why a comparison has the same answer whatever the figures are."""
    match part:
        case Compare(_, left, right) | Call("near", (left, right, _)) if left == right:
            return "比较的两边是同一个式子"
        case Compare(_, left, right) if not names(left) and not names(right):
            return "比较的两边都没有用到数据"
        case Call("near", (left, right, _)) if not names(left) and not names(right):
            return "比较的两边都没有用到数据"
        case Call("near", (_, _, apart)):
            given = _constant(apart)
            if given is not None and given < 0:
                return "容许的差距是负数，永远不成立"
    return None


def _percent(written: WrittenFormula, part: Node) -> None:
    """A growth or a share beside a plain number above one: 15 is 1500 %."""
    match part:
        case Compare(_, left, right) | Call("near", (left, right, _)):
            sides = (left, right), (right, left)
        case _:
            return
    for number, other in sides:
        if not isinstance(number, Number) or number.text.endswith("%"):
            continue
        if number.value > _WHOLE and _is_ratio(written, other):
            seen, times = number.text, f"{number.value * 100:f}"
            written.report(messages.PERCENT_MEANT, seen=seen, times=times)


def _is_ratio(written: WrittenFormula, node: Node) -> bool:
    """Whether a side is a growth or a share itself, up to its sign: abs(yoy(x)), a % indicator."""
    match node:
        case Call("abs" | "round", (of, *_)):
            return _is_ratio(written, of)
        case Binary("-", Binary("/", Name(name, None), Name(other, "prior")), Number(value)):
            return name == other and value == 1
        case Name(name, _):
            return units.scale(written.review.declared.language.unit(name)) != 1
    return False


def _leads_somewhere(written: WrittenFormula, name: Name) -> None:
    """Some entity of those that the formula is for has somebody, and a year, to ask."""
    declared = written.review.declared
    of = name.of or ""
    reason = None
    if of.isdigit():
        years = [declared.plan.period.base, *(t.base for t in declared.targets.values() if t.base)]
        last = declared.plan.period.last
        if int(of) > last:
            reason = f"规划到 {last} 年为止，没有 {of} 年的数"
        elif int(of) < min(years):
            reason = f"{of} 年早于规划的基期，填报表不要那年的数"
    elif of in ("parent", "children") and not written.review.lost("entities"):
        reason = _nobody(written, name)
    if reason is not None:
        where = written.where(name.name)
        seen = f"{_WHOSE.get(of, f'{of}年的')}{name.name}"
        written.report(messages.NAME_VALUELESS, where, seen=seen, reason=reason)


def _nobody(written: WrittenFormula, name: Name) -> str | None:
    """Why no entity that the formula is for has anybody to ask for a figure."""
    language = written.review.declared.language
    period = written.review.declared.plan.period
    years = range(period.first, period.last + 1)
    asked = list(_whom(written))
    led = [e for one in asked for year in years for e in language.leads_to(name, one.code, year)]
    kinds = {language.entities[code].kind for code in led}
    if not asked or any(language.has(name.name, kind) for kind in kinds):
        return None
    above = name.of == "parent"
    if above and led:
        return "按声明，上级不填报这个指标"
    return f"适用的对象都没有{'上级' if above else '填报它的下级'}"


def _whom(written: WrittenFormula) -> Iterable[Entity]:
    """The entities that a formula is for."""
    declared, record = written.review.declared, written.record
    every = declared.entities.values()
    if written.stand is Stand.WHEN:
        return declared.scoped(record)
    if written.stand is Stand.WARNING:
        return _scoped(written)
    kinds: tuple[str, ...] = declared.plan.assessed
    if written.stand is not Stand.TEST:
        kinds = record.kinds if written.stand is Stand.CHECK else record.entities
    return [one for one in every if not kinds or one.kind in kinds]


def _scoped(written: WrittenFormula) -> Iterator[Entity]:
    declared = written.review.declared
    for target in written.record.targets:
        if target in declared.targets:
            yield from declared.scoped(declared.targets[target])
