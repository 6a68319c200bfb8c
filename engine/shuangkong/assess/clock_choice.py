"""Which clocks of a target count where one verdict on it is wanted."""

from collections.abc import Sequence

from ..vocabulary import View
from .judgement import Judgement, Outcome


def that_count(judged: Sequence[Judgement], views: Sequence[View] = ()) -> list[Judgement]:
    """The judgements of one target that count; the declared `views`, where there are any.

    Else the year's own target and the whole one on its date; progress only where neither is
    due. Those not due are left out, unless nothing is due at all.
    """
    found = [j for view in views or View for j in judged if j.view is view]
    due = [j for j in found if j.outcome is not Outcome.NOT_DUE]
    if not views:
        own = [j for j in due if j.view is View.ANNUAL or _on_its_date(j)]
        due = own or due
    return due or found


def _on_its_date(judgement: Judgement) -> bool:
    year = judgement.year
    return judgement.view is View.FINAL and judgement.target.by.last(year) <= year
