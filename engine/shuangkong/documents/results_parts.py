"""Records as results.json tells them: verdicts, scores, counts, sides, inputs, steps, findings."""

from collections.abc import Sequence
from decimal import Decimal

from ..assess.count import ClassCount, CountedIndicator
from ..assess.judgement import CalcStep, Input, Judgement
from ..assess.points import ItemScore
from ..assess.result import Assessment
from ..assess.sides import Sides
from ..formulas import to_chinese
from ..vocabulary import Finding, Verification
from .figures import PrintedFigure
from .text import cited

Json = dict[str, object]


def checked_json(verification: Verification | None, *, anything: bool = True) -> Json:
    """How far figures were checked; `mark` is what the key was called before.

    Where nothing came in, nothing was checked: null.
    """
    verification = verification if anything else None
    return {"verification": verification, "mark": verification}


def judgement_json(j: Judgement, assessment: Assessment) -> Json:
    """A verdict with its inputs and steps."""
    return {
        "key": j.key,
        "target": j.target.id,
        "target_name": j.target.name,
        "clause": cited(j.target.source, assessment.declarations),
        "view": j.view.value,
        "clock": j.clock,
        "outcome": j.outcome.value,
        "outcome_name": j.outcome_name,
        "reason": j.reason,
        "course": j.course.value if j.course else None,
        "strength": j.target.strength,
        "actual": number_json(j.actual),
        "required": number_json(j.required),
        "margin": number_json(j.margin),
        "unit": j.unit,
        "between_low": number_json(j.between[0] if j.between else None),
        "between_high": number_json(j.between[1] if j.between else None),
        "progress": number_json(j.progress),
        "required_progress": number_json(j.required_progress),
        "remarks": list(j.remarks),
        **checked_json(j.verification, anything=j.rests_on_anything),
        "decided_by": j.decided_by,
        "decided_met": j.decided_met,
        "underlying": j.underlying.value if j.underlying else None,
        "inputs": [_input(i, assessment) for i in j.inputs],
        "steps": _steps(j.inputs, j.steps, states=j.in_words is not None),
    }


def score_json(score: ItemScore, assessment: Assessment) -> Json:
    """The points of an item, and of its parts."""
    return {
        "item": score.item.id,
        "name": score.item.name,
        "group": score.item.group,
        "full": number_json(score.item.points),
        "points": number_json(score.points),
        "bonus": number_json(score.bonus),
        "completion": number_json(score.completion),
        "why": score.why,
        "rule": score.item.rule.value,
        "judgements": list(score.judgements),
        **checked_json(score.verification, anything=score.points is not None),
        "inputs": [_input(i, assessment) for i in score.inputs],
        "steps": _steps(score.inputs, score.steps),
        "parts": [
            {
                "part": part.id,
                "name": part.name,
                "full": number_json(part.full),
                "points": number_json(part.points),
                "source": part.source,
                "evidence": part.evidence,
                **checked_json(None if part.points is None else part.verification),
            }
            for part in score.parts
        ],
    }


def counted_json(group: ClassCount, one: CountedIndicator) -> Json:
    """How an indicator of a class was counted."""
    return {
        "class": group.id,
        "target": one.target,
        "counted": one.counted.value,
        "why": one.why,
        "judgement": one.judgement.key if one.judgement else None,
    }


def sides_json(side: Sides) -> Json:
    """What entity and department say of a target, beside the verdict."""
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
                **checked_json(one.verification),
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
        "value": number_json(item.value),
        "unit": item.unit,
        "source": item.source,
        **checked_json(item.verification),
    }
    if item.observation is not None:
        row = assessment.observations.row(item.observation, named=True)
        kept = ("period", "vintage", "authority", "file", "file_hash", "sheet", "cell", "raw")
        found |= {name: row[name] for name in kept}
    return found


def _steps(
    inputs: Sequence[Input], steps: Sequence[CalcStep], *, states: bool = False
) -> list[Json]:
    labels = {i.name: i.label for i in inputs} | {s.name: s.label for s in steps}
    labels["met"] = "目标完成"
    return [
        {
            "name": step.name,
            "label": step.label,
            "formula": to_chinese(step.formula, lambda name: labels.get(name, name), states=states),
            "value": number_json(step.value),
            "truth": step.truth,
            "unit": step.unit,
        }
        for step in steps
    ]


def finding_json(finding: Finding) -> Json:
    """A finding with its place."""
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
    return {"text": figure.text, "value": number_json(figure.value), "trace": figure.trace}


def number_json(value: Decimal | None) -> str | None:
    """An exact number as text, without exponent."""
    return None if value is None else f"{value:f}"
