"""Years, half-years, quarters and months as people write them."""

import datetime
import re
from functools import lru_cache

from ..declarations.scalars import moment
from ..declarations.scalars import part as part_of
from ..errors import Misuse
from ..vocabulary import Moment
from .parts_of_year import part_of_year, part_within, spelled
from .words import plain, without_marks

#: 〇 is typed as many things that look like it, a letter O among them
_ZEROS = "〇零○◯Oo0"
_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys(_ZEROS, "0")
_CN_YEAR = re.compile(rf"[一二][{_ZEROS}一二三四五六七八九]{{3}}(?=年)")
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
#: how a half-year and a quarter end in a period, and a year that is named by all its months
_ENDINGS = ("", "-H", "-Q")
#: what every form of a period begins with
_CENTURIES = ("19", "20")
_WHOLE = re.compile(rf"{_YEAR}(?:年度?|年全年|\.0|年度数据|年数据|年末|年底)?\Z")
_WITH_PART = re.compile(rf"{_YEAR}年?-?(?P<part>.+)\Z")
#: a year with the flag of an agency: revised, provisional; P may be projected, and is none
_FLAGGED = re.compile(
    rf"{_YEAR}(?:[rRp]|[(](?:[rRp]|[Rr]evised|[Pp]rov(?:isional|[.])?|[Pp]relim(?:inary|[.])?)[)])\Z"
)
_MONTH = re.compile(
    rf"{_YEAR}(?:年(?P<month>0?[1-9]|1[0-2])月(?:份|末|底)?|[-/](?P<number>0?[1-9]|1[0-2]))\Z"
)
_DAY = re.compile(rf"{_YEAR}[-/年](?P<month>[0-9]{{1,2}})[-/月](?P<day>[0-9]{{1,2}})日?\Z")
_LEADING = re.compile(
    rf"{_YEAR}(?:年(?:度)?|(?=[\u4e00-\u9fff])(?!年))(?!(?:为)?(?:不变价|可比价|价格?|基期|基准|=100))"
    rf"(?P<rest>[^比较末底以至到\-~—,0-9].+)\Z"
)
_BRACKET = re.compile(r"[(（](?P<inner>[^()（）]+)[)）]")
_ENDS_WITH = re.compile(
    rf"(?P<name>.*[^\s0-9.比较与同以按自从占为于至到第~～〜—–\-/（(_])[\s_]*{_YEAR}\s*年?\s*度?\s*"
    r"(?P<unit>[(（][^()（）]*[)）])?",
    re.DOTALL,
)
_ANYWHERE = re.compile(r"(?<![0-9.])(?P<year>(?:19|20)[0-9]{2})(?![0-9])")
_PART = re.compile(r"[月季旬周]|半年|[hq][1-4]|前[一二三四五六七八九十0-9]", re.IGNORECASE)
#: a year in two digits, at the beginning of a label or of what is in its bracket
_SHORT = re.compile(
    r"(?:(?<=\A)|(?<=[(（,，、]))\s*(?:[’‘'′`´](?P<marked>[0-9]{2})(?:年度?|(?=\s*(?:\Z|[)）,，、])))"
    r"|(?P<bare>[0-9]{2})年度?)(?![以之内来期限龄间均累多余前后级制产])"
)
#: two digits from here on are of the last century
_FIRST_OF_1900 = 60
#: what is said of a year to come
PLANNED = "计划|预测|预计|预期|目标|任务"
#: a year that is spoken of as one to come; 目标 that are held against what was done are none
_PLANNED = re.compile(
    rf"(?:(?:19|20)[0-9]{{2}}年?度?(?P<direct>{PLANNED})"
    r"|[(](?P<last>计划|预测|预计)(?:数|值|量)?[)]\Z)"
    r"(?!.*(?:完成|实现|执行|落实|责任|考核|评价|进度|进展))"
)
_MENTIONS = re.compile(r"(?<![0-9.])(?:19|20)[0-9]{2}(?![0-9])(?!年?(?:不变价|可比价|价|=100))")
_NOT_THE_YEAR = re.compile(
    r"(?:比|较|以|按|自|从)(?:19|20)[0-9]{2}年?|与(?:19|20)[0-9]{2}年?(?:相比|比较)|(?:19|20)[0-9]{2}年?(?:价|=|不变价|可比价|基期)"
)


@lru_cache(maxsize=16_384)
def period_of(text: str) -> str | None:
    """The period that a whole label names: `2019`, `2019-H1`, `2019-Q3`, `2019-06`, or None."""
    folded = _western(plain(without_marks(text)))
    folded = folded if _FLAGGED.match(folded) else folded.strip("()")
    if not folded.startswith(_CENTURIES):
        return None
    folded = spelled(folded)
    match = _WHOLE.match(folded) or _FLAGGED.match(folded)
    if match:
        return match["year"]
    match = _MONTH.match(folded)
    if match:
        return f"{match['year']}-{int(match['month'] or match['number']):02d}"
    match = _WITH_PART.match(folded)
    found = part_of_year(match["part"]) if match else None
    if match is None or found is None or found[1] or found[0][:2] not in _ENDINGS:
        return None
    return match["year"] + found[0]


@lru_cache(maxsize=16_384)
def day_of(text: str) -> str | None:
    """The day that a whole label names, `2017-10-31`; elsewhere than in a column of periods a day
    is more often that of a signature."""
    match = _DAY.match(_western(plain(text)))
    if match is None:
        return None
    try:
        found = datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    return found.isoformat()


@lru_cache(maxsize=16_384)
def leading_period(text: str) -> tuple[str, str] | None:
    """Period and the rest of a label such as `2016年单位GDP能耗目标`."""
    folded = _western(plain(text))
    change = re.match(rf"{_YEAR}年?(?P<rest>(?:比|较)(?:上年|(?:19|20)[0-9]{{2}}年?).*)\Z", folded)
    if change:
        return change["year"], change["rest"]
    match = _LEADING.match(folded)
    return (match["year"], match["rest"]) if match else None


@lru_cache(maxsize=16_384)
def bracketed_period(text: str) -> tuple[str, str] | None:
    """Period in a bracket of a label, and the label without it: 用水量（2016年，万吨）."""
    for match in _BRACKET.finditer(text):
        parts = [part for part in re.split(r"[,，、;；]", match["inner"]) if part.strip()]
        periods = [found for part in parts if (found := period_of(part)) is not None]
        if len(periods) == 1 and match.start() > 0:
            rest = "，".join(part for part in parts if period_of(part) is None)
            inside = f"({rest})" if rest else ""
            return periods[0], text[: match.start()] + inside + text[match.end() :]
    return None


@lru_cache(maxsize=16_384)
def trailing_period(text: str) -> tuple[str, str] | None:
    """The year that a name ends with, before its unit, and the rest: 用水量2019年（万吨）,
    emissions_2019. 比2019年 and 至2019年 are no year of the figure."""
    match = _ENDS_WITH.fullmatch(_western(text.strip()))
    return (match["year"], match["name"] + (match["unit"] or "")) if match else None


def named_period(text: str) -> str | None:
    """The period that a label is, begins with or has in a bracket."""
    led = leading_period(text) or bracketed_period(text)
    return period_of(text) or (led[0] if led else None)


@lru_cache(maxsize=16_384)
def year_in_full(text: str) -> tuple[str, str] | None:
    """Of a label whose year has two digits (19年, ’19, 用水量（20年）) how that stands there, and
    the label with all four of them; a number of years such as 10年以上 is none."""
    match = _SHORT.search(text)
    if match is None:
        return None
    digits = match["marked"] or match["bare"]
    century = "20" if int(digits) < _FIRST_OF_1900 else "19"
    full = f"{text[: match.start()]}{century}{digits}年{text[match.end() :]}"
    return match[0], full


@lru_cache(maxsize=16_384)
def period_within(text: str) -> str | None:
    """The one period a title or sheet name speaks of; None when it names none or several.

    A part of the year that has no form of its own, and a year that is only planned, are given in
    words after the year (2026年1-11月, 2026年计划): no figure is taken for such a period.
    """
    folded = _western(plain(text))
    whole = period_of(folded)
    if whole:
        return whole
    cleaned = _NOT_THE_YEAR.sub("", folded)
    if re.search(r"(?:19|20)[0-9]{2}年?[-~—至到](?:19|20)?[0-9]{2}(?![0-9])", cleaned):
        return None
    years = {match["year"] for match in _ANYWHERE.finditer(cleaned)}
    if len(years) != 1:
        return None
    planned = _PLANNED.search(cleaned)
    said = (
        f"?{planned['direct'] or planned['last']}"
        if planned
        else part_within(_ANYWHERE.sub("", cleaned))
    )
    return in_year(years.pop(), said)


_FORECAST = re.compile(r"[0-9年](?:\((?:[EFP]|预)\)|[EFP]|预)\Z")


@lru_cache(maxsize=16_384)
def year_within(text: str) -> str | None:
    """The year that a label of periods holds among other words; none where it is a part of one, or
    of a forecast: 2020E."""
    folded = plain(text)
    found = None if _PART.search(folded) or _FORECAST.search(folded) else period_within(text)
    return found if found is not None and is_plain(found) else None


def in_year(year: str, part: str) -> str:
    """A part of a year, as `part_of_year` gives it, in its year."""
    return f"{year}年{part[1:]}" if part.startswith("?") else f"{year}{part}"


def year_before(period: str) -> str:
    """The same period in the year before."""
    return f"{int(period[:4]) - 1}{period[4:]}"


@lru_cache(maxsize=16_384)
def mentions_year(text: str) -> bool:
    """Whether a label speaks of some year, so that the title's year is not simply its own."""
    return bool(_MENTIONS.search(_western(plain(text))))


@lru_cache(maxsize=16_384)
def span_of_years(text: str) -> bool:
    """Whether a label speaks of several years together: 2016-2020年累计, 五年累计."""
    folded = _western(plain(text))
    span = r"(?:19|20)[0-9]{2}年?[-~—至到](?:19|20)?[0-9]{2}(?![0-9])|[一二三四五]五.*累计|五年累计"
    return bool(re.search(span, folded))


def is_plain(period: str) -> bool:
    """Whether a period is a year, half-year, quarter, month or day as the engine knows it."""
    part = r"(?:H[12]|Q[1-4]|(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?)"
    return bool(re.fullmatch(rf"(?:19|20)[0-9]{{2}}(?:-{part})?", period))


def _western(text: str) -> str:
    if "年" not in text:
        return text
    return _CN_YEAR.sub(lambda match: "".join(_DIGITS[c] for c in match[0]), text)


@lru_cache(maxsize=16_384)
def moment_in(text: str) -> Moment | None:
    """The moment that a period of the engine's own form is; None for any other text."""
    found = moment(text)
    return found if found is not None and str(found) == text else None


def number_of(year: int, part: str | None) -> int:
    """A year, or a part of it (H1, Q3, 06), as a moment in digits; the year where it is none."""
    found = None if part is None else part_of(year, part)
    return year if found is None else found.number


def part_in(year: int, part: str) -> Moment:
    """The part of a year that a person names: H1, Q3, 06.

    Raises:
        Misuse: it is none.
    """
    found = part_of(year, part)
    if found is None:
        raise Misuse(
            f"“{part}”不是年内时段\n    怎么改：写 H1（上半年）、Q3（三季度）或 06（六月）"
        )
    return found


def year_in(text: str) -> int | None:
    """A year in four plain digits; None for anything else, such as ²⁰²⁰ or a thousand digits."""
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None
