"""Which letters a result calls for."""

from ...assess.judgement import UNASKED
from ...assess.result import Assessment, EntityResult
from ...vocabulary import GradeLetter


def letters_for(assessment: Assessment, result: EntityResult) -> tuple[str, ...]:
    """Which letters a result calls for.

    Data that cannot be used go back, and who owes data is asked for it. Everybody else is told
    its result, and gets the letter that the scheme says for its grade; of whom nothing is asked
    yet, there is nothing to tell. The top entity is the one that writes, and gets none.
    """
    if result.entity.code == assessment.declarations.plan.top:
        return ()
    if result.grade is None:
        if result.to_mend or (result.something_due and not result.submitted):
            return ("return",)
        asked = any(j.outcome not in UNASKED and not j.is_not_yet for j in result.judgements)
        if not asked and not (result.scores and result.submitted):
            return ()
    told = GradeLetter.RESULT
    extra = (result.grade.letter if result.grade else None) or told
    return tuple(letter.value for letter in dict.fromkeys((told, extra)))
