"""Assessors' points with evidence: entered, compared between assessors, settled by a decision."""

import tempfile
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ...ledger.attach import attach, attached
from ...ledger.scoring import PartAsked
from ...ledger.seconds import issued
from ...ledger.store import EntryKind, opened
from ...vocabulary import DecisionKind
from .. import deciding, guard
from ..acts import points as acts
from ..acts.base import note
from ..assessed import within
from ..context import desk
from ..exchange import download, taken
from ..rights import Act

pages = Blueprint("points", __name__, url_prefix="/points")


@pages.get("/")
@guard.needs(Act.SEE_POINTS)
def years() -> str:
    """Years in which assessors score."""
    period = desk().declarations.plan.period
    found = [y for y in range(period.first, period.last + 1) if desk().declarations.scheme_for(y)]
    return render_template("points/years.html", years=found)


@pages.get("/<int:year>")
@guard.needs(Act.SEE_POINTS)
def overview(year: int) -> str:
    """Entities: how many parts each assessor has scored, and where they differ."""
    found = _asked(year)
    assessors = sorted({g.assessor for parts in found.values() for a in parts for g in a.given})
    counts = {
        code: {who: sum(any(g.assessor == who for g in a.given) for a in parts)
               for who in assessors}
        for code, parts in found.items()
    }  # fmt: skip
    return render_template(
        "points/overview.html", year=year, found=found, assessors=assessors, counts=counts,
        names=_names(), settled=_settled(year), late=_issued(year),
    )  # fmt: skip


@pages.get("/<int:year>/<entity>")
@guard.needs(Act.SEE_POINTS)
def one(year: int, entity: str) -> str:
    """One entity: its parts, points and evidence; an assessor enters their own."""
    parts = _asked(year).get(entity) or abort(404)
    proofs = [a for a in attached(desk().workspace)
              if a.item and a.item.partition(".")[0] == entity]  # fmt: skip
    own = guard.who().name
    mine = {a.target: g for a in parts for g in a.given if g.assessor == own}
    return render_template(
        "points/one.html", year=year, entity=entity, parts=parts, mine=mine, proofs=proofs,
        names=_names(), settled=_settled(year), late=_issued(year),
    )  # fmt: skip


@pages.post("/<int:year>/<entity>")
@guard.needs(Act.SCORE)
def enter(year: int, entity: str) -> Answer:
    """Record what an assessor gives; an entry of the ledger, beside what the others gave."""
    parts = _asked(year).get(entity) or abort(404)
    said = {
        (part.item, part.part.id): (
            request.form.get(f"points-{part.target}", "").strip(),
            request.form.get(f"evidence-{part.target}", "").strip()[:500],
        )
        for part in parts
    }
    acts.enter(desk(), guard.actor(), year, entity, said)
    return redirect(url_for("points.one", year=year, entity=entity), code=303)


@pages.post("/<int:year>/<entity>/evidence")
@guard.needs(Act.SCORE)
def prove(year: int, entity: str) -> Answer:
    """Add a file as evidence of a part: kept in the ledger, never opened."""
    parts = _asked(year).get(entity) or abort(404)
    target = request.form.get("part", "")
    if target not in {a.target for a in parts}:
        abort(400)
    name, data = taken(request.files.get("file"))
    with tempfile.TemporaryDirectory(prefix="shuangkong-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        (made,) = attach(
            desk().workspace, f"{entity}.{target}", [path], guard.who().name, year=year
        )
    with desk().store.writing() as connection:
        note(connection, guard.actor(), Act.EVIDENCE, f"{entity}.{target} {made.receipt.code}")
    return redirect(url_for("points.one", year=year, entity=entity) + "#evidence", code=303)


@pages.get("/<int:year>/<entity>/evidence/<int:number>")
@guard.needs(Act.SEE_POINTS)
def proof(year: int, entity: str, number: int) -> Response:
    """A file of evidence, to save."""
    with opened(desk().workspace) as ledger:
        entry = ledger.entry(number)
        item = entry.content["item"] if entry and entry.kind is EntryKind.EVIDENCE else None
        if entry is None or not item or item.partition(".")[0] != entity:
            abort(404)
        data = ledger.blob(entry.content["sha256"])
    return download(data, entry.content["file"])


# --- what the pages share ------------------------------------------------------------------


def _asked(year: int) -> dict[str, tuple[PartAsked, ...]]:
    within(year)
    return acts.asked(desk(), guard.actor(), year)


def _settled(year: int) -> dict[tuple[str, str], deciding.Stood]:
    """The last decision on the points of each entity and part, in effect or waiting."""
    found: dict[tuple[str, str], deciding.Stood] = {}
    for one in deciding.stood(desk().workspace):
        d = one.ruling.decision
        if d.kind is DecisionKind.POINTS and d.year == year and d.entity is not None:
            found.setdefault((d.entity, d.target), one)
    return found


def _issued(year: int) -> bool:
    with opened(desk().workspace) as ledger:
        return bool(issued(ledger, year))


def _names() -> dict[str, str]:
    return {code: e.name for code, e in desk().declarations.entities.items()}
