"""Issuing at the desk: what a worker does when an approver issues a year."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import DeskError
from ..ledger.issue import assess_workspace
from ..ledger.store import EntryKind, opened
from . import events, rounds
from .checking import plan_of
from .events import Happened
from .jobs import Done, Job


def issue(workspace: Path, job: Job) -> Done:
    """Issue a year: everything is written and recorded by the ledger, whole or not at all.

    When the desk was stopped between the ledger's record and its own, the job comes again and
    finds what was issued on the proposal.

    Raises:
        DeskError: the ledger is no longer what was proposed to issue.
    """
    c = job.content
    receipt = _issued(workspace, c["year"], c["head"])
    if receipt is None:
        with tempfile.TemporaryDirectory(prefix="shuangkong-") as folder:
            done = assess_workspace(
                workspace, c["year"], Path(folder) / "签发", issue=True, by=c["by"],
                note=c["note"] or None,
            )  # fmt: skip
        assert done.receipt is not None
        receipt = done.receipt.code
    codes = [e.code for e in plan_of(workspace).assessed(c["year"])]

    def then(connection: Any) -> None:
        known = events.events(connection, subject=f"issue-{c['year']}", kinds=(Happened.ISSUED,))
        if any(e.content["receipt"] == receipt for e in known):
            return
        events.add(connection, Happened.ISSUED, job.account, subject=f"issue-{c['year']}",
                   content={"year": c["year"], "receipt": receipt})  # fmt: skip
        for round_id in _rounds_of(connection, c["year"]):
            for code in codes:
                events.add(connection, Happened.ISSUED, job.account, round_=round_id, entity=code,
                           content={"receipt": receipt})  # fmt: skip

    return Done({"receipt": receipt}, then)


def _issued(workspace: Path, year: int, head: str) -> str | None:
    """The receipt of the issue that rests on a state of the ledger; None where it is to be made."""
    with opened(workspace) as ledger:
        entries = {e.number: e for e in ledger.entries()}
        made = [e for e in ledger.entries(None, EntryKind.ISSUE) if e.content["year"] == year]
        for one in made:
            if entries[one.content["based_on"]].hash == head:
                return one.receipt.code
        if ledger.head is None or ledger.head.hash != head:
            raise DeskError(
                "提请签发之后台账有了新的记录，结果可能已变\n    怎么改：请经办人核对后重新提请"
            )
    return None


def _rounds_of(connection: Any, year: int) -> Iterator[str]:
    for one in rounds.rounds(connection):
        if one.period == str(year):
            yield one.id
