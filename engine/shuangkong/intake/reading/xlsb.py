"""Binary Excel workbooks (.xlsb): the record streams inside the package."""

import posixpath
import struct
from collections.abc import Collection, Iterator

from ... import messages
from . import styles
from .binary import ERRORS, Gathered, rk_number
from .book import Book
from .budget import Budget, What
from .package import Package, part_name
from .refuse import refuse
from .xlsx_parts import relations

_STATES = {0: "visible", 1: "hidden", 2: "very_hidden"}


def read(name: str, sha256: str, data: bytes) -> Book:
    """A workbook's cells. Raises IntakeError when it cannot be read safely."""
    package = Package(name, data)
    try:
        return _read(name, sha256, package)
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise refuse(messages.DAMAGED, name, detail="工作簿内容不完整或损坏") from error


def _read(name: str, sha256: str, package: Package) -> Book:
    main = "xl/workbook.bin"
    parts = relations(package, main)
    listing, epoch_1904 = _listing(package.read(main), package.budget)
    budget = package.budget
    budget.take(What.SHEETS, len(listing))
    for _, _, identity in listing:
        budget.source(part_name(parts.get(identity, ("", ""))[1]))
    meanings, raised = _meanings(package, parts)
    strings = _strings(package, parts, raised)
    sheets = []
    for title, state, identity in listing:
        gathered = Gathered(budget, epoch_1904)
        part = parts.get(identity, ("", ""))[1]
        if part not in package:
            raise refuse(messages.DAMAGED, name, detail=f"缺少工作表“{title}”的内容")
        if "worksheets" in posixpath.dirname(part).casefold():
            _sheet(package.read(part), gathered, strings, meanings)
            _comments(package, part, gathered)
        sheets.append(gathered.sheet(title, state))
    return Book(name, sha256, "xlsb", tuple(sheets), _remarks(package))


def _remarks(package: Package) -> tuple[str, ...]:
    lower = [one.casefold() for one in package.names]
    return ("macros",) if "xl/vbaproject.bin" in lower else ()


def _records(content: bytes, budget: Budget) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(content):
        budget.take(What.RECORDS)
        kind, size = content[at], content[at + 1]
        if kind < 0x80 and size < 0x80:
            at += 2
        else:
            kind, at = _variable(content, at, 2)
            size, at = _variable(content, at, 4)
        yield kind, content[at : at + size]
        at += size


def _variable(content: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of up to `most` bytes of seven bits; record kinds keep their high bit."""
    value = 0
    for index in range(most):
        byte = content[at]
        at += 1
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            break
    return value, at


def _text(body: bytes, at: int) -> tuple[str, int]:
    count = struct.unpack_from("<I", body, at)[0]
    if count == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * count
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _listing(content: bytes, budget: Budget) -> tuple[list[tuple[str, str, str]], bool]:
    found: list[tuple[str, str, str]] = []
    epoch_1904 = False
    for kind, body in _records(content, budget):
        if kind == 156:
            state = struct.unpack_from("<I", body, 0)[0]
            identity, at = _text(body, 8)
            title, _ = _text(body, at)
            found.append((title, _STATES.get(state & 3, "visible"), identity))
        elif kind == 153:
            epoch_1904 = bool(struct.unpack_from("<I", body, 0)[0] & 1)
    return found, epoch_1904


def _part(package: Package, parts: dict[str, tuple[str, str]], ending: str) -> bytes:
    target = next((t for k, t in parts.values() if k.endswith(ending)), None)
    return package.read(target) if target and target in package else b""


def _strings(
    package: Package, parts: dict[str, tuple[str, str]], raised: Collection[int]
) -> list[str]:
    content = _part(package, parts, "/sharedStrings")
    found = []
    for kind, body in _records(content, package.budget):
        if kind == 19:
            package.budget.take(What.TEXTS)
            found.append(_rich(body, raised))
    return found


def _rich(body: bytes, raised: Collection[int]) -> str:
    """A shared text, with the runs that are in a raised font in raised characters."""
    text, at = _text(body, 1)
    if not body[0] & 1 or not raised:
        return text
    count = struct.unpack_from("<I", body, at)[0]
    runs = struct.iter_unpack("<HH", body[at + 4 : at + 4 + 4 * count])
    return styles.with_raised(text, [(first, font) for first, font in runs], raised)


def _meanings(
    package: Package, parts: dict[str, tuple[str, str]]
) -> tuple[list[str | None], frozenset[int]]:
    """What the formats of cells mean, and the numbers of fonts whose characters are raised."""
    codes: dict[int, str] = {}
    found: list[str | None] = []
    inside = False
    fonts, raised = 0, set()
    for kind, body in _records(_part(package, parts, "/styles"), package.budget):
        if kind == 44:
            code = package.budget.format(_text(body, 2)[0])
            codes[struct.unpack_from("<H", body, 0)[0]] = code
        elif kind == 43:
            package.budget.take(What.FORMATS)
            if struct.unpack_from("<H", body, 6)[0] == 1:
                raised.add(fonts)
            fonts += 1
        elif kind == 617:
            inside = True
        elif kind == 618:
            inside = False
        elif kind == 47 and inside:
            package.budget.take(What.FORMATS)
            number = struct.unpack_from("<H", body, 2)[0]
            found.append(styles.meaning(number, codes.get(number)))
    return found, frozenset(raised)


def _sheet(
    content: bytes, gathered: Gathered, strings: list[str], meanings: list[str | None]
) -> None:
    row = 0
    for kind, body in _records(content, gathered.budget):
        if kind == 0:
            row = struct.unpack_from("<I", body, 0)[0]
            if body[11] & 0x10:
                gathered.hidden_rows.add(row)
        elif 2 <= kind <= 11:
            _cell(kind, body, row, gathered, strings, meanings)
        elif kind == 60:
            first, last = struct.unpack_from("<II", body, 0)
            if struct.unpack_from("<H", body, 16)[0] & 1:
                gathered.hide(first, last)
        elif kind == 176:
            gathered.merge(*struct.unpack_from("<IIII", body, 0))


def _comments(package: Package, part: str, gathered: Gathered) -> None:
    """What is remarked on the cells of a sheet: each comment's first cell, then its text."""
    row = col = 0
    content = _part(package, relations(package, part), "/comments")
    for kind, body in _records(content, gathered.budget):
        if kind == 635:
            row, _, col, _ = struct.unpack_from("<IIII", body, 4)
        elif kind == 637:
            text = _text(body, 1)[0].strip()
            if text:
                gathered.comment(row, col, text)


def _cell(
    kind: int,
    body: bytes,
    row: int,
    gathered: Gathered,
    strings: list[str],
    meanings: list[str | None],
) -> None:
    col, style = struct.unpack_from("<II", body, 0)
    style &= 0xFFFFFF
    meaning = meanings[style] if style < len(meanings) else None
    formula = "" if kind >= 8 else None
    if kind == 2:
        packed = struct.unpack_from("<I", body, 8)[0]
        gathered.number(row, col, rk_number(packed), meaning)
    elif kind in (5, 9):
        gathered.number(row, col, struct.unpack_from("<d", body, 8)[0], meaning, formula)
    elif kind in (3, 11):
        gathered.add(row, col, "error", ERRORS.get(body[8], "#ERR"), None, formula)
    elif kind in (4, 10):
        gathered.add(row, col, "bool", "TRUE" if body[8] else "FALSE", None, formula)
    elif kind == 7:
        gathered.add(row, col, "text", strings[struct.unpack_from("<I", body, 8)[0]])
    else:
        gathered.add(row, col, "text", _text(body, 8)[0], None, formula)
