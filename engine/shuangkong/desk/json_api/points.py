"""Assessors' points for programs."""

from flask import Blueprint, Response, abort

from .. import guard
from ..acts import points as acts
from ..assessed import within
from ..context import desk
from ..rights import Act
from .answers import answer, given, listed

api = Blueprint("api_points", __name__, url_prefix="/api/v1/points")


@api.get("/<int:year>/<entity>")
@guard.needs(Act.SEE_POINTS)
def one(year: int, entity: str) -> Response:
    """What assessors score of an entity, and what each gave, as far as one may see it."""
    within(year)
    parts = acts.asked(desk(), guard.actor(), year).get(entity) or abort(404)
    return answer(
        {
            "parts": [
                {
                    "item": part.item,
                    "part": part.part.id,
                    "name": part.part.name,
                    "full": f"{part.part.points:f}",
                    "given": [
                        {"assessor": g.assessor, "points": f"{g.points:f}", "evidence": g.evidence}
                        for g in part.given
                    ],
                }
                for part in parts
            ]
        }
    )


@api.post("/<int:year>/<entity>")
@guard.needs(Act.SCORE)
def enter(year: int, entity: str) -> Response:
    """Give points, as decimal numbers in text, each with what it rests on."""
    within(year)
    rows = listed(given(points=list)["points"], item=str, part=str, points=str, evidence=str)
    said = {
        (row["item"], row["part"]): (row["points"].strip(), row["evidence"].strip()[:500])
        for row in rows
    }
    acts.enter(desk(), guard.actor(), year, entity, said)
    return one(year, entity)
