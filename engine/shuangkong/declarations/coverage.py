"""A plan's text against its declarations: which clause, and which number, is accounted for.

A clause is declared, declared as not computable, or untouched. A number is cited when a
declaration of its clause has it (as value, date, base year, condition, reading, allocation
or mention), known when coverage.yaml says why it is no target, skipped when it stands in a
document's title, in the date of the document or in the plan's heading, and otherwise uncited.
A number printed several times in a clause needs as many declarations as it is printed times;
years are the exception, since one date often rules several sentences.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .bundle import Declarations
from .citations import Citation, citations_of, cited_clauses
from .plan_text import Clause, Figure, clause_id, clauses, figures, unit_of


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

    figure: Figure
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
class CoverageReport:
    """A plan's text, clause by clause and number by number.

    `strangers` are (target, clause) pairs whose clause the text does not have; `idle` are
    records of coverage.yaml that no number of the text answers to.
    """

    title: str
    clauses: tuple[ClauseCoverage, ...]
    figures: tuple[FigureCoverage, ...]
    strangers: tuple[tuple[str, str], ...]
    idle: tuple[str, ...]

    @property
    def uncited(self) -> tuple[FigureCoverage, ...]:
        """Numbers that nothing accounts for."""
        return tuple(f for f in self.figures if not f.accounted)

    @property
    def complete(self) -> bool:
        """Whether every number is accounted for and every citation has its clause."""
        return not (self.uncited or self.strangers or self.idle)


def coverage(declarations: Declarations, text: str) -> CoverageReport:
    """Compare a plan's text with what is declared of it. Pure; `text` is the whole document."""
    found = clauses(text)
    citations = tuple(citations_of(declarations))
    known_units = {c.unit for c in citations} - {""}
    read = [f for clause in found for f in figures(clause)]
    return CoverageReport(
        title=declarations.plan.title,
        clauses=tuple(_clause(c, declarations) for c in found),
        figures=_figures(read, citations, known_units),
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


def _fits(citation: Citation, figure: Figure, known_units: set[str]) -> bool:
    if citation.clause != figure.clause or citation.value != figure.value:
        return False
    return citation.unit in ("", unit_of(figure, known_units))


def _figures(
    read: Sequence[Figure], citations: Sequence[Citation], known_units: set[str]
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


def _strangers(declarations: Declarations, known: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (target.id, clause)
        for target in declarations.targets.values()
        for clause in cited_clauses(target)
        if clause not in known
    )


def render(report: CoverageReport) -> str:
    """The report for the terminal: counts, then clauses, then what is unaccounted for."""
    parts = [_summary(report), _listed_clauses(report), _listed_figures(report)]
    return "\n\n".join(p for p in parts if p) + "\n"


def _summary(report: CoverageReport) -> str:
    standings = Counter(c.standing for c in report.clauses)
    counts = "，".join(f"{s.chinese} {standings[s]}" for s in Covered if standings[s])
    cited = sum(1 for f in report.figures if f.accounted and f.known is None)
    known = sum(1 for f in report.figures if f.known is not None)
    return (
        f"《{report.title}》条文与声明核对\n"
        f"  条款 {len(report.clauses)} 条：{counts}\n"
        f"  数字 {len(report.figures)} 个：有声明引用 {cited}，已注明不是目标 {known}，"
        f"没有交代 {len(report.uncited)}"
    )


def _listed_clauses(report: CoverageReport) -> str:
    lines = ["条款"]
    for item in report.clauses:
        if item.standing is Covered.HEADING:
            continue
        clause = item.clause
        by = f"（{len(item.targets)} 个目标：{'、'.join(item.targets)}）" if item.targets else ""
        name = clause.id if clause.id == clause.title else f"{clause.id} {clause.title}"
        lines.append(f"  第{clause.line}行 {name}：{item.standing.chinese}{by}")
        lines.extend(f"      {target} 不能计算：{why}" for target, why in item.why)
    return "\n".join(lines)


def _listed_figures(report: CoverageReport) -> str:
    if report.complete:
        return "正文里的每个数都有交代"
    lines = ["没有交代的"]
    for item in report.uncited:
        figure = item.figure
        seen = figure.printed + re.split("[，。；、）（]", figure.rest)[0][:8]
        some = (
            f"印出 {item.printed} 次，只有 {item.declared} 处声明（{'、'.join(item.cited_by)}）"
            if item.cited_by
            else "没有声明引用"
        )
        lines.append(f"  {figure.line}:{figure.column} {figure.clause} “{seen}”：{some}")
    if report.uncited:
        lines.append(
            "    怎么改：在 targets/ 里为它声明目标；若是目标的条件，写进该目标的 mentions；"
            "若不是目标，在 coverage.yaml 里注明原因"
        )
    lines.extend(
        f"  目标 {target} 的出处“{clause}”在正文里找不到。怎么改：核对条款号"
        for target, clause in report.strangers
    )
    lines.extend(
        f"  coverage.yaml 的“{record}”在正文里没有对应的数。怎么改：核对条款号和数，或删去"
        for record in report.idle
    )
    return "\n".join(lines)
