"""One letter, from result to bytes, with the figures in it."""

from dataclasses import field
from pathlib import Path

from ...assess.result import Assessment, EntityResult
from ...records import dataclass
from ..figures import Figures, PrintedFigure
from ..letterhead import Letterhead
from .circular import circular_words
from .kinds import CIRCULAR, letter_name, template_path
from .render import render
from .returned import return_words
from .told import UNTOLD, Told
from .words import entity_words


@dataclass(frozen=True, slots=True)
class Drafting:
    """What an office decides about its letters."""

    letterhead: Letterhead = field(default_factory=Letterhead)
    #: a folder whose templates go before the shipped ones of the same name
    templates: Path | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter's bytes and every figure in it, with its trace."""

    content: bytes
    figures: tuple[PrintedFigure, ...]


def draft_letter(
    assessment: Assessment,
    result: EntityResult,
    kind: str,
    drafting: Drafting,
    told: Told = UNTOLD,
) -> Draft:
    """A letter to one entity; `told` are verdicts that are in words already.

    Raises:
        DocumentError: the template cannot be used.
    """
    figures = Figures()
    head = drafting.letterhead
    if kind == "return":
        words = return_words(assessment, result, head, figures)
    else:
        words = entity_words(assessment, result, head, figures, told)
    title = f"{result.entity.name}{assessment.year}年度{letter_name(kind, result)}"
    template = template_path(kind, drafting.templates)
    return Draft(render(template, words, title=title, year=assessment.year), figures.all)


def draft_circular(assessment: Assessment, drafting: Drafting) -> Draft:
    """The circular to all.

    Raises:
        DocumentError: the template cannot be used.
    """
    figures = Figures()
    words = circular_words(assessment, drafting.letterhead, figures)
    wording = assessment.declarations.wording_for(assessment.year)
    title = f"{assessment.year}年度{wording.assessment}结果{words['更正']}通报（草稿）"
    template = template_path(CIRCULAR, drafting.templates)
    return Draft(render(template, words, title=title, year=assessment.year), figures.all)
