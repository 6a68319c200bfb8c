"""Formulas where none belong: in remarks, or reaching outside the workbook. None is ever run."""

import re
from collections.abc import Iterator, Sequence

from ... import messages
from ...vocabulary import Finding, Place
from ..files import FileReading, FileRole
from ..form.metadata import OPINIONS

#: functions that open something, and a program called by its name (`cmd|' /C calc'!A0`); a link
#: to a place of the same workbook (`HYPERLINK("#A1")`) opens nothing
_REACHING = re.compile(
    r'\b(?:WEBSERVICE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|DDE)\s*\(|\bHYPERLINK\s*\((?!\s*"#)'
    r"|^\s*'?[A-Za-z0-9_. ]+'?\|",
    re.IGNORECASE,
)
_LONGEST = 60


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
    ours = frozenset() if metadata is None else metadata.sheets - asked
    for sheet in file.book.sheets:
        if sheet.name in ours or sheet.name.startswith(OPINIONS):
            continue
        for cell in sheet.cells:
            if cell.formula is None:
                continue
            if _REACHING.search(cell.formula):
                said = "会打开外面的程序或网页"
            elif (sheet.name, cell.address) in remarks:
                said = "备注里只应写文字"
            else:
                continue
            yield Finding.of(
                messages.REACHING_FORMULA,
                Place(file.name, sheet=sheet.name, cell=cell.address),
                seen=f"={cell.formula}"[:_LONGEST],
                said=said,
                entity=file.entity if file.role is FileRole.FORM else None,
            )
