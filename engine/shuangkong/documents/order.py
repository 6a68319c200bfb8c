"""Which results get documents, and in which order they stand."""

from ..assess.result import Assessment, EntityResult


def assessed_results(assessment: Assessment) -> tuple[EntityResult, ...]:
    """Results that are ranked and get letters, best first; the top entity is not among them."""
    top = assessment.declarations.plan.top
    return tuple(r for r in assessment.ranking if r.entity.code != top)


def top_result(assessment: Assessment) -> EntityResult | None:
    """The result of the entity above all others, when it was judged."""
    return assessment.results.get(assessment.declarations.plan.top)


def declared_order(assessment: Assessment) -> tuple[EntityResult, ...]:
    """All results in the order in which entities are declared."""
    return tuple(assessment.results.values())
