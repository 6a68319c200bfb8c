"""Appeals for programs: filed by a city, registered with a deadline, answered."""

import datetime
from typing import Any

from flask import Blueprint, Response

from ...ledger.appeals import Appeal, appeals
from .. import guard, rounds
from ..acts import appeals as acts
from ..acts.base import MalformedRequest
from ..context import desk
from ..events import Event
from ..exchange import date_of
from ..rights import Act
from .answers import FILES_BYTES, answer, files, given

api = Blueprint("api_appeals", __name__, url_prefix="/api/v1")


@api.get("/city/<entity>/appeals")
@guard.needs(Act.SEE_ISSUED)
def own(entity: str) -> Response:
    """A city's appeals: those it filed that are not registered yet, and those that are."""
    return _told(entity)


@api.post("/city/<entity>/appeals")
@guard.needs(Act.APPEAL)
def file(entity: str) -> Response:
    """A signatory objects to what was issued, with files that prove it."""
    said = given(FILES_BYTES, year=int, said=str, files=list)
    acts.file(desk(), guard.actor(), entity, said["year"], said["said"], files(said["files"]))
    return _told(entity, 201)


@api.get("/appeals")
@guard.needs(Act.LETTERS)
def every() -> Response:
    """All appeals."""
    return _told(None)


@api.post("/appeals")
@guard.needs(Act.RULE_APPEAL)
def register() -> Response:
    """Register an appeal that a city filed, with its deadline."""
    said = given(filed=int, deadline=str)
    acts.register_filed(desk(), guard.actor(), said["filed"], date_of(said["deadline"]))
    return _told(None, 201)


@api.post("/appeals/paper")
@guard.needs(Act.RULE_APPEAL)
def register_paper() -> Response:
    """Register an appeal that came on paper."""
    said = given(FILES_BYTES, entity=str, year=int, said=str, deadline=str, files=list)
    acts.register(
        desk(), guard.actor(), said["entity"], said["year"], said["said"],
        date_of(said["deadline"]), files(said["files"]),
    )  # fmt: skip
    return _told(None, 201)


@api.post("/appeals/<int:number>/answer")
@guard.needs(Act.RULE_APPEAL)
def rule(number: int) -> Response:
    """Answer an appeal by the decisions that correct it: the letter is written and kept."""
    said = given(outcome=str, found=str, decisions=list)
    by = said["decisions"]
    if any(type(one) is not int for one in by):
        raise MalformedRequest(
            "decisions 不是台账号的列表\n    怎么改：写成 [27]；申诉不成立的写 []"
        )
    acts.rule(desk(), guard.actor(), number, said["outcome"], said["found"], by)
    return _told(None)


def _told(entity: str | None, code: int = 200) -> Response:
    known = [a for a in appeals(desk().workspace) if entity in (None, a.entity)]
    with desk().store.reading() as connection:
        filed = acts.unregistered(acts.filed(connection, entity), known)
    today = rounds.today()
    return answer(
        {"filed": [_filed(e) for e in filed], "appeals": [_appeal(a, today) for a in known]}, code
    )


def _filed(one: Event) -> dict[str, Any]:
    c = one.content
    return {
        "number": one.number,
        "at": one.at,
        "entity": one.entity,
        "year": c["year"],
        "said": c["said"],
        "files": list(c["files"]),
    }


def _appeal(one: Appeal, today: datetime.date) -> dict[str, Any]:
    return {
        "number": one.number,
        "entity": one.entity,
        "year": one.year,
        "issue": one.issue,
        "said": one.said,
        "deadline": one.deadline.isoformat(),
        "answer": one.answer,
        "text": one.standing(today),
    }
