"""Which figures an assessment would rest on though nobody has accepted them.

The ledger takes what a signatory signs and counts it; whether it may be used is decided at the
desk, by 受理 or 退回. What was handed to the ledger without the desk is not asked about here.
"""

import sqlite3
from collections.abc import Mapping

from ..errors import DeskError
from ..ledger.state import YearState
from . import events
from .events import Happened

#: what is said of figures that count and were not accepted
WORDS = {Happened.SIGNED: "尚未受理", Happened.RETURNED: "已退回"}


def unaccepted(connection: sqlite3.Connection, held: YearState) -> Mapping[str, str]:
    """In words, by entity, what is wrong with submissions that count: 尚未受理 or 已退回.

    The same file may be signed in several rounds; what was done last with it holds.
    """
    kinds = (*WORDS, Happened.ACCEPTED)
    signed: dict[tuple[str | None, str | None], int] = {}
    last: dict[int, events.Event] = {}
    for event in events.events(connection, kinds=kinds):
        where = (event.round, event.entity)
        if event.kind is Happened.SIGNED:
            signed[where] = event.content["submission"]
        if where in signed:
            last[signed[where]] = event
    counting = [last[one.number] for one in held.used if one.number in last]
    return {e.entity: WORDS[e.kind] for e in counting if e.entity and e.kind in WORDS}


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
