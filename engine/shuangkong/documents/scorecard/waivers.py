"""Targets that need not be met once a tier of another is reached, while somebody tries figures."""

from ...assess.interpretations import as_tier
from ...assess.judgement import Judgement, Outcome
from ...assess.points import LEFT_OUT, PENDING, ItemScore
from ...assess.result import Assessment, EntityResult
from ...text import plain
from ...vocabulary import Fallback
from .. import looks
from ..book import LiveFormula
from .calc import CalcSheet
from .live import quoted


def waiver_of(
    assessment: Assessment, result: EntityResult, j: Judgement, calc: CalcSheet
) -> str | None:
    """The test whether the tier was reached by the same clock; None without a tier."""
    tiers = {
        as_tier(target, tier).id
        for target in assessment.declarations.targets.values()
        for tier in target.tiers
        if j.target.id in tier.exempts
    }
    for other in result.judgements:
        if other.view is j.view and other.target.id in tiers:
            live = calc.verdict(other)
            return live.holds if live else None
    return None


def outcome_unless(reached: str, j: Judgement, otherwise: LiveFormula | None) -> LiveFormula:
    """The outcome, which is 不适用 as long as the tier is reached.

    What was waived when it was issued has no calculation here and cannot be judged without.
    """
    waived, unknown = (
        quoted(looks.verdict_text(j, o)) for o in (Outcome.NOT_APPLICABLE, Outcome.NOT_ASSESSABLE)
    )
    rest = otherwise.formula if otherwise else unknown
    return LiveFormula(f"IF({reached},{waived},{rest})", looks.verdict_text(j))


def points_unless(
    reached: str, score: ItemScore, otherwise: LiveFormula, given: str | None
) -> LiveFormula:
    """The points, which are those of a target that does not apply as long as the tier is reached.

    `given` is the cell of points that were given without a calculation.
    """
    waived = given or {
        Fallback.FULL: plain(score.item.points),
        Fallback.ZERO: "0",
        Fallback.SCALE: quoted(LEFT_OUT),
    }.get(score.item.not_applicable or Fallback.WITHHOLD, quoted(PENDING))
    rest = quoted(PENDING) if given else otherwise.formula
    return LiveFormula(f"IF({reached},{waived},{rest})", otherwise.value)
