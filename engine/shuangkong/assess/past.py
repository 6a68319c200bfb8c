"""An earlier year as the documents draw it: its cumulative verdicts, made when asked for.

A scorecard shows how each earlier year was reckoned, so its verdicts come with their arithmetic.
For thousands of entities that is far more than fits in memory at once: the arithmetic is made
for one entity at a time, and only what charts and tables show is remembered.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import polars as pl

from ..declarations.bundle import Declarations
from ..vocabulary import Allocation, Decision, View
from .evaluate import evaluate
from .grounds import Grounds
from .judgement import Judgement
from .net import with_deductions
from .override import decided
from .requirements import Requirements, requirements
from .rows import RowsByEntity, judged_rows
from .trace import Tracer

#: Cumulative verdicts by target.
Verdicts = Mapping[str, Judgement]


class Past:
    """The cumulative verdicts of one earlier year, on the observations of `grounds`."""

    def __init__(
        self,
        grounds: Grounds,
        year: int,
        required: Requirements,
        decisions: Sequence[Decision],
        overlay: Sequence[Allocation] = (),
    ) -> None:
        self.grounds = grounds
        self.year = year
        #: what it rests on beside plan and observations
        self.given = (tuple(decisions), tuple(overlay))
        self._tracer = Tracer(grounds)
        self._required = required
        self._decisions = decisions
        self._drawn: dict[str, Verdicts] = {}

    def judgements(self, entity: str) -> Verdicts:
        """An entity's verdicts: what was reached and required, with its inputs and steps."""
        if entity not in self._judged:
            return {}
        facts = self.grounds.facts(entity)
        rows = judged_rows(self._required, self._judged[entity])
        made = self._tracer.judgements(rows, facts, self.year, drawn=True)
        found = {j.target.id: decided(self.grounds.declarations, j, self._decisions) for j in made}
        slim = {target: replace(j, inputs=(), steps=()) for target, j in found.items()}
        self.remember(entity, slim)
        return found

    def drawn(self, entity: str) -> Verdicts:
        """An entity's verdicts without inputs and steps."""
        if entity not in self._drawn:
            self.judgements(entity)
        return self._drawn.get(entity, {})

    def remember(self, entity: str, verdicts: Verdicts) -> None:
        """Keep verdicts as `drawn` gives them, made here or in another process."""
        self._drawn[entity] = verdicts

    def prepare(self) -> None:
        """Judge all entities now, before what is here goes to several processes."""
        _ = self._judged

    @cached_property
    def _judged(self) -> RowsByEntity:
        declarations = self.grounds.declarations
        judged = evaluate(declarations, self._required, self.grounds.observations.lazy())
        assessed = [e.code for e in declarations.assessed(self.year)]
        cumulative = pl.col("view") == View.PROGRESS.value
        drawn = judged.filter(cumulative, pl.col("entity").is_in(assessed)).sort("order")
        # all at once: one by one takes far longer
        return RowsByEntity(self._required.described(drawn))


def past(
    declarations: Declarations,
    years: Iterable[int],
    observations: pl.DataFrame,
    *,
    overlay: Sequence[Allocation] = (),
    decisions: Mapping[int, Sequence[Decision]] | None = None,
) -> tuple[Past, ...]:
    """Earlier years on the same observations, the earliest first.

    Args:
        declarations: the plan.
        years: years of the plan's period.
        observations: columns of `frames.OBSERVATIONS`.
        overlay: allocations laid over the plan's own.
        decisions: what persons decided, by year.
    """
    grounds = Grounds(with_deductions(declarations), observations)
    found = []
    for year in sorted(years):
        given = (decisions or {}).get(year, ())
        required = requirements(grounds.declarations, year, overlay, given)
        found.append(Past(grounds, year, required, given, overlay))
    return tuple(found)
