"""Reading our own form: every input cell is looked up where the metadata says it is."""

from dataclasses import dataclass
from decimal import Decimal

from ... import messages
from ...declarations.bundle import Declarations
from ...errors import Misuse
from ...vocabulary import Authority, Entity, Finding, Indicator, Place, Vintage
from ...vocabulary.versions import stated
from ..cell_figures import doubly_negative, fault_of, in_unit
from ..observe import Observation, converted
from ..periods import year_in
from ..reading import Book, Cell, parse_address
from ..values import Sort, parse
from ..words import plain
from .layout import layout_of
from .metadata import MappedCell, Metadata, mark_of
from .plan_hash import form_hash


@dataclass(frozen=True, slots=True)
class FormReading:
    """What a form holds. `entity` is None when the form cannot be used at all."""

    entity: Entity | None
    year: int | None
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]


@dataclass
class _Reader:
    book: Book
    metadata: Metadata
    declarations: Declarations
    entity: Entity
    year: int
    mark: str
    findings: list[Finding]

    def place(self, cell: MappedCell) -> Place:
        return Place(self.book.name, sheet=cell.sheet, cell=cell.address)


def read_form(
    book: Book, metadata: Metadata, declarations: Declarations, year: int | None
) -> FormReading:
    """Observations of a filled form; a form of another plan or entity gives none."""
    where = Place(book.name)
    values = metadata.values
    plan = declarations.plan.id
    if values.get("plan") != plan:
        found = Finding.of(messages.WRONG_PLAN, where, found=values.get("plan", "？"), wanted=plan)
        return FormReading(None, None, (), (found,))
    entity = declarations.entities.get(values.get("entity", ""))
    if entity is None:
        found = Finding.of(
            messages.WRONG_ENTITY,
            where,
            code=values.get("entity", "？"),
            name=values.get("entity_name", "？"),
        )
        return FormReading(None, None, (), (found,))
    made_for = metadata.year
    if made_for is None or not metadata.cells:
        found = Finding.of(messages.BAD_METADATA, where, detail="缺少年度或单元格对照表")
        return FormReading(None, None, (), (found,))
    mark = mark_of(book, metadata).value
    reader = _Reader(book, metadata, declarations, entity, made_for, mark, [])
    _check_version(reader, year)
    observations = _inputs(reader)
    return FormReading(entity, made_for, tuple(observations), tuple(reader.findings))


def _check_version(reader: _Reader, year: int | None) -> None:
    where = Place(reader.book.name)
    found, wanted = reader.metadata.values.get("plan_hash", ""), _current_hash(reader)
    if found != wanted:
        reader.findings.append(
            Finding.of(
                messages.OLD_FORM,
                where,
                found=found[:8],
                wanted=wanted[:8],
                entity=reader.entity.code,
            )
        )
    if year is not None and reader.year != year:
        reader.findings.append(
            Finding.of(
                messages.WRONG_YEAR,
                where,
                found=reader.year,
                wanted=year,
                entity=reader.entity.code,
            )
        )


def _current_hash(reader: _Reader) -> str:
    """The hash that a form for the same entity and year would have today."""
    try:
        return form_hash(layout_of(reader.declarations, reader.entity, reader.year))
    except Misuse:
        return ""


def _inputs(reader: _Reader) -> list[Observation]:
    vintage: Vintage | None = None
    authority: Authority | None = None
    observations: list[Observation] = []
    moved = _locked(reader)
    for mapped in reader.metadata.cells:
        cell = _cell(reader.book, mapped)
        if mapped.indicator == "@vintage":
            vintage = stated(Vintage, plain(cell.text) if cell else None)
        elif mapped.indicator == "@authority":
            authority = stated(Authority, plain(cell.text) if cell else None)
    for mapped in reader.metadata.cells:
        indicator = reader.declarations.indicators.get(mapped.indicator)
        if indicator is None or year_in(mapped.year) is None or _key(mapped) in moved:
            continue
        made = _input(reader, mapped, indicator, vintage, authority or Authority.REPORTED)
        if made is not None:
            observations.append(made)
    return observations


def _cell(book: Book, mapped: MappedCell) -> Cell | None:
    sheet = book.sheet(mapped.sheet)
    at = parse_address(mapped.address)
    return sheet.at.get(at) if sheet and at else None


def _key(mapped: MappedCell) -> tuple[str, int]:
    at = parse_address(mapped.address)
    return mapped.sheet, at[0] if at else 0


def _locked(reader: _Reader) -> set[tuple[str, int]]:
    """Compare locked texts; rows whose indicator is no longer named are not read."""
    moved: set[tuple[str, int]] = set()
    sheets = {mapped.sheet for mapped in reader.metadata.cells}
    for name in sorted(sheets):
        if reader.book.sheet(name) is None:
            reader.findings.append(
                Finding.of(
                    messages.STRUCTURE,
                    Place(reader.book.name),
                    detail=f"缺少工作表“{name}”",
                    entity=reader.entity.code,
                )
            )
    for mapped in reader.metadata.cells:
        if mapped.indicator != "@locked" or reader.book.sheet(mapped.sheet) is None:
            continue
        cell = _cell(reader.book, mapped)
        seen = plain(cell.text) if cell else ""
        if seen == plain(mapped.text):
            continue
        structural = mapped.year == "@structure"
        kind = messages.STRUCTURE if structural else messages.LOCKED_CHANGED
        detail = f"此处应为“{mapped.text}”，现为“{cell.text if cell else '空'}”，该行或列未采用"
        reader.findings.append(
            Finding.of(
                kind,
                reader.place(mapped),
                seen=cell.text if cell else "空白",
                detail=detail,
                expected=mapped.text,
                entity=reader.entity.code,
            )
        )
        if structural:
            moved.add(_key(mapped))
    return moved


def _input(
    reader: _Reader,
    mapped: MappedCell,
    indicator: Indicator,
    vintage: Vintage | None,
    authority: Authority,
) -> Observation | None:
    cell = _cell(reader.book, mapped)
    sheet = reader.book.sheet(mapped.sheet)
    place = reader.place(mapped)
    year = int(mapped.year)
    about = {"entity": reader.entity.code, "indicator": indicator.id, "year": year}
    fault = None
    if cell is not None and sheet is not None:
        fault = fault_of(cell, reader.book, sheet)
    if cell is None or (fault is None and not cell.text.strip()):
        return None
    if fault is not None:
        reader.findings.append(
            Finding.of(fault, place, seen=cell.text or "空白", name=indicator.name, **about)  # type: ignore[arg-type]
        )
        return None
    return _value(reader, mapped, indicator, cell, (vintage, authority))


def _value(
    reader: _Reader,
    mapped: MappedCell,
    indicator: Indicator,
    cell: Cell,
    version: tuple[Vintage | None, Authority],
) -> Observation | None:
    place = reader.place(mapped)
    about = {"entity": reader.entity.code, "indicator": indicator.id, "year": int(mapped.year)}
    value = parse(cell.text)
    states = {plain(state): number for state, number in indicator.states.items()}
    if plain(cell.text) in states:
        number = Decimal(states[plain(cell.text)])
        return _made(reader, mapped, indicator, cell, number, "", version, None)
    if value.sort in (Sort.MISSING, Sort.TINY):
        return None
    if value.sort is not Sort.NUMBER or value.number is None:
        kind = messages.FORM_TEXT if value.sort is Sort.TEXT else messages.UNCLEAR_VALUE
        reader.findings.append(
            Finding.of(kind, place, seen=cell.text, name=indicator.name, **about)  # type: ignore[arg-type]
        )
        return None
    if cell.formula is not None:
        reader.findings.append(
            Finding.of(messages.FORMULA_TYPED, place, seen=cell.text, name=indicator.name, **about)  # type: ignore[arg-type]
        )
    known = reader.declarations.units
    words = {"name": indicator.name, **about}
    if doubly_negative(value, (indicator.name,)):
        reader.findings.append(Finding.of(messages.TWICE_SIGNED, place, seen=cell.text, **words))  # type: ignore[arg-type]
        return None
    number, unit = in_unit(value, indicator.unit, known) or (value.number, value.unit or cell.text)
    unit = unit or indicator.unit
    number_or_fault = converted(number, unit, indicator, place, known)
    if isinstance(number_or_fault, Finding):
        reader.findings.append(number_or_fault)
        return None
    return _made(reader, mapped, indicator, cell, number_or_fault, unit, version, value.note)


def _made(
    reader: _Reader,
    mapped: MappedCell,
    indicator: Indicator,
    cell: Cell,
    number: Decimal,
    unit: str,
    version: tuple[Vintage | None, Authority],
    note: str | None,
) -> Observation:
    return Observation(
        reader.entity.code,
        indicator.id,
        mapped.year,
        number,
        indicator.unit,
        reader.mark,
        reader.book.name,
        reader.book.sha256,
        mapped.sheet,
        mapped.address,
        cell.text,
        unit,
        version[0],
        version[1],
        note,
    )
