"""Parts of a year as people write them: 1—11月, 前三季度, 截至9月底, 上半年."""

import re
from functools import lru_cache

from .words import plain

_TO = "[-~—–―至到]"
_CN = {c: i for i, c in enumerate("一二三四五六七八九十", start=1)} | {"十一": 11, "十二": 12}
_CN_MONTH = r"十[一二]?|[一二三四五六七八九]"
_MONTHS = re.compile(rf"(?P<month>{_CN_MONTH})(?=月|{_TO}(?:{_CN_MONTH})月)")
_TWICE = re.compile(rf"(?<=[0-9])月份?(?={_TO}[0-9]{{1,2}}月)")
#: what every form of a part begins with
_STARTS = frozenset("0123456789上下全第前头一二三四五六七八九十hHqQ")
_FORMS = (
    (re.compile(rf"(?:上半年|1{_TO}6月份?|H1)(?=\Z|[^0-9])", re.I), "-H1"),
    (re.compile(rf"(?:下半年|7{_TO}12月份?|H2)(?=\Z|[^0-9])", re.I), "-H2"),
    (re.compile(rf"(?:1{_TO}12月份?|全年|第?[一1]{_TO}第?[四4]季度|前(?:四|4)个?季度)"), ""),
    (re.compile(rf"(?:第?[一1]季度|1{_TO}3月份?|Q1)(?=\Z|[^0-9])", re.I), "-Q1"),
    (re.compile(rf"(?:第?[二2]季度|4{_TO}6月份?|Q2)(?=\Z|[^0-9])", re.I), "-Q2"),
    (re.compile(rf"(?:第?[三3]季度|7{_TO}9月份?|Q3)(?=\Z|[^0-9])", re.I), "-Q3"),
    (re.compile(rf"(?:第?[四4]季度|10{_TO}12月份?|Q4)(?=\Z|[^0-9])", re.I), "-Q4"),
)
_OTHER = re.compile(
    r"[前头][一二三四五六七八九十0-9]+个?(?:月|季度)"
    rf"|[0-9]{{1,2}}{_TO}[0-9]{{1,2}}月份?|第?[一二三四1-4]{_TO}第?[一二三四1-4]季度"
)
_ONE_MONTH = re.compile(r"(?P<month>1[0-2]|0?[1-9])月份?")
_BEGINS = re.compile(
    r"(?<![0-9A-Za-z.])[0-9上下全第前头一二三四五六七八九十]|(?<![0-9A-Za-z.])[HQ]"
)
#: words by which a month or a quarter is the end of what is counted from January on
_UP_TO = re.compile(r"(?:截至|截止|至|到)年?\Z")
_SUMMED = re.compile(r"(?:份?(?:末|底)?(?:止|累计)|[0-9]{1,2}日|[上中下]旬)")
_YEAR_END = ("-12", "-Q4")


def spelled(folded: str) -> str:
    """A folded label with its months in one form: 一月至十一月 as 1至11月."""
    if "月" not in folded:
        return folded
    digits = _MONTHS.sub(lambda match: str(_CN[match["month"]]), folded)
    return _TWICE.sub("", digits)


@lru_cache(maxsize=16_384)
def part_of_year(text: str) -> tuple[str, str] | None:
    """What part of a year a label begins with, and its rest: 1月, 上半年, 1-6月能耗数据.

    The part is an ending such as `-H1` or `-06`; one that has no such form is given in words
    after `?`, so that nobody takes it for the whole year.
    """
    folded = spelled(plain(text).strip("()"))
    if folded[:1] not in _STARTS:
        return None
    for form, ending in _FORMS:
        match = form.match(folded)
        if match:
            return ending, folded[match.end() :]
    match = _OTHER.match(folded)
    if match:
        return f"?{match[0]}", folded[match.end() :]
    match = _ONE_MONTH.match(folded)
    if match and not folded[match.end() :].startswith(("度", "均")):
        return f"-{int(match['month']):02d}", folded[match.end() :]
    return None


@lru_cache(maxsize=16_384)
def part_within(text: str) -> str:
    """The part of a year that a title speaks of anywhere, as `part_of_year` gives it; empty where
    it speaks of none, or of the whole year. What is counted up to a month is no month."""
    folded = spelled(plain(text)).strip("()")
    for begins in _BEGINS.finditer(folded):
        found = part_of_year(folded[begins.start() :])
        if found is None:
            continue
        ending, rest = found
        until = _UP_TO.search(folded[: begins.start()])
        if ending[:1] != "-" or ending[1] == "H" or not (until or _SUMMED.match(rest)):
            return ending
        return "" if ending in _YEAR_END else f"?{_said(folded[begins.start() :], rest, until)}"
    return ""


def up_to(period: str) -> str:
    """What is counted from January to the end of a part of a year: of 2020-06 the half-year, of
    2020-09 `2020年1-9月`; a year and its last part are the year."""
    year, _, part = period.partition("-")
    if part in ("12", "Q4", "H2", ""):
        return year
    first = {"03": "Q1", "06": "H1", "Q2": "H1"}.get(part, part)
    if first in ("Q1", "H1", "01"):
        return f"{year}-{first}"
    return f"{year}年前三季度" if part == "Q3" else f"{year}年1-{int(part)}月"


def _said(there: str, rest: str, until: "re.Match[str] | None") -> str:
    """The words of a part that is counted up to a month: 截至9月底, 9月累计."""
    more = re.match(r"[末底]?(?:止|累计)?|[0-9]{1,2}日|[上中下]旬", rest)
    summed = _SUMMED.match(rest) or more
    own = there[: len(there) - len(rest)] + (summed[0] if summed else "")
    return f"{'截至' if until else ''}{own}"
