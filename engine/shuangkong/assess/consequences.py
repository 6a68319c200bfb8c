"""What follows from a grade: what the scheme says of all who have it, and what of whom."""

from ..vocabulary import Consequence
from .judgement import UNASKED, Judgement, Outcome
from .result import EntityResult


def follows(result: EntityResult) -> tuple[Consequence, ...]:
    """The consequences that a result has, those of everybody with its grade first."""
    if result.grade is None:
        return ()
    everybody = (Consequence(text=text) for text in result.grade.consequences)
    some = (one for one in result.grade.conditional if _applies(one, result))
    return (*everybody, *some)


def _applies(one: Consequence, result: EntityResult) -> bool:
    """Whether its conditions hold; what could not be judged is neither met nor missed."""
    asked = [j for j in result.judgements if j.outcome not in UNASKED]
    met = all(_met(j) for j in asked if j.target.id in one.met)
    missed = any(j.is_missed for j in asked if j.target.id in one.missed)
    return met and (missed or not one.missed)


def _met(j: Judgement) -> bool:
    return j.outcome is not Outcome.NOT_ASSESSABLE and not j.is_missed
