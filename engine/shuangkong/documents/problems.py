"""Which misses stand in the list of what was not met, and why others are left to the annex."""

from ..assess.judgement import Judgement
from ..assess.result import Assessment


def is_problem(assessment: Assessment, j: Judgement) -> bool:
    """Whether a verdict belongs in the list of what was not met: every one that was missed.

    Only what is kept out of it is left to the annex.
    """
    return j.is_missed and not kept_out(assessment, j)


def kept_out(assessment: Assessment, j: Judgement) -> str:
    """Why a miss stands in no list of problems: incentives (激励目标), and wording that the scheme
    keeps out (力争、鼓励). Blank where it stands there."""
    scheme = assessment.scheme
    if j.target.is_tier:
        return "激励目标达到与否均不算未完成，不列入未完成清单"
    if scheme is not None and scheme.keeps_out(j.target.strength):
        return f"用语为“{j.target.strength}”，按办法不列入未完成清单"
    return ""
