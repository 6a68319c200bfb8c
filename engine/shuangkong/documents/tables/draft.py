"""One table of the office's, from result to bytes, with the figures in it."""

from pathlib import Path

from ...assess.result import Assessment, EntityResult
from ...errors import DocumentError
from ..figures import Figures
from ..letters.circular import circular_words
from ..letters.draft import Draft, Drafting
from ..letters.told import UNTOLD, Told
from ..letters.words import entity_words
from .fill import fill
from .kinds import Table

#: where the tables of entities stand
TABLES = "表"


def draft_table(
    assessment: Assessment,
    result: EntityResult | None,
    table: Table,
    drafting: Drafting,
    told: Told = UNTOLD,
) -> Draft:
    """A table about one entity, or about all when `result` is None.

    Its words are those of the letters to one entity, or of the circular to all; `told` are
    verdicts that are in words already.

    Raises:
        DocumentError: the template cannot be used.
    """
    figures = Figures()
    if result is None:
        words = circular_words(assessment, drafting.letterhead, figures, told)
        who = assessment.declarations.plan.short
    else:
        words = entity_words(assessment, result, drafting.letterhead, figures, told)
        who = result.entity.name
    title = f"{who}{assessment.year}年度{table.name}"
    try:
        content = fill(_read(table.path), words, title=title, year=assessment.year)
    except DocumentError as error:
        raise DocumentError(
            f"{table.path}：{error}。请运行 shuangkong template check 查看位置和可用的占位符。"
        ) from error
    return Draft(content, figures.all)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}：无法读取（{error.strerror}）。") from error
