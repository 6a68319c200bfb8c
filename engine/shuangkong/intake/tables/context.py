"""What stands around a table and holds for all of it: title, units, period, entity."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ...errors import Refused
from ...units import STANDARD
from ..parts_of_year import part_of_year
from ..periods import (
    PLANNED,
    bracketed_period,
    day_of,
    in_year,
    mentions_year,
    period_of,
    period_within,
)
from ..reporting_dates import without_reporting
from ..words import plain, readable, split_unit, unit_note, unit_of, units_among
from .lexicon import header_role, place_of_office
from .roles import PlaceLabels
from .table_block import TableBlock
from .tags import Tag, Tagged, Tags
from .titled_places import TitledPlace, finer, titled_place

_ASIDE = re.compile(
    r"\A(?:注|说明|备注)|发布|公布|更新|印发|下载|制表|填报日期|打印|[Pp]ublish|[Uu]pdated?|[Rr]elease|[Dd]ate"
)

#: behind a part of a year in the name of a sheet: all else may be when it was handed in
_NOTHING_MORE = ("", "累计", "数", "数据", "情况")
#: 6-12, 附表3：, 表5-1 (续), Table 3.1 before a title
_NUMBERED = re.compile(
    r"\A(?:(?:续?表|[Tt]able)\s*)?[0-9]{1,2}[-—－.][0-9]{1,3}(?:[-.][0-9]+)?[\s.、:]*(?=\D)(?![年月日季旬])"
    r"|\A(?:附[件表录]|续?表|[Tt]able)\s*[0-9一二三四五六七八九十]{0,3}(?:[-—－.][0-9]+)*"
    r"\s*[.、::]\s*(?=\S)"
    r"|\A(?:附[件表录]|续?表)\s*[0-9]{1,3}(?:\s*(?=[\u4e00-\u9fff])(?![年月日季旬至到])|\s+(?=[12]))"
    r"|\A[Tt]able\s*[0-9]{1,3}\s+(?=\S)"
)
#: a line that only numbers what follows: 附件2, 续表 6-12
_NUMBER_ONLY = re.compile(
    r"(?:(?:附[件表录]|续?表|Table|Annex|Appendix)[0-9一二三四五六七八九十]{0,3}(?:[-—.][0-9]+)*"
    r"|[0-9]+(?:[-—.][0-9]+)*(?=[(]?[续C]))"
    r"(?:[(]?(?:续表?[0-9一二三]?|Continued)[)]?)?[.、:]?\Z",
    re.IGNORECASE,
)
_PLANNED = re.compile(PLANNED)
#: the number of a page where a table goes over several
_PAGE = re.compile(
    r"[-—(]*(?:第[0-9一二三四五六七八九十]{1,3}页|共[0-9]{1,3}页|[接转][上下]页|,|/)+[-—)]*\Z"
)
#: said above a table that has the title of the one before
_CONTINUES = re.compile(r"续|[Cc]ontinued")


@dataclass(frozen=True)
class TableContext:
    """`period_from` and `entity_from` say where those were found, for the doubts."""

    title: str = ""
    indicator: str | None = None
    period: str | None = None
    period_from: str = ""
    units: tuple[str, ...] = ()
    #: the part of the year that titles or the sheet's name speak of, for labels of bare years
    part: str = ""
    entity: str | None = None
    entity_from: str = ""
    #: where title, notes and the sheet's name say different things, by what they say it of
    differs: Mapping[str, str] = field(default_factory=dict)
    #: all lines over the table, the title among them
    captions: tuple[str, ...] = ()


def context_of(
    block: TableBlock,
    tags: Tags,
    sheet: str,
    before: TableContext | None,
    places: PlaceLabels | None = None,
) -> TableContext:
    """The context of a table; one without titles of its own goes on from the table before."""
    above = [item for row in block.titles for item in tags.rows[row]]
    texts = [item for item in above if not _PAGE.match(plain(item.text))]
    if not texts and before is not None:
        return before
    units: tuple[str, ...] = ()
    indicator = entity = None
    for item in texts:
        units = units or _units(item)
        key, _, value = plain(item.text).partition(":")
        if value and header_role(key) == "indicator":
            indicator, unit = split_unit(value)
            units = units or ((unit,) if unit else ())
        elif value and header_role(key) == "entity":
            entity = place_of_office(value)
    corner = [tags.at.get((row, col)) for row in block.headers for col in block.label_cols]
    for place in corner:
        alone = None
        if place is not None and place.tag is Tag.TEXT and header_role(place.text) is None:
            alone = unit_of(place.text)
        units = units or ((alone,) if alone else ())
    period, where = _period(texts, [item for item in corner if item is not None])
    if period is not None and len(period) == 4:
        period = in_year(period, _part(texts))
    title = _title(texts)
    if not title and before is not None and any(_CONTINUES.search(item.text) for item in texts):
        period, where = (period, where) if period else (before.period, before.period_from)
        title, units = before.title, units or before.units
        indicator, entity = indicator or before.indicator, entity or before.entity
    lines = tuple(item.text for item in texts if item.tag is Tag.TEXT)
    found = TableContext(title, indicator, period, where, units, entity=entity, captions=lines)
    found = _completed(found, sheet, places or PlaceLabels())
    return replace(found, part=_part_for_all(found.period, _part(texts), sheet, block, tags))


def _part_for_all(
    period: str | None, titled: str, sheet: str, block: TableBlock, tags: Tags
) -> str:
    """The part of a year that is meant where labels give years alone: under 2020年1-6月用水量 the
    columns 2019年 and 2020年 are of half-years. A title of a year that no label names may only say
    until when was counted."""
    if period is None or len(period) == 4:
        part = part_of_year(sheet)
        return titled or (part[0] if part and part[1] in _NOTHING_MORE else "")
    items = [item for row in block.headers for item in tags.rows[row]]
    items += [i for row in block.rows for i in tags.rows[row] if i.col in block.label_cols]
    if not any(mentions_year(item.text) and period[:4] in item.text for item in items):
        return ""
    said = f"?{period[5:]}" if period[4] == "年" else period[4:]
    return "" if _PLANNED.search(said) else said


def _period(texts: list[Tagged], corner: list[Tagged]) -> tuple[str | None, str]:
    """The period that the titles name, or the bracket of the corner, and which of them; None when
    they name different ones."""
    said = [without_reporting(plain(_unnumbered(item.text))) for item in texts]
    named = [
        period
        for text in said
        if not _ASIDE.search(text) and day_of(text) is None and (period := period_within(text))
    ]
    where = "标题" if named else "表头"
    named += [found[0] for item in corner if (found := _bracketed(item))]
    return (named[0], where) if len(set(named)) == 1 else (None, "")


def _part(texts: list[Tagged]) -> str:
    """The part of the year that a title of its own names, without a year: 1-11月累计."""
    named = {
        part[0]
        for item in texts
        if not mentions_year(item.text)
        and not _ASIDE.search(plain(item.text))
        and (part := part_of_year(_unnumbered(item.text)))
    }
    return named.pop() if len(named) == 1 else ""


def _unnumbered(text: str) -> str:
    """A title for people, without its number."""
    return _NUMBERED.sub("", readable(text))


def _bracketed(item: Tagged) -> tuple[str, str] | None:
    """The period in the bracket of a corner: 指标（2016年）."""
    found = bracketed_period(item.text)
    return found if found and header_role(found[1]) is not None else None


def _completed(found: TableContext, sheet: str, places: PlaceLabels) -> TableContext:
    """What the title and the sheet's name add, and where they contradict each other."""
    several, unit = units_among(found.title), split_unit(found.title)[1]
    differs: dict[str, str] = {}
    if not found.units:
        found = replace(found, units=several if several[1:] else (unit,) if unit else ())
    elif len(found.units) == 1 and unit is not None and _other_size(found.units[0], unit):
        differs["unit"] = f"单位在标题是“{unit}”，在说明是“{found.units[0]}”"
    whole = period_of(sheet)
    if whole is not None and found.period is not None and whole[:4] != found.period[:4]:
        differs["period"] = f"期间在{found.period_from}是“{found.period}”，在工作表名是“{whole}”"
    # a sheet 2020年 says nothing against a title of 2020年1-11月
    if found.period is None or (whole is not None and not found.period.startswith(whole)):
        period = whole or period_within(without_reporting(plain(sheet)))
        found = replace(found, period=period, period_from="工作表名" if period else "")
    part = part_of_year(sheet)
    whole_name = part is not None and part[1] in _NOTHING_MORE
    if part and whole_name and found.period is not None and len(found.period) == 4:
        found = replace(found, period=in_year(found.period, part[0]), period_from="标题和工作表名")
    return _of_place(found, sheet, differs, places)


def _of_place(
    found: TableContext, sheet: str, differs: dict[str, str], places: PlaceLabels
) -> TableContext:
    """Whose figures a table has: of its title, of a line under that which is nothing but a place in
    it, of the sheet's name; and why only a person can tell."""
    said = [("标题", titled_place(found.title, "标题", places))]
    said += [
        ("表头上方", titled_place(line, "表头上方", places))
        for line in (one.strip("()（）") for one in found.captions)
        if line != found.title
    ]
    said.append(("工作表名", titled_place(sheet, "工作表名", places)))
    if found.entity is not None:
        said.insert(0, ("表头说明", TitledPlace(found.entity)))
    named = [(where, one) for where, one in said if one is not None]
    if not named:
        return replace(found, differs=differs)
    where, own = named[0]
    for place, one in named[1:]:
        inner = finer(one.place, own.place, places)
        if inner and one.alone and place == "表头上方":
            where, own = place, one
        elif not _one_place(own.place, one.place) and (inner or one.alone):
            differs.setdefault(
                "entity", f"考核对象在{where}是“{own.place}”，在{place}是“{one.place}”"
            )
    doubts = [one.doubt for _, one in named if one.doubt and _one_place(own.place, one.place)]
    if doubts:
        differs.setdefault("entity", doubts[0])
    return replace(found, entity=own.place, entity_from=where, differs=differs)


def _one_place(one: str, other: str) -> bool:
    """Whether two places are the same, perhaps without its last word or with what it lies in:
    唐山, 唐山市, 河北省唐山市."""
    short, long = sorted((plain(one), plain(other)), key=len)
    return long.startswith(short) or long.endswith(short)


def _other_size(one: str, other: str) -> bool:
    """Whether two units measure the same thing and are not the same: 万吨, 吨."""
    try:
        return STANDARD.ratio(one, other) != 1
    except Refused:
        return False


def _units(item: Tagged) -> tuple[str, ...]:
    noted = unit_note(item.text)
    if noted:
        return noted
    alone = unit_of(item.text) if item.tag is not Tag.PERIOD else None
    return (alone,) if alone else ()


def _title(texts: list[Tagged]) -> str:
    for item in texts:
        folded = plain(item.text)
        key, _, value = folded.partition(":")
        numbered = _unnumbered(item.text)
        told = bool(value) and numbered == readable(item.text)
        told = told and (header_role(key) is not None or len(key) <= 4)
        told = told or _NUMBER_ONLY.match(folded) is not None
        if item.tag is Tag.TEXT and not _units(item) and not told and folded[0] not in "(":
            return numbered
    return ""
