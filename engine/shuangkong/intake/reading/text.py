"""Comma-, tab- or semicolon-separated text in the encodings that offices produce."""

import csv
import io

from ... import messages
from . import limits
from .book import Book, Cell, Sheet
from .refuse import refuse

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = ",\t;|"


def decode(name: str, data: bytes) -> tuple[str, str]:
    """Text and encoding: by byte mark, else UTF-8 strictly, else GB18030 strictly."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(name, data, encoding), encoding
    for encoding in _unmarked(data):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise refuse(messages.ENCODING, name)


def _strict(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refuse(messages.ENCODING, name) from error


def _unmarked(data: bytes) -> tuple[str, ...]:
    zeros = data[:4000]
    if zeros and zeros.count(0) * 4 > len(zeros):
        return (
            ("utf-16-le", "utf-16-be")
            if zeros[1::2].count(0) > zeros[::2].count(0)
            else (
                "utf-16-be",
                "utf-16-le",
            )
        )
    return ("utf-8", "gb18030")


def read(name: str, sha256: str, data: bytes) -> Book:
    """The fields of a text file, as text: nothing is taken for a number here."""
    text, encoding = decode(name, data)
    if "\x00" in text:
        raise refuse(messages.UNKNOWN_FORMAT, name, detail="内容不是文本，也不是表格")
    cells: list[Cell] = []
    stream = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    limit = csv.field_size_limit(limits.CELL_TEXT * 4)
    try:
        for number, fields in enumerate(stream, start=1):
            for column, content in enumerate(fields, start=1):
                if content:
                    cells.append(Cell(number, column, "text", content[: limits.CELL_TEXT]))
            if len(cells) > limits.CELLS:
                raise refuse(messages.TOO_BIG, name, what="单元格数", limit=limits.CELLS)
    except csv.Error as error:
        raise refuse(messages.DAMAGED, name, detail="引号不成对或单元格过长") from error
    finally:
        csv.field_size_limit(limit)
    return Book(name, sha256, f"csv（{encoding}）", (Sheet("csv", tuple(cells)),))


def separator(text: str) -> str:
    """The separator that splits the first lines into the most even number of fields."""
    lines = [line for line in text.splitlines()[:30] if line.strip()]
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
