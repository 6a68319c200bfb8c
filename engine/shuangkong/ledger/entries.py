"""What entries record, as frozen typed records."""

import datetime
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, TypeVar

from ..intake.files import FileRole
from ..records import dataclass
from ..vocabulary import Decision, DecisionKind
from . import moments
from .store import Entry, EntryKind, Ledger

_Record = TypeVar("_Record", "Snapshot", "Submission", "Issue")

ACCEPT, REJECT = "accept", "reject"
#: takes an earlier decision on the same thing back
WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The declarations of a plan from one entry on: the hash of every file by its path."""

    number: int
    at: datetime.datetime
    plan: str
    #: base name of the plan's folder, by which messages name its files
    folder: str
    files: Mapping[str, str]
    by: str | None
    engine: str

    @classmethod
    def of(cls, entry: Entry) -> "Snapshot":
        """The record of an entry."""
        return _recorded(cls, entry)


@dataclass(frozen=True, slots=True)
class Submission:
    """One file as it was received and read.

    `year` is the assessment year it is filed under: the form's own, else the one that was
    `asked` when it was handed in. `usable` is False when nothing could be read from it.
    """

    number: int
    at: datetime.datetime
    file: str
    sha256: str
    size: int
    via: str | None
    role: FileRole
    entity: str | None
    year: int
    asked: int
    by: str
    note: str | None
    replaces: tuple[int, ...]
    declarations: int
    engine: str
    figures: int
    figures_sha256: str
    measures: str | None
    findings: str | None
    layouts: Mapping[str, str]
    usable: bool
    #: verdicts; ledgers of earlier versions have none
    verdicts: str | None = None
    #: the part of the year that a form is for (H1, Q3, 06)
    part: str | None = None
    #: sentences on doubts, given outside the file
    explanations: str | None = None

    @property
    def period(self) -> str:
        """What it is filed under: 2026, 2026-H1."""
        return str(self.year) if self.part is None else f"{self.year}-{self.part}"

    @property
    def name(self) -> str:
        """How documents and findings call it: unique, and led by its number in the ledger."""
        return f"{self.number:04d}_{self.file}"

    @classmethod
    def of(cls, entry: Entry) -> "Submission":
        """The record of an entry."""
        c, figures = entry.content, entry.content["observations"]
        return _recorded(
            cls,
            entry,
            role=FileRole(c["role"]),
            replaces=tuple(c["replaces"]),
            figures=figures["count"],
            figures_sha256=figures["sha256"],
        )


@dataclass(frozen=True, slots=True)
class Ruling:
    """A person's decision as recorded; one of kind `revision` is about a submission."""

    number: int
    at: datetime.datetime
    decision: Decision
    #: whether it has no effect until a second person confirms it
    second: bool = False

    @property
    def submission(self) -> int | None:
        """Number of the submission it is about."""
        about = self.decision.kind is DecisionKind.REVISION
        return int(self.decision.target) if about else None

    @property
    def about(self) -> tuple[object, ...]:
        """What it settles: a later ruling about the same takes its place."""
        d = self.decision
        return d.kind, d.target, d.entity, d.year, d.view

    @classmethod
    def of(cls, entry: Entry) -> "Ruling":
        """The record of an entry."""
        c = entry.content
        decision = Decision(
            kind=DecisionKind(c["kind"]),
            target=c["target"],
            entity=c["entity"],
            year=c["year"],
            view=c["view"],
            choice=c["choice"],
            by=c["by"],
            reason=c["reason"],
            at=datetime.date.fromisoformat(c["at"]),
        )
        # ledgers of format 1 know no second person: what they hold was in effect at once
        return cls(entry.number, moments.parsed(entry.at), decision, c.get("second", False))


@dataclass(frozen=True, slots=True)
class Issue:
    """An assessment that was issued: what it rests on, and every document by its hash.

    `based_on` is the last entry that it could know of. `software` are the versions of what
    made the documents; other versions may pack the same content into other bytes.
    """

    number: int
    at: datetime.datetime
    year: int
    based_on: int
    declarations: int
    submissions: tuple[int, ...]
    decisions: tuple[int, ...]
    files: Mapping[str, str]
    templates: Mapping[str, str]
    letterhead: Mapping[str, str]
    software: Mapping[str, str]
    by: str
    note: str | None
    #: whether its letters wait until a second person confirms it
    second: bool = False
    #: number of the issue that it replaces
    replaces: int | None = None

    @classmethod
    def of(cls, entry: Entry) -> "Issue":
        """The record of an entry."""
        numbers = {name: tuple(entry.content[name]) for name in ("submissions", "decisions")}
        return _recorded(cls, entry, **numbers)


def _recorded(record: type[_Record], entry: Entry, **read: Any) -> _Record:
    """The record of an entry: what its content has under the names of fields, some of it `read`.

    What a field has a default for, entries of earlier formats do not have.
    """
    c = entry.content
    known = {"number": entry.number, "at": moments.parsed(entry.at), **read}
    rest = (f for f in fields(record) if f.name not in known)
    told = {f.name: c[f.name] for f in rest if f.default is MISSING or f.name in c}
    return record(**known, **told)


def snapshots(ledger: Ledger, upto: int | None = None) -> tuple[Snapshot, ...]:
    """Every version of the declarations, oldest first."""
    return tuple(map(Snapshot.of, ledger.entries(upto, EntryKind.DECLARATIONS)))


def submissions(ledger: Ledger, upto: int | None = None) -> tuple[Submission, ...]:
    """Every submission, oldest first."""
    return tuple(map(Submission.of, ledger.entries(upto, EntryKind.SUBMISSION)))


def rulings(ledger: Ledger, upto: int | None = None) -> tuple[Ruling, ...]:
    """Every decision, oldest first."""
    return tuple(map(Ruling.of, ledger.entries(upto, EntryKind.DECISION)))


def issues(ledger: Ledger, year: int, upto: int | None = None) -> tuple[Issue, ...]:
    """Every assessment issued for a year, oldest first."""
    found = map(Issue.of, ledger.entries(upto, EntryKind.ISSUE))
    return tuple(issue for issue in found if issue.year == year)


def issue_number(year: int, count: int, what: str = "") -> str:
    """The number on papers of a year's how-manieth issue; `what` they are, if no results."""
    return f"{year}年度{what}第{count}次"


def kept_by(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Every blob an entry vouches for: the name a person knows it by, and its hash.

    A file may be called anything, also as what is kept beside it is called here.
    """
    c: Mapping[str, Any] = entry.content
    match entry.kind:
        case EntryKind.DECLARATIONS | EntryKind.APPEAL | EntryKind.SAMPLE | EntryKind.WARNING:
            return tuple(c["files"].items())
        case EntryKind.SUBMISSION:
            read = {"读取/措施得分": c["measures"], "读取/审核意见": c["findings"]}
            read |= {"读取/评价": c.get("verdicts"), "说明": c.get("explanations")}
            made = ((name, sha) for name, sha in read.items() if sha is not None)
            layouts = ((f"版式/{name}", sha) for name, sha in c["layouts"].items())
            return (c["file"], c["sha256"]), *made, *layouts
        case EntryKind.EVIDENCE:
            return ((c["file"], c["sha256"]),)
        case EntryKind.ISSUE:
            templates = ((f"模板/{name}", sha) for name, sha in c["templates"].items())
            return *c["files"].items(), *templates
        case _:
            return ()
