"""What only a form can show: what was left blank, what was changed, whose figures they are."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from ... import messages
from ...declarations.bundle import Declarations
from ...vocabulary import Entity, Finding, Moment, Place
from ...vocabulary.deadline import named, term, year_of
from ..files import FileReading, FileRole
from ..form.business import FEW, MANY_CHANGED, SHARE_CHANGED, asked_of, needed
from ..form.content import explains, says_missing, squeezed
from ..form.merged import merged_inputs
from ..form.metadata import MappedCell
from ..observe import Observation
from ..periods import moment_in
from ..reading import UNCLEAR, Cell, parse_address

_SAME_FIGURES = 5


def check(declarations: Declarations, files: Sequence[FileReading]) -> list[Finding]:
    """Findings about forms, each taken by itself."""
    findings: list[Finding] = []
    for file in files:
        if file.role is FileRole.FORM and file.book is not None and file.entity is not None:
            findings += _changed(declarations, file)
            findings += _blank(declarations, file)
            findings += _unexplained(declarations, file)
    return findings


def _changed(declarations: Declarations, file: FileReading) -> Iterator[Finding]:
    """Figures that were known when the form was made, and are others now; where most are, they
    are taken for another place's."""
    known, changed = 0, []
    values = {(one.sheet, one.cell): one for one in file.observations}
    for mapped in file.metadata.cells if file.metadata else ():
        observed = values.get((mapped.sheet, mapped.address))
        if observed is None or moment_in(mapped.year) is None or not mapped.text:
            continue
        try:
            before = Decimal(mapped.text)
        except InvalidOperation:
            continue
        known += 1
        if before != observed.value:
            changed.append((observed, before))
    if len(changed) >= MANY_CHANGED and len(changed) >= SHARE_CHANGED * known:
        yield _others(declarations, [observed for observed, _ in changed], known)
        return
    for observed, before in changed:
        yield Finding.of(
            messages.PREFILL_CHANGED,
            observed.place,
            seen=observed.raw,
            entity=observed.entity,
            indicator=observed.indicator,
            year=observed.year,
            who=declarations.entities[observed.entity].name,
            when=named(_moment(observed.period)),
            name=declarations.indicators[observed.indicator].name,
            value=f"{observed.value:f}",
            before=f"{before:f}",
        )


def said_of_rows(findings: Sequence[Finding]) -> list[Finding]:
    """The findings without those that known figures were changed where their whole row is in
    another unit: that is said of the row, once."""
    rows = {at for one in findings if one.kind == messages.ROW_UNIT.id for at in one.marks}
    changed = messages.PREFILL_CHANGED.id
    return [one for one in findings if one.kind != changed or one.place not in rows]


def _others(declarations: Declarations, changed: Sequence[Observation], known: int) -> Finding:
    return Finding.of(
        messages.KNOWN_DIFFER,
        changed[0].place,
        entity=changed[0].entity,
        marks=tuple(one.place for one in changed),
        who=declarations.entities[changed[0].entity].name,
        known=known,
        count=len(changed),
    )


def _blank(declarations: Declarations, file: FileReading) -> Iterator[Finding]:
    """Cells that were left blank: an empty form, figures that are needed, and all others."""
    if file.metadata is None or file.year is None or file.entity is None:
        return
    entity = declarations.entities[file.entity]
    if not _readable(file):
        return
    if not _touched(file):
        yield Finding.of(
            messages.EMPTY_FORM,
            Place(file.name),
            entity=entity.code,
            year=file.year,
            who=entity.name,
            when=term(file.number or file.year),
        )
        return
    asked = {one.id for one in asked_of(declarations, entity)}
    # a cell within a merged area cannot be filled in: what is to be done with it is said
    merged = merged_inputs(file.book, file.metadata) if file.book else {}
    blank = [
        c for c in _inputs(file) if c.indicator in asked and c not in merged and not _typed(file, c)
    ]
    must = needed(declarations, entity, file.number or file.year)
    lacking = [c for c in blank if (c.indicator, _moment(c.year)) in must]
    if lacking:
        yield _needed(declarations, file, entity, lacking)
    other = [c for c in blank if _moment(c.year) == file.number and c not in lacking]
    if other:
        yield _optional(declarations, file, entity, other)


def _unexplained(declarations: Declarations, file: FileReading) -> Iterator[Finding]:
    """Rows where a word stands for a figure and the remarks do not say why, each once."""
    if file.metadata is None or file.entity is None or not _readable(file):
        return
    rows = {c.text: c for c in file.metadata.cells if c.indicator == "@remark"}
    reasoned = {one for one, remark in rows.items() if _says_why(_cell(file, remark))}
    # a form of before may have rows that its city is not asked for any more
    asked = {one.id for one in asked_of(declarations, declarations.entities[file.entity])}
    words: dict[str, list[tuple[MappedCell, str]]] = {}
    for mapped in file.metadata.cells:
        indicator = declarations.indicators.get(mapped.indicator)
        if indicator is None or mapped.indicator not in (rows.keys() & asked) - reasoned:
            continue
        cell = _cell(file, mapped)
        states = map(squeezed, indicator.states)
        if cell is not None and _is_word(cell) and squeezed(cell.text) not in states:
            words.setdefault(mapped.indicator, []).append((mapped, cell.text))
    for name, found in words.items():
        places = tuple(Place(file.name, sheet=c.sheet, cell=c.address) for c, _ in found)
        yield Finding.of(
            messages.NO_REASON,
            places[0],
            entity=file.entity,
            indicator=name,
            year=int(found[0][0].year[:4]),
            marks=places,
            who=declarations.entities[file.entity].name,
            name=declarations.indicators[name].name,
            seen=found[0][1],
        )


def _is_word(cell: Cell) -> bool:
    """Whether a cell has a word that there is no figure."""
    return cell.kind != "error" and bool(squeezed(cell.text)) and says_missing(cell.text)


def _says_why(cell: Cell | None) -> bool:
    """Whether a cell of the remarks says anything but that there is nothing."""
    return cell is not None and cell.kind != "error" and explains(cell.text)


def _readable(file: FileReading) -> bool:
    """Whether the form still is as it was made; else what is blank says nothing."""
    grave = {messages.STRUCTURE.id, messages.BAD_METADATA.id}
    return not any(f.kind in grave for f in file.findings)


def _inputs(file: FileReading) -> list[MappedCell]:
    """The cells whose blanks say something: of years and moments within them, or of the part of a
    year that the form is for."""
    cells = file.metadata.cells if file.metadata else ()
    if file.part is not None:
        own = str(Moment.of(file.number or 0))
        return [cell for cell in cells if cell.year == own]
    return [cell for cell in cells if moment_in(cell.year) is not None]


def _moment(period: str) -> int:
    """A period of the engine's own form in digits."""
    found = moment_in(period)
    assert found is not None
    return found.number


def _touched(file: FileReading) -> bool:
    """Whether anything at all was typed into the cells of the term that the form is for."""
    return any(_moment(c.year) == file.number and _typed(file, c) for c in _inputs(file))


def _typed(file: FileReading, mapped: MappedCell) -> bool:
    """Whether a cell holds anything: also a word for no figure, a number hidden by its format."""
    cell = _cell(file, mapped)
    held = ("blank_formula", UNCLEAR)
    return cell is not None and (bool(squeezed(cell.text)) or cell.kind in held)


def _cell(file: FileReading, mapped: MappedCell) -> Cell | None:
    assert file.book is not None
    sheet, at = file.book.sheet(mapped.sheet), parse_address(mapped.address)
    return sheet.at.get(at) if sheet and at else None


def _needed(
    declarations: Declarations, file: FileReading, entity: Entity, lacking: Sequence[MappedCell]
) -> Finding:
    years: dict[str, list[int]] = {}
    for cell in lacking:
        years.setdefault(cell.indicator, []).append(_moment(cell.year))
    listed = "、".join(
        f"{declarations.indicators[one].name}（{spans(when)}）"
        for one, when in list(years.items())[:FEW]
    )
    places = tuple(Place(file.name, sheet=c.sheet, cell=c.address) for c in lacking)
    return Finding.of(
        messages.NEEDED_BLANK,
        places[0],
        entity=entity.code,
        year=file.year,
        marks=places,
        who=entity.name,
        count=len(lacking),
        names=listed + ("等" if len(years) > FEW else ""),
    )


def spans(years: Sequence[int]) -> str:
    """2015—2017、2019年; 2026年上半年; 2016年、2017年10月."""
    parts: list[list[int]] = []
    for year in sorted(one for one in years if one == year_of(one)):
        if parts and parts[-1][-1] == year - 1:
            parts[-1].append(year)
        else:
            parts.append([year])
    said = "、".join(str(p[0]) if len(p) == 1 else f"{p[0]}—{p[-1]}" for p in parts)
    moments = [named(one) for one in years if one != year_of(one)]
    return "、".join([f"{said}年"] * bool(parts) + moments)


def _optional(
    declarations: Declarations, file: FileReading, entity: Entity, blank: Sequence[MappedCell]
) -> Finding:
    names = [f"{declarations.indicators[one.indicator].name}（{one.address}）" for one in blank]
    listed = "、".join(names[:FEW]) + ("等" if len(names) > FEW else "")
    return Finding.of(
        messages.YEAR_NOT_FILLED,
        Place(file.name, sheet=blank[0].sheet, cell=blank[0].address),
        entity=entity.code,
        year=file.year,
        who=entity.name,
        when=named(file.number or 0),
        count=len(blank),
        names=listed,
    )


def copied_whole(declarations: Declarations, files: Sequence[FileReading]) -> list[Finding]:
    """Forms that hold another entity's figures: most of a year the same to the last digit."""
    holders: dict[tuple[str, int, Decimal], list[FileReading]] = {}
    for file in files:
        if file.role is not FileRole.FORM or file.entity is None:
            continue
        for one in file.observations:
            if (
                _moment(one.period) == file.number
                and one.value
                and not declarations.indicators[one.indicator].state
            ):
                holders.setdefault((one.indicator, _moment(one.period), one.value), []).append(file)
    shared: dict[tuple[str, str], int] = {}
    by_name = {file.name: file for file in files}
    for group in holders.values():
        own = {f.entity: f for f in group}
        if 1 < len(own) <= FEW:
            names = sorted(f.name for f in own.values())
            for i, first in enumerate(names):
                for other in names[i + 1 :]:
                    shared[first, other] = shared.get((first, other), 0) + 1
    # whose figures they are, only those two can tell: each is asked
    return [
        _copied(declarations, by_name[one], by_name[other], count)
        for (a, b), count in shared.items()
        if count >= _SAME_FIGURES
        for one, other in ((a, b), (b, a))
    ]


def _copied(
    declarations: Declarations, one: FileReading, other: FileReading, count: int
) -> Finding:
    return Finding.of(
        messages.SAME_AS_OTHER,
        Place(other.name),
        entity=other.entity,
        year=other.year,
        who=declarations.entities[other.entity or ""].name,
        other=declarations.entities[one.entity or ""].name,
        when=named(other.number or 0),
        count=count,
    )
