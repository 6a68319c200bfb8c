"""Assessing at the desk: results, one entity's verdicts, the trace of each number, issuing."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ...assess.count import Counted
from ...assess.result import EntityResult, Outcome
from ...errors import DeskError
from ...ledger.entries import issues, submissions
from ...ledger.state import Standing, State, state
from ...ledger.store import opened
from .. import acceptance, acts, events, guard, jobs
from ..assessed import GLYPHS, assessment, result_of
from ..context import desk
from ..events import Happened
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
        asked = {one.asked for one in submissions(ledger)}
    return render_template("assess/years.html", issued=found, asked=asked)


@pages.get("/results/<int:year>")
@guard.needs(Act.ASSESS)
def results(year: int) -> str:
    """All entities: rank, points, grade, what was met and what not, why."""
    found = assessment(year)
    held = _held(year)
    with desk().store.reading() as connection:
        proposed = _proposed(connection, year)
        unaccepted = acceptance.unaccepted(connection, held)
    counted = {
        r.entity.code: {o: sum(j.outcome is o for j in r.judgements) for o in Outcome}
        for r in found.results.values()
    }
    return render_template(
        "assess/results.html", assessment=found, year=year, issued=held.issues,
        counted=counted, late=held.those(Standing.WAITING),
        told={code: _told(r) for code, r in found.results.items()},
        outcomes=list(Outcome), ways=list(Counted), glyphs=GLYPHS, proposed=proposed,
        unaccepted=unaccepted,
    )  # fmt: skip


def _told(result: EntityResult) -> str:
    """Why this grade, each indicator named once: what is open is named where it decides."""
    if result.grade is not None:
        return result.grade_reason
    words = "；".join(one.words for one in result.counts)
    short = "；".join(one.short for one in result.counts)
    return result.grade_reason.replace(words, short, 1) if words else result.grade_reason


def _held(year: int) -> State:
    """What counts for a year as the ledger is now."""
    with opened(desk().workspace) as ledger:
        assert ledger.head is not None
        return state(ledger, year, ledger.head.number)


def _must_be_accepted(connection: Any, year: int) -> None:
    names = {code: one.name for code, one in desk().declarations.entities.items()}
    acceptance.must_be_accepted(acceptance.unaccepted(connection, _held(year)), names)


def _proposed(connection: Any, year: int) -> events.Event | None:
    """A proposal to issue that nobody has acted on yet."""
    kinds = (Happened.ISSUE_PROPOSED, Happened.ISSUED)
    found = events.events(connection, subject=f"issue-{year}", kinds=kinds)
    return found[-1] if found and found[-1].kind is Happened.ISSUE_PROPOSED else None


@pages.get("/results/<int:year>/<entity>")
@guard.needs(Act.ASSESS)
def entity(year: int, entity: str) -> str:
    """One entity's scorecard as a page; every verdict leads to its trace."""
    result = result_of(assessment(year), entity)
    with desk().store.reading() as connection:
        unaccepted = acceptance.unaccepted(connection, _held(year)).get(entity)
    return render_template("assess/entity.html", year=year, result=result, glyphs=GLYPHS,
                           told=_told(result), unaccepted=unaccepted)  # fmt: skip


@pages.post("/results/<int:year>/propose")
@guard.needs(Act.DECIDE)
def propose(year: int) -> Answer:
    """Propose to issue what the ledger holds now; another person issues it."""
    with opened(desk().workspace) as ledger:
        head = ledger.head
    content = {"year": year, "head": head.hash if head else "",
               "note": request.form.get("note", "").strip()[:200]}  # fmt: skip
    with desk().store.writing() as connection:
        _must_be_accepted(connection, year)
        events.add(connection, Happened.ISSUE_PROPOSED, guard.who().id, subject=f"issue-{year}",
                   content=content)  # fmt: skip
        acts.note(connection, guard.actor(), Act.DECIDE, f"提请签发 {year}")
    return redirect(url_for("assessing.results", year=year), code=303)


@pages.post("/results/<int:year>/issue")
@guard.needs(Act.ISSUE)
def issue(year: int) -> Answer:
    """Issue what was proposed: by another person, and only while the ledger is as it was then."""
    who = guard.who()
    with opened(desk().workspace) as ledger:
        head = ledger.head
    with desk().store.writing() as connection:
        proposed = _proposed(connection, year)
        if proposed is None:
            raise DeskError("没有人提请签发\n    怎么改：先由省级经办人提请签发")
        if proposed.actor == who.id:
            raise DeskError("提请人和签发人不能是同一人\n    怎么改：请另一位审定人签发")
        if head is None or proposed.content["head"] != head.hash:
            raise DeskError(
                "提请签发之后台账有了新的记录，结果可能已变\n    怎么改：请经办人核对后重新提请"
            )
        _must_be_accepted(connection, year)  # it may have been returned since
        content = {"year": year, "by": who.name, "note": proposed.content["note"],
                   "head": proposed.content["head"], "round": ""}  # fmt: skip
        id_ = jobs.ask(connection, "issue", content, who.id)
        acts.note(connection, guard.actor(), Act.ISSUE, f"签发 {year}")
    return redirect(url_for("assessing.issuing", year=year, id_=id_), code=303)


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
