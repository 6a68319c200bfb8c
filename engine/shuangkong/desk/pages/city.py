"""The city's own pages: its rounds, the newest version beside its findings, upload."""

import datetime
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ...api.forms import form as form_of
from ...ledger import moments
from .. import accounts, events, guard, jobs, rounds, versions
from ..acts import city as acts
from ..acts.base import round_for
from ..acts.verdicts import self_judged
from ..context import desk
from ..deeds import Words, offer
from ..drawing import SIGNS, tables
from ..events import Happened
from ..exchange import acting, download, form_words, taken, waited
from ..found import Change, changes
from ..rights import Act
from ..wording import HAPPENED

pages = Blueprint("city", __name__)


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
        dossiers = [versions.dossier(connection, r.id, entity) for r in known]
        found = [(r, c, acts.blocked(r, c, versions.newest_found(connection, c)))
                 for r, c in zip(known, dossiers, strict=True)]  # fmt: skip
    today = rounds.today()
    return render_template(
        "city/overview.html", entity=_entity(entity), found=found, today=today,
        self_judged=self_judged(desk().declarations), next_step=acts.next_step,
    )  # fmt: skip


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
        round_ = round_for(connection, round_id, entity)
        dossier = versions.dossier(connection, round_id, entity)
        shown = dossier.current
        if number is not None:
            shown = versions.numbered(dossier, number) or abort(404)
        found = versions.found_of(connection, shown) if shown else None
        newest = versions.newest_found(connection, dossier)
        earlier, before = _before(connection, dossier, shown)
        job = jobs.unfinished(connection, round_id, entity)
        offered = _offered(connection, entity, round_id)
        people = {a.id: a.name for a in _people(connection)}
    grids = tables(found) if found else []
    blocked = acts.blocked(round_, dossier, newest)
    return render_template(
        "city/round.html",
        entity=_entity(entity),
        round=round_,
        dossier=dossier,
        shown=shown,
        found=found,
        grids=grids,
        before=before,
        earlier=earlier,
        offered=offered,
        people=people,
        blocked=blocked,
        next_step=acts.next_step(round_, dossier, blocked),
        job=job if job is None or not job.state.over or _newer(job, dossier) else None,
        signs=SIGNS,
        statement=acts.STATEMENT,
        today=rounds.today(),
        words=HAPPENED,
        names={code: e.name for code, e in desk().declarations.entities.items()},
    )


@pages.get("/city/<entity>/<round_id>/form")
@guard.needs(Act.FORM)
def form(entity: str, round_id: str) -> Response:
    """The city's form for the round: what is known filled in, and what the city had entered."""
    with desk().store.reading() as connection:
        round_ = round_for(connection, round_id, entity)
        current = versions.dossier(connection, round_id, entity).current
        # an official, who may have the form too, gets nothing of a city's draft
        entered = None
        if current is not None and current.figures and guard.who().entity == entity:
            entered = {current.name: versions.bytes_of(connection, current.sha256)}
    known = desk().known(round_.year)
    data = form_of(
        desk().declarations, round_.year, entity, known, period=round_.part, entered=entered
    )
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


@pages.get("/city/<entity>/job/<id_>")
@guard.needs(Act.SEE_DRAFT)
def job(entity: str, id_: str) -> Answer | str:
    """Where a check or a signature stands; leads on once it is over."""
    found, place = waited(id_, lambda one: one.entity == entity)
    if found.state is jobs.JobState.DONE:
        return redirect(url_for("city.one", entity=entity, round_id=found.content["round"]))
    return render_template("city/job.html", job=found, place=place, entity=_entity(entity))


def _at_finding(entity: str, round_id: str, words: Words) -> Answer:
    return redirect(_here(entity, round_id) + f"#f-{words['key']}", code=303)


offer(pages, "/city/<entity>/<round_id>/confirm", "confirm", form_words, _at_finding)


# --- what the pages share ------------------------------------------------------------------


def _entity(code: str) -> Any:
    found = desk().declarations.entities.get(code)
    if found is None:
        abort(404)
    return found


def _before(
    connection: Any, dossier: versions.Dossier, shown: versions.Upload | None
) -> tuple[versions.Upload | None, tuple[Change, ...]]:
    """What differs from the last version before that was read; nothing where this one was not."""
    if shown is None or not shown.figures:
        return None, ()
    read = [v for v in dossier.versions[: shown.number - 1] if v.figures]
    earlier = versions.found_of(connection, read[-1]) if read else None
    now = versions.found_of(connection, shown)
    if earlier is None or now is None:
        return None, ()
    return read[-1], changes(earlier.figures, now.figures)


def _offered(connection: Any, entity: str, round_id: str) -> dict[tuple[str, str], str]:
    """Sentences of earlier rounds, by message and cell, offered again."""
    earlier = events.events(connection, entity=entity, kinds=(Happened.FINDING_CONFIRMED,))
    return {
        (e.content["id"], e.content["cell"]): e.content["sentence"]
        for e in earlier
        if e.round != round_id
    }


def _newer(job: jobs.Job, dossier: versions.Dossier) -> bool:
    """Whether nothing was done since a job failed, so that it is still news."""
    ended = moments.written(datetime.datetime.fromtimestamp(job.ended or 0, moments.BEIJING))
    return not dossier.events or dossier.events[-1].at < ended


def _people(connection: Any) -> tuple[accounts.Account, ...]:
    rows = connection.execute("SELECT * FROM account").fetchall()
    return tuple(accounts.account_of(row) for row in rows)


def _here(entity: str, round_id: str) -> str:
    return url_for("city.one", entity=entity, round_id=round_id)
