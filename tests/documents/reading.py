"""What stands in a docx, as text."""

from pathlib import Path

import docx


def paragraphs(path: Path) -> list[str]:
    """Body paragraphs, line breaks kept."""
    return [p.text for p in docx.Document(str(path)).paragraphs]


def cells(path: Path) -> list[str]:
    """Table cells, row by row."""
    document = docx.Document(str(path))
    return [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def tables(path: Path) -> list[list[list[str]]]:
    """Tables as rows of cells."""
    found = docx.Document(str(path)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in found]


def everything(path: Path) -> str:
    """All text of a letter, headers and footers included."""
    document = docx.Document(str(path))
    section = document.sections[0]
    parts = [section.first_page_header, section.footer, section.even_page_footer]
    around = [p.text for part in parts for p in part.paragraphs]
    return "\n".join([*paragraphs(path), *cells(path), *around])
