"""The assessors' workbook: measure scores 措施得分 with who gave them and on what evidence."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from .. import messages
from ..declarations.bundle import Declarations
from ..vocabulary import Finding, Item, Place
from .filled_in import Named, filled_in, named_otherwise
from .form.metadata import Metadata, verification_of
from .reading import Book, Sheet, address
from .values import CellSort, parse

if TYPE_CHECKING:
    import polars as pl

SHEET = "措施评分"
_COLUMNS = {
    "考核对象代码": "entity",
    "考核对象": "entity_name",
    "计分项代号": "item",
    "计分项": "item_name",
    "内容代号": "part",
    "内容": "part_name",
    "得分": "points",
    "考核人": "assessor",
    "佐证材料": "evidence",
}


def read_measures(
    book: Book, metadata: Metadata, declarations: Declarations
) -> tuple[list[dict[str, object]], list[Finding]]:
    """Rows of `frames.MEASURES`; a row without points is not a row."""
    plan = metadata.values.get("plan")
    if plan not in (None, declarations.plan.id):
        return [], [
            Finding.of(
                messages.WRONG_PLAN, Place(book.name), found=plan, wanted=declarations.plan.id
            )
        ]
    if metadata.year is None:
        detail = "缺少年度"
        return [], [Finding.of(messages.BAD_METADATA, Place(book.name), detail=detail)]
    table = filled_in(book, SHEET, _COLUMNS)
    if isinstance(table, Finding):
        return [], [table]
    scheme = declarations.scheme_for(metadata.year)
    items = {item.id: item for item in scheme.items} if scheme else {}
    rows: list[dict[str, object]] = []
    findings: list[Finding] = []
    verification = verification_of(book, metadata).value
    for row in table.rows:
        made = _row(book, table.sheet, row, table.columns, verification, declarations, items)
        if isinstance(made, Finding):
            findings.append(made)
        elif made is not None:
            rows.append(made)
    return rows, findings


def _row(
    book: Book,
    sheet: Sheet,
    row: int,
    at: Mapping[str, int],
    verification: str,
    declarations: Declarations,
    items: Mapping[str, Item],
) -> "dict[str, object] | Finding | None":
    texts = {key: sheet.text(row, col) for key, col in at.items()}
    cell = address(row, at["points"])
    place = Place(book.name, sheet=sheet.name, cell=cell)
    if not texts["entity"] or not texts["points"]:
        return None
    if texts["entity"] not in declarations.entities:
        return Finding.of(
            messages.MEASURE_ROW, place, detail=f"没有代码为“{texts['entity']}”的考核对象"
        )
    otherwise = named_otherwise(_named(texts, declarations, items))
    if otherwise is not None:
        head, detail = otherwise
        at_name = Place(book.name, sheet=sheet.name, cell=address(row, at[_COLUMNS[head]]))
        return Finding.of(messages.MEASURE_ROW, at_name, seen=texts[_COLUMNS[head]], detail=detail)
    value = parse(texts["points"])
    if value.sort in (CellSort.MISSING, CellSort.TINY):
        return None
    if value.sort is not CellSort.NUMBER or value.number is None:
        return Finding.of(
            messages.MEASURE_ROW,
            place,
            seen=texts["points"],
            # no matter of whom the points are for: the assessors' sheet is not theirs to mend
            detail=f"得分不是数（{texts['entity_name']}，{texts['part_name']}）",
        )
    return {
        "entity": texts["entity"],
        "item": texts["item"],
        "part": texts["part"],
        "points": float(value.number),
        "assessor": texts["assessor"] or None,
        "evidence": texts["evidence"] or None,
        "verification": verification,
        "file": book.name,
        "file_hash": book.sha256,
        "sheet": sheet.name,
        "cell": cell,
    }


def _named(
    texts: Mapping[str, str], declarations: Declarations, items: Mapping[str, Item]
) -> Iterator[Named]:
    """What a row calls its codes, and what these are called."""
    yield "考核对象", texts["entity_name"], declarations.entities[texts["entity"]].called
    item = items.get(texts["item"])
    if item is None:
        return
    yield "计分项", texts["item_name"], (item.name,)
    for part in item.parts:
        if part.id == texts["part"]:
            yield "内容", texts["part_name"], (part.name, part.asked)


def frame(rows: list[dict[str, object]]) -> "pl.DataFrame":
    """Measure scores with the columns of `frames.MEASURES`."""
    import polars as pl

    from ..vocabulary.frames import MEASURES

    columns = {name: [row[name] for row in rows] for name in MEASURES}
    return pl.DataFrame(columns, schema=dict(MEASURES))
