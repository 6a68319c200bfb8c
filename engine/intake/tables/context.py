"""What stands around a table and holds for all of it: title, units, period, entity."""

from dataclasses import dataclass, replace

from ..periods import period_within
from ..words import plain, readable, split_unit, unit_note, unit_of
from .blocks import Block
from .lexicon import header_role, place_in
from .tags import Tag, Tagged, Tags


@dataclass(frozen=True)
class Context:
    """`period_from` and `entity_from` say where those were found, for the doubts."""

    title: str = ""
    indicator: str | None = None
    period: str | None = None
    period_from: str = ""
    units: tuple[str, ...] = ()
    entity: str | None = None
    entity_from: str = ""


def context_of(block: Block, tags: Tags, sheet: str, before: Context | None) -> Context:
    """The context of a table; one without titles of its own goes on from the table before."""
    texts = [item for row in block.titles for item in tags.rows[row]]
    if not texts and before is not None:
        return before
    units: tuple[str, ...] = ()
    indicator = entity = period = None
    for item in texts:
        units = units or _units(item)
        key, _, value = plain(item.text).partition(":")
        if value and header_role(key) == "indicator":
            indicator, unit = split_unit(value)
            units = units or ((unit,) if unit else ())
        elif value and header_role(key) == "entity":
            entity = value
        elif not item.text.startswith(("注", "说明")):
            period = period or period_within(item.text)
    found = Context(_title(texts), indicator, period, "标题" if period else "", units, entity)
    return _completed(found, sheet)


def _completed(found: Context, sheet: str) -> Context:
    """What the title and the sheet's name add."""
    if not found.units:
        unit = split_unit(found.title)[1]
        found = replace(found, units=(unit,) if unit else ())
    if found.period is None:
        period = period_within(sheet)
        found = replace(found, period=period, period_from="工作表名" if period else "")
    if found.entity is not None:
        return replace(found, entity_from="表头说明")
    for text, where in ((found.title, "标题"), (sheet, "工作表名")):
        place = place_in(text)
        if place is not None:
            return replace(found, entity=place, entity_from=where)
    return found


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
        told = bool(value) and (header_role(key) is not None or len(key) <= 4)
        if item.tag is Tag.TEXT and not _units(item) and not told and folded[0] not in "(":
            return readable(item.text)
    return ""
