"""Which figures an assessment would rest on though nobody has accepted them.

The ledger takes what a signatory signs and counts it; whether it may be used is decided at the
desk, by 受理 or 退回. What was handed to the ledger without the desk is not asked about here. A
quarter's or half-year's figures stand in nobody's way in whose verdicts and points they are not.
"""

import sqlite3
from collections.abc import Collection, Mapping

from ..assess.result import Assessment
from ..errors import DeskError
from ..ledger.entries import Submission
from ..ledger.state import YearState
from . import events
from .events import Happened

#: what is said of figures that count and were not accepted
WORDS = {Happened.SIGNED: "尚未受理", Happened.RETURNED: "已退回"}


def unaccepted(
    connection: sqlite3.Connection, held: YearState, made: Assessment
) -> Mapping[str, str]:
    """In words, by entity, what is wrong with submissions that `made` rests on: 尚未受理 or 已退回.

    The same file may be signed in several rounds; what was done last with it holds.
    """
    kinds = (*WORDS, Happened.ACCEPTED)
    signed: dict[tuple[str | None, str | None], frozenset[int]] = {}
    last: dict[int, events.Event] = {}
    known = [one for one, _ in held.standings]
    for event in events.events(connection, kinds=kinds):
        where = (event.round, event.entity)
        if event.kind is Happened.SIGNED:
            signed[where] = events.entries(event, known)
        last |= dict.fromkeys(signed.get(where, frozenset()), event)
    used = _files_of(made)
    counting = [
        last[one.number] for one in held.used if one.number in last and _rests_on(used, one)
    ]
    return {e.entity: WORDS[e.kind] for e in counting if e.entity and e.kind in WORDS}


def _rests_on(used: Collection[str], one: Submission) -> bool:
    """Whether results rest on a submission; on what is for the whole year they always do."""
    whole = one.part is None or one.measures is not None or one.verdicts is not None
    return whole or one.name in used


def _files_of(made: Assessment) -> frozenset[str]:
    """The files whose figures stand in a verdict or in points."""
    inputs = [one.inputs for r in made.results.values() for one in r.judgements]
    inputs += [one.inputs for r in made.results.values() for one in r.scores]
    rows = {i.observation for some in inputs for i in some if i.observation is not None}
    return frozenset(made.observations["file"].gather(sorted(rows)).drop_nulls())


def must_be_accepted(found: Mapping[str, str], names: Mapping[str, str]) -> None:
    """Refuse to go on to an issue that would rest on such figures.

    Raises:
        DeskError: whose they are, and what can be done.
    """
    if found:
        whose = "、".join(f"{names.get(code, code)}（{why}）" for code, why in found.items())
        raise DeskError(
            f"结果用到的数据没有受理：{whose}\n"
            "    怎么改：先受理；已退回的，等重新报送，或裁定那次填报不采用"
        )
