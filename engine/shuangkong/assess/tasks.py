"""The tasks of a plan by who leads and by when, each with its state as it was reported.

Nothing is judged here: what an office tracks is what was said, and by whom nothing was said.
Verdicts on the same tasks are in an assessment.
"""

import datetime
from collections.abc import Iterator, Sequence

import polars as pl

from ..declarations.bundle import Declarations
from ..declarations.facts import ExactFacts
from ..records import dataclass
from ..vocabulary import Entity, Form, Indicator, Target, TargetKind
from ..vocabulary.versions import counting

#: With more entities than this a group is called by their number.
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Reported:
    """What an entity reported of a task: each figure with its period; none is 未报."""

    entity: Entity
    #: period and what was said, such as ("2019", "已印发")
    said: tuple[tuple[str, str], ...]

    @property
    def latest(self) -> str | None:
        """What was said last."""
        return self.said[-1][1] if self.said else None


@dataclass(frozen=True, slots=True)
class Task:
    """A task with those it is for, and what they reported."""

    target: Target
    indicator: Indicator | None
    reported: tuple[Reported, ...]

    @property
    def leads(self) -> str:
        """Who leads: as printed, else those that it is for."""
        if self.target.leads:
            return "、".join(self.target.leads)
        names = [r.entity.name for r in self.reported]
        if len(names) <= _NAMED:
            return "、".join(names)
        return f"{'、'.join(names[:2])}等 {len(names)} 个考核对象"

    @property
    def told(self) -> bool:
        """Whether its state is reported: not where data cannot decide it, or a formula does."""
        derived = self.indicator is not None and self.indicator.formula is not None
        return self.target.not_computable is None and not derived

    def overdue(self, day: datetime.date) -> bool:
        """Whether it was due before a day."""
        at = self.target.by.at
        return at is not None and at.last_day < (day.year, day.month, day.day)

    @property
    def due(self) -> tuple[int, int, int]:
        """The last day it is due on, for ordering: what has no date stands last."""
        at = self.target.by.at
        if at is None:
            return (9999, self.target.by.unknown, 0)
        return (at.year, at.month or (at.quarter or 4) * 3, at.day or 31)


def tasks(declarations: Declarations, observations: pl.DataFrame, year: int) -> tuple[Task, ...]:
    """All tasks of a plan, by who leads in the order they first appear, then by when.

    Args:
        declarations: the plan.
        observations: columns of `frames.OBSERVATIONS`; empty when nothing was reported.
        year: the last year whose figures are taken, and the year in which entities are there.
    """
    superseded = {t.supersedes for t in declarations.targets.values()}
    asked = [
        t
        for t in declarations.targets.values()
        if t.kind is TargetKind.TASK and t.id not in superseded
    ]
    wanted = {t.indicator for t in asked if t.indicator is not None}
    told = counting(
        observations.filter(pl.col("indicator").is_in(sorted(wanted)) & (pl.col("year") <= year)),
        ("entity", "indicator", "period"),
    )
    figures: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for entity, indicator, period, value in told.select(
        "entity", "indicator", "period", "value"
    ).iter_rows():
        figures.setdefault((entity, indicator), []).append((period, value))
    made = [_task(declarations, target, figures, year) for target in asked]
    order = list(dict.fromkeys(task.leads for task in made))
    return tuple(sorted(made, key=lambda task: (order.index(task.leads), task.due)))


def _task(
    declarations: Declarations,
    target: Target,
    figures: dict[tuple[str, str], list[tuple[str, float]]],
    year: int,
) -> Task:
    indicator = declarations.indicators.get(target.indicator or "")
    reported = []
    for entity in _concerned(declarations, target, year):
        told = figures.get((entity.code, target.indicator or ""), [])
        said = [(p, _said(value, indicator)) for p, value in sorted(told, key=_when)]
        # of a sum every year counts; of anything else what was said of the day, and last
        if target.form is not Form.TOTAL_AT_LEAST:
            said = [s for s in said if s == said[-1] or s[0] == str(target.by)]
        reported.append(Reported(entity, tuple(said)))
    return Task(target, indicator, tuple(reported))


def _concerned(declarations: Declarations, target: Target, year: int) -> Iterator[Entity]:
    """The entities that a target is for in a year; also those whose attributes leave it open."""
    language, when = declarations.language, target.scope.when
    node = language.node(when) if when is not None else None
    for entity in declarations.scoped(target):
        if not entity.valid_in(year):
            continue
        if node is None or ExactFacts(language, entity.code, {}).holds(node, year) is not False:
            yield entity


def _when(figure: tuple[str, float]) -> tuple[str, str]:
    """A whole year's figure is of its end, after those of its parts."""
    year, _, part = figure[0].partition("-")
    return year, part or "~"


def _said(value: float, indicator: Indicator | None) -> str:
    """A figure in its words: the state it stands for, or the number with its unit."""
    if indicator is not None and indicator.state:
        return indicator.state_named(int(value)) or f"{value:g}"
    unit = indicator.unit if indicator is not None else ""
    return f"{value:.15g}{'' if unit in ('%', '‰') else ' '}{unit}"


def unreported(made: Sequence[Task]) -> tuple[Task, ...]:
    """The tasks of which somebody reported nothing that was to be reported."""
    return tuple(t for t in made if t.told and any(not r.said for r in t.reported))
