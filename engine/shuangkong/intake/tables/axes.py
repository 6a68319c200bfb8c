"""What stands over each value column and beside each row, as paths of labels."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..periods import period_of
from ..words import loose_unit, plain, unit_of
from .blocks import Block
from .columns import unit_rows
from .lexicon import has_chinese, is_latin, is_place, is_total
from .roles import ENTITY, OUTER, PERIOD
from .tags import Tag, Tagged, Tags

_DITTO = frozenset(("〃", "″", '"', "”", "同上", "々"))


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


def column_paths(block: Block, tags: Tags) -> dict[int, tuple[Label, ...]]:
    """Header labels of each column from top to bottom, merged and split headers resolved."""
    grid = _header_grid(block, tags)
    units = unit_rows(block, tags) | {r for r, role in block.row_roles.items() if role == "unit"}
    paths: dict[int, tuple[Label, ...]] = {}
    for col in sorted({*block.value_cols, *block.label_cols, *block.other_cols}):
        found: list[Label] = []
        for row in block.headers:
            item = grid.get((row, col))
            if item is None or item.tag is Tag.NUMBER:
                continue
            role = "unit" if row in units and loose_unit(item.text) else ""
            spread = (item.row, item.col) != (row, col) and (row, col) not in tags.merged_from
            label = label_of(item, role or block.row_roles.get(row, ""), LEFT if spread else "")
            if not found or (found[-1].row, found[-1].col) != (item.row, item.col):
                found.append(label)
        paths[col] = _joined(found, col, block, tags)
    return paths


def _header_grid(block: Block, tags: Tags) -> dict[tuple[int, int], Tagged]:
    """Header cells with merged areas filled in, and blanks under no merge filled leftwards."""
    grid: dict[tuple[int, int], Tagged] = {}
    values = frozenset(block.value_cols)
    last_col = max([*block.value_cols, *block.label_cols, *block.other_cols, 1])
    for index, row in enumerate(block.headers):
        below = block.headers[index + 1 :]
        above = block.headers[:index]
        last: Tagged | None = None
        for col in range(block.span[0], last_col + 1):
            item = tags.seen(row, col)
            if item is not None:
                grid[row, col] = item
                last = item if _spreads(item, tags, below) else None
            elif (
                last is not None
                and col in values
                and _covers(tags, below, col)
                and all(grid.get((r, col)) in (None, grid.get((r, last.col))) for r in above)
            ):
                grid[row, col] = last
            else:
                last = None
    return grid


def _spreads(item: Tagged, tags: Tags, below: list[int]) -> bool:
    """Whether an unmerged header may stand over blanks to its right: it has a child below."""
    merged = tags.width(item) > 1
    return not merged and any(tags.seen(row, item.col) is not None for row in below)


def _covers(tags: Tags, below: list[int], col: int) -> bool:
    return any(tags.at.get((row, col)) is not None for row in below)


def _joined(found: list[Label], col: int, block: Block, tags: Tags) -> tuple[Label, ...]:
    """Two halves of one name (空 港 over 经济区) become one label; translations are left out."""
    kept: list[Label] = []
    for label in found:
        if (
            kept
            and is_latin(label.text)
            and not label.role
            and not unit_of(label.text)
            and any(has_chinese(other.text) for other in kept)
        ):
            continue
        if kept and _halves(kept[-1], label, col, block, tags):
            above = kept[-1]
            kept[-1] = replace(above, text=plain(above.text) + plain(label.text))
        else:
            kept.append(label)
    return tuple(kept)


def _halves(above: Label, below: Label, col: int, block: Block, tags: Tags) -> bool:
    """Whether two header cells, one under the other, are one name broken over two rows."""
    if above.col != col or below.col != col or below.row - above.row > 2:
        return False
    for label in (above, below):
        if label.role or unit_of(label.text) or period_of(label.text) or is_total(label.text):
            return False
    if (below.row, below.col) not in tags.at or (above.row, above.col) not in tags.at:
        return False
    if tags.width(tags.at[above.row, above.col]) > 1 or _has_other_children(above, block, tags):
        return False
    together = plain(above.text) + plain(below.text)
    if is_place(above.text):
        return False
    return len(together) <= 12 or is_place(together)


def _has_other_children(label: Label, block: Block, tags: Tags) -> bool:
    """Whether a header stands over its right neighbour too: by a blank, or by being repeated."""
    right = tags.seen(label.row, label.col + 1)
    left = tags.seen(label.row, label.col - 1)
    if any(other is not None and plain(other.text) == plain(label.text) for other in (left, right)):
        return True
    headed = any((row, label.col + 1) in tags.at for row in block.headers if row < label.row)
    if right is not None or headed:
        return False
    below = [row for row in block.headers if row > label.row]
    at = bisect_left(block.value_cols, label.col + 1)
    follows = at < len(block.value_cols) and block.value_cols[at] == label.col + 1
    return follows and _covers(tags, below, label.col + 1)


@dataclass
class RowLabels:
    """The labels beside the rows of a table; rows are asked for from top to bottom."""

    block: Block
    tags: Tags
    roles: Mapping[int, str]
    _above: dict[int, Tagged] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._slots = _slots(self.block, self.tags)

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
            if item is not None and item.tag is Tag.MISSING and plain(item.text) not in _DITTO:
                continue
            above = self._above.get(slot[0])
            ditto = item is not None and plain(item.text) in _DITTO
            if item is not None and not ditto:
                self._keep(index, item)
                slipped = len(slot) > 1 and item.col != slot[0]
                found.append(label_of(item, role, BESIDE if slipped else ""))
            elif above is not None and (
                ditto or (index < len(self._slots) - 1 and not (role == ENTITY and outer))
            ):
                found.append(label_of(above, role, "" if ditto else ABOVE))
        return tuple(found)

    def _own(self, row: int, slot: tuple[int, ...]) -> Tagged | None:
        return next((i for col in slot if (i := self.tags.seen(row, col)) is not None), None)

    def _keep(self, index: int, item: Tagged) -> None:
        """A new outer label ends what the labels right of it said, except when."""
        before = self._above.get(self._slots[index][0])
        if before is not None and plain(before.text) != plain(item.text):
            for slot in self._slots[index + 1 :]:
                if self.roles.get(slot[0]) != PERIOD:
                    self._above.pop(slot[0], None)
        self._above[self._slots[index][0]] = item


def _slots(block: Block, tags: Tags) -> list[tuple[int, ...]]:
    """Label columns; neighbours between which one column's labels have slipped are one."""
    slots: list[tuple[int, ...]] = []
    for col in block.label_cols:
        if slots and _slipped(slots[-1][-1], col, block, tags):
            slots[-1] = (*slots[-1], col)
        else:
            slots.append((col,))
    return slots


def _slipped(left: int, right: int, block: Block, tags: Tags) -> bool:
    """Whether two columns never hold a label in the same row, and hold some of the same."""
    one = {row: tags.at[row, left].text for row in block.rows if (row, left) in tags.at}
    two = {row: tags.at[row, right].text for row in block.rows if (row, right) in tags.at}
    apart = bool(one) and bool(two) and not one.keys() & two.keys()
    return apart and bool(set(map(plain, one.values())) & set(map(plain, two.values())))


def sections(block: Block, tags: Tags) -> dict[int, Label]:
    """The label-only row that stands over each row of data, if any."""
    if not block.label_cols:
        return {}
    first = block.label_cols[0]
    found: dict[int, Label] = {}
    current: Label | None = None
    over = frozenset(block.sections)
    for row in sorted((*block.rows, *block.sections)):
        if row in over:
            item = tags.at.get((row, first))
            if item is not None:
                current = Label(item.text, row, first)
        elif current is not None:
            found[row] = current
    return found
