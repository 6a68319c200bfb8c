"""Of which place a title speaks: the finest that it names, and why it may not be the whole of it.

河北省唐山市2020年 is of 唐山市, and 鹿城省2026年东原市 of 东原市. 东原市高新区, 东原市某钢铁公司
and 东原市、西河市 are of no one place that is known; 东原市发展改革委 is who fills the table in.
"""

import re
from collections.abc import Iterator

from ...records import dataclass
from ..words import plain
from .lexicon import is_place, leading_years, place_in
from .roles import PlaceLabels

#: what joins two places
_JOINED = re.compile(r"[,/]|以?及|[和与跟同]")
#: 东原市等4个市
_AND_OTHERS = re.compile(r"\A等[0-9一二三四五六七八九十两几]*个?(?:省|市|州|县|区|地)")
#: what stands in no name: of what the figures are, of each part, and the office that fills in
_STOP = (
    r"能源|能耗|消费|消耗|用[电水煤气]|煤炭|石油|天然气|碳[排强消]|电力|电量|总量|强度|情况|统计|数据|指标|目标|"
    r"考核|任务|生产总值|增加值|产值|人口|汇总|地区|所[辖属在]|下[辖属]|各|分[省市县区地行产月季年]|"
    r"[全本][省市县区]|局|委|厅|部门|政府|办公室|主管|填报|报送|上报|规模以上|规上|及|城[市乡]|农村|"
    r"含|包括|剔除|扣除|不计|年"
)
_WORD = rf"(?:(?!{_STOP})[\u4e00-\u9fff])"
#: 县区, 乡镇: each of them, and no name
_EACH = r"(?![县区]市?[县区]|县市|市县|乡镇|[镇街][乡镇街]|村镇)"
_REGION = (
    r"(?:区(?![域划间位块别内县,、和及与])|县(?![域级市区(,、])|旗(?![下舰])|镇(?!化)|乡(?![镇村])|街道|"
    r"园(?![林区])|新城|基地|市(?![场政内域级民区辖县直属本(,、]))"
)
_ORGANISATION = (
    r"(?:公司|集团(?:[\u4e00-\u9fff]{0,8}公司)?|企业|厂(?!房)|用能单位|用能大户|公共机构|机关(?!事务)|医院|学校|高校|大学|数据中心|电站|"
    r"(?:重点|两高|高耗能)项目)(?![\u4e00-\u9fff]{0,8}(?:局|厅|委|办|总队|协会|部门|中心))"
)
_NAME = re.compile(rf"{_EACH}{_WORD}{{1,12}}?{_REGION}")
#: who writes of a place within his own
_OFFICE = re.compile(
    r"\A(?:人民政府|[\u4e00-\u9fff]{2,12}?(?:局|厅|委员会|委(?!员)|办公室))(?:关于|下达|核定|批复)?"
)
#: behind the name of a place: a part of it
_PART = re.compile(
    r"(?:[主中]城区|中心城区|城区|市?区(?![域县划、,和及])|市辖区|[省市县区]?本级|[省市]直(?![管辖])|"
    rf"{_NAME.pattern}|{_WORD}{{0,12}}?{_ORGANISATION})"
)
_BRACKETED = re.compile(r"[(]([^()]{2,})[)]")
#: names of places are no longer
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class TitledPlace:
    """The finest place that a text names, and why its figures may not be those of the whole."""

    place: str
    doubt: str = ""
    #: whether the text is nothing but that name
    alone: bool = False


def titled_place(text: str, where: str, places: PlaceLabels) -> TitledPlace | None:
    """The place that a title, a line or the name of a sheet begins with; `where` that stands."""
    if places.known(text):
        return TitledPlace(text, alone=True)
    folded = plain(text)
    place = place_in(folded)
    if place is None:
        return None
    behind = folded.partition(place)[2]
    while (inner := _within(place, behind, places)) is not None:
        place, behind = inner
    several, part = _several(place, behind, places), _part(behind)
    if several:
        return TitledPlace(place, f"{where}写的是“{place}{several}”，不是一个考核对象")
    doubt = f"{where}写的是“{place}{part}”，不是整个{place}" if part else ""
    return TitledPlace(place, doubt, alone=not behind)


def finer(one: str, other: str, places: PlaceLabels) -> bool:
    """Whether a place is finer than another, as far as both are known."""
    own, others = places.level(one), places.level(other)
    return own is not None and others is not None and own > others


def _within(place: str, behind: str, places: PlaceLabels) -> tuple[str, str] | None:
    """The place that is named right behind the one that it lies in, perhaps behind the year or
    the office that writes, and what follows it."""
    said = leading_years(behind)
    for text in (said, leading_years(_OFFICE.sub("", said))):
        for name in _names(text, places):
            # of a city the name alone may be another word: 高新 in 高新技术企业
            if not is_place(name) and places.level(place) != 1:
                continue
            for whole in (name, place + name):
                beside = text == behind and places.level(whole) == places.level(place)
                if places.known(whole) and (beside or finer(whole, place, places)):
                    return whole, text[len(name) :]
    return None


def _names(text: str, places: PlaceLabels) -> Iterator[str]:
    """What may be the name of a place at the beginning of a text, the likeliest first."""
    if by_words := _NAME.match(text):
        yield by_words[0]
    # without a plan any words that end so are known
    if places.known is not is_place:
        yield from (text[:end] for end in range(min(len(text), _LONGEST), 1, -1))


def _several(place: str, behind: str, places: PlaceLabels) -> str:
    """How a text goes on behind a place where it names another beside it: 、西河市, 等4个市."""
    others = _AND_OTHERS.match(behind)
    if others:
        return others[0]
    for joined in _JOINED.finditer(behind):
        for name in _names(behind[joined.end() :], places):
            known = places.known(name) and not finer(place, name, places)
            # 和平区 is no two places
            told = not joined.start() and is_place(name) and len(name) > 2
            if (known or told) and plain(name) != place:
                return behind[: joined.end()].replace(",", "、") + name
    return ""


def _part(behind: str) -> str:
    """How a text goes on behind a place where it names a part of it: 高新区, （公共机构）."""
    found = _PART.match(leading_years(behind))
    if found:
        return found[0]
    brackets = (one for one in _BRACKETED.finditer(behind) if _PART.fullmatch(one[1]))
    return next((f"（{one[1]}）" for one in brackets), "")
