"""entities.csv and allocations.csv → records; every fault with its line and column.

The column of a place is the number of the table's column (1 is the first), as in a spreadsheet.
"""

import datetime
from decimal import Decimal

from .. import messages
from ..vocabulary import (
    Address,
    Allocation,
    DayKind,
    Entity,
    Finding,
    Holiday,
    OwnAddress,
    Place,
    Verification,
)
from . import scalars
from .csv_rows import NOT_SET, CsvRow, columns_of, rows_of

__all__ = ["NOT_SET", "allocations", "attribute_units", "columns_of", "entities", "holidays"]

ENTITY_NEEDED = ("code", "name", "kind")
ENTITY_COLUMNS = (
    *ENTITY_NEEDED,
    "parent",
    "aliases",
    "valid_from",
    "valid_to",
    "scope_note",
    "address",
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
ALLOCATION_NEEDED = ("target", "entity", "value", "source")
#: Columns of holidays.csv with their meanings.
HOLIDAY_MEANINGS = {
    "date": ("日期，如 2026-02-14", "day"),
    "kind": ("holiday 放假或 workday 上班（调休）", "off, or worked instead"),
    "source": ("出处", "where it is written"),
}
HOLIDAY_COLUMNS = tuple(HOLIDAY_MEANINGS)
#: The unit of an attribute that has words instead of numbers (column `unit_type:类别`).
KIND = "类别"
#: how a column with names in another language begins (`name:ru`)
NAME = "name"


def entities(text: str, file: str, findings: list[Finding]) -> tuple[Entity, ...]:
    """Records of entities.csv."""
    found: dict[str, Entity] = {}
    for row in rows_of(text, file, ENTITY_COLUMNS, ENTITY_NEEDED, findings, allow=":"):
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
            names=_names(row),
            address=_address(row),
            attributes=_attributes(row),
            labels=_labels(row),
            place=Place(file, row.line),
        )
    return tuple(found.values())


def holidays(text: str, file: str, findings: list[Finding]) -> tuple[Holiday, ...]:
    """Records of holidays.csv."""
    found: dict[datetime.date, Holiday] = {}
    for row in rows_of(text, file, HOLIDAY_COLUMNS, HOLIDAY_COLUMNS, findings):
        written = row.required("date")
        date = scalars.date(written)
        kind = row.choice("kind", DayKind)
        if written and date is None:
            row.fault(messages.BAD_DATE, "date", name="date")
        elif date in found:
            row.fault(messages.DUPLICATE_ID, "date", name=written, first=str(found[date].place))
        elif date is not None and kind is not None:
            place = Place(file, row.line)
            source = row.required("source")
            found[date] = Holiday(date=date, kind=kind, source=source, place=place)
        elif kind is None:
            row.required("kind")
    return tuple(found.values())


def attribute_units(text: str) -> dict[str, str]:
    """Units of the attributes of entities.csv, by attribute (column `population:万人`)."""
    found = {}
    for column in columns_of(text):
        name, colon, unit = column.partition(":")
        if colon and name != NAME:
            found[name] = unit
    return found


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(p.strip() for p in (text or "").replace("；", ";").split(";") if p.strip())


def _attributes(row: CsvRow) -> dict[str, Decimal]:
    found = {}
    for column in row.columns:
        number = ":" in column and not _is_kind(column) and not _is_name(column)
        text = row.text(column) if number else None
        if text is None:
            continue
        parsed = scalars.decimal(text)
        if parsed is None:
            row.fault(messages.BAD_NUMBER, column, name=column, seen=text)
        else:
            found[column.split(":", 1)[0]] = parsed
    return found


def _labels(row: CsvRow) -> dict[str, str]:
    written = ((c.split(":", 1)[0], row.text(c)) for c in row.columns if _is_kind(c))
    return {name: text for name, text in written if text is not None}


def _names(row: CsvRow) -> dict[str, str]:
    """Names in other languages, by language."""
    written = ((c.partition(":")[2], row.text(c)) for c in row.columns if _is_name(c))
    return {language: text for language, text in written if text is not None}


def _address(row: CsvRow) -> Address | OwnAddress:
    """One of the usual forms of address, or one of the plan's own: 秘书处/贵组织."""
    text = row.text("address") or ""
    body, slash, spoken = (part.strip() for part in text.partition("/"))
    if not slash:
        return row.choice("address", Address) or Address.UNIT
    if not spoken or "/" in spoken:
        row.fault(messages.BAD_ADDRESS, "address", seen=text)
        return Address.UNIT
    return OwnAddress(body, spoken)


def _is_name(column: str) -> bool:
    return column.startswith(f"{NAME}:")


def _is_kind(column: str) -> bool:
    return column.partition(":")[2] == KIND


def allocations(text: str, file: str, findings: list[Finding]) -> tuple[Allocation, ...]:
    """Records of allocations.csv, or of an overlay laid over it; rows with faults left out."""
    found = []
    for row in rows_of(text, file, ALLOCATION_COLUMNS, ALLOCATION_NEEDED, findings):
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
