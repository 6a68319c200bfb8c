"""A city's acts for programs: form, upload, findings, explanations, signature, receipt."""

from typing import Any

from flask import Blueprint, Response, abort, request

from .. import guard, jobs, rounds, versions
from ..acts import city as acts
from ..acts.base import round_for
from ..context import desk
from ..deeds import Words, offer
from ..events import Happened
from ..exchange import acting, taken
from ..pages import city, handing_in
from ..rights import Act
from . import shapes
from .answers import answer, given, given_words, sent

api = Blueprint("api_city", __name__, url_prefix="/api/v1/city/<entity>")


@api.get("/rounds")
@guard.needs(Act.SEE_DRAFT)
def all_rounds(entity: str) -> Response:
    """Rounds the city reports in, newest first, and where each stands."""
    with desk().store.reading() as connection:
        known = [r for r in rounds.rounds(connection) if entity in r.entities]
        cases = [versions.dossier(connection, r.id, entity) for r in known]
    told = [
        shapes.round_(r) | shapes.due(r, entity, rounds.today())
        | {"standing": shapes.standing(c.standing)}
        for r, c in zip(known, cases, strict=True)
    ]  # fmt: skip
    return answer({"rounds": told})


@api.get("/rounds/<round_id>")
@guard.needs(Act.SEE_DRAFT)
def one(entity: str, round_id: str) -> Response:
    """One round: where it stands, what is in the way, every version."""
    with desk().store.reading() as connection:
        round_ = round_for(connection, round_id, entity)
        dossier = versions.dossier(connection, round_id, entity)
        found = versions.newest_found(connection, dossier)
    signed = dossier.last(Happened.SIGNED)
    return answer(
        shapes.round_(round_)
        | shapes.due(round_, entity, rounds.today())
        | {
            "standing": shapes.standing(dossier.standing),
            "blocked": acts.blocked(round_, dossier, found),
            "returned": shapes.returned(dossier),
            "receipt": signed.content["receipt"] if signed else None,
            "versions": [shapes.version(v) for v in dossier.versions],
        }
    )


@api.get("/rounds/<round_id>/form")
@guard.needs(Act.FORM)
def form(entity: str, round_id: str) -> Response:
    """The form with what is known filled in."""
    return city.form(entity, round_id)


@api.get("/rounds/<round_id>/versions/<int:number>")
@guard.needs(Act.SEE_DRAFT)
def version(entity: str, round_id: str, number: int) -> Response:
    """What was found in a version, and every figure read from it with its cell."""
    with desk().store.reading() as connection:
        round_for(connection, round_id, entity)
        dossier = versions.dossier(connection, round_id, entity)
        one = next((v for v in dossier.versions if v.number == number), None) or abort(404)
        found = versions.found_of(connection, one)
    return answer(shapes.version(one) | shapes.found(found, dossier.confirmed))


@api.post("/rounds/<round_id>/versions")
@guard.needs(Act.UPLOAD)
def upload(entity: str, round_id: str) -> Response:
    """Take a file: kept at once, checked by a worker."""
    name, data = taken(sent())
    reason = request.args.get("reason", "").strip()[:500]
    with acting(entity, round_id) as act:
        id_ = acts.upload(act, name, data, reason)
    return _asked(entity, id_)


@api.get("/jobs/<id_>")
@guard.needs(Act.SEE_DRAFT)
def job(entity: str, id_: str) -> Response:
    """Where a check or a signature stands."""
    return answer(_job(entity, id_))


def _job(entity: str, id_: str) -> dict[str, Any]:
    with desk().store.reading() as connection:
        found = jobs.job(connection, id_)
        if found is None or found.entity != entity:
            abort(404)
        return shapes.job(found, jobs.ahead(connection, found))


def _asked(entity: str, id_: str) -> Response:
    return answer(_job(entity, id_), 202)


@api.post("/rounds/<round_id>/signature")
@guard.needs(Act.SIGN)
def sign(entity: str, round_id: str) -> Response:
    """Sign under the statement, which the caller repeats word for word."""
    said = given(sha256=str, statement=str)
    with acting(entity, round_id) as act:
        id_ = acts.sign(act, said["sha256"], said["statement"] == acts.STATEMENT)
    return _asked(entity, id_)


@api.post("/rounds/<round_id>/evidence")
@guard.needs(Act.EVIDENCE)
def evidence(entity: str, round_id: str) -> Response:
    """Add a file that proves something."""
    name, data = taken(sent())
    with acting(entity, round_id) as act:
        acts.add_evidence(act, desk().workspace, name, data, request.args.get("about", ""))
    with desk().store.reading() as connection:
        added = versions.dossier(connection, round_id, entity).last(Happened.EVIDENCE_ADDED)
    assert added is not None
    return answer({n: added.content[n] for n in ("name", "sha256", "size", "kind", "about")}, 201)


@api.get("/rounds/<round_id>/receipt")
@guard.needs(Act.SEE_SUBMISSION)
def receipt(entity: str, round_id: str) -> Response:
    """The receipt of what was signed."""
    with desk().store.reading() as connection:
        round_for(connection, round_id, entity)
        signed = versions.dossier(connection, round_id, entity).last(Happened.SIGNED) or abort(404)
    return answer(shapes.receipt(signed, acts.STATEMENT))


@api.get("/rounds/<round_id>/receipt.pdf")
@guard.needs(Act.SEE_SUBMISSION)
def receipt_pdf(entity: str, round_id: str) -> Response:
    """The same as PDF."""
    return handing_in.receipt_pdf(entity, round_id)


def _told(entity: str, round_id: str, _: Words) -> Response:
    return one(entity, round_id)


offer(api, "/rounds/<round_id>/explanations", "confirm", given_words, _told)
offer(api, "/rounds/<round_id>/hand-over", "hand_over", given_words, _told)
offer(api, "/rounds/<round_id>/take-back", "take_back", given_words, _told)
offer(api, "/rounds/<round_id>/decline", "decline", given_words, _told)
