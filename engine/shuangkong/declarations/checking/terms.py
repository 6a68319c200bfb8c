"""What stands in a formula is declared, and can stand where the formula stands."""

from collections.abc import Iterable, Mapping

from ... import messages
from ...formulas import Call, Compare, Lookup, Name, Node, Text, names, walk
from ...formulas.places import REFUSED, Stand, term_of
from ...vocabulary import Message
from ..hints import did_you_mean
from .written import WrittenFormula

_ATTRIBUTE_MEND = "改用 entities.csv 里“属性:单位”列的属性名；条件只能用对象的属性，不能用指标"
_INDICATOR_MEND = "改用 indicators.yaml 里已有的代号，或先在那里加上这个指标"


def sound(written: WrittenFormula, node: Node) -> bool:
    """Whether every name, word and table of a formula has a meaning there; faults are told."""
    checks = (_unknown, _tables, _places, _words, _as_numbers)
    # what a name is must be known before it can be said where it may stand
    return all(check(written, node) for check in checks)


def _unknown(written: WrittenFormula, node: Node) -> bool:
    """Every name is declared; each that is not is told at its character."""
    review = written.review
    attributes = list(review.declared.attribute_units)
    indicators = review.ids("indicators")
    strange = [
        n
        for n in dict.fromkeys(n.name for n in names(node))
        if n not in indicators and n not in attributes
    ]
    if strange and (review.lost("indicators") or review.lost("entities")):
        return False
    for name in strange:
        when = written.stand is Stand.WHEN
        listed = attributes if when else [*indicators, *attributes]
        written.report(
            messages.UNKNOWN_NAME,
            written.where(name),
            seen=name,
            what="考核对象的属性" if when else "已声明的指标",
            hint=did_you_mean(name, listed),
            mend=_ATTRIBUTE_MEND if when else _INDICATOR_MEND,
        )
    return not strange


def _tables(written: WrittenFormula, node: Node) -> bool:
    """Every lookup table is declared, and asked for by the keys that it goes by."""
    lookups = written.review.declared.plan.lookups
    clean = True
    for part in walk(node):
        if not isinstance(part, Lookup):
            continue
        table = lookups.get(part.table)
        seen = f"{part.table}[{', '.join(str(k) for k in part.keys)}]"
        if table is None:
            hint = did_you_mean(part.table, lookups)
            at = written.where(part.table)
            written.report(messages.UNKNOWN_LOOKUP, at, seen=part.table, hint=hint)
        elif any(key not in written.review.declared.language.words for key in table.by):
            pass  # the table's own keys are wrong, which is told where they stand
        elif tuple(k.name for k in part.keys) != table.by:
            written.report(
                messages.LOOKUP_KEYS,
                written.where(part.table),
                seen=seen,
                name=table.name,
                by="、".join(table.by),
                example=f"{part.table}[{', '.join(table.by)}]",
            )
        else:
            continue
        clean = False
    return clean


def _places(written: WrittenFormula, node: Node) -> bool:
    """Everything can stand in this kind of formula, by the table of places."""
    language = written.review.declared.language
    clean = True
    for name in names(node):
        attribute = language.is_attribute(name.name)
        term = term_of(name.of, attribute=attribute, words=name.name in language.words)
        refusal = REFUSED[written.stand].get(term)
        if refusal is not None:
            clean = False
            written.report(
                messages.FORMULA_PLACE,
                written.where(name.name),
                seen=str(name),
                what=term.chinese,
                where=written.stand.chinese,
                reason=refusal.why,
                mend=refusal.mend,
            )
    return clean


def _words(written: WrittenFormula, node: Node) -> bool:
    """States and kinds are compared with words that they may have, or with their like."""
    known = written.review.declared.language.words
    clean = True
    for part in walk(node):
        if not isinstance(part, Compare):
            continue
        for one, other in ((part.left, part.right), (part.right, part.left)):
            if not isinstance(one, Name) or one.name not in known:
                continue
            if isinstance(other, Text) and other.value not in known[one.name]:
                clean = _strange_word(written, one.name, other.value, known[one.name])
        left, right = part.left, part.right
        if isinstance(left, Name) and isinstance(right, Name):
            clean = _alike(written, left, right) and clean
    return clean


def _strange_word(written: WrittenFormula, name: str, word: str, known: Iterable[str]) -> bool:
    listed = list(known)
    written.report(
        messages.UNKNOWN_WORD,
        max(written.text.find(word), 0),
        seen=word,
        name=name,
        hint=did_you_mean(word, listed),
        known="、".join(listed) or "（还没有一个对象有这项属性）",
    )
    return False


def _alike(written: WrittenFormula, left: Name, right: Name) -> bool:
    known = written.review.declared.language.words
    ours, theirs = known.get(left.name), known.get(right.name)
    if ours is None or theirs is None or ours == theirs:
        return True  # a word beside a number is told where units are checked
    written.report(
        messages.WORDS_DIFFER,
        written.where(left.name),
        seen=left.name,
        other=right.name,
        word=_last(ours),
    )
    return False


def _last(words: Mapping[str, int]) -> str:
    """The word to show as an example: of a state, that of being done."""
    return max(words, key=words.__getitem__, default="")


def _as_numbers(written: WrittenFormula, node: Node) -> bool:
    """No state or kind is used as a number."""
    known = written.review.declared.language.words
    spoken: set[Name] = set()
    for part in walk(node):
        match part:
            case Compare(_, left, right):
                spoken |= {s for s in (left, right) if isinstance(s, Name)}
            case Lookup(_, keys):
                spoken |= set(keys)
            case Call("missing", (Name() as name,)):
                spoken.add(name)
    wrong = [n for n in names(node) if n.name in known and n not in spoken]
    for name in wrong:
        kind: Message = messages.STATE_IN_FORMULA
        state = _last(known[name.name])
        written.report(kind, written.where(name.name), seen=name.name, state=state)
    return not wrong
