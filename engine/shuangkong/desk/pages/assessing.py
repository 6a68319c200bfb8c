"""Assessing at the desk: results, one entity's verdicts, the trace of each number, issuing."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ...assess.count import Counted
from ...assess.judgement import Outcome
from ...assess.result import EntityResult
from ...documents.exhibits import proved
from ...ledger.corrections import replaced_by_next
from ...ledger.entries import issues, submissions
from ...ledger.seconds import seconds
from ...ledger.state import Use
from ...ledger.store import opened
from .. import acceptance, guard, jobs
from ..acts import issuing as acts
from ..acts.verdicts import self_judged
from ..assessed import GLYPHS, assessment, exhibits_of, result_of, within
from ..context import desk
from ..rights import Act

pages = Blueprint("assessing", __name__)


@pages.get("/results")
@guard.needs(Act.ASSESS)
def years() -> str:
    """Years that can be looked at, and what was issued."""
    plan = desk().declarations.plan
    span = range(plan.period.first, plan.period.last + 1)
    with opened(desk().workspace) as ledger:
        found = {year: issues(ledger, year) for year in span}
        said = seconds(ledger)
        asked = {one.asked for one in submissions(ledger)}
    return render_template("assess/years.html", issued=found, asked=asked, seconds=said)


@pages.get("/results/<int:year>")
@guard.needs(Act.ASSESS)
def results(year: int) -> str:
    """All entities: rank, points, grade, what was met and what not, why."""
    found, declared = assessment(year), desk().declarations
    held = acts.held(desk(), year)
    with desk().store.reading() as connection:
        proposed = acts.proposed(connection, year)
        sent_back = [e for e in acts.sent_back(connection) if e.content["year"] == year]
        unaccepted = acceptance.unaccepted(connection, held, found)
    counted = {
        r.entity.code: {o: sum(j.outcome is o for j in r.duties) for o in Outcome}
        for r in found.results.values()
    }
    return render_template(
        "assess/results.html", assessment=found, year=year, issued=held.issues,
        seconds=held.seconds, last=replaced_by_next(held), sent_back=sent_back,
        counted=counted, late=held.those(Use.WAITING),
        told={code: _told(r) for code, r in found.results.items()},
        outcomes=list(Outcome), ways=list(Counted), glyphs=GLYPHS, proposed=proposed,
        unaccepted=unaccepted, replacing=acts.replacing(desk(), held, found),
        self_judged=declared.plan.top and self_judged(declared),
    )  # fmt: skip


def _told(result: EntityResult) -> str:
    """Why this grade, each indicator named once: what is open is named where it decides."""
    if result.grade is not None:
        return result.grade_reason
    words = "；".join(one.words for one in result.counts)
    short = "；".join(one.short for one in result.counts)
    return result.grade_reason.replace(words, short, 1) if words else result.grade_reason


@pages.get("/results/<int:year>/<entity>")
@guard.needs(Act.ASSESS)
def entity(year: int, entity: str) -> str:
    """One entity's scorecard as a page; every verdict leads to its trace."""
    made = assessment(year)
    result = result_of(made, entity)
    with desk().store.reading() as connection:
        unaccepted = acceptance.unaccepted(connection, acts.held(desk(), year), made).get(entity)
    return render_template("assess/entity.html", year=year, result=result, glyphs=GLYPHS,
                           told=_told(result), unaccepted=unaccepted, proved=proved,
                           proofs=exhibits_of(made, entity))  # fmt: skip


@pages.post("/results/<int:year>/propose")
@guard.needs(Act.DECIDE)
def propose(year: int) -> Answer:
    """Propose to issue what the ledger holds now; another person issues it."""
    within(year)
    acts.propose(desk(), guard.actor(), year, request.form.get("note", ""))
    return redirect(url_for("assessing.results", year=year), code=303)


@pages.post("/results/<int:year>/issue")
@guard.needs(Act.ISSUE)
def issue(year: int) -> Answer:
    """Issue what was proposed: by another person, and only while the ledger is as it was then."""
    within(year)
    id_ = acts.issue(desk(), guard.actor(), year)
    return redirect(url_for("assessing.issuing", year=year, id_=id_), code=303)


@pages.post("/results/<int:year>/decline")
@guard.needs(Act.ISSUE)
def decline(year: int) -> Answer:
    """Refuse what was proposed, with the reason."""
    within(year)
    acts.decline(desk(), guard.actor(), year, request.form.get("reason", ""))
    return redirect(url_for("assessing.results", year=year), code=303)


@pages.get("/results/<int:year>/issuing/<id_>")
@guard.needs(Act.ASSESS)
def issuing(year: int, id_: str) -> Answer | str:
    """Where an issue stands."""
    with desk().store.reading() as connection:
        job = jobs.job(connection, id_)
        if job is None or job.kind != "issue":
            abort(404)
    if job.state is jobs.JobState.DONE:
        return redirect(url_for("assessing.results", year=year))
    return render_template("assess/issuing.html", job=job, year=year)
