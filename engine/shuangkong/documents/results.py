"""results.json: everything an assessment found, for machines, with the trace of every figure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..assess.consequences import follows
from ..assess.decided import Approved, decided
from ..assess.points import DECIMALS
from ..assess.result import Assessment, EntityResult, ranked
from ..vocabulary import Target
from .figures import PrintedFigure
from .letters.sentences import told_of
from .order import assessed_results
from .results_parts import (
    Json,
    checked_json,
    counted_json,
    figure_json,
    finding_json,
    judgement_json,
    number_json,
    score_json,
    sides_json,
)

_encoded = json.JSONEncoder(ensure_ascii=False).encode
#: what stands deeper than this in a file (a verdict of an entity) is written in one line
_DEEPEST = 4


def results_json(
    assessment: Assessment,
    entities: Mapping[str, str],
    letters: Mapping[str, str],
    version: str,
) -> Iterator[bytes]:
    """The bytes of results.json, piece by piece; numbers are exact decimals, written as text.

    `entities` are the texts of `entity_json` by code, `letters` those of `figures_json` by file.
    """
    plan, scheme = assessment.declarations.plan, assessment.scheme
    content: Json = {
        "plan": plan.id,
        "plan_title": plan.title,
        "year": assessment.year,
        "scheme": scheme.id if scheme else None,
        "scheme_title": scheme.title if scheme else None,
        "engine": version,
        **checked_json(assessment.verification),
        **_counts(assessed_results(assessment)),
        "ranked": assessment.ranks.total(),
        "full": number_json(scheme.full) if scheme and scheme.items else None,
        "grades": _grades(assessment),
    }
    yield text_of(content).removesuffix("\n}").encode("utf-8")
    ranking = (entities[r.entity.code] for r in assessment.ranking)
    yield from _streamed("entities", "[]", ranking)
    findings = (text_of(finding_json(f), 2) for f in assessment.findings)
    yield from _streamed("findings", "[]", findings)
    told = (f"{_encoded(name)}: {letters[name]}" for name in letters)
    yield from _streamed("letters", "{}", told)
    yield b"\n}\n"


def _counts(results: Sequence[EntityResult]) -> Json:
    """How many were assessed, how many sent data of use, and of how many measures were scored."""
    return {
        "assessed": len(results),
        "reported": sum(r.submitted for r in results),
        "measured": sum(r.measured for r in results),
    }


def _streamed(key: str, brackets: str, lines: Iterator[str]) -> Iterator[bytes]:
    """A further part of a file of JSON, as `text_of` writes it, without holding all of it."""
    before = f",\n {_encoded(key)}: {brackets[0]}"
    between, end = "\n  ", brackets[1]
    for line in lines:
        yield (before + between + line).encode("utf-8")
        before, between, end = "", ",\n  ", f"\n {brackets[1]}"
    yield (before + end).encode("utf-8")


def _rests(result: EntityResult) -> bool:
    """Whether anything was sent, entered or said of an entity."""
    return result.submitted or result.measured or any(side.said for side in result.sides)


def entity_json(result: EntityResult, assessment: Assessment, approved: Approved) -> str:
    """Everything about one entity, as it stands in results.json.

    `approved` are the figures that decisions put in the place of reported ones, of all entities.
    """
    return text_of(_entity(result, assessment, approved), 2)


def figures_json(figures: Sequence[PrintedFigure]) -> str:
    """The figures of a letter with their traces, as they stand in results.json."""
    return text_of([figure_json(f) for f in figures], 2)


def explained_json(assessment: Assessment, result: EntityResult, target: Target) -> bytes:
    """The verdicts on one target of one entity and the items they count for, as in results.json."""
    judgements = [j for j in result.judgements if j.target.id == target.id]
    keys = {j.key for j in judgements}
    return dump(
        {
            "plan": assessment.declarations.plan.id,
            "year": assessment.year,
            "entity": result.entity.code,
            "name": result.entity.name,
            "judgements": [judgement_json(j, assessment) for j in judgements],
            "scores": [
                score_json(s, assessment) for s in result.scores if keys & set(s.judgements)
            ],
            "total": number_json(result.total),
            "grade": result.grade.name if result.grade else None,
            "grade_reason": result.grade_reason,
        }
    )


def points_decimals(entity: Mapping[str, Any]) -> int:
    """With how many decimals the points of an entity of results.json are shown in its papers.

    Results of before this was written were shown with two.
    """
    decimals: int = entity.get("decimals", DECIMALS)
    return decimals


def rank_of(entity: Mapping[str, Any]) -> str | None:
    """The rank of an entity of results.json as lists tell it; None without one.

    Results of before they said which ranks were open told every rank as settled.
    """
    rank = entity.get("rank")
    return None if rank is None else ranked(rank, entity.get("unsettled", 0))


def dump(content: object) -> bytes:
    """JSON as it is written everywhere here: UTF-8, ending with a new line."""
    return (text_of(content) + "\n").encode("utf-8")


def text_of(content: object, depth: int = 0) -> str:
    """JSON in lines: one for each verdict, score, finding or figure, and none longer than that.

    `depth` is how deep in a file the content will stand.
    """
    if not content or depth >= _DEEPEST or not isinstance(content, dict | list):
        return _encoded(content)
    indent = " " * (depth + 1)
    if isinstance(content, dict):
        texts = {key: text_of(value, depth + 1) for key, value in content.items()}
        lines = [f"{_encoded(key)}: {text}" for key, text in texts.items()]
        start, end = "{}"
    else:
        lines = [text_of(value, depth + 1) for value in content]
        start, end = "[]"
    body = f",\n{indent}".join(lines)
    return f"{start}\n{indent}{body}\n{' ' * depth}{end}"


def _grades(assessment: Assessment) -> dict[str, int]:
    """How many entities got each grade, best first."""
    grades = assessment.scheme.grades if assessment.scheme else ()
    given = [r.grade.name for r in assessed_results(assessment) if r.grade]
    return {grade.name: given.count(grade.name) for grade in grades}


def _entity(result: EntityResult, assessment: Assessment, approved: Approved) -> Json:
    return {
        "code": result.entity.code,
        "name": result.entity.name,
        "names": dict(result.entity.names),
        "kind": result.entity.kind,
        "submitted": result.submitted,
        "not_yet": sum(j.is_not_yet for j in told_of(result)),
        "total": number_json(result.total),
        "points_given": number_json(result.points_given),
        "bonus_given": number_json(result.bonus_given),
        "decimals": result.decimals,
        "provisional": result.provisional,
        "grade": result.grade.name if result.grade else None,
        "grade_reason": result.grade_reason,
        "self_assessed": result.self_assessed,
        "by_decision": list(decided(assessment, result, approved)),
        "vetoed_by": list(result.vetoed_by),
        "rank": result.rank,
        "unsettled": result.unsettled,
        "honours": list(result.distinctions),
        "consequences": [one.text for one in follows(result)],
        **checked_json(result.verification, anything=_rests(result)),
        "judgements": [judgement_json(j, assessment) for j in result.judgements],
        "scores": [score_json(s, assessment) for s in result.scores],
        "counts": [counted_json(c, one) for c in result.counts for one in c.indicators],
        "sides": [sides_json(side) for side in result.sides],
        "findings": [finding_json(f) for f in result.findings],
    }
