"""A tidy long table: one figure a row, read exactly as it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

from .. import messages
from ..vocabulary import (
    Authority,
    Entity,
    Finding,
    Indicator,
    Message,
    Place,
    Verification,
    Vintage,
)
from ..vocabulary.versions import stated
from .match import Matcher
from .observe import Observation, converted
from .periods import period_of
from .reading import Book, Cell, Sheet, address
from .reading.book import decimal_text
from .reading.refuse import refuse
from .sources import SourceFile
from .values import Sort, parse
from .words import plain

NEEDED = ("entity", "indicator", "period", "value", "unit")
OPTIONAL = ("vintage", "authority", "mark", "note")
_CHINESE = {
    "考核对象": "entity",
    "对象": "entity",
    "地区": "entity",
    "指标": "indicator",
    "期间": "period",
    "年份": "period",
    "年度": "period",
    "year": "period",
    "数值": "value",
    "值": "value",
    "单位": "unit",
    "计量单位": "unit",
    "数据版本": "vintage",
    "版本": "vintage",
    "认定": "authority",
    "标记": "mark",
    "核对情况": "mark",
    "备注": "note",
    "说明": "note",
}
_MARKS = {mark.value: mark for mark in Verification} | {m.chinese: m for m in Verification}
_MARK_WORDS = {"示例": Verification.SYNTHETIC, "未核实": Verification.UNVERIFIED}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a long table are: the header row, and column by name."""

    sheet: Sheet
    header: int
    at: Mapping[str, int]


def columns_of(book: Book) -> Columns | None:
    """The long table of a book: a header row with all needed columns, on any sheet."""
    for sheet in book.sheets:
        for row in sorted(sheet.rows)[:10]:
            named: dict[str, int] = {}
            for cell in sheet.rows[row]:
                folded = plain(cell.text).casefold()
                named.setdefault(_CHINESE.get(folded, folded), cell.col)
            if all(name in named for name in NEEDED):
                return Columns(sheet, row, named)
    return None


def book_of_parquet(source: SourceFile) -> Book:
    """A Parquet file as a book of one sheet, header in row 1."""
    import polars as pl

    try:
        frame = pl.read_parquet(BytesIO(source.data))
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise refuse(messages.DAMAGED, source.name, detail="不是完整的 Parquet 文件") from error
    cells = [Cell(1, col, "text", name) for col, name in enumerate(frame.columns, start=1)]
    for row, values in enumerate(frame.iter_rows(), start=2):
        for col, value in enumerate(values, start=1):
            if value is None:
                continue
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                number = float(value)
                cells.append(Cell(row, col, "number", decimal_text(number), number))
            else:
                cells.append(Cell(row, col, "text", str(value)))
    return Book(source.name, source.sha256, "parquet", (Sheet("parquet", tuple(cells)),))


def read_long(
    book: Book, columns: Columns, matcher: Matcher
) -> tuple[list[Observation], list[Finding]]:
    """Observations of a long table, row by row."""
    observations: list[Observation] = []
    findings: list[Finding] = []
    for row in sorted(columns.sheet.rows):
        if row > columns.header:
            made = _row(book, columns, row, matcher)
            if isinstance(made, Observation):
                observations.append(made)
            elif made is not None:
                findings.append(made)
    return observations, findings


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a long table: its texts and places by column name."""

    book: Book
    columns: Columns
    row: int

    def text(self, name: str) -> str:
        at = self.columns.at
        return self.columns.sheet.text(self.row, at[name]) if name in at else ""

    def place(self, name: str) -> Place:
        cell = address(self.row, self.columns.at.get(name, 1))
        return Place(self.book.name, sheet=self.columns.sheet.name, cell=cell)

    def fault(self, kind: Message, column: str, **words: object) -> Finding:
        """A finding at one of its cells; `seen` is what stands there."""
        words.setdefault("seen", self.text(column))
        return Finding.of(kind, self.place(column), **words)  # type: ignore[arg-type]


def _row(
    book: Book, columns: Columns, number: int, matcher: Matcher
) -> "Observation | Finding | None":
    row = _Row(book, columns, number)
    label = row.text("entity")
    entity = matcher.entity(label)
    if entity is None:
        return row.fault(messages.ENTITY_UNKNOWN, "entity", name=label, hint=matcher.hint(label))
    indicator = matcher.indicator((plain(row.text("indicator")),))
    if not isinstance(indicator, Indicator):
        return row.fault(messages.LONG_INDICATOR, "indicator", hint="", entity=entity.code)
    about = {"entity": entity.code, "indicator": indicator.id, "name": indicator.name}
    period = period_of(row.text("period"))
    if period is None:
        return row.fault(messages.NO_PERIOD, "period", **about)
    if not row.text("unit") and indicator.unit:
        return row.fault(messages.NO_UNIT, "unit", wanted=indicator.unit, **about)
    return _figure(row, entity, indicator, period)


def _figure(
    row: _Row, entity: Entity, indicator: Indicator, period: str
) -> "Observation | Finding | None":
    number = _number(row.text("value"), indicator, row.place("value"), entity.code)
    if not isinstance(number, Decimal):
        return number
    unit = row.text("unit")
    value = converted(number, unit, indicator, row.place("unit"))
    if isinstance(value, Finding):
        return value
    place = row.place("value")
    return Observation(
        entity.code, indicator.id, period, value, indicator.unit, _mark(row.text("mark")),
        place.file, row.book.sha256, place.sheet or "", place.cell or "", row.text("value"), unit,
        stated(Vintage, row.text("vintage")), stated(Authority, row.text("authority")),
        row.text("note") or None,
    )  # fmt: skip


def _number(
    text: str, indicator: Indicator, place: Place, entity: str
) -> "Decimal | Finding | None":
    states = [plain(state) for state in indicator.state]
    if plain(text) in states:
        return Decimal(states.index(plain(text)))
    value = parse(text)
    if value.sort in (Sort.MISSING, Sort.TINY):
        return None
    if value.sort is Sort.NUMBER and value.number is not None:
        return value.number
    return Finding.of(
        messages.UNCLEAR_VALUE,
        place,
        seen=text,
        name=indicator.name,
        entity=entity,
        indicator=indicator.id,
    )


def _mark(text: str) -> str:
    if not text:
        return Verification.VERIFIED.value
    found = _MARKS.get(text) or _MARK_WORDS.get(text)
    return (found or Verification.UNVERIFIED).value
