"""Departments say 达标 or 不达标 of the indicators they own; the sides stand beside each other."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ...api.verdicts import compared
from ...assess.sides import word
from ...errors import DeskError
from ...ledger.entries import issues
from ...ledger.judging import judge, owned
from ...ledger.store import opened
from ...vocabulary import VerdictBy
from .. import acts, guard
from ..assessed import assessment, within
from ..context import desk
from ..rights import Act

pages = Blueprint("verdicts", __name__, url_prefix="/verdicts")

#: rows on one page, where nothing narrower is asked for
MOST = 60


@pages.get("/<department>")
@guard.needs(Act.JUDGE)
def years(department: str) -> str:
    """Years in which a department has anything to judge."""
    period = desk().declarations.plan.period
    span = range(period.first, period.last + 1)
    found = [(y, owned(desk().workspace, y, department)) for y in span]
    return render_template("verdicts/years.html", department=department,
                           found=[(y, rows) for y, rows in found if rows])  # fmt: skip


@pages.get("/<department>/<int:year>")
@guard.needs(Act.JUDGE)
def one(department: str, year: int) -> str:
    """What a department judges, what it said, and a form to say it; entity by entity if long."""
    within(year)
    every = owned(desk().workspace, year, department)
    entities = {row.entity.code: row.entity.name for row in every}
    wanted = request.args.get("entity") or ("" if len(every) <= MOST else next(iter(entities)))
    if wanted and wanted not in entities:
        abort(404)
    found = [row for row in every if wanted in ("", row.entity.code)]
    with opened(desk().workspace) as ledger:
        late = bool(issues(ledger, year))
    return render_template(
        "verdicts/one.html", department=department, year=year, found=found, late=late,
        entities=entities, wanted=wanted, every=len(every),
    )  # fmt: skip


@pages.post("/<department>/<int:year>")
@guard.needs(Act.JUDGE)
def enter(department: str, year: int) -> Answer:
    """Record a department's verdicts, each with its basis."""
    within(year)
    given = {}
    for row in owned(desk().workspace, year, department):
        key = f"{row.entity.code}-{row.target.id}"
        said = request.form.get(f"met-{key}", "")
        if said not in ("", "yes", "no"):
            abort(400)
        basis = request.form.get(f"basis-{key}", "").strip()[:500]
        advice = request.form.get(f"advice-{key}", "").strip()[:500]
        before = (row.given.met, row.given.basis, row.given.advice) if row.given else None
        now = (said == "yes", basis, advice)
        if said and now != before:
            if not basis:
                raise DeskError(
                    f"{row.entity.name}“{row.target.name}”没有写评价依据\n    怎么改：写明依据"
                )
            given[row.entity.code, row.target.id] = now
    if not given:
        raise DeskError("没有新填写或改动的评价\n    怎么改：选达标或不达标，并写明依据")
    done = judge(desk().workspace, year, department, given, guard.who().name)
    with desk().store.writing() as connection:
        receipt = done.taken[0].receipt.code
        acts.note(connection, guard.actor(), Act.JUDGE, f"{department} {year} {receipt}")
    wanted = request.form.get("entity") or None
    return redirect(
        url_for("verdicts.one", department=department, year=year, entity=wanted), code=303
    )


@pages.get("/sides/<int:year>")
@guard.needs(Act.ASSESS)
def sides(year: int) -> str:
    """Self-assessed, by department, by the figures and final, side by side; what waits."""
    found = compared(assessment(year))
    return render_template("verdicts/sides.html", year=year, found=found, by=VerdictBy, word=word)
