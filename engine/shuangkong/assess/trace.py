"""Rows of the evaluation → `Judgement` records whose every number has its trace."""

from collections.abc import Mapping

import polars as pl

from ..vocabulary import Verification, View
from .facts import ExactFacts
from .grounds import Grounds
from .requirements import Requirements
from .result import Judgement, Outcome
from .rivals import rival_remarks
from .wording import in_words, reason, remarks
from .working import Work


class Tracer:
    """Builds judgements of one assessment."""

    def __init__(self, grounds: Grounds, required: Requirements) -> None:
        self.grounds = grounds
        self.declarations = grounds.declarations
        self.required = required

    def judgement(
        self, row: Mapping[str, object], facts: ExactFacts, year: int, *, drawn: bool = False
    ) -> Judgement:
        """One row of the evaluation as a record.

        One that is only `drawn`, in a chart of the years, says what was reached and what was
        required, and how these came about, and nothing else.
        """
        entity = self.declarations.entities[str(row["entity"])]
        target = self.required.targets[str(row["target"])]
        outcome = Outcome(str(row["outcome"]))
        work = (
            Work(self.declarations, self.required, row, facts, self.grounds.source)
            if row["method"] is not None
            else None
        )
        valued = row["T"] is not None or row["Y"] is not None
        if work is not None and valued and outcome is not Outcome.NOT_APPLICABLE:
            work.compare() if drawn else work.run()
        inputs = tuple(work.inputs.values()) if work else ()
        steps = tuple(work.steps.values()) if work else ()
        unit, decimals = self._shown(target.indicator, work)
        return Judgement(
            entity=entity,
            target=target,
            year=year,
            view=View(str(row["view"])),
            outcome=outcome,
            reason=self._reason(row, None if drawn else work, outcome),
            actual=work.result("actual") if work else None,
            required=work.result("required") if work else None,
            margin=work.margin() if work else None,
            unit=unit,
            decimals=decimals,
            progress=work.result("progress") if work else None,
            required_progress=work.result("required_progress") if work else None,
            inputs=inputs,
            steps=steps,
            remarks=self._remarks(work, outcome) if work and not drawn else (),
            in_words=in_words(work) if work else None,
            mark=Verification.weakest([str(row["mark"] or "verified"), *(i.mark for i in inputs)]),
        )

    def _reason(self, row: Mapping[str, object], work: Work | None, outcome: Outcome) -> str:
        return (reason(work, outcome) if work else None) or str(row["reason"] or "")

    def _remarks(self, work: Work, outcome: Outcome) -> tuple[str, ...]:
        return (*remarks(work, outcome), *rival_remarks(work, self.grounds.rivals))

    def _shown(self, indicator: str | None, work: Work | None) -> tuple[str, int]:
        declared = self.declarations.indicators.get(indicator or "")
        if work is not None and work.method_step(work.case.method.actual).percent:
            return "%", 2
        return (declared.unit, declared.decimals) if declared else ("", 2)


def group_rows(evaluated: pl.DataFrame) -> dict[str, list[dict[str, object]]]:
    """Rows of the evaluation by entity, in order."""
    grouped: dict[str, list[dict[str, object]]] = {}
    for row in evaluated.iter_rows(named=True):
        grouped.setdefault(str(row["entity"]), []).append(row)
    return grouped
