"""Reading our own form: every input cell is looked up where the metadata says it is."""

from dataclasses import field, replace
from decimal import Decimal

from ... import messages
from ...declarations.bundle import Declarations
from ...errors import Misuse
from ...records import dataclass
from ...vocabulary import Authority, Entity, Finding, Indicator, Message, Place, Vintage
from ...vocabulary.deadline import term
from ...vocabulary.versions import stated
from ..cell_figures import fault_of, options
from ..observe import Observation
from ..periods import moment_in, number_of
from ..reading import Area, Book, Cell, address, parse_address
from ..reading.decimal_commas import surely_decimal, with_point
from ..values import parse
from ..words import plain
from .content import explains, plain_number, says_missing, squeezed
from .layout import layout_of
from .meant import meant
from .merged import merged_inputs
from .metadata import MappedCell, Metadata, verification_of
from .plan_hash import form_hash
from .structure import shape_of


@dataclass(frozen=True, slots=True)
class FormReading:
    """What a form holds. `entity` is None when the form cannot be used at all; `part` is the part
    of the year that it is for."""

    entity: Entity | None
    year: int | None
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    part: str | None = None


@dataclass
class _Reader:
    book: Book
    metadata: Metadata
    declarations: Declarations
    entity: Entity
    year: int
    verification: str
    findings: list[Finding]
    #: what the remarks say of an indicator's figures
    reasons: dict[str, str] = field(default_factory=dict)

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
    verification = verification_of(book, metadata).value
    reader = _Reader(book, metadata, declarations, entity, made_for, verification, [])
    _check_version(reader, year)
    observations = _inputs(reader)
    return FormReading(entity, made_for, tuple(observations), tuple(reader.findings), metadata.part)


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
                found=term(number_of(reader.year, reader.metadata.part)),
                wanted=year,
                entity=reader.entity.code,
            )
        )


def _current_hash(reader: _Reader) -> str:
    """The hash that a form for the same entity and term would have today."""
    try:
        return form_hash(
            layout_of(reader.declarations, reader.entity, reader.year, reader.metadata.part)
        )
    except Misuse:
        return ""


def _inputs(reader: _Reader) -> list[Observation]:
    shape = shape_of(reader.book, reader.metadata, reader.entity.code)
    reader.findings.extend(shape.findings)
    vintage = _vintage(reader, readable=bool(shape.rows))
    if not shape.findings:
        reader.reasons.update(_reasons(reader))
    authority: Authority | None = None
    observations: list[Observation] = []
    for mapped in reader.metadata.cells:
        if mapped.indicator == "@authority":
            cell = _cell(reader.book, mapped)
            authority = stated(Authority, plain(cell.text) if cell else None)
    merged = merged_inputs(reader.book, reader.metadata)
    asked: set[Area] = set()
    for mapped in reader.metadata.cells:
        indicator = reader.declarations.indicators.get(mapped.indicator)
        if indicator is None or moment_in(mapped.year) is None:
            continue
        if not shape.holds(mapped):
            if shape.in_place:
                _unread(reader, mapped, indicator, pushed=shape.pushes(mapped))
            continue
        if mapped in merged:
            if merged[mapped] not in asked:
                reader.findings.append(_merged(reader, mapped, indicator, merged[mapped]))
            asked.add(merged[mapped])
            continue
        made = _input(reader, mapped, indicator, vintage, authority or Authority.REPORTED)
        if made is not None:
            observations.append(made)
    return observations


def _merged(reader: _Reader, mapped: MappedCell, indicator: Indicator, area: Area) -> Finding:
    """That the cell is one with others; said where the area begins, for there stands what it
    holds."""
    begin, end = address(area.top, area.left), address(area.bottom, area.right)
    place = replace(reader.place(mapped), cell=begin)
    sheet = reader.book.sheet(mapped.sheet)
    seen = sheet.text(area.top, area.left) if sheet else ""
    about = _About(reader.entity.code, indicator, int(mapped.year[:4]), place)
    return about.said(messages.MERGED_VALUE, seen=seen or "空白", area=f"{begin}:{end}")


def _reasons(reader: _Reader) -> dict[str, str]:
    """The remarks that say anything, by indicator."""
    found = {}
    for mapped in reader.metadata.cells:
        cell = _cell(reader.book, mapped) if mapped.indicator == "@remark" else None
        if cell is not None and cell.kind != "error" and explains(cell.text):
            found[mapped.text] = cell.text.strip()
    return found


def _vintage(reader: _Reader, *, readable: bool) -> Vintage | None:
    """The data version that was chosen; what is not on the list is said."""
    mapped = next((c for c in reader.metadata.cells if c.indicator == "@vintage"), None)
    if mapped is None or not readable:
        return None
    cell = _cell(reader.book, mapped)
    chosen = stated(Vintage, plain(cell.text) if cell else None)
    if chosen is None:
        seen = cell.text.strip() if cell else ""
        said = f"填的是“{seen}”，不在可选项中" if seen else "没有选"
        where = reader.place(mapped)
        reader.findings.append(
            Finding.of(
                messages.VINTAGE_FREE,
                where,
                seen=seen or None,
                said=said,
                options="、".join(Vintage),
                entity=reader.entity.code,
            )
        )
    return chosen


def _cell(book: Book, mapped: MappedCell) -> Cell | None:
    sheet = book.sheet(mapped.sheet)
    at = parse_address(mapped.address)
    return sheet.at.get(at) if sheet and at else None


def _input(
    reader: _Reader,
    mapped: MappedCell,
    indicator: Indicator,
    vintage: Vintage | None,
    authority: Authority,
) -> Observation | None:
    cell = _cell(reader.book, mapped)
    sheet = reader.book.sheet(mapped.sheet)
    if cell is None or sheet is None:
        return None
    about = _About(reader.entity.code, indicator, int(mapped.year[:4]), reader.place(mapped))
    fault = fault_of(cell, reader.book, sheet)
    # whatever else stands where a state belongs, the states are what is to be chosen from
    if fault is not None and not (indicator.state and fault is messages.UNCLEAR_VALUE):
        reader.findings.append(about.said(fault, seen=cell.text or "空白"))
        return None
    chosen = squeezed(cell.text)
    if not chosen:
        return None
    # a state may be called what elsewhere says that there is no figure
    if says_missing(cell.text) and chosen not in map(squeezed, indicator.states):
        return None
    number = _state(reader, about, cell) if indicator.state else _number(reader, about, cell)
    if number is None:
        return None
    unit = "" if indicator.state else indicator.unit
    note = reader.reasons.get(indicator.id)
    return _made(reader, mapped, indicator, cell, number, unit, (vintage, authority), note)


def _unread(reader: _Reader, mapped: MappedCell, indicator: Indicator, *, pushed: bool) -> None:
    """Say what is wrong with the content of a cell that is not read, as far as it is wrong
    whatever the cell is for: nobody is to mend the header first to be told of it."""
    before = len(reader.findings)
    _input(reader, mapped, indicator, None, Authority.REPORTED)
    said = reader.findings[before:]
    del reader.findings[before:]
    cell = _cell(reader.book, mapped)
    if cell is not None and not (pushed and _fits_elsewhere(reader, cell)):
        reader.findings += [one for one in said if one.must_be_mended]


def _fits_elsewhere(reader: _Reader, cell: Cell) -> bool:
    """Whether what a cell holds may be right in another row."""
    if cell.kind == "error":
        return False
    indicators = reader.declarations.indicators.values()
    words = {squeezed(word) for one in indicators for word in one.states}
    units = reader.declarations.units
    number = any(plain_number(cell.text, one.unit, units) is not None for one in indicators)
    return number or says_missing(cell.text) or squeezed(cell.text) in words


@dataclass(frozen=True, slots=True)
class _About:
    """Which figure a finding is about."""

    entity: str
    indicator: Indicator
    year: int
    place: Place

    def said(self, kind: Message, *, seen: str | None = None, **words: str) -> Finding:
        """A finding on the figure; `words` fill what its message leaves open."""
        made = Finding.of(
            kind,
            self.place,
            seen=seen,
            **{"name": self.indicator.name, "hint": "", **words},  # type: ignore[arg-type]
        )
        return replace(made, entity=self.entity, indicator=self.indicator.id, year=self.year)


def _state(reader: _Reader, about: _About, cell: Cell) -> Decimal | None:
    states = {squeezed(word): number for word, number in about.indicator.states.items()}
    if cell.kind != "number" and squeezed(cell.text) in states:
        return Decimal(states[squeezed(cell.text)])
    said = about.said(messages.NOT_A_STATE, seen=cell.text, options=options(about.indicator))
    reader.findings.append(said)
    return None


def _number(reader: _Reader, about: _About, cell: Cell) -> Decimal | None:
    """A number, or a text that is one beyond doubt; anything else is asked about."""
    indicator = about.indicator
    known = reader.declarations.units
    number = plain_number(cell.text, indicator.unit, known)
    value = parse(cell.text)
    if number is None and cell.kind == "number" and not value.unit:
        number = value.number
    if number is None:
        if surely_decimal(cell.text):
            value = parse(with_point(cell.text))
        hint = meant(value, indicator, known, _row(reader, about))
        reader.findings.append(about.said(messages.FORM_TEXT, seen=cell.text, hint=hint))
        return None
    if cell.formula is not None:
        reader.findings.append(about.said(messages.FORMULA_TYPED, seen=cell.text))
    return number


def _row(reader: _Reader, about: _About) -> list[Decimal]:
    """The other figures of the same row that are numbers."""
    unit, found = about.indicator.unit, []
    for mapped in reader.metadata.cells:
        if mapped.indicator == about.indicator.id and mapped.address != about.place.cell:
            cell = _cell(reader.book, mapped)
            known = reader.declarations.units
            number = None if cell is None else plain_number(cell.text, unit, known)
            found += [] if number is None else [number]
    return found


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
        reader.verification,
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
