"""Figures as they stand in letters and summaries, each with the trace it can be followed by."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from ..assess.digits import digits_apart
from ..assess.judgement import CalcStep, Input, Judgement, Outcome
from ..assess.points import DECIMALS, PENDING, ItemScore, points_text
from ..text import plain
from ..vocabulary.verdict import WORDS
from .looks import NO_STATES
from .text import figure

#: step names by the figure of a verdict they give
ROLES = {
    "actual": ("achieved", "actual"),
    "required": ("required",),
    "margin": ("margin",),
    "progress": ("done", "progress"),
    "required_progress": ("pace", "required_progress"),
}


#: the unit of a difference between percentages
POINTS = "百分点"
#: what a progress is held against
_OPPOSITE = {"progress": "required_progress", "required_progress": "progress"}


class PrintedFigure(NamedTuple):
    """A number as printed, its value, and where in results.json it comes from."""

    text: str
    value: Decimal
    trace: str


class Figures:
    """The figures of one document, collected while it is written."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], PrintedFigure] = {}

    def add(self, text: str, value: Decimal | int, trace: str) -> str:
        """Note a figure and give its text back."""
        self._found[(text, trace)] = PrintedFigure(text, Decimal(value), trace)
        return text

    def note(self, figures: Iterable[PrintedFigure]) -> None:
        """Note figures that were printed before."""
        self._found.update({(one.text, one.trace): one for one in figures})

    @property
    def all(self) -> tuple[PrintedFigure, ...]:
        """Every figure noted, in the order of first use."""
        return tuple(self._found.values())


def step_of(steps: Iterable[CalcStep], role: str, value: Decimal | None) -> CalcStep | None:
    """The step that gives a figure: the one named for it, else the last with its value."""
    known = tuple(steps)
    for name in ROLES.get(role, (role,)):
        for step in known:
            if step.name == name and step.value is not None:
                return step
    if not value:
        return None
    return next((s for s in reversed(known) if s.value == value), None)


def input_of(inputs: Iterable[Input], role: str, value: Decimal | None) -> Input | None:
    """The input that gives a figure directly."""
    known = tuple(inputs)
    for name in ROLES.get(role, (role,)):
        for item in known:
            if item.name == name:
                return item
    return next((i for i in known if value and i.value == value), None)


def verdict_figure(
    j: Judgement, role: str, figures: Figures, states: Mapping[str, int] = NO_STATES
) -> str:
    """A figure of a verdict as printed, noted with its trace; — when there is none.

    `states` are the words of an indicator that holds a state instead of a number.
    """
    value: Decimal | None = getattr(j, role)
    said = department_word(j) if role == "actual" else ""
    if said or value is None:
        return said or "—"
    if states:
        return "—" if role == "margin" else state_word(value, states)
    unit, decimals = shown_in(j, role, value)
    if unit == "%" and role == "margin":
        unit = "个百分点"
    text = figure(value, unit, decimals)
    return figures.add(text, value, f"{j.key}/{role}")


def department_word(j: Judgement) -> str:
    """What stands for a state that only a department tells, once it did; blank for all else.

    What the entity reported of it is a word about itself.
    """
    told = j.target.for_department and j.underlying is not None
    judged = told and j.outcome in (Outcome.MET, Outcome.NOT_MET)
    return WORDS[j.outcome is Outcome.MET] if judged else ""


def step_figure(j: Judgement, name: str, figures: Figures) -> str:
    """The value of a step as printed, noted with its trace; blank without one, or when zero."""
    step = next((s for s in j.steps if s.name == name), None)
    if step is None or not step.value:
        return ""
    text = figure(step.value, step.unit, step.decimals)
    return figures.add(text, step.value, f"{j.key}#{name}")


def state_word(value: Decimal, states: Mapping[str, int]) -> str:
    """The word of a state; its number when it has none."""
    return next((word for word, number in states.items() if number == value), plain(value))


def shown_in(j: Judgement, role: str, value: Decimal | None) -> tuple[str, int]:
    """Unit and decimals that a figure of a verdict is shown in, apart from what it is held to."""
    if role in _OPPOSITE:
        other = getattr(j, _OPPOSITE[role])
        return "%", 1 if value is None or other is None else digits_apart(value, other, "%", 1)
    source = "required" if role == "margin" else role
    step = step_of(j.steps, source, getattr(j, source))
    return (step.unit, step.decimals) if step is not None else (j.unit, j.decimals)


def unit_of(j: Judgement) -> str:
    """The unit that the figures of a verdict are shown in, for a column of units; — without any."""
    return unit_word(shown_in(j, "required", j.required)[0]) or "—"


def unit_word(unit: str) -> str:
    """A unit by itself: 2.37个百分点 is in 百分点."""
    return POINTS if unit.endswith(POINTS) else unit


def verdict_label(j: Judgement, role: str, otherwise: str) -> str:
    """What a figure of a verdict is called in its calculation."""
    step = step_of(j.steps, role, getattr(j, role))
    return step.label if step is not None else otherwise


def points(value: Decimal | None, trace: str, figures: Figures, decimals: int = DECIMALS) -> str:
    """Points as printed; 待定 while they cannot be given."""
    return PENDING if value is None else figures.add(points_text(value, decimals), value, trace)


def score_trace(entity: str, score: ItemScore, field: str) -> str:
    """The trace of a figure of the score sheet."""
    return f"{entity}.{score.item.id}/{field}"
