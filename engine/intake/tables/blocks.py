"""Where the tables of a sheet are: title, header rows, label columns, value columns, rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..periods import period_of, period_within
from ..words import plain, unit_note, unit_of
from .kinds_of_label import header_role
from .tags import FIGURES, VALUES, Tag, Tagged, Tags


@dataclass
class Block:
    """One table of a sheet. Rows and columns are sheet rows and columns, 1-based."""

    titles: list[int] = field(default_factory=list)
    headers: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    #: rows inside the table that hold labels only
    sections: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    label_cols: list[int] = field(default_factory=list)
    value_cols: list[int] = field(default_factory=list)
    #: columns that are neither: code, unit, note
    other_cols: dict[int, str] = field(default_factory=dict)


def find_blocks(tags: Tags) -> list[Block]:
    """The tables of a sheet, top to bottom."""
    blocks: list[Block] = []
    waiting: list[int] = []
    for row in sorted(tags.rows):
        items = tags.rows[row]
        if not _is_data(items, tags, blocks, waiting):
            waiting.append(row)
            continue
        if blocks and not _starts_new(waiting, tags, blocks[-1]):
            blocks[-1].sections.extend(waiting)
        else:
            if blocks:
                waiting = _keep_notes(waiting, tags, blocks[-1])
            waiting, inside = _empty_rows(waiting, tags, row)
            titles, headers = _split_head(waiting, tags)
            blocks.append(Block(titles=titles, headers=headers, sections=inside))
        waiting = []
        blocks[-1].rows.append(row)
    if blocks:
        blocks[-1].notes.extend(waiting)
    for block in blocks:
        _columns(block, tags)
    return blocks


def _is_data(
    items: Sequence[Tagged], tags: Tags, blocks: Sequence[Block], waiting: Sequence[int]
) -> bool:
    if any(item.tag in FIGURES for item in items):
        return not _is_metadata(items)
    yearish = [item for item in items if item.tag is Tag.YEARISH]
    if not yearish:
        marks = [item for item in items if item.tag in (Tag.MISSING, Tag.TINY)]
        return bool(marks) and bool(blocks) and not waiting
    return not _is_year_row(items, yearish, in_table=bool(blocks) and not waiting)


def _is_year_row(items: Sequence[Tagged], yearish: Sequence[Tagged], *, in_table: bool) -> bool:
    """Whether bare numbers in a row are the years of a header and not values."""
    years = [int(item.value.number or 0) for item in yearish]
    ordered = years == sorted(years) or years == sorted(years, reverse=True)
    texts = [item for item in items if item.tag is Tag.TEXT]
    if len(set(years)) >= 3:
        return ordered
    if in_table:
        return False
    if len(items) == 1 or (len(yearish) == 1 and items[0] is yearish[0]):
        return False
    return ordered and all(header_role(t.text) or not t.text.strip().isdigit() for t in texts)


def _is_metadata(items: Sequence[Tagged]) -> bool:
    """A row such as `单位：万吨标准煤 … (10 000 tce)` or `填报年度：2019`."""
    return all(_meta(item) for item in items)


def _meta(item: Tagged) -> bool:
    text = plain(item.text)
    if unit_note(text) or (text[:1] == "(" and unit_of(text)):
        return True
    return item.tag is Tag.TEXT and ":" in text[:12] and not text.endswith(":")


def _is_title(items: Sequence[Tagged], tags: Tags, full: int) -> bool:
    """A row that belongs above the header: one text, or nothing but remarks about the table."""
    if len({id(item) for item in items}) == 1:
        only = items[0]
        spans = tags.width(only)
        if only.col == 1 or spans >= max(full - 1, 2) or len(plain(only.text)) > 30:
            return True
        return spans == 1 or (only.tag is Tag.PERIOD and spans < 2)
    return all(
        _meta(item) or (item.tag is Tag.PERIOD and len(items) <= 2) for item in items
    ) and any(map(_meta, items))


def _split_head(waiting: list[int], tags: Tags) -> tuple[list[int], list[int]]:
    """Titles and header rows of the rows that stand above the first row of data."""
    full = max((len(tags.rows[row]) for row in waiting), default=0)
    first = len(waiting)
    for index in range(len(waiting) - 1, -1, -1):
        row = waiting[index]
        if _is_title(tags.rows[row], tags, full) and not _child_of_merge(row, tags):
            if index == len(waiting) - 1 and index > 0 and _wraps(waiting, index, tags):
                first = index
                continue
            break
        if first < len(waiting) and waiting[first] - row > 3:
            break
        first = index
    return waiting[:first], waiting[first:]


def _empty_rows(waiting: list[int], tags: Tags, data: int) -> tuple[list[int], list[int]]:
    """Rows above the first figures that already belong to the table: a label and no values."""
    label = tags.rows[data][0]
    if label.tag in FIGURES:
        return waiting, []
    first = len(waiting)
    while first > 0:
        items = tags.rows[waiting[first - 1]]
        alike = len(items) == 1 and items[0].col == label.col
        if not alike or (items[0].tag is Tag.PERIOD) != (label.tag is Tag.PERIOD):
            break
        first -= 1
    head = tags.rows[waiting[first - 1]] if first else []
    values = {item.col for item in tags.rows[data] if item.tag in VALUES}
    covered = sum(item.col in values for item in head)
    if not values or covered * 2 < len(values) or _is_metadata(head):
        return waiting, []
    return waiting[:first], waiting[first:]


def _wraps(waiting: list[int], index: int, tags: Tags) -> bool:
    """The last header row holds one word that continues the row above (普 宁 / 侨 区)."""
    row, above = waiting[index], waiting[index - 1]
    if row - above != 1 or len(tags.rows[above]) < 2:
        return False
    items = tags.rows[row]
    return len(items) == 1 and items[0].col > 1 and len(plain(items[0].text)) <= 12


def _child_of_merge(row: int, tags: Tags) -> bool:
    items = tags.rows[row]
    covered = [
        tags.merged_from[row, col]
        for col in range(1, max(i.col for i in items) + 1)
        if (row, col) in tags.merged_from and tags.merged_from[row, col][0] < row
    ]
    return bool(covered)


def _starts_new(waiting: Sequence[int], tags: Tags, block: Block) -> bool:
    """Whether rows between two rows of data begin another table."""
    if not waiting:
        return False
    for row in waiting:
        items = tags.rows[row]
        if sum(item.tag in (Tag.TEXT, Tag.PERIOD, Tag.YEARISH) for item in items) >= 3:
            return True
        if any(unit_note(item.text) for item in items):
            return True
        if (
            len(items) == 2
            and items[0].col == min(i.col for r in block.rows[:20] for i in tags.rows[r])
            and header_role(items[0].text)
        ):
            return True
        if len(items) == 1 and tags.width(items[0]) > 2 and period_within(items[0].text):
            return True
    return False


def _keep_notes(waiting: list[int], tags: Tags, block: Block) -> list[int]:
    """Footnotes at the start of the waiting rows go to the table above."""
    index = 0
    for index, row in enumerate(waiting):  # noqa: B007
        items = tags.rows[row]
        if len(items) > 1 or not is_footnote(items[0].text):
            break
        block.notes.append(row)
    else:
        index = len(waiting)
    return waiting[index:]


def is_footnote(text: str) -> bool:
    """Whether a lone text below or inside a table is a remark about it."""
    folded = plain(text)
    return (
        folded.startswith(
            (
                "注",
                "备注",
                "说明",
                "资料来源",
                "数据来源",
                "来源",
                "附注",
                "*",
                "①",
                "note",
                "Note",
                "Source",
                "source",
                "a)",
                "1)",
                "1.",
            )
        )
        or len(folded) > 40
    )


def _columns(block: Block, tags: Tags) -> None:
    """Sort the columns of a table into labels, values and others."""
    values: dict[int, int] = {}
    texts: dict[int, list[Tagged]] = {}
    for row in block.rows:
        for item in tags.rows[row]:
            if item.tag in VALUES:
                values[item.col] = values.get(item.col, 0) + 1
            else:
                texts.setdefault(item.col, []).append(item)
    for col in sorted({*values, *texts}):
        head = _header_text(block, tags, col)
        role = header_role(head) if head else None
        role = _role(col, role, values.get(col, 0), texts.get(col, []), block, tags)
        if role == "label":
            block.label_cols.append(col)
        elif role == "value":
            block.value_cols.append(col)
        else:
            block.other_cols[col] = role


def _role(
    col: int, named: str | None, values: int, texts: list[Tagged], block: Block, tags: Tags
) -> str:
    if named in ("code", "note"):
        return named
    if named == "unit" or (texts and not values and all(unit_of(t.text) for t in texts)):
        return "unit"
    if named in ("entity", "indicator"):
        return "label"
    if named == "period" or _all_periods(col, block, tags):
        return "label"
    if values > len(texts):
        return "code" if _is_serial(col, block, tags) else "value"
    if values == len(texts) and named is None:
        return "value"
    return "label"


def _all_periods(col: int, block: Block, tags: Tags) -> bool:
    """Whether a column's cells are all periods; bare years must run in order and stand left."""
    items = [tags.at[row, col] for row in block.rows if (row, col) in tags.at]
    if len(items) < 2 or not all(period_of(item.text) for item in items):
        return False
    if all(item.tag is Tag.PERIOD for item in items):
        return True
    if block.value_cols:
        return False
    years = [int(item.value.number or 0) for item in items if item.tag is Tag.YEARISH]
    steps = {b - a for a, b in zip(years, years[1:], strict=False)}
    return len(steps - {0}) <= 2 and all(abs(step) <= 10 for step in steps)


def _is_serial(col: int, block: Block, tags: Tags) -> bool:
    """A column without a header of its own that counts 1, 2, 3 … on the left."""
    if block.value_cols or _header_text(block, tags, col):
        return False
    numbers = [tags.at[row, col].value.number for row in block.rows if (row, col) in tags.at]
    return len(numbers) >= 3 and [n for n in numbers if n] == list(range(1, len(numbers) + 1))


def _header_text(block: Block, tags: Tags, col: int) -> str:
    seen: list[Tagged] = []
    for row in block.headers:
        item = tags.seen(row, col)
        if item is not None and item not in seen:
            seen.append(item)
    return "".join(item.text for item in seen)
