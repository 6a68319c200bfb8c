"""What stands over each value column, as paths of labels."""

from bisect import bisect_left
from dataclasses import replace

from ..periods import period_of
from ..words import loose_unit, plain, unit_of
from .columns import unit_rows
from .head import is_short_year_row
from .labels import LEFT, Label, label_of
from .lexicon import has_chinese, is_latin, is_place, is_total
from .table_block import TableBlock
from .tags import Tag, Tagged, Tags


def column_paths(block: TableBlock, tags: Tags) -> dict[int, tuple[Label, ...]]:
    """Header labels of each column from top to bottom, merged and split headers resolved."""
    grid = _header_grid(block, tags)
    units = unit_rows(block, tags) | {r for r, role in block.row_roles.items() if role == "unit"}
    short = {row for row in block.headers if is_short_year_row(block.items(tags, row))}
    paths: dict[int, tuple[Label, ...]] = {}
    for col in sorted({*block.value_cols, *block.label_cols, *block.other_cols}):
        found: list[Label] = []
        for row in block.headers:
            item = grid.get((row, col))
            if item is None or (item.tag is Tag.NUMBER and row not in short):
                continue
            role = "unit" if row in units and loose_unit(item.text) else ""
            spread = (item.row, item.col) != (row, col) and (row, col) not in tags.merged_from
            label = label_of(item, role or block.row_roles.get(row, ""), LEFT if spread else "")
            if item.tag is Tag.NUMBER:
                label = replace(label, text=f"{item.value.number}年")
            if not found or (found[-1].row, found[-1].col) != (item.row, item.col):
                found.append(label)
        paths[col] = _joined(found, col, block, tags)
    return paths


def _header_grid(block: TableBlock, tags: Tags) -> dict[tuple[int, int], Tagged]:
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


def _joined(found: list[Label], col: int, block: TableBlock, tags: Tags) -> tuple[Label, ...]:
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


def _halves(above: Label, below: Label, col: int, block: TableBlock, tags: Tags) -> bool:
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


def _has_other_children(label: Label, block: TableBlock, tags: Tags) -> bool:
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
