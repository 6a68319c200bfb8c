"""What stands around a ledger: who can read its file, and whether the clock can be believed."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from .. import messages
from ..vocabulary import Finding, Place
from . import database, moments
from .clock import AHEAD, doubt


def around(path: Path, times: Sequence[str], clock: moments.Clock) -> list[Finding]:
    """Findings about the file's rights, and about the entries' times and the computer's clock."""
    place = Place(path.name)
    found = []
    if database.is_open_to_others(path):
        found.append(Finding.of(messages.OPEN_TO_OTHERS, place))
    for number, (before, after) in enumerate(pairwise(map(moments.parsed, times)), start=2):
        if after - before > AHEAD:
            at = moments.shown(after)
            found.append(Finding.of(messages.CLOCK_JUMPED, place, number=number, at=at))
    said = doubt(clock(), times[-1] if times else None)
    if said is not None and said.kind == messages.CLOCK_BACK.id:
        found.append(said)
    return found
