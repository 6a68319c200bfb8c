"""Issuing at the desk: what a worker does when an approver issues a year."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..ledger.issue import assess_workspace
from . import events, rounds
from .events import Happened
from .jobs import Done, Job


def issue(workspace: Path, job: Job) -> Done:
    """Issue a year: everything is written and recorded by the ledger, whole or not at all."""
    c = job.content
    with tempfile.TemporaryDirectory(prefix="shuangkong-") as folder:
        done = assess_workspace(
            workspace, c["year"], Path(folder) / "签发", issue=True, by=c["by"],
            note=c["note"] or None,
        )  # fmt: skip
    assert done.receipt is not None
    receipt = done.receipt.code
    codes = [r.entity.code for r in done.assessment.results.values()]

    def then(connection: Any) -> None:
        events.add(connection, Happened.ISSUED, job.account, subject=f"issue-{c['year']}",
                   content={"year": c["year"], "receipt": receipt})  # fmt: skip
        for round_id in _rounds_of(connection, c["year"]):
            for code in codes:
                events.add(connection, Happened.ISSUED, job.account, round_=round_id, entity=code,
                           content={"receipt": receipt})  # fmt: skip

    return Done({"receipt": receipt}, then)


def _rounds_of(connection: Any, year: int) -> Iterator[str]:
    for one in rounds.rounds(connection):
        if one.period == str(year):
            yield one.id
