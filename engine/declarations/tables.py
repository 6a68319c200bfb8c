"""entities.csv and allocations.csv → records; every fault with its line and column."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..vocabulary import Allocation, Amount, Entity, Finding, Kind, Place, Verification
from . import kinds, scalars
from .builder import did_you_mean

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
ALLOCATION_COLUMNS = (
    "target",
    "entity",
    "year",
    "tier",
    "value",
    "unit",
    "verification",
    "source",
    "note",
)
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

    def fault(self, kind: Kind, column: str, **words: object) -> None:
        """Record a fault in a column."""
        self.findings.append(Finding.of(kind, self.place(column), **words))  # type: ignore[arg-type]

    def text(self, column: str) -> str | None:
        """The cell's text, None when blank."""
        return self.cells.get(column, "").strip() or None

    def required(self, column: str) -> str:
        """The cell's text; blank is a fault."""
        found = self.text(column)
        if found is None:
            self.fault(kinds.EMPTY_VALUE, column, name=column)
        return found or ""

    def integer(self, column: str) -> int | None:
        """A whole number, None when blank."""
        found = self.text(column)
        if found is None:
            return None
        parsed = scalars.integer(found)
        if parsed is None:
            self.fault(kinds.BAD_INTEGER, column, name=column, seen=found)
        return parsed


def _rows(
    text: str,
    file: str,
    required: Sequence[str],
    findings: list[Finding],
    allow: str | None = None,
) -> Iterator[Row]:
    """Rows of a CSV text. `allow` is a character that extra columns must contain."""
    reader = csv.reader(io.StringIO(text, newline=""))
    columns = [c.strip() for c in next(reader, [])]
    known = "、".join(required)
    for name in required:
        if name not in columns:
            findings.append(Finding.of(kinds.COLUMN_MISSING, Place(file, 1), name=name, known=known))
    for index, name in enumerate(columns):
        if name not in required and not (allow and allow in name):
            hint = did_you_mean(name, required)
            place = Place(file, 1, index + 1)
            findings.append(
                Finding.of(kinds.UNKNOWN_COLUMN, place, name=name, hint=hint, known=known)
            )
    if findings:
        return
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns):
            findings.append(Finding.of(kinds.ROW_RAGGED, Place(file, reader.line_num)))
            continue
        named = dict(zip(columns, cells, strict=False))
        yield Row(file, reader.line_num, named, columns, findings)


def entities(text: str, file: str, findings: list[Finding]) -> tuple[Entity, ...]:
    """Records of entities.csv."""
    found: dict[str, Entity] = {}
    for row in _rows(text, file, ENTITY_COLUMNS, findings, allow=":"):
        code = row.required("code")
        if code in found:
            row.fault(kinds.DUPLICATE_ID, "code", name=code, first=str(found[code].place))
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
            place=Place(file, row.line),
        )
    return tuple(found.values())


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(p.strip() for p in (text or "").replace("；", ";").split(";") if p.strip())


def _attributes(row: Row) -> dict[str, Decimal]:
    found = {}
    for column in row.columns:
        if ":" not in column or row.text(column) is None:
            continue
        parsed = scalars.decimal(row.text(column) or "")
        if parsed is None:
            row.fault(kinds.BAD_NUMBER, column, name=column, seen=row.text(column))
        else:
            found[column.split(":")[0]] = parsed
    return found


def allocations(text: str, file: str, findings: list[Finding]) -> tuple[Allocation, ...]:
    """Records of allocations.csv, or of an overlay laid over it."""
    found = []
    for row in _rows(text, file, ALLOCATION_COLUMNS, findings):
        verification = row.required("verification")
        if verification not in list(Verification):
            known = "、".join(Verification)
            hint = did_you_mean(verification, list(Verification))
            row.fault(
                kinds.BAD_CHOICE,
                "verification",
                name="verification",
                seen=verification,
                hint=hint,
                known=known,
            )
            continue
        found.append(
            Allocation(
                target=row.required("target"),
                entity=row.required("entity"),
                year=row.integer("year"),
                tier=row.text("tier"),
                value=_value(row),
                verification=Verification(verification),
                source=row.required("source"),
                note=row.text("note"),
                place=Place(file, row.line),
            )
        )
    return tuple(found)


def _value(row: Row) -> Amount | None:
    text = row.required("value")
    if text in ("", NOT_SET):
        return None
    unit = row.text("unit") or ""
    gap = "" if unit == "%" else " "
    parsed = scalars.amount(f"{text}{gap}{unit}")
    if parsed is None:
        row.fault(kinds.BAD_AMOUNT, "value", name="value", seen=text)
    return parsed
