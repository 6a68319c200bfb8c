"""The quick way through a sheet's XML, for sheets written in the usual form.

It takes a sheet only when every cell of it has exactly the shape that spreadsheet programs
write; anything else goes the careful way (xlsx.py), which gives the same cells.
"""

import re
from collections.abc import Callable, Sequence
from html import unescape

from .book import Cell, decimal_text

_DATA = re.compile(r"<sheetData>(.*)</sheetData>", re.DOTALL)
_ROW = re.compile(r"<row\b([^>]*)>(.*?)</row>", re.DOTALL)
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?(?:/>|>'
    r"(<f(?:/>|\b[^>]*/>|\b[^>]*>[^<]*</f>))?"
    r'(?:<v(?: xml:space="preserve")?>([^<]*)</v>|<v/>'
    r'|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>)'
)
_FORMULA = re.compile(r"<f[^>]*?(?:/>|>([^<]*)</f>)")
_HIDDEN = re.compile(r'\bhidden="(?:1|true)"|\bht="0"')

#: kind, text and number of a cell from its type, style and value
Content = Callable[[str, int, str], tuple[str, str, float | None]]


def cells(sheet: bytes, content: Content, formats: Sequence[str | None]) -> list[Cell] | None:
    """The cells of a sheet, None when any of them is not of the usual shape.

    `formats` are the meanings of cell styles; cells under none of them are plain numbers.
    """
    if b"<!" in sheet or b"<sheetData>" not in sheet:
        return None
    data = _DATA.search(sheet.decode("utf-8"))
    if data is None:
        return None
    body = data[1]
    found: list[Cell] = []
    columns: dict[str, int] = {}
    plain = {None} | {str(i) for i, meaning in enumerate(formats) if meaning is None}
    seen = 0
    make = tuple.__new__
    for row in _ROW.finditer(body):
        hidden = _HIDDEN.search(row[1]) is not None
        for letters, number, style, kind, formula, value, inline in _CELL.findall(row[2]):
            seen += 1
            text = value or inline
            if not text and not formula:
                continue
            if letters not in columns:
                columns[letters] = _column(letters)
            at = int(number), columns[letters]
            if not kind and not formula and (not style or style in plain):
                amount = float(text)
                shown = decimal_text(amount)
                made = (*at, "number", shown, amount, None, hidden, False, None)
                if shown[-1:].isdigit():
                    found.append(make(Cell, made))
                    continue
            if "&" in text:
                text = unescape(text)
            said = unescape(_FORMULA.match(formula)[1] or "") if formula else None  # type: ignore[index]
            read, shown, number_or_none = content(kind or "n", int(style or 0), text)
            found.append(Cell(*at, read, shown, number_or_none, said, hidden))
    usual = body.count("<c ") + body.count("<c>") + body.count("<c/>")
    return found if usual == seen else None


def _column(letters: str) -> int:
    col = 0
    for letter in letters:
        col = col * 26 + ord(letter) - 64
    return col
