"""What a table's title says of its figures that their headers leave out.

Under 规模以上工业用电量 a column 用电量 is not the electricity of all; under 用电量目标 it is no
figure at all. The title is asked only where it names what the header names, and more.
"""

import re
from functools import lru_cache

from ..vocabulary import Indicator
from .match import Matcher
from .qualified import PART, PLANNED
from .tables.facts import Fact
from .tables.lexicon import titled_name
from .words import name_of

#: words before a name by which it means a part, a share or what is not yet
_BEFORE = re.compile(f"{PART}|人均|{PLANNED}")
#: words behind a name, at the end of a title, by which it is what ought to be
_BEHIND = re.compile(rf"的?(?:控制|考核|下达|分解)?(?:{PLANNED})(?:值|数|表|量|分解表?)*\Z")
#: words behind a name that leave it what it is; before others it is not the title's subject
_NOTHING_MORE = re.compile(r"(?:情况|统计|汇总|数据|一览|表)*\Z")
#: a title that tells besides what was reached
_REACHED = re.compile(r"完成|实现|执行|落实|情况|[、,及与]")
_APART = re.compile(r"[、,和及与]")
_BRACKET = re.compile(r"[(][^()]*[)]\Z")


def more_in_title(
    fact: Fact, indicator: Indicator, matcher: Matcher, sheet: str = ""
) -> str | None:
    """What the title, or the name of the `sheet`, says more than the header, in words; None where
    both may mean the same."""
    if "indicator" in fact.inferred or "指标" in fact.laid:
        return None
    more = _more(fact.title, sheet, fact.names)
    if more is None or matcher.indicator((more[1],)) is indicator:
        return None
    return f"{more[0]}写的是“{more[1]}”，表头只写“{more[2] or indicator.name}”"


@lru_cache(maxsize=16_384)
def _more(title: str, sheet: str, names: tuple[str, ...]) -> tuple[str, str, str] | None:
    """Where more is said, what is said there, and what the header says of it."""
    parts = _APART.split(_titled(title))
    for name in sorted(map(name_of, names), key=len, reverse=True):
        part = next((one for one in parts if name in one), None) if len(name) > 1 else None
        if part is None:
            continue
        before, _, behind = part.partition(name)
        qualified = _BEFORE.search(before) and _NOTHING_MORE.match(behind)
        return ("标题", part, name) if qualified or _BEHIND.match(behind) else None
    for what, text in (("标题", title), ("工作表名", sheet)):
        whole = _titled(text)
        # a table of targets, whatever it calls them
        if _BEHIND.search(whole) and not _REACHED.search(whole):
            return what, whole, ""
    return None


def _titled(title: str) -> str:
    return titled_name(_BRACKET.sub("", name_of(title)))
