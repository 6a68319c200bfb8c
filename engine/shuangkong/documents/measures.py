"""The measures workbook: where assessors enter points 措施得分, with limits and evidence.

Its hidden sheet `shuangkong` holds key/value rows by which intake knows it again.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from ..declarations.bundle import Declarations
from ..running.files import write_bytes
from ..vocabulary import Entity, Item, ItemRule, Part, Scheme
from . import looks
from .book import Allowed, Box, Filled, Merge, PrintedBook, PrintedSheet
from .fast import Writer
from .grid import lines_of

SHEET = "措施评分"
META_SHEET = "shuangkong"
COLUMNS = (
    "考核对象代码",
    "考核对象",
    "大类",
    "计分项",
    "内容",
    "分值",
    "得分",
    "考核人",
    "佐证材料",
    # by these the rows are known again when they are read
    "计分项代号",
    "内容代号",
)
_WIDTHS = (14, 16, 12, 26, 46, 8, 8, 12, 40, 13, 13)
_HEADER = 3
#: the columns whose texts may take several lines
_ITEM, _CONTENT = 3, 4


class MeasureEntry(NamedTuple):
    """What an assessor entered for one part of one entity."""

    points: Decimal | None
    assessor: str = ""
    evidence: str = ""


#: entries by (entity code, item id, part id)
Entries = Mapping[tuple[str, str, str], MeasureEntry]


def write_measures_workbook(
    declarations: Declarations,
    scheme: Scheme,
    year: int,
    path: Path,
    filled: Entries | None = None,
    *,
    synthetic: bool = False,
) -> None:
    """Write the workbook in which assessors score the measure items of a scheme.

    One row per assessed entity and part. `filled` enters points already known; `synthetic`
    says that they are invented, and the title says so.

    Raises:
        DocumentError: the file cannot be written.
    """
    book = measures_book(declarations, scheme, year, filled or {}, synthetic=synthetic)
    write_bytes(path, Writer().write(book))


def measures_book(
    declarations: Declarations, scheme: Scheme, year: int, filled: Entries, *, synthetic: bool
) -> PrintedBook:
    """The measures workbook as data."""
    invented = synthetic or declarations.plan.synthetic
    work = declarations.wording_for(year).work
    title = f"{declarations.plan.short}{year}年度{work}措施评分表"
    title += "（示例）" if invented else ""
    meta = {
        "role": "measures",
        "plan": declarations.plan.id,
        "year": str(year),
        "scheme": scheme.id,
        # one assessor's word is verified by a second one's, not by being written down
        "verification": "synthetic" if invented else "unverified",
    }
    return PrintedBook(
        title=title,
        subject=scheme.title,
        year=year,
        sheets=(
            _score_sheet(declarations, scheme, year, filled, title),
            meta_sheet(meta),
        ),
        banner="示例数据，不得作为考核依据" if invented else "",
    )


def _score_sheet(
    declarations: Declarations, scheme: Scheme, year: int, filled: Entries, title: str
) -> PrintedSheet:
    cells = [Filled(_HEADER, col, name, looks.HEAD) for col, name in enumerate(COLUMNS)]
    allowed: list[Allowed] = []
    heights: dict[int, float] = {0: 30, 2: 18}
    for row, (entity, item, part) in enumerate(
        _rows(declarations, scheme, year), start=_HEADER + 1
    ):
        entry = filled.get((entity.code, item.id, part.id), MeasureEntry(None))
        cells += _row(row, entity, item, part, entry)
        told = ((item.name, _ITEM), (part.asked, _CONTENT))
        heights[row] = 16 * max(lines_of(text, _WIDTHS[col]) for text, col in told)
        allowed.append(
            Allowed(
                Box(row, 6, row, 6),
                Decimal(0),
                part.points,
                "得分",
                f"请填 0 至 {part.points:f} 之间的分数（{part.name}）。",
            )
        )
    return PrintedSheet(
        name=SHEET,
        cells=tuple(cells),
        merges=_headings(title, f"考核办法：{scheme.title}"),
        widths=_WIDTHS,
        heights=heights,
        freeze=(_HEADER + 1, 2),
        repeat=(_HEADER, _HEADER),
        allowed=tuple(allowed),
        locked=True,
    )


def _headings(title: str, basis: str) -> tuple[Merge, ...]:
    last = len(COLUMNS) - 1
    advice = (
        "由考核人员填写浅黄色单元格：得分不超过分值，并写明考核人与佐证材料；未评的留空，不要填 0。"
    )
    return (
        Merge(0, 0, 0, last, title, looks.TITLE),
        Merge(1, 0, 1, last, basis, looks.SUBTITLE),
        Merge(2, 0, 2, last, advice, looks.NOTE),
    )


def _rows(
    declarations: Declarations, scheme: Scheme, year: int
) -> Iterator[tuple[Entity, Item, Part]]:
    for entity in declarations.assessed(year):
        if entity.code == declarations.plan.top:
            continue
        for item in scheme.items:
            if is_entered(item, year):
                for part in item.parts:
                    yield entity, item, part


def asked_parts(
    declarations: Declarations, scheme: Scheme, year: int
) -> tuple[tuple[str, str, str], ...]:
    """Entity, item and part of every row of the workbook."""
    return tuple((e.code, i.id, p.id) for e, i, p in _rows(declarations, scheme, year))


def is_entered(item: Item, year: int) -> bool:
    """Whether assessors enter an item's points in a year."""
    if item.rule is ItemRule.CHAINED and item.chained is not None:
        return year in item.chained.not_held
    return item.rule is ItemRule.MEASURE


def _row(row: int, entity: Entity, item: Item, part: Part, entry: MeasureEntry) -> list[Filled]:
    return [
        Filled(row, 0, entity.code, looks.CENTRED),
        Filled(row, 1, entity.name, looks.CENTRED),
        Filled(row, 2, item.group or "—", looks.CENTRED),
        Filled(row, _ITEM, item.name, looks.TEXT),
        Filled(row, 4, part.asked, looks.TEXT, comment=_asked(part)),
        Filled(row, 5, part.points, looks.CENTRED),
        Filled(row, 6, entry.points, looks.ENTRY),
        Filled(row, 7, entry.assessor or None, looks.ENTRY),
        Filled(row, 8, entry.evidence or None, looks.ENTRY_TEXT),
        Filled(row, 9, item.id, looks.KNOWN_BY),
        Filled(row, 10, part.id, looks.KNOWN_BY),
    ]


def _asked(part: Part) -> str | None:
    return f"需提供：{part.evidence}" if part.evidence else None


def meta_sheet(meta: Mapping[str, str]) -> PrintedSheet:
    """The hidden sheet by which intake knows a workbook of ours again."""
    cells = [
        Filled(row, col, text, looks.TEXT)
        for row, pair in enumerate(meta.items())
        for col, text in enumerate(pair)
    ]
    return PrintedSheet(name=META_SHEET, cells=tuple(cells), very_hidden=True)
