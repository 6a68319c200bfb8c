"""Reading our own form: every input cell is looked up where the metadata says it is."""

from ... import messages
from ...declarations.bundle import Declarations
from ...errors import Misuse
from ...records import dataclass
from ...vocabulary import Authority, Entity, Finding, Place, Vintage
from ...vocabulary.deadline import term
from ...vocabulary.versions import stated
from ..observe import Observation
from ..periods import moment_in, number_of
from ..reading import Area, Book
from ..words import plain
from .content import explains
from .input_cells import FormReader, cell_of, merged_input, say_unread, take_input
from .layout import layout_of
from .merged import merged_inputs
from .metadata import Metadata, verification_of
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
    reader = FormReader(book, metadata, declarations, entity, made_for, verification, [])
    _check_version(reader, year)
    observations = _inputs(reader)
    return FormReading(entity, made_for, tuple(observations), tuple(reader.findings), metadata.part)


def _check_version(reader: FormReader, year: int | None) -> None:
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


def _current_hash(reader: FormReader) -> str:
    """The hash that a form for the same entity and term would have today."""
    try:
        return form_hash(
            layout_of(reader.declarations, reader.entity, reader.year, reader.metadata.part)
        )
    except Misuse:
        return ""


def _inputs(reader: FormReader) -> list[Observation]:
    shape = shape_of(reader.book, reader.metadata, reader.entity.code)
    reader.findings.extend(shape.findings)
    vintage = _vintage(reader, readable=bool(shape.rows))
    if not shape.findings:
        reader.reasons.update(_reasons(reader))
    authority: Authority | None = None
    observations: list[Observation] = []
    for mapped in reader.metadata.cells:
        if mapped.indicator == "@authority":
            cell = cell_of(reader.book, mapped)
            authority = stated(Authority, plain(cell.text) if cell else None)
    merged = merged_inputs(reader.book, reader.metadata)
    asked: set[Area] = set()
    for mapped in reader.metadata.cells:
        indicator = reader.declarations.indicators.get(mapped.indicator)
        if indicator is None or moment_in(mapped.year) is None:
            continue
        if not shape.holds(mapped):
            if shape.in_place:
                say_unread(reader, mapped, indicator, pushed=shape.pushes(mapped))
            continue
        if mapped in merged:
            if merged[mapped] not in asked:
                reader.findings.append(merged_input(reader, mapped, indicator, merged[mapped]))
            asked.add(merged[mapped])
            continue
        made = take_input(reader, mapped, indicator, vintage, authority or Authority.REPORTED)
        if made is not None:
            observations.append(made)
    return observations


def _reasons(reader: FormReader) -> dict[str, str]:
    """The remarks that say anything, by indicator."""
    found = {}
    for mapped in reader.metadata.cells:
        cell = cell_of(reader.book, mapped) if mapped.indicator == "@remark" else None
        if cell is not None and cell.kind != "error" and explains(cell.text):
            found[mapped.text] = cell.text.strip()
    return found


def _vintage(reader: FormReader, *, readable: bool) -> Vintage | None:
    """The data version that was chosen; what is not on the list is said."""
    mapped = next((c for c in reader.metadata.cells if c.indicator == "@vintage"), None)
    if mapped is None or not readable:
        return None
    cell = cell_of(reader.book, mapped)
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
