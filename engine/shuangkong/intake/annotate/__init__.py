"""The city's own workbook back, with the problem cells marked and a list of what to mend."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from lxml import etree  # type: ignore[import-untyped]

from ... import messages
from ...errors import IntakeError
from ...running.files import safe_name, write_bytes
from ...vocabulary import Finding, Place
from ..form.metadata import SHEET as FORM_SHEET
from ..form.styles import INPUT as FORM_INPUT
from ..reading import Book, read_book
from ..reading.barrier import guarded
from . import fills, plain_copy
from .cells import Painter, SheetCells
from .dead import deaden, formulas_in, without_order
from .list_styles import with_styles
from .marks import COLOURS, Mark, marks_in
from .notes import add_notes
from .opinions import add_sheet, unselect
from .parts import PackageParts
from .unmark import former_of, unmark, without_lists

__all__ = ["annotate", "annotated_name", "copied", "marked"]


def annotated_name(name: str, book: Book | None = None, taken: set[str] | None = None) -> str:
    """What the marked copy of a file is called: its own name with 审核 added.

    A number is added where that name is `taken` (in small letters, as Windows compares); the
    name given is taken from then on.
    """
    taken = set() if taken is None else taken
    path = PurePosixPath(name.replace("/", "_"))
    kept = path.suffix.casefold() in (".xlsx", ".xlsm") and (book is None or book.format == "xlsx")
    stem = safe_name(path.stem)
    made, number = stem, 1
    while made.casefold() in taken:
        number += 1
        made = f"{stem}（{number}）"
    taken.add(made.casefold())
    return f"{made}_审核{path.suffix if kept else '.xlsx'}"


def annotate(
    source: Path | bytes,
    findings: Sequence[Finding],
    out: Path,
    *,
    name: str | None = None,
    rules: str = "",
) -> Path:
    """Write the marked copy of a submitted file.

    `name` is how the findings call the file; `rules` the version of the rules.

    Raises:
        IntakeError: when the file cannot be read.
        DocumentError: when the copy cannot be written, for instance because it is open.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    called = name or (source.name if isinstance(source, Path) else out.name)
    write_bytes(out, marked(data, called, findings, rules))
    return out


def marked(data: bytes, name: str, findings: Sequence[Finding], rules: str = "") -> bytes:
    """The bytes of the marked copy of a file that the findings call `name`.

    Raises:
        IntakeError: when the file cannot be read.
    """
    return copied(data, read_book(name, data), findings, rules)[0]


def copied(
    data: bytes, book: Book, findings: Sequence[Finding], rules: str
) -> tuple[bytes, tuple[Finding, ...]]:
    """The bytes of the marked copy of a file that was read, and what must be said of the copy.

    Everything in an xlsx or xlsm stays as it is: styles, formulas with their saved results,
    charts, text boxes, macros (which are never run), but for formulas that reach outside or stand
    in remarks: they become text; marks of an earlier copy are taken off, and
    where nothing is found, nothing is added. Of other kinds the values are copied, and
    of a workbook that is not sound enough to be changed.
    """
    marks = marks_in(book.name, findings)
    said: tuple[Finding, ...] = ()
    if book.format == "xlsx":
        whole = guarded(book.name, lambda: _marked(data, book, marks, findings, rules))
        if not isinstance(whole, IntakeError):
            return whole, ()
        said = (Finding.of(messages.MARKED_PLAINLY, Place(book.name)),)
    return plain_copy.made(book, marks, findings, rules), said


def _marked(
    data: bytes, book: Book, marks: Sequence[Mark], findings: Sequence[Finding], rules: str
) -> bytes:
    parts = PackageParts(book.name, data)
    workbook = parts.target("", kind="officeDocument") or "xl/workbook.xml"
    root = parts.tree(workbook)
    space = etree.QName(root).namespace
    painter = Painter(parts, with_styles(parts, workbook))
    former = former_of(book)
    if former.lists:
        without_lists(parts, workbook, former)
    usual = fills.solid(FORM_INPUT.lstrip("#")) if book.sheet(FORM_SHEET) is not None else ""
    own: dict[str, list[Mark]] = {}
    for mark in marks:
        own.setdefault(mark.sheet, []).append(mark)
    record: list[tuple[str, str, str]] = []
    dead = formulas_in(book.name, findings)
    if dead:
        without_order(parts, workbook)
    for one in root.find(f"{{{space}}}sheets"):
        identity = next((v for k, v in one.attrib.items() if k.endswith("}id")), None)
        part, name = parts.target(workbook, identity=identity), one.get("name")
        if part is not None and part in parts and "worksheets" in part:
            unmark(parts, part, name, former, painter, usual)
            deaden(parts, part, book.sheet(name), dead)
            record += _mark_sheet(parts, part, own.pop(name, []), painter)
            if findings:
                unselect(parts, part)
    if any(name not in former.lists for name in own):
        raise ValueError("a sheet that was read is not there")
    if findings:
        add_sheet(parts, workbook, book.name, findings, rules, record)
    return parts.saved()


def _mark_sheet(
    parts: PackageParts, part: str, marks: Sequence[Mark], painter: Painter
) -> list[tuple[str, str, str]]:
    """Mark the cells of a sheet; sheet, cell and earlier fill of each."""
    if not marks:
        return []
    cells = SheetCells(parts.tree(part))
    record = [
        (mark.sheet, mark.cell, cells.paint(mark.cell, COLOURS[mark.severity], painter))
        for mark in marks
    ]
    add_notes(parts, part, marks)
    parts.done(part)
    return record
