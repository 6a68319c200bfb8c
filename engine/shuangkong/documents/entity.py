"""All documents of one entity, made from its result and what all entities share."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from ..assess.decided import Approved, approved_figures
from ..assess.follows import packed_result
from ..assess.past import Past, Verdicts
from ..assess.result import Assessment, EntityResult
from ..records import dataclass
from ..running.files import safe_name
from .fast import Writer
from .hashes import Hashed
from .letters.choice import letters_for
from .letters.draft import Drafting, draft_letter
from .letters.kinds import letter_name
from .letters.told import Told, told_once
from .preview import MOST, Section, section
from .results import entity_json, figures_json
from .scorecard import scorecard
from .tables.draft import TABLES, draft_table
from .tables.kinds import Table

LETTERS = "函"


@dataclass(frozen=True, slots=True)
class Common:
    """What the documents of every entity are made with.

    `links` gives the copies of source files by name.
    """

    assessment: Assessment
    history: Sequence[Past]
    links: Mapping[str, str]
    drafting: Drafting
    #: figures of all entities that decisions approved
    approved: Approved
    #: the office's tables that each entity has one of
    tables: Sequence[Table] = ()
    #: whether results are wanted as bytes too, for a later run
    keeping: bool = False
    #: how the files of those begin whose earlier letters are corrected or withdrawn
    corrected: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        assessment: Assessment,
        history: Sequence[Past],
        links: Mapping[str, str],
        drafting: Drafting,
        tables: Sequence[Table] = (),
        corrected: frozenset[str] = frozenset(),
    ) -> "Common":
        """Without what entities do not share, since it is sent to other processes."""
        slim = {
            code: replace(result, judgements=(), scores=(), findings=())
            for code, result in assessment.results.items()
        }
        shared = replace(
            assessment,
            results=slim,
            outcomes=assessment.outcomes.clear(),
            findings=(),
            inputs={},
            sources={},
            kept=None,
            bases={},
        )
        keeping = assessment.kept is not None
        approved = approved_figures(assessment)
        return cls(shared, history, links, drafting, approved, tables, keeping, corrected)


@dataclass(frozen=True, slots=True)
class Drafted:
    """One entity's documents by file name, and its parts of results.json.

    `figures` are those of each letter; `section` is its part of the preview, if it has one;
    `earlier` what is drawn of earlier years, in the order of the common history; `told` are its
    verdicts in words, for papers of all.
    """

    code: str
    files: Mapping[str, Hashed]
    entity: str
    figures: Mapping[str, str]
    section: Section | None
    earlier: Sequence[Verdicts]
    told: Told
    #: the result itself, packed, where it is wanted for a later run
    result: bytes | None = None


def stem(order: int, result: EntityResult) -> str:
    """How the files of an entity begin; `order` is its place in the declared order."""
    return f"{order:02d}_{safe_name(result.entity.name)}"


def card_name(assessment: Assessment, order: int, result: EntityResult) -> str:
    """The file of an entity's scorecard, in a folder called as cards are."""
    wording = assessment.declarations.wording_for(assessment.year)
    return f"{safe_name(wording.card_name)}/{stem(order, result)}.xlsx"


def has_tables(assessment: Assessment, result: EntityResult) -> bool:
    """Whether an entity has tables of its own: all but the top one, which asks for them."""
    return result.entity.code != assessment.declarations.plan.top


@cache
def _writer() -> Writer:
    """The writer of this process: what it remembers of a design serves all entities."""
    return Writer()


def draft(common: Common, one: tuple[int, EntityResult]) -> Drafted:
    """The scorecard and letters of one entity, given with its place in the declared order.

    Raises:
        DocumentError: a template cannot be used.
    """
    order, result = one
    assessment = common.assessment
    book = scorecard(
        assessment,
        result,
        history=common.history,
        links=common.links,
        letterhead=common.drafting.letterhead,
    )
    files = {card_name(assessment, order, result): _writer().write(book)}
    figures: dict[str, str] = {}
    told = told_once(assessment, result)
    drafting = common.drafting
    if stem(order, result) not in common.corrected:
        # nothing is corrected in what is told again
        drafting = replace(drafting, letterhead=replace(drafting.letterhead, replaces=""))
    for kind in letters_for(assessment, result):
        name = f"{LETTERS}/{stem(order, result)}_{letter_name(kind, result)}.docx"
        letter = draft_letter(assessment, result, kind, drafting, told)
        files[name] = letter.content
        figures[name] = figures_json(letter.figures)
    for table in common.tables if has_tables(assessment, result) else ():
        name = f"{TABLES}/{stem(order, result)}_{safe_name(table.name)}.xlsx"
        filled = draft_table(assessment, result, table, common.drafting, told)
        files[name], figures[name] = filled.content, figures_json(filled.figures)
    code = result.entity.code
    earlier = [past.drawn(code) for past in common.history]
    part = (
        section(assessment, result, common.history, common.approved, told)
        if order <= MOST
        else None
    )
    kept = packed_result(assessment.declarations, result) if common.keeping else None
    hashed = {name: Hashed.of(content) for name, content in files.items()}
    entity = entity_json(result, assessment, common.approved)
    return Drafted(code, hashed, entity, figures, part, earlier, told, kept)
