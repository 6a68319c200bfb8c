"""Evidence 佐证 in words: what a file proves."""

from collections.abc import Sequence

from ..assess.points import ItemScore
from ..vocabulary import Exhibit


def proved(one: Exhibit, scores: Sequence[ItemScore]) -> str:
    """What a file of evidence proves: an item or a part of it by name, or something else."""
    score = next((s for s in scores if s.item.id == one.item), None)
    if score is None:
        return one.about or f"{one.item}.{one.part}".rstrip(".")
    part = next((p.name for p in score.parts if p.id == one.part), one.part)
    return f"{score.item.name}：{part}" if part else score.item.name
