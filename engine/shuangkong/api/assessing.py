"""The jobs that assess: verdicts, what explains them, what lies ahead, the documents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import Misuse
from ..running.progress import ASSESSING, WRITING, Stage, silent
from .given import Data, PlanLike, a_year, load, read_from, several
from .submissions import checked as checked_report

if TYPE_CHECKING:
    from ..assess.outlook import Outlook
    from ..assess.past import Past
    from ..assess.result import Assessment
    from ..documents.letterhead import Letterhead
    from ..documents.run import Written
    from ..running.crew import Crew
    from ..vocabulary import Decision, Finding
    from .explaining import Explanation


def assess(
    plan: PlanLike,
    year: int,
    data: Data,
    *,
    decisions: "Sequence[Decision]" = (),
    entity: str | None = None,
    checked: bool = True,
    engine: str = "polars",
    stage: Stage = silent,
    crew: "Crew | None" = None,
    again: Path | None = None,
) -> "Assessment":
    """Judge, score, grade and rank every entity of a plan in a year on what was submitted.

    Allocations that lie beside the data are laid over the plan's own.

    Args:
        plan: a plan, or the id or folder of one.
        year: the assessment year, within the plan's period.
        data: files, folders or zips; files in memory by name; or what `read` gave.
        decisions: what persons decided.
        entity: name or code of the one whose result is wanted; it is then not ranked.
        checked: whether the checks are run; their findings stand beside the results.
        engine: what takes the figures out of the observations: polars, duckdb or spark.
        stage: told what the job is at.
        crew: who will write the documents; they read the files and judge, each a share.
        again: the folder that the documents will be written to. What an earlier run wrote there
            and beside it, and what still follows from the same, is taken over and not made again.

    Raises:
        ShuangkongError: the plan, the data, the allocations or the year cannot be used.
    """
    from ..assess.assess import assess
    from ..assess.backends import refuse_absent
    from ..documents import DRAFTING
    from ..running.kept import Kept
    from ..vocabulary import Decision

    refuse_absent(engine)
    a_year(year)
    several(decisions, Decision, "decisions")
    declarations = load(plan)
    kept = None if again is None or entity is not None else Kept(again)
    if crew is not None and not kept:
        crew.expect(len(declarations.assessed(year)), DRAFTING)
    reading = read_from(declarations, year, data, stage=stage, kept=kept, crew=crew)
    findings = reading.findings
    if checked:
        findings = checked_report(declarations, year, reading, stage).findings
    with stage(ASSESSING) as step:
        return assess(
            declarations,
            year,
            reading.observations,
            reading.measures,
            overlay=reading.overlay,
            decisions=decisions,
            verdicts=reading.verdicts,
            findings=findings,
            inputs=reading.inputs,
            sources=reading.sources,
            only=declarations.code_of(year, entity),
            engine=engine,
            progress=step,
            kept=kept,
            crew=crew,
        )


def explain(assessment: "Assessment", entity: str, target: str) -> "Explanation":
    """The whole trace of one entity's verdicts on one target, from clause to grade.

    Args:
        assessment: of `assess`.
        entity: name, alias or code.
        target: name or id.

    Raises:
        Misuse: there is no such entity or target.
    """
    from ..assess.explain import find
    from ..assess.result import Assessment
    from .explaining import Explanation

    if not isinstance(assessment, Assessment):
        raise Misuse(
            f"explain 要的是 assess 的结果（所见：{assessment!r}）\n"
            "    怎么改：先 found = assess(规划, 年度, 数据)，再 explain(found, 考核对象, 目标)"
        )
    return Explanation(assessment, *find(assessment, entity, target))


def outlook(
    plan: PlanLike,
    year: int,
    data: Data,
    *,
    period: str | None = None,
    assumed: Iterable[str] = (),
    decisions: "Sequence[Decision]" = (),
    findings: "Sequence[Finding] | None" = None,
    revised: "Mapping[str, tuple[str, ...]] | None" = None,
    stage: Stage = silent,
) -> "Outlook":
    """Warning levels, forecasts to the target date, distances to the next step and grade.

    Args:
        plan: a plan, or the id or folder of one.
        year: the assessment year.
        data: as in `assess`.
        period: a part of the year: H1, Q3, 06; the whole year when left out.
        assumed: figures that replace submitted ones: 石家庄市.coal.2020=3600.
        decisions: what persons decided.
        findings: what checking the data found; they are checked when left out.
        revised: what persons decided on the files that figures came in, by entity, in words.
        stage: told what the job is at.

    Raises:
        ShuangkongError: as `assess`; or an assumption or period cannot be used.
    """
    from ..assess.assume import assume, in_words
    from ..assess.assume import read as understood
    from ..assess.outlook import outlook
    from ..vocabulary import Decision
    from .submissions import term_of

    a_year(year)
    several(assumed, str, "assumed")
    several(decisions, Decision, "decisions")
    declarations = load(plan)
    term = term_of(year, period)
    reading = read_from(declarations, year, data, stage=stage)
    if findings is None and not reading.files:
        # where nothing came there is nothing to check, and what checks need not be imported
        findings = reading.findings
    elif findings is None:
        findings = checked_report(declarations, term, reading, stage).findings
    assumptions = [understood(declarations, text) for text in assumed]
    with stage(ASSESSING) as step:
        found = outlook(
            declarations,
            year,
            assume(declarations, reading.observations, assumptions),
            reading.measures,
            period=period,
            overlay=reading.overlay,
            decisions=decisions,
            verdicts=reading.verdicts,
            findings=findings,
            inputs=reading.inputs,
            revised=revised,
            progress=step,
        )
    return replace(found, assumed=tuple(in_words(declarations, a) for a in assumptions))


def earlier(assessment: "Assessment") -> "tuple[Past, ...]":
    """The plan's earlier years on the same data, overlay and decisions, for the charts."""
    from ..assess.past import past

    years = range(assessment.declarations.plan.period.first, assessment.year)
    return past(
        assessment.declarations,
        years,
        assessment.observations,
        overlay=assessment.overlay,
        decisions=dict.fromkeys(years, assessment.decisions),
    )


def draft(
    assessment: "Assessment",
    entity: str,
    *,
    templates: Path | None = None,
    letterhead: "Letterhead | None" = None,
) -> Mapping[str, bytes]:
    """The scorecard and letters of one entity: the bytes of each by file name, as `write` does.

    Args:
        assessment: of `assess`.
        entity: name, alias or code.
        templates: a folder of the office's own letter templates.
        letterhead: issuer and formalities of the letters.

    Raises:
        Misuse: there is no such entity.
        DocumentError: a template cannot be used.
    """
    from ..assess.explain import find_entity
    from ..documents import draft_documents

    result = find_entity(assessment, entity)
    return draft_documents(
        assessment,
        result,
        history=earlier(assessment),
        templates=templates,
        letterhead=letterhead,
    )


def write(
    made: "Assessment | Outlook",
    output: str | Path,
    *,
    pdf: bool = False,
    templates: Path | None = None,
    letterhead: "Letterhead | None" = None,
    stage: Stage = silent,
    crew: "Crew | None" = None,
    draft_letters: bool = False,
) -> "Written":
    """Write all documents of an assessment, or the barometer and letters of an outlook.

    The folder appears whole or not at all; one that somebody changed by hand is kept beside it.

    Args:
        made: of `assess` or `outlook`.
        output: the folder.
        pdf: a PDF of every document too, by LibreOffice.
        templates: a folder of the office's own letter templates.
        letterhead: issuer and formalities; what is left out stays a visible placeholder.
        stage: told what the job is at.
        crew: who does the work; one process when left out.
        draft_letters: letters of an outlook on assumed figures too, marked as resting on them.

    Raises:
        DocumentError: a file or template cannot be written or read.
    """
    from ..assess.outlook import Outlook
    from ..documents import write_documents, write_warnings

    with stage(WRITING) as step:
        if isinstance(made, Outlook):
            return write_warnings(
                made,
                Path(output),
                progress=step,
                letterhead=letterhead,
                templates=templates,
                pdf=pdf,
                draft_letters=draft_letters,
            )
        return write_documents(
            made,
            Path(output),
            progress=step,
            history=earlier(made),
            pdf=pdf,
            templates=templates,
            letterhead=letterhead,
            crew=crew,
        )
