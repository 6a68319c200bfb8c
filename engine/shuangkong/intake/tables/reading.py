"""One sheet read as tables: its facts, and for every other cell why it is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..layouts import Layout
from ..reading import Sheet
from .around import Surroundings
from .axes import column_paths
from .blocks import find_blocks
from .context import TableContext, context_of
from .doubles import told_apart
from .facts import Fact, Over, fact_of
from .fills import DUST, FILL, fills
from .head import is_footnote
from .labels import Label, RowLabels, sections
from .laid import LAID_OUT, laid_blocks
from .lexicon import has_chinese, is_latin
from .parts import section_kind
from .roles import PlaceLabels, Roles, rivalry, roles_of
from .table_block import TableBlock
from .tags import FIGURES, VALUES, Tag, Tagged, Tags

TITLE, HEADER, SECTION, LABEL = "标题或单位说明", "表头", "分组标题", "行标签"
FOOTNOTE, OUTSIDE_TEXT, OUTSIDE_VALUE = "表下附注", "表外文字", "表外零散数值"
NO_HEADER, NO_ROW_NAME, TEXT_VALUE = "这一列没有表头", "这一行没有名称", "数值列中的文字"
SPREAD_VALUE = "合并的数值"
MISSING, TINY, PLACEHOLDER, SCRATCH = "缺失标记", "小于最小单位", FILL, "分组标题行上的数"
NOTE = "备注"
#: a word that the plan may know as a state
STATED = "状态"
TOO_WIDE = "工作表列数过多，未按表读取"
#: more columns with content than any table of figures has
_WIDEST = 2000
_OTHER = {
    "code": "序号或代码",
    "note": NOTE,
    "unit": "计量单位",
    "translation": "外文对照",
    "laid_out": LAID_OUT,
}
#: reasons under which a number was left out: its reader must be told
UNPLACED = frozenset((OUTSIDE_VALUE, NO_HEADER, NO_ROW_NAME, PLACEHOLDER, TOO_WIDE, SCRATCH, DUST))
_PLACEHOLDERS = frozenset(
    (-99, -999, -9999, -99999, -999999, 99999, 999999, 9999999, 99999999, 999999999)
)


@dataclass
class SheetFacts:
    """What was taken from one sheet, and why every other cell was not."""

    sheet: Sheet
    facts: list[Fact] = field(default_factory=list)
    #: what stands where a figure belongs and is none: text, a date, one number for several rows
    doubtful: list[Fact] = field(default_factory=list)
    #: what stands where a figure belongs and says that there is none
    absent: list[Fact] = field(default_factory=list)
    #: reason by (row, column), for each cell that is not a fact
    left: dict[tuple[int, int], str] = field(default_factory=dict)
    blocks: list[TableBlock] = field(default_factory=list)
    #: what a layout finds in the group title over a row, and its names that are nowhere
    said: dict[int, Mapping[str, str]] = field(default_factory=dict)
    unfound: list[str] = field(default_factory=list)

    def texts(self, *reasons: str) -> list[str]:
        """The texts of cells that were left out for one of some reasons."""
        at = self.sheet.at
        return [at[place].text for place, why in self.left.items() if why in reasons]


def read_sheet(
    sheet: Sheet,
    places: PlaceLabels | None = None,
    layout: Layout | None = None,
    states: frozenset[tuple[int, int]] = frozenset(),
) -> SheetFacts:
    """Facts of a sheet; `places` says which labels are names of entities, `states` which words
    stand for figures.

    A layout that names columns or rows says where things stand; other layouts change nothing.
    """
    places = places or PlaceLabels()
    if len({cell.col for cell in sheet.cells}) > _WIDEST:
        return SheetFacts(sheet, left={(c.row, c.col): TOO_WIDE for c in sheet.cells if c.text})
    tags = Tags(sheet, states)
    laid = laid_blocks(tags, layout) if layout is not None and layout.structural else None
    reading = SheetFacts(sheet, blocks=find_blocks(tags) if laid is None else laid.blocks)
    if laid is not None:
        reading.left, reading.unfound, reading.said = laid.left, laid.unfound, laid.said
    kept = frozenset(layout.figures) if layout is not None else frozenset()
    before: TableContext | None = None
    for block in reading.blocks:
        before = context_of(block, tags, sheet.name, before, places)
        _mark_labels(block, tags, reading)
        _read_block(block, tags, reading, before, places, kept)
    taken = {(fact.cell.row, fact.cell.col) for fact in reading.facts}
    for place, item in tags.at.items():
        if place in taken:
            reading.left.pop(place, None)
        elif not reading.left.get(place):
            reading.left[place] = OUTSIDE_VALUE if item.tag in VALUES else OUTSIDE_TEXT
    reading.left = dict(sorted(reading.left.items()))
    return reading


def _mark_labels(block: TableBlock, tags: Tags, reading: SheetFacts) -> None:
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


def _read_block(
    block: TableBlock,
    tags: Tags,
    reading: SheetFacts,
    context: TableContext,
    places: PlaceLabels,
    kept: frozenset[str],
) -> None:
    paths = column_paths(block, tags)
    heads = {
        col: "".join(label.text for label in paths.get(col, ()) if label.role != "unit")
        for col in block.label_cols
    }
    cells = {col: _labels_down(block, tags, col) for col in block.label_cols}
    roles = roles_of(heads, cells, block.col_roles, places)
    names = RowLabels(block, tags, roles.of, roles.places)
    above = sections(block, tags, lambda text: section_kind(text, places), roles.places)
    scratch = _scratch(block, tags, above)
    around = Surroundings(block, tags, paths, context, places)
    found: list[Fact] = []
    # a value merged over several rows is asked of each of them
    spread: list[Tagged] = []
    for row in block.rows:
        labels = names.of(row)
        asks = _rivals(roles, heads, labels) + tuple(filter(None, [names.open_place(row)]))
        beside = around.beside(row, labels, above.get(row, ()), asks)
        spread = [item for item in spread if tags.areas[item.row, item.col].bottom >= row]
        reading.doubtful += [
            fact_of(item, beside, around.over(item.col), around.table) for item in spread
        ]
        for item in around.items(row):
            if (row, item.col) in reading.left:
                continue
            over = around.over(item.col)
            why = SCRATCH if row in scratch else _why_not(item, labels, over, block)
            why = None if why == PLACEHOLDER and item.text.strip() in kept else why
            if not why and _spreads(item, block, tags, paths):
                why = SPREAD_VALUE
                spread.append(item)
            if why:
                reading.left[row, item.col] = why
                if why in (TEXT_VALUE, SPREAD_VALUE, STATED):
                    reading.doubtful.append(fact_of(item, beside, over, around.table))
                elif why in (MISSING, TINY):
                    reading.absent.append(fact_of(item, beside, over, around.table))
            else:
                found.append(fact_of(item, beside, over, around.table))
    for index, why in fills(found).items():
        if found[index].cell.text.strip() in kept:
            continue
        reading.left[found[index].cell.row, found[index].cell.col] = why
    gone = reading.left
    found = [fact for fact in found if (fact.cell.row, fact.cell.col) not in gone]
    # where a layout says what a group title means, it says what tells its figures apart
    said = reading.said
    reading.facts += told_apart([fact for fact in found if fact.cell.row not in said])
    reading.facts += [replace(fact, section="") for fact in found if fact.cell.row in said]


def _labels_down(block: TableBlock, tags: Tags, col: int) -> dict[int, str]:
    """The labels of a column by row, as written or merged; one written once holds on."""
    found: dict[int, str] = {}
    last: str | None = None
    inner = col == block.label_cols[-1]
    for row in block.rows:
        item = tags.seen(row, col)
        if item is not None:
            last = None if item.tag is Tag.MISSING else item.text
        if last is not None and (item is not None or not inner):
            found[row] = last
    return found


def _rivals(roles: Roles, heads: Mapping[int, str], labels: Sequence[Label]) -> tuple[str, ...]:
    if not roles.rivals:
        return ()
    return (rivalry(roles, heads, {label.col: label.text for label in labels}),)


def _scratch(block: TableBlock, tags: Tags, above: Mapping[int, Sequence[Label]]) -> frozenset[int]:
    """Rows that are only the translation of the group title over them, with notes beside it."""
    found = set()
    values = frozenset(block.value_cols)
    for row in block.rows:
        title = above[row][-1] if row in above else None
        items = block.items(tags, row)
        if title is None or not has_chinese(title.text) or items[0].col != title.col:
            continue
        beside = [item for item in items if item.col in values]
        figures = sum(item.tag in FIGURES or item.tag is Tag.YEARISH for item in beside)
        follows = not any(title.row < r < row for r in block.rows)
        if follows and is_latin(items[0].text) and figures < len(values):
            found.add(row)
    return frozenset(found)


def _why_not(item: Tagged, labels: Sequence[Label], over: Over, block: TableBlock) -> str | None:
    """Why a cell in a value column is no fact; None when it is one."""
    if item.tag not in VALUES:
        return TEXT_VALUE
    if item.tag is Tag.MISSING:
        return MISSING
    if item.tag is Tag.TINY:
        return TINY
    if not over.path and (block.headers or not labels):
        return NO_HEADER if block.headers else OUTSIDE_VALUE
    if block.label_cols and not labels:
        return NO_ROW_NAME
    if item.tag is Tag.STATE:
        return STATED
    if item.value.number is not None and item.value.number in _PLACEHOLDERS:
        return PLACEHOLDER
    return None


def _spreads(
    item: Tagged, block: TableBlock, tags: Tags, paths: Mapping[int, tuple[Label, ...]]
) -> bool:
    """Whether one merged value stands for several rows or columns with names of their own."""
    area = tags.areas.get((item.row, item.col)) if item.cell.merged else None
    if area is None:
        return False
    names = {
        (found.row, found.col)
        for row in range(area.top, min(area.bottom, area.top + _WIDEST) + 1)
        for col in block.label_cols[-1:]
        if (found := tags.seen(row, col)) is not None
    }
    heads = {paths[col] for col in range(area.left, area.right + 1) if paths.get(col)}
    return len(names) > 1 or len(heads) > 1
