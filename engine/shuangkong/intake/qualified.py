"""What labels say beside the name of a figure, by which it may be another one.

Over the row 能源消费总量 a column 2020年目标 holds no energy, 位次 a rank, 规上工业 a part, and
上年同期 the year before. 绝对额 and 实际完成 say nothing more; what is unknown is taken and told.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from ..records import dataclass
from ..vocabulary import Indicator
from .marks import authority_in, vintage_in
from .match import Matcher
from .periods import period_within
from .tables.facts import Fact
from .tables.lexicon import is_bare_change, is_latin, is_measure, is_total, titled_name
from .words import name_of

#: a part of the whole
PART = (
    "规模以上|规上|规下|[省市县区]?本级|市辖区|[主中]城区|中心城区|市直|省直|工业|农业|农村|城镇|建筑业|服务业|交通|第[一二三]产业|"
    "居民|生活|企业|公共机构"
)
#: what is not yet, or ought to be
PLANNED = "目标|计划|预计|预测|预期|任务"
_OTHERWISE = re.compile(
    rf"{PART}|(?:{PLANNED}|预算)(?!.*(?:完成|实现|执行|落实)(?!率|进度))|下达|分解|控制[数线值量]|上限|下限|"
    "红线|警戒|预警|配额|[上去前]年|同期|[上前]期|期初|[本当](?:月|季|旬|周)|[月旬]止|月末|年初至|至今|基期|基数|位次|排名|名次|排序|[人户月日年]均|平均|均值|最[大小高低]|"
    "峰值|进度|率\\Z|差额|差距|差值|缺口|剩余|余额|结余|空间|增量|增减|新增|净增|减少|节约|节.量|压减|削减|"
    "占比|比重|份额|贡献|不含|除外|扣除|剔除|系数|修订前|修正前|调整前|原报|原数|模拟|估算|推算|测算|匡算|情景|"
    "target|plan|forecast|per ?capita|rank|share|average",
    re.IGNORECASE,
)
#: a whole cell of a row that says of what its figure is: a column 数据类型, 口径 or 备注
_WHOLE = re.compile(
    rf"(?:年度|全年|控制|考核|省?下达|省定|分解)?(?:{PART}|{PLANNED}|预算|下达|分解|控制|上限|"
    "[上去前]年(?:同期)?|同期|基数|位次|排名|人均|平均|增量|增减|占比|比重|修订前|调整前|原报|"
    "模拟|估算|推算|测算|匡算|情景){1,3}(?:值|数|量|额|指标|任务)?|target|plan(?:ned)?|forecast",
    re.IGNORECASE,
)
#: what a remark says of a figure that does not hold, or of which that is not known yet
_VOID = re.compile(r"作废|无效|有误|错误|勿用|弃用|停用|待[核查定]|待确认|存疑|暂[估定]|估[计算]")
#: columns that say who answers for a figure, and not of what it is
_WHO = re.compile(r"来源|部门|处室|单位|填报|审核|联系|负责|电话")
#: said of a price base or of a conversion, which are compared by themselves
_COMPARED = re.compile(r"可比价|不变价|现价|当年价|等价|当量|折标准?煤|[0-9]{4}年?价")


@dataclass(frozen=True, slots=True)
class Besides:
    """What stands beside a figure's name: words by which it is another, and words unknown."""

    otherwise: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def besides(fact: Fact, matcher: Matcher) -> Besides:
    """What row, column and group title of a figure say beside the name that it is known by."""
    if "指标" in fact.laid:
        return Besides()
    name = next((one for one in fact.names if matcher.indicator((one,)) is not None), "")
    return _besides(name, fact.row_names, fact.column_names, fact.section)


@lru_cache(maxsize=16_384)
def _besides(name: str, row: tuple[str, ...], column: tuple[str, ...], section: str) -> Besides:
    own = name_of(name)
    outer = [section] if section else []
    beside: list[str] = []
    at = _last(own, row)
    # of two axes the one that has the name groups it by what stands before; all else is beside it
    before, behind = (row, column) if at is not None else (column, row)
    last = at if at is not None else _last(own, column)
    outer += before[:last] if last is not None else []
    beside += [*(before[last + 1 :] if last is not None else before), *behind]
    said = [*(one for one in outer if _more(one, own)), *(one for one in beside if _more(one, own))]
    otherwise = tuple(dict.fromkeys(one for one in said if _OTHERWISE.search(one)))
    unknown = () if otherwise else tuple(dict.fromkeys(filter(_is_unknown, beside)))
    return Besides(otherwise, tuple(one for one in unknown if _more(one, own)))


def _last(own: str, names: Sequence[str]) -> int | None:
    """Where a name ends among the labels of an axis; None where none of them has a part of it."""
    found = [at for at, one in enumerate(names) if not _more(one, own)]
    return found[-1] if found else None


def _more(label: str, own: str) -> bool:
    """Whether a label says anything that the name does not."""
    return bool(label) and name_of(label) not in own


def _is_unknown(label: str) -> bool:
    return not (
        is_measure(label)
        or is_total(label)
        or is_latin(label)
        or _COMPARED.search(label)
        or vintage_in((label,))
        or authority_in((label,))
    )


def says_otherwise(cell: str, head: str = "") -> bool:
    """Whether a cell beside a figure says that it is another than its indicator's: 目标."""
    return bool(_WHOLE.fullmatch(name_of(cell))) and not says_who(head)


def says_who(head: str) -> bool:
    """Whether a column says who answers for figures, or where they are from."""
    return _WHO.search(head) is not None


def otherwise_in_cell(note: str | None, period: str | None) -> str:
    """What is to be asked of a figure with a remark in its own cell: 970（2019年）, 2600（预计）;
    nothing where the remark leaves it what it is."""
    if not note:
        return ""
    year = period_within(note)
    other = year is not None and (period is None or year[:4] != period[:4])
    if _VOID.search(note):
        return f"格子里还写着“{note}”，不知这个数还算不算"
    return f"格子里还写着“{note}”，不一定是同一个数" if other or says_otherwise(note) else ""


def named_within(fact: Fact, matcher: Matcher) -> tuple[str, Indicator] | None:
    """The indicator that a label or the title of a figure names, though the figure is another
    one, and what the figure is called."""
    titled = titled_name(fact.title) if fact.column_names or fact.row_names else ""
    for label in (*reversed(fact.column_names), *reversed(fact.row_names), titled):
        found = matcher.indicator((name_of(label),))
        if isinstance(found, Indicator):
            return fact.indicator if label != titled else f"{titled} {fact.indicator}", found
    for label in (*reversed(fact.column_names), *reversed(fact.row_names)):
        within = matcher.within(label)
        if within is not None:
            return fact.indicator, within
    return None


def change_beside(
    fact: Fact, before: tuple[Fact, Indicator] | None, matcher: Matcher
) -> tuple[str, Indicator] | None:
    """What a column 同比增减 is called, and the declared change, where the column left of it is an
    indicator's; `before` is the last figure of one."""
    if before is None or len(fact.column_names) != 1:
        return None
    left, level = before
    beside = (left.cell.row, left.cell.col + 1) == (fact.cell.row, fact.cell.col)
    if not beside or not is_bare_change(fact.column_names[0]):
        return None
    change = matcher.change_of(level)
    return None if change is None else (f"{left.indicator} {fact.indicator}", change)
