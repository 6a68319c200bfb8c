"""Measure scores 措施得分: what assessors entered, reconciled, never invented."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

import polars as pl

from ..vocabulary import Item, Part, Verification
from .points import PartScore

#: An assessor's name that begins so stands for the reconciled value of all assessors.
RECONCILED = "合议"

#: One entry: points, assessor, evidence, mark, row of the measures frame.
Entry = tuple[Decimal, str, str | None, Verification, int]
#: Entries of one entity by item and part.
MeasurePoints = Mapping[tuple[str, str], tuple[Entry, ...]]


class PartTest(NamedTuple):
    """What the data say of a part that follows from them: the test in words, and whether it holds;
    where nobody can tell, what is lacking."""

    words: str
    holds: bool | None
    lacks: str = ""


def by_entity(measures: pl.DataFrame) -> dict[str, dict[tuple[str, str], tuple[Entry, ...]]]:
    """The measures frame (frames.MEASURES) by entity; blank points are no entries."""
    found: dict[str, dict[tuple[str, str], tuple[Entry, ...]]] = {}
    for number, row in enumerate(measures.iter_rows(named=True)):
        if row["points"] is None:
            continue
        entry: Entry = (
            Decimal(repr(row["points"])),
            row["assessor"] or "",
            row["evidence"],
            Verification(row["verification"] or "verified"),
            number,
        )
        own = found.setdefault(row["entity"], {})
        key = (row["item"], row["part"])
        own[key] = (*own.get(key, ()), entry)
    return found


def score_parts(
    item: Item, measures: MeasurePoints, tests: Mapping[str, PartTest]
) -> tuple[PartScore, ...]:
    """Every part's points; `source` says where they are from, or why they are missing."""
    return tuple(_part(item, part, measures, tests.get(part.id)) for part in item.parts)


def _part(item: Item, part: Part, measures: MeasurePoints, test: PartTest | None) -> PartScore:
    if test is not None and test.holds is not None:
        points = part.points if test.holds else Decimal(0)
        source = f"由数据判定：{test.words}，{'成立' if test.holds else '不成立'}"
        return PartScore(part.id, part.name, part.points, points, source, None)
    entries = measures.get((item.id, part.id), ())
    chosen, why = _reconciled(entries)
    if chosen is None:
        if test is not None:
            why = f"{why}；由数据判定的条件“{test.words}”待定：{test.lacks}"
        # without one that counts, entries are there only where they differ
        disputed = bool(entries)
        return PartScore(part.id, part.name, part.points, None, why, None, disputed=disputed)
    points, assessor, evidence, mark, row = chosen
    if not 0 <= points <= part.points:
        why = f"录入 {points} 分，超出 0～{part.points} 分"
        return PartScore(part.id, part.name, part.points, None, why, evidence, mark, row)
    source = f"考核人：{assessor or '未填'}"
    return PartScore(part.id, part.name, part.points, points, source, evidence, mark, row)


def _verified(entry: Entry) -> Entry:
    """An entry that more than one person stands for; an invented one stays that."""
    points, assessor, evidence, mark, row = entry
    trusted = mark if mark is Verification.SYNTHETIC else Verification.VERIFIED
    return points, assessor, evidence, trusted, row


def differing(measures: pl.DataFrame) -> tuple[tuple[str, str, str, tuple[Entry, ...]], ...]:
    """Entity, item and part of which assessors gave different points, with what each gave.

    What was agreed upon by all 合议 is no difference any more.
    """
    return tuple(
        (entity, item, part, entries)
        for entity, parts in by_entity(measures).items()
        for (item, part), entries in parts.items()
        if len({e[0] for e in entries}) > 1 and _reconciled(entries)[0] is None
    )


def _reconciled(entries: tuple[Entry, ...]) -> tuple[Entry | None, str]:
    """The entry that counts: the reconciled one, else the one all assessors agree on."""
    if not entries:
        return None, "未评分"
    agreed = [e for e in entries if e[1].startswith(RECONCILED)]
    if len(agreed) == 1:
        return _verified(agreed[0]), ""
    if len({e[0] for e in entries}) == 1:
        assessors = {e[1] for e in entries if e[1]}
        return (_verified(entries[0]) if len(assessors) > 1 else entries[0]), ""
    listed = "、".join(f"{e[1]} {e[0]} 分" for e in entries)
    return None, f"考核人评分不一致（{listed}），须合议并写明理由"
