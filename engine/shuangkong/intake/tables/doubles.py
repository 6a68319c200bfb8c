"""Two values that say they are the same figure: told apart by their group, or asked about."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ..periods import period_of
from ..reading import letters
from ..words import name_of, plain, readable, shown_name
from .facts import Fact
from .labels import Label

#: what tells two versions of a figure apart, in the brackets of a header
_VERSION = re.compile(
    r"[(](?:调整|修订|快报|初步|初核|最终|核实|普查|新口径|旧口径|原口径)[\u4e00-\u9fff]{0,4}[)]"
)


def header_twice(paths: dict[int, tuple[Label, ...]], used: Sequence[int]) -> dict[int, str]:
    """What is to be asked about value columns whose whole headers are alike but for the version of
    their figures, by column."""
    same: dict[tuple[str, ...], list[int]] = {}
    for col in used:
        key = tuple(_VERSION.sub("", plain(label.text)) for label in paths.get(col, ()))
        if key and any(period_of(text) for text in key):
            same.setdefault(key, []).append(col)
    found: dict[int, str] = {}
    for cols in same.values():
        if len(cols) > 1:
            heads = (" ".join(readable(label.text) for label in paths[col]) for col in cols)
            said, where = list(dict.fromkeys(heads)), "、".join(map(letters, cols))
            why = f"表头“{said[0]}”在 {where} 列各出现一次，不知各指什么"
            if len(said) > 1:
                listed = "、".join(f"“{one}”" for one in said)
                why = f"{where} 列（{listed}）是同一年的几个版本，不知用哪一个"
            found |= dict.fromkeys(cols, why)
    return found


def told_apart(facts: Sequence[Fact]) -> list[Fact]:
    """Facts of one table; figures of one name under different group titles take the title's."""
    groups = _alike(facts)
    if not groups:
        return list(facts)
    under = {
        f.section
        for group in groups
        if len({f.section for f in group}) == len(group) and all(f.section for f in group)
        for f in group
    }
    found = [_qualified(fact) if fact.section in under and fact.section else fact for fact in facts]
    also: dict[int, str] = {}
    for group in _alike(found):
        for fact in group:
            other = next(f for f in group if f is not fact)
            also[id(fact)] = f"同一数据另见 {other.cell.cell.address}"
    return [
        replace(fact, noted=(*fact.noted, also[id(fact)])) if id(fact) in also else fact
        for fact in found
    ]


def _alike(facts: Sequence[Fact]) -> list[list[Fact]]:
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        if fact.period is not None and fact.names and fact.number is not None and not fact.asks:
            key = (fact.entity, plain(fact.indicator), fact.names[0], fact.period, fact.unit)
            groups.setdefault(key, []).append(fact)
    return [group for group in groups.values() if len(group) > 1]


def twice(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Groups of figures that say they are the same one."""
    return _alike(facts)


def _qualified(fact: Fact) -> Fact:
    """A figure whose name alone is not enough: only with its group's title does it name one."""
    title = shown_name(fact.section)
    over = name_of(fact.section)
    return replace(
        fact,
        names=tuple(name if name.startswith(over) else over + name for name in fact.names),
        indicator=f"{title} {fact.indicator}",
        noted=(*fact.noted, "同名的行按分组标题区分"),
    )
