"""The papers that are of all entities: the circular, the own report of the top, tables of all."""

from collections.abc import Iterator, Mapping

from ..assess.result import Assessment
from ..running.files import safe_name
from .letters.draft import Draft, Drafting, draft_circular
from .letters.kinds import CIRCULAR
from .letters.told import UNTOLD, Told
from .order import assessed_results
from .owned import require_sound
from .self_report import FILE as SELF_FILE
from .self_report import self_report
from .tables.draft import TABLES, draft_table
from .tables.kinds import tables_written

CIRCULAR_FILE = "通报（草稿）.docx"


def has_circular(assessment: Assessment) -> bool:
    """Whether there is anybody to tell of: one that sent data which could be used."""
    return any(result.submitted for result in assessed_results(assessment))


def papers_of_all(
    assessment: Assessment, drafting: Drafting, told: Told = UNTOLD
) -> Iterator[tuple[str, Draft]]:
    """Each with its figures, by file name; `told` are verdicts that are in words already.

    Where a plan has nobody but its top entity, there is no table of others.

    Raises:
        DocumentError: a template cannot be used.
    """
    others = assessed_results(assessment)
    if has_circular(assessment):
        yield CIRCULAR_FILE, draft_circular(assessment, drafting)
    report = self_report(assessment, drafting)
    if report is not None:
        yield SELF_FILE, report
    for table in (t for t in tables_written(drafting.templates) if others and not t.each):
        name = f"{TABLES}/{safe_name(table.name)}.xlsx"
        yield name, draft_table(assessment, None, table, drafting, told)


def drafts_of_all(assessment: Assessment, drafting: Drafting) -> Mapping[str, bytes]:
    """Their bytes, which are those that a run writes.

    Raises:
        DocumentError: a template cannot be used.
    """
    require_sound(drafting.templates, {CIRCULAR})
    return {name: paper.content for name, paper in papers_of_all(assessment, drafting)}
