"""What a table leaves open, said with what would settle it: a line of a layout, or which column."""

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from .cell_figures import says_fall
from .file_reading import SheetReading
from .match import Matcher
from .tables.lexicon import is_share
from .words import plain

_MONTHLY = re.compile(r"[本当]月|月止|[0-9]月[末止]?累计")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_INNER = str.maketrans("“”", "‘’")
#: so much of a title is shown
_SHOWN = 40


def month_or_sum(labels: Iterable[str]) -> str:
    """Which figures of a month and since the beginning of the year are those of a year; nothing
    where no label speaks of them."""
    if not any(map(_MONTHLY.search, labels)):
        return ""
    return "；“本月”“当月”是一个月的数，“累计”是年初到当月的数，12月的累计才是全年的数"


def named_in_title(sheets: Sequence[SheetReading], matcher: Matcher) -> str:
    """The indicator that the title of a table names and more, with the line that takes it.

    None is named where the title speaks of what fell, which no indicator is.
    """
    facts = [fact for one in sheets for fact in one.facts]
    monthly = month_or_sum(label for fact in facts for label in fact.labels)
    for title in dict.fromkeys(fact.title for fact in facts if fact.title):
        found = None if says_fall((title,)) else matcher.within(title)
        if found is not None:
            meant = (matcher.change_of(found) if is_share(title) else None) or found
            shown = title[:_SHOWN].translate(_INNER) + "……" * (len(title) > _SHOWN)
            line = f"indicator: {meant.id}"
            way = (
                f"在版式声明的 headers 中只给累计那一列写 {line} 和 period"
                if monthly
                else f"若各列都是它的数，在版式声明中写 {line} 即可"
            )
            return f"{monthly}；标题“{shown}”提到“{meant.name}”，{way}"
    return monthly


def year_in_name(file: str) -> str:
    """The one year that a file's name says, with the line that takes it: names are changed, and a
    name of 2021 may hold figures of 2020."""
    years = set(_YEAR.findall(plain(PurePosixPath(file).name)))
    if len(years) != 1:
        return ""
    (year,) = years
    return f"（文件名里的{year}年没有据以采用：若就是这一年的数据，在版式声明中写 period: {year}）"
