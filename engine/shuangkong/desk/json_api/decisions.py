"""Decisions for programs: previewed, recorded as seen, confirmed or refused by another person."""

from typing import Any

from flask import Blueprint, Response

from ...errors import DeskError
from ...ledger import moments
from ...ledger.comparison import Comparison
from ...ledger.decide import Wish
from .. import deciding, guard
from ..acts import decisions as acts
from ..context import desk
from ..deciding import Stood
from ..rights import Act
from .answers import answer, given, listed

api = Blueprint("api_decisions", __name__, url_prefix="/api/v1/decisions")

_NAMES = ("kind", "target", "choice", "reason", "entity", "everyone", "year", "view")


@api.get("")
@guard.needs(Act.LEDGER)
def every() -> Response:
    """All decisions, the newest first: waiting, in effect, refused, replaced."""
    return _told()


@api.post("/preview")
@guard.needs(Act.DECIDE)
def foresee() -> Response:
    """What decisions would change, and the state of the ledger this holds for."""
    head, found = acts.foresee(desk(), _wishes(given(decisions=list)["decisions"]))
    return answer({"head": head} | _changes(found))


@api.post("")
@guard.needs(Act.DECIDE)
def record() -> Response:
    """Record decisions that were previewed, while the ledger is as it was then."""
    said = given(head=str, decisions=list)
    if said["head"] != acts.head(desk()):
        raise DeskError("预览之后台账有了新的记录，影响可能不同\n    怎么改：重新预览，再登记")
    done = acts.record(desk(), guard.actor(), _wishes(said["decisions"]))
    return _told({one.ruling.number for one in done}, 201)


@api.post("/confirmation")
@guard.needs(Act.CONFIRM_DECISION)
def confirm() -> Response:
    """A second person stands for decisions; from then on they are in effect."""
    said = given(numbers=list, note=str)
    acts.confirm(desk(), guard.actor(), _numbers(said["numbers"]), said["note"])
    return _told(set(said["numbers"]))


@api.post("/refusal")
@guard.needs(Act.CONFIRM_DECISION)
def refuse() -> Response:
    """A second person refuses decisions, with the reason; they never have effect."""
    said = given(numbers=list, reason=str)
    acts.refuse(desk(), guard.actor(), _numbers(said["numbers"]), said["reason"])
    return _told(set(said["numbers"]))


def _numbers(rows: list[Any]) -> tuple[int, ...]:
    return tuple(row["n"] for row in listed([{"n": one} for one in rows], n=int))


def _wishes(rows: list[Any]) -> tuple[Wish, ...]:
    text, maybe = str, (str, type(None))
    found = listed(
        rows, kind=text, target=text, choice=text, reason=text, entity=maybe, everyone=bool,
        year=(int, type(None)), view=maybe,
    )  # fmt: skip
    by = guard.who().name
    return tuple(deciding.wish_of({n: str(row[n] or "") for n in _NAMES}, by) for row in found)


def _told(only: set[int] | None = None, code: int = 200) -> Response:
    found = deciding.stood(desk().workspace)
    shown = [_decision(one) for one in found if only is None or one.ruling.number in only]
    return answer({"decisions": shown}, code)


def _decision(one: Stood) -> dict[str, Any]:
    d = one.ruling.decision
    return {
        "number": one.ruling.number,
        "at": moments.written(one.ruling.at),
        "kind": d.kind.value,
        "target": d.target,
        "choice": d.choice,
        "reason": d.reason,
        "entity": d.entity,
        "year": d.year,
        "view": d.view,
        "by": d.by,
        "text": one.chinese,
        "waits": one.waits,
        "confirmed_by": one.confirmed.by if one.confirmed else None,
        "refused_by": one.refused.by if one.refused else None,
        "refused_because": one.refused.reason if one.refused else None,
        "replaced_by": one.replaced,
    }


def _changes(found: Comparison) -> dict[str, Any]:
    return {
        "same": found.same,
        "figures": [
            {
                "entity": f.entity,
                "indicator": f.indicator,
                "period": f.period,
                "before": f"{f.before.value:f}" if f.before else None,
                "after": f"{f.after.value:f}" if f.after else None,
            }
            for f in found.figures
        ],
        "changes": [
            {
                "entity": c.entity,
                "subject": c.subject,
                "what": c.what,
                "before": c.before,
                "after": c.after,
                "why": list(c.why),
            }
            for c in found.changes
        ],
    }
