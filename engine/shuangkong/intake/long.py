"""A tidy long table: one figure a row, read exactly as it is written."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from .. import messages
from ..records import dataclass
from ..units import Units
from ..vocabulary import (
    Entity,
    Finding,
    Indicator,
    Message,
    Place,
    Verification,
)
from .cell_figures import doubly_negative, fault_of, in_unit, options
from .long_columns import NEEDED, Headings, same
from .marks import authority_in, vintage_in
from .match import Matcher
from .notes import remark_asks
from .observe import Observation, converted
from .periods import day_of, period_of
from .qualified import otherwise_in_cell, says_otherwise
from .reading import Book, Cell, address, letters
from .reading.decimal_commas import are_decimal, may_be_decimal, meant
from .tables.lexicon import header_role
from .values import CellSort, falls, parse, rises
from .words import plain

#: columns that say which version a figure is
_VERSION = ("vintage", "authority", "verification")
_NAMES = {"entity": "考核对象", "indicator": "指标", "period": "期间"}
_MARKS = {mark.value: mark for mark in Verification} | {m.chinese: m for m in Verification}
_MARK_WORDS = {"示例": Verification.SYNTHETIC, "未核实": Verification.UNVERIFIED}


def read_long(
    book: Book, columns: Headings, matcher: Matcher
) -> tuple[list[Observation], list[Finding]]:
    """Observations of a long table, row by row; rows of empty cells are none."""
    observations: list[Observation] = []
    findings: list[Finding] = []
    col, cells = columns.at["value"], columns.sheet.cells
    typed = [c.text for c in cells if c.col == col and c.kind == "text"]
    commas = are_decimal(typed)
    triangles = not any(map(falls, typed))
    for number in sorted(columns.sheet.rows):
        row = _Row(book, columns, number, commas, triangles)
        if number > columns.header and not row.empty:
            made = _row(row, matcher)
            if isinstance(made, Observation):
                observations.append(made)
                findings.extend(_hidden(row, made, matcher))
            elif made is not None:
                findings.append(made)
    return observations, findings


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a long table: its cells, texts and places by column name."""

    book: Book
    columns: Headings
    row: int
    #: whether commas of the column of values stand for the point
    commas: bool
    #: whether ▲ is asked about, for no ▼ is there
    triangles: bool

    @property
    def empty(self) -> bool:
        """Whether nothing can be seen in it."""
        cells = (self.cell(name) for name in self.columns.at)
        return all(one is None or (one.kind == "text" and not one.text.strip()) for one in cells)

    def cell(self, name: str) -> Cell | None:
        """What stands in a column; a label that is merged over several rows stands in each."""
        col = self.columns.at.get(name)
        if col is None:
            return None
        sheet = self.columns.sheet
        found = sheet.at.get((self.row, col))
        if found is not None and name != "value":
            found = self.columns.above.get((self.row, col), found)
        if found is None and name != "value":
            area = self.columns.merged(self.row, col)
            found = sheet.at.get((area.top, area.left)) if area else None
        return found

    def text(self, name: str) -> str:
        cell = self.cell(name)
        return cell.text.strip() if cell else ""

    def rivals(self) -> list[str]:
        """Where two columns say the same thing, each in its own way, what both say."""
        found = []
        for name, col in self.columns.again:
            at = self.row, col
            other = self.columns.above.get(at) or self.columns.sheet.at.get(at)
            said, seen = self.text(name), other.text.strip() if other is not None else ""
            if seen and not same(name, said, seen):
                pairs = ((self.columns.at[name], said), (col, seen))
                found.append("，".join(f"{letters(at)} 列写的是“{it}”" for at, it in pairs))
        return found

    def otherwise(self, period: str) -> list[str]:
        """What columns that nothing is read from say by which the figure is another one."""
        sheet, at = self.columns.sheet, self.columns.at
        heads = {cell.col: cell.text for cell in sheet.rows[self.columns.header]}
        used = {at[name] for name in (*NEEDED, *_VERSION) if name in at}
        beside = [cell for cell in sheet.rows[self.row] if cell.col not in used]
        found = []
        for cell in beside:
            seen, head = self.columns.above.get((cell.row, cell.col), cell), heads.get(cell.col, "")
            if says_otherwise(seen.text, head):
                said = seen.text.strip()
                found.append(f"{letters(cell.col)} 列写的是“{said}”，不一定是同一个数")
            elif header_role(head) == "note":
                unit = self.text("unit") if parse(self.text("value")).unit is None else None
                found += filter(None, [remark_asks(seen.text, period, unit)])
        return found

    def place(self, name: str) -> Place:
        """The cell that a column's content stands in: of a merged label the label's own."""
        col = self.columns.at.get(name, 1)
        found = self.columns.sheet.at.get((self.row, col)) or self.cell(name)
        own = address(self.row, col)
        cell = own if found is None else found.address
        return Place(self.book.name, sheet=self.columns.sheet.name, cell=cell)

    def fault(self, kind: Message, column: str, **words: object) -> Finding:
        """A finding at one of its cells; `seen` is what stands there."""
        words.setdefault("seen", self.text(column) or "空白")
        return Finding.of(kind, self.place(column), **words)  # type: ignore[arg-type]


def _row(row: _Row, matcher: Matcher) -> "Observation | Finding | None":
    for name in NEEDED[:3]:
        cell = row.cell(name)
        if cell is not None and cell.kind in ("blank_formula", "error"):
            kind = messages.UNCALCULATED if cell.kind == "blank_formula" else messages.ERROR_VALUE
            return row.fault(kind, name, name=_NAMES[name])
    label = row.text("entity")
    entity = matcher.entity(label)
    if entity is None:
        return row.fault(messages.ENTITY_UNKNOWN, "entity", name=label, hint=matcher.hint(label))
    indicator = matcher.indicator((plain(row.text("indicator")),))
    if not isinstance(indicator, Indicator):
        return row.fault(messages.LONG_INDICATOR, "indicator", hint="", entity=entity.code)
    about = {"entity": entity.code, "indicator": indicator.id, "name": indicator.name}
    period = _period(row)
    if period is None:
        return row.fault(messages.NO_PERIOD, "period", said="", **about)
    own = otherwise_in_cell(parse(row.text("value")).note, period)
    rivals = [*row.rivals(), *row.otherwise(period), *filter(None, [own])]
    if rivals:
        why = "；".join(rivals)
        return row.fault(messages.FIGURE_ASKED, "value", why=why, year=int(period[:4]), **about)
    made = _figure(row, entity, indicator, period, matcher.declarations.units)
    if made is None and row.text("value"):
        place = row.place("value")
        return matcher.needs.said(entity, indicator, period, row.text("value"), place)
    return made


def _period(row: _Row) -> str | None:
    """The period of a row; a first of January is as likely a year that became a date as a day."""
    cell, text = row.cell("period"), row.text("period")
    if cell is not None and cell.kind == "date" and text.endswith("-01-01"):
        return None
    return period_of(text) or day_of(text)


def _figure(
    row: _Row, entity: Entity, indicator: Indicator, period: str, known: Units
) -> "Observation | Finding | None":
    about = {"entity": entity.code, "indicator": indicator.id, "name": indicator.name}
    cell = row.cell("value")
    if cell is None:
        return None
    found = _number(row, cell, indicator, about, known)
    if found is None or isinstance(found, Finding):
        return found
    number, unit = found
    if not unit and indicator.state:
        return row.fault(messages.NOT_A_STATE, "value", options=options(indicator), **about)
    if not unit and indicator.unit:
        return row.fault(messages.NO_UNIT, "unit", wanted=indicator.unit, **about)
    place = row.place("value")
    value = converted(number, unit, indicator, place, known)
    if isinstance(value, Finding):
        # only a unit that does not fit, and stands in its column, is a fault of that cell
        unfit = value.kind == messages.UNIT_UNFIT.id and unit == row.text("unit")
        return replace(value, entity=entity.code, place=row.place("unit") if unfit else place)
    return Observation(
        entity.code, indicator.id, period, value, indicator.unit, _mark(row.text("verification")),
        place.file, row.book.sha256, place.sheet or "", place.cell or "", row.text("value"), unit,
        vintage_in((row.text("vintage"),)), authority_in((row.text("authority"),)),
        row.text("note") or None,
    )  # fmt: skip


def _number(
    row: _Row, cell: Cell, indicator: Indicator, about: Mapping[str, str], known: Units
) -> "tuple[Decimal, str] | Finding | None":
    """A value and its unit; None where none was given."""
    states = {plain(state): number for state, number in indicator.states.items()}
    unit = row.text("unit")
    if plain(cell.text) in states:
        return Decimal(states[plain(cell.text)]), indicator.unit
    fault = fault_of(cell, row.book, row.columns.sheet)
    area = row.columns.merged(cell.row, cell.col)
    if fault is None and area is not None and area.bottom > area.top:
        end = address(area.bottom, area.right)
        return row.fault(messages.MERGED_VALUE, "value", area=f"{cell.address}:{end}", **about)
    value = parse(cell.text)
    if fault is None and value.sort in (CellSort.MISSING, CellSort.TINY):
        return None
    unclear = fault is None and value.number is None
    open_ = row.commas and may_be_decimal(cell.text)
    if fault is None and (open_ or (row.triangles and rises(cell.text))):
        fault = messages.UNCLEAR_VALUE
    if indicator.state and (unclear or fault is messages.UNCLEAR_VALUE):
        return row.fault(messages.NOT_A_STATE, "value", options=options(indicator), **about)
    if fault is not None or value.number is None:
        return row.fault(fault or messages.UNCLEAR_VALUE, "value", hint=meant(cell.text), **about)
    if doubly_negative(value, (indicator.name, row.text("indicator"))):
        return row.fault(messages.TWICE_SIGNED, "value", **about)
    found = in_unit(value, unit or None, known)
    if found is None:
        return row.fault(messages.UNIT_CONTRADICTS, "value", wanted=unit, **about)
    return found[0], found[1] or ""


def _hidden(row: _Row, made: Observation, matcher: Matcher) -> list[Finding]:
    cell = row.cell("value")
    if cell is None or not (cell.hidden or row.columns.sheet.state != "visible"):
        return []
    name = matcher.declarations.indicators[made.indicator].name
    about = {"entity": made.entity, "indicator": made.indicator, "year": made.year}
    return [row.fault(messages.HIDDEN_VALUE, "value", name=name, **about)]


def _mark(text: str) -> str:
    if not text:
        return Verification.VERIFIED.value
    found = _MARKS.get(text) or _MARK_WORDS.get(text)
    return (found or Verification.UNVERIFIED).value
