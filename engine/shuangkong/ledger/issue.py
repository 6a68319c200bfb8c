"""Assessing from the ledger, and issuing: what was assessed is recorded with every document."""

import tempfile
from dataclasses import asdict, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import messages, resources
from ..declarations.bundle import Declarations
from ..documents import write_documents
from ..documents.letterhead import Letterhead
from ..documents.tables.kinds import tables_written
from ..errors import LedgerError
from ..records import dataclass
from ..resources import software
from ..running.kept import Kept
from ..running.progress import Progress
from ..vocabulary import Finding, Place
from . import moments
from .appeals import Appeal, appeals
from .begin import named
from .canonical import clean, digest
from .corrections import Corrections, corrections, replaced_by_next, says_replaced
from .entries import issues
from .evidence import Evidence, evidence
from .plans import adopt, edition_in_force, latest
from .state import YearState, state
from .store import EntryKind, Ledger, Receipt, opened

if TYPE_CHECKING:
    from ..assess.past import Past
    from ..assess.result import Assessment
    from ..documents.run import Written
    from ..running.crew import Crew


@dataclass(frozen=True)
class Assessed:
    """An assessment made from the ledger; `receipt` is set when it was issued."""

    assessment: "Assessment"
    state: YearState
    evidence: Evidence
    written: "Written | None" = None
    receipt: Receipt | None = None
    #: whether its letters wait for a second person
    second: bool = False
    #: the issue that this one replaces, where no entity's result differs from it
    unchanged_since: int | None = None
    #: appeals of the year that nobody has answered
    open_appeals: tuple[Appeal, ...] = ()
    #: what its papers say of their issue
    letterhead: Letterhead = field(default_factory=Letterhead)


def assess_workspace(
    workspace: Path,
    year: int,
    output: Path | None = None,
    *,
    plan: str | None = None,
    issue: bool = False,
    by: str | None = None,
    note: str | None = None,
    second: bool = False,
    templates: Path | None = None,
    letterhead: Letterhead | None = None,
    clock: moments.Clock = moments.now,
    progress: Progress | None = None,
    crew: "Crew | None" = None,
    entity: str | None = None,
) -> Assessed:
    """Assess a year from what the ledger holds, write the documents, and issue them if asked.

    The declarations are recorded first when `plan` differs from the ledger's. Nothing of the
    time enters the documents: the same state of the ledger gives the same bytes.

    Args:
        workspace: where the ledger is.
        year: the assessment year.
        output: folder for the documents; none are written when None.
        plan: declarations to use from now on; those of the ledger when None.
        issue: record the assessment as issued, with every document; needs `output` and `by`.
        by: who issues.
        note: a remark on the issue.
        second: letters are not to be sent until a second person confirms the issue.
        templates: a folder of the office's own templates of letters and tables.
        letterhead: issuer and formalities of the letters.
        clock: tells the time.
        progress: called with a file's name, its number and the number of all files.
        crew: who writes the documents; one process when left out.
        entity: name or code of the one whose result is wanted, when no documents are written.

    Raises:
        ShuangkongError: what cannot be assessed, written or recorded.
    """
    by = named(by, "签发人", "--by 姓名") if issue else (clean(by) if by else None)
    if issue and output is None:
        raise LedgerError.of(
            Finding.of(messages.UNNAMED, what="签发的文书写到哪里", option="--output 文件夹")
        )
    if plan is not None:
        _take_over(workspace, plan, by, clock)
    with tempfile.TemporaryDirectory(prefix="shuangkong-") as temporary:
        with opened(workspace) as ledger:
            head = ledger.head
            assert head is not None
            found = state(ledger, year, head.number)
            declarations = edition_in_force(ledger, None).declarations
            rests_on = evidence(ledger, declarations, found)
            sources = lay_sources(ledger, rests_on, Path(temporary)) if output else {}
        if output is None:
            only = declarations.code_of(year, entity)
            made = assessment_of(declarations, found, rests_on, only=only)
            return Assessed(made, found, rests_on)
        made = assessment_of(declarations, found, rests_on, kept=Kept(output))
        earlier = replaced_by_next(found) if issue else None
        head_of = letterhead or Letterhead()
        if issue:
            head_of = numbered(head_of, year, len(found.issues) + 1, head)
        corrected: Corrections | None = None
        if earlier is not None:
            head_of = replace(head_of, replaces=says_replaced(earlier))
            with opened(workspace) as ledger:
                corrected = corrections(ledger, earlier, found, made, head_of, templates)
        written = write_documents(
            made,
            output,
            progress=progress,
            letterhead=head_of,
            more=corrected.letters if corrected else {},
            templates=templates,
            history=history_of(declarations, found, rests_on),
            sources=sources,
            crew=crew,
        )
    receipt = None
    if issue:
        assert by is not None
        number = earlier.number if earlier else None
        signed = _Signed(by, clean(note) if note else None, templates, head_of, second, number)
        receipt = _recorded(workspace, found, rests_on, written, signed, clock)
    same = earlier.number if earlier and corrected and not corrected.changed else None
    waiting = tuple(a for a in appeals(workspace) if (a.year, a.answer) == (year, None))
    return Assessed(
        made, found, rests_on, written, receipt, second, same, waiting if issue else (), head_of
    )


def _take_over(workspace: Path, plan: str, by: str | None, clock: moments.Clock) -> None:
    """Record the declarations to use from now on, where they differ from the ledger's."""
    with opened(workspace, writing=True) as ledger:
        edition = edition_in_force(ledger, plan)
        with ledger.act(clock) as act:
            adopt(act, edition, by)


def numbered(head: Letterhead, year: int, count: int, rests_on: Receipt) -> Letterhead:
    """The letterhead of an issue: the how-manieth of its year, and what it rests on.

    Its own receipt cannot stand on its papers, since it is reckoned from their bytes; that of
    the ledger's last entry before it can, and `verify --receipt` finds it again.
    """
    return replace(head, issue=f"{year}年度第{count}次", receipt=rests_on.code)


def assessment_of(
    declarations: Declarations,
    found: YearState,
    rests_on: Evidence,
    only: str | None = None,
    kept: Kept | None = None,
) -> "Assessment":
    """The assessment of a state of the ledger."""
    from ..assess.assess import assess

    made = assess(
        declarations,
        found.year,
        rests_on.reading.observations,
        rests_on.reading.measures,
        overlay=rests_on.reading.overlay,
        decisions=found.decisions(found.year),
        revised=rests_on.revised,
        verdicts=rests_on.reading.verdicts,
        findings=rests_on.findings,
        inputs=rests_on.inputs,
        only=only,
        kept=kept,
    )
    return replace(made, exhibits=rests_on.exhibits)


def history_of(
    declarations: Declarations, found: YearState, rests_on: Evidence
) -> "tuple[Past, ...]":
    """The plan's earlier years, for the charts."""
    from ..assess.past import past

    years = range(declarations.plan.period.first, found.year)
    return past(
        declarations,
        years,
        rests_on.reading.observations,
        overlay=rests_on.reading.overlay,
        decisions={year: found.decisions(year) for year in years},
    )


def lay_sources(ledger: Ledger, rests_on: Evidence, folder: Path) -> dict[str, Path]:
    """The submitted files by their names in the ledger, for the documents to copy and link to."""
    found: dict[str, Path] = {}
    for one in rests_on.contributing:
        found[one.name] = folder / str(one.number)
        found[one.name].write_bytes(ledger.blob(one.sha256))
    return found


@dataclass(frozen=True, slots=True)
class _Signed:
    """What an issue says beside its content."""

    by: str
    note: str | None
    templates: Path | None
    letterhead: Letterhead
    second: bool
    replaces: int | None


def _recorded(
    workspace: Path,
    found: YearState,
    rests_on: Evidence,
    written: "Written",
    signed: _Signed,
    clock: moments.Clock,
) -> Receipt:
    """Record an issue with the bytes of its documents as they stand in the output folder."""
    documents = {name: (written.folder / name).read_bytes() for name in written.files}
    for name, sha256 in written.files.items():
        if digest(documents[name]) != sha256:
            detail = f"刚写出的“{name}”已被别的程序改动"
            raise LedgerError.of(
                Finding.of(messages.CANNOT_WRITE, Place(written.folder.name), detail=detail)
            )
    templates = effective_templates(signed.templates)
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


def effective_templates(own: Path | None) -> dict[str, bytes]:
    """The templates in use: the shipped ones, and the office's own before them."""
    folders = [resources.templates() / "letters", *([own] if own else [])]
    letters = [path for folder in folders for path in sorted(folder.glob("*.docx"))]
    tables = [table.path for table in tables_written(own)]
    return {p.name: p.read_bytes() for p in (*letters, *tables) if not p.name.startswith("~$")}
