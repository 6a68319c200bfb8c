"""`shuangkong replay`: the assessment of a past day again, and whether it is the same."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import messages
from ..documents import write_documents
from ..documents.files import replaced_folder
from ..documents.letterhead import Letterhead
from ..errors import LedgerError
from ..resources import software
from ..running.progress import Progress
from ..vocabulary import Finding
from . import moments
from .assessments import assessment_of, history_of, lay_sources
from .corrections import corrections, issue_of
from .entries import Issue
from .evidence import evidence
from .plans import declarations_of, laid_out
from .seconds import issued
from .signed import letterhead_in
from .state import YearState, head_at, state
from .store import Ledger, opened
from .trust import check_chain, inside

if TYPE_CHECKING:
    from ..assess.result import Assessment
    from ..documents.run import Written


@dataclass(frozen=True)
class Replayed:
    """A past assessment.

    `issue` is the one that was in force on that day; None when none was, and the documents
    are then what would have been issued. `differing` are the files whose bytes are not those
    issued. `later` is how many entries were recorded between the issue and the day.
    """

    folder: Path
    state: YearState
    issue: Issue | None
    files: Mapping[str, str]
    differing: tuple[str, ...]
    findings: tuple[Finding, ...]
    later: int
    stored: bool = False


def replay(
    workspace: Path,
    as_of: str,
    year: int,
    output: Path,
    *,
    stored: bool = False,
    progress: Progress | None = None,
) -> Replayed:
    """Make the assessment of a day again with the plan, the figures and decisions of that day.

    Where an assessment of the year had been issued by then, it is that one, from what it
    rested on, and every file is compared with what was issued. Else it is what the ledger
    held on that day.

    Args:
        workspace: where the ledger is.
        as_of: a date (its end), a time, or the number of an entry.
        year: the assessment year.
        output: folder for the documents.
        stored: hand out the kept documents of the issue instead of making them again.
        progress: called with a file's name, its number and the number of all files.

    Raises:
        ShuangkongError: there was nothing to assess yet, or it cannot be done any more.
    """
    with opened(workspace) as ledger:
        check_chain(ledger)
        moment = head_at(ledger, moments.as_of(as_of))
        kept = issued(ledger, year, moment)
        last = kept[-1] if kept else None
        found = state(ledger, year, last.based_on if last else moment)
        later = moment - last.number if last else 0
        if stored:
            if last is None:
                raise LedgerError.of(Finding.of(messages.NOT_ISSUED, seen=as_of, round=year))
            documents = {name: ledger.blob(sha) for name, sha in last.files.items()}
    if stored and last is not None:
        folder = _written_out(documents, output)
        return Replayed(folder, found, last, last.files, (), (), later, stored=True)
    with opened(workspace) as ledger:
        _, written = produced(ledger, found, last, output, progress)
    differing, findings = compared(last, written.files) if last else ((), ())
    return Replayed(written.folder, found, last, written.files, differing, findings, later)


def _written_out(documents: Mapping[str, bytes], output: Path) -> Path:
    with replaced_folder(output) as (folder, _):
        for name, data in documents.items():
            path = inside(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return output.resolve()


def produced(
    ledger: Ledger,
    found: YearState,
    issue: Issue | None,
    output: Path,
    progress: Progress | None = None,
) -> "tuple[Assessment, Written]":
    """The assessment of a state and its documents, as an issue made them where there is one."""
    declarations = declarations_of(ledger, found.snapshot)
    rests_on = evidence(ledger, declarations, found)
    made = assessment_of(declarations, found, rests_on)
    templates = issue.templates if issue else {}
    with (
        tempfile.TemporaryDirectory(prefix="shuangkong-") as temporary,
        laid_out(ledger, templates, "letters") as letters,
    ):
        sources = lay_sources(ledger, rests_on, Path(temporary))
        head = letterhead_in(issue)
        earlier = issue_of(ledger, found.year, issue.replaces) if issue else None
        written = write_documents(
            made,
            output,
            progress=progress,
            letterhead=head,
            more=_corrected(ledger, earlier, found, made, head, letters),
            templates=letters,
            history=history_of(declarations, found, rests_on),
            sources=sources,
        )
    return made, written


def _corrected(
    ledger: Ledger,
    earlier: Issue | None,
    found: YearState,
    made: "Assessment",
    head: Letterhead,
    letters: Path | None,
) -> Mapping[str, bytes]:
    if earlier is None:
        return {}
    return corrections(ledger, earlier, found, made, head, letters).letters


def compared(issue: Issue, files: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """The files that are not byte for byte those issued, and what that means."""
    names = {*issue.files, *files}
    differing = tuple(sorted(n for n in names if issue.files.get(n) != files.get(n)))
    if not differing:
        return (), ()
    present = software()
    changes = [
        f"{name} 当时 {issue.software.get(name, '无')}，现为 {present.get(name, '无')}"
        for name in sorted({*issue.software, *present})
        if issue.software.get(name) != present.get(name)
    ]
    listed = "、".join(differing[:5]) + ("……" if len(differing) > 5 else "")
    words: dict[str, Any] = {"number": issue.number, "count": len(differing), "names": listed}
    if changes:
        finding = Finding.of(messages.REPLAY_OTHER_VERSION, detail="；".join(changes), **words)
    else:
        # all that it rests on was held against its hashes when it was read: the program differs
        finding = Finding.of(messages.REPLAY_DIFFERS, version=present["shuangkong"], **words)
    return differing, (finding,)
