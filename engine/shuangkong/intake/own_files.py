"""Workbooks of ours as files: what their sheets hold, and what one is without its plan."""

from collections.abc import Callable, Sequence

from .. import messages
from ..vocabulary import Finding, Place
from ..vocabulary.deadline import term
from .file_reading import FileReading, FileRole, SheetReading
from .form.metadata import Metadata
from .form.outside import frame_of
from .observe import Observation
from .periods import number_of
from .reading import Book, Sheet
from .sources import SourceFile

FORM_FIXED, FORM_OUTSIDE = "填报表的固定内容", "填报表之外的内容"
#: how the roles of workbooks of ours are called in them
_OURS = {"form": FileRole.FORM, "measures": FileRole.MEASURES, "verdicts": FileRole.VERDICTS}


def of_some_plan(
    source: SourceFile, book: Book, metadata: Metadata, findings: list[Finding]
) -> FileReading:
    """A workbook of ours, read without its plan: said to be one, and nothing guessed from it."""
    values, year = metadata.values, metadata.year
    role = _OURS.get(metadata.role, FileRole.UNRECOGNISED)
    when = "" if year is None else term(number_of(year, metadata.part))
    whose = "，".join(filter(None, (values.get("entity_name"), when)))
    said = Finding.of(
        messages.OWN_FORM,
        Place(book.name),
        plan=values.get("plan", "？"),
        what=role.chinese,
        whose=f"（{whose}）" if whose else "",
    )
    return FileReading(
        source.name,
        source.sha256,
        role,
        source.path,
        book,
        year=year,
        findings=(*findings, said),
        sheets=fixed_sheets(book, {}, metadata),
        part=metadata.part,
    )


def by_sheet(observations: Sequence[Observation]) -> dict[str, dict[str, Observation]]:
    """Observations by sheet and cell."""
    found: dict[str, dict[str, Observation]] = {}
    for one in observations:
        found.setdefault(one.sheet, {})[one.cell] = one
    return found


def plain_sheet(
    sheet: Sheet, observed: dict[str, Observation], why: Callable[[Sheet, int, int], str]
) -> SheetReading:
    """A sheet of which every cell that was not taken is left for one reason by its place."""

    def left() -> dict[tuple[int, int], str]:
        return {
            (cell.row, cell.col): why(sheet, cell.row, cell.col)
            for cell in sheet.cells
            if cell.address not in observed and cell.text
        }

    return SheetReading(sheet, (), observed, left)


def fixed_sheets(
    book: Book, observed: dict[str, dict[str, Observation]], metadata: Metadata
) -> tuple[SheetReading, ...]:
    """The sheets of a workbook of ours: what was not taken is fixed, or was put there."""
    ours, frame = metadata.sheets, frame_of(metadata)

    def why(sheet: Sheet, row: int, col: int) -> str:
        beside = frame is not None and sheet.name == frame.sheet and not frame.holds(row, col)
        return FORM_OUTSIDE if beside or sheet.name not in ours else FORM_FIXED

    return tuple(plain_sheet(sheet, observed.get(sheet.name, {}), why) for sheet in book.sheets)
