"""Documents before they are issued: as pages, compared with the last issue, all in one zip."""

import io
import threading
import zipfile
from collections.abc import Callable, Mapping
from functools import partial

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ...api.assessing import draft
from ...documents import draft_common
from ...documents.order import assessed_results
from ...errors import DeskError
from ...ledger.compare import compare
from ...ledger.corrections import replaced_by_next
from ...ledger.entries import issues
from ...ledger.seconds import gone_out
from ...ledger.state import state
from ...ledger.store import opened
from ...running.files import safe_name
from .. import guard, jobs
from ..acts.base import note
from ..assessed import assessment, result_of, within
from ..context import desk
from ..drafts import zipped
from ..drawing import SIGNS
from ..exchange import download, waited
from ..numbers import numbered
from ..paper import SHOWN, shown
from ..rights import Act
from .deciding import names

pages = Blueprint("papers", __name__, url_prefix="/results/<int:year>")

_KEPT: dict[tuple[str, int, str], Mapping[str, bytes]] = {}
_LOCK = threading.Lock()
_MOST = 40


def _drafts(year: int, entity: str) -> Mapping[str, bytes]:
    """One entity's documents as they would be issued now."""
    made = assessment(year)
    result_of(made, entity)
    return _once(year, entity, lambda: draft(made, entity))


def _common(year: int) -> Mapping[str, bytes]:
    """The papers of all entities as they would be issued now, the office's tables among them."""
    made = assessment(year)
    return _once(year, "", lambda: draft_common(made))


def _once(year: int, whose: str, made: Callable[[], Mapping[str, bytes]]) -> Mapping[str, bytes]:
    """What was made for one state of the ledger is not made again."""
    with opened(desk().workspace) as ledger:
        key = (ledger.head.hash if ledger.head else "", year, whose)
    with _LOCK:
        if key not in _KEPT:
            while len(_KEPT) >= _MOST:
                del _KEPT[next(iter(_KEPT))]
            _KEPT[key] = made()
        return _KEPT[key]


@pages.get("/papers")
@guard.needs(Act.LETTERS)
def every(year: int) -> str:
    """All entities, each leading to its documents."""
    found = assessment(year)
    with opened(desk().workspace) as ledger:
        last = gone_out(ledger, year)
    return render_template("papers/every.html", year=year, results=assessed_results(found),
                           common=list(_common(year)), last=last[-1] if last else None)  # fmt: skip


@pages.get("/papers/common/<int:number>")
@guard.needs(Act.LETTERS)
def common(year: int, number: int) -> str:
    """A paper of all entities as a page, before anything is issued."""
    name, data = _one_common(year, number)
    return render_template("papers/common.html", year=year, number=number,
                           paper=shown(name, data), signs=SIGNS)  # fmt: skip


@pages.get("/papers/common/<int:number>/file")
@guard.needs(Act.LETTERS)
def common_file(year: int, number: int) -> Response:
    """The same, to save."""
    name, data = _one_common(year, number)
    return download(data, name.rpartition("/")[2])


def _one_common(year: int, number: int) -> tuple[str, bytes]:
    listed = list(_common(year).items())
    return listed[number] if number < len(listed) else abort(404)


@pages.get("/<entity>/papers")
@guard.needs(Act.LETTERS)
def of_entity(year: int, entity: str) -> str:
    """The scorecard and letters of one entity, one of them shown as a page."""
    files = _drafts(year, entity)
    listed = _listed(year, files)
    number = request.args.get("n", 0, type=numbered)
    if not 0 <= number < len(listed):
        abort(404)
    name = listed[number]
    return render_template(
        "papers/one.html", year=year, result=result_of(assessment(year), entity), listed=listed,
        number=number, paper=shown(name, files[name]), signs=SIGNS, order=_order(year, entity),
    )  # fmt: skip


def _listed(year: int, files: Mapping[str, bytes]) -> list[str]:
    """Names of documents, the scorecard first."""
    cards = safe_name(desk().declarations.wording_for(year).card_name)
    return sorted(files, key=lambda name: (not name.startswith(f"{cards}/"), name))


def _order(year: int, entity: str) -> tuple[str | None, str | None]:
    """Whose documents come before and after, to look through all of them one by one."""
    codes = [r.entity.code for r in assessed_results(assessment(year))]
    at = codes.index(entity) if entity in codes else -1
    if at < 0:
        return None, None
    return (codes[at - 1] if at else None), (codes[at + 1] if at + 1 < len(codes) else None)


@pages.get("/<entity>/papers/<int:number>/file")
@guard.needs(Act.LETTERS)
def file(year: int, entity: str, number: int) -> Response:
    """One of them, to save."""
    files = _drafts(year, entity)
    if number >= len(files):
        abort(404)
    name = _listed(year, files)[number]
    return download(files[name], name.rpartition("/")[2])


@pages.get("/<entity>/documents.zip")
@guard.needs(Act.LETTERS)
def documents(year: int, entity: str) -> Response:
    """The scorecard and letters of one entity as they would be issued."""
    return download(zipped(_drafts(year, entity)), f"{entity}_{year}_草稿.zip", "application/zip")


@pages.get("/issued/<int:number>.zip")
@guard.needs(Act.LETTERS)
def issued(year: int, number: int) -> Response:
    """Every document of an issue, as it was issued."""
    with opened(desk().workspace) as ledger:
        found = next((i for i in issues(ledger, year) if i.number == number), None) or abort(404)
        files = {name: ledger.blob(sha) for name, sha in found.files.items()}
    return download(zipped(files), f"{year}_签发_{number}.zip", "application/zip")


@pages.post("/papers/all")
@guard.needs(Act.LETTERS)
def make_all(year: int) -> Answer:
    """Have every document made as it would be issued, for one download."""
    within(year)
    with desk().store.writing() as connection:
        id_ = jobs.ask(connection, "draft_all", {"year": year, "round": ""}, guard.who().id)
        note(connection, guard.actor(), Act.LETTERS, f"下载全部草稿 {year}")
    return redirect(url_for("papers.made", year=year, id_=id_), code=303)


@pages.get("/papers/all/<id_>")
@guard.needs(Act.LETTERS)
def made(year: int, id_: str) -> str:
    """Where that stands."""
    job, _ = waited(id_, partial(_is_of, year))
    listed = sorted(_made(job)) if job.state is jobs.JobState.DONE else []
    return render_template("papers/made.html", year=year, job=job, listed=listed, showable=SHOWN)


@pages.get("/papers/all/<id_>.zip")
@guard.needs(Act.LETTERS)
def fetch(year: int, id_: str) -> Response:
    """The zip, while it is kept."""
    files = _made(_job(year, id_))
    return download(zipped(files), f"{year}_全部文书_草稿.zip", "application/zip")


@pages.get("/papers/all/<id_>/<int:number>")
@guard.needs(Act.LETTERS)
def member(year: int, id_: str, number: int) -> str:
    """One of them as a page: also those that are of all entities, such as the draft circular."""
    files = _made(_job(year, id_))
    listed = sorted(files)
    if number >= len(listed):
        abort(404)
    name = listed[number]
    paper = shown(name, files[name]) or abort(404)
    return render_template("papers/member.html", year=year, id_=id_, paper=paper, signs=SIGNS)


def _made(job: jobs.Job) -> Mapping[str, bytes]:
    """What a worker wrote, while it is kept."""
    with desk().store.reading() as connection:
        row = connection.execute("SELECT data FROM passing WHERE job = ?", (job.id,)).fetchone()
    if row is None:
        raise DeskError("草稿只保留一刻钟，已经清除\n    怎么改：回到文书页重新生成")
    with zipfile.ZipFile(io.BytesIO(row["data"])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _job(year: int, id_: str) -> jobs.Job:
    with desk().store.reading() as connection:
        found = jobs.job(connection, id_)
    return found if found is not None and _is_of(year, found) else abort(404)


def _is_of(year: int, job: jobs.Job) -> bool:
    """Whether a job makes the documents of a year."""
    return job.kind == "draft_all" and job.content["year"] == year


@pages.get("/compare")
@guard.needs(Act.LETTERS)
def compared(year: int) -> str:
    """What would change against the last issue, for whom, and why."""
    within(year)
    with opened(desk().workspace) as ledger:
        assert ledger.head is not None
        last = replaced_by_next(state(ledger, year, ledger.head.number))
    found = compare(desk().workspace, year, str(last.number), "now") if last else None
    return render_template("papers/compare.html", year=year, last=last, found=found, names=names())
