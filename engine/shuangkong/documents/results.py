"""results.json: everything an assessment found, for machines, with the trace of every figure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from ..assess.consequences import follows
from ..assess.count import ClassCount, CountedIndicator
from ..assess.judgement import CalcStep, Input, Judgement
from ..assess.points import ItemScore
from ..assess.result import Assessment, EntityResult
from ..assess.sides import Sides
from ..formulas import to_chinese
from ..vocabulary import Finding, Target, Verification
from .decided import Approved, decided
from .figures import PrintedFigure
from .letters.sentences import told_of
from .order import assessed_results
from .text import cited

Json = dict[str, object]

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
        **_checked(assessment.verification),
        **_counts(assessed_results(assessment)),
        "ranked": assessment.ranks.total(),
        "full": _number(scheme.full) if scheme and scheme.items else None,
        "grades": _grades(assessment),
    }
    yield text_of(content).removesuffix("\n}").encode("utf-8")
    ranking = (entities[r.entity.code] for r in assessment.ranking)
    yield from _streamed("entities", "[]", ranking)
    yield from _streamed("findings", "[]", (text_of(_finding(f), 2) for f in assessment.findings))
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


def _checked(verification: Verification | None, *, anything: bool = True) -> Json:
    """How far figures were checked; `mark` is what the key was called before.

    Where nothing came in, nothing was checked: null.
    """
    verification = verification if anything else None
    return {"verification": verification, "mark": verification}


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
            "judgements": [_judgement(j, assessment) for j in judgements],
            "scores": [_score(s, assessment) for s in result.scores if keys & set(s.judgements)],
            "total": _number(result.total),
            "grade": result.grade.name if result.grade else None,
            "grade_reason": result.grade_reason,
        }
    )


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
        "not_yet": sum(j.owed_above for j in told_of(result)),
        "total": _number(result.total),
        "points_given": _number(result.points_given),
        "bonus_given": _number(result.bonus_given),
        "provisional": result.provisional,
        "grade": result.grade.name if result.grade else None,
        "grade_reason": result.grade_reason,
        "self_assessed": result.self_assessed,
        "by_decision": list(decided(assessment, result, approved)),
        "vetoed_by": list(result.vetoed_by),
        "rank": result.rank,
        "honours": list(result.distinctions),
        "consequences": [one.text for one in follows(result)],
        **_checked(result.verification, anything=_rests(result)),
        "judgements": [_judgement(j, assessment) for j in result.judgements],
        "scores": [_score(s, assessment) for s in result.scores],
        "counts": [_counted(c, one) for c in result.counts for one in c.indicators],
        "sides": [_sides(side) for side in result.sides],
        "findings": [_finding(f) for f in result.findings],
    }


def _judgement(j: Judgement, assessment: Assessment) -> Json:
    return {
        "key": j.key,
        "target": j.target.id,
        "target_name": j.target.name,
        "clause": cited(j.target.source, assessment.declarations),
        "view": j.view.value,
        "clock": j.clock,
        "outcome": j.outcome.value,
        "outcome_name": j.outcome.chinese,
        "reason": j.reason,
        "course": j.course.value if j.course else None,
        "strength": j.target.strength,
        "actual": _number(j.actual),
        "required": _number(j.required),
        "margin": _number(j.margin),
        "unit": j.unit,
        "between_low": _number(j.between[0] if j.between else None),
        "between_high": _number(j.between[1] if j.between else None),
        "progress": _number(j.progress),
        "required_progress": _number(j.required_progress),
        "remarks": list(j.remarks),
        **_checked(j.verification, anything=j.rests_on_anything),
        "decided_by": j.decided_by,
        "decided_met": j.decided_met,
        "underlying": j.underlying.value if j.underlying else None,
        "inputs": [_input(i, assessment) for i in j.inputs],
        "steps": _steps(j.inputs, j.steps),
    }


def _score(score: ItemScore, assessment: Assessment) -> Json:
    return {
        "item": score.item.id,
        "name": score.item.name,
        "group": score.item.group,
        "full": _number(score.item.points),
        "points": _number(score.points),
        "bonus": _number(score.bonus),
        "completion": _number(score.completion),
        "why": score.why,
        "rule": score.item.rule.value,
        "judgements": list(score.judgements),
        **_checked(score.verification, anything=score.points is not None),
        "inputs": [_input(i, assessment) for i in score.inputs],
        "steps": _steps(score.inputs, score.steps),
        "parts": [
            {
                "part": part.id,
                "name": part.name,
                "full": _number(part.full),
                "points": _number(part.points),
                "source": part.source,
                "evidence": part.evidence,
                **_checked(None if part.points is None else part.verification),
            }
            for part in score.parts
        ],
    }


def _counted(group: ClassCount, one: CountedIndicator) -> Json:
    return {
        "class": group.id,
        "target": one.target,
        "counted": one.counted.value,
        "why": one.why,
        "judgement": one.judgement.key if one.judgement else None,
    }


def _sides(side: Sides) -> Json:
    return {
        "target": side.target.id,
        "owner": side.owner,
        "computed": side.computed,
        "final": side.final,
        "why": side.why,
        "waits": side.waits,
        "differs": side.differs,
        "verdicts": [
            {
                "by": one.by.value,
                "who": one.who,
                "met": one.met,
                "author": one.author,
                "basis": one.basis,
                "at": one.at.isoformat(),
                "advice": one.advice,
                **_checked(one.verification),
                "file": one.file,
                "sheet": one.sheet,
                "cell": one.cell,
            }
            for one in side.said
        ],
    }


def _input(item: Input, assessment: Assessment) -> Json:
    found: Json = {
        "name": item.name,
        "label": item.label,
        "value": _number(item.value),
        "unit": item.unit,
        "source": item.source,
        **_checked(item.verification),
    }
    if item.observation is not None:
        row = assessment.observations.row(item.observation, named=True)
        kept = ("period", "vintage", "authority", "file", "file_hash", "sheet", "cell", "raw")
        found |= {name: row[name] for name in kept}
    return found


def _steps(inputs: Sequence[Input], steps: Sequence[CalcStep]) -> list[Json]:
    labels = {i.name: i.label for i in inputs} | {s.name: s.label for s in steps}
    return [
        {
            "name": step.name,
            "label": step.label,
            "formula": to_chinese(step.formula, lambda name: labels.get(name, name)),
            "value": _number(step.value),
            "truth": step.truth,
            "unit": step.unit,
        }
        for step in steps
    ]


def _finding(finding: Finding) -> Json:
    return {
        "kind": finding.kind,
        "severity": finding.severity.value,
        "why": finding.why,
        "mend": finding.mend,
        "place": str(finding.place) if finding.place else None,
        "seen": finding.seen,
        "basis": finding.basis,
        "entity": finding.entity,
        "indicator": finding.indicator,
        "year": finding.year,
    }


def figure_json(figure: PrintedFigure) -> Json:
    """A figure with its trace."""
    return {"text": figure.text, "value": _number(figure.value), "trace": figure.trace}


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
