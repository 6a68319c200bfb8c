"""Which letters a result calls for."""

from ...assess.result import Assessment, EntityResult
from .words import serious


def letters_for(assessment: Assessment, result: EntityResult) -> tuple[str, ...]:
    """Which letters a result calls for.

    Data that cannot be used go back. Everybody else is told its result, and gets the letter
    that the scheme says for its grade. The top entity is the one that writes, and gets none.
    """
    if result.entity.code == assessment.declarations.plan.top:
        return ()
    if result.grade is None and (not result.submitted or serious(result.findings)):
        return ("return",)
    extra = result.grade.letter if result.grade else None
    return ("result",) if extra in (None, "result") else ("result", extra)
