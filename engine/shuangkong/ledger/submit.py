"""`shuangkong submit`: files are recorded with their bytes and the figures read from them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import messages, resources
from ..declarations.bundle import Declarations
from ..errors import LedgerError
from ..intake.collecting import collected
from ..intake.files import ExplainedDoubt, FileRole
from ..records import dataclass
from ..running.progress import Progress
from ..vocabulary import Finding, Place
from . import moments
from .begin import named
from .canonical import canonical, clean, digest, finding_content
from .entries import Submission, submissions
from .moments import shown
from .plans import Edition, adopt, edition_in_force, latest
from .received import (
    Batch,
    Received,
    explanation_content,
    measure_content,
    receive,
    row_of,
    verdict_content,
)
from .recorded import Recorded, key_of
from .seconds import issued
from .store import EntryKind, Ledger, LedgerAct, Receipt, Row, opened, rows_digest


@dataclass(frozen=True, slots=True)
class FileTaken:
    """What became of one file: the submission it is, and whether it was recorded already."""

    submission: Submission
    receipt: Receipt
    already: bool


@dataclass(frozen=True, slots=True)
class Submitted:
    """What `submit` did, file by file, and everything that must be said about the files.

    `names` are the entities' names by code.
    """

    plan: str
    names: Mapping[str, str]
    year: int
    taken: tuple[FileTaken, ...]
    findings: tuple[Finding, ...]


def submit(
    workspace: Path,
    paths: Path | Sequence[Path],
    year: int,
    by: str,
    *,
    note: str | None = None,
    replaces: Sequence[int] = (),
    explanations: Sequence[ExplainedDoubt] = (),
    plan: str | None = None,
    clock: moments.Clock = moments.now,
    progress: Progress | None = None,
) -> Submitted:
    """Read files, folders or zips and record each file, in one act.

    Files of which nobody knows which one counts are named and left out; the others are recorded.

    A file that is recorded already for the year, with the same bytes and the same reading,
    is not recorded again; where another has taken its place since, that is said.

    Args:
        workspace: where the ledger is.
        paths: what was received.
        year: the assessment year it was handed in for.
        by: who records it.
        note: a remark.
        replaces: numbers of earlier submissions that these take the place of, where the
            ledger cannot know it by entity and year or by file name.
        explanations: sentences by which doubts about the files were stood for.
        plan: declarations to record and read with; those of the ledger when None.
        clock: tells the time.
        progress: called with a file's name, its number and the number of all files.

    Raises:
        ShuangkongError: nothing was recorded, and why.
    """
    by = named(by, "经手人", "--by 姓名")
    given = [paths] if isinstance(paths, Path) else list(paths)
    with opened(workspace) as ledger:
        before = latest(ledger)
        edition = edition_in_force(ledger, plan)
        _check_year(edition, year)
        _check_replaced(ledger, replaces)
    received = receive(edition.declarations, given, year, progress, workspace)
    batch, left_out = _without_clashes(received.explained(explanations), year)
    about = _About(year, by, clean(note) if note else None, tuple(replaces))
    with opened(workspace, writing=True) as ledger, ledger.act(clock) as act:
        now = latest(ledger)
        if before != now and now is not None:
            raise LedgerError.of(Finding.of(messages.PLAN_REPLACED, number=now.number))
        number = adopt(act, edition, by)
        recorded = Recorded(submissions(ledger))
        taken = [_record(act, one, about, number, batch, recorded) for one in batch.files]
        about_them = [f for t in taken for f in _standing(ledger, t, recorded)]
    findings = [*left_out, *batch.findings, *_said(edition.declarations, batch, year), *about_them]
    names = {entity.code: entity.name for entity in edition.declarations.entities.values()}
    plan_id = edition.declarations.plan.id
    return Submitted(plan_id, names, year, tuple(taken), tuple(findings))


@dataclass(frozen=True, slots=True)
class _About:
    """What is the same for all files of one submission."""

    year: int
    by: str
    note: str | None
    replaces: tuple[int, ...]


def _record(
    act: LedgerAct,
    one: Received,
    about: _About,
    declarations: int,
    batch: Batch,
    recorded: Recorded,
) -> FileTaken:
    rows = [row_of(observation) for observation in one.reading.observations]
    content, kept = _content(one, about, declarations, batch, rows)
    known = recorded.same(content)
    if known is not None:
        entry = act.ledger.entry(known.number)
        assert entry is not None
        return FileTaken(known, entry.receipt, True)
    for data in kept:
        act.keep(data)
    entry = act.add(EntryKind.SUBMISSION, content, rows)
    made = Submission.of(entry)
    recorded.add(made)
    return FileTaken(made, entry.receipt, False)


def _content(
    one: Received, about: _About, declarations: int, batch: Batch, rows: list[Row]
) -> tuple[dict[str, Any], list[bytes]]:
    """An entry's content, and the bytes that it vouches for."""
    reading = one.reading
    measures = [canonical(measure_content(row)) for row in reading.measures]
    findings = [canonical(finding_content(f)) for f in reading.findings]
    verdicts = [canonical(verdict_content(one)) for one in reading.verdicts]
    explained = [canonical(explanation_content(one)) for one in reading.explanations]
    parts = [
        f"[{','.join(part)}]".encode() if part else None
        for part in (measures, findings, verdicts, explained)
    ]
    kept = [one.data, *(p for p in parts if p is not None), *batch.layouts.values()]
    content: dict[str, Any] = {
        "file": one.file,
        "sha256": digest(one.data),
        "size": len(one.data),
        "via": one.via,
        "role": reading.role.value,
        "entity": reading.entity,
        "year": reading.year if reading.year is not None else about.year,
        "asked": about.year,
        "by": about.by,
        "note": about.note,
        "replaces": list(about.replaces),
        "declarations": declarations,
        "engine": resources.version(),
        "observations": rows_digest(rows),
        "measures": None if parts[0] is None else digest(parts[0]),
        "findings": None if parts[1] is None else digest(parts[1]),
        "layouts": {name: digest(data) for name, data in sorted(batch.layouts.items())},
        "usable": one.usable,
    }
    if parts[2] is not None:
        content["verdicts"] = digest(parts[2])
    if parts[3] is not None:
        content["explanations"] = digest(parts[3])
    if reading.part is not None:
        content["part"] = reading.part
    return content, kept


def _check_year(edition: Edition, year: int) -> None:
    period = edition.declarations.plan.period
    if not period.first <= year <= period.last:
        raise LedgerError.of(
            Finding.of(messages.BAD_YEAR, seen=str(year), first=period.first, last=period.last)
        )


def _check_replaced(ledger: Ledger, numbers: Sequence[int]) -> None:
    known = {one.number for one in submissions(ledger)} if numbers else set()
    for number in numbers:
        if number not in known:
            raise LedgerError.of(Finding.of(messages.NO_SUCH_SUBMISSION, seen=str(number)))


def _without_clashes(batch: Batch, year: int) -> tuple[Batch, list[Finding]]:
    """A batch without files that are for the same thing, and which they are.

    Raises:
        LedgerError: when nothing is left to record.
    """
    groups: dict[tuple[object, ...], list[Received]] = {}
    for one in batch.files:
        reading = one.reading
        if one.usable:
            own = reading.year if reading.year is not None else year
            key = key_of(reading.role, reading.entity, own, one.file, reading.part)
            groups.setdefault(key, []).append(one)
    clashing = [group for group in groups.values() if len(group) > 1]
    clashes = [_clash(group) for group in clashing]
    out = {id(one) for group in clashing for one in group}
    left = tuple(one for one in batch.files if id(one) not in out)
    if not left:
        nothing = [] if clashes else [Finding.of(messages.NOTHING_TO_TAKE)]
        said = (*([] if clashes else batch.findings), *clashes, *nothing)
        raise LedgerError("\n".join(map(str, said)), said)
    return replace(batch, files=left), clashes


def _clash(group: Sequence[Received]) -> Finding:
    """Files of one submission that are for the same thing; other names tell only tables apart."""
    reading = group[0].reading
    form = reading.role is FileRole.FORM
    return Finding.of(
        messages.TWO_OF_ONE,
        entity=reading.entity,
        what="属于同一对象和年度" if form else "同名",
        names="、".join(one.file for one in group),
        rename="" if form else "；确为不同内容的，改成不同的文件名再报送",
    )


def _said(declarations: Declarations, batch: Batch, year: int) -> list[Finding]:
    """Everything found in the files and by checking their figures, for who hands them in."""
    from ..intake.checks.report import check

    intake = collected(declarations, [one.reading for one in batch.files])
    found = list(check(declarations, intake, year).findings)
    for one in batch.files:
        place, entity, own = Place(one.file), one.reading.entity, one.reading.year
        if not one.usable:
            found.append(Finding.of(messages.NOT_USABLE, place, entity=entity))
        if own not in (None, year):
            found.append(
                Finding.of(messages.OWN_YEAR, place, entity=entity, found=own, wanted=year)
            )
    return found


def _standing(ledger: Ledger, taken: FileTaken, recorded: Recorded) -> list[Finding]:
    """Why a file that was handed in does not count as it stands."""
    one = taken.submission
    if taken.already:
        by = recorded.replaced_by.get(one.number)
        if by is None:
            return []
        place = Place(one.file)
        return [Finding.of(messages.REPLACED, place, entity=one.entity, number=one.number, by=by)]
    first = next(iter(issued(ledger, one.year)), None)
    return [late(one, one.year, first.number, shown(first.at))] if first and one.usable else []


def late(one: Submission, year: int, issue: int, at: str) -> Finding:
    """That a submission waits for a person, as the assessment has been issued."""
    return Finding.of(
        messages.LATE,
        Place(one.name),
        entity=one.entity,
        year=year,
        round=year,
        number=one.number,
        issue=issue,
        issued=at,
    )
