"""Rows of a table that give words where figures belong: 天津 | 未统计 | 正在核实.

They look like a header, and taken for one they would begin another table and give every figure
below them wrong names. They are rows of data: each word stands where a figure is missing.
"""

import re
from collections.abc import Sequence

from ..periods import period_within
from ..words import plain, unit_note, unit_of
from .lexicon import header_is_class, header_role, is_class, is_place, is_place_word
from .tags import FIGURES, Tag, Tagged

#: words of somebody who has no figure to give
_NONE_GIVEN = re.compile(
    r"未(?!成年|利用|来)|暂(?!住)|待|缺|尚|无(?:\Z|数|此|该|统计|法)|不详|不明|不变(?!价)|持平|保密|涉密"
    r"|停[产报]|\A[见略空]|详见|同上|核实|补报|另[行报]"
)
_FIGURE_WORDS = re.compile(r"[0-9０-９]|[一二三四五六七八九十百千万亿点]{3,}")
_LONGEST = 20


def is_words_row(items: Sequence[Tagged], above: Sequence[Tagged], left: int) -> bool:
    """Whether a row under a row of data, `above`, names something in column `left` and has words
    in place of its figures."""
    first, others = items[0], items[1:]
    if first.col != left or first.tag is not Tag.TEXT or not others:
        return False
    if not all(item.tag in (Tag.TEXT, Tag.MISSING, Tag.TINY) for item in others):
        return False
    if any(map(_heads, items)) or header_is_class(first.text) or is_place_word(first.text):
        return False
    figures = {item.col for item in above if item.tag in FIGURES or item.tag is Tag.YEARISH}
    under = [item for item in others if item.col in figures]
    words = [plain(item.text) for item in under if item.tag is Tag.TEXT]
    places = is_place(first.text) and is_place(above[0].text)
    return bool(words) and all(_is_words(word, places=places) for word in words)


def _heads(item: Tagged) -> bool:
    """Whether a cell says what stands below it, as a header does."""
    text = item.text
    if item.tag is not Tag.TEXT:
        return False
    return bool(header_role(text) or unit_note(text) or period_within(text) or unit_of(text))


def _is_words(word: str, *, places: bool) -> bool:
    """Whether a word stands for a figure; one with a figure in it only beside names of places."""
    if len(word) > _LONGEST or is_place(word) or is_class(word):
        return False
    return bool(_NONE_GIVEN.search(word) or (places and _FIGURE_WORDS.search(word)))
