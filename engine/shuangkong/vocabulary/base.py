"""How a declared record documents its own keys.

Every record that can be written in YAML is a frozen dataclass whose fields carry
their meaning in both languages; the loader, the JSON Schema and docs/plans.md all
read it from here, so that no second description can drift away.
"""

from collections.abc import Iterable
from dataclasses import MISSING, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from ..records import dataclass

#: what files of before call a figure's verification; they are read so for ever
VERIFICATION_EARLIER = "mark"


def key(
    zh: str,
    en: str,
    default: Any = MISSING,
    *,
    example: str | None = None,
    earlier: str | None = None,
) -> Any:
    """A declared field: its Chinese and English meaning, its default, an example as written, and
    how it was called earlier."""
    metadata = {"zh": zh, "en": en, "example": example, "earlier": earlier}
    if default is MISSING:
        return field(metadata=metadata)
    if isinstance(default, dict):
        return field(default_factory=dict, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written: a line of a declaration, or a cell of a workbook."""

    file: str
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        if self.line is not None:
            column = f":{self.column}" if self.column is not None else ""
            return f"{self.file}:{self.line}{column}"
        parts = [self.file]
        if self.sheet:
            parts.append(f"[{self.sheet}]")
        if self.cell:
            parts.append(self.cell)
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Amount:
    """A declared value: one number or a range, with the unit as written.

    `low` and `high` are equal for a single number. 17% has number 17 and unit "%";
    nothing is divided by 100 here, so that what was printed can be printed again.
    """

    low: Decimal
    high: Decimal
    unit: str

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    def __str__(self) -> str:
        gap = "" if self.unit in ("", "%", "‰") else " "
        if self.is_range:
            return f"{_plain(self.low)}～{_plain(self.high)}{gap}{self.unit}"
        return f"{_plain(self.low)}{gap}{self.unit}"


def _plain(number: Decimal) -> str:
    return f"{number:f}"


class Verification(StrEnum):
    """How far a figure was checked against the document it is said to come from.

    The members stand in the order of trust, the most trusted first.
    """

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"
    SYNTHETIC = "synthetic"

    @property
    def chinese(self) -> str:
        return _VERIFICATION_ZH[self]

    @property
    def mark(self) -> str:
        """The mark that stands beside the figure in every document made from it."""
        return _VERIFICATION_MARK[self]

    @property
    def distrust(self) -> int:
        """0 for what is trusted most, and more for less."""
        return _DISTRUST[self]

    @classmethod
    def weakest(cls, marks: Iterable[str]) -> "Verification":
        """The least trusted of some; verified when there are none."""
        return max((cls(mark) for mark in marks), key=_DISTRUST.__getitem__, default=cls.VERIFIED)


_DISTRUST = {mark: number for number, mark in enumerate(Verification)}
_VERIFICATION_ZH = {
    Verification.VERIFIED: "据原文",
    Verification.SECONDARY: "据转载，未见原文",
    Verification.UNVERIFIED: "未经核实",
    Verification.SYNTHETIC: "示例（虚构）",
}
_VERIFICATION_MARK = {
    Verification.VERIFIED: "",
    Verification.SECONDARY: "〔转载〕",
    Verification.UNVERIFIED: "〔未核实〕",
    Verification.SYNTHETIC: "〔示例〕",
}
