"""Papers that the ledger issues: letters of few words by one template, and lists as workbooks."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from ..vocabulary import Verification
from . import looks
from .book import Plain, PrintedBook, Style
from .fast import Writer
from .grid import Grid, LineCell
from .letterhead import Letterhead
from .letters.kinds import PAPER, template_path
from .letters.render import render
from .text import banner, clean, places_of

#: height of a line to be signed, in points
_SIGNED = 24


class Paragraph(NamedTuple):
    """A paragraph of a paper, or a heading in it."""

    text: str
    heading: bool = False


def numbered(texts: Iterable[str]) -> Iterator[Paragraph]:
    """A list, each item with its number; a single one has none."""
    items = list(texts)
    for number, text in enumerate(items, start=1):
        yield Paragraph(f"{number}. {text}" if len(items) > 1 else text)


def paper(
    title: str,
    to: str,
    said: Sequence[Paragraph],
    head: Letterhead,
    *,
    verification: str,
    year: int,
    templates: Path | None = None,
) -> bytes:
    """A letter or minutes as .docx: title, addressee (may be blank), paragraphs, signature.

    `templates` is a folder of the office's own templates, used before the shipped one.
    """
    words: dict[str, object] = {
        **head.words(),
        "标题": clean(title),
        "主送": clean(to),
        "段落": [{"题": one.heading, "文": clean(one.text)} for one in said],
        "横幅": banner(verification),
        "年度": str(year),
    }
    return render(template_path(PAPER, templates), words, title=title, year=year)


def listed_book(
    title: str,
    below: str,
    head: Sequence[str],
    rows: Sequence[Sequence[Plain | LineCell]],
    widths: Sequence[float],
    *,
    year: int,
    verification: str = Verification.VERIFIED,
    foot: Sequence[str] = (),
) -> bytes:
    """A list as .xlsx: one sheet with a repeated head, and below it lines to be signed.

    `verification` is that of the results it tells; a list that tells none needs no warning.
    """
    grid = Grid(widths)
    grid.title(title, below)
    grid.banner(verification)
    top = grid.repeated = grid.header(list(head))
    for place, row in enumerate(rows, start=1):
        cells = [c if isinstance(c, LineCell) else LineCell(c, _style(c)) for c in row]
        if foot and place == len(rows):
            # who signs does so below a row of the list, never on a page of its own
            grid.keep(grid.height(cells) + _SIGNED * len(foot))
        grid.line(cells)
    for said in foot:
        grid.wide(said, looks.SIGNED, height=_SIGNED)
    sheet = grid.sheet(title[:31], repeat=top, freeze=(top + 1, 0))
    warned = banner(verification)
    return Writer().write(
        PrintedBook(title, subject=below, year=year, sheets=(sheet,), banner=warned)
    )


def _style(content: Plain) -> Style:
    if isinstance(content, Decimal):
        return looks.number(places_of(content))
    return looks.CENTRED if isinstance(content, int) else looks.TEXT
