"""The figures that one entity's results rest on, and whose they are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...assess.judgement import Input, Judgement
from ...assess.points import ItemScore
from ...assess.result import EntityResult
from ...vocabulary import Indicator

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


def states_of(
    judgements: Iterable[Judgement], indicators: Mapping[str, Indicator]
) -> dict[Key, Mapping[str, int]]:
    """The words of declared states, by the input that holds one as a number."""
    found: dict[Key, Mapping[str, int]] = {}
    for judgement in judgements:
        indicator = indicators.get(judgement.target.indicator or "")
        if indicator is not None and indicator.states:
            found |= {
                key_of(item): indicator.states
                for item in judgement.inputs
                if item.observation is None and item.unit == indicator.unit
            }
    return found


def is_given(score: ItemScore) -> bool:
    """Whether points rest on a provision of the scheme instead of a calculation."""
    return score.points is not None and not score.steps and not score.parts


def key_of(item: Input) -> Key:
    """What tells a figure from another: where it was read, or what was declared."""
    if item.observation is not None:
        return ("observation", item.observation)
    return ("declared", item.label, item.value, item.unit, item.source)
