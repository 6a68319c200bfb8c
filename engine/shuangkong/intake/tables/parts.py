"""What the labels around one value say: entity, period, unit, and names for the rest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ...errors import Refused
from ...units import STANDARD
from ..parts_of_year import part_of_year
from ..periods import (
    bracketed_period,
    leading_period,
    period_of,
    trailing_period,
    year_in_full,
    year_within,
)
from ..words import (
    loose_unit,
    plain,
    readable,
    shown_name,
    split_unit,
    unit_of,
    units_among,
    without_marks,
    without_translation,
)
from .labels import Label
from .lexicon import (
    is_change,
    is_latin,
    is_measure,
    is_place_word,
    is_rest,
    is_total,
    year_before_in,
)
from .roles import ASIDE, ENTITY, INDICATOR, OUTER, PERIOD, PlaceLabels

#: said of a whole year
_WHOLE = re.compile(r"全年|年度|年末|年底|1[-~—至到]12月|[一1][-~—至到][四4]季度")
_RATIOS = frozenset(("%", "‰", "百分点"))


@dataclass
class LabelParts:
    """What the labels around one value say, as it is gathered."""

    entity: str | None = None
    #: a coarser entity beside it
    outer: str | None = None
    period: str | None = None
    #: whether that is a year that may be short for a part of it, which the title then says
    bare: bool = False
    unit: str | None = None
    #: several units that one heading names, of which nobody can say the figure's
    units: tuple[str, ...] = ()
    column_unit: bool = False
    row_names: list[str] = field(default_factory=list)
    column_names: list[str] = field(default_factory=list)
    row_shown: list[str] = field(default_factory=list)
    column_shown: list[str] = field(default_factory=list)
    #: ending of a part of a year, to be put after the year
    part: str = ""
    #: a label without a year of its own by which the year is the one before: 去年同期
    before: str = ""
    #: where row and column contradict each other
    asks: list[str] = field(default_factory=list)
    #: which years two digits are probably short for
    short: list[str] = field(default_factory=list)
    guessed: list[tuple[str, str]] = field(default_factory=list)

    def again(self) -> "LabelParts":
        """What a row says, to go on from for each of its values; its names stay the same."""
        return LabelParts(
            self.entity, self.outer, self.period, self.bare, self.unit,
            row_names=self.row_names, row_shown=self.row_shown, part=self.part,
            before=self.before, asks=[*self.asks], short=[*self.short],
        )  # fmt: skip

    def under(self, column: "LabelParts") -> "LabelParts | None":
        """What a row says together with what its column says by itself; None where both say an
        entity, a period or a unit, so that they must be held against each other."""
        twice = (
            (self.entity is not None and column.entity is not None)
            or (self.period is not None and column.period is not None)
            or (self.unit is not None and column.unit is not None)
        )
        if twice:
            return None
        return LabelParts(
            column.entity if self.entity is None else self.entity,
            self.outer,
            column.period if self.period is None else self.period,
            column.bare if self.period is None else self.bare,
            column.unit if self.unit is None else self.unit,
            column.units,
            column.column_unit,
            self.row_names,
            column.column_names,
            self.row_shown,
            column.column_shown,
            column.part or self.part,
            column.before or self.before,
            [*self.asks, *column.asks],
            [*self.short, *column.short],
        )

    def guess(self, what: str, said: str) -> None:
        """Note that something was inferred, and how."""
        self.guessed.append((what, said))

    def meet(self, what: str, row: str | None, column: str) -> str:
        """What a column says where the row has said something: they must not contradict."""
        if row is not None and plain(row) != plain(column):
            self.asks.append(f"{what}在行里是“{row}”，在表头是“{column}”")
        return column

    def take_period(self, period: str | None, label: str) -> None:
        """A period that a label says; a bare year may be short for a part of it."""
        self.period = period
        self.bare = period is not None and len(period) == 4 and not _WHOLE.search(plain(label))

    def take_unit(self, unit: str) -> None:
        """A unit over the column: a ratio beside a level is the figure's, two levels contradict."""
        if self.unit in _RATIOS and unit not in _RATIOS and self.row_names:
            return
        if unit in _RATIOS or not self.row_names or self.column_unit:
            self.unit = unit
        else:
            self.unit = self.meet("单位", self.unit, unit)
        self.column_unit = True

    def beside_unit(self, unit: str) -> None:
        """The unit that the row's column of units says, held against that of header or name as
        `take_unit` holds those against each other."""
        own = self.unit
        if own is None or (unit in _RATIOS and own not in _RATIOS and self.column_unit):
            self.unit = unit
        elif not (own in _RATIOS and unit not in _RATIOS and self.column_unit) and not one_unit(
            own, unit
        ):
            where = "表头" if self.column_unit else "行的名称里"
            self.asks.append(f"单位在单位列是“{unit}”，在{where}是“{own}”")


def take_row(parts: LabelParts, label: Label, places: PlaceLabels) -> None:
    """What a label beside the row says."""
    role = label.role
    if role == ASIDE:
        return
    label = _in_full(parts, label)
    period = period_of(label.text) or (year_within(label.text) if role == PERIOD else None)
    part = part_of_year(label.text)
    bracketed = None if role == PERIOD or period else _led_or_own(label.text)
    if bracketed:
        period = bracketed[0]
        part = part_of_year(bracketed[1])
        parts.part = part[0] if part else parts.part
        label = replace(label, text=part[1] if part else bracketed[1])
    if period and parts.period not in (None, period):
        parts.asks.append(f"期间在行里既是“{parts.period}”，又是“{period}”")
    if bracketed:
        parts.take_period(period, label.text)
    elif period and role not in (INDICATOR, ENTITY, OUTER):
        parts.take_period(period, label.text)
        more = leading_period(label.text) if period_of(label.text) is None else None
        if more is not None and not is_measure(more[1]):
            name, unit = split_unit(more[1])
            parts.row_names.append(name)
            parts.row_shown.append(shown_name(more[1]))
            parts.unit = unit or parts.unit
        return
    if part and not part[1] and role in (PERIOD, ""):
        parts.part = part[0]
    elif role == OUTER:
        parts.outer = within(parts.outer, shown_name(label.text))
    elif role == ENTITY or (not role and places.is_entity(label.text)):
        parts.entity = within(parts.entity, shown_name(label.text))
    elif role == "unit":
        parts.unit = loose_unit(label.text) or readable(label.text)
    else:
        name, unit = split_unit(without_marks(without_translation(label.text)))
        parts.before = (not bracketed and year_before_in(label.text)) or parts.before
        parts.row_names.append(name)
        parts.row_shown.append(shown_name(label.text))
        parts.unit = unit or parts.unit


def _in_full(parts: LabelParts, label: Label) -> Label:
    """A label with its year in four digits, which is asked about where it has two."""
    found = year_in_full(label.text) if label.role in ("", PERIOD, INDICATOR) else None
    if found is None:
        return label
    short, full = found
    year = trailing_period(full) or bracketed_period(full) or leading_period(full)
    said = period_of(full) or (year[0] if year else "")
    parts.short.append(f"“{short.strip()}”只写了两位数的年份，是否为{said[:4]}年？请写成四位")
    return replace(label, text=full)


def within(outer: str | None, inner: str) -> str:
    """An entity named in two places: the inner one, unless it only says that it is the whole, or
    what is left, or a kind of part such as 市辖区."""
    if outer is None or outer == inner:
        return inner
    if is_total(inner):
        return outer
    return f"{outer} {inner}" if is_rest(inner) or is_place_word(inner) else inner


def take_column(parts: LabelParts, label: Label, places: PlaceLabels) -> None:
    """What a label over the column says."""
    role = label.role
    if role == ASIDE:
        return
    label = _in_full(parts, label)
    period = period_of(label.text) if role in ("", PERIOD) else None
    period = period or (year_within(label.text) if role == PERIOD else None)
    if period:
        parts.take_period(parts.meet("期间", parts.period, period), label.text)
        return
    bracketed = _own_period(label.text)
    if bracketed:
        parts.take_period(parts.meet("期间", parts.period, bracketed[0]), label.text)
        label = replace(label, text=bracketed[1])
    if role == ENTITY or (not role and places.is_entity(label.text)):
        shown = shown_name(label.text)
        if parts.entity is None or is_total(parts.entity) or is_total(shown):
            parts.entity = within(parts.entity, shown)
        else:
            parts.entity = parts.meet("考核对象", parts.entity, shown)
        return
    text = label.text
    alone = loose_unit(text) if role == "unit" else unit_of(text) if not role else None
    if alone is not None:
        # a unit in English under one in Chinese is its translation
        if parts.unit is None or not is_latin(alone):
            parts.take_unit(alone)
        return
    leading = leading_period(text)
    if leading:
        period, text = leading
        parts.take_period(parts.meet("期间", parts.period, period), label.text)
    part = part_of_year(text)
    if part:
        parts.part, text = part
    if unit_of(text) is not None or not text:
        alone = unit_of(text)
        if alone is not None:
            parts.take_unit(alone)
        return
    parts.before = (not (bracketed or leading) and year_before_in(text)) or parts.before
    _name_column(parts, text)


def _name_column(parts: LabelParts, text: str) -> None:
    """A header's name, and the unit beside it."""
    name, unit = _named_unit(text)
    several = units_among(text)
    parts.units = several if len(several) > 1 and unit is None else parts.units
    parts.column_names.append(name)
    parts.column_shown.append(shown_name(text))
    if unit is not None:
        parts.take_unit(unit)


def _own_period(text: str) -> tuple[str, str] | None:
    """The period in a label's bracket or at its end, and the label without it."""
    return bracketed_period(text) or (None if is_change(text) else trailing_period(text))


def _led_or_own(text: str) -> tuple[str, str] | None:
    """The period that a row's name begins with, has in its bracket or ends with, and the rest."""
    return leading_period(text) or _own_period(text)


def _named_unit(text: str) -> tuple[str, str | None]:
    """A header's name and unit; one that is nothing but a bracket may say more than the unit:
    （亿元，2015年价）."""
    bare = without_marks(without_translation(text))
    name, unit = split_unit(bare)
    if unit is None and name[:1] == "(":
        more, unit = split_unit(f"其{bare.strip()}")
        name = more.removeprefix("其") if unit is not None else name
    return name, unit


def one_unit(one: str, other: str) -> bool:
    """Whether two units are the same one, perhaps written differently: 吨标煤, 吨标准煤."""
    if plain(one) == plain(other):
        return True
    try:
        return STANDARD.ratio(one, other) == 1
    except Refused:
        return False


def several_units(units: Sequence[str]) -> str:
    """That of several units announced only a person can tell the figure's."""
    return f"标题或表头写了几个单位（{'、'.join(units)}），不知这里是哪一个"


def section_kind(text: str, places: PlaceLabels) -> str:
    """What a group title gives: a period, a part of a year, an entity, or else a name."""
    part = part_of_year(text)
    if period_of(text) or (part and not part[1]):
        return PERIOD
    return ENTITY if places.is_entity(text) or is_total(text) else INDICATOR


def take_section(parts: LabelParts, section: Label, places: PlaceLabels) -> str:
    """A label-only row gives what the table's own labels leave open; its name, if it has one."""
    period = period_of(section.text)
    said = f"取自分组标题“{readable(section.text)}”"
    if period:
        if parts.period is None:
            parts.period = period
            parts.guess("period", f"期间{said}")
        return ""
    if places.is_entity(section.text):
        if parts.entity is None:
            parts.entity = shown_name(section.text)
            parts.guess("entity", f"对象{said}")
        return ""
    part = part_of_year(section.text)
    if part and not part[1]:
        if not parts.part:
            parts.part = part[0]
            parts.guess("period", f"期间{said}")
        return ""
    unit = split_unit(section.text)[1]
    if parts.unit is None and unit is not None:
        parts.unit = unit
        parts.guess("unit", f"单位{said}")
    return section.text
