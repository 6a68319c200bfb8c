"""Verdicts: of departments on what they own, of entities on themselves; the sides compared."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ...api.verdicts import compared
from ...assess.sides import word
from ...ledger.judging import OwnIndicator
from ...ledger.seconds import issued
from ...ledger.store import opened
from ...vocabulary import VerdictBy
from .. import guard
from ..acts import verdicts as acts
from ..acts.verdicts import Judge
from ..assessed import assessment, within
from ..context import desk
from ..rights import Act

pages = Blueprint("verdicts", __name__)

#: rows on one page, where nothing narrower is asked for
MOST = 60


@pages.get("/verdicts/<department>")
@guard.needs(Act.JUDGE)
def years(department: str) -> str:
    """Years in which a department has anything to judge."""
    return _years(acts.department(department))


@pages.get("/verdicts/<department>/<int:year>")
@guard.needs(Act.JUDGE)
def one(department: str, year: int) -> str:
    """What a department judges, what it said, and a form to say it; entity by entity if long."""
    return _one(acts.department(department), year)


@pages.post("/verdicts/<department>/<int:year>")
@guard.needs(Act.JUDGE)
def enter(department: str, year: int) -> Answer:
    """Record a department's verdicts, each with its basis."""
    _enter(acts.department(department), year)
    wanted = request.form.get("entity") or None
    here = url_for("verdicts.one", department=department, year=year, entity=wanted)
    return redirect(here, code=303)


@pages.get("/city/<entity>/self")
@guard.needs(Act.SEE_DRAFT)
def own_years(entity: str) -> str:
    """Years in which a city assesses itself."""
    return _years(acts.city(entity))


@pages.get("/city/<entity>/self/<int:year>")
@guard.needs(Act.SEE_DRAFT)
def own(entity: str, year: int) -> str:
    """What a city says of itself, and a form for its signatory to say it."""
    return _one(acts.city(entity), year)


@pages.post("/city/<entity>/self/<int:year>")
@guard.needs(Act.SELF_JUDGE)
def own_enter(entity: str, year: int) -> Answer:
    """Record what a city says of itself, each with its basis."""
    _enter(acts.city(entity), year)
    return redirect(url_for("verdicts.own", entity=entity, year=year), code=303)


@pages.get("/self")
@guard.needs(Act.ASSESS)
def top_years() -> str:
    """Years in which the plan's top entity assesses itself."""
    return _years(acts.top(desk()))


@pages.get("/self/<int:year>")
@guard.needs(Act.ASSESS)
def top(year: int) -> str:
    """What the plan's top entity says of itself, and a form to say it."""
    return _one(acts.top(desk()), year)


@pages.post("/self/<int:year>")
@guard.needs(Act.SELF_JUDGE_TOP)
def top_enter(year: int) -> Answer:
    """Record what the plan's top entity says of itself, each with its basis."""
    _enter(acts.top(desk()), year)
    return redirect(url_for("verdicts.top", year=year), code=303)


@pages.get("/verdicts/sides/<int:year>")
@guard.needs(Act.ASSESS)
def sides(year: int) -> str:
    """Self-assessed, by department, by the figures and final, side by side; what waits."""
    found = compared(assessment(year))
    return render_template("verdicts/sides.html", year=year, found=found, by=VerdictBy, word=word)


# --- what the pages share ------------------------------------------------------------------


def _named(side: Judge) -> str:
    if side.by is VerdictBy.DEPARTMENT:
        return side.who
    return (desk().declarations.entities.get(side.who) or abort(404)).name


def _address(side: Judge, year: int | None = None) -> str:
    """The page of a side, of a year or of all of them."""
    more: dict[str, Any] = {} if year is None else {"year": year}
    if side.act is Act.SELF_JUDGE_TOP:
        return url_for("verdicts.top" if year else "verdicts.top_years", **more)
    if side.act is Act.SELF_JUDGE:
        return url_for("verdicts.own" if year else "verdicts.own_years", entity=side.who, **more)
    return url_for("verdicts.one" if year else "verdicts.years", department=side.who, **more)


def _years(side: Judge) -> str:
    period = desk().declarations.plan.period
    span = range(period.first, period.last + 1)
    found = [(y, acts.asked(desk(), y, side)) for y in span]
    return render_template(
        "verdicts/years.html", side=side, named=_named(side),
        found=[(y, _address(side, y), rows) for y, rows in found if rows],
    )  # fmt: skip


def _one(side: Judge, year: int) -> str:
    within(year)
    every = acts.asked(desk(), year, side)
    entities = {row.entity.code: row.entity.name for row in every}
    wanted = request.args.get("entity") or ("" if len(every) <= MOST else next(iter(entities)))
    if wanted and wanted not in entities:
        abort(404)
    found = [row for row in every if wanted in ("", row.entity.code)]
    with opened(desk().workspace) as ledger:
        late = bool(issued(ledger, year))
    return render_template(
        "verdicts/one.html", side=side, named=_named(side), year=year, found=found, late=late,
        entities=entities, wanted=wanted, every=len(every), here=_address(side, year),
        all_years=_address(side), writes=side.may(guard.who().who),
    )  # fmt: skip


def _enter(side: Judge, year: int) -> None:
    within(year)
    _named(side)
    rows = acts.asked(desk(), year, side)
    said = {(row.entity.code, row.target.id): _said(row) for row in rows}
    chosen = {key: one for key, one in said.items() if one is not None}
    acts.enter(desk(), guard.actor(), year, side, chosen)


def _said(row: OwnIndicator) -> acts.Said | None:
    """What the form says of one indicator; None where nothing is chosen."""
    key = f"{row.entity.code}-{row.target.id}"
    met = request.form.get(f"met-{key}", "")
    if met not in ("", "yes", "no"):
        abort(400)
    basis = request.form.get(f"basis-{key}", "").strip()[:500]
    advice = request.form.get(f"advice-{key}", "").strip()[:500]
    return (met == "yes", basis, advice) if met else None
