"""The rows above a table's first figures: which are titles, which are headers, which neither."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ..periods import day_of, mentions_year, period_within, year_in_full
from ..words import plain, unit_note, unit_of
from .lexicon import has_chinese, header_role
from .tags import FIGURES, VALUES, Tag, Tagged, Tags

_MOST_HEADERS = 12
_FOOTNOTE = re.compile(
    r"(?:备?注[:0-9一二三]|注\Z|说明[:0-9]|附注|(?:资料|数据|信息)?来源[:]|来源[:]|\*|①|②|③|④|"
    r"notes?\b[:. 0-9]|source|\(?[a-e1-9]\)|[1-9][.,、](?![0-9]))",
    re.IGNORECASE,
)


#: what leads a remark and no name
_NOTE = re.compile(r"[(]?(?:备?注(?:[:0-9]|\Z)|附注|说明:|(?:资料|数据|信息)?来源:)")
#: ①按等价值计算。: folding makes 1 of the mark; ①煤炭 is a name
_CIRCLED = re.compile(
    r"\s*[\u2460-\u2473](?=.*(?:[。；;]|按|不含|包括|包含|口径|计算|根据|数据))", re.DOTALL
)


def is_metadata(items: Sequence[Tagged]) -> bool:
    """A row such as `单位：万吨标准煤 … (10 000 tce)` or `填报年度：2019`."""
    if sum(item.tag is Tag.NUMBER for item in items) > 1:
        return False
    return bool(items) and all(_remarks(items))


def _remarks(items: Sequence[Tagged]) -> list[bool]:
    """Which cells of a row are remarks about the table; a key such as `Source:` takes the next."""
    texts = [plain(item.text) for item in items]
    if not any(text[:1] == "(" or ":" in text for text in texts):
        return [False] * len(texts)
    units = any(unit_note(item.text) for item in items)
    found = [_meta(item) for item in items]
    for index, (item, text) in enumerate(zip(items, texts, strict=True)):
        if units and text[:1] == "(" and text[-1:] == ")" and not has_chinese(text):
            found[index] = True
        if item.tag is Tag.TEXT and text[-1:] == ":" and header_role(text) == "note":
            found[index] = True
            if index + 1 < len(items):
                found[index + 1] = True
    return found


def _meta(item: Tagged) -> bool:
    text = plain(item.text)
    if unit_note(text) or (text[:1] == "(" and unit_of(text)):
        return True
    return item.tag is Tag.TEXT and ":" in text[:14] and not text.endswith(":")


def is_footnote(text: str) -> bool:
    """Whether a lone text below or inside a table is a remark about it."""
    folded = plain(text)
    return bool(_FOOTNOTE.match(folded) or _CIRCLED.match(text)) or len(folded) > 40


def is_note(items: Sequence[Tagged]) -> bool:
    """Whether a row between rows of data is a remark about them, and no title of those below: a
    title may be numbered as a footnote is, 1.能源消费, but is not led by 注."""
    return len(items) == 1 and _NOTE.match(plain(items[0].text)) is not None


def is_numbering(items: Sequence[Tagged]) -> bool:
    """A row that only numbers the columns: 甲 1 2 3 …"""
    numbers = [item for item in items if item.tag is Tag.NUMBER]
    others = [plain(item.text) for item in items if item.tag is not Tag.NUMBER]
    if len(numbers) < 2 or any(text not in ("甲", "乙", "丙", "栏次", "A", "B") for text in others):
        return False
    values = [item.value.number for item in numbers]
    return values[0] in (0, 1, 2) and all(
        b is not None and a is not None and b - a == 1 for a, b in pairwise(values)
    )


def is_year_row(items: Sequence[Tagged], *, in_table: bool) -> bool:
    """Whether bare numbers in a row are the years of a header and not values."""
    yearish = [item for item in items if item.tag is Tag.YEARISH]
    years = [int(item.value.number or 0) for item in yearish]
    ordered = years == sorted(years) or years == sorted(years, reverse=True)
    first = items[0]
    named = first.tag is not Tag.TEXT or header_role(first.text) is not None
    rest = items[1:]
    years_only = bool(rest) and all(i.tag in (Tag.YEARISH, Tag.PERIOD) for i in rest)
    if first.tag is Tag.TEXT and named and years_only:
        return True
    if len(set(years)) >= 3 and (named or not in_table):
        return ordered
    if in_table or len(items) == 1 or items[0].tag is Tag.YEARISH:
        return (
            not in_table and len(years) == 2 and len(items) == 2 and abs(years[0] - years[1]) == 1
        )
    texts = [item for item in items if item.tag is Tag.TEXT]
    return ordered and all(header_role(t.text) or not t.text.strip().isdigit() for t in texts)


def is_short_year_row(items: Sequence[Tagged]) -> bool:
    """Whether the numbers of a row are years in two digits over columns: 地区 ’19 ’20."""
    # a part of a sheet may have nothing in a row that is another part's header
    if len(items) < 2 or items[0].tag is not Tag.TEXT or header_role(items[0].text) is None:
        return False
    rest = items[1:]
    numbers = [item for item in rest if item.tag is Tag.NUMBER]
    others = [item.text for item in rest if item.tag is not Tag.NUMBER]
    years = [_two_digits(item) for item in numbers]
    if not numbers or None in years or not all(map(_says_year, others)):
        return False
    if all(year_in_full(item.text) for item in numbers):
        return True
    return not others and {b - a for a, b in pairwise(filter(None, years))} in ({1}, {-1})


def _says_year(text: str) -> bool:
    return year_in_full(text) is not None or mentions_year(text)


def _two_digits(item: Tagged) -> int | None:
    number = item.value.number if item.tag is Tag.NUMBER else None
    return int(number) if number is not None and number in range(10, 100) else None


def empty_rows(waiting: list[int], tags: Tags, data: int) -> tuple[list[int], list[int]]:
    """Rows above the first figures that already belong to the table: a label and no values."""
    label = tags.rows[data][0]
    if label.tag in FIGURES:
        return waiting, []
    first = len(waiting)
    while first > 0:
        items = tags.rows[waiting[first - 1]]
        if len(items) != 1 or items[0].col != label.col or _meta(items[0]):
            break
        first -= 1
    head = tags.rows[waiting[first - 1]] if first else []
    values = {item.col for item in tags.rows[data] if item.tag in VALUES}
    covered = sum(item.col in values for item in head)
    if not values or covered * 2 < len(values) or is_metadata(head):
        return waiting, []
    return waiting[:first], waiting[first:]


def split_head(waiting: list[int], tags: Tags) -> tuple[list[int], list[int]]:
    """Titles and header rows of the rows that stand above the first row of data."""
    full = max((len(tags.rows[row]) for row in waiting), default=0)
    first = len(waiting)
    for index in range(len(waiting) - 1, max(len(waiting) - 1 - _MOST_HEADERS, -1), -1):
        row = waiting[index]
        if _is_title(tags.rows[row], tags, full) and not _under_merge(row, tags):
            last = index == len(waiting) - 1
            if last and index > 0 and _continues_word(waiting, index, tags):
                first = index
                continue
            break
        if first < len(waiting) and _apart(row, waiting[first], tags):
            break
        first = index
    return waiting[:first], waiting[first:]


def _apart(row: int, below: int, tags: Tags) -> bool:
    """Whether a row is too far above the header, or too short across a blank row, to be part."""
    if below - row > 3:
        return True
    return below - row > 1 and len(tags.rows[row]) * 2 < len(tags.rows[below])


def _is_title(items: Sequence[Tagged], tags: Tags, full: int) -> bool:
    """A row that belongs above the header: one text, or nothing but remarks about the table."""
    if len(items) == 1:
        only = items[0]
        spans = tags.width(only)
        if only.col == 1 or spans >= max(full - 1, 2) or len(plain(only.text)) > 30:
            return True
        return spans == 1
    if len(items) > 1 and all(unit_of(item.text) for item in items):
        return False
    remarks = _remarks(items)
    said = [
        a or (item.tag is Tag.PERIOD and len(items) <= 2) or day_of(item.text) is not None
        for a, item in zip(remarks, items, strict=True)
    ]
    if any(remarks) and (all(said) or (len(items) > 2 and sum(said) == len(items) - 1)):
        return True
    titled = len(items) == 2 and header_role(items[0].text) is None
    titled = titled and (full > 2 or bool(unit_note(items[1].text)))
    titled = titled and plain(items[0].text)[:1] != "("
    return titled and _meta(items[1]) and items[0].tag in (Tag.TEXT, Tag.PERIOD)


def _continues_word(waiting: list[int], index: int, tags: Tags) -> bool:
    """The last header row holds one word that continues the row above (普 宁 / 侨 区)."""
    row, above = waiting[index], waiting[index - 1]
    if row - above != 1 or len(tags.rows[above]) < 2:
        return False
    items = tags.rows[row]
    return len(items) == 1 and items[0].col > 1 and len(plain(items[0].text)) <= 12


def _under_merge(row: int, tags: Tags) -> bool:
    """Whether a cell merged from above reaches into this row."""
    last = max(item.col for item in tags.rows[row])
    anchors = (tags.merged_from.get((row, col)) for col in range(1, min(last, 200) + 1))
    return any(anchor is not None and anchor[0] < row for anchor in anchors)


def starts_new(waiting: Sequence[int], tags: Tags, left: int) -> bool:
    """Whether rows between two rows of data begin another table; `left` is its first column."""
    for row in waiting:
        items = tags.rows[row]
        if is_short_year_row(items):
            return True
        words = [i for i in items if i.tag in (Tag.TEXT, Tag.PERIOD, Tag.YEARISH)]
        if len(words) >= 3 and not is_footnote(items[0].text):
            return True
        if any(unit_note(item.text) for item in items):
            return True
        if len(items) == 2 and items[0].col == left and header_role(items[0].text):
            return True
        if len(items) == 1 and tags.width(items[0]) > 2 and period_within(items[0].text):
            return True
    return False
