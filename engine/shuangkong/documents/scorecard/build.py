"""The sheets of one scorecard, put together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...assess.judgement import Judgement
from ...assess.past import Past
from ...assess.result import Assessment, EntityResult
from ...assess.score import once_known
from ...vocabulary import View
from ..book import PrintedBook
from ..letterhead import Letterhead
from ..text import banner
from .basis import basis_sheet
from .calc import calc_sheet
from .card import card_sheet
from .data import data_sheet
from .findings import findings_sheet
from .progress import progress_sheet


def scorecard(
    assessment: Assessment,
    result: EntityResult,
    *,
    history: Sequence[Past] = (),
    links: Mapping[str, str] | None = None,
    letterhead: Letterhead | None = None,
) -> PrintedBook:
    """The scorecard of one entity, as data.

    `history` are the plan's earlier years on the same observations, for the charts;
    `links` gives the copies of source files by name; `letterhead` says which issue it is of.
    """
    wording = assessment.declarations.wording_for(assessment.year)
    # what waits for a person follows figures that need none
    scores = tuple(once_known(score, result.judgements) for score in result.scores)
    result = replace(result, scores=scores)
    earlier = _earlier(result, history)
    data = data_sheet(assessment, result, earlier, links or {})
    calc = calc_sheet(assessment, result, earlier, data)
    card = card_sheet(assessment, result, data, calc, letterhead or Letterhead())
    progress = progress_sheet(assessment, result, earlier, (data, calc, card))
    return PrintedBook(
        title=f"{result.entity.name}{assessment.year}年度{wording.card}",
        subject=assessment.declarations.plan.title,
        year=assessment.year,
        sheets=(
            card.sheet,
            *([progress] if progress else []),
            calc.sheet,
            data.sheet,
            findings_sheet(assessment, result),
            basis_sheet(assessment, result),
        ),
        names=card.names,
        banner=banner(result.verification),
    )


def _earlier(result: EntityResult, history: Sequence[Past]) -> tuple[Judgement, ...]:
    """Cumulative verdicts of earlier years on the targets judged now."""
    found = []
    for past in sorted(history, key=lambda p: p.year):
        known = past.judgements(result.entity.code)
        for judgement in result.judgements:
            if judgement.view is View.PROGRESS and judgement.target.id in known:
                found.append(known[judgement.target.id])
    return tuple(found)
