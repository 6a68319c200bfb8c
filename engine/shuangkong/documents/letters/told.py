"""Verdicts put into words once, for every paper that they stand in."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from ...assess.judgement import Judgement
from ...assess.result import Assessment, EntityResult
from ..figures import Figures, PrintedFigure
from .sentences import judgement_words, untold_words


class VerdictWords(NamedTuple):
    """A verdict in words, as `judgement_words` says it, and the figures in them."""

    words: Mapping[str, str]
    figures: tuple[PrintedFigure, ...]


#: verdicts in words by their key
Told = Mapping[str, VerdictWords]
#: where none was put into words yet
UNTOLD: Told = MappingProxyType({})


def told_once(assessment: Assessment, result: EntityResult) -> Told:
    """Every verdict of an entity in words."""
    return {j.key: _put(assessment, j) for j in result.judgements}


def words_of(j: Judgement, figures: Figures, assessment: Assessment, told: Told) -> dict[str, str]:
    """A verdict in words, with its figures noted: as it was told, or put into words now."""
    found = told.get(j.key) or _put(assessment, j)
    figures.note(found.figures)
    return dict(found.words)


def rows_of(
    result: EntityResult,
    judgements: Sequence[Judgement],
    figures: Figures,
    assessment: Assessment,
    told: Told,
) -> list[dict[str, str]]:
    """The rows of a table of an entity's targets; one that says why where none is told."""
    rows = [words_of(j, figures, assessment, told) for j in judgements]
    return rows or [untold_words(result)]


def _put(assessment: Assessment, j: Judgement) -> VerdictWords:
    figures = Figures()
    return VerdictWords(judgement_words(j, figures, assessment), figures.all)
