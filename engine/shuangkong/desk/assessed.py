"""Assessments for looking at: made from the ledger, kept until the ledger has a new entry."""

import threading
from pathlib import Path

from flask import abort

from ..assess.judgement import Outcome
from ..assess.result import Assessment, EntityResult
from ..documents.looks import SYMBOLS
from ..ledger.issue import Assessed, assess_workspace
from ..ledger.store import opened
from ..vocabulary import Exhibit
from .context import desk

_LOOKS = {Outcome.MET: "good", Outcome.NOT_MET: "bad", Outcome.NOT_ASSESSABLE: "warn"}
#: how an outcome is shown beside its word: the sign of all papers, and how the page looks there
GLYPHS = {outcome: (sign, _LOOKS.get(outcome, "")) for outcome, sign in SYMBOLS.items()}

_KEPT: dict[tuple[Path, int, str], Assessed] = {}
_LOCK = threading.Lock()
_MOST = 4


def assessed(workspace: Path, year: int) -> Assessed:
    """A year assessed from what the ledger holds now; the same work is done once.

    Raises:
        ShuangkongError: what cannot be assessed, and why.
    """
    with opened(workspace) as ledger:
        head = ledger.head
    key = (workspace, year, head.hash if head else "")
    with _LOCK:
        if key not in _KEPT:
            while len(_KEPT) >= _MOST:
                del _KEPT[next(iter(_KEPT))]
            _KEPT[key] = assess_workspace(workspace, year)
        return _KEPT[key]


def assessment(year: int) -> Assessment:
    """A year of the desk's plan as the ledger holds it now; not found outside the period."""
    within(year)
    return assessed(desk().workspace, year).assessment


def result_of(found: Assessment, entity: str) -> EntityResult:
    """One entity's result; not found where it is not assessed."""
    return found.results.get(entity) or abort(404)


def exhibits_of(found: Assessment, entity: str, item: str | None = None) -> tuple[Exhibit, ...]:
    """Files of evidence about an entity, or about one item of its score sheet."""
    own = (x for x in found.exhibits if x.entity == entity)
    return tuple(x for x in own if item is None or x.item == item)


def within(year: int) -> None:
    """Not found for a year outside the plan's period."""
    period = desk().declarations.plan.period
    if not period.first <= year <= period.last:
        abort(404)
