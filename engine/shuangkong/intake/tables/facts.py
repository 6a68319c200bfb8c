"""From labels to facts: one value with its entity, indicator, period and unit, as written."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import field
from decimal import Decimal

from ...records import dataclass
from ..cell_figures import in_unit
from ..words import name_of, readable, shown_name
from .called import take_names
from .context import TableContext
from .labels import Label
from .lexicon import is_place_word, is_rest, is_sum, is_total, is_whole
from .measured import take_row_unit, take_unit
from .parts import LabelParts, take_column, take_section, within
from .roles import ASIDE, PlaceLabels
from .tags import Tag, Tagged
from .titled_places import finer
from .when import take_time


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
    #: what only a person can tell: which of several columns or titles has the entity, which of
    #: several alike headings is meant or which year two digits are, what a row and its header say
    #: differently
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
    #: the letters of the column that says its unit, where that is the one of several columns
    unit_from: str = ""
    #: all that stands as a line of its own over the table, the title among it
    captions: tuple[str, ...] = ()

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
class RowUnit:
    """The unit that columns of units say in a row, and what is to be asked where they say several;
    `shared` are the letters of the column where it is that of several columns of figures."""

    unit: str
    ask: str = ""
    shared: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the values of one row; `said` is what its labels say."""

    #: the group titles over it, the outermost first
    sections: tuple[Label, ...]
    #: the units in the row, each by the columns that say it
    units: Mapping[tuple[int, ...], RowUnit | None]
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
    #: which columns of units say the one of its figures
    unit_cols: tuple[int, ...] = ()
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
        beside.rivals + around.rivals,
        over.twice + around.short,
        around.asks,
        guessed=around.guessed,
        section=around.section,
        said=said if item.value.number is not None and found is None else None,
        row_names=around.row_names,
        column_names=around.column_names,
        unit_from=around.unit_from,
        captions=table.context.captions,
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
    unit_from: str
    #: what the titles leave open about whose figure it is
    rivals: tuple[str, ...]


def _stated(beside: Beside, over: Over, table: WholeTable, *, bare: bool) -> _Stated:
    """What is said around a value; `bare` when no unit stands in its own cell."""
    column = over.alone(table.places, named=bool(beside.said.row_names))
    parts = beside.said.under(column)
    if parts is None:
        parts = beside.said.again()
        for label in over.path:
            take_column(parts, label, table.places)
    unit_from = _take_row_unit(parts, beside.units.get(over.unit_cols))
    section = ""
    for label in reversed(beside.sections):
        section = section or take_section(parts, label, table.places)
    rivals: tuple[str, ...] = ()
    if not beside.rivals:
        rivals = _place(parts, over, table.context, table.places)
    else:
        parts.entity = None
    take_time(parts, table.context, over.period, over.part)
    take_unit(parts, table.context, bare=bare)
    names = take_names(parts, section, table.context)
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
        unit_from,
        rivals,
    )


def _take_row_unit(parts: LabelParts, said: RowUnit | None) -> str:
    """Take the unit that the row says; from which column, where that is the one of several."""
    own = parts.unit
    take_row_unit(parts, None if said is None else said.unit)
    if said is None or own is not None or parts.unit != said.unit:
        return ""
    parts.asks += filter(None, [said.ask])
    return said.shared if parts.column_names else ""


def _one_of_several(parts: LabelParts, context: TableContext, places: PlaceLabels) -> None:
    """Of places of one name (桥西区) the one that lies where the row or the title says."""
    if parts.entity is None or places.known(parts.entity):
        return
    for outer, where in ((parts.outer, "外一级的列"), (context.entity, context.entity_from)):
        if outer is not None and places.known(f"{outer}{parts.entity}"):
            parts.guess("entity", f"“{parts.entity}”按{where}的“{outer}”")
            parts.entity = f"{outer}{parts.entity}"
            return


def _whole(parts: LabelParts, context: TableContext, places: PlaceLabels) -> bool:
    """全市 in the table of a city is that city; so is 合计 where that is called so in a table of
    all cities, and names a wider place."""
    own, titled = parts.entity, context.entity
    if own is None or titled is None or not places.known(titled):
        return False
    called = is_whole(own) and not places.known(own) and name_of(own)[1:2] == titled[-1:]
    if not called and not (is_sum(own) and places.known(own) and finer(titled, own, places)):
        return False
    parts.guess("entity", f"“{own}”按{context.entity_from}的“{titled}”")
    parts.entity = titled
    return True


def _place(
    parts: LabelParts, over: Over, context: TableContext, places: PlaceLabels
) -> tuple[str, ...]:
    """Whose figure it is; what only a person can tell of that, where the titles say it."""
    if parts.outer is not None and (parts.entity is None or _is_part(parts.entity)):
        if parts.entity is None:
            parts.guess("entity", f"细一级的对象是空的，按“{parts.outer}”")
        parts.entity = within(parts.outer, parts.entity or parts.outer)
    titled = _whole(parts, context, places)
    _one_of_several(parts, context, places)
    if parts.entity is None and over.entity is not None:
        parts.entity = over.entity
        parts.guess("entity", f"本列没有写对象，按左侧的“{parts.entity}”列")
    if parts.entity is None and context.entity is not None:
        titled = True
        parts.entity = context.entity
        parts.guess("entity", f"对象取自{context.entity_from}")
    return tuple(filter(None, [context.differs.get("entity")])) if titled else ()


def _is_part(entity: str) -> bool:
    return is_total(entity) or is_rest(entity) or is_place_word(entity)
