"""Appeals: a city's objection, its registration with a deadline, the decision and its letter."""

import re

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ...ledger.appeals import OUTCOMES, appeals
from .. import files, guard, rounds
from ..acts import appeals as acts
from ..context import desk
from ..drawing import SIGNS
from ..exchange import date_of, download, taken
from ..numbers import numbered
from ..paper import SHOWN, shown
from ..rights import Act

pages = Blueprint("appeals", __name__)


@pages.get("/city/<entity>/results")
@guard.needs(Act.SEE_ISSUED)
def own(entity: str) -> str:
    """A city's issued scorecards and letters, its appeals, and a new one."""
    entities = desk().declarations.entities
    declared = entities.get(entity) or abort(404)
    with desk().store.reading() as connection:
        filed = acts.filed(connection, entity)
    known = [a for a in appeals(desk().workspace) if a.entity == entity]
    return render_template(
        "appeals/own.html", entity=declared,
        found=files.own(desk().workspace, entity, entities), known=known,
        shared=files.shares_name(entity, entities),
        open=acts.unregistered(filed, known), years=acts.issued_years(desk()),
        today=rounds.today(), showable=SHOWN,
    )  # fmt: skip


@pages.get("/city/<entity>/results/<int:number>/<sha>")
@guard.needs(Act.SEE_ISSUED)
def paper(entity: str, number: int, sha: str) -> str:
    """One of them as a page."""
    found = _own_file(entity, number, sha)
    paper = shown(found.name, files.bytes_of(desk().workspace, found)) or abort(404)
    return render_template("ledger/paper.html", kept=found, paper=paper, signs=SIGNS)


@pages.get("/city/<entity>/results/<int:number>/<sha>/file")
@guard.needs(Act.SEE_ISSUED)
def file(entity: str, number: int, sha: str) -> Response:
    """One of them, to save."""
    found = _own_file(entity, number, sha)
    return download(files.bytes_of(desk().workspace, found), found.short)


def _own_file(entity: str, number: int, sha: str) -> files.VouchedFile:
    declared = desk().declarations.entities
    if entity not in declared:
        abort(404)
    for one in files.own(desk().workspace, entity, declared):
        if (one.entry.number, one.sha256) == (number, sha):
            return one
    return abort(404)


@pages.post("/city/<entity>/appeals")
@guard.needs(Act.APPEAL)
def file_appeal(entity: str) -> Answer:
    """A signatory objects to what was issued, with files that prove it."""
    year = request.form.get("year", type=numbered)
    acts.file(desk(), guard.actor(), entity, year, request.form.get("said", ""), _files())
    return redirect(url_for("appeals.own", entity=entity), code=303)


@pages.get("/appeals")
@guard.needs(Act.LETTERS)
def every() -> str:
    """The register of appeals: waiting to be registered, open with days left, answered."""
    known = appeals(desk().workspace)
    with desk().store.reading() as connection:
        filed = acts.unregistered(acts.filed(connection), known)
    declared = desk().declarations.entities
    return render_template(
        "appeals/every.html", known=known[::-1], filed=filed, today=rounds.today(),
        names={code: e.name for code, e in declared.items()}, outcomes=OUTCOMES,
        years=acts.issued_years(desk()),
    )  # fmt: skip


@pages.post("/appeals")
@guard.needs(Act.RULE_APPEAL)
def register() -> Answer:
    """Register an appeal with its deadline: one filed at the desk, or one that came on paper."""
    deadline = date_of(request.form.get("deadline", ""))
    number = request.form.get("filed", type=numbered)
    if number is not None:
        acts.register_filed(desk(), guard.actor(), number, deadline)
    else:
        acts.register(
            desk(), guard.actor(), request.form.get("entity", ""),
            request.form.get("year", type=numbered), request.form.get("said", ""), deadline,
            _files(),
        )  # fmt: skip
    return redirect(url_for("appeals.every"), code=303)


@pages.post("/appeals/<int:number>")
@guard.needs(Act.RULE_APPEAL)
def rule(number: int) -> Answer:
    """Answer an appeal: the letter is written and kept, and the city finds it on its page."""
    given = request.form
    by = [int(one) for one in re.findall(r"[0-9]{1,18}", given.get("decisions", ""))]
    acts.rule(desk(), guard.actor(), number, given.get("outcome", ""), given.get("found", ""), by)
    return redirect(url_for("appeals.every"), code=303)


def _files() -> list[acts.File]:
    return [taken(f) for f in request.files.getlist("file") if f.filename]
