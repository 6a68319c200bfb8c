"""Comma-, tab- or semicolon-separated text in the encodings that offices produce."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from ... import messages
from . import limits
from .book import Book, Cell, Sheet
from .budget import Budget, What
from .decimal_commas import may_be_decimal, surely_decimal, with_point
from .number_formats import UNCLEAR
from .refuse import refuse

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = ",\t;|"
#: characters of the beginning that an encoding is guessed by
_BEGINNING = 4000
#: the line by which Excel is told the separator
_TOLD = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
#: how programs keep Excel from turning a text into a number: ="0123"
_KEPT = re.compile(r'="([^"]*)"\Z')
#: where an encoding has no such characters, programs save a question mark for each
_QUESTIONS = re.compile(rb"\?{2,}")
_LOST, _LOST_SHARE = 20, 10
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
#: lines that tell the separator
_FIRST = 30


def decode(name: str, data: bytes) -> tuple[str, str]:
    """Text and encoding: by byte mark, else UTF-16 by its zeros, else UTF-8, GB18030 or Big5."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise refuse(messages.ENCODING, name) from error
    if b"\0" in data[:_BEGINNING]:
        return _wide(name, data)
    asked = sum(map(len, _QUESTIONS.findall(data[:_BEGINNING])))
    if asked >= _LOST and asked * _LOST_SHARE >= len(data[:_BEGINNING]):
        raise refuse(messages.CHARACTERS_LOST, name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    found = {one: text for one in ("gb18030", "big5") if (text := _decoded(data, one)) is not None}
    if not found:
        raise refuse(messages.ENCODING, name)
    best = max(found, key=lambda one: _commonness(found[one], one))
    return found[best], best


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _wide(name: str, data: bytes) -> tuple[str, str]:
    """UTF-16 without its mark: zeros stand behind the plain characters, or before them."""
    zeros = data[:_BEGINNING]
    little = zeros[1::2].count(0) > zeros[::2].count(0)
    for encoding in ("utf-16-le", "utf-16-be") if little else ("utf-16-be", "utf-16-le"):
        text = _decoded(data, encoding)
        if text is not None and _is_text(text[:_BEGINNING]):
            return text, encoding
    raise refuse(messages.UNKNOWN_FORMAT, name, detail="内容不是文本，也不是表格")


def _is_text(text: str) -> bool:
    """Whether only characters occur that somebody may have written."""
    return all(
        one in "\t\r\n" or unicodedata.category(one) not in ("Cc", "Cn", "Co", "Cs") for one in text
    )


def _commonness(text: str, encoding: str) -> float:
    """The share of the characters beyond ASCII that are usual where an encoding is."""
    others = [one for one in text[:_BEGINNING] if one > "\x7f"]
    usual = sum(_is_usual(one, encoding) for one in others)
    return usual / len(others) + (encoding == "gb18030") / 1000 if others else 0.0


def _is_usual(character: str, encoding: str) -> bool:
    """In the first level of GB 2312, or of Big5; punctuation is usual in both."""
    try:
        first = character.encode("gb2312" if encoding == "gb18030" else "big5")[0]
    except UnicodeEncodeError:
        return False
    return 0xA1 <= first <= (0xD7 if encoding == "gb18030" else 0xC6)


def read(name: str, sha256: str, data: bytes) -> Book:
    """The fields of a text file, as text: nothing is taken for a number here."""
    text, encoding = decode(name, data)
    if "\x00" in text:
        raise refuse(messages.UNKNOWN_FORMAT, name, detail="内容不是文本，也不是表格")
    budget = Budget(name)
    cells: list[Cell] = []
    told = _TOLD.match(text)
    mark = told[1] if told else separator(text)
    lines = _counted(text, told.end() if told else 0, mark, budget)
    stream = csv.reader(lines, delimiter=mark)
    try:
        for number, fields in enumerate(stream, start=2 if told else 1):
            for column, content in enumerate(fields, start=1):
                if content:
                    budget.cell(number, column, content)
                    cells.append(Cell(number, column, "text", unwrapped(content)))
    except csv.Error as error:
        raise refuse(messages.DAMAGED, name, detail="引号不成对或单元格过长") from error
    if mark == ";" and any(surely_decimal(cell.text) for cell in cells):
        cells = [_with_point(cell) for cell in cells]
    return Book(name, sha256, f"csv（{encoding}）", (Sheet("csv", tuple(cells)),))


def unwrapped(text: str) -> str:
    """A field without the `="…"` that keeps Excel from turning it into a number."""
    kept = _KEPT.match(text)
    return kept[1] if kept else text


def _with_point(cell: Cell) -> Cell:
    """A number with a decimal comma, where others of the file surely have one.

    One that may as well be thousands (32,545) is unclear: nobody can tell which it is.
    """
    if not may_be_decimal(cell.text):
        return cell
    if not surely_decimal(cell.text):
        return cell._replace(kind=UNCLEAR)
    return cell._replace(text=with_point(cell.text))


def _counted(text: str, start: int, mark: str, budget: Budget) -> Iterator[str]:
    """The lines of a text with their ends, none with more fields than a sheet has columns.

    A row is made whole before anybody sees it, and may go over many lines: so fields are
    counted here.
    """
    for line in _lines(text, start):
        fields = line.count(mark) + 1
        if fields > limits.COLUMNS:
            raise budget.over("一行的列数", limits.COLUMNS)
        budget.take(What.RECORDS)
        budget.take(What.WRITTEN, fields)
        yield line


def _lines(text: str, start: int = 0) -> Iterator[str]:
    """The lines of a text one by one, with their ends."""
    return (found[0] for found in _LINE.finditer(text, start))


def separator(text: str) -> str:
    """The separator that splits the first lines into the most even number of fields."""
    lines = [line for line in islice(_lines(text), _FIRST) if line.strip()]
    best, score = ",", 0.0
    for candidate in _SEPARATORS:
        counts = [line.count(candidate) for line in lines]
        used = [count for count in counts if count]
        if not used:
            continue
        usual = max(set(used), key=used.count)
        even = used.count(usual) * usual**0.5
        if even > score:
            best, score = candidate, even
    return best
