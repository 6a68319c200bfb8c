"""Assessing from the ledger, and issuing: what was assessed is recorded with every document."""

import tempfile
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .. import messages
from ..documents import write_documents
from ..documents.letterhead import Letterhead
from ..errors import LedgerError
from ..records import dataclass
from ..running.kept import Kept
from ..running.progress import Progress
from ..vocabulary import Finding
from . import moments
from .appeals import Appeal, appeals
from .assessments import assessment_of, history_of, lay_sources
from .begin import named
from .canonical import clean
from .corrections import Corrections, corrections, replaced_by_next, says_replaced
from .entries import issue_number
from .evidence import Evidence, evidence
from .plans import adopt, edition_in_force
from .signed import Signed, record_issue
from .state import YearState, state
from .store import Receipt, opened

if TYPE_CHECKING:
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
            head_of = replace(head_of, corrects=corrected.told)
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
    if not issue:
        return Assessed(made, found, rests_on, written, None, second, letterhead=head_of)
    assert by is not None
    number = earlier.number if earlier else None
    signed = Signed(by, clean(note) if note else None, templates, head_of, second, number)
    receipt = record_issue(workspace, found, rests_on, written, signed, clock)
    same = number if corrected and not corrected.changed else None
    waiting = tuple(a for a in appeals(workspace) if (a.year, a.answer) == (year, None))
    return Assessed(made, found, rests_on, written, receipt, second, same, waiting, head_of)


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
    return replace(head, issue=issue_number(year, count), receipt=rests_on.code)
