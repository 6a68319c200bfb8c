"""preview.html: a whole assessment on one page that needs nothing else."""

from collections.abc import Sequence
from decimal import Decimal

import jinja2
from markupsafe import Markup

from .. import resources
from ..assess.decided import Approved, decided
from ..assess.judgement import Outcome
from ..assess.past import Past
from ..assess.points import ItemScore, points_text
from ..assess.result import Assessment, EntityResult
from ..vocabulary import View
from . import looks, svg
from .consequences import consequences
from .figures import Figures, points, score_trace, verdict_figure
from .letterhead import Letterhead
from .letters.told import UNTOLD, Told, words_of
from .order import assessed_results
from .overview import clocks_of
from .text import banner, mark_of

PAGE = "preview.html"
#: details of more entities would make a page no browser likes
MOST = 200

#: One entity's section of the page.
Section = dict[str, object]


def preview_html(
    assessment: Assessment, sections: Sequence[Section], approved: Approved, told: Told = UNTOLD
) -> bytes:
    """The bytes of the page; UTF-8, styles and charts inside, no script, no network.

    `sections` are those of the first `MOST` entities in the declared order; `approved` are
    figures that decisions put in the place of reported ones; `told` verdicts that are in words.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(resources.templates() / "pages"),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    ranked = assessed_results(assessment)
    best = max((r.total for r in ranked if r.total is not None), default=Decimal(1)) or Decimal(1)
    columns = _columns(ranked)
    page = environment.get_template("preview.html.j2").render(
        plan=assessment.declarations.plan,
        scheme=assessment.scheme,
        card=assessment.declarations.wording_for(assessment.year).card_name,
        year=assessment.year,
        banner=banner(assessment.verification),
        version=resources.version(),
        ranking=[_ranked(r, best, decided(assessment, r, approved)) for r in ranked],
        reached="达标情况" if any(r.counts for r in ranked) else "总分",
        columns=columns,
        heat=[_heat(assessment, r, columns, told) for r in ranked[:MOST]],
        entities=sections,
        detailed={one["code"] for one in sections},
        left_out=len(assessment.results) - len(sections),
        key=looks.KEY,
    )
    return page.encode("utf-8")


def _ranked(result: EntityResult, best: Decimal, by_decision: Sequence[str]) -> dict[str, object]:
    return {
        "code": result.entity.code,
        "name": result.entity.name,
        "rank": result.rank_word,
        "bar": _reached(result, best),
        "grade": result.grade_word,
        "colour": result.grade.colour if result.grade else None,
        "ink": looks.contrast(result.grade.colour if result.grade else None),
        "honours": "、".join(result.distinctions),
        "vetoes": "、".join(result.vetoed_by),
        "reported": result.reported.signed,
        "mark": mark_of(result.verification),
        "decided": bool(by_decision),
    }


def _reached(result: EntityResult, best: Decimal) -> Markup | str:
    """The total as a bar, or how the indicators of each class count."""
    if result.counts:
        return "；".join(one.words for one in result.counts)
    if result.total is None:
        return "待定" if result.assessed else "—"
    return svg.bar(result.total / best, result.total_word)


def _columns(results: Sequence[EntityResult]) -> list[tuple[str, View, str]]:
    names = {(j.target.id, j.view): j.target.name for r in results for j in r.judgements}
    clocks = clocks_of(results)
    return [(*at, f"{name}（{clocks[at]}）") for at, name in names.items()]


def _heat(
    assessment: Assessment,
    result: EntityResult,
    columns: Sequence[tuple[str, View, str]],
    told: Told,
) -> dict[str, object]:
    """A row of the overview."""
    cells = {
        (j.target.id, j.view): {
            "sign": looks.SYMBOLS[j.outcome],
            "fill": looks.FILLS[j.outcome],
            "title": words_of(j, Figures(), assessment, told)["叙述"],
        }
        for j in result.judgements
    }
    found = [cells.get((target, view), _BLANK) for target, view, _ in columns]
    return {"name": result.entity.name, "cells": found}


#: what is not asked of an entity
_BLANK = {
    "sign": looks.SYMBOLS[Outcome.NOT_APPLICABLE],
    "fill": "FFFFFF",
    "title": Outcome.NOT_APPLICABLE.chinese,
}


def section(
    assessment: Assessment,
    result: EntityResult,
    history: Sequence[Past],
    approved: Approved,
    told: Told = UNTOLD,
) -> Section:
    """What the page says of one entity; `history` are the plan's earlier years, `approved` figures
    that decisions put in the place of reported ones, `told` verdicts that are in words already."""
    figures = Figures()
    return {
        "code": result.entity.code,
        "name": result.entity.name,
        "mark": mark_of(result.verification),
        "grade": _graded(result),
        "total": result.total_word,
        "rank": "" if result.rank is None else result.rank_word,
        "reason": result.grade_reason,
        "decided": decided(assessment, result, approved),
        "judgements": [
            {
                **words_of(j, figures, assessment, told),
                "reason": "；".join([j.reason, *j.remarks]),
                "fill": looks.FILLS[j.outcome],
            }
            for j in result.judgements
        ],
        "scores": [_score(result, score, figures) for score in result.scores],
        "charts": _charts(result, history),
        "consequences": consequences(result, assessment.declarations.holidays, Letterhead()),
        "findings": [
            (f.severity.chinese, f.why, str(f.place) if f.place else "", f.mend)
            for f in sorted(result.findings, key=lambda f: f.severity.rank)
        ],
    }


def _graded(result: EntityResult) -> str:
    return f"{result.grade_word}（自评）" if result.self_assessed else result.grade_word


def _score(result: EntityResult, score: ItemScore, figures: Figures) -> dict[str, object]:
    trace = score_trace(result.entity.code, score, "points")
    given = None if score.points is None else score.points + score.bonus
    return {
        "name": score.item.name + mark_of(score.verification),
        "full": points_text(score.item.points),
        "bar": score.word
        if given is None
        else svg.bar(
            given / score.item.points,
            points(given, trace, figures, result.decimals),
        ),
        "why": score.why,
    }


def _charts(result: EntityResult, history: Sequence[Past]) -> list[str]:
    charts: list[str] = []
    for judgement in result.judgements:
        if judgement.view is not View.PROGRESS or judgement.required is None:
            continue
        years = [
            found
            for past in sorted(history, key=lambda p: p.year)
            for found in [past.drawn(result.entity.code).get(judgement.target.id)]
            if found is not None
        ]
        path = [*years, judgement]
        if all(j.actual is None for j in path):
            continue
        title = judgement.target.name + mark_of(judgement.verification)
        drawn = svg.lines(
            [svg.Dot(j.year, j.required, verdict_figure(j, "required", Figures())) for j in path],
            [svg.Dot(j.year, j.actual, verdict_figure(j, "actual", Figures())) for j in path],
            title,
        )
        if drawn:
            charts.append(drawn)
    return charts
