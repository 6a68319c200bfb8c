"""From labels to facts: one value with its entity, indicator, period and unit, as written."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from functools import lru_cache

from ...records import dataclass
from ..cell_figures import in_unit
from ..parts_of_year import up_to
from ..periods import (
    in_year,
    is_plain,
    mentions_year,
    span_of_years,
    year_before,
)
from ..words import (
    name_of,
    plain,
    readable,
    shown_name,
)
from .context import TableContext
from .labels import Label
from .lexicon import (
    is_change,
    is_measure,
    is_place_word,
    is_ratio,
    is_rest,
    is_share,
    is_total,
    titled_name,
)
from .parts import LabelParts, several_units, take_column, take_section, within
from .roles import ASIDE, PlaceLabels
from .tags import Tag, Tagged

#: said of what is counted from the beginning of the year on
_FROM_JANUARY = re.compile(r"累计|[月季]止|年初(?:以来|至今|至本)|\A(?:合计|总计)\Z")


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a table. What the table does not say is None; nothing is filled in here.

    `names` are the texts that may name the indicator, most specific first. `noted` and `guessed`
    are Chinese phrases: remarks, and what was inferred and from where; `laid` names what a layout
    said (考核对象, 指标, 期间, 计量单位).
    """

    cell: Tagged
    entity: str | None
    names: tuple[str, ...]
    period: str | None
    unit: str | None
    number: Decimal | None
    labels: tuple[str, ...]
    title: str
    #: what the figure is called, for people
    indicator: str = ""
    noted: tuple[str, ...] = ()
    #: what only a person can tell: which of several columns is the entity, which of several alike
    #: headings is meant or which year two digits are, what a row and its header say differently
    rivals: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    laid: tuple[str, ...] = ()
    #: which of entity, indicator, period and unit were inferred, and how
    guessed: tuple[tuple[str, str], ...] = ()
    #: the group title that the row stands under, where it names no entity and no period
    section: str = ""
    #: the unit by header or row, where the cell itself says another that does not go with it
    said: str | None = None
    #: the names in the row and over the column, one by one, the outermost first
    row_names: tuple[str, ...] = ()
    column_names: tuple[str, ...] = ()

    @property
    def inferred(self) -> frozenset[str]:
        """Which of entity, indicator, period and unit were inferred."""
        return frozenset(about for about, _ in self.guessed)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What makes the reading less than certain, in words."""
        return (*(said for _, said in self.guessed), *self.noted)

    @property
    def asks(self) -> tuple[str, ...]:
        """All that only a person can tell, in words."""
        return (*self.rivals, *self.twice, *self.unlike)

    @property
    def sure(self) -> str:
        """How sure the reading is.

        高: all stands with the figure; 版式: a layout said what does not; 中: something was
        inferred; 低: something is missing or must be asked.
        """
        if self.period is None or self.unit is None or self.entity is None or not self.names:
            return "低"
        if self.asks:
            return "低"
        return "中" if self.doubts else "版式" if self.laid else "高"


class Headed:
    """What some columns are headed by, to be asked for from the columns right of them."""

    def __init__(self, headed: Mapping[int, str]) -> None:
        self._columns = sorted(headed)
        self._headed = headed

    def before(self, col: int) -> str | None:
        """What the nearest headed column left of a column is headed by."""
        at = bisect_left(self._columns, col)
        return self._headed[self._columns[at - 1]] if at else None


@dataclass(frozen=True, slots=True)
class WholeTable:
    """What holds for all values of a table."""

    context: TableContext
    places: PlaceLabels


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the values of one row; `said` is what its labels say."""

    #: the group titles over it, the outermost first
    sections: tuple[Label, ...]
    unit: str | None
    said: LabelParts
    shown: tuple[str, ...]
    #: labels that do not stand where they are read
    noted: tuple[str, ...]
    #: which entity only a person can tell
    rivals: tuple[str, ...]
    #: what has been put together of this row and a column
    stated: "dict[tuple[Over, bool], _Stated]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Over:
    """What stands over the values of one column."""

    path: Sequence[Label]
    shown: tuple[str, ...]
    noted: tuple[str, ...]
    #: which of several columns only a person can tell
    twice: tuple[str, ...]
    #: the entity of the nearest column, this one or left of it, that is headed by one; and the
    #: period of the nearest left of it
    entity: str | None
    period: str | None
    #: the part of a year that heads the nearest column left of it that is headed by one
    part: str | None
    #: what the path says by itself, without and with names in the row
    said: "dict[bool, LabelParts]" = field(default_factory=dict)

    def alone(self, places: PlaceLabels, *, named: bool) -> LabelParts:
        """What the path says by itself; in a row with names a unit is taken otherwise."""
        found = self.said.get(named)
        if found is None:
            found = self.said[named] = LabelParts(row_names=[""] if named else [])
            for label in self.path:
                take_column(found, label, places)
        return found


def noted(labels: Sequence[Label]) -> tuple[str, ...]:
    """What is to be said of labels that were taken from elsewhere."""
    return tuple(
        f"“{readable(label.text)}”{label.from_}"
        for label in labels
        if label.from_ and label.role != ASIDE
    )


def fact_of(item: Tagged, beside: Beside, over: Over, table: WholeTable) -> Fact:
    """The fact that a value states, with what its labels, header, section and title say."""
    bare = item.value.unit is None
    around = beside.stated.get((over, bare))
    if around is None:
        around = beside.stated[over, bare] = _stated(beside, over, table, bare=bare)
    said, found = around.unit, None
    if item.tag in (Tag.NUMBER, Tag.YEARISH):
        found = in_unit(item.value, said)
    number, unit = found or (None, said)
    return Fact(
        item,
        around.entity,
        around.names,
        around.period,
        unit,
        number,
        around.labels,
        table.context.title,
        around.indicator,
        around.noted,
        beside.rivals,
        over.twice + around.short,
        around.asks,
        guessed=around.guessed,
        section=around.section,
        said=said if item.value.number is not None and found is None else None,
        row_names=around.row_names,
        column_names=around.column_names,
    )


@dataclass(frozen=True, slots=True)
class _Stated:
    """What stands around a value, put together; the same for all values it stands around."""

    entity: str | None
    names: tuple[str, ...]
    period: str | None
    unit: str | None
    labels: tuple[str, ...]
    indicator: str
    noted: tuple[str, ...]
    asks: tuple[str, ...]
    short: tuple[str, ...]
    guessed: tuple[tuple[str, str], ...]
    section: str
    row_names: tuple[str, ...]
    column_names: tuple[str, ...]


def _stated(beside: Beside, over: Over, table: WholeTable, *, bare: bool) -> _Stated:
    """What is said around a value; `bare` when no unit stands in its own cell."""
    column = over.alone(table.places, named=bool(beside.said.row_names))
    parts = beside.said.under(column)
    if parts is None:
        parts = beside.said.again()
        for label in over.path:
            take_column(parts, label, table.places)
    _row_unit(parts, beside)
    section = ""
    for label in reversed(beside.sections):
        section = section or take_section(parts, label, table.places)
    if not beside.rivals:
        _place(parts, over, table.context, table.places)
    else:
        parts.entity = None
    if parts.short:
        parts.guess("period", "年份只写了两位数")
    _time(parts, over, table.context)
    _unit(parts, table.context, bare=bare)
    names = _names(parts, section, table)
    return _Stated(
        parts.entity,
        names,
        parts.period,
        parts.unit,
        beside.shown + over.shown,
        " ".join(dict.fromkeys(filter(None, (*parts.row_shown, *parts.column_shown))))
        or (shown_name(section) if section else "")
        or table.context.indicator
        or shown_name(table.context.title),
        beside.noted + over.noted,
        tuple(dict.fromkeys(parts.asks)),
        tuple(dict.fromkeys(parts.short)),
        tuple(parts.guessed),
        section,
        tuple(parts.row_names),
        tuple(parts.column_names),
    )


def _one_of_several(parts: LabelParts, context: TableContext, places: PlaceLabels) -> None:
    """Of places of one name (桥西区) the one that lies where the row or the title says."""
    if parts.entity is None or places.known(parts.entity):
        return
    for outer, where in ((parts.outer, "外一级的列"), (context.entity, context.entity_from)):
        if outer is not None and places.known(f"{outer}{parts.entity}"):
            parts.guess("entity", f"“{parts.entity}”按{where}的“{outer}”")
            parts.entity = f"{outer}{parts.entity}"
            return


def _place(parts: LabelParts, over: Over, context: TableContext, places: PlaceLabels) -> None:
    if parts.outer is not None and (parts.entity is None or _is_part(parts.entity)):
        if parts.entity is None:
            parts.guess("entity", f"细一级的对象是空的，按“{parts.outer}”")
        parts.entity = within(parts.outer, parts.entity or parts.outer)
    _one_of_several(parts, context, places)
    if parts.entity is None and over.entity is not None:
        parts.entity = over.entity
        parts.guess("entity", f"本列没有写对象，按左侧的“{parts.entity}”列")
    if parts.entity is None and context.entity is not None:
        parts.entity = context.entity
        parts.guess("entity", f"对象取自{context.entity_from}")
        parts.asks += filter(None, [context.differs.get("entity")])


def _is_part(entity: str) -> bool:
    return is_total(entity) or is_rest(entity) or is_place_word(entity)


def _time(parts: LabelParts, over: Over, context: TableContext) -> None:
    """The period: by the labels, else by the title, else by the column that a change follows."""
    if parts.period is None and not _names_years(parts):
        if context.period is not None:
            # of a part that a label names the title can only say the year
            parts.period = context.period[:4] if parts.part else context.period
            parts.guess("period", f"期间取自{context.period_from}")
            parts.asks += filter(None, [context.differs.get("period")])
            _before(parts)
        elif _changes(tuple(parts.column_names)):
            parts.period = over.period
            if parts.period is not None:
                parts.guess("period", "本列没有写期间，按左侧的列")
    elif parts.period is not None and parts.bare and context.part and not parts.part:
        parts.period = in_year(parts.period, context.part)
        parts.guess("period", "标签只写年份，年内的时段取自标题或工作表名")
    if parts.part and parts.period is not None and len(parts.period) == 4:
        parts.period = in_year(parts.period, parts.part)
    _summed(parts, over)


def _summed(parts: LabelParts, over: Over) -> None:
    """What is counted from January on: where a label says 累计 beside a month or the quarter of
    the title, or right of columns of months."""
    said = _counted((*parts.column_names, *parts.row_names))
    period, titled = parts.period, any(what == "period" for what, _ in parts.guessed)
    if not said or period is None or not is_plain(period):
        return
    if len(period) == 4 and over.part is not None and (titled or parts.bare) and not parts.part:
        parts.period = up_to(period + over.part)
    elif len(period) > 4 and not is_total(said) and (titled or period[-2:].isdigit()):
        parts.period = up_to(period)
    if parts.period != period:
        parts.guess("period", f"“{said}”按年初起算")


def _before(parts: LabelParts) -> None:
    """The year before that of the title, where a label speaks of that: 去年同期."""
    if parts.before and parts.period is not None:
        # before a month 上期 is the month before it
        monthly = len(parts.period) > 4 and plain(parts.before).startswith("上期")
        parts.period = None if monthly else year_before(parts.period)
        parts.guess("period", f"“{parts.before}”按上一年")


def _names_years(parts: LabelParts) -> bool:
    """Whether a label speaks of a year, or of several, that is not simply the figure's own."""
    return _column_names_years(tuple(parts.column_names)) or _span(tuple(parts.row_names))


# what a row's names say is asked for each of its values, and what a column's say for each row


@lru_cache(maxsize=16_384)
def _column_names_years(names: tuple[str, ...]) -> bool:
    mentioned = any(mentions_year(name) and not is_change(name) for name in names)
    return mentioned or _span(names)


@lru_cache(maxsize=16_384)
def _span(names: tuple[str, ...]) -> bool:
    return any(map(span_of_years, names))


@lru_cache(maxsize=16_384)
def _counted(names: tuple[str, ...]) -> str:
    return next((name for name in names if _FROM_JANUARY.search(name)), "")


@lru_cache(maxsize=16_384)
def _changes(names: tuple[str, ...]) -> bool:
    return any(map(is_change, names))


@lru_cache(maxsize=16_384)
def _ratios(names: tuple[str, ...]) -> bool:
    return any(map(is_ratio, names))


def _row_unit(parts: LabelParts, beside: Beside) -> None:
    """The unit in the row's column of units, unless the column is a change or names several."""
    if any("%" in name for name in parts.column_names):
        parts.unit = parts.unit or "%"
    elif beside.unit and not parts.units and not _of_change(parts):
        parts.beside_unit(beside.unit)


def _of_change(parts: LabelParts) -> bool:
    """Whether the column is a change of what the row names, so that the row's unit is not its."""
    return bool(parts.row_names) and _changes(tuple(parts.column_names))


def _unit(parts: LabelParts, context: TableContext, *, bare: bool) -> None:
    """The unit, where no label says it: what is announced for the table."""
    if parts.unit is not None:
        return
    if parts.units:
        parts.guess("unit", several_units(parts.units))
    elif not _of_change(parts) and bare:
        parts.unit = _context_unit(parts, context)


def _context_unit(parts: LabelParts, context: TableContext) -> str | None:
    """The unit announced for the whole table; of two, the one that fits the kind of figure."""
    units = context.units
    if not units:
        return None
    share = any(is_share(name) for name in (*parts.column_names, *parts.row_names))
    percent = [unit for unit in units if unit in ("%", "‰", "百分点")]
    levels = [unit for unit in units if unit not in percent]
    chosen = percent if share and percent else levels
    if len(units) == 1:
        chosen = list(units)
    ratio = _ratios(tuple(parts.column_shown)) or _ratios(tuple(parts.row_shown))
    if len(chosen) > 1:
        parts.guess("unit", several_units(chosen))
    if len(chosen) != 1 or (ratio and chosen[0] not in percent and "=100" not in chosen[0]):
        return None
    parts.asks += filter(None, [context.differs.get("unit")])
    said = "单位取自表头说明" if len(units) == 1 else f"表头说明有{len(units)}个单位，按名称选用"
    parts.guess("unit", said)
    return chosen[0]


def _names(parts: LabelParts, section: str, table: WholeTable) -> tuple[str, ...]:
    """Texts that may name the indicator: both axes together, then each alone."""
    context = table.context
    over = name_of(section) if section else ""
    names, said = _called(
        tuple(parts.row_names), tuple(parts.column_names), over, context.indicator, context.title
    )
    if said:
        parts.guess("indicator", f"指标取自{said}")
    return names


@lru_cache(maxsize=16_384)
def _called(
    row: tuple[str, ...], column: tuple[str, ...], over: str, announced: str | None, title: str
) -> tuple[tuple[str, ...], str]:
    """What names in row and column, over the group, announced and in the title call a figure; and
    from where its name was taken, where neither row nor column has one."""
    found: list[str] = []
    said = ""
    if row and column:
        found += ["".join((*row, *column)), "".join((*column, *row)), row[-1] + column[-1]]
    if column and all(map(is_total, row)):
        found += _ends(column)
        # 绝对额 or 合计 under a name says nothing more than the name
        found += _ends([one for one in column if not (is_measure(one) or is_total(one))])
    if row:
        found += ["".join(row), row[-1]]
        found += [over + row[-1]] if over else []
        found = [one for one in found if not (_changes(column) and one in ("".join(row), row[-1]))]
    nothing = all(is_measure(one) or is_total(one) for one in (*row, *column))
    if not found or nothing:
        found += [name for name in (over, announced, plain(title), titled_name(title)) if name]
        if found:
            said = "分组标题" if over else "表头说明" if announced else "标题"
    elif announced:
        found.append(announced)
    return tuple(dict.fromkeys(name for name in found if name)), said


def _ends(names: Sequence[str]) -> list[str]:
    """Names joined from the outermost on, from the next, and so on to the last alone."""
    return ["".join(names[at:]) for at in range(len(names))]
