"""Assessors' points with evidence: entered, compared between assessors, settled by a decision."""

import tempfile
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ...errors import DeskError
from ...ledger.attach import attach, attached
from ...ledger.entries import issues
from ...ledger.scoring import Asked, asked, score
from ...ledger.store import EntryKind, opened
from ...vocabulary import DecisionKind
from .. import acts, deciding, guard
from ..assessed import within
from ..context import desk
from ..rights import Act, Role
from .city import download, taken

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
    found = {code: _seen(parts) for code, parts in _asked(year).items()}
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
    parts = _seen(_asked(year).get(entity) or abort(404))
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
    own = guard.who().name
    given = {}
    for part in parts:
        points = request.form.get(f"points-{part.target}", "").strip()
        said = request.form.get(f"evidence-{part.target}", "").strip()[:500]
        before = next((g for g in part.given if g.assessor == own), None)
        if points and (before is None or (points, said) != (f"{before.points:f}", before.evidence)):
            given[part.item, part.part.id] = (points, said)
    if not given:
        raise DeskError("没有新填写或改动的得分\n    怎么改：填写得分；未评的留空")
    done = score(desk().workspace, year, entity, given, own)
    with desk().store.writing() as connection:
        receipt = done.taken[0].receipt.code
        acts.note(connection, guard.actor(), Act.SCORE, f"{year}/{entity} {receipt}")
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
        acts.note(connection, guard.actor(), Act.EVIDENCE, f"{entity}.{target} {made.receipt.code}")
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


def _asked(year: int) -> dict[str, tuple[Asked, ...]]:
    within(year)
    return dict(asked(desk().workspace, year))


def _seen(parts: tuple[Asked, ...]) -> tuple[Asked, ...]:
    """What may be shown: an assessor sees what others gave once they have given theirs."""
    who = guard.who()
    if who.role is not Role.ASSESSOR:
        return parts
    return tuple(
        a if any(g.assessor == who.name for g in a.given)
        else Asked(a.item, a.item_name, a.part, ())
        for a in parts
    )  # fmt: skip


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
        return bool(issues(ledger, year))


def _names() -> dict[str, str]:
    return {code: e.name for code, e in desk().declarations.entities.items()}
