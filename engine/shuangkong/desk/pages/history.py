"""Years side by side: what was issued, who moved between grades, and the way to each target."""

from dataclasses import replace

from flask import Blueprint, abort, render_template

from ... import messages
from ...errors import LedgerError
from ...ledger.entries import submissions
from ...ledger.store import opened
from ...ledger.years import History, history
from .. import guard
from ..assessed import assessment
from ..charts import ladder, small, span
from ..context import desk
from ..history import courses, moved
from ..rights import Act

pages = Blueprint("history", __name__, url_prefix="/history")


@pages.get("/")
@guard.needs(Act.HISTORY)
def every() -> str:
    """Scores, grades and ranks of all issued years, and who moved between grades."""
    try:
        found = _in_order(history(desk().workspace))
    except LedgerError as error:
        if [f.kind for f in error.findings] != [messages.NOTHING_SENT.id]:
            raise
        found = None  # nothing was issued yet
    grades = _grades(found.years) if found else []
    rows = (
        [(n, {y.year: y.grade for y in years}) for _, n, years in found.entities] if found else []
    )
    return render_template(
        "history/every.html", found=found, years=_reported(),
        moves=moved(found, grades) if found else (),
        drawn=ladder(found.years, grades, rows) if found else "",
    )  # fmt: skip


def _in_order(found: History) -> History:
    """Entities in the plan's order, as everywhere at the desk."""
    order = {code: n for n, code in enumerate(desk().declarations.entities)}
    rows = sorted(found.entities, key=lambda row: order.get(row[0], len(order)))
    return replace(found, entities=tuple(rows))


def _grades(years: tuple[int, ...]) -> list[str]:
    """The grades of the schemes of some years, the best first."""
    schemes = [desk().declarations.scheme_for(year) for year in years]
    return list(dict.fromkeys(g.name for s in schemes if s for g in s.grades))


def _reported() -> list[int]:
    """Years that anything was handed in for."""
    with opened(desk().workspace) as ledger:
        return sorted({one.year for one in submissions(ledger) if one.usable})


@pages.get("/<int:year>")
@guard.needs(Act.HISTORY)
def paths(year: int) -> str:
    """Every target's path up to a year, all entities side by side on one scale."""
    found = courses(assessment(year))
    drawn = [
        (course, [small(path, span(course.paths)) for path in course.paths]) for course in found
    ]
    return render_template("history/paths.html", year=year, drawn=drawn)


@pages.get("/<int:year>/<entity>")
@guard.needs(Act.HISTORY)
def of_entity(year: int, entity: str) -> str:
    """One entity's way to every target, each with its table."""
    from ...documents.svg import Dot, lines

    made = assessment(year)
    result = made.results.get(entity) or abort(404)
    drawn = []
    for course in courses(made):
        path = next((p for p in course.paths if p.code == entity), None)
        if path is not None:
            asked = [Dot(p.year, p.required, p.shown_required) for p in path.points]
            gone = [Dot(p.year, p.actual, p.shown.partition(" ")[0]) for p in path.points]
            drawn.append((course, path, lines(asked, gone, course.name)))
    return render_template("history/entity.html", year=year, result=result, drawn=drawn)
