"""One sheet read as tables: its facts, and for every other cell why it is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..periods import period_of
from ..reading import Sheet
from ..words import readable, shown_name, unit_of
from .axes import Label, RowLabels, column_paths, sections
from .blocks import Block, find_blocks
from .context import Context, context_of
from .facts import Around, Columns, Fact, Known, fact_of, is_entity
from .head import is_footnote
from .lexicon import is_place
from .tags import VALUES, Tag, Tagged, Tags

TITLE, HEADER, SECTION, LABEL = "标题或单位说明", "表头", "分组标题", "行标签"
FOOTNOTE, OUTSIDE_TEXT, OUTSIDE_VALUE = "表下附注", "表外文字", "表外零散数值"
NO_HEADER, NO_ROW_NAME, TEXT_VALUE = "这一列没有表头", "这一行没有名称", "数值列中的文字"
MISSING, TINY, PLACEHOLDER = "缺失标记", "小于最小单位", "占位数"
TOO_WIDE = "工作表列数过多，未按表读取"
#: more columns with content than any table of figures has
_WIDEST = 2000
_OTHER = {"code": "序号或代码", "note": "备注", "unit": "计量单位", "translation": "外文对照"}
#: reasons under which a number was left out: its reader must be told
UNPLACED = frozenset((OUTSIDE_VALUE, NO_HEADER, NO_ROW_NAME, PLACEHOLDER, TOO_WIDE))
_PLACEHOLDERS = frozenset(
    (-99, -999, -9999, -99999, -999999, 99999, 999999, 9999999, 99999999, 999999999)
)


@dataclass
class Reading:
    """What was taken from one sheet, and why every other cell was not."""

    sheet: Sheet
    facts: list[Fact] = field(default_factory=list)
    #: reason by (row, column), for each cell that is not a fact
    left: dict[tuple[int, int], str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)

    def texts(self, *reasons: str) -> list[str]:
        """The texts of cells that were left out for one of some reasons."""
        at = self.sheet.at
        return [at[place].text for place, why in self.left.items() if why in reasons]


def read_sheet(sheet: Sheet, known: Known = is_place) -> Reading:
    """Facts of a sheet. `known` says whether a label is the name of an entity."""
    if len({cell.col for cell in sheet.cells}) > _WIDEST:
        return Reading(sheet, left={(c.row, c.col): TOO_WIDE for c in sheet.cells if c.text})
    tags = Tags(sheet)
    reading = Reading(sheet, blocks=find_blocks(tags))
    before: Context | None = None
    for block in reading.blocks:
        before = context_of(block, tags, sheet.name, before)
        _mark_labels(block, tags, reading)
        _read_block(block, tags, reading, before, known)
    taken = {(fact.cell.row, fact.cell.col) for fact in reading.facts}
    for place, item in tags.at.items():
        if place in taken:
            reading.left.pop(place, None)
        elif not reading.left.get(place):
            reading.left[place] = OUTSIDE_VALUE if item.tag in VALUES else OUTSIDE_TEXT
    reading.left = dict(sorted(reading.left.items()))
    return reading


def _mark_labels(block: Block, tags: Tags, reading: Reading) -> None:
    def mark(rows: Sequence[int], why: str) -> None:
        for row in rows:
            for item in tags.rows.get(row, ()):
                reading.left.setdefault((item.row, item.col), why)

    mark(block.titles, TITLE)
    mark((*block.headers, *block.numbering), HEADER)
    for rows, usual in ((block.sections, SECTION), (block.notes, "")):
        for row in rows:
            for item in tags.rows.get(row, ()):
                note = is_footnote(item.text) or (not usual and item.tag is Tag.TEXT)
                reading.left.setdefault((item.row, item.col), FOOTNOTE if note else usual)
    labels = frozenset(block.label_cols)
    for row in block.rows:
        for item in tags.rows[row]:
            if item.col in labels:
                reading.left[row, item.col] = LABEL
            elif item.col in block.other_cols:
                reading.left[row, item.col] = _OTHER[block.other_cols[item.col]]


def _read_block(block: Block, tags: Tags, reading: Reading, context: Context, known: Known) -> None:
    paths = column_paths(block, tags)
    heads = {col: "".join(label.text for label in path) for col, path in paths.items()}
    above = sections(block, tags)
    entity_columns = Columns(_entity_columns(block, paths, known))
    period_columns = Columns(_period_columns(block, paths))
    names = RowLabels(block, tags, heads)
    values = frozenset(block.value_cols)
    for row in block.rows:
        labels = names.of(row)
        unit = _row_unit(block, tags, row)
        for item in tags.rows[row]:
            if item.col not in values:
                continue
            around = Around(
                labels, above.get(row), paths.get(item.col, ()), unit, entity_columns,
                period_columns, context, known,
            )  # fmt: skip
            why = _why_not(item, around, block)
            if why:
                reading.left[row, item.col] = why
            else:
                reading.facts.append(fact_of(item, around))


def _why_not(item: Tagged, around: Around, block: Block) -> str | None:
    """Why a cell in a value column is no fact; None when it is one."""
    if item.tag not in VALUES:
        return TEXT_VALUE
    if item.tag is Tag.MISSING:
        return MISSING
    if item.tag is Tag.TINY:
        return TINY
    if not around.path and (block.headers or not around.labels):
        return NO_HEADER if block.headers else OUTSIDE_VALUE
    if block.label_cols and not around.labels:
        return NO_ROW_NAME
    if item.value.number is not None and item.value.number in _PLACEHOLDERS:
        return PLACEHOLDER
    return None


def _entity_columns(
    block: Block, paths: Mapping[int, tuple[Label, ...]], known: Known
) -> dict[int, str]:
    """Value columns headed by an entity, when entities run across."""
    found: dict[int, str] = {}
    for col in block.value_cols:
        for label in paths.get(col, ()):
            if is_entity(label.text, known):
                found[col] = shown_name(label.text)
    return found if len(found) * 2 >= len(block.value_cols) else {}


def _period_columns(block: Block, paths: Mapping[int, tuple[Label, ...]]) -> dict[int, str]:
    """Value columns whose header names a period."""
    return {
        col: period
        for col in block.value_cols
        for label in paths.get(col, ())
        if (period := period_of(label.text)) is not None
    }


def _row_unit(block: Block, tags: Tags, row: int) -> str | None:
    for col in block.unit_cols:
        item = tags.seen(row, col)
        if item is not None:
            return unit_of(item.text) or readable(item.text)
    return None
