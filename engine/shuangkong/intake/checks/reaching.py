"""Formulas where none belong: in remarks, or reaching outside the workbook. None is ever run."""

import re
from collections.abc import Iterator, Sequence

from ... import messages
from ...vocabulary import Finding, Place
from ..files import FileReading, FileRole
from ..form.metadata import OPINIONS
from ..reading import Cell
from ..values import CellSort, parse

#: functions that open something, and a program called by its name (`cmd|' /C calc'!A0`); a link
#: to a place of the same workbook (`HYPERLINK("#A1")`) opens nothing
_REACHING = re.compile(
    r'\b(?:WEBSERVICE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|DDE)\s*\(|\bHYPERLINK\s*\((?!\s*"#)'
    r"|^\s*'?[A-Za-z0-9_. ]+'?\|",
    re.IGNORECASE,
)
_LONGEST = 60
#: a kind of file that holds texts only, and leaves it to the program what is a formula
_BARE = "csv"


def check(files: Sequence[FileReading]) -> list[Finding]:
    """Findings about formulas that are no way to state a figure, at their cells."""
    return [one for file in files if file.book is not None for one in _in_file(file)]


def _in_file(file: FileReading) -> Iterator[Finding]:
    assert file.book is not None
    metadata = file.metadata
    inputs = metadata.cells if metadata is not None else ()
    # where columns came or went, what stands in the place of a remark is another column's
    moved = any(one.kind == messages.STRUCTURE.id for one in file.findings)
    given = () if moved else inputs
    remarks = {(c.sheet, c.address) for c in given if c.indicator == "@remark"}
    asked = {c.sheet for c in inputs}
    told = {(f.place.sheet, f.place.cell) for f in file.findings if f.place is not None}
    bare = file.book.format.startswith(_BARE)
    ours = frozenset() if metadata is None else metadata.sheets - asked
    for sheet in file.book.sheets:
        if sheet.name in ours or sheet.name.startswith(OPINIONS):
            continue
        for cell in sheet.cells:
            if cell.formula is None:
                if bare and _would_run(cell) and (sheet.name, cell.address) not in told:
                    yield _found(file, sheet.name, cell, cell.text, "用表格软件打开时会当作公式")
                continue
            if _REACHING.search(cell.formula):
                said = "会打开外面的程序或网页"
            elif (sheet.name, cell.address) in remarks:
                said = "备注里只应写文字"
            else:
                continue
            yield _found(file, sheet.name, cell, f"={cell.formula}", said)


def _would_run(cell: Cell) -> bool:
    """Whether a text is one that a spreadsheet program takes for a formula when it opens the file;
    a number with its sign is none."""
    begins = cell.text.lstrip().startswith(("=", "+", "@"))
    return begins and parse(cell.text).sort is CellSort.TEXT


def _found(file: FileReading, sheet: str, cell: Cell, seen: str, said: str) -> Finding:
    return Finding.of(
        messages.REACHING_FORMULA,
        Place(file.name, sheet=sheet, cell=cell.address),
        seen=seen[:_LONGEST],
        said=said,
        entity=file.entity if file.role is FileRole.FORM else None,
    )
