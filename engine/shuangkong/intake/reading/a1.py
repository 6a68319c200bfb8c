"""Formulas of other notations in the one that Excel shows: `B5*2`, `SUM(Sheet1!A1:A9)`."""

import re

from .book import address

_OPEN = re.compile(r"\[(?P<first>[^\]:]+)(?::(?P<last>[^\]]+))?\]")
_PREFIX = re.compile(r"\A(?:of|oooc|msoxl)?:?=")
_RELATIVE = re.compile(
    r"(?<![A-Za-z0-9_])R(?P<row>\[-?[0-9]+\]|[0-9]*)C(?P<col>\[-?[0-9]+\]|[0-9]*)(?![A-Za-z0-9_(])"
)
_QUOTED = re.compile(r'("[^"]*")')


def from_opendocument(formula: str) -> str:
    """`of:=SUM([.B5:.C6];2)` as `SUM(B5:C6,2)`."""
    pieces = _QUOTED.split(_PREFIX.sub("", formula))
    return "".join(
        piece if index % 2 else _OPEN.sub(_reference, piece).replace(";", ",")
        for index, piece in enumerate(pieces)
    )


def _reference(match: re.Match[str]) -> str:
    first, last = match["first"], match["last"]
    sheet, _, cell = first.rpartition(".")
    sheet = sheet.lstrip("$")
    end = f":{last.rpartition('.')[2]}" if last else ""
    return f"{sheet}!{cell}{end}" if sheet else cell + end


def from_row_and_column(formula: str, row: int, col: int) -> str:
    """`=RC[-1]*2` in the cell of a row and column as `A5*2`."""

    def absolute(match: re.Match[str]) -> str:
        at = _index(match["row"], row), _index(match["col"], col)
        return address(*at) if min(at) > 0 else "#REF!"

    pieces = _QUOTED.split(formula.removeprefix("="))
    return "".join(
        piece if index % 2 else _RELATIVE.sub(absolute, piece) for index, piece in enumerate(pieces)
    )


def _index(written: str, own: int) -> int:
    if not written:
        return own
    return own + int(written[1:-1]) if written.startswith("[") else int(written)
