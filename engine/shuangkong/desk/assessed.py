"""Assessments for looking at: made from the ledger, kept until the ledger has a new entry."""

import threading
from pathlib import Path

from ..ledger.issue import Assessed, assess_workspace
from ..ledger.store import opened

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
