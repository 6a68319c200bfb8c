"""entities.csv and allocations.csv → records; every fault with its line and column.

The column of a place is the number of the table's column (1 is the first), as in a spreadsheet.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .. import messages
from ..vocabulary import Allocation, Amount, Entity, Finding, Message, Place, Verification
from . import scalars
from .fields import choices, listed
from .hints import did_you_mean

ENTITY_COLUMNS = (
    "code",
    "name",
    "kind",
    "parent",
    "aliases",
    "valid_from",
    "valid_to",
    "scope_note",
)
#: Columns of allocations.csv with their meanings; a record's attributes have the same names.
ALLOCATION_MEANINGS = {
    "target": ("目标代号", "target id"),
    "entity": ("考核对象代码", "code of the entity"),
    "year": ("年度；留空即整个规划期", "year; blank for the whole period"),
    "tier": ("档的代号；留空即基本目标", "tier id; blank for the basic target"),
    "value": ("数值；未设目标的写 不设", "value; 不设 when none was set"),
    "unit": ("单位", "unit"),
    "verification": ("核对情况", "how far it was checked"),
    "source": ("出处", "where it is written"),
    "note": ("说明", "remark"),
}
ALLOCATION_COLUMNS = tuple(ALLOCATION_MEANINGS)
#: The unit of an attribute that has words instead of numbers (column `unit_type:类别`).
KIND = "类别"
#: What stands in `value` when the authority set no target.
NOT_SET = "不设"


@dataclass
class Row:
    """One line of a declared table; cells by column name, faults collected."""

    file: str
    line: int
    cells: dict[str, str]
    columns: Sequence[str]
    findings: list[Finding]

    def place(self, column: str) -> Place:
        """Line of the file and number of the column."""
        return Place(self.file, self.line, self.columns.index(column) + 1)

    def fault(self, kind: Message, column: str, **words: Any) -> None:
        """Record a fault in a column."""
        self.findings.append(Finding.of(kind, self.place(column), **words))

    def text(self, column: str) -> str | None:
        """The cell's text, None when blank."""
        return self.cells.get(column, "").strip() or None

    def required(self, column: str) -> str:
        """The cell's text; blank is a fault."""
        found = self.text(column)
        if found is None:
            self.fault(messages.EMPTY_VALUE, column, name=column)
        return found or ""

    def integer(self, column: str) -> int | None:
        """A whole number, None when blank."""
        found = self.text(column)
        if found is None:
            return None
        parsed = scalars.integer(found)
        if parsed is None:
            self.fault(messages.BAD_INTEGER, column, name=column, seen=found)
        return parsed

    def amount(self, column: str, unit_column: str) -> Amount | None:
        """A number or range with the unit of its own column; None when not set."""
        text = self.required(column)
        if text in ("", NOT_SET):
            return None
        unit = self.text(unit_column) or ""
        parsed = scalars.amount(text)
        if parsed is None or parsed.unit not in ("", unit):
            self.fault(messages.BAD_AMOUNT, column, name=column, seen=text)
            return None
        return Amount(parsed.low, parsed.high, unit)

    def verification(self, column: str) -> Verification | None:
        """How far a figure was checked; blank and unknown words are faults."""
        found = self.required(column)
        known = choices(Verification)
        if found in known:
            return Verification(found)
        if found:
            hint = did_you_mean(found, known, known)
            words = {"name": column, "seen": found, "hint": hint, "known": listed(known)}
            self.fault(messages.BAD_CHOICE, column, **words)
        return None


def columns_of(text: str) -> list[str]:
    """The names in the first row of a CSV text."""
    return [c.strip() for c in next(csv.reader(io.StringIO(text, newline="")), [])]


def _header(text: str, file: str, wanted: Sequence[str], allow: str | None) -> list[Finding]:
    """Faults of the first row. `allow` is a character that further columns must contain."""
    columns, known = columns_of(text), "、".join(wanted)
    found = []
    for name in wanted:
        if name not in columns:
            place = Place(file, 1, 1)
            found.append(Finding.of(messages.COLUMN_MISSING, place, name=name, known=known))
    for index, name in enumerate(columns):
        place = Place(file, 1, index + 1)
        if name in columns[:index]:
            first = columns.index(name) + 1
            found.append(
                Finding.of(messages.DUPLICATE_KEY, place, name=name, first=f"1 行第 {first} 列")
            )
        elif name not in wanted and not (allow and allow in name):
            hint = did_you_mean(name, wanted)
            own = f"；自设的属性列写成 人口{allow}万人 的样子" if allow else ""
            mend = f"可用的列：{known}{own}"
            found.append(
                Finding.of(messages.UNKNOWN_COLUMN, place, name=name, hint=hint, mend=mend)
            )
    return found


def _rows(
    text: str,
    file: str,
    wanted: Sequence[str],
    findings: list[Finding],
    allow: str | None = None,
) -> Iterator[Row]:
    """Rows of a CSV text, blank ones left out; none when the first row has faults."""
    faults = _header(text, file, wanted, allow)
    findings.extend(faults)
    if faults:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns, line = columns_of(text), 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if start == 1 or not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(columns):
                place = Place(file, start, len(columns) + 1)
                sizes = f"{len(cells)}", f"{len(columns)}"
                findings.append(
                    Finding.of(messages.ROW_RAGGED, place, cells=sizes[0], columns=sizes[1])
                )
                continue
            named = dict(zip(columns, cells, strict=False))
            yield Row(file, start, named, columns, findings)
    except csv.Error:
        findings.append(Finding.of(messages.BROKEN_QUOTES, Place(file, line)))


def entities(text: str, file: str, findings: list[Finding]) -> tuple[Entity, ...]:
    """Records of entities.csv."""
    found: dict[str, Entity] = {}
    for row in _rows(text, file, ENTITY_COLUMNS, findings, allow=":"):
        code = row.required("code")
        if not code:
            continue
        if code in found:
            row.fault(messages.DUPLICATE_ID, "code", name=code, first=str(found[code].place))
            continue
        found[code] = Entity(
            code=code,
            name=row.required("name"),
            kind=row.required("kind"),
            parent=row.text("parent"),
            aliases=_split(row.text("aliases")),
            valid_from=row.integer("valid_from"),
            valid_to=row.integer("valid_to"),
            scope_note=row.text("scope_note"),
            attributes=_attributes(row),
            labels=_labels(row),
            place=Place(file, row.line),
        )
    return tuple(found.values())


def attribute_units(text: str) -> dict[str, str]:
    """Units of the attributes of entities.csv, by attribute (column `population:万人`)."""
    found = {}
    for column in columns_of(text):
        name, colon, unit = column.partition(":")
        if colon:
            found[name] = unit
    return found


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(p.strip() for p in (text or "").replace("；", ";").split(";") if p.strip())


def _attributes(row: Row) -> dict[str, Decimal]:
    found = {}
    for column in row.columns:
        text = row.text(column) if ":" in column and not _is_kind(column) else None
        if text is None:
            continue
        parsed = scalars.decimal(text)
        if parsed is None:
            row.fault(messages.BAD_NUMBER, column, name=column, seen=text)
        else:
            found[column.split(":", 1)[0]] = parsed
    return found


def _labels(row: Row) -> dict[str, str]:
    written = ((c.split(":", 1)[0], row.text(c)) for c in row.columns if _is_kind(c))
    return {name: text for name, text in written if text is not None}


def _is_kind(column: str) -> bool:
    return column.partition(":")[2] == KIND


def allocations(text: str, file: str, findings: list[Finding]) -> tuple[Allocation, ...]:
    """Records of allocations.csv, or of an overlay laid over it; rows with faults left out."""
    found = []
    for row in _rows(text, file, ALLOCATION_COLUMNS, findings):
        before = len(findings)
        verification = row.verification("verification")
        allocation = Allocation(
            target=row.required("target"),
            entity=row.required("entity"),
            year=row.integer("year"),
            tier=row.text("tier"),
            value=row.amount("value", "unit"),
            verification=verification or Verification.UNVERIFIED,
            source=row.required("source"),
            note=row.text("note"),
            place=Place(file, row.line),
        )
        if len(findings) == before:
            found.append(allocation)
    return tuple(found)
