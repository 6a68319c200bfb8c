"""A plan's text against its declarations: which clause, and which number, is accounted for.

A clause is declared, declared as not computable, or untouched. A number is cited when a
declaration of its clause has it (as value, date, base year, condition, reading, allocation
or mention), known when coverage.yaml says why it is no target, skipped when it stands in a
document's title, in the date of the document or in the plan's heading, and otherwise uncited.
What the text orders to be done or to exist, and its counted packages (`plan_states`), are told in
the same way: by a target of the clause whose `words` hold them, or by coverage.yaml.
A number printed several times in a clause needs as many declarations as it is printed times;
years are the exception, since one date often rules several sentences.
"""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from ..records import dataclass
from .bundle import Declarations
from .citations import Citation, Telling, citations_of, cited_clauses, tellings
from .plan_states import StateWord, states, told_by
from .plan_text import Clause, TextFigure, clause_id, clauses, figures, unit_of


class Covered(StrEnum):
    """What the declarations make of a clause."""

    DECLARED = "declared"
    NOT_COMPUTABLE = "not_computable"  #: every declaration of it says why it can't be computed
    UNTOUCHED = "untouched"
    HEADING = "heading"  #: nothing but a heading

    @property
    def chinese(self) -> str:
        """The word shown to users."""
        return {
            "declared": "已声明",
            "not_computable": "已声明，不能计算",
            "untouched": "未涉及",
            "heading": "仅有标题",
        }[self.value]


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """A clause with the targets that cite it; `why` by target for those not computable."""

    clause: Clause
    standing: Covered
    targets: tuple[str, ...]
    why: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FigureCoverage:
    """A number of the text: who cites it, or why nobody has to (`known`), or neither."""

    figure: TextFigure
    cited_by: tuple[str, ...]
    known: str | None = None
    #: how often the clause prints it, and how many declarations have it
    printed: int = 1
    declared: int = 0

    @property
    def accounted(self) -> bool:
        """Whether the number needs no further declaration."""
        return self.known is not None or self.declared >= self.printed


@dataclass(frozen=True, slots=True)
class StateCoverage:
    """A state or package of the text: the targets that tell it, or why none has to (`known`)."""

    state: StateWord
    told_by: tuple[str, ...]
    known: str | None = None


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """A plan's text, clause by clause and number by number.

    `states` are words of states and packages, `lost` words (by whom, clause, words) that the
    clause does not have; `strangers` are (target, clause) pairs whose clause the text does not
    have; `idle` are records of coverage.yaml that no number of the text answers to.
    """

    title: str
    clauses: tuple[ClauseCoverage, ...]
    figures: tuple[FigureCoverage, ...]
    states: tuple[StateCoverage, ...]
    strangers: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str, str], ...]
    idle: tuple[str, ...]

    @property
    def uncited(self) -> tuple[FigureCoverage, ...]:
        """Numbers that nothing accounts for."""
        return tuple(f for f in self.figures if not f.accounted)

    @property
    def untold(self) -> tuple[StateCoverage, ...]:
        """States and packages that nothing accounts for."""
        return tuple(s for s in self.states if not (s.told_by or s.known)) if self.by_words else ()

    @property
    def by_words(self) -> bool:
        """Whether the plan tells states by their words: one that tells any has to tell all."""
        return bool(self.lost) or any(s.told_by or s.known for s in self.states)

    @property
    def complete(self) -> bool:
        """Whether numbers and states are all accounted for, and every citation has its place."""
        return not (self.uncited or self.untold or self.strangers or self.lost or self.idle)


def coverage(declarations: Declarations, text: str) -> CoverageReport:
    """Compare a plan's text with what is declared of it. Pure; `text` is the whole document."""
    found = clauses(text)
    citations = tuple(citations_of(declarations))
    known_units = {c.unit for c in citations} - {""}
    read = [f for clause in found for f in figures(clause)]
    told = tuple(tellings(declarations))
    return CoverageReport(
        title=declarations.plan.title,
        clauses=tuple(_clause(c, declarations) for c in found),
        figures=_figures(read, citations, known_units),
        states=tuple(_state(s, told) for clause in found for s in states(clause)),
        lost=_lost(told, found),
        strangers=_strangers(declarations, {c.id for c in found}),
        idle=tuple(
            c.by for c in citations if c.context and not any(_fits(c, f, known_units) for f in read)
        ),
    )


def _clause(clause: Clause, declarations: Declarations) -> ClauseCoverage:
    allocated = {a.target for a in declarations.allocations if clause_id(a.source) == clause.id}
    citing = [
        t
        for t in declarations.targets.values()
        if t.id in allocated or clause.id in cited_clauses(t)
    ]
    why = tuple((t.id, t.not_computable) for t in citing if t.not_computable)
    if citing:
        every = len(why) == len(citing)
        standing = Covered.NOT_COMPUTABLE if every else Covered.DECLARED
    else:
        standing = Covered.UNTOUCHED if not clause.bare else Covered.HEADING
    return ClauseCoverage(clause, standing, tuple(t.id for t in citing), why)


def _fits(citation: Citation, figure: TextFigure, known_units: set[str]) -> bool:
    if citation.clause != figure.clause or citation.value != figure.value:
        return False
    return citation.unit in ("", unit_of(figure, known_units))


def _figures(
    read: Sequence[TextFigure], citations: Sequence[Citation], known_units: set[str]
) -> tuple[FigureCoverage, ...]:
    printed = Counter((f.clause, f.value, unit_of(f, known_units)) for f in read if not f.skipped)
    made = []
    for figure in read:
        if figure.skipped:
            made.append(FigureCoverage(figure, (), figure.skipped))
            continue
        fitting = [c for c in citations if _fits(c, figure, known_units)]
        context = [c for c in fitting if c.context]
        citing = [c for c in fitting if not c.context]
        count = printed[figure.clause, figure.value, unit_of(figure, known_units)]
        standing = any(c.year for c in citing)
        made.append(
            FigureCoverage(
                figure,
                tuple(dict.fromkeys(c.by for c in citing)),
                known=_why(context) if not citing and context else None,
                printed=1 if standing else count,
                declared=len(citing) + len(context) * count,
            )
        )
    return tuple(made)


def _why(context: Sequence[Citation]) -> str:
    return f"不是目标（coverage.yaml：{context[0].by}）"


def _state(state: StateWord, told: Sequence[Telling]) -> StateCoverage:
    fitting = [t for t in told if t.clause == state.clause and told_by(state, t.words)]
    targets = tuple(dict.fromkeys(t.by for t in fitting if t.why is None))
    known = next((_why_not(t) for t in fitting if t.why is not None), None)
    return StateCoverage(state, targets, None if targets else known)


def _why_not(telling: Telling) -> str:
    return f"不是目标（coverage.yaml：{telling.by}）"


def _lost(told: Sequence[Telling], found: Sequence[Clause]) -> tuple[tuple[str, str, str], ...]:
    printed: dict[str, list[str]] = {}
    for clause in found:
        printed.setdefault(clause.id, []).extend(line.text for line in clause.lines)
    return tuple(
        (t.by, t.clause, t.words)
        for t in told
        if t.clause in printed and not any(t.words in line for line in printed[t.clause])
    )


def _strangers(declarations: Declarations, known: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (target.id, clause)
        for target in declarations.targets.values()
        for clause in cited_clauses(target)
        if clause not in known
    )
