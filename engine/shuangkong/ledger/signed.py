"""Issues as entries of the ledger: who signed, what they rest on, and the bytes written."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import messages, resources
from ..documents.letterhead import Letterhead
from ..documents.tables.kinds import tables_written
from ..errors import LedgerError
from ..records import dataclass
from ..resources import software
from ..vocabulary import Finding, Place
from . import moments
from .canonical import digest
from .entries import Issue, issues
from .evidence import Evidence
from .plans import latest
from .state import YearState
from .store import EntryKind, Receipt, opened

if TYPE_CHECKING:
    from ..documents.run import Written


@dataclass(frozen=True, slots=True)
class Signed:
    """What an issue says beside its content."""

    by: str
    note: str | None
    templates: Path | None
    letterhead: Letterhead
    second: bool
    replaces: int | None


def record_issue(
    workspace: Path,
    found: YearState,
    rests_on: Evidence,
    written: "Written",
    signed: Signed,
    clock: moments.Clock,
) -> Receipt:
    """Record an issue with the bytes of its documents as they stand in the output folder."""
    documents = as_written(written.folder, written.files)
    templates = _effective_templates(signed.templates)
    with opened(workspace, writing=True) as ledger, ledger.act(clock) as act:
        others = issues(ledger, found.year)[len(found.issues) :]
        if others:
            raise LedgerError.of(
                Finding.of(messages.ISSUED_MEANWHILE, when=found.year, number=others[0].number)
            )
        snapshot = latest(ledger, found.head)
        assert snapshot is not None
        content: dict[str, Any] = {
            "year": found.year,
            "based_on": found.head,
            "declarations": snapshot.number,
            "submissions": [one.number for one in rests_on.contributing],
            "decisions": sorted(ruling.number for ruling in found.rulings),
            "files": {name: act.keep(data) for name, data in sorted(documents.items())},
            "templates": {name: act.keep(data) for name, data in sorted(templates.items())},
            "letterhead": asdict(signed.letterhead),
            "software": software(),
            "by": signed.by,
            "note": signed.note,
            "second": signed.second,
            "replaces": signed.replaces,
        }
        return act.add(EntryKind.ISSUE, content).receipt


def letterhead_in(issue: Issue | None) -> Letterhead:
    """What was added to the papers of an issue; of early ones, what they knew of it."""
    known = {field.name for field in fields(Letterhead)}
    said = issue.letterhead if issue else {}
    return Letterhead(**{name: text for name, text in said.items() if name in known})


def as_written(folder: Path, files: Mapping[str, str]) -> dict[str, bytes]:
    """Documents that were just written, by name; `files` has their hashes.

    Raises:
        LedgerError: one was changed meanwhile.
    """
    documents = {name: (folder / name).read_bytes() for name in files}
    for name, sha256 in files.items():
        if digest(documents[name]) != sha256:
            detail = f"刚写出的“{name}”已被别的程序改动"
            raise LedgerError.of(
                Finding.of(messages.CANNOT_WRITE, Place(folder.name), detail=detail)
            )
    return documents


def _effective_templates(own: Path | None) -> dict[str, bytes]:
    """The templates in use: the shipped ones, and the office's own before them."""
    folders = [resources.templates() / "letters", *([own] if own else [])]
    letters = [path for folder in folders for path in sorted(folder.glob("*.docx"))]
    tables = [table.path for table in tables_written(own)]
    return {p.name: p.read_bytes() for p in (*letters, *tables) if not p.name.startswith("~$")}
