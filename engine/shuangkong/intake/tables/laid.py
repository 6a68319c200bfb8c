"""A table whose columns and rows a layout names: read by those, and by nothing else."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..layouts import Layout, TableRole
from ..patterns import matched
from ..reading import Area, parse_address, parse_area
from ..words import plain
from .blocks import find_blocks
from .columns import header_text, sort_columns
from .head import is_footnote, split_head
from .table_block import TableBlock
from .tags import FIGURES, VALUES, Tag, Tags

LAID_OUT = "版式声明不读"
_LETTERS = re.compile(r"(?P<first>[A-Z]{1,3})(?:[-:](?P<last>[A-Z]{1,3}))?\Z")
_NUMBERS = re.compile(r"(?P<first>[0-9]{1,7})(?:[-:](?P<last>[0-9]{1,7}))?\Z")
_EVERYTHING = Area(1, 1, 1 << 21, 1 << 15)
_LABELS = (TableRole.ENTITY, TableRole.PERIOD, TableRole.INDICATOR)


@dataclass
class Laid:
    """What a layout makes of a sheet: its tables, what each group title says, what is left."""

    blocks: list[TableBlock]
    #: what the group title over a row says: entity, indicator, period, unit
    said: dict[int, Mapping[str, str]] = field(default_factory=dict)
    left: dict[tuple[int, int], str] = field(default_factory=dict)
    #: column and row names of the layout that are nowhere in the sheet
    unfound: list[str] = field(default_factory=list)


def laid_blocks(tags: Tags, layout: Layout) -> Laid:
    """The tables of a sheet as a layout names their columns and rows."""
    area = (parse_area(layout.area) if layout.area else None) or _EVERYTHING
    laid = Laid([])
    inside = _within(tags, area, laid)
    named = {name: role for name, role in layout.columns.items() if not _LETTERS.match(name)}
    found = find_blocks(inside)
    whole = bool(layout.rows or layout.area or layout.blocks or len(named) < len(layout.columns))
    heads = _header_rows(inside, layout, named)
    if whole or len(found) < 2 or (named and len(heads) == 1):
        laid.blocks = [_block(inside, layout, heads, found)]
    else:
        laid.blocks = found
    _leave_rows(inside, layout, laid)
    seen: set[str] = set()
    for block in laid.blocks:
        seen |= _set_columns(block, inside, layout)
    laid.unfound += [name for name in layout.columns if name not in seen]
    if layout.blocks:
        _group(laid, inside, layout.blocks)
    return laid


def _within(tags: Tags, area: Area, laid: Laid) -> Tags:
    """The cells inside an area; those outside are left as they are."""
    if area is _EVERYTHING:
        return tags
    cells = []
    for cell in tags.sheet.cells:
        if area.top <= cell.row <= area.bottom and area.left <= cell.col <= area.right:
            cells.append(cell)
        elif (cell.row, cell.col) in tags.at:
            laid.left[cell.row, cell.col] = LAID_OUT
    return tags.of(cells)


def _header_rows(tags: Tags, layout: Layout, named: Mapping[str, TableRole]) -> list[int]:
    """Header rows: those that rows name by number, else those in which the named columns stand."""
    rows = [
        row
        for name, role in layout.rows.items()
        if role is not TableRole.IGNORE and role is not TableRole.VALUE
        for row in _rows_of(name)
    ]
    if rows or not named:
        return sorted(rows)
    holding = {
        row: sum(any(matched(n, i.text) is not None for i in items) for n in named)
        for row, items in tags.rows.items()
    }
    most = max(holding.values(), default=0)
    return [row for row, count in sorted(holding.items()) if most and count == most][:1]


def _rows_of(name: str) -> Iterable[int]:
    match = _NUMBERS.match(name.strip())
    if not match:
        return ()
    first = int(match["first"])
    return range(first, int(match["last"] or first) + 1)


def _block(tags: Tags, layout: Layout, heads: list[int], found: Sequence[TableBlock]) -> TableBlock:
    """One table of all rows below the header."""
    letters = {
        col
        for name, role in layout.columns.items()
        if role is TableRole.VALUE
        for col in _letters(name)
    }
    ignored = _ignored_rows(tags, layout)
    rows = [row for row in sorted(tags.rows) if row not in ignored]
    if heads:
        above = [row for row in rows if row < heads[0]]
        body = [row for row in rows if row > heads[-1]]
        # rows of header words that stand between those that were named
        heads = [row for row in rows if heads[0] <= row <= heads[-1]]
    elif found and not letters:
        above, heads = found[0].titles, found[0].headers
        body = [row for row in rows if row > max((*above, *heads), default=0)]
    else:
        first = next((r for r in rows if _figures(tags, r, letters)), rows[0] if rows else 1)
        above, heads = split_head([row for row in rows if row < first], tags)
        body = [row for row in rows if row >= first]
    block = TableBlock(titles=above, headers=heads)
    _sort_rows(block, body, tags, layout, letters)
    block.row_roles = {
        row: role.value
        for name, role in layout.rows.items()
        if role is not TableRole.IGNORE and role is not TableRole.VALUE
        for row in _rows_of(name)
    }
    if block.rows:
        sort_columns(block, tags)
    return block


def _sort_rows(
    block: TableBlock, body: Sequence[int], tags: Tags, layout: Layout, letters: set[int]
) -> None:
    """Which rows below the header are data, the header once more, notes, or labels only."""
    again = {_key(tags, row) for row in block.headers}
    for row in body:
        items = tags.rows[row]
        if _key(tags, row) in again:
            block.numbering.append(row)
        elif any(i.tag in VALUES and (not letters or i.col in letters) for i in items):
            block.rows.append(row)
        elif len(items) == 1 and is_footnote(items[0].text) and not layout.blocks:
            block.notes.append(row)
        else:
            block.sections.append(row)


def _key(tags: Tags, row: int) -> tuple[tuple[int, str], ...]:
    return tuple((item.col, plain(item.text)) for item in tags.rows[row])


def _figures(tags: Tags, row: int, cols: Iterable[int]) -> bool:
    wanted = set(cols)
    return any(
        i.col in wanted and (i.tag in FIGURES or i.tag is Tag.YEARISH) for i in tags.rows[row]
    )


def _letters(name: str) -> Iterable[int]:
    """The columns that letters name: C, or C-F."""
    match = _LETTERS.match(name.strip())
    if not match:
        return ()
    ends = [parse_address(f"{part}1") for part in (match["first"], match["last"] or match["first"])]
    first, last = (place[1] if place else 0 for place in ends)
    return range(first, last + 1)


def _ignored_rows(tags: Tags, layout: Layout) -> set[int]:
    """Rows that the layout leaves out, by number or by a label in them."""
    found: set[int] = set()
    for name, role in layout.rows.items():
        if role is not TableRole.IGNORE:
            continue
        by_number = set(_rows_of(name))
        found |= by_number or {
            row
            for row, items in tags.rows.items()
            if any(i.tag is Tag.TEXT and matched(name, i.text) is not None for i in items)
        }
    return found


def _leave_rows(tags: Tags, layout: Layout, laid: Laid) -> None:
    ignored = _ignored_rows(tags, layout)
    for row in ignored & tags.rows.keys():
        for item in tags.rows[row]:
            laid.left[row, item.col] = LAID_OUT
    for block in laid.blocks:
        for rows in (block.rows, block.sections, block.notes, block.headers, block.titles):
            rows[:] = [row for row in rows if row not in ignored]


def _set_columns(block: TableBlock, tags: Tags, layout: Layout) -> set[str]:
    """Give a table's columns the roles that the layout names; the names that it has."""
    used: set[str] = set()
    given: dict[int, TableRole] = {}
    every = {i.col for row in block.rows for i in block.items(tags, row)}
    for name, role in layout.columns.items():
        cols = set(_letters(name)) & every
        if not cols:
            cols = {col for col in every if _headed(block, tags, col, name)}
        used |= {name} if cols else set()
        for col in cols:
            given.setdefault(col, role)
    declared = TableRole.VALUE in given.values()
    for col, role in given.items():
        for columns in (block.label_cols, block.value_cols):
            if col in columns:
                columns.remove(col)
        block.other_cols.pop(col, None)
        if role in _LABELS:
            block.label_cols.append(col)
            block.col_roles[col] = role.value
        elif role is TableRole.VALUE:
            block.value_cols.append(col)
        else:
            block.other_cols[col] = "unit" if role is TableRole.UNIT else "laid_out"
    if declared:
        block.other_cols |= {c: "laid_out" for c in block.value_cols if c not in given}
        block.value_cols = [col for col in block.value_cols if col in given]
    block.label_cols.sort()
    block.value_cols.sort()
    return used


def _headed(block: TableBlock, tags: Tags, col: int, name: str) -> bool:
    """Whether a column's header, or one of its rows, reads so."""
    texts = [header_text(block, tags, col)]
    texts += [item.text for row in block.headers if (item := tags.seen(row, col)) is not None]
    return any(matched(name, text) is not None for text in texts)


def _group(laid: Laid, tags: Tags, pattern: str) -> None:
    """Rows without figures that read like a group title begin a group."""
    for block in laid.blocks:
        values = frozenset(block.value_cols)
        current: Mapping[str, str] = {}
        for row in sorted((*block.rows, *block.sections)):
            items = block.items(tags, row)
            bare = not any(i.col in values and i.tag in VALUES for i in items)
            said = matched(pattern, items[0].text) if bare and items else None
            if said is not None:
                current = said
                if row in block.rows:
                    block.rows.remove(row)
                    block.sections.append(row)
            elif row in block.rows and current:
                laid.said[row] = current
        block.sections.sort()
