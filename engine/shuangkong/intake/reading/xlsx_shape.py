"""The exact shape of cells and rows that spreadsheet programs write, as patterns."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import limits

if TYPE_CHECKING:
    import polars as pl

#: characters by number that XML allows, up to the last before the surrogates' thousand
_BY_NUMBER = r"#(?:9|10|13|3[2-9]|[4-9][0-9]|[1-9][0-9]{2,3}|[1-4][0-9]{4}|5[0-4][0-9]{3})"
#: characters as they are or as entities; nothing that XML forbids or changes
TEXT = (
    r"(?:[^<&\x00-\x08\x0b-\x1f\uFFFE\uFFFF]"
    rf"|&(?:amp|lt|gt|quot|apos|{_BY_NUMBER});)*"
)
_SPACE = r'(?: xml:space="preserve")?'


def _in_order(names: str) -> str:
    """Attributes that may be there, each once at most."""
    return "".join(rf"""(?: {name}="[ !#-%'-;=?-~]*")?""" for name in names.split())


#: the attributes of rows in the orders of Excel (LibreOffice and others too), WPS, openpyxl
_ROW_ATTRIBUTES = "|".join(
    _in_order(names)
    for names in (
        "spans s customFormat ht hidden customHeight outlineLevel collapsed thickTop thickBot ph "
        "x14ac:dyDescent",
        "s customFormat ht hidden customHeight outlineLevel collapsed spans",
        "spans hidden outlineLevel collapsed ht customFormat customHeight s thickBot thickTop",
    )
)
_ROW = rf'<row r="[0-9]{{1,7}}"(?:{_ROW_ATTRIBUTES}) ?'
_NOTHING = r"<v ?/>"
_EMPTY_ROWS = rf"(?:{_ROW}/>|{_ROW}></row>)*"
_FORMULA_ATTRIBUTES = "|".join(map(_in_order, ("t ref aca ca si", "aca t ref", "t aca ref ca si")))
_FORMULA = rf"<f(?:{_FORMULA_ATTRIBUTES}) ?(?:/>|>{TEXT}</f>)"
#: a date as it is written by programs that keep dates as such
MOMENT = "[-0-9:. +Z]{1,40}"
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?"


def _value(content: str) -> str:
    return rf"<v{_SPACE}>{content}</v>"


_KINDS = (
    rf'(?: t="n")?(?: ?/>|>(?:{_FORMULA})?(?:{_value(_NUMBER)}|<v></v>|{_NOTHING})?</c>)',
    rf' t="s">{_value("[0-9]{1,9}")}</c>',
    rf' t="str">(?:{_FORMULA})?(?:{_value(TEXT)}|{_NOTHING})?</c>',
    rf' t="b">(?:{_FORMULA})?{_value("[01]")}</c>',
    rf' t="e">(?:{_FORMULA})?{_value(TEXT)}</c>',
    rf' t="d">(?:{_FORMULA})?{_value(MOMENT)}</c>',
    rf' t="inlineStr">(?:<is><t{_SPACE}>{TEXT}</t></is>)?</c>',
)
#: a cell from its address on, up to the address of the next: the rest of its row may follow
CELL = (
    rf'^[A-Z]{{1,3}}[1-9][0-9]{{0,6}}"(?: s="[0-9]{{1,6}}")?(?:{"|".join(_KINDS)})'
    rf"(?:</row>{_EMPTY_ROWS}(?:{_ROW}>)?)?$"
)
#: a shared text, up to the next
SHARED = rf"^(?:<t{_SPACE}>{TEXT}</t>|<t ?/>)</si>$"
#: what stands before a cell's address
CELL_START = '<c r="'
#: a cell behind a row that is empty and so has ended
_AFTER_ROW = re.compile(rf"<row [^<>]*/>{CELL_START}")
# taken whole or not at all: rows without attributes could be matched in three ways each
_BEFORE = re.compile(rf"((?>{_EMPTY_ROWS}))({_ROW}>)")
_NO_CELLS = re.compile(rf"(?>{_EMPTY_ROWS})")
_PROLOG = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:<\?xml version="1\.0"(?: encoding="(?:UTF-8|utf-8)")?'
    rb'(?: standalone="(?:yes|no)")?\s?\?>\s*)?<(?!\?)'
)
_TABLE = re.compile(rb'<sst(?: [A-Za-z:]+="[^"<>&]*")*>\Z')
#: a cell, where there should be none
_CELL = re.compile(rb"<c[\s/>]")
_BEGIN, _END = b"<sheetData>", b"</sheetData>"
HIDDEN_ROW = r' (?:hidden="(?:1|true)"|ht="0")'
#: one of these stands in a sheet that has hidden rows
HIDING = (' hidden="1"', ' hidden="true"', ' ht="0"')
_HIDDEN = re.compile(HIDDEN_ROW)


@dataclass(frozen=True)
class Body:
    """The cells of a sheet as text, from the first address on, and all that stands around them."""

    text: str
    first_row: int
    first_row_hidden: bool
    around: bytes


def body_of(sheet: bytes) -> Body | None:
    """What stands in a sheet; None when it is not of the usual form."""
    begin, end = sheet.find(_BEGIN), sheet.rfind(_END)
    if begin < 0 or end < begin:
        return None
    before, inside, after = sheet[:begin], sheet[begin + len(_BEGIN) : end], sheet[end:]
    around = before + _BEGIN + after
    if not _is_plain(around) or b"<col " in after or _CELL.search(around) or _closes(inside):
        return None
    try:
        text = inside.decode("utf-8")
    except UnicodeDecodeError:
        return None
    head, cells, text = text.partition(CELL_START)
    if len(head) > limits.CELL_TEXT:
        return None
    if not cells:
        return Body("", 0, False, around) if _NO_CELLS.fullmatch(head) else None
    first = _BEFORE.fullmatch(head)
    last = text[text.rfind("<") :]
    if f"</row>{CELL_START}" in text:
        return None
    if f"/>{CELL_START}" in text and _AFTER_ROW.search(text):
        return None
    closed = last == "</row>" or (last.startswith("<row ") and last.endswith("/>"))
    if first is None or not closed:
        return None
    number = int(first[2].partition('"')[2].partition('"')[0])
    return Body(text, number, _HIDDEN.search(first[2]) is not None, around)


def shared_of(part: bytes) -> str | None:
    """The shared texts of a workbook from the first on; None when not of the usual form."""
    before, found, rest = part.partition(b"<si>")
    inside, ended, after = rest.rpartition(b"</sst>")
    if not found:
        return None
    plain = _is_plain(before) and not _closes(inside) and not after.strip()
    if not ended or not plain or not _TABLE.search(before):
        return None
    try:
        return inside.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _closes(inside: bytes) -> bool:
    """Whether the end of a section stands in a text, where XML forbids it."""
    return b"]" in inside and b"]]>" in inside


def _is_plain(around: bytes) -> bool:
    """Declared as UTF-8 or not at all, without comments, sections and instructions."""
    return b"<!" not in around and around.count(b"<?") < 2 and _PROLOG.match(around) is not None


_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
_ENTITY = re.compile(r"&(?:#([0-9]+)|[a-z]+);")


def unescaped(text: "pl.Series") -> "pl.Series":
    """Texts with the characters that their entities stand for; only those of `TEXT` occur."""
    if not text.str.contains("&", literal=True).any():
        return text
    if not text.str.contains("&#", literal=True).any():
        return text.str.replace_many(list(_ENTITIES), list(_ENTITIES.values()))
    plain: dict[str | None, str | None] = {None: None}
    for one in text.unique().to_list():
        if one is not None:
            plain[one] = _ENTITY.sub(_character, one) if "&" in one else one
    import polars as pl

    return pl.Series(text.name, [plain[one] for one in text.to_list()], dtype=pl.String)


def _character(entity: re.Match[str]) -> str:
    return chr(int(entity[1])) if entity[1] else _ENTITIES[entity[0]]
