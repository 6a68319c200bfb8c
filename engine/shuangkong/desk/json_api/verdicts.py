"""Verdicts for programs: of departments, of cities and of the top entity on themselves."""

from flask import Blueprint, Response

from .. import guard
from ..acts import verdicts as acts
from ..acts.verdicts import Judge
from ..assessed import within
from ..context import desk
from ..rights import Act
from .answers import answer, given, listed

api = Blueprint("api_verdicts", __name__, url_prefix="/api/v1")


@api.get("/departments/<department>/verdicts/<int:year>")
@guard.needs(Act.JUDGE)
def of_department(department: str, year: int) -> Response:
    """What a department judges, and what it said."""
    return _told(acts.department(department), year)


@api.post("/departments/<department>/verdicts/<int:year>")
@guard.needs(Act.JUDGE)
def by_department(department: str, year: int) -> Response:
    """A department says 达标 or 不达标, each with its basis."""
    return _enter(acts.department(department), year)


@api.get("/city/<entity>/verdicts/<int:year>")
@guard.needs(Act.SEE_DRAFT)
def of_city(entity: str, year: int) -> Response:
    """What a city judges of itself, and what it said."""
    return _told(acts.city(entity), year)


@api.post("/city/<entity>/verdicts/<int:year>")
@guard.needs(Act.SELF_JUDGE)
def by_city(entity: str, year: int) -> Response:
    """A city says of itself 达标 or 不达标, each with its basis."""
    return _enter(acts.city(entity), year)


@api.get("/province/verdicts/<int:year>")
@guard.needs(Act.ASSESS)
def of_top(year: int) -> Response:
    """What the top entity judges of itself, and what it said."""
    return _told(acts.top(desk()), year)


@api.post("/province/verdicts/<int:year>")
@guard.needs(Act.SELF_JUDGE_TOP)
def by_top(year: int) -> Response:
    """The top entity says of itself 达标 or 不达标, each with its basis."""
    return _enter(acts.top(desk()), year)


def _told(judge: Judge, year: int) -> Response:
    within(year)
    return answer(
        {
            "verdicts": [
                {
                    "entity": row.entity.code,
                    "name": row.entity.name,
                    "target": row.target.id,
                    "target_name": row.target.name,
                    "met": row.given.met if row.given else None,
                    "basis": row.given.basis if row.given else "",
                    "advice": row.given.advice if row.given else "",
                    "author": row.given.author if row.given else None,
                    "at": row.given.at.isoformat() if row.given else None,
                }
                for row in acts.asked(desk(), year, judge)
            ]
        }
    )


def _enter(judge: Judge, year: int) -> Response:
    within(year)
    rows = listed(
        given(verdicts=list)["verdicts"], entity=str, target=str, met=bool, basis=str, advice=str
    )
    said = {
        (row["entity"], row["target"]): (
            row["met"], row["basis"].strip()[:500], row["advice"].strip()[:500],
        )
        for row in rows
    }  # fmt: skip
    acts.enter(desk(), guard.actor(), year, judge, said)
    return _told(judge, year)
