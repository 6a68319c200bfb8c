"""What stands over each value column and beside each row, as paths of labels."""

from dataclasses import dataclass

from ..words import plain
from .blocks import Block
from .tags import Tag, Tagged, Tags


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
    columns = sorted({*block.value_cols, *block.label_cols, *block.other_cols})
    for col in columns:
        found: list[Label] = []
        for row in block.headers:
            item = grid.get((row, col))
            if item is None:
                continue
            label = Label(item.text, item.row, item.col)
            if not found or found[-1] != label:
                found.append(label)
        paths[col] = _joined(found, col, block, tags)
    return paths


def _header_grid(block: Block, tags: Tags) -> dict[tuple[int, int], Tagged]:
    """Header cells with merged areas filled in, and blanks under no merge filled leftwards."""
    grid: dict[tuple[int, int], Tagged] = {}
    columns = range(1, max([*block.value_cols, *block.label_cols, 1]) + 1)
    for index, row in enumerate(block.headers):
        below = block.headers[index + 1 :]
        last: Tagged | None = None
        for col in columns:
            item = tags.seen(row, col)
            if item is not None:
                grid[row, col] = item
                last = item if _spreads(item, tags, below) else None
            elif last is not None and col in block.value_cols and _covers(tags, below, col):
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
    """Two halves of one name (空 港 over 经济区) become one label."""
    if len(found) < 2 or any(label.col != col for label in found):
        return tuple(found)
    parents = {
        (label.row, label.col)
        for label in found[:-1]
        if tags.width(tags.at[label.row, label.col]) > 1 or _has_other_children(label, block, tags)
    }
    joined = [found[0]]
    for label in found[1:]:
        above = joined[-1]
        if (above.row, above.col) in parents or tags.at[above.row, above.col].tag is Tag.PERIOD:
            joined.append(label)
        else:
            joined[-1] = Label(plain(above.text) + plain(label.text), above.row, above.col)
    return tuple(joined)


def _has_other_children(label: Label, block: Block, tags: Tags) -> bool:
    """Whether blanks to the right of a header have headers below them."""
    if tags.seen(label.row, label.col + 1) is not None:
        return False
    below = [row for row in block.headers if row > label.row]
    return label.col + 1 in block.value_cols and _covers(tags, below, label.col + 1)


def row_labels(block: Block, tags: Tags, row: int, heads: dict[int, str]) -> tuple[Label, ...]:
    """Labels beside a row, left to right; through merged areas and, for outer labels, from above."""
    found: list[Label] = []
    for index, col in enumerate(block.label_cols):
        item = tags.seen(row, col)
        if item is None and index < len(block.label_cols) - 1:
            item = _above(block, tags, row, col)
        if item is not None:
            found.append(Label(item.text, item.row, item.col, heads.get(col, "")))
    return tuple(found)


def _above(block: Block, tags: Tags, row: int, col: int) -> Tagged | None:
    """The nearest label above in an outer label column: 组名 written once for several rows."""
    for other in reversed(block.rows):
        if other < row:
            item = tags.at.get((other, col))
            if item is not None:
                return item
    return None


def sections(block: Block, tags: Tags) -> dict[int, Label]:
    """The label-only row that stands over each row of data, if any."""
    if not block.label_cols:
        return {}
    first = block.label_cols[0]
    found: dict[int, Label] = {}
    current: Label | None = None
    for row in sorted((*block.rows, *block.sections)):
        if row in block.sections:
            item = tags.at.get((row, first))
            if item is not None:
                current = Label(item.text, row, first)
        elif current is not None:
            found[row] = current
    return found
