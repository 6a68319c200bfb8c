"""The city's pages: what to do next, upload and verdict, signing, receipt, history, evidence."""

import datetime
import re
import time
from contextlib import AbstractContextManager
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Answer

from ...api import submissions as api
from ...errors import DeskError
from ...ledger import moments
from .. import accounts, acts, events, guard, jobs, mending, receipt, rounds, versions
from ..context import desk
from ..drawing import SIGNS, table
from ..events import Happened
from ..rights import Act

pages = Blueprint("city", __name__)

#: how long the page of a job waits for the verdict before it says where it is in the queue
PATIENCE = 4.0
_NAME = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:\"/\\|?*]")


@pages.get("/city")
@guard.needs(Act.FORM)
def own() -> Answer:
    """The city's own page."""
    entity = guard.who().entity
    if entity is None:
        abort(404)
    return redirect(url_for("city.overview", entity=entity))


@pages.get("/city/<entity>")
@guard.needs(Act.SEE_DRAFT)
def overview(entity: str) -> str:
    """All rounds of a city: where each stands and what to do next."""
    with desk().store.reading() as connection:
        known = [r for r in rounds.rounds(connection) if entity in r.entities]
        found = [(r, versions.case(connection, r.id, entity)) for r in known]
    today = rounds.today()
    return render_template("city/overview.html", entity=_entity(entity), found=found, today=today)


@pages.get("/city/<entity>/<round_id>")
@guard.needs(Act.SEE_DRAFT)
def one(entity: str, round_id: str) -> str:
    """One round: the newest version with its findings beside the sheet."""
    return _page(entity, round_id, None)


@pages.get("/city/<entity>/<round_id>/v/<int:number>")
@guard.needs(Act.SEE_DRAFT)
def version(entity: str, round_id: str, number: int) -> str:
    """An earlier version."""
    return _page(entity, round_id, number)


def _page(entity: str, round_id: str, number: int | None) -> str:
    with desk().store.reading() as connection:
        round_ = acts.round_for(connection, round_id, entity)
        case = versions.case(connection, round_id, entity)
        shown = case.current if number is None else _version(case, number)
        found = versions.found_of(connection, shown) if shown else None
        earlier, before = _before(connection, case, shown)
        job = jobs.unfinished(connection, round_id, entity)
        offered = _offered(connection, entity, round_id)
        people = {a.id: a.name for a in _people(connection)}
    grids = [table(sheet, found.findings) for sheet in found.grid] if found else []
    return render_template(
        "city/round.html",
        entity=_entity(entity),
        round=round_,
        case=case,
        shown=shown,
        found=found,
        grids=grids,
        before=before,
        earlier=earlier,
        offered=offered,
        people=people,
        blocked=acts.blocked(case, found),
        job=job if job is None or not job.state.over or _newer(job, case) else None,
        signs=SIGNS,
        statement=acts.STATEMENT,
        today=rounds.today(),
        words=WORDS,
        names={code: e.name for code, e in desk().declarations.entities.items()},
    )


#: events as the history says them
WORDS = {
    Happened.UPLOADED: "上传",
    Happened.CHECK_FAILED: "上传，但未能审核",
    Happened.FINDING_CONFIRMED: "说明一条审核意见",
    Happened.HANDED_OVER: "提交签发人",
    Happened.DECLINED: "签发人退给填报人",
    Happened.SIGNED: "签发报送",
    Happened.RETURNED: "省级退回",
    Happened.ACCEPTED: "省级受理",
    Happened.EXTENDED: "延期",
    Happened.REMINDED: "催报",
    Happened.EVIDENCE_ADDED: "添加佐证材料",
    Happened.APPEALED: "申诉",
    Happened.ISSUED: "签发考核结果",
}


@pages.get("/city/<entity>/<round_id>/form")
@guard.needs(Act.FORM)
def form(entity: str, round_id: str) -> Response:
    """The city's form for the round, with what is known filled in."""
    with desk().store.reading() as connection:
        round_ = acts.round_for(connection, round_id, entity)
    known = desk().known(round_.year)
    data = api.form(desk().declarations, round_.year, entity, known, period=round_.part)
    return download(data, f"{entity}_{_entity(entity).name}_{round_.period}.xlsx")


@pages.post("/city/<entity>/<round_id>/upload")
@guard.needs(Act.UPLOAD)
def upload(entity: str, round_id: str) -> Answer:
    """Take a file: kept at once, checked by a worker."""
    name, data = taken(request.files.get("file"))
    reason = request.form.get("reason", "").strip()[:500]
    with acting(entity, round_id) as act:
        id_ = acts.upload(act, name, data, reason)
    return redirect(url_for("city.job", entity=entity, id_=id_), code=303)


@pages.get("/city/<entity>/<round_id>/mend")
@guard.needs(Act.MEND)
def mend_page(entity: str, round_id: str) -> str:
    """The figures of the newest version, each to be mended in its cell."""
    round_, current, found = _newest(entity, round_id)
    return render_template("city/mend.html", entity=_entity(entity), round=round_,
                           version=current, lines=mending.lines(found))  # fmt: skip


@pages.post("/city/<entity>/<round_id>/mend")
@guard.needs(Act.MEND)
def mend(entity: str, round_id: str) -> Answer:
    """Write a corrected copy of the form; it becomes a version as any upload does."""
    round_, current, found = _newest(entity, round_id)
    acts.must_be_newest(current, request.form.get("sha256", ""))
    given = {k.removeprefix("cell-"): v for k, v in request.form.items() if k.startswith("cell-")}
    with desk().store.reading() as connection:
        data = versions.bytes_of(connection, current.sha256)
    made = mending.copy(
        desk().declarations, round_.year, entity, current.name, data, found, given
    )  # fmt: skip
    reason = request.form.get("reason", "").strip()[:500]
    with acting(entity, round_id) as act:
        act.noted(Act.MEND, current.name)
        id_ = acts.upload(act, mending.called(current.name), made, reason)
    return redirect(url_for("city.job", entity=entity, id_=id_), code=303)


def _newest(entity: str, round_id: str) -> tuple[rounds.Round, versions.Version, versions.Found]:
    """The newest version, which must have been read."""
    with desk().store.reading() as connection:
        round_ = acts.round_for(connection, round_id, entity)
        case = versions.case(connection, round_id, entity)
        found = versions.found_of(connection, case.current) if case.current else None
    if case.current is None or found is None:
        raise DeskError("还没有能够审核的文件\n    怎么改：先上传填报表")
    return round_, case.current, found


@pages.get("/city/<entity>/job/<id_>")
@guard.needs(Act.SEE_DRAFT)
def job(entity: str, id_: str) -> Answer | str:
    """Where a check or a signature stands; leads on once it is over."""
    until = time.monotonic() + PATIENCE
    while True:
        with desk().store.reading() as connection:
            found = jobs.job(connection, id_)
            if found is None or found.entity != entity:
                abort(404)
            place = jobs.ahead(connection, found)
        if found.state.over or time.monotonic() > until:
            break
        time.sleep(0.1)
    if found.state is jobs.JobState.DONE:
        return redirect(url_for("city.one", entity=entity, round_id=found.content["round"]))
    return render_template("city/job.html", job=found, place=place, entity=_entity(entity))


@pages.post("/city/<entity>/<round_id>/confirm")
@guard.needs(Act.CONFIRM)
def confirm(entity: str, round_id: str) -> Answer:
    """Explain one soft finding with a sentence."""
    key = request.form.get("key", "")
    with acting(entity, round_id) as act:
        acts.confirm(act, key, request.form.get("sentence", ""))
    return redirect(_here(entity, round_id) + f"#f-{key}", code=303)


@pages.get("/city/<entity>/<round_id>/v/<int:number>/marked")
@guard.needs(Act.SEE_DRAFT)
def marked(entity: str, round_id: str, number: int) -> Response:
    """The version with its findings marked in it."""
    name, data, year = _bytes(entity, round_id, number)
    report = api.check(desk().declarations, year, {name: data})
    file = next((f for f in report.reading.files if f.book is not None), None)
    if file is None:
        raise DeskError(f"{name}：不能作标注\n    怎么改：上传 xlsx 文件可得到标注稿")
    copy = api.annotated(report, file.name, data)
    return download(copy, f"{PurePath(name).stem}_审核.xlsx")


@pages.get("/city/<entity>/<round_id>/v/<int:number>/file")
@guard.needs(Act.SEE_DRAFT)
def original(entity: str, round_id: str, number: int) -> Response:
    """The version's file as it was uploaded."""
    name, data, _ = _bytes(entity, round_id, number)
    return download(data, name)


def _bytes(entity: str, round_id: str, number: int) -> tuple[str, bytes, int]:
    with desk().store.reading() as connection:
        round_ = acts.round_for(connection, round_id, entity)
        one = _version(versions.case(connection, round_id, entity), number)
        return one.name, versions.bytes_of(connection, one.sha256), round_.year


@pages.post("/city/<entity>/<round_id>/hand-over")
@guard.needs(Act.HAND_OVER)
def hand_over(entity: str, round_id: str) -> Answer:
    """To the signatory."""
    with acting(entity, round_id) as act:
        acts.hand_over(act, request.form.get("sha256", ""))
    return redirect(_here(entity, round_id), code=303)


@pages.post("/city/<entity>/<round_id>/decline")
@guard.needs(Act.DECLINE)
def decline(entity: str, round_id: str) -> Answer:
    """The signatory gives it back, with the reason."""
    with acting(entity, round_id) as act:
        acts.decline(act, request.form.get("reason", ""))
    return redirect(_here(entity, round_id), code=303)


@pages.post("/city/<entity>/<round_id>/sign")
@guard.needs(Act.SIGN)
def sign(entity: str, round_id: str) -> Answer:
    """Sign under the printed statement: a worker records it in the ledger."""
    stated = request.form.get("statement") == "yes"
    with acting(entity, round_id) as act:
        id_ = acts.sign(act, request.form.get("sha256", ""), stated)
    return redirect(url_for("city.job", entity=entity, id_=id_), code=303)


@pages.get("/city/<entity>/<round_id>/receipt")
@guard.needs(Act.SEE_SUBMISSION)
def receipt_page(entity: str, round_id: str) -> str:
    """The receipt of what was signed."""
    rows = _receipt(entity, round_id)
    return render_template(
        "city/receipt.html", rows=rows, entity=_entity(entity), round_id=round_id, remark=_REMARK
    )


@pages.get("/city/<entity>/<round_id>/receipt.pdf")
@guard.needs(Act.SEE_SUBMISSION)
def receipt_pdf(entity: str, round_id: str) -> Response:
    """The same as PDF."""
    data = receipt.pdf("数据报送回执", _receipt(entity, round_id), _REMARK)
    return download(data, f"回执_{_entity(entity).name}_{round_id}.pdf", "application/pdf")


_REMARK = (
    "回执编号由台账的顺序号和内容摘要组成；省级可用 shuangkong verify --receipt "
    "核对台账中的记录与本回执一致。"
)


def _receipt(entity: str, round_id: str) -> list[tuple[str, str]]:
    with desk().store.reading() as connection:
        round_ = acts.round_for(connection, round_id, entity)
        case = versions.case(connection, round_id, entity)
    signed = case.last(Happened.SIGNED)
    if signed is None:
        abort(404)
    c = signed.content
    return [
        ("报送单位", _entity(entity).name),
        ("填报轮次", f"{desk().declarations.plan.title}　{round_.title}"),
        ("文件", f"{c['name']}（第 {c['version']} 版）"),
        ("SHA-256", c["sha256"]),
        ("读取", f"{c['figures']} 个数据"),
        ("填报人", c["clerk"]),
        ("签发人", c["signatory"]),
        ("报送时间", moments.shown(moments.parsed(signed.at))),
        ("台账", f"第 {c['submission']} 号"),
        ("回执编号", c["receipt"]),
        ("声明", acts.STATEMENT),
    ]


@pages.post("/city/<entity>/<round_id>/evidence")
@guard.needs(Act.EVIDENCE)
def add_evidence(entity: str, round_id: str) -> Answer:
    """Add a file that proves something."""
    name, data = taken(request.files.get("file"))
    with acting(entity, round_id) as act:
        acts.add_evidence(act, name, data, request.form.get("about", ""))
    return redirect(_here(entity, round_id) + "#evidence", code=303)


@pages.get("/city/<entity>/<round_id>/evidence/<sha>")
@guard.needs(Act.SEE_SUBMISSION)
def see_evidence(entity: str, round_id: str, sha: str) -> Response:
    """A piece of evidence of this city and round, to save: it is never opened here."""
    with desk().store.reading() as connection:
        found = events.events(
            connection, round_=round_id, entity=entity, subject=sha,
            kinds=(Happened.EVIDENCE_ADDED,),
        )  # fmt: skip
        if not found:
            abort(404)
        data = versions.bytes_of(connection, sha)
    return download(data, str(found[-1].content["name"]))


# --- what the pages share ------------------------------------------------------------------


def taken(file: FileStorage | None) -> tuple[str, bytes]:
    """A file from a form: a clean name and its bytes.

    Raises:
        DeskError: none was chosen, or it is empty.
    """
    if file is None or not file.filename:
        raise DeskError("没有选择文件\n    怎么改：点“选择文件”，选好后再上传")
    name = _NAME.sub("_", PurePath(file.filename.replace("\\", "/")).name).strip(". ")[-120:]
    data = file.stream.read()
    if not data:
        raise DeskError(f"{name}：是空文件\n    怎么改：在 Excel 或 WPS 中保存后重新上传")
    return name or "未命名", data


def download(data: bytes, name: str, content_type: str = "application/octet-stream") -> Response:
    """Bytes to save under a name."""
    head = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(data, headers=head, content_type=content_type)


def _entity(code: str) -> Any:
    found = desk().declarations.entities.get(code)
    if found is None:
        abort(404)
    return found


def _version(case: versions.Case, number: int) -> versions.Version:
    found = next((v for v in case.versions if v.number == number), None)
    if found is None:
        abort(404)
    return found


def _before(
    connection: Any, case: versions.Case, shown: versions.Version | None
) -> tuple[versions.Version | None, tuple[versions.Change, ...]]:
    """What differs from the last version before that was read; nothing where this one was not."""
    if shown is None or not shown.figures:
        return None, ()
    read = [v for v in case.versions[: shown.number - 1] if v.figures]
    earlier = versions.found_of(connection, read[-1]) if read else None
    now = versions.found_of(connection, shown)
    if earlier is None or now is None:
        return None, ()
    return read[-1], versions.changes(earlier.figures, now.figures)


def _offered(connection: Any, entity: str, round_id: str) -> dict[tuple[str, str], str]:
    """Sentences of earlier rounds, by message and cell, offered again."""
    earlier = events.events(connection, entity=entity, kinds=(Happened.FINDING_CONFIRMED,))
    return {
        (e.content["id"], e.content["cell"]): e.content["sentence"]
        for e in earlier
        if e.round != round_id
    }


def _newer(job: jobs.Job, case: versions.Case) -> bool:
    """Whether nothing was done since a job failed, so that it is still news."""
    ended = moments.written(datetime.datetime.fromtimestamp(job.ended or 0, moments.BEIJING))
    return not case.events or case.events[-1].at < ended


def _people(connection: Any) -> tuple[accounts.Account, ...]:
    rows = connection.execute("SELECT * FROM account").fetchall()
    return tuple(accounts.account_of(row) for row in rows)


def acting(entity: str, round_id: str) -> AbstractContextManager[acts.Desk]:
    """An act of whoever is logged in, on an entity's submission in a round."""
    return acts.acting(desk().store, guard.actor(), round_id, entity)


def _here(entity: str, round_id: str) -> str:
    return url_for("city.one", entity=entity, round_id=round_id)
