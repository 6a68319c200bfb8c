"""Rows of a table that give words where figures belong: 天津 | 未统计 | 正在核实.

They look like a header, and taken for one they would begin another table and give every figure
below them wrong names. They are rows of data: each word stands where a figure is missing.
"""

import re
from collections.abc import Sequence

from ..dittos import is_ditto
from ..periods import period_within
from ..words import plain, unit_note, unit_of
from .lexicon import (
    header_is_class,
    header_role,
    is_class,
    is_place,
    is_place_word,
    place_level,
)
from .tags import FIGURES, Tag, Tagged

#: words of somebody who has no figure to give
_NONE_GIVEN = re.compile(
    r"未(?!成年|利用|来)|暂(?!住)|待|缺|尚|无(?:\Z|数|此|该|统计|法)|不详|不明|不变(?!价)|持平|保密|涉密"
    r"|停[产报]|\A[见略空]|详见|同上|\A[〃″々]+\Z|核实|补报|另[行报]|没(?!收)|[算计核审报总理认]中\Z"
)
_FIGURE_WORDS = re.compile(r"[0-9０-９]|[一二三四五六七八九十百千万亿点]{3,}")
_LONGEST = 20
#: what `place_level` gives for a city
_CITY = 2


def is_words_row(
    items: Sequence[Tagged], above: Sequence[Tagged], left: int, below: Sequence[Tagged] = ()
) -> bool:
    """Whether a row under a row of data, `above`, names something in column `left` and has words
    in place of its figures.

    Among places of one level any word will do, and in a row with its unit, for no header stands
    there; `below` is the row that follows, and empty where none does.
    """
    measured = {item.col for item in above if item.tag is Tag.TEXT and unit_of(item.text)}
    units = [item for item in items[1:] if item.col in measured and _is_unit(item)]
    first, others = items[0], [item for item in items[1:] if item not in units]
    if first.col != left or first.tag is not Tag.TEXT or not others:
        return False
    if not all(item.tag in (Tag.TEXT, Tag.MISSING, Tag.TINY) for item in others):
        return False
    if (
        any(map(_heads, (first, *others)))
        or header_is_class(first.text)
        or is_place_word(first.text)
    ):
        return False
    figures = {item.col for item in above if item.tag in FIGURES or item.tag is Tag.YEARISH}
    under = [item for item in others if item.col in figures]
    words = [plain(item.text) for item in under if item.tag is Tag.TEXT]
    places = is_place(first.text) and is_place(above[0].text)
    if not words or any(map(_is_other, words)):
        return False
    among = bool(units) or all(_goes_with(first, near) for near in (above, below) if near)
    return (among and len(under) == len(others)) or all(
        _is_words(word, places=places) for word in words
    )


def _is_unit(item: Tagged) -> bool:
    return item.tag is Tag.TEXT and (is_ditto(item.text) or unit_of(item.text) is not None)


def _goes_with(place: Tagged, near: Sequence[Tagged]) -> bool:
    """Whether a row near that of a place begins with another place of its level, as the rows of
    one table do; a header that names a place has other things, or parts of it, below."""
    return near[0].col == place.col and bool(_levels(place.text) & _levels(near[0].text))


def _levels(text: str) -> set[int]:
    """The levels that a name of a place may be of: 雄安新区 stands among cities."""
    level = place_level(text)
    if level is None:
        return set()
    return {level, _CITY} if plain(text).endswith("新区") else {level}


def _is_other(word: str) -> bool:
    """Whether a word says something of its own, as a label does."""
    return len(word) > _LONGEST or is_place(word) or is_class(word)


def _heads(item: Tagged) -> bool:
    """Whether a cell says what stands below it, as a header does."""
    text = item.text
    if item.tag is not Tag.TEXT:
        return False
    return bool(header_role(text) or unit_note(text) or period_within(text) or unit_of(text))


def _is_words(word: str, *, places: bool) -> bool:
    """Whether a word stands for a figure; one with a figure in it only beside names of places."""
    return bool(_NONE_GIVEN.search(word) or (places and _FIGURE_WORDS.search(word)))
