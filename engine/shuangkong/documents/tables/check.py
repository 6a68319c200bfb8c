"""Whether a table's template is sound: every placeholder known, every row loop closed."""

from pathlib import Path

import jinja2

from ... import messages
from ...errors import DocumentError
from ...vocabulary import Finding, Place
from ..checking import Checked, TemplatePart, check_part, shorten
from ..docx import environment
from ..letters.placeholders import PLACEHOLDERS
from .layout import MalformedTemplate, Page, TableTemplate, lines, opened


def check_table(path: Path) -> tuple[Finding, ...]:
    """What is wrong with a table: unreadable, bad rows, placeholders that nothing fills."""
    try:
        layout = opened(path.read_bytes())
    except MalformedTemplate as error:
        place = Place(str(path), sheet=error.sheet, cell=error.cell)
        return (Finding.of(messages.TABLE_ROWS, place, why=error.why),)
    except DocumentError as error:
        return (Finding.of(messages.TABLE_UNUSABLE, Place(str(path)), why=str(error)),)
    except OSError as error:
        why = error.strerror or type(error).__name__
        return (Finding.of(messages.TABLE_UNUSABLE, Place(str(path)), why=why),)
    return _checked(layout, str(path))


def _checked(layout: TableTemplate, file: str) -> tuple[Finding, ...]:
    known = PLACEHOLDERS["result" if layout.each else "circular"]
    checked = Checked()
    for page in layout.pages:
        alone = _alone(page, file)
        checked.found += alone
        if not alone:
            check_part(_part(page), known, file, checked)
    if not checked.used and not checked.found:
        place = Place(file)
        checked.found.append(Finding.of(messages.TABLE_ROWS, place, why="没有任何占位符"))
    return tuple(checked.found)


def _address(at: tuple[int, int]) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(at[1])}{at[0]}"


def _alone(page: Page, file: str) -> list[Finding]:
    """Cells that are not whole by themselves: an `if` begun in one cell and ended in another."""
    found = []
    for at, text in sorted(page.texts.items()):
        try:
            environment().parse(text)
        except (jinja2.TemplateSyntaxError, RecursionError) as error:
            place = Place(file, sheet=page.name, cell=_address(at))
            why = getattr(error, "message", None) or "括号套得太深"
            found.append(Finding.of(messages.SYNTAX, place, seen=shorten(text), why=why))
    return found


def _part(page: Page) -> TemplatePart:
    told = lines(page)
    texts = tuple(text for text, _ in told)
    cells = tuple(_address(at) for _, at in told)
    return TemplatePart(page.name, "\n".join(texts), texts, cells)
