"""Checking an upload: what the workers do with a file that a city or a visitor handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from .. import messages, resources
from ..api import submissions as api
from ..api.given import Data, load
from ..declarations.bundle import Declarations
from ..declarations.listing import listing
from ..errors import ShuangkongError
from ..intake import FileRole, Reading
from ..intake.checks.report import CheckReport
from ..intake.form.metadata import Identity
from ..intake.periods import moment_in
from ..ledger.plans import declarations_of, latest
from ..ledger.store import opened
from ..vocabulary import Finding, Place
from ..vocabulary.deadline import term
from . import drawing, events, owning, versions
from .events import Happened
from .found import Found, ShownFinding, TakenFigure
from .jobs import Done, Job, Task
from .store import Store


def plan_of(workspace: Path) -> Declarations:
    """The plan of a workspace as its ledger holds it now."""
    with opened(workspace) as ledger:
        snapshot = latest(ledger)
        assert snapshot is not None, "a ledger's first act records declarations"
        return declarations_of(ledger, snapshot)


def check(workspace: Path, job: Job) -> Done:
    """Check a city's upload; it becomes a version of the round, also when it failed."""
    return check_several(workspace, [job])(workspace, job)


def check_several(workspace: Path, jobs: Sequence[Job]) -> Task:
    """What checks each of some uploads; of several the files are read together."""
    with Store.beside(workspace).reading() as connection:
        given = {job.id: versions.bytes_of(connection, job.content["sha256"]) for job in jobs}
    read = _read_together(workspace, jobs, given) if len(jobs) > 1 else {}
    return lambda _, job: _checked(workspace, job, given[job.id], read.get(job.id))


def _read_together(
    workspace: Path, jobs: Sequence[Job], given: Mapping[str, bytes]
) -> Mapping[str, Reading]:
    """Each upload as it is read by itself; of what goes wrong here the check of one tells."""
    found: dict[str, Reading] = {}
    try:
        for year in {job.content["year"] for job in jobs}:
            some = [job for job in jobs if job.content["year"] == year]
            files = [(job.content["name"], given[job.id]) for job in some]
            read = api.read_apart(plan_of(workspace), year, files)
            found |= zip((job.id for job in some), read, strict=True)
    except Exception:
        return {}
    return found


def _checked(workspace: Path, job: Job, data: bytes, read: Reading | None) -> Done:
    c = job.content
    about = {"name": c["name"], "sha256": c["sha256"], "size": len(data), "reason": c["reason"]}
    upload = {c["name"]: data} if read is None else read
    try:
        found = looked_at(
            plan_of(workspace), c["year"], c["name"], upload, job.entity, c.get("period"), workspace
        )
    except ShuangkongError as error:
        return _became(job, Happened.CHECK_FAILED, {**about, "failure": str(error)}, None)
    counts = {"hard": len(found.hard), "soft": len(found.soft), "figures": len(found.figures)}
    return _became(job, Happened.UPLOADED, {**about, **counts}, found.written())


def _became(job: Job, kind: Happened, content: Mapping[str, Any], found: bytes | None) -> Done:
    def then(connection: Any) -> None:
        more = {"found": versions.keep(connection, found)} if found is not None else {}
        events.add(
            connection,
            kind,
            job.account,
            round_=job.content["round"],
            entity=job.entity,
            content={**content, **more},
        )

    return Done({"kind": kind.value}, then)


def looked_at(
    declarations: Declarations,
    year: int,
    name: str,
    data: Data,
    entity: str | None,
    period: str | None = None,
    workspace: Path | None = None,
) -> Found:
    """What is in a file, read already or not, and what is found about it.

    `entity` is whose account handed it in, into the ledger of `workspace`: all of it must be the
    entity's to hand in. `period` is what its round asks for (2026, 2026-H1): the file must have
    figures of that.
    """
    report = api.check(declarations, year, data)
    files = report.reading.files
    whose = {file.entity for file in files if file.entity} or set(report.reading.submitted)
    findings = [ShownFinding.of(f) for f in report.findings]
    if entity is not None and workspace is not None:
        strange = owning.strange(workspace, declarations, files, entity, year)
        findings[:0] = map(ShownFinding.of, strange)
    other = None if period is None else _of_other_term(report, name, period)
    if other is not None:
        findings.insert(0, ShownFinding.of(other))
    if entity is not None:
        findings = [_at_the_desk(f) for f in findings]
        if report.reading.observations.is_empty() and not any(f.hard for f in findings):
            # else it is said already why nothing was read
            findings.insert(0, ShownFinding.of(Finding.of(messages.DESK_NOTHING, Place(name))))
    figures = _figures(declarations, report)
    spots = {(f.sheet, f.cell) for f in figures} | {spot for f in findings for spot in f.cells}
    return Found(
        role="、".join(dict.fromkeys(file.role.chinese for file in files)),
        entity=next(iter(whose)) if len(whose) == 1 else None,
        year=next((file.year for file in files if file.year), None),
        findings=tuple(findings),
        figures=figures,
        grid=tuple(g for file in files if file.book for g in drawing.grid(file.book, spots)),
    )


#: what a clerk does in the page, where a message speaks of commands
_MENDS = {
    one.id: "请在本页点“下载填报表”，填好后重新上传"
    for one in (messages.WRONG_PLAN, messages.WRONG_ENTITY)
} | {
    messages.NOTHING_FOUND.id: "请上传填好的填报表；表格不是本系统的，请与省级经办人联系",
    messages.OLD_FORM.id: "请在本页点“下载填报表”：现行的表中已有您填的数；"
    "核对后重新上传，或确认指标没有变化",
}


def _at_the_desk(said: ShownFinding) -> ShownFinding:
    return replace(said, mend=_MENDS.get(said.id, said.mend))


def _of_other_term(report: CheckReport, name: str, period: str) -> Finding | None:
    """That a file has figures, and none of the period that its round asks for."""
    periods = dict.fromkeys(report.reading.observations["period"].sort())
    told = {messages.YEAR_NOT_ASKED.id, messages.EMPTY_FORM.id}
    if not periods or period in periods or any(f.kind in told for f in report.findings):
        return None
    forms = [f.number for f in report.reading.files if f.role is FileRole.FORM and f.number]
    seen = term(forms[0]) if forms else "、".join(dict.fromkeys(p[:4] + "年" for p in periods))
    asked = moment_in(period)
    wanted = period if asked is None else term(asked.number)
    return Finding.of(messages.OTHER_TERM, Place(name), seen=seen, wanted=wanted)


def _figures(declarations: Declarations, report: CheckReport) -> tuple[TakenFigure, ...]:
    names = {code: one.name for code, one in declarations.indicators.items()}
    rows = report.reading.observations.iter_rows(named=True)
    return tuple(
        TakenFigure(
            row["indicator"],
            names.get(row["indicator"], row["indicator"]),
            row["period"],
            declarations.language.word(row["indicator"], Fraction(row["value"]))
            or f"{row['value']:.12g}",
            row["unit"],
            row["sheet"] or "",
            row["cell"] or "",
        )
        for row in rows
    )


def self_check(workspace: Path, job: Job) -> Done:
    """Check a visitor's file; nothing of it is kept once it was shown."""
    c, store = job.content, Store.beside(workspace)
    with store.writing() as connection:
        row = connection.execute("SELECT data FROM passing WHERE job = ?", (job.id,)).fetchone()
        connection.execute("DELETE FROM passing WHERE job = ?", (job.id,))
    if row is None:
        return Done({"failure": "文件已经清除；请重新上传"})
    plan, year = c["plan"] or None, c["year"]
    if plan is None or year is None:
        known = api.identify({c["name"]: row["data"]})
        plan, year = plan or _named(workspace, known) or None, year or known.year
    if plan is None or year is None:
        return Done({"failure": "看不出这个文件属于哪个规划、哪个年度；请在上传时选定"})
    if plan not in declared(workspace):
        return Done({"failure": f"本工作台没有文件中写明的规划“{plan[:40]}”；请核对是否用错了表"})
    own = plan_of(workspace)
    against = own if own.plan.id == plan else load(plan)
    found = looked_at(against, year, c["name"], {c["name"]: row["data"]}, None)
    whose = against.entities.get(found.entity or "")
    names = {whose.code: whose.name} if whose else {}
    return Done({"found": found.written().decode("utf-8"), "names": names})


def _named(workspace: Path, known: Identity) -> str:
    """The plan that a file names, by its id or its short name."""
    own = plan_of(workspace).plan
    return known.plan or (own.id if known.plan_short == own.short else "")


def declared(workspace: Path) -> dict[str, str]:
    """The plans that anybody may check a file by, id to title: the desk's own, those shipped."""
    own = plan_of(workspace).plan
    shipped = {one.id: one.title for one in listing(resources.targets())}
    shipped.pop(own.id, None)
    return {own.id: own.title} | shipped
