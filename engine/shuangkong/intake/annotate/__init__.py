"""The city's own workbook back, with the problem cells marked and a list of what to mend."""

from collections.abc import Sequence
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from ...running.files import write_bytes
from ...vocabulary import Finding
from ..reading import Book, read_book
from . import plain_copy
from .cells import Painter, paint
from .marks import COLOURS, Mark, marks_in
from .notes import add_notes
from .opinions import add_sheet
from .parts import Parts

__all__ = ["annotate", "annotated_name", "marked"]


def annotated_name(name: str, book: Book | None = None) -> str:
    """What the marked copy of a file is called: its own name with 审核 added."""
    path = Path(name.replace("/", "_"))
    kept = path.suffix.casefold() in (".xlsx", ".xlsm") and (book is None or book.format == "xlsx")
    return f"{path.stem}_审核{path.suffix if kept else '.xlsx'}"


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

    Everything in an xlsx or xlsm stays as it is: styles, formulas with their saved results,
    charts, text boxes, macros (which are never run). Of other kinds the values are copied.

    Raises:
        IntakeError: when the file cannot be read.
    """
    book = read_book(name, data)
    marks = marks_in(name, findings)
    if book.format == "xlsx":
        return _marked(data, name, marks, findings, rules)
    return plain_copy.made(book, marks, findings, rules)


def _marked(
    data: bytes, name: str, marks: Sequence[Mark], findings: Sequence[Finding], rules: str
) -> bytes:
    parts = Parts(data)
    workbook = parts.target("", kind="officeDocument") or "xl/workbook.xml"
    root = parts.tree(workbook)
    space = etree.QName(root).namespace
    styles = parts.target(workbook, kind="styles")
    painter = Painter(parts, styles) if styles and styles in parts else None
    for one in root.find(f"{{{space}}}sheets"):
        own = [mark for mark in marks if mark.sheet == one.get("name")]
        identity = next((v for k, v in one.attrib.items() if k.endswith("}id")), None)
        part = parts.target(workbook, identity=identity)
        if not own or part is None or part not in parts:
            continue
        sheet = parts.tree(part)
        if painter is not None:
            for mark in own:
                paint(sheet, mark.cell, COLOURS[mark.severity], painter)
        add_notes(parts, part, own)
    if painter is not None:
        add_sheet(parts, workbook, name, findings, rules)
    return parts.saved()
