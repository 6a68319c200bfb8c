"""Rows of the evaluation → `Judgement` records whose every number has its trace."""

from collections.abc import Iterable
from decimal import Decimal

from ..declarations.facts import ExactFacts
from ..formulas.as_exact import to_decimal
from ..vocabulary import Verification
from .alike import show_alike
from .course import course_of
from .grounds import Grounds
from .judgement import Judgement, Outcome
from .precision import undecided
from .rivals import rival_remarks
from .rows import JudgedRow
from .ruling import OUTCOMES, ruling
from .wording import in_words, left_undecided, reason, remarks
from .working import Work

#: Outcomes that follow from the comparison, and from nothing else.
_COMPARED = (Outcome.MET, Outcome.NOT_MET, Outcome.NOT_ASSESSABLE)


def _outcome(row: JudgedRow, work: Work | None) -> Outcome:
    """The outcome of a row: that of its trace wherever there is one."""
    settled = row.state is not None
    if work is None or work.verdict is None or settled or row.outcome not in _COMPARED:
        return row.outcome
    return OUTCOMES[ruling(work.verdict, work.case.passes_easy, row.open_band)]


class Tracer:
    """Builds judgements of one assessment."""

    def __init__(self, grounds: Grounds) -> None:
        self.grounds = grounds
        self.declarations = grounds.declarations

    def judgements(
        self, rows: Iterable[JudgedRow], facts: ExactFacts, year: int, *, drawn: bool = False
    ) -> list[Judgement]:
        """Rows of the evaluation of one entity as records.

        Those that are only `drawn`, in a chart of the years, say what was reached and what was
        required, and how these came about, and nothing else.
        """
        laid_out = [(row, self._work(row, facts, drawn)) for row in rows]
        show_alike([work for _, work in laid_out if work is not None])
        return [self._judgement(row, work, year, drawn) for row, work in laid_out]

    def _work(self, row: JudgedRow, facts: ExactFacts, drawn: bool) -> Work | None:
        work = Work(self.declarations, row, facts, self.grounds.source) if row.method else None
        valued = row.declared.final is not None or row.declared.issued is not None
        valued = valued or not row.target.form.has_value
        if work is not None and valued and row.outcome is not Outcome.NOT_APPLICABLE:
            work.compare() if drawn else work.run()
        return work

    def _judgement(self, row: JudgedRow, work: Work | None, year: int, drawn: bool) -> Judgement:
        outcome = _outcome(row, work)
        inputs = tuple(work.inputs.values()) if work else ()
        steps = tuple(work.steps.values()) if work else ()
        unit, decimals = self._shown(row.target.indicator, work)
        course = course_of(work, outcome, year) if work and not drawn else None
        between = self._between(work, outcome) if work and not drawn else None
        return Judgement(
            entity=self.declarations.entities[row.entity],
            target=row.target,
            year=year,
            view=row.view,
            outcome=outcome,
            reason=self._reason(row, None if drawn else work, outcome) + (course or ("", ""))[1],
            actual=work.result("actual") if work else None,
            required=work.result("required") if work else None,
            margin=work.margin() if work else None,
            unit=unit,
            decimals=decimals,
            progress=work.result("progress") if work else None,
            required_progress=work.result("required_progress") if work else None,
            inputs=inputs,
            steps=steps,
            remarks=self._remarks(work, outcome, between) if work and not drawn else (),
            in_words=in_words(work) if work else None,
            course=course[0] if course else None,
            between=between,
            banded=work is not None and work.banded,
            in_band=outcome is Outcome.NOT_ASSESSABLE and work is not None and work.in_band,
            owed_above=outcome is Outcome.NOT_ASSESSABLE and row.state is Outcome.NOT_ASSESSABLE,
            verification=Verification.weakest(
                [row.verification, *(i.verification for i in inputs)]
            ),
        )

    def _between(self, work: Work, outcome: Outcome) -> tuple[Decimal, Decimal] | None:
        ends = undecided(work, outcome)
        return None if ends is None else (to_decimal(ends[0]), to_decimal(ends[1]))

    def _reason(self, row: JudgedRow, work: Work | None, outcome: Outcome) -> str:
        said = reason(work, outcome) if work else None
        if row.state is Outcome.NOT_ASSESSABLE:
            return row.reason
        if said is None or row.reading is None or outcome not in (Outcome.MET, Outcome.NOT_MET):
            return said or row.reason
        declared = self.declarations.targets[row.target.id].readings
        says = next(r.says for r in declared if r.id == row.reading)
        return f"条款的{len(declared)}种理解结论相同；按“{says}”，{said}"

    def _remarks(
        self, work: Work, outcome: Outcome, between: tuple[Decimal, Decimal] | None
    ) -> tuple[str, ...]:
        left_open = (left_undecided(work, between),) if between else ()
        return (*remarks(work, outcome), *rival_remarks(work, self.grounds.rivals), *left_open)

    def _shown(self, indicator: str | None, work: Work | None) -> tuple[str, int]:
        declared = self.declarations.indicators.get(indicator or "")
        unit, decimals = (declared.unit, declared.decimals) if declared else ("", 2)
        if work is not None and work.method_step(work.case.method.actual).percent:
            unit, decimals = "%", 2
        return unit, decimals if work is None or work.decimals is None else work.decimals
