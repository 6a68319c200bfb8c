"""Rows of a declared CSV table: cells by the names in the first row, every fault with its place."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from .. import messages
from ..vocabulary import Amount, Finding, Message, Place, Verification
from . import scalars
from .fields import choices, listed
from .hints import did_you_mean

_Choice = TypeVar("_Choice", bound=StrEnum)

#: What stands in `value` when the authority set no target.
NOT_SET = "不设"


@dataclass
class CsvRow:
    """One line of a declared table; cells by column name, faults collected."""

    file: str
    line: int
    cells: dict[str, str]
    columns: Sequence[str]
    findings: list[Finding]

    def place(self, column: str) -> Place:
        """Line of the file and number of the column; of the line where there is no such column."""
        number = self.columns.index(column) + 1 if column in self.columns else 1
        return Place(self.file, self.line, number)

    def fault(self, kind: Message, column: str, **words: Any) -> None:
        """Record a fault in a column."""
        self.findings.append(Finding.of(kind, self.place(column), **words))

    def text(self, column: str) -> str | None:
        """The cell's text, None when blank."""
        return self.cells.get(column, "").strip() or None

    def required(self, column: str) -> str:
        """The cell's text; blank is a fault."""
        found = self.text(column)
        if found is None:
            self.fault(messages.EMPTY_VALUE, column, name=column)
        return found or ""

    def integer(self, column: str) -> int | None:
        """A whole number, None when blank."""
        found = self.text(column)
        if found is None:
            return None
        parsed = scalars.integer(found)
        if parsed is None:
            self.fault(messages.BAD_INTEGER, column, name=column, seen=found)
        return parsed

    def amount(self, column: str, unit_column: str) -> Amount | None:
        """A number or range with the unit of its own column; None when not set."""
        text = self.required(column)
        if text in ("", NOT_SET):
            return None
        parsed = scalars.amount(text)
        own = unit_column in self.columns
        unit = (self.text(unit_column) or "") if own else parsed.unit if parsed else ""
        if parsed is None or parsed.unit not in ("", unit):
            self.fault(messages.BAD_AMOUNT, column, name=column, seen=text)
            return None
        return Amount(parsed.low, parsed.high, unit)

    def verification(self, column: str) -> Verification | None:
        """How far a figure was checked; blank and unknown words are faults.

        Where the table does not say it at all, nobody says that it was.
        """
        if column not in self.columns:
            return Verification.UNVERIFIED
        found = self.required(column)
        return self.choice(column, Verification) if found else None

    def choice(self, column: str, words: type[_Choice]) -> _Choice | None:
        """One of some words, None when blank."""
        found = self.text(column)
        known = choices(words)
        if found is None or found in known:
            return None if found is None else words(found)
        hint = did_you_mean(found, known, known)
        said = {"name": column, "seen": found, "hint": hint, "known": listed(known)}
        self.fault(messages.BAD_CHOICE, column, **said)
        return None


def columns_of(text: str) -> list[str]:
    """The names in the first row of a CSV text."""
    return [c.strip() for c in next(csv.reader(io.StringIO(text, newline="")), [])]


def _header(
    text: str, file: str, wanted: Sequence[str], needed: Sequence[str], allow: str | None
) -> list[Finding]:
    """Faults of the first row. `allow` is a character that further columns must contain."""
    columns, known = columns_of(text), "、".join(wanted)
    found = []
    for name in needed:
        if name not in columns:
            place, must = Place(file, 1, 1), "、".join(needed)
            more = "、".join(one for one in wanted if one not in needed)
            found.append(
                Finding.of(messages.COLUMN_MISSING, place, name=name, needed=must, known=more)
            )
    for index, name in enumerate(columns):
        place = Place(file, 1, index + 1)
        if name in columns[:index]:
            first = columns.index(name) + 1
            found.append(
                Finding.of(messages.DUPLICATE_KEY, place, name=name, first=f"1 行第 {first} 列")
            )
        elif name not in wanted and not (allow and allow in name):
            hint = did_you_mean(name, wanted)
            own = f"；自设的属性列写成 人口{allow}万人 的样子" if allow else ""
            mend = f"可用的列：{known}{own}"
            found.append(
                Finding.of(messages.UNKNOWN_COLUMN, place, name=name, hint=hint, mend=mend)
            )
    return found


def rows_of(
    text: str,
    file: str,
    wanted: Sequence[str],
    needed: Sequence[str],
    findings: list[Finding],
    allow: str | None = None,
) -> Iterator[CsvRow]:
    """Rows of a CSV text, blank ones left out; none when the first row has faults."""
    faults = _header(text, file, wanted, needed, allow)
    findings.extend(faults)
    if faults:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns, line = columns_of(text), 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if start == 1 or not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(columns):
                place = Place(file, start, len(columns) + 1)
                sizes = f"{len(cells)}", f"{len(columns)}"
                findings.append(
                    Finding.of(messages.ROW_RAGGED, place, cells=sizes[0], columns=sizes[1])
                )
                continue
            named = dict(zip(columns, cells, strict=False))
            yield CsvRow(file, start, named, columns, findings)
    except csv.Error:
        findings.append(Finding.of(messages.BROKEN_QUOTES, Place(file, line)))
