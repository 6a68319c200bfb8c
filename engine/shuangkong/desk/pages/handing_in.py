"""From the city to the province: hand over or take back, sign or decline, receipt, evidence."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ...api import marking
from ...api import submissions as api
from ...errors import DeskError
from ...ledger import moments
from .. import events, guard, receipt, versions
from ..acts import city as acts
from ..acts.base import round_for
from ..context import desk
from ..deeds import Words, offer
from ..events import Happened
from ..exchange import acting, download, form_words, taken
from ..rights import Act

pages = Blueprint("handing_in", __name__)


@pages.get("/city/<entity>/<round_id>/v/<int:number>/marked")
@guard.needs(Act.SEE_DRAFT)
def marked(entity: str, round_id: str, number: int) -> Response:
    """The version with its findings marked in it."""
    name, data, year = _bytes(entity, round_id, number)
    report = api.check(desk().declarations, year, {name: data})
    file = next((f for f in report.reading.files if f.book is not None), None)
    if file is None:
        raise DeskError(f"{name}：不能作标注\n    怎么改：上传 xlsx 文件可得到标注稿")
    copy = marking.annotated(report, file.name, data)
    return download(copy, f"{PurePath(name).stem}_审核.xlsx")


@pages.get("/city/<entity>/<round_id>/v/<int:number>/file")
@guard.needs(Act.SEE_DRAFT)
def original(entity: str, round_id: str, number: int) -> Response:
    """The version's file as it was uploaded."""
    name, data, _ = _bytes(entity, round_id, number)
    return download(data, name)


def _bytes(entity: str, round_id: str, number: int) -> tuple[str, bytes, int]:
    with desk().store.reading() as connection:
        round_ = round_for(connection, round_id, entity)
        one = versions.numbered(versions.dossier(connection, round_id, entity), number) or abort(
            404
        )
        return one.name, versions.bytes_of(connection, one.sha256), round_.year


def _back(entity: str, round_id: str, _: Words) -> Answer:
    return redirect(_here(entity, round_id), code=303)


offer(pages, "/city/<entity>/<round_id>/hand-over", "hand_over", form_words, _back)
offer(pages, "/city/<entity>/<round_id>/take-back", "take_back", form_words, _back)
offer(pages, "/city/<entity>/<round_id>/decline", "decline", form_words, _back)


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
    "文件摘要是所报文件的 SHA-256 值；回执编号由台账的顺序号和内容摘要组成；"
    "省级可用 shuangkong verify --receipt 核对台账中的记录与本回执一致。"
)


def _receipt(entity: str, round_id: str) -> list[tuple[str, str]]:
    with desk().store.reading() as connection:
        round_ = round_for(connection, round_id, entity)
        dossier = versions.dossier(connection, round_id, entity)
    signed = dossier.last(Happened.SIGNED)
    if signed is None:
        abort(404)
    c, entries = signed.content, events.recorded(signed)
    packed = [one["sha256"] for one in entries] != [c["sha256"]]
    return [
        ("报送单位", _entity(entity).name),
        ("填报轮次", f"{desk().declarations.plan.title}　{round_.title}"),
        ("文件", f"{c['name']}（第 {c['version']} 版）"),
        ("压缩包摘要" if packed else "文件摘要", c["sha256"]),
        ("读取", f"{c['figures']} 个数据"),
        ("填报人", c["clerk"]),
        ("签发人", c["signatory"]),
        ("报送时间", moments.shown(moments.parsed(signed.at))),
        *(row for one in entries for row in _entry(one, packed)),
        ("声明", acts.STATEMENT),
    ]


def _entry(one: Mapping[str, Any], packed: bool) -> list[tuple[str, str]]:
    """An entry of the ledger on its receipt; of a zip, which file of it, as the ledger has it."""
    file = [("登记文件", one["name"]), ("文件摘要", one["sha256"])] if packed else []
    return [*file, ("台账", f"第 {one['submission']} 号"), ("回执编号", one["receipt"])]


@pages.post("/city/<entity>/<round_id>/evidence")
@guard.needs(Act.EVIDENCE)
def add_evidence(entity: str, round_id: str) -> Answer:
    """Add a file that proves something."""
    name, data = taken(request.files.get("file"))
    with acting(entity, round_id) as act:
        acts.add_evidence(act, desk().workspace, name, data, request.form.get("about", ""))
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


def _entity(code: str) -> Any:
    found = desk().declarations.entities.get(code)
    if found is None:
        abort(404)
    return found


def _here(entity: str, round_id: str) -> str:
    return url_for("city.one", entity=entity, round_id=round_id)
