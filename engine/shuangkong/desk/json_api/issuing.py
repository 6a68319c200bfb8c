"""Results and their issue for programs: proposed by one person, issued by another."""

from typing import Any

from flask import Blueprint, Response, abort

from ...assess.result import EntityResult
from ...ledger import moments
from .. import guard, jobs
from ..acts import issuing as acts
from ..assessed import assessment, within
from ..context import desk
from ..rights import Act
from . import shapes
from .answers import answer, given

api = Blueprint("api_issuing", __name__, url_prefix="/api/v1/results")


@api.get("/<int:year>")
@guard.needs(Act.ASSESS)
def results(year: int) -> Response:
    """What the ledger's figures come to now, what was issued, and whether an issue is proposed."""
    made, held = assessment(year), acts.held(desk(), year)
    with desk().store.reading() as connection:
        proposed = acts.proposed(connection, year)
    return answer(
        {
            "year": year,
            "entities": [_entity(one) for one in made.results.values()],
            "issued": [
                {
                    "number": i.number,
                    "at": moments.written(i.at),
                    "by": i.by,
                    "note": i.note,
                    "against": held.seconds.word(i),
                }
                for i in held.issues
            ],
            "proposed": proposed.at if proposed else None,
        }
    )


def _entity(one: EntityResult) -> dict[str, Any]:
    return {
        "entity": one.entity.code,
        "name": one.entity.name,
        "submitted": one.submitted,
        "total": None if one.total is None else f"{one.total:f}",
        "provisional": one.provisional,
        "rank": one.rank,
        "grade": one.grade.name if one.grade else None,
        "grade_reason": one.grade_reason,
    }


@api.post("/<int:year>/proposal")
@guard.needs(Act.DECIDE)
def propose(year: int) -> Response:
    """Propose to issue what the ledger holds now."""
    within(year)
    acts.propose(desk(), guard.actor(), year, given(note=str)["note"])
    return results(year)


@api.post("/<int:year>/proposal/refusal")
@guard.needs(Act.ISSUE)
def decline(year: int) -> Response:
    """Refuse what was proposed, with the reason."""
    within(year)
    acts.decline(desk(), guard.actor(), year, given(reason=str)["reason"])
    return results(year)


@api.post("/<int:year>/issue")
@guard.needs(Act.ISSUE)
def issue(year: int) -> Response:
    """Issue what another person proposed: a worker does it."""
    within(year)
    return answer(_job(acts.issue(desk(), guard.actor(), year)), 202)


@api.get("/<int:year>/jobs/<id_>")
@guard.needs(Act.ASSESS)
def job(year: int, id_: str) -> Response:
    """Where an issue stands."""
    return answer(_job(id_, year))


def _job(id_: str, year: int | None = None) -> dict[str, Any]:
    with desk().store.reading() as connection:
        found = jobs.job(connection, id_)
        if found is None or found.kind != "issue" or year not in (None, found.content["year"]):
            abort(404)
        return shapes.job(found, jobs.ahead(connection, found))
