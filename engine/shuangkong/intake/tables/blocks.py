"""Where the tables of a sheet are: title, header rows, label columns, value columns, rows."""

from collections.abc import Sequence

from ..periods import named_period
from ..words import split_unit, unit_note, unit_of
from .columns import sort_columns, split_points
from .head import (
    empty_rows,
    is_footnote,
    is_metadata,
    is_note,
    is_numbering,
    is_short_year_row,
    is_year_row,
    split_head,
    starts_new,
)
from .lexicon import header_role, is_latin
from .table_block import TableBlock
from .tags import FIGURES, Tag, Tagged, Tags
from .words_row import is_words_row


def find_blocks(tags: Tags) -> list[TableBlock]:
    """The tables of a sheet, top to bottom, left to right."""
    blocks: list[TableBlock] = []
    waiting: list[int] = []
    numbering: list[int] = []
    rows = sorted(tags.rows)
    for index, row in enumerate(rows):
        below = rows[index + 1] if index + 1 < len(rows) else None
        items = tags.rows[row]
        if waiting and is_numbering(items):
            numbering.append(row)
        elif not _is_data(row, below, tags, blocks, waiting):
            waiting.append(row)
        else:
            _add_row(row, tags, blocks, waiting, numbering)
            waiting, numbering = [], []
    if blocks:
        _end(blocks[-1], waiting, tags)
    found: list[TableBlock] = []
    for block in blocks:
        found.extend(_sideways(block, tags))
    return found


def _end(block: TableBlock, waiting: list[int], tags: Tags) -> None:
    """Rows after the last figures: names without figures are the table's, the rest are notes."""
    waiting = _take_words(waiting, tags, block)
    names, last = True, max(block.rows[-1], block.sections[-1] if block.sections else 0)
    for row in waiting:
        items = tags.rows[row]
        names, last = names and row == last + 1, row
        names = names and len(items) == 1 and items[0].col == block.left
        names = names and len(items[0].text.strip()) <= 16 and not is_footnote(items[0].text)
        (block.sections if names else block.notes).append(row)


def _is_data(
    row: int, below: int | None, tags: Tags, blocks: Sequence[TableBlock], waiting: Sequence[int]
) -> bool:
    items = tags.rows[row]
    if any(item.tag in FIGURES for item in items):
        return not (is_metadata(items) or is_short_year_row(items))
    inside = bool(blocks) and not waiting
    if any(item.tag is Tag.YEARISH for item in items):
        if waiting and _under_heads(items, tags.rows[waiting[-1]], tags):
            return True
        heads = not inside and below is not None and _over_figures(items, tags.rows[below])
        return not heads and not is_year_row(items, in_table=inside)
    if not any(item.tag in (Tag.MISSING, Tag.TINY) for item in items):
        return False
    blank = [item.tag in (Tag.MISSING, Tag.TINY) for item in items]
    return inside or (bool(waiting) and not blank[0] and sum(blank) == len(items) - 1)


def _under_heads(items: Sequence[Tagged], above: Sequence[Tagged], tags: Tags) -> bool:
    """Whether bare years stand under a header that already gives years, or beside a name under
    one that says what they are: they are values."""
    heads = {item.col: item for item in above}
    under = [heads.get(item.col) for item in items if item.tag is Tag.YEARISH]
    first = items[0]
    if first.tag is Tag.TEXT and header_role(first.text) is not None:
        return False
    if all(head is not None and named_period(head.text) for head in under):
        return len(under) > 1 or first.tag is Tag.TEXT
    over = heads.get(first.col)
    if first.tag is not Tag.TEXT or (over is not None and header_role(over.text) is None):
        return False
    if over is not None and all(head is not None and split_unit(head.text)[1] for head in under):
        return True
    # 石家庄市 2000 under 地区 能源消费总量; years of a header stand under what spans them, or
    # beside a word for what they head
    own = all(h is not None and h.tag is Tag.TEXT and tags.width(h) == 1 for h in under)
    return own and not (is_latin(first.text) or unit_note(first.text) or unit_of(first.text))


def _over_figures(items: Sequence[Tagged], below: Sequence[Tagged]) -> bool:
    """Whether years stand among words, over figures that are no years: a header row."""
    years = {item.col for item in items if item.tag is Tag.YEARISH}
    words = any(item.tag in (Tag.TEXT, Tag.PERIOD) for item in items)
    figures = {item.col for item in below if item.tag in FIGURES}
    return words and len(years) > 1 and years <= figures


def _add_row(
    row: int, tags: Tags, blocks: list[TableBlock], waiting: list[int], numbering: list[int]
) -> None:
    """A row of data joins the table above, or begins the next one."""
    if blocks:
        waiting = _take_words(waiting, tags, blocks[-1], row)
        if not starts_new(waiting, tags, blocks[-1].left):
            for one in waiting:
                kept = blocks[-1].notes if is_note(tags.rows[one]) else blocks[-1].sections
                kept.append(one)
            blocks[-1].rows.append(row)
            blocks[-1].left = min(blocks[-1].left, tags.rows[row][0].col)
            return
        waiting = _keep_notes(waiting, tags, blocks[-1])
    above, words = _first_words(waiting, tags, row)
    above, inside = empty_rows(above, tags, words[0] if words else row)
    titles, headers = split_head(above, tags)
    blocks.append(
        TableBlock(
            titles=titles,
            headers=headers,
            rows=[*words, row],
            words=words,
            sections=inside,
            numbering=numbering,
            left=tags.rows[row][0].col,
        )
    )


def _take_words(
    waiting: list[int], tags: Tags, block: TableBlock, row: int | None = None
) -> list[int]:
    """Rows right under the data that have words in place of figures go to the table above; `row`
    is the row of data that follows."""
    index, last = 0, max(block.rows[-1], block.sections[-1] if block.sections else 0)
    above = tags.rows[block.rows[-1]]
    while index < len(waiting) and waiting[index] == last + 1:
        following = [*waiting[index + 1 :], *([] if row is None else [row])][:1]
        below = tags.rows[following[0]] if following == [waiting[index] + 1] else ()
        if not is_words_row(tags.rows[waiting[index]], above, block.left, below):
            break
        block.rows.append(waiting[index])
        block.words.append(waiting[index])
        index, last = index + 1, last + 1
    return waiting[index:]


def _first_words(waiting: list[int], tags: Tags, row: int) -> tuple[list[int], list[int]]:
    """Rows between a header and the first figures that have words in place of figures."""
    first, items = len(waiting), tags.rows[row]
    while first > 1 and waiting[first - 1] == row - (len(waiting) - first) - 1:
        if not is_words_row(tags.rows[waiting[first - 1]], items, items[0].col):
            break
        first -= 1
    return waiting[:first], waiting[first:]


def _keep_notes(waiting: list[int], tags: Tags, block: TableBlock) -> list[int]:
    """Footnotes at the start of the waiting rows go to the table above."""
    index = 0
    while index < len(waiting):
        items = tags.rows[waiting[index]]
        if len(items) > 1 or not is_footnote(items[0].text):
            break
        block.notes.append(waiting[index])
        index += 1
    return waiting[index:]


def _sideways(block: TableBlock, tags: Tags) -> list[TableBlock]:
    """Tables that stand side by side under the same title, each with its own labels."""
    sort_columns(block, tags)
    starts = split_points(block, tags)
    if len(starts) < 2:
        return [block]
    found: list[TableBlock] = []
    for index, start in enumerate(starts):
        end = starts[index + 1] - 1 if index + 1 < len(starts) else 1 << 20
        part = TableBlock(
            titles=block.titles,
            headers=block.headers,
            sections=block.sections,
            notes=block.notes,
            words=block.words,
            numbering=block.numbering,
            span=(start if index else 1, end),
        )
        part.rows = [row for row in block.rows if part.items(tags, row)]
        sort_columns(part, tags)
        found.append(part)
    return found
