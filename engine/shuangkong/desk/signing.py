"""Signing: what the workers do with a version that a signatory stands for."""

import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from ..intake.files import ExplainedDoubt, FileRole
from ..ledger.entries import submissions
from ..ledger.store import opened
from ..ledger.submit import submit
from . import events, evidence, owning, versions
from .events import Happened
from .jobs import Done, Job
from .store import Store


def sign(workspace: Path, job: Job) -> Done:
    """Record a signed version in the ledger.

    The ledger takes the same file once: when the desk was stopped between the two records, the
    signatory signs again and gets the receipt of the first.
    """
    c, store = job.content, Store.beside(workspace)
    with store.reading() as connection:
        data = versions.bytes_of(connection, c["sha256"])
        told = _explanations(connection, job)
    earlier = _earlier(workspace, store, job)
    with tempfile.TemporaryDirectory(prefix="shuangkong-") as folder:
        path = Path(folder) / c["name"]
        path.write_bytes(data)
        owning.must_be_own(workspace, path, c["year"], job.entity or "")
        # what is signed takes the place of all that was signed before in the round, by whatever
        # name: else a file that was returned and left out of the next upload would go on counting
        done = submit(
            workspace, [path], c["year"], c["by"],
            note=c["note"], replaces=earlier, explanations=told,
        )  # fmt: skip
    taken = min(done.taken, key=lambda one: one.submission.role is not FileRole.FORM)
    _proved(workspace, store, job, taken.submission.number)
    content = {
        "version": c["version"],
        "name": c["name"],
        "sha256": c["sha256"],
        "submission": taken.submission.number,
        "receipt": taken.receipt.code,
        "entries": [
            {
                "name": one.submission.file,
                "sha256": one.submission.sha256,
                "submission": one.submission.number,
                "receipt": one.receipt.code,
            }
            for one in done.taken
        ],
        "clerk": c["clerk"],
        "signatory": c["signatory"],
        "figures": c["figures"],
    }

    def then(connection: Any) -> None:
        events.add(
            connection,
            Happened.SIGNED,
            job.account,
            round_=c["round"],
            entity=job.entity,
            content=content,
        )

    return Done({"receipt": taken.receipt.code}, then)


def _earlier(workspace: Path, store: Store, job: Job) -> list[int]:
    """Every entry of the ledger that earlier signatures of the round made."""
    with store.reading() as connection:
        dossier = versions.dossier(connection, job.content["round"], job.entity or "")
    with opened(workspace) as ledger:
        known = submissions(ledger)
    signed = [e for e in dossier.events if e.kind is Happened.SIGNED]
    return sorted({number for event in signed for number in events.entries(event, known)})


def _explanations(connection: sqlite3.Connection, job: Job) -> list[ExplainedDoubt]:
    """What was said of the doubts about the version that is signed."""
    dossier = versions.dossier(connection, job.content["round"], job.entity or "")
    signed = versions.numbered(dossier, job.content["version"])
    found = versions.found_of(connection, signed) if signed else None
    return [
        ExplainedDoubt(f.key, f.id, f.sheet, f.cell, f.why, dossier.confirmed[f.key])
        for f in (found.soft if found else ())
        if f.key in dossier.confirmed
    ]


def _proved(workspace: Path, store: Store, job: Job, submission: int) -> None:
    """Tie the evidence of the round to what was signed, but for what earlier signings have."""
    with store.reading() as connection:
        dossier = versions.dossier(connection, job.content["round"], job.entity or "")
        names = {r["id"]: r["name"] for r in connection.execute("SELECT id, name FROM account")}
        proofs = [
            evidence.Proof(
                e.content["name"], e.content["sha256"],
                versions.bytes_of(connection, e.content["sha256"]),
                names.get(e.actor, "系统"), e.content["about"],
            )
            for e in dossier.events
            if e.kind is Happened.EVIDENCE_ADDED
        ]  # fmt: skip
    earlier = _earlier(workspace, store, job)
    evidence.into_ledger(workspace, submission, proofs, earlier)
