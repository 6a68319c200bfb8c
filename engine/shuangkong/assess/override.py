"""A person's decision laid over a verdict."""

from collections.abc import Sequence
from dataclasses import replace

from ..vocabulary import Decision, DecisionKind
from .result import Judgement, Outcome


def decided(judgement: Judgement, decisions: Sequence[Decision]) -> Judgement:
    """The judgement after a person's decision about it, when there is one."""
    kinds = [DecisionKind.OVERRIDE]
    if judgement.outcome is Outcome.NOT_ASSESSABLE:
        kinds.append(DecisionKind.BAND)
    for decision in decisions:
        about = decision.covers(
            judgement.target.id, judgement.entity.code, judgement.year, judgement.view.value
        )
        if about and decision.kind in kinds and decision.choice in ("met", "not_met"):
            met = decision.choice == "met"
            reason = (
                f"{decision.by}于{decision.at}裁定为{'完成' if met else '未完成'}："
                f"{decision.reason}（原评定：{judgement.outcome.chinese}，{judgement.reason}）"
            )
            return replace(
                judgement,
                outcome=Outcome.OVERRIDDEN,
                underlying=judgement.outcome,
                decided_by=decision.by,
                decided_met=met,
                reason=reason,
            )
    return judgement
