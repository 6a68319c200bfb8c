"""The figures that one entity's results rest on, and whose they are."""

from collections.abc import Iterable, Iterator, Sequence

from ...assess.judgement import Input, Judgement
from ...assess.points import ItemScore
from ...assess.result import EntityResult

#: what tells one figure from another
Key = tuple[object, ...]


def all_inputs(result: EntityResult, earlier: Sequence[Judgement] = ()) -> Iterator[Input]:
    """Every input of an entity's judgements and scores, in reading order."""
    for judgement in (*result.judgements, *earlier):
        yield from judgement.inputs
    for score in result.scores:
        yield from score.inputs


def owners_of(judgements: Iterable[Judgement]) -> dict[Key, list[str]]:
    """The names of the targets that rest on each input."""
    found: dict[Key, dict[str, None]] = {}
    for judgement in judgements:
        for item in judgement.inputs:
            found.setdefault(key_of(item), {})[judgement.target.name] = None
    return {key: list(names) for key, names in found.items()}


def is_given(score: ItemScore) -> bool:
    """Whether points rest on a decision or a provision instead of a calculation."""
    return score.points is not None and not score.steps and not score.parts


def key_of(item: Input) -> Key:
    """What tells a figure from another: where it was read, or what was declared."""
    if item.observation is not None:
        return ("observation", item.observation)
    return ("declared", item.label, item.value, item.unit, item.source)
