"""Years, half-years, quarters and months as people write them."""

import re
from functools import lru_cache

from .words import plain

_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_CN_YEAR = re.compile(r"[〇零○一二三四五六七八九]{4}(?=年)")
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_FORMS = (
    (re.compile(rf"{_YEAR}(?:年度?|年全年|\.0|年度数据|年数据|年末|年底)?\Z"), ""),
    (re.compile(rf"{_YEAR}年?(?:上半年|1[-~—至到]6月份?|H1)\Z", re.I), "-H1"),
    (re.compile(rf"{_YEAR}年?(?:下半年|7[-~—至到]12月份?|H2)\Z", re.I), "-H2"),
    (re.compile(rf"{_YEAR}年?(?:1[-~—至到]12月份?|全年)\Z"), ""),
    (re.compile(rf"{_YEAR}年?-?(?:第?[一1]季度|1[-~—至到]3月份?|Q1)\Z", re.I), "-Q1"),
    (re.compile(rf"{_YEAR}年?-?(?:第?[二2]季度|4[-~—至到]6月份?|Q2)\Z", re.I), "-Q2"),
    (re.compile(rf"{_YEAR}年?-?(?:第?[三3]季度|7[-~—至到]9月份?|Q3)\Z", re.I), "-Q3"),
    (re.compile(rf"{_YEAR}年?-?(?:第?[四4]季度|10[-~—至到]12月份?|Q4)\Z", re.I), "-Q4"),
)
_MONTH = re.compile(
    rf"{_YEAR}(?:年(?P<month>0?[1-9]|1[0-2])月份?|[-/](?P<number>0?[1-9]|1[0-2]))\Z"
)
_LEADING = re.compile(rf"{_YEAR}年(?:度)?(?P<rest>[^比较末底以至到\-~—,0-9].+)\Z")
_ANYWHERE = re.compile(r"(?<![0-9.])(?P<year>(?:19|20)[0-9]{2})(?![0-9])")
_NOT_THE_YEAR = re.compile(
    r"(?:比|较|与|以|按|自|从)(?:19|20)[0-9]{2}年?|(?:19|20)[0-9]{2}年?(?:价|=|不变价|可比价|基期)"
)


@lru_cache(maxsize=16_384)
def period_of(text: str) -> str | None:
    """The period that a whole label names: `2019`, `2019-H1`, `2019-Q3`, `2019-06`, or None."""
    folded = _western(plain(text)).strip("()")
    for form, ending in _FORMS:
        match = form.match(folded)
        if match:
            return match["year"] + ending
    match = _MONTH.match(folded)
    return f"{match['year']}-{int(match['month'] or match['number']):02d}" if match else None


@lru_cache(maxsize=16_384)
def leading_period(text: str) -> tuple[str, str] | None:
    """Period and the rest of a label such as `2016年单位GDP能耗目标`."""
    match = _LEADING.match(_western(plain(text)))
    return (match["year"], match["rest"]) if match else None


@lru_cache(maxsize=16_384)
def period_within(text: str) -> str | None:
    """The one period a title or sheet name speaks of; None when it names none or several."""
    folded = _western(plain(text))
    whole = period_of(folded)
    if whole:
        return whole
    for pattern in (r"(?:19|20)[0-9]{2}年?(?:上半年|下半年|1[-~—至]6月|第?[一二三四]季度)",):
        match = re.search(pattern, folded)
        if match:
            return period_of(match[0])
    cleaned = _NOT_THE_YEAR.sub("", folded)
    if re.search(r"(?:19|20)[0-9]{2}年?[-~—至到](?:19|20)?[0-9]{2}(?![0-9])", cleaned):
        return None
    years = {match["year"] for match in _ANYWHERE.finditer(cleaned)}
    return years.pop() if len(years) == 1 else None


def _western(text: str) -> str:
    return _CN_YEAR.sub(lambda match: "".join(_DIGITS[c] for c in match[0]), text)
