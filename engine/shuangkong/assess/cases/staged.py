"""Judgements set up by hand, for cases that begin where the verdict has been given."""

from collections.abc import Mapping
from decimal import Decimal

from ...declarations.bundle import Declarations
from ...formulas import parse
from ...vocabulary import Entity, Form, Target, View
from ..judgement import CalcStep, Judgement, Outcome
from .compare import CaseFault

_LABELS = {"achieved": "实际", "required": "要求", "done": "完成进度", "pace": "时间进度"}


def judgement(
    entity: Entity,
    target: Target,
    year: int,
    view: View,
    outcome: Outcome,
    **figures: Decimal | None,
) -> Judgement:
    """A verdict with the steps `achieved`, `required`, `done` and `pace`, in formula scale."""
    steps = tuple(
        CalcStep(
            name,
            _LABELS[name],
            parse(f"{value:f}" if value >= 0 else f"0 - {-value:f}"),
            value,
            "",
            2,
        )
        for name, value in figures.items()
        if value is not None
    )
    actual = _first(figures, "achieved", "done")
    required = _first(figures, "required", "pace")
    margin = None
    if actual is not None and required is not None:
        margin = required - actual if target.form is Form.AT_MOST else actual - required
    return Judgement(
        entity=entity,
        target=target,
        year=year,
        view=view,
        outcome=outcome,
        reason="案例所给",
        actual=actual,
        required=required,
        margin=margin,
        steps=steps,
    )


def outcome_of(form: Form, actual: Decimal, required: Decimal) -> Outcome:
    """Met or not, of two numbers."""
    if form is Form.AT_MOST:
        met = actual <= required
    else:
        met = actual > required if form is Form.MORE_THAN else actual >= required
    return Outcome.MET if met else Outcome.NOT_MET


def outcome_named(word: str) -> Outcome:
    """The outcome a case writes as `met`, `not_met` …

    Raises:
        CaseFault: when there is none of that name.
    """
    try:
        return Outcome(word)
    except ValueError:
        listed = "、".join(f"{o.value}（{o.chinese}）" for o in Outcome)
        raise CaseFault(f"没有“{word}”这种完成情况，可写：{listed}") from None


def anyone(declarations: Declarations) -> Entity:
    """Some entity, where it does not matter which."""
    return next(iter(declarations.entities.values()))


def _first(figures: Mapping[str, Decimal | None], *names: str) -> Decimal | None:
    return next((v for n in names if (v := figures.get(n)) is not None), None)
