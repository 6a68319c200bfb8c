"""The province's acts for programs: board, one submission, acceptance, return."""

from flask import Blueprint, Response, abort

from .. import guard, rounds, versions
from ..acts import province as acts
from ..acts.base import round_for
from ..board import DRAFTING, Row, board_rows, signed_versions
from ..context import desk
from ..deeds import Words, offer
from ..exchange import date_of
from ..pages.province import original as signed_file
from ..rights import Act
from . import shapes
from .answers import answer, asked_words, given, given_words

api = Blueprint("api_province", __name__, url_prefix="/api/v1/province/rounds")


@api.get("")
@guard.needs(Act.BOARD)
def all_rounds() -> Response:
    """Every round, newest first."""
    with desk().store.reading() as connection:
        known = rounds.rounds(connection)
    return answer({"rounds": [shapes.round_(r) for r in known]})


@api.post("")
@guard.needs(Act.ROUND)
def open_round() -> Response:
    """Open a round of a year, half-year or quarter for all assessed entities."""
    said = given(period=str, deadline=str)
    id_ = acts.open_round(desk(), guard.actor(), said["period"], date_of(said["deadline"]))
    return _round(id_, 201)


@api.post("/<round_id>/close")
@guard.needs(Act.ROUND)
def close_round(round_id: str) -> Response:
    """Close a round."""
    acts.close_round(desk(), guard.actor(), round_id)
    return _round(round_id)


@api.post("/<round_id>/reminders")
@guard.needs(Act.REMIND)
def remind_all(round_id: str) -> Response:
    """Remind all who owe something."""
    acts.remind_all(desk(), guard.actor(), round_id, **asked_words("again"))
    return board(round_id)


def _round(id_: str, code: int = 200) -> Response:
    with desk().store.reading() as connection:
        found = rounds.round_of(connection, id_) or abort(404)
    return answer(shapes.round_(found), code)


@api.get("/<round_id>")
@guard.needs(Act.BOARD)
def board(round_id: str) -> Response:
    """Who stands where, in the plan's order."""
    with desk().store.reading() as connection:
        found = rounds.round_of(connection, round_id) or abort(404)
        rows = board_rows(connection, found, rounds.today())
    return answer(shapes.round_(found) | {"rows": [_row(r) for r in rows]})


def _row(one: Row) -> dict[str, object]:
    return {
        "entity": one.code,
        "name": one.name,
        "standing": shapes.standing(one.standing),
        "due": one.due.isoformat(),
        "days_left": one.days,
        "late": one.late,
        "version": one.version,
        "hard": one.hard,
        "explained": one.explained,
        "at": one.at,
    }


@api.get("/<round_id>/<entity>")
@guard.needs(Act.BOARD)
def one(round_id: str, entity: str) -> Response:
    """One submission as it was signed last; drafts are the city's own."""
    with desk().store.reading() as connection:
        round_ = round_for(connection, round_id, entity)
        dossier = versions.dossier(connection, round_id, entity)
        signed = signed_versions(dossier)
        found = versions.found_of(connection, signed[-1]) if signed else None
    return answer(
        shapes.round_(round_)
        | shapes.due(round_, entity, rounds.today())
        | {
            "entity": entity,
            "standing": shapes.standing(dossier.standing),
            "versions": [shapes.version(v) for v in signed],
            "history": [
                {"at": e.at, "kind": e.kind.value} for e in dossier.events if e.kind not in DRAFTING
            ],
        }
        | shapes.found(found, dossier.confirmed)
    )


@api.get("/<round_id>/<entity>/versions/<int:number>/file")
@guard.needs(Act.BOARD)
def original(round_id: str, entity: str, number: int) -> Response:
    """The file of a signed version."""
    return signed_file(round_id, entity, number)


def _told(entity: str, round_id: str, _: Words) -> Response:
    return one(round_id, entity)


offer(api, "/<round_id>/<entity>/accept", "accept", given_words, _told)
offer(api, "/<round_id>/<entity>/return", "give_back", given_words, _told)
offer(api, "/<round_id>/<entity>/extension", "extend", given_words, _told)
offer(api, "/<round_id>/<entity>/reminder", "remind", asked_words, _told)
