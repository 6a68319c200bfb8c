"""The labels beside the rows of a table: written, merged, carried from above, or slipped."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace

from ...records import dataclass
from ..dittos import is_ditto
from ..words import name_of, plain
from .lexicon import is_bare_change, is_total
from .roles import ENTITY, INDICATOR, OUTER, PERIOD
from .table_block import TableBlock
from .tags import Tag, Tagged, Tags


@dataclass(frozen=True, slots=True)
class Label:
    """A label and the cell it stands in.

    `role` is what is known of it before its words are read: entity, outer (a coarser entity),
    aside, indicator, period, unit, or nothing. `from_` says where a label was taken from that
    does not stand where it is read.
    """

    text: str
    row: int
    col: int
    role: str = ""
    from_: str = ""


ABOVE, LEFT, BESIDE = "取自上面的行", "取自左侧的表头", "写在了旁边的列"


def label_of(item: Tagged, role: str = "", from_: str = "") -> Label:
    """The label that a cell is; a date that stands for a year reads as that year."""
    dated = item.cell.kind == "date" and item.tag is Tag.PERIOD and item.period
    return Label(f"{item.period}年" if dated else item.text, item.row, item.col, role, from_)


@dataclass
class RowLabels:
    """The labels beside the rows of a table; rows are asked for from top to bottom."""

    block: TableBlock
    tags: Tags
    roles: Mapping[int, str]
    #: columns without a role of which most labels are places
    places: frozenset[int] = frozenset()
    _above: dict[int, Tagged] = field(default_factory=dict)
    #: the last label of the nearest row above that names a figure
    _named: Label | None = None
    #: the last finer place that was named, with the coarser one and the time beside it
    _place: tuple[str, str, str] = ("", "", "")

    def __post_init__(self) -> None:
        self._slots = _slots(self.block, self.tags)
        of = {role: col for col, role in self.roles.items()}
        cols = [of[role] for role in (OUTER, ENTITY, PERIOD) if role in of]
        rows = self.block.rows if len(cols) == len((OUTER, ENTITY, PERIOD)) else ()
        self._written = {row: self._place_and_time(row, cols) for row in rows}
        self._stated = frozenset(self._written.values())

    def of(self, row: int) -> tuple[Label, ...]:
        """Labels left to right; merged ones, and outer ones written once, come from above."""
        found: list[Label] = []
        own = [self._own(row, slot) for slot in self._slots]
        outer = any(
            item is not None and self.roles.get(item.col) == OUTER and item.row == row
            for item in own
        )
        for index, (slot, item) in enumerate(zip(self._slots, own, strict=True)):
            role = self.roles.get(slot[0], "")
            ditto = item is not None and is_ditto(item.text)
            if item is not None and item.tag is Tag.MISSING and not ditto:
                continue
            above = self._above.get(slot[0])
            if item is not None and not ditto:
                self._keep(index, item)
                slipped = len(slot) > 1 and item.col != slot[0]
                role = ENTITY if slot[0] in self.places and is_total(item.text) else role
                found.append(label_of(item, role, BESIDE if slipped else ""))
            elif above is not None and (
                ditto or (index < len(self._slots) - 1 and not (role == ENTITY and outer))
            ):
                found.append(label_of(above, role, "" if ditto else ABOVE))
        self._change_of(found)
        return tuple(found) or self._total(row)

    def open_place(self, row: int) -> str:
        """What is to be asked where the finer place is blank beside one that is written again, in
        a row of another time than the last that names it: it may go on (唐山市 2019, blank 2020),
        or be the whole of the coarser one. Nothing where the last has that time in a row of its
        own."""
        outer, inner, time = self._written.get(row, ("", "", ""))
        before, last, then = self._place
        if inner:
            self._place = (outer, inner, time)
        own = (outer, last, time) in self._stated
        if inner or not (outer and last) or outer != before or time == then or own:
            return ""
        return f"对象是空的，可能是“{last}”，也可能是“{outer}”"

    def _place_and_time(self, row: int, cols: Sequence[int]) -> tuple[str, str, str]:
        """The coarser place, the finer one and the time that a row writes itself."""
        items = (self.tags.seen(row, col) for col in cols)
        outer, inner, time = (
            "" if item is None or item.tag is Tag.MISSING else plain(item.text) for item in items
        )
        return outer, inner, time

    def _change_of(self, found: list[Label]) -> None:
        """A row 同比（%） is a change of what the row above it names."""
        last = found[-1] if found else None
        if last is None or last.role not in ("", INDICATOR):
            return
        if not is_bare_change(last.text):
            self._named = last
        elif self._named is not None and self._named.col == last.col:
            found.insert(-1, replace(self._named, text=name_of(self._named.text), from_=ABOVE))

    def _total(self, row: int) -> tuple[Label, ...]:
        """合计 in the column of numbers, of a row that has no other label."""
        role = ENTITY if ENTITY in self.roles.values() else ""
        items = (self.tags.seen(row, c) for c, r in self.block.other_cols.items() if r == "code")
        return tuple(
            label_of(item, role) for item in items if item is not None and is_total(item.text)
        )[:1]

    def _own(self, row: int, slot: tuple[int, ...]) -> Tagged | None:
        for col in slot:
            item = self.tags.seen(row, col)
            if item is not None:
                return item
        return None

    def _keep(self, index: int, item: Tagged) -> None:
        """A new outer label ends what the labels right of it said, except when; an outer place
        that is written once more ends the places."""
        col, right = self._slots[index][0], self._slots[index + 1 :]
        before = self._above.get(col)
        if right and before is not None and before is not item:
            new = plain(before.text) != plain(item.text)
            again = self.roles.get(col) == OUTER
            for role, slot in ((self.roles.get(slot[0]), slot) for slot in right):
                if (new and role != PERIOD) or (again and role in (OUTER, ENTITY)):
                    self._above.pop(slot[0], None)
        self._above[col] = item


def _slots(block: TableBlock, tags: Tags) -> list[tuple[int, ...]]:
    """Label columns; neighbours between which one column's labels have slipped are one."""
    slots: list[tuple[int, ...]] = []
    for col in block.label_cols:
        if slots and _slipped(slots[-1][-1], col, block, tags):
            slots[-1] = (*slots[-1], col)
        else:
            slots.append((col,))
    return slots


def _slipped(left: int, right: int, block: TableBlock, tags: Tags) -> bool:
    """Whether two columns never hold a label in the same row, and hold some of the same."""
    one = {row: tags.at[row, left].text for row in block.rows if (row, left) in tags.at}
    two = {row: tags.at[row, right].text for row in block.rows if (row, right) in tags.at}
    apart = bool(one) and bool(two) and not one.keys() & two.keys()
    return apart and bool(set(map(plain, one.values())) & set(map(plain, two.values())))


def sections(
    block: TableBlock,
    tags: Tags,
    kind: Callable[[str], str],
    places: frozenset[int] = frozenset(),
) -> dict[int, tuple[Label, ...]]:
    """The titles that stand over each row of data, the outermost first: a title ends that of its
    own `kind` before it, and those under that (2019年, 白石市; 青山市; 2020年).

    Titles are rows of labels only, and among `places` a row that names what follows and has their
    sum: 能源消费总量 over 白石市 and 青山市.
    """
    if not block.label_cols:
        return {}
    first = block.label_cols[0]
    found: dict[int, tuple[Label, ...]] = {}
    current: dict[str, Label] = {}
    over = frozenset(block.sections)
    for row in sorted((*block.rows, *block.sections)):
        item = tags.at.get((row, first))
        names = item is not None and item.tag is Tag.TEXT and first in places
        own = kind(item.text) if item is not None and (row in over or names) else None
        if own is not None and item is not None and (row in over or own == INDICATOR):
            kept = list(current)[: list(current).index(own)] if own in current else current
            current = {one: current[one] for one in kept}
            if row not in over and current:
                found[row] = tuple(current.values())
            current[own] = Label(item.text, row, first)
        elif row not in over and current:
            found[row] = tuple(current.values())
    return found
