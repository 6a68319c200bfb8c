"""Old Excel workbooks (.xls, BIFF5 and BIFF8): values with evidence, nothing executed."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from ... import messages
from . import styles
from .biff_text import SharedStrings, text_of
from .binary import ERRORS, Gathered, rk_number
from .book import Book
from .budget import Budget, What
from .ole import CompoundFile
from .refuse import refuse

_BOF, _EOF, _CONTINUE = 0x809, 0x0A, 0x3C
#: how a font says that its characters are raised
_SUPERSCRIPT = 1
#: the bit of a font that strikes through, the colours that are white, the length of a style
_STRIKE, _WHITES, _STYLE = 0x08, (1, 9), 20
#: records of one cell, and the one of several in a row
_ONE_CELL, _SEVERAL = frozenset((0x203, 0x27E, 0x06, 0xFD, 0x204)), 0xBD
_STATES = {0: "visible", 1: "hidden", 2: "very_hidden"}
_CODEPAGES = {936: "gb18030", 1200: "utf-16-le", 1252: "cp1252", 950: "cp950", 932: "cp932"}
Record = tuple[int, bytes]


@dataclass
class _Globals:
    """What the sheets of a workbook share."""

    budget: Budget
    wide: bool = True
    encoding: str = "gb18030"
    epoch_1904: bool = False
    listing: list[tuple[str, str, int, int]] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    cell_formats: list[int] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    #: how many fonts there are, and the numbers of those whose characters are raised
    fonts: int = 0
    raised: set[int] = field(default_factory=set)
    #: how fonts, and the styles of cells, take back what stands there
    odd_fonts: dict[int, str] = field(default_factory=dict)
    odd_styles: dict[int, str] = field(default_factory=dict)

    def font(self, body: bytes) -> None:
        """A font; no font has the number 4."""
        number = self.fonts if self.fonts < 4 else self.fonts + 1
        self.fonts += 1
        if len(body) >= 10 and struct.unpack_from("<H", body, 8)[0] == _SUPERSCRIPT:
            self.raised.add(number)
        options, color = struct.unpack_from("<HH", body, 2)
        if options & _STRIKE:
            self.odd_fonts[number] = styles.STRUCK
        elif color in _WHITES:
            self.odd_fonts[number] = styles.WHITE

    def style(self, body: bytes) -> None:
        """A cell's style: its number format, and what is odd about its font where nothing dark is
        behind it."""
        font, code = struct.unpack_from("<HH", body, 0)
        said = self.odd_fonts.get(font)
        if said == styles.WHITE:
            pattern, color = (
                (struct.unpack_from("<I", body, 14)[0] >> 26, body[18] & 0x7F)
                if self.wide and len(body) >= _STYLE
                else (1, 0)
            )
            said = said if pattern == 0 or color in _WHITES else None
        if said is not None:
            self.odd_styles[len(self.cell_formats)] = said
        self.cell_formats.append(code)

    def meaning(self, style: int) -> str | None:
        if style >= len(self.cell_formats):
            return None
        number = self.cell_formats[style]
        return styles.meaning(number, self.codes.get(number))


def read(name: str, sha256: str, data: bytes) -> Book:
    """A workbook's cells. Raises IntakeError when it cannot be read safely."""
    container = CompoundFile(name, data)
    if "EncryptedPackage" in container:
        raise refuse(messages.ENCRYPTED, name)
    stream = next((s for s in ("Workbook", "Book") if s in container), None)
    if stream is None:
        raise refuse(messages.UNKNOWN_FORMAT, name, detail="不是表格文件（可能是 Word 等文档）")
    content = container.stream(stream)
    try:
        return _read(name, sha256, content)
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise refuse(messages.DAMAGED, name, detail="工作簿内容不完整或损坏") from error


def _read(name: str, sha256: str, content: bytes) -> Book:
    budget = Budget(name)
    shared = _Globals(budget)
    _read_globals(content, shared)
    budget.take(What.SHEETS, len(shared.listing))
    sheets = []
    for title, state, offset, kind in shared.listing:
        gathered = Gathered(budget, shared.epoch_1904)
        if kind == 0:
            budget.source(offset)
            _Sheet(shared, gathered).read(content, offset)
        sheets.append(gathered.sheet(title, state))
    return Book(name, sha256, "xls", tuple(sheets))


def _records(content: bytes, start: int, budget: Budget) -> Iterator[Record]:
    """Records from an offset to the end of that sub-stream."""
    at, depth = start, 0
    while at + 4 <= len(content):
        kind, size = struct.unpack_from("<HH", content, at)
        body = content[at + 4 : at + 4 + size]
        at += 4 + size
        budget.take(What.RECORDS)
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        if depth <= 1:
            yield kind, body


def _read_globals(content: bytes, shared: _Globals) -> None:
    first = next(_records(content, 0, shared.budget), (0, b""))
    if first[0] != _BOF:
        raise ValueError("no beginning")
    version = struct.unpack_from("<H", first[1], 0)[0]
    shared.wide = version >= 0x600
    if version < 0x500:
        raise refuse(messages.UNKNOWN_FORMAT, shared.budget.file, detail="Excel 4.0 或更早的格式")
    strings: SharedStrings | None = None
    for kind, body in _records(content, 0, shared.budget):
        if kind == _CONTINUE and strings is not None:
            strings.more(body)
            continue
        if strings is not None:
            shared.strings, strings = strings.texts(shared.budget, shared.raised), None
        if kind == 0xFC:
            strings = SharedStrings(body)
        else:
            _global(kind, body, shared)
    if strings is not None:
        shared.strings = strings.texts(shared.budget, shared.raised)


def _global(kind: int, body: bytes, shared: _Globals) -> None:
    if kind == 0x2F:
        raise refuse(messages.ENCRYPTED, shared.budget.file)
    if kind == 0x42 and not shared.wide:
        page = struct.unpack_from("<H", body, 0)[0]
        shared.encoding = _CODEPAGES.get(page, "gb18030")
    elif kind == 0x22:
        shared.epoch_1904 = body[:1] == b"\1"
    elif kind == 0x85:
        _listed(body, shared)
    elif kind == 0x41E:
        number = struct.unpack_from("<H", body, 0)[0]
        size = 2 if shared.wide else 1
        shared.codes[number] = shared.budget.format(
            text_of(body, 2, wide=shared.wide, encoding=shared.encoding, length_size=size)
        )
    elif kind == 0x31:
        shared.budget.take(What.FORMATS)
        shared.font(body)
    elif kind == 0xE0:
        shared.budget.take(What.FORMATS)
        shared.style(body)


def _listed(body: bytes, shared: _Globals) -> None:
    offset, state, kind = struct.unpack_from("<IBB", body, 0)
    title = text_of(body, 6, wide=shared.wide, encoding=shared.encoding)
    shared.listing.append((title, _STATES.get(state & 3, "visible"), offset, kind & 0x0F))


class _Sheet:
    """Handlers for the records of one sheet."""

    def __init__(self, shared: _Globals, gathered: Gathered) -> None:
        self._shared = shared
        self._gathered = gathered
        self._pending: tuple[int, int] | None = None
        self._object = 0
        self._texts: dict[int, str] = {}
        self._notes: list[tuple[int, int, int]] = []
        self._awaits_text = 0

    def read(self, content: bytes, offset: int) -> None:
        """All records of the sheet that begins at an offset."""
        for kind, body in _records(content, offset, self._shared.budget):
            handler = self._HANDLERS.get(kind)
            if handler is not None:
                handler(self, body)
                if self._shared.odd_styles:
                    self._look(kind, body)
        for row, col, number in self._notes:
            text = self._texts.get(number, "").strip()
            if text:
                self._gathered.comment(row, col, text)

    def _look(self, kind: int, body: bytes) -> None:
        """Remember cells whose font takes back what they say."""
        if kind in _ONE_CELL:
            row, first, *numbers = struct.unpack_from("<HHH", body, 0)
        elif kind == _SEVERAL:
            row, first = struct.unpack_from("<HH", body, 0)
            numbers = [struct.unpack_from("<H", body, at)[0] for at in range(4, len(body) - 6, 6)]
        else:
            return
        for col, number in enumerate(numbers, start=first):
            said = self._shared.odd_styles.get(number)
            if said is not None:
                self._gathered.fonts[row + 1, col + 1] = said

    def _number(self, body: bytes) -> None:
        row, col, style, value = struct.unpack_from("<HHHd", body, 0)
        self._gathered.number(row, col, value, self._shared.meaning(style))

    def _rk(self, body: bytes) -> None:
        row, col, style, packed = struct.unpack_from("<HHHI", body, 0)
        self._gathered.number(row, col, rk_number(packed), self._shared.meaning(style))

    def _many_rk(self, body: bytes) -> None:
        row, col = struct.unpack_from("<HH", body, 0)
        for index in range((len(body) - 6) // 6):
            style, packed = struct.unpack_from("<HI", body, 4 + 6 * index)
            meaning = self._shared.meaning(style)
            self._gathered.number(row, col + index, rk_number(packed), meaning)

    def _shared_text(self, body: bytes) -> None:
        row, col, _, index = struct.unpack_from("<HHHI", body, 0)
        self._gathered.add(row, col, "text", self._shared.strings[index])

    def _label(self, body: bytes) -> None:
        row, col = struct.unpack_from("<HH", body, 0)
        text = text_of(
            body, 6, wide=self._shared.wide, encoding=self._shared.encoding, length_size=2
        )
        self._gathered.add(row, col, "text", text)

    def _truth(self, body: bytes) -> None:
        row, col, _, value, error = struct.unpack_from("<HHHBB", body, 0)
        self._truth_or_error(row, col, value, bool(error), None)

    def _truth_or_error(
        self, row: int, col: int, value: int, error: bool, formula: str | None
    ) -> None:
        if error:
            self._gathered.add(row, col, "error", ERRORS.get(value, "#ERR"), None, formula)
        else:
            self._gathered.add(row, col, "bool", "TRUE" if value else "FALSE", None, formula)

    def _formula(self, body: bytes) -> None:
        row, col, style = struct.unpack_from("<HHH", body, 0)
        result = body[6:14]
        self._pending = None
        if result[6:8] != b"\xff\xff":
            value = struct.unpack("<d", result)[0]
            self._gathered.number(row, col, value, self._shared.meaning(style), "")
        elif result[0] == 0:
            self._pending = (row, col)
        elif result[0] in (1, 2):
            self._truth_or_error(row, col, result[2], result[0] == 2, "")
        else:
            self._gathered.add(row, col, "text", "", None, "")

    def _formula_text(self, body: bytes) -> None:
        if self._pending is not None:
            row, col = self._pending
            self._pending = None
            text = text_of(
                body, 0, wide=self._shared.wide, encoding=self._shared.encoding, length_size=2
            )
            self._gathered.add(row, col, "text", text, None, "")

    def _row(self, body: bytes) -> None:
        row = struct.unpack_from("<H", body, 0)[0]
        if body[12] & 0x20:
            self._gathered.hidden_rows.add(row)

    def _columns(self, body: bytes) -> None:
        first, last, _, _, flags = struct.unpack_from("<HHHHH", body, 0)
        if flags & 1:
            self._gathered.hide(first, last)

    def _merged(self, body: bytes) -> None:
        count = struct.unpack_from("<H", body, 0)[0]
        for index in range(min(count, (len(body) - 2) // 8)):
            self._gathered.merge(*struct.unpack_from("<HHHH", body, 2 + 8 * index))

    def _note(self, body: bytes) -> None:
        if self._shared.wide:
            row, col, _, number = struct.unpack_from("<HHHH", body, 0)
            self._notes.append((row, col, number))

    def _drawn(self, body: bytes) -> None:
        self._object = struct.unpack_from("<H", body, 6)[0] if len(body) >= 8 else 0

    def _drawn_text(self, body: bytes) -> None:
        self._awaits_text = struct.unpack_from("<H", body, 10)[0] if len(body) >= 12 else 0

    def _continued(self, body: bytes) -> None:
        if self._awaits_text and body:
            encoding = "utf-16-le" if body[0] & 1 else "latin-1"
            text = body[1:].decode(encoding, "replace")[: self._awaits_text]
            self._texts[self._object] = text
            self._awaits_text = 0

    _HANDLERS: ClassVar = {
        0x203: _number, 0x27E: _rk, 0xBD: _many_rk, 0xFD: _shared_text, 0x204: _label,
        0xD6: _label, 0x205: _truth, 0x06: _formula, 0x207: _formula_text, 0x208: _row,
        0x7D: _columns, 0xE5: _merged, 0x1C: _note, 0x5D: _drawn, 0x1B6: _drawn_text,
        _CONTINUE: _continued,
    }  # fmt: skip
