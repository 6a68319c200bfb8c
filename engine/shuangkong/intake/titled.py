"""What a table's title says of its figures that their headers leave out.

Under 规模以上工业用电量 a column 用电量 is not the electricity of all; under 用电量目标 it is no
figure at all, and under 用电增量 it is what was added. A title is asked where it names what the
header names, and more; where it says 增量 whatever it calls it; and where a line of it, such as
（规模以上工业）, says nothing else.
"""

import re
from functools import lru_cache
from pathlib import PurePosixPath

from ..vocabulary import Indicator
from .match import Matcher
from .periods import span_of_years
from .qualified import PART, PLANNED, says_otherwise
from .tables.facts import Fact
from .tables.lexicon import titled_name
from .words import name_of, plain

#: words before a name by which it means a part, a share, what was added or what is not yet
_BEFORE = re.compile(f"{PART}|人均|{PLANNED}|新增|净增|(?:增加|减少)的?\\Z")
#: words behind a name, at the end of a title, by which it is what ought to be
_BEHIND = re.compile(rf"的?(?:控制|考核|下达|分解)?(?:{PLANNED})(?:值|数|表|量|分解表?)*\Z")
#: words behind a name that leave it what it is; before others it is not the title's subject
_NOTHING_MORE = re.compile(r"(?:情况|统计|汇总|数据|一览|表)*\Z")
#: a title that tells besides what was reached
_REACHED = re.compile(r"完成|实现|执行|落实|情况|[、,及与]")
_APART = re.compile(r"[、,和及与]")
#: what a title begins or ends with that speaks of a mean, of a peak, or of what was added, taken
#: away or is left, in the unit of the level
_ADDED = re.compile(
    r"\A(?P<first>[人户月日]均|平均|最[大小高低]|新增|净增|[比较](?:上年|去年)(?:同期)?(?:增加|减少))|"
    r"(?P<what>增量|新增|净增|减量|(?:新增|净增|增加|减少|增减|变化|节约|压减|削减)[量值额数]|"
    r"节[能电煤水]量|差[额值]|缺口|结余|余[量额]|空间)(?:的?(?:基本)?(?:情况|统计|汇总|数据|明细|一览|表))*\Z"
)
#: a part of a title that speaks of the level beside it: 能耗总量和增量
_LEVEL = re.compile(r"总量|存量|强度|水平")
#: a line over a table that is all of the change that its figures are
_WHOLLY_ADDED = re.compile(
    r"(?:[比较](?:上年|去年|(?:19|20)[0-9]{2}年)(?:同期)?|[当本]年|年度|累计)?"
    r"(?:新增|净增|增加|减少|增减|增量|减量)[量值额数]?"
)
#: of what a line over a table says that its figures are
_SCOPE = re.compile(r"\A(?:统计|数据|指标)?(?:口径|范围)[:为]")
_BRACKET = re.compile(r"[(][^()]*[)]\Z")
_IN_BRACKETS = re.compile(r"[(]([^()]*)[)]\Z")
#: what a bracket leaves out of all figures; places left out are the scope of who reports
_WITHOUT = re.compile(r"(?:不含|不包[含括]|不计|剔除|扣除|除)(?P<what>.+?)(?:以?外|后|的)?\Z")
_SCOPE_BEHIND = re.compile(r"[(][^()]+[)]")
_PLACE = re.compile(r"[市县区省州盟旗]\Z")


def more_in_title(
    fact: Fact, indicator: Indicator, matcher: Matcher, sheet: str = "", file: str = ""
) -> str | None:
    """What the title, or the name of the `sheet`, or of the `file` where there is no title, says
    more than the header, in words; None where both may mean the same."""
    if "indicator" in fact.inferred or "指标" in fact.laid:
        return None
    stem = "" if fact.title else PurePosixPath(file).stem
    more = _more(fact.title, sheet, stem, fact.names) or _line(fact.captions, fact.names)
    if more is None:
        return _other_scope(fact, matcher)
    if matcher.indicator((more[1],)) is indicator or _without_places(more[1], fact, matcher):
        return None
    return f"{more[0]}写的是“{more[1]}”，表头只写“{more[2] or indicator.name}”"


@lru_cache(maxsize=16_384)
def _more(title: str, sheet: str, file: str, names: tuple[str, ...]) -> tuple[str, str, str] | None:
    """Where more is said, what is said there, and what the header says of it."""
    whole_names = (("标题", title), ("工作表名", sheet), ("文件名", file))
    parts = _APART.split(_titled(title))
    for what, text in whole_names:
        if (whole := _added(text, names)) is not None:
            return what, whole, ""
    called = {_BRACKET.sub("", name_of(name)) for name in names}
    for name in sorted(called, key=lambda one: (-len(one), one)):
        part = next((one for one in parts if name in one), None) if len(name) > 1 else None
        if part is None:
            continue
        before, _, behind = part.partition(name)
        qualified = _BEFORE.search(before) and _NOTHING_MORE.match(behind)
        return ("标题", part, name) if qualified or _BEHIND.match(behind) else None
    for what, text in whole_names:
        whole = _titled(text)
        # a table of targets, whatever it calls them
        if _BEHIND.search(whole) and not _REACHED.search(whole):
            return what, whole, ""
    return None


def _added(text: str, names: tuple[str, ...]) -> str | None:
    """What a title says that speaks of what was added and of no level beside it; None where the
    header says so too, or the title speaks of something else."""
    whole = _titled(text)
    parts = _APART.split(whole)
    ends = [_ADDED.search(part) for part in parts]
    own = [name_of(name) for name in names]
    for part, end in zip(parts, ends, strict=True):
        level = end is None and (bool(_LEVEL.search(part)) or part in own)
        if level or (
            end is not None and any((end["what"] or end["first"]) in name for name in own)
        ):
            return None
    return whole if any(ends) else None


@lru_cache(maxsize=16_384)
def _line(lines: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, str, str] | None:
    """The line over a table, or the bracket that ends one, that says of all its figures that they
    are others: 增量, 目标值, （规模以上工业）, 2016-2020年累计."""
    brackets = [found[1] for line in lines if (found := _IN_BRACKETS.search(plain(line)))]
    for line in (*lines, *brackets):
        bare = plain(line).strip("()")
        # 不含高新区 reads as the name of a place
        said = _SCOPE.sub("", titled_name(bare)) or bare
        other = _WHOLLY_ADDED.fullmatch(said) or says_otherwise(said)
        other = other or (span_of_years(bare) and said in ("累计", "合计"))
        other = other or (line in brackets and _WITHOUT.match(bare) is not None)
        if other and not any(said in name_of(name) for name in names):
            return "表头上方", bare, ""
    return None


def _without_places(said: str, fact: Fact, matcher: Matcher) -> bool:
    """Whether all that is left out are places, which is the scope of who reports: 不含辛集市. Of
    the one place that a title names it must be the declared scope."""
    found = _WITHOUT.match(said)
    left = [one for one in _APART.split(found["what"]) if one] if found else []
    if "entity" in fact.inferred and fact.entity is not None:
        return matcher.entity(f"{fact.entity}({said})") is not None
    return bool(left) and all(_PLACE.search(one) or matcher.entity(one) for one in left)


def _other_scope(fact: Fact, matcher: Matcher) -> str | None:
    """That the title names its one place with another scope than the declared one, in words."""
    if fact.entity is None or "entity" not in fact.inferred:
        return None
    _, named, behind = plain(fact.title).partition(plain(fact.entity))
    scope = _SCOPE_BEHIND.match(behind)
    other = named and scope and matcher.other_scope(named + scope[0])
    return f"标题写的是“{named}{scope[0]}”，不是声明的口径" if other and scope else None


def _titled(title: str) -> str:
    return titled_name(_BRACKET.sub("", name_of(title)))
