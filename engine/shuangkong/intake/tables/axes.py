"""What stands over each value column and beside each row, as paths of labels."""

from bisect import bisect_left
from dataclasses import dataclass, field

from ..periods import period_of
from ..words import plain, unit_of
from .blocks import Block
from .lexicon import has_chinese, is_latin, is_place, is_total
from .tags import Tag, Tagged, Tags

_DITTO = frozenset(("〃", "″", '"', "”", "同上", "々"))


@dataclass(frozen=True, slots=True)
class Label:
    """A label and the cell it stands in; `header` is what its own column is called."""

    text: str
    row: int
    col: int
    header: str = ""


def column_paths(block: Block, tags: Tags) -> dict[int, tuple[Label, ...]]:
    """Header labels of each column from top to bottom, merged and split headers resolved."""
    grid = _header_grid(block, tags)
    paths: dict[int, tuple[Label, ...]] = {}
    for col in sorted({*block.value_cols, *block.label_cols, *block.other_cols}):
        found: list[Label] = []
        for row in block.headers:
            item = grid.get((row, col))
            if item is None or item.tag is Tag.NUMBER:
                continue
            label = Label(item.text, item.row, item.col)
            if not found or found[-1] != label:
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
        last: Tagged | None = None
        for col in range(block.span[0], last_col + 1):
            item = tags.seen(row, col)
            if item is not None:
                grid[row, col] = item
                last = item if _spreads(item, tags, below) else None
            elif last is not None and col in values and _covers(tags, below, col):
                grid[row, col] = last
            else:
                last = None
    return grid


def _spreads(item: Tagged, tags: Tags, below: list[int]) -> bool:
    """Whether an unmerged header may stand over blanks to its right: it has a child below."""
    return any(tags.seen(row, item.col) is not None for row in below)


def _covers(tags: Tags, below: list[int], col: int) -> bool:
    return any(tags.at.get((row, col)) is not None for row in below)


def _joined(found: list[Label], col: int, block: Block, tags: Tags) -> tuple[Label, ...]:
    """Two halves of one name (空 港 over 经济区) become one label; translations are left out."""
    kept: list[Label] = []
    for label in found:
        if (
            kept
            and is_latin(label.text)
            and not unit_of(label.text)
            and any(has_chinese(other.text) for other in kept)
        ):
            continue
        if kept and _halves(kept[-1], label, col, block, tags):
            above = kept[-1]
            kept[-1] = Label(plain(above.text) + plain(label.text), above.row, above.col)
        else:
            kept.append(label)
    return tuple(kept)


def _halves(above: Label, below: Label, col: int, block: Block, tags: Tags) -> bool:
    """Whether two header cells, one under the other, are one name broken over two rows."""
    if above.col != col or below.col != col or below.row - above.row > 2:
        return False
    for label in (above, below):
        if unit_of(label.text) or period_of(label.text) or is_total(label.text):
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
    if right is not None:
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
    heads: dict[int, str]
    _above: dict[int, Tagged] = field(default_factory=dict)

    def of(self, row: int) -> tuple[Label, ...]:
        """Labels left to right; merged ones, and outer ones written once, come from above."""
        found: list[Label] = []
        for index, col in enumerate(self.block.label_cols):
            item = self.tags.seen(row, col)
            inner = index == len(self.block.label_cols) - 1
            ditto = item is not None and plain(item.text) in _DITTO
            if (item is None and not inner) or ditto:
                item = self._above.get(col)
            elif item is not None:
                self._above[col] = item
            if item is not None:
                found.append(Label(item.text, item.row, item.col, self.heads.get(col, "")))
        return tuple(found)


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
