"""What only a form can show: figures left blank, and last year's figures that were changed."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from ... import messages
from ...declarations.bundle import Declarations
from ...vocabulary import Finding, Place
from ..files import FileReading, Role
from ..periods import year_in
from ..reading import parse_address


def check(declarations: Declarations, files: Sequence[FileReading]) -> list[Finding]:
    """Findings about forms."""
    findings: list[Finding] = []
    for file in files:
        if file.role is Role.FORM and file.book is not None and file.entity is not None:
            findings += _changed(declarations, file)
            findings += _blank(declarations, file)
    return findings


def _changed(declarations: Declarations, file: FileReading) -> list[Finding]:
    metadata = file.metadata
    if metadata is None:
        return []
    values = {(one.sheet, one.cell): one for one in file.observations}
    findings = []
    for mapped in metadata.cells:
        observed = values.get((mapped.sheet, mapped.address))
        if observed is None or year_in(mapped.year) is None or not mapped.text:
            continue
        try:
            before = Decimal(mapped.text)
        except InvalidOperation:
            continue
        if before != observed.value:
            entity = declarations.entities[observed.entity]
            findings.append(
                Finding.of(
                    messages.PREFILL_CHANGED,
                    observed.place,
                    seen=observed.raw,
                    entity=observed.entity,
                    indicator=observed.indicator,
                    year=observed.year,
                    who=entity.name,
                    when=observed.year,
                    name=declarations.indicators[observed.indicator].name,
                    value=f"{observed.value:f}",
                    before=f"{before:f}",
                )
            )
    return findings


def _blank(declarations: Declarations, file: FileReading) -> list[Finding]:
    metadata = file.metadata
    if metadata is None or file.year is None or file.entity is None:
        return []
    given = {(one.sheet, one.cell) for one in file.observations}
    blank = [
        mapped
        for mapped in metadata.cells
        if mapped.year == str(file.year)
        and mapped.indicator in declarations.indicators
        and (mapped.sheet, mapped.address) not in given
        and not _said_missing(file, mapped.sheet, mapped.address)
    ]
    if not blank:
        return []
    places = tuple(Place(file.name, sheet=one.sheet, cell=one.address) for one in blank)
    names = [declarations.indicators[one.indicator].name for one in blank]
    listed = "、".join(names[:6]) + ("等" if len(names) > 6 else "")
    return [
        Finding.of(
            messages.YEAR_NOT_FILLED,
            places[0],
            entity=file.entity,
            year=file.year,
            marks=places,
            who=declarations.entities[file.entity].name,
            when=file.year,
            count=len(blank),
            names=listed,
        )
    ]


def _said_missing(file: FileReading, sheet: str, cell: str) -> bool:
    """Whether the cell says that there is no figure, rather than being empty."""
    assert file.book is not None
    found = file.book.sheet(sheet)
    if found is None:
        return False
    at = parse_address(cell)
    return at is not None and bool(found.text(*at))
