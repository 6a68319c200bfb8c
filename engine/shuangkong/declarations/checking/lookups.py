"""Lookup tables: they go by states or kinds, and have a row for each of their words."""

import itertools
from collections import Counter

from ... import messages
from ...vocabulary import LookupTable
from ..hints import did_you_mean
from .amounts import unknown_unit
from .review import Review

_SHOWN = 5


def check_lookups(review: Review) -> None:
    """Report faults of every lookup table of a plan, and names that stand for two things."""
    declared = review.declared
    indicators = review.ids("indicators")
    for name in declared.attribute_units:
        for what, taken in (("指标", indicators), ("取值表", declared.plan.lookups)):
            if name in taken:
                column = f"{name}:{declared.attribute_units[name]}"
                first = next(iter(declared.entities.values()), None)
                if first is not None:
                    words = {"seen": name, "what": what}
                    review.report_cell(messages.ATTRIBUTE_INDICATOR, first, column, **words)
    for name, table in declared.plan.lookups.items():
        _table(review, name, table)


def _table(review: Review, name: str, table: LookupTable) -> None:
    plan = review.declared.plan
    known = review.declared.units
    if known.find(table.unit) is None:
        kind, words = unknown_unit(table.unit, known)
        review.report(kind, plan, "lookups", name, "unit", **words)
    if name in review.ids("indicators"):
        reason = "与指标重名"
        review.report(messages.BAD_ID, plan, "lookups", name, seen=name, reason=reason)
    if _keys(review, name, table):
        _rows(review, name, table)


def _keys(review: Review, name: str, table: LookupTable) -> bool:
    """Whether a table goes by things that have words."""
    declared = review.declared
    if not table.by:
        review.report(
            messages.LOOKUP_BY, declared.plan, "lookups", name, "by", seen="", reason="没有写键"
        )
    clean = bool(table.by)
    for index, key in enumerate(table.by):
        if key in declared.language.words:
            continue
        clean = False
        if review.lost("indicators") or review.lost("entities"):
            continue
        known = key in declared.indicators or key in declared.attribute_units
        hint = did_you_mean(key, declared.language.words)
        reason = "它是数值，没有可列举的取值" if known else f"没有这个指标或属性{hint}"
        path = ("lookups", name, "by", index)
        review.report(messages.LOOKUP_BY, declared.plan, *path, seen=key, reason=reason)
    return clean


def _rows(review: Review, name: str, table: LookupTable) -> None:
    declared = review.declared
    known = [_known(review, key) for key in table.by]
    split = {word: tuple(w.strip() for w in word.split("|")) for word in table.values}
    times = Counter(split.values())
    for word, parts in split.items():
        reason = None
        if len(parts) != len(table.by):
            reason = f"应当有 {len(table.by)} 项（{'、'.join(table.by)}），用 | 隔开"
        elif times[parts] > 1:
            reason = "写了两次"
        elif any(p not in k for p, k in zip(parts, known, strict=True)):
            reason = "不是它们的取值"
        if reason is not None:
            row = ("lookups", name, "values", word)
            listed = "；".join("、".join(k) for k in known)
            review.report(
                messages.LOOKUP_ROW,
                declared.plan,
                *row,
                seen=word,
                name=table.name,
                reason=reason,
                known=listed,
            )
    withdrawn = {word for i in declared.indicators.values() for word in i.withdrawn}
    combined = itertools.product(*([w for w in k if w not in withdrawn] for k in known))
    gaps = [" | ".join(words) for words in combined if words not in table.rows]
    if gaps:
        more = f"等 {len(gaps)} 种" if len(gaps) > _SHOWN else ""
        missing = "、".join(f"“{g}”" for g in gaps[:_SHOWN]) + more
        path = ("lookups", name, "values")
        review.report(messages.LOOKUP_GAP, declared.plan, *path, name=table.name, missing=missing)


def _known(review: Review, key: str) -> tuple[str, ...]:
    """The words of a state, or of the kinds that entities have."""
    declared = review.declared
    if key in declared.indicators:
        return tuple(declared.indicators[key].states)
    labels = (e.labels.get(key) for e in declared.entities.values())
    return tuple(dict.fromkeys(word for word in labels if word is not None))
