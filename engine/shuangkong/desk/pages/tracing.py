"""Click a number, see its trace: verdicts, points and figures, down to the cell of a sheet."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, render_template, request

from ...api.assessing import explain
from ...assess.explain import judged_lines, scored_lines
from ...assess.judgement import Judgement
from ...assess.result import Assessment, EntityResult
from ...documents.exhibits import proved
from ...intake.reading import read_book
from ...ledger.entries import submissions
from ...ledger.seconds import gone_out
from ...ledger.store import opened
from ...ledger.versions import versions
from ...vocabulary import DecisionKind, Severity, Target
from .. import deciding, guard
from ..assessed import GLYPHS, assessment, exhibits_of, result_of, within
from ..context import desk
from ..drawing import SIGNS, grid, table
from ..found import ShownFinding
from ..history import before
from ..numbers import numbered
from ..rights import MATRIX, Act, Reach

pages = Blueprint("tracing", __name__)


@pages.get("/explain/<int:year>/<entity>/<target>")
@guard.needs(Act.EXPLAIN)
def trace(year: int, entity: str, target: str) -> str:
    """The trace of one entity's verdicts on a target, down to the cells."""
    only_issued(year)
    found = assessment(year)
    result = result_of(found, entity)
    if not any(j.target.id == target for j in result.judgements):
        abort(404)
    told = explain(found, entity, target)
    return _traced(found, result, told.target, told.judgements, told.text)


@pages.get("/history/<int:year>/<entity>/<target>/<int:then>")
@guard.needs(Act.HISTORY)
def past_trace(year: int, entity: str, target: str, then: int) -> str:
    """The trace of an earlier year's cumulative verdict, on the figures that are known now."""
    found = assessment(year)
    result = result_of(found, entity)
    past = next((p for p in before(found) if p.year == then), None) or abort(404)
    judgement = past.judgements(entity).get(target) or abort(404)
    text = "\n".join(judged_lines(found, judgement))
    return _traced(found, result, judgement.target, (judgement,), text)


def _traced(
    found: Assessment,
    result: EntityResult,
    target: Target,
    judged: Sequence[Judgement],
    text: str,
) -> str:
    sources = []
    for judgement in judged:
        for one in judgement.inputs:
            at = one.observation
            row = found.observations.row(at, named=True) if at is not None else None
            sources.append((judgement.view, one, row, _number(row["file"]) if row else None))
    return render_template(
        "assess/trace.html", year=judged[0].year, known=found.year, result=result, target=target,
        judged=judged, text=text, sources=sources, glyphs=GLYPHS,
    )  # fmt: skip


def only_issued(year: int) -> None:
    """A city sees results once they are issued; the province always."""
    if MATRIX[Act.EXPLAIN].get(guard.who().role) is not Reach.OWN:
        return
    with opened(desk().workspace) as ledger:
        if not gone_out(ledger, year):
            abort(404)


def _number(file: str) -> int | None:
    """The submission a file name of the ledger begins with."""
    head = file.partition("_")[0]
    try:
        return numbered(head)
    except ValueError:
        return None


@pages.get("/cell/<entity>/<int:number>")
@guard.needs(Act.EXPLAIN)
def cell(entity: str, number: int) -> str:
    """A submission's sheet drawn with one cell marked."""
    with opened(desk().workspace) as ledger:
        found = next((s for s in submissions(ledger) if s.number == number), None)
        # a table of the province holds figures of everybody: not for a city
        own = found is not None and found.entity == entity
        if found is None or not (own or MATRIX[Act.EXPLAIN].get(guard.who().role) is Reach.ALL):
            abort(404)
        data = ledger.blob(found.sha256)
    sheet, address = request.args.get("sheet", ""), request.args.get("cell", "")
    mark = ShownFinding("here", Severity.INFO, "", "", "", found.file, sheet, address, "", "",
                ((sheet, address),))  # fmt: skip
    drawn = [g for g in grid(read_book(found.file, data)) if g["name"] == sheet] or abort(404)
    return render_template(
        "assess/cell.html", submission=found,
        grids=[table(drawn[0], [mark], {mark.key})], sheet=sheet,
        cell=address, signs=SIGNS,
    )  # fmt: skip


@pages.get("/explain/<int:year>/<entity>/item/<item>")
@guard.needs(Act.EXPLAIN)
def score(year: int, entity: str, item: str) -> str:
    """The points of one item: every step, every part with who gave it on what evidence."""
    only_issued(year)
    made = assessment(year)
    result = result_of(made, entity)
    found = next((s for s in result.scores if s.item.id == item), None) or abort(404)
    rests_on = [j for j in result.judgements if j.key in found.judgements]
    return render_template("assess/score.html", year=year, result=result, score=found,
                           judged=rests_on, glyphs=GLYPHS, proved=proved,
                           proofs=exhibits_of(made, entity, item),
                           told="\n".join(scored_lines(result, found)))  # fmt: skip


@pages.get("/figure/<int:year>/<entity>/<indicator>")
@guard.needs(Act.EXPLAIN)
def figure(year: int, entity: str, indicator: str) -> str:
    """Every version of a figure: where it was received, which counts, what rests on it."""
    only_issued(year)
    within(year)
    period = request.args.get("period") or str(year)
    declared = desk().declarations
    if indicator not in declared.indicators or entity not in declared.entities:
        abort(404)
    found = versions(desk().workspace, year, entity, indicator, period)
    approved = [
        s for s in deciding.stood(desk().workspace)
        if s.ruling.decision.kind is DecisionKind.FIGURE
        and (s.ruling.decision.target, s.ruling.decision.entity) == (indicator, entity)
        and str(s.ruling.decision.year) == period
    ]  # fmt: skip
    made = assessment(year)
    result = made.results.get(entity)
    rests: list[Any] = []
    for judgement in result.judgements if result else ():
        used = [i for i in judgement.inputs if i.observation is not None]
        rows = [made.observations.row(i.observation, named=True) for i in used]
        if any((r["indicator"], r["period"]) == (indicator, period) for r in rows):
            rests.append(judgement)
    return render_template(
        "assess/figure.html", year=year, period=period, found=found, approved=approved,
        rests=rests, glyphs=GLYPHS, number=_number,
    )  # fmt: skip
