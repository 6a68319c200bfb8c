"""Verdicts held back because a figure they rest on must be corrected first 数据待更正.

The one answer to whether anything definite may be said of such a figure: nothing. Points, counts,
vetoes, warnings, forecasts and documents read the verdicts and so need no answer of their own.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from ..reporting import AWAITED
from ..vocabulary import Finding
from .judgement import Judgement, Outcome

#: outcomes that say something definite of the figures
_DEFINITE = (Outcome.MET, Outcome.NOT_MET)


def refused_cells(findings: Iterable[Finding]) -> frozenset[str]:
    """The cells with a finding that must be mended, each as a trace names it: file, sheet, cell."""
    return frozenset(
        str(place)
        for finding in findings
        if finding.must_be_mended
        for place in (finding.place, *finding.marks)
        if place is not None and place.cell
    )


def held(judgement: Judgement, refused: Collection[str]) -> Judgement:
    """The judgement, with no outcome but that it waits where it rests on one of these cells."""
    # what bounds on errors or a reading leave open has figures all the same, that others rest on
    left_open = judgement.outcome is Outcome.NOT_ASSESSABLE and judgement.actual is not None
    if judgement.outcome not in _DEFINITE and not left_open:
        return judgement
    resting = [i for i in judgement.inputs if i.observation is not None and i.source in refused]
    if not resting:
        return judgement
    figures = "、".join(dict.fromkeys(i.label for i in resting))
    return replace(
        judgement,
        outcome=Outcome.NOT_ASSESSABLE,
        reason=f"{AWAITED}：{figures}有须更正的审核意见",
        course=None,
        between=None,
        held=True,
    )
