"""From a sheet to facts: one value with its entity, indicator, period and unit, as written."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ..periods import leading_period, period_of, period_within
from ..reading import Sheet
from ..words import name_of, plain, readable, split_unit, unit_note, unit_of
from .axes import Label, column_paths, row_labels, sections
from .blocks import Block, find_blocks, is_footnote
from .kinds_of_label import header_role, is_change, is_place, is_total
from .tags import VALUES, Tag, Tagged, Tags

Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a table. What the table does not say is None; nothing is filled in here.

    `names` are the texts that may name the indicator, most specific first. `doubts` are
    Chinese phrases saying what was inferred and from where.
    """

    cell: Tagged
    entity: str | None
    names: tuple[str, ...]
    period: str | None
    unit: str | None
    number: Decimal | None
    labels: tuple[str, ...]
    title: str
    doubts: tuple[str, ...] = ()


@dataclass
class Reading:
    """What was taken from one sheet, and why every other cell was not."""

    sheet: Sheet
    facts: list[Fact] = field(default_factory=list)
    #: reason by (row, column), for each cell that is not a fact
    left: dict[tuple[int, int], str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class _Context:
    """What stands around a table: titles, units and periods that hold for all of it."""

    title: str
    indicator: str | None
    period: str | None
    period_from: str
    units: tuple[str, ...]
    entity: str | None
    known: Known


def read_sheet(sheet: Sheet, known: Known = is_place) -> Reading:
    """Facts of a sheet. `known` says whether a label is the name of an entity."""
    tags = Tags(sheet)
    reading = Reading(sheet)
    reading.blocks = find_blocks(tags)
    for index, block in enumerate(reading.blocks):
        _read_block(block, tags, reading, known, first=index == 0)
    for place, item in tags.at.items():
        if place not in reading.left and not any((f.cell.row, f.cell.col) == place for f in ()):
            reading.left.setdefault(place, "")
    taken = {(fact.cell.row, fact.cell.col) for fact in reading.facts}
    for place in taken:
        reading.left.pop(place, None)
    for place, why in list(reading.left.items()):
        if not why:
            reading.left[place] = _why_outside(tags.at[place])
    return reading


def _why_outside(item: Tagged) -> str:
    return "表外零散数值" if item.tag in VALUES else "表外文字"


def _read_block(block: Block, tags: Tags, reading: Reading, known: Known, *, first: bool) -> None:
    paths = column_paths(block, tags)
    heads = {col: "".join(plain(label.text) for label in path) for col, path in paths.items()}
    context = _context(block, tags, reading, known, first=first)
    above = sections(block, tags)
    entity_columns = _entity_columns(block, paths, known)
    _mark_labels(block, tags, reading)
    for row in block.rows:
        labels = row_labels(block, tags, row, heads)
        units = _row_unit(block, tags, row)
        for col in block.value_cols:
            item = tags.at.get((row, col))
            if item is None:
                continue
            if item.tag not in VALUES:
                reading.left[row, col] = "数值列中的文字"
                continue
            fact = _fact(
                item,
                labels,
                above.get(row),
                paths.get(col, ()),
                units,
                context,
                _columns_before(col, entity_columns),
                heads,
            )
            if isinstance(fact, str):
                reading.left[row, col] = fact
            else:
                reading.facts.append(fact)


def _mark_labels(block: Block, tags: Tags, reading: Reading) -> None:
    def mark(rows: Sequence[int], why: str) -> None:
        for row in rows:
            for item in tags.rows.get(row, ()):
                reading.left[item.row, item.col] = why

    mark(block.titles, "标题或单位说明")
    mark(block.headers, "表头")
    mark(block.sections, "分组标题")
    for row in block.notes:
        for item in tags.rows.get(row, ()):
            note = is_footnote(item.text) or item.tag is Tag.TEXT
            reading.left[item.row, item.col] = "表下附注" if note else ""
    other = {"code": "序号或代码", "note": "备注", "unit": "计量单位"}
    for row in block.rows:
        for col in block.label_cols:
            if (row, col) in tags.at:
                reading.left[row, col] = "行标签"
        for col, role in block.other_cols.items():
            if (row, col) in tags.at:
                reading.left[row, col] = other[role]


def _context(block: Block, tags: Tags, reading: Reading, known: Known, *, first: bool) -> _Context:
    texts = [item for row in block.titles for item in tags.rows[row]]
    units: tuple[str, ...] = ()
    indicator = entity = period = None
    source = "标题"
    for item in texts:
        noted = unit_note(item.text)
        if not noted and plain(item.text)[:1] in "(（" and item.tag is not Tag.PERIOD:
            alone = unit_of(plain(item.text))
            noted = (alone,) if alone and not units else ()
        units = units or noted
        key, _, value = plain(item.text).partition(":")
        if value and header_role(key) == "indicator":
            indicator, unit = split_unit(value)
            units = units or ((unit,) if unit else ())
        elif value and header_role(key) == "entity":
            entity = value
        period = period or period_within(item.text)
    if period is None:
        period, source = period_within(reading.sheet.name), "工作表名"
    title = next(
        (
            readable(i.text)
            for i in texts
            if i.tag is Tag.TEXT
            and not unit_note(i.text)
            and not plain(i.text).startswith(("(", "表"))
        ),
        "",
    )
    if not units:
        _, unit = split_unit(title)
        units = (unit,) if unit else ()
    return _Context(title, indicator, period, source, units, entity, known)


def _entity_columns(
    block: Block, paths: Mapping[int, tuple[Label, ...]], known: Known
) -> dict[int, str]:
    """Value columns headed by an entity, when entities run across."""
    found: dict[int, str] = {}
    for col in block.value_cols:
        for label in paths.get(col, ()):
            if _is_entity(label.text, known):
                found[col] = readable(label.text)
    return found if len(found) * 2 >= len(block.value_cols) else {}


def _is_entity(text: str, known: Known) -> bool:
    return known(text) or is_place(text) or (is_total(text) and plain(text)[:1] == "全")


def _columns_before(col: int, entities: Mapping[int, str]) -> Callable[[], str | None]:
    def nearest() -> str | None:
        before = [c for c in entities if c <= col]
        return entities[max(before)] if before else None

    return nearest


def _row_unit(block: Block, tags: Tags, row: int) -> str | None:
    for col, role in block.other_cols.items():
        if role == "unit":
            item = tags.seen(row, col)
            if item is not None:
                return unit_of(item.text) or readable(item.text)
    return None


@dataclass
class _Parts:
    """What the labels around one value say, as it is gathered."""

    entity: str | None = None
    period: str | None = None
    unit: str | None = None
    row_names: list[str] = field(default_factory=list)
    column_names: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def _fact(
    item: Tagged,
    labels: Sequence[Label],
    section: Label | None,
    path: Sequence[Label],
    row_unit: str | None,
    context: _Context,
    nearest_entity: Callable[[], str | None],
    heads: Mapping[int, str],
) -> "Fact | str":
    if not path and not labels:
        return "表外零散数值"
    parts = _Parts()
    _take_rows(parts, labels, context)
    _take_columns(parts, path, context)
    if parts.entity is None:
        near = nearest_entity()
        if near is not None:
            parts.entity = near
            parts.doubts.append(f"列中未写对象，按左侧的“{near}”列")
    _finish(parts, item, row_unit, context)
    return Fact(
        item,
        parts.entity or context.entity,
        _names(parts, section, context),
        parts.period,
        parts.unit,
        item.value.number if item.tag in (Tag.NUMBER, Tag.YEARISH) else None,
        tuple(readable(label.text) for label in (*labels, *path)),
        context.title,
        tuple(parts.doubts),
    )


def _take_rows(parts: _Parts, labels: Sequence[Label], context: _Context) -> None:
    for label in labels:
        role = header_role(label.header) if label.header else None
        period = period_of(label.text)
        if role == "period" or (period and role != "indicator"):
            parts.period = period or parts.period
        elif role == "entity" or (role is None and _is_entity(label.text, context.known)):
            parts.entity = readable(label.text)
        else:
            name, unit = split_unit(label.text)
            parts.row_names.append(name)
            parts.unit = unit or parts.unit


def _take_columns(parts: _Parts, path: Sequence[Label], context: _Context) -> None:
    for label in path:
        period = period_of(label.text)
        if period:
            parts.period = period
            continue
        if _is_entity(label.text, context.known):
            parts.entity = readable(label.text)
            continue
        leading = leading_period(label.text)
        text = label.text
        if leading:
            parts.period, text = leading
        name, unit = split_unit(text)
        unit = unit or unit_of(text)
        if unit_of(text) is None:
            parts.column_names.append(name)
        parts.unit = unit or parts.unit


def _finish(parts: _Parts, item: Tagged, row_unit: str | None, context: _Context) -> None:
    if parts.period is None and context.period is not None:
        parts.period = context.period
        parts.doubts.append(f"期间取自{context.period_from}")
    change = any(map(is_change, parts.column_names)) and bool(parts.row_names)
    own = item.value.unit or ("%" if item.cell.text.endswith("%") else None)
    if own:
        parts.unit = own
    elif parts.unit is None and row_unit and not change:
        parts.unit = row_unit
    elif parts.unit is None and len(context.units) == 1 and not change:
        parts.unit = context.units[0]
        parts.doubts.append("单位取自表头说明")
    if parts.unit is None and any("%" in name for name in parts.column_names):
        parts.unit = "%"


def _names(parts: _Parts, section: Label | None, context: _Context) -> tuple[str, ...]:
    """Texts that may name the indicator: both axes together, then each alone."""
    row, column = parts.row_names, parts.column_names
    found: list[str] = []
    if row and column:
        found += ["".join((*row, *column)), "".join((*column, *row))]
    if column:
        found += ["".join(column), *([column[-1]] if len(column) > 1 and not row else [])]
    if row:
        found += [row[-1], "".join(row)]
        if section is not None:
            found.append(name_of(section.text) + row[-1])
    if not found:
        found += [name for name in (context.indicator, context.title) if name]
    elif context.indicator and not column:
        found.append(context.indicator)
    return tuple(dict.fromkeys(re.sub(r"\s", "", name) for name in found if name))
