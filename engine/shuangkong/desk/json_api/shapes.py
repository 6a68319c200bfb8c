"""Records of the desk as plain data, the same wherever they are told."""

import datetime
from collections.abc import Mapping
from typing import Any

from ...ledger import moments
from ..events import Event, Happened, Standing, recorded
from ..found import Found, ShownFinding
from ..jobs import Job
from ..rounds import Round
from ..versions import Dossier, Upload


def standing(one: Standing) -> dict[str, Any]:
    """Where a submission stands, in the fixed words, and who acts next."""
    return {"code": one.value, "text": one.chinese, "next": one.next}


def round_(one: Round) -> dict[str, Any]:
    """A round, without who is in it."""
    return {
        "id": one.id,
        "title": one.title,
        "year": one.year,
        "period": one.period,
        "deadline": one.deadline.isoformat(),
        "closed": one.closed is not None,
    }


def due(one: Round, entity: str, today: datetime.date) -> dict[str, Any]:
    """Until when an entity reports, and the days left (negative: late)."""
    return {"due": one.due(entity).isoformat(), "days_left": one.days_left(entity, today)}


def version(one: Upload) -> dict[str, Any]:
    """An upload; `checked` is false where it could not be, and `failure` says why."""
    return {
        "number": one.number,
        "at": one.at,
        "name": one.name,
        "sha256": one.sha256,
        "size": one.size,
        "reason": one.reason,
        "checked": one.found is not None,
        "failure": one.failure,
        "hard": one.hard,
        "soft": one.soft,
        "figures": one.figures,
    }


def finding(one: ShownFinding, confirmed: Mapping[str, str]) -> dict[str, Any]:
    """A finding: where, what, why, how to mend, and what it takes to hand over all the same."""
    needs = "correct" if one.hard else "explain" if one.soft else "nothing"
    return {
        "key": one.key,
        "id": one.id,
        "severity": one.severity.value,
        "needs": needs,
        "file": one.file,
        "sheet": one.sheet,
        "cell": one.cell,
        "seen": one.seen,
        "why": one.why,
        "mend": one.mend,
        "basis": one.basis,
        "explained": confirmed.get(one.key),
    }


def found(one: Found | None, confirmed: Mapping[str, str]) -> dict[str, Any]:
    """What was found in a version and read from it; empty where it could not be checked."""
    if one is None:
        return {"findings": [], "read": []}
    read = [{name: getattr(f, name) for name in f.__slots__} for f in one.figures]
    return {"findings": [finding(f, confirmed) for f in one.findings], "read": read}


def returned(dossier: Dossier) -> dict[str, Any] | None:
    """Why a submission was given back, while it is."""
    event = dossier.last(Happened.RETURNED, Happened.DECLINED)
    if event is None or dossier.standing not in (Standing.RETURNED, Standing.DRAFT):
        return None
    return {
        "by": "province" if event.kind is Happened.RETURNED else "signatory",
        "at": event.at,
        "reason": event.content["reason"],
        "deadline": event.content.get("deadline"),
    }


def receipt(signed: Event, statement: str) -> dict[str, Any]:
    """The receipt of what was signed."""
    c = signed.content
    wanted = ("receipt", "submission", "name", "sha256", "version", "figures", "clerk", "signatory")
    entries = [{n: one[n] for n in wanted[:4]} for one in recorded(signed)]
    return {name: c[name] for name in wanted} | {
        "entries": entries,
        "signed_at": moments.shown(moments.parsed(signed.at)),
        "statement": statement,
    }


def job(one: Job, ahead: int) -> dict[str, Any]:
    """Work that takes longer: its state, how many come before it, why it failed."""
    result = one.result or {}
    return {
        "id": one.id,
        "kind": one.kind,
        "round": one.content["round"],
        "state": one.state.value,
        "text": one.state.chinese,
        "over": one.state.over,
        "ahead": ahead,
        "why": result.get("why", ""),
    }
