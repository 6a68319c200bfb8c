"""What each column of a table holds: labels, values, codes, units, notes, translations."""

import re
from itertools import pairwise

from ..dittos import is_ditto
from ..periods import named_period, period_of
from ..words import loose_unit, plain, split_unit, unit_of
from .lexicon import has_chinese, header_is_class, header_role, is_latin, is_place
from .table_block import TableBlock
from .tags import FIGURES, VALUES, Tag, Tagged, Tags

_MOST_LABELS = 12
#: what is a figure and no number of a name; under a unit any digit is one
_FIGURE = re.compile(r"[0-9０-９][.．。][0-9０-９]|[0-9０-９]\s*[%％‰]")
_DIGIT = re.compile(r"[0-9０-９]")
_YEARLY = re.compile(r"年份|年度|年\Z|years?|yr\b", re.IGNORECASE)


def sort_columns(block: TableBlock, tags: Tags) -> None:
    """Fill `label_cols`, `value_cols` and `other_cols` of a table."""
    block.label_cols, block.value_cols, block.other_cols = [], [], {}
    columns: dict[int, list[Tagged]] = {}
    words = frozenset(block.words)
    for row in (row for row in block.rows if row not in words):
        for item in block.items(tags, row):
            items = columns.setdefault(item.col, [])
            # 〃 is what stands above it: a name among names, a figure among figures
            items.append(items[-1] if items and is_ditto(item.text) else item)
    texts = {
        col: [item for item in items if item.tag not in VALUES] for col, items in columns.items()
    }
    units = unit_rows(block, tags)
    for col in sorted(columns):
        named = _named(block, tags, col, units)
        role = _role(col, columns[col], texts[col], block, tags, named)
        if role == "label" and len(block.label_cols) >= _MOST_LABELS:
            role = "note"
        if role == "label":
            block.label_cols.append(col)
        elif role == "value":
            block.value_cols.append(col)
        else:
            block.other_cols[col] = role
    if not block.value_cols:
        _figures_like_years(block, tags, columns, units)
    _translations(block, texts)
    _trailing_texts(block, tags, texts, units)


def _figures_like_years(
    block: TableBlock, tags: Tags, columns: dict[int, list[Tagged]], units: frozenset[int]
) -> None:
    """In a table without figures bare numbers beside names are its figures, though each may be a
    year: 2000 and 2010 under a header that speaks of no years."""
    for col in block.label_cols[1:]:
        bare = all(item.tag is Tag.YEARISH for item in columns[col])
        head = header_text(block, tags, col)
        if bare and head and _named(block, tags, col, units) is None and not _is_yearly(head):
            block.label_cols.remove(col)
            block.value_cols.append(col)


def _is_yearly(head: str) -> bool:
    return bool(_YEARLY.search(plain(head)))


def header_text(block: TableBlock, tags: Tags, col: int) -> str:
    """All header cells over a column, run together."""
    seen: list[Tagged] = []
    for row in block.headers:
        item = tags.seen(row, col)
        if item is not None and item not in seen:
            seen.append(item)
    return "".join(item.text for item in seen)


def unit_rows(block: TableBlock, tags: Tags) -> frozenset[int]:
    """Header rows that give the units of the columns under a stub such as `unit`."""
    found = set()
    for row in block.headers:
        items = block.items(tags, row)
        others = [item for item in items if header_role(item.text) != "unit"]
        if others and len(others) < len(items) and all(loose_unit(i.text) for i in others):
            found.add(row)
    return frozenset(found)


def _named(block: TableBlock, tags: Tags, col: int, units: frozenset[int]) -> str | None:
    """Role by the header: by all its rows together, else by the first row that names one."""
    text = header_text(block, tags, col)
    if header_is_class(text):
        return "class"
    together = header_role(text)
    if together is not None:
        return together
    for row in block.headers:
        if row in units:
            continue
        item = tags.seen(row, col)
        if item is not None and tags.width(item) == 1:
            role = header_role(item.text)
            if role is not None:
                return role
    return None


def _role(
    col: int,
    items: list[Tagged],
    texts: list[Tagged],
    block: TableBlock,
    tags: Tags,
    named: str | None,
) -> str:
    """What a column is, where its header says `named`."""
    values = len(items) - len(texts)
    if named in ("code", "note"):
        return named
    if named == "unit" or (texts and not values and all(unit_of(t.text) for t in texts)):
        return "unit"
    if _is_serial(items, block):
        return "code"
    if named in ("entity", "indicator", "class") and (texts or not block.label_cols):
        return "label"
    if (
        named is None
        and block.label_cols
        and header_text(block, tags, col)
        and is_ditto(items[0].text)
    ):
        # as the column before it: under a header of its own each is to be asked about
        return "value"
    yearly = named == "period" or _is_yearly(header_text(block, tags, col))
    if named == "period" and texts and _mostly_periods(items):
        return "label"
    figures_under = named != "period" and _heads_figures(block, tags, col)
    # years that another column gives are not given again by figures such as 2000 and 2010
    dated = not yearly and any(
        header_role(header_text(block, tags, other)) == "period" for other in block.label_cols
    )
    if not figures_under and not dated and _all_periods(items, block, named=yearly):
        return "label"
    if _is_flags(col, texts, block, tags) and not values:
        return "note"
    if named is None and block.label_cols and _said_in_words(col, items, texts, block, tags):
        return "value"
    figures = any(item.tag in FIGURES or item.tag is Tag.YEARISH for item in items)
    if len(texts) > 1 and not figures and not block.value_cols:
        return "label"
    if values > len(texts) or (values == len(texts) and named is None):
        return "value"
    return "label"


def _said_in_words(
    col: int, items: list[Tagged], texts: list[Tagged], block: TableBlock, tags: Tags
) -> bool:
    """Whether a column's figures are written with words (增1.5, 约3.2) under a header of figures.

    Taken for labels they would become names of the figures beside them, and be lost themselves.
    """
    if not texts or any(period_of(item.text) for item in texts):
        return False
    unit = split_unit(header_text(block, tags, col))[1] is not None
    told = sum(bool((_DIGIT if unit else _FIGURE).search(item.text)) for item in texts)
    figures = sum(item.tag in FIGURES for item in items)
    return told > 0 and (told + figures) * 2 > len(items) and (unit or figures > 0)


def _is_flags(col: int, texts: list[Tagged], block: TableBlock, tags: Tags) -> bool:
    """Marks such as p or e in a column without a header, beside the values they are about."""
    if not texts or col - 1 not in block.value_cols:
        return False
    bare = not any((row, col) in tags.at for row in block.headers)
    return bare and all(len(t.text.strip()) <= 2 and t.text.isascii() for t in texts)


def _heads_figures(block: TableBlock, tags: Tags, col: int) -> bool:
    """Whether a column's own header names a period or a unit, so that years under it are none."""
    heads = [tags.at[row, col] for row in block.headers if (row, col) in tags.at]
    return any(
        tags.width(head) == 1
        and (named_period(head.text) or (split_unit(head.text)[1] or "年") not in ("年", "年度"))
        for head in heads
    )


def _mostly_periods(items: list[Tagged]) -> bool:
    """Whether a column that is called one of periods has some, and else only words: 五年累计."""
    periods = sum(period_of(item.text) is not None for item in items)
    return periods * 2 > len(items) and all(
        period_of(item.text) or item.tag not in VALUES for item in items
    )


def _all_periods(items: list[Tagged], block: TableBlock, *, named: bool) -> bool:
    """Whether a column's cells are all periods; bare years must be so called or run in order."""
    if not all(period_of(item.text) for item in items):
        return False
    if named or all(item.tag is Tag.PERIOD for item in items):
        return True
    if block.value_cols or len(items) < 2:
        return False
    years = [int(item.value.number or 0) for item in items if item.tag is Tag.YEARISH]
    steps = {b - a for a, b in pairwise(years)}
    if all(abs(step) <= 10 for step in steps):
        return len(steps - {0}) <= 2
    # a panel: each place's years run on and begin again at the first
    again = {b for a, b in pairwise(years) if b < a}
    return steps <= {0, 1} | {b - max(years) for b in again} and again == {min(years)}


def _is_serial(items: list[Tagged], block: TableBlock) -> bool:
    """A column that only counts 0, 1, 2 … or 1, 2, 3 …: the leftmost, or one without a header."""
    if block.value_cols or (block.label_cols and block.headers):
        return False
    numbers = [item.value.number for item in items if item.tag is Tag.NUMBER]
    if len(numbers) < 3 or len(numbers) != len(items) or numbers[0] not in (0, 1):
        return False
    first = int(numbers[0] or 0)
    return numbers == list(range(first, first + len(numbers)))


def _translations(block: TableBlock, texts: dict[int, list[Tagged]]) -> None:
    """Of two label columns, one Chinese and one not, the other is a translation."""
    chinese = [c for c in block.label_cols if any(has_chinese(t.text) for t in texts.get(c, ()))]
    if not chinese:
        return
    for col in list(block.label_cols):
        own = texts.get(col, [])
        beside = {t.row for other in chinese for t in texts[other]}
        paired = sum(t.row in beside for t in own) * 10 >= len(own) * 9
        if col not in chinese and own and paired and all(is_latin(t.text) for t in own):
            block.label_cols.remove(col)
            block.other_cols[col] = "translation"


def _trailing_texts(
    block: TableBlock, tags: Tags, texts: dict[int, list[Tagged]], units: frozenset[int]
) -> None:
    """Text columns right of the last values are remarks, not labels, unless their header or their
    places say what no column before them says."""
    if not block.value_cols:
        return
    last = block.value_cols[-1]
    named = {col: _named(block, tags, col, units) for col in block.label_cols}
    heads = {plain(header_text(block, tags, col)) for col in block.label_cols if col < last}
    for col in [col for col in block.label_cols if col > last]:
        own = texts.get(col, [])
        places = sum(is_place(item.text) for item in own) * 2 > len(own)
        again = any(
            [t.text for t in texts.get(c, ())] == [t.text for t in own]
            for c in block.label_cols
            if c < last
        )
        told = named[col] in ("entity", "indicator", "period", "class") or (places and not again)
        if told and plain(header_text(block, tags, col)) not in heads:
            continue
        if len(block.label_cols) > 1:
            block.label_cols.remove(col)
            block.other_cols[col] = "note"


def split_points(block: TableBlock, tags: Tags) -> list[int]:
    """First columns of tables that stand side by side; one entry when there is just one."""
    starts = [block.label_cols[0]] if block.label_cols else []
    for col in block.label_cols[1:]:
        before = [c for c in block.value_cols if starts[-1] < c < col]
        after = [c for c in block.value_cols if c > col]
        if not before or not after or col - 1 in block.label_cols:
            continue
        gap = not any((row, col - 1) in tags.at for row in (*block.headers, *block.rows))
        said = plain(header_text(block, tags, col))
        again = any(
            said and plain(header_text(block, tags, other)) == said
            for other in block.label_cols
            if starts[-1] <= other < col
        )
        if again or gap:
            starts.append(col)
    return starts
