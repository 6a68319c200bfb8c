"""The input cells of a form: what each holds as a figure, or what is wrong with it."""

from dataclasses import field, replace
from decimal import Decimal

from ... import messages
from ...declarations.bundle import Declarations
from ...records import dataclass
from ...vocabulary import Authority, Entity, Finding, Indicator, Message, Place, Vintage
from ..cell_figures import fault_of, options
from ..observe import Observation
from ..reading import Area, Book, Cell, address, parse_address
from ..values import parse
from .content import plain_number, says_missing, squeezed
from .meant import proposed
from .metadata import MappedCell, Metadata


@dataclass
class FormReader:
    """A form that is being read, and what was found on the way."""

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


def cell_of(book: Book, mapped: MappedCell) -> Cell | None:
    """The cell that the metadata maps, where it holds anything."""
    sheet = book.sheet(mapped.sheet)
    at = parse_address(mapped.address)
    return sheet.at.get(at) if sheet and at else None


def take_input(
    reader: FormReader,
    mapped: MappedCell,
    indicator: Indicator,
    vintage: Vintage | None,
    authority: Authority,
) -> Observation | None:
    """The observation that an input cell gives, where it gives one; else what is wrong is said."""
    cell = cell_of(reader.book, mapped)
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
    if cell.hidden:
        reader.findings.append(about.said(messages.HIDDEN_VALUE, seen=cell.text))
    unit = "" if indicator.state else indicator.unit
    note = reader.reasons.get(indicator.id)
    return _made(reader, mapped, indicator, cell, number, unit, (vintage, authority), note)


def say_unread(
    reader: FormReader, mapped: MappedCell, indicator: Indicator, *, pushed: bool
) -> None:
    """Say what is wrong with the content of a cell that is not read, as far as it is wrong
    whatever the cell is for: nobody is to mend the header first to be told of it."""
    before = len(reader.findings)
    take_input(reader, mapped, indicator, None, Authority.REPORTED)
    said = reader.findings[before:]
    del reader.findings[before:]
    cell = cell_of(reader.book, mapped)
    if cell is not None and not (pushed and _fits_elsewhere(reader, cell)):
        reader.findings += [one for one in said if one.must_be_mended]


def _fits_elsewhere(reader: FormReader, cell: Cell) -> bool:
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


def _state(reader: FormReader, about: _About, cell: Cell) -> Decimal | None:
    states = {squeezed(word): number for word, number in about.indicator.states.items()}
    if cell.kind != "number" and squeezed(cell.text) in states:
        return Decimal(states[squeezed(cell.text)])
    said = about.said(messages.NOT_A_STATE, seen=cell.text, options=options(about.indicator))
    reader.findings.append(said)
    return None


def _number(reader: FormReader, about: _About, cell: Cell) -> Decimal | None:
    """A number, or a text that is one beyond doubt; anything else is asked about."""
    indicator = about.indicator
    known = reader.declarations.units
    number = plain_number(cell.text, indicator.unit, known)
    if number is None and cell.kind == "number":
        value = parse(cell.text)
        number = None if value.unit else value.number
    if number is None:
        text = cell.kind == "text"
        hint = proposed(cell.text, indicator, known, _row(reader, about)) if text else ""
        reader.findings.append(about.said(messages.FORM_TEXT, seen=cell.text, hint=hint))
        return None
    if cell.formula is not None:
        reader.findings.append(about.said(messages.FORMULA_TYPED, seen=cell.text))
    return number


def _row(reader: FormReader, about: _About) -> list[Decimal]:
    """The other figures of the same row that are numbers."""
    unit, found = about.indicator.unit, []
    for mapped in reader.metadata.cells:
        if mapped.indicator == about.indicator.id and mapped.address != about.place.cell:
            cell = cell_of(reader.book, mapped)
            known = reader.declarations.units
            number = None if cell is None else plain_number(cell.text, unit, known)
            found += [] if number is None else [number]
    return found


def _made(
    reader: FormReader,
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


def merged_input(
    reader: FormReader, mapped: MappedCell, indicator: Indicator, area: Area
) -> Finding:
    """That the cell is one with others; said where the area begins, for there stands what it
    holds."""
    begin, end = address(area.top, area.left), address(area.bottom, area.right)
    place = replace(reader.place(mapped), cell=begin)
    sheet = reader.book.sheet(mapped.sheet)
    seen = sheet.text(area.top, area.left) if sheet else ""
    about = _About(reader.entity.code, indicator, int(mapped.year[:4]), place)
    return about.said(messages.MERGED_VALUE, seen=seen or "空白", area=f"{begin}:{end}")
