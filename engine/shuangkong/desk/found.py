"""What a worker read in an uploaded file and found about it, as the desk keeps and shows it."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ..intake.periods import moment_in
from ..records import dataclass
from ..text import counted
from ..vocabulary import Finding, Severity

#: findings of one rule that a page lists; all are marked in the sheet and in the marked copy
MOST = 20


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding as it is shown, with the cells it marks in the sheet drawn beside it."""

    key: str
    severity: Severity
    id: str
    why: str
    mend: str
    file: str
    sheet: str
    cell: str
    seen: str
    basis: str
    cells: tuple[tuple[str, str], ...]

    @property
    def soft(self) -> bool:
        """Whether it needs a sentence instead of a correction."""
        return self.severity is Severity.WARNING

    @property
    def hard(self) -> bool:
        """Whether it blocks until it is corrected."""
        return self.severity in (Severity.BLOCKER, Severity.ERROR)

    @classmethod
    def of(cls, finding: Finding) -> "ShownFinding":
        """From a finding."""
        place = finding.place
        spots = [p for p in (place, *finding.marks) if p is not None and p.sheet and p.cell]
        cells = tuple(dict.fromkeys((p.sheet or "", p.cell or "") for p in spots))
        sheet, cell = (place.sheet or "", place.cell or "") if place else ("", "")
        return cls(
            key=finding.key,
            severity=finding.severity,
            id=finding.kind,
            why=finding.why,
            mend=finding.mend,
            file=place.file if place else "",
            sheet=sheet,
            cell=cell,
            seen=finding.seen or "",
            basis=finding.basis or "",
            cells=cells,
        )

    def written(self) -> dict[str, Any]:
        """As JSON."""
        return {name: getattr(self, name) for name in self.__slots__} | {
            "severity": self.severity.value,
            "cells": [list(c) for c in self.cells],
        }

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> "ShownFinding":
        """From JSON."""
        return cls(
            **{
                **values,
                "severity": Severity(values["severity"]),
                "cells": tuple((s, c) for s, c in values["cells"]),
            }
        )


@dataclass(frozen=True, slots=True)
class TakenFigure:
    """A figure that was taken: what, for when, from which cell."""

    indicator: str
    name: str
    period: str
    value: str
    unit: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a worker read in a file and found about it. `grid` is drawn by `drawing`."""

    role: str
    entity: str | None
    year: int | None
    findings: tuple[ShownFinding, ...]
    figures: tuple[TakenFigure, ...]
    grid: tuple[Mapping[str, Any], ...]

    def written(self) -> bytes:
        """As JSON, the same bytes for the same content."""
        content = {
            "role": self.role,
            "entity": self.entity,
            "year": self.year,
            "findings": [f.written() for f in self.findings],
            "figures": [{n: getattr(f, n) for n in f.__slots__} for f in self.figures],
            "grid": list(self.grid),
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True).encode("utf-8")

    @classmethod
    def read(cls, data: bytes) -> "Found":
        """From JSON."""
        c = json.loads(data)
        return cls(
            c["role"],
            c["entity"],
            c["year"],
            tuple(ShownFinding.read(f) for f in c["findings"]),
            tuple(TakenFigure(**f) for f in c["figures"]),
            tuple(c["grid"]),
        )

    @property
    def term(self) -> str:
        """The newest time that there are figures of, in the year it is for: 2026年一季度."""
        found = (moment_in(one.period) for one in self.figures)
        moments = [m for m in found if m is not None and self.year in (None, m.year)]
        if moments:
            return max(moments, key=lambda m: m.last_day).named
        return f"{self.year}年" if self.year else ""

    @property
    def listed(self) -> tuple[ShownFinding, ...]:
        """Findings as a page lists them: those that need a sentence, and of others some a rule."""
        seen: Counter[str] = Counter()
        kept = []
        for one in self.findings:
            seen[one.id] += 1
            if one.soft or seen[one.id] <= MOST:
                kept.append(one)
        return tuple(kept)

    @property
    def left(self) -> tuple[tuple[str, int], ...]:
        """How many of each rule are not among `listed`."""
        listed = Counter(one.id for one in self.listed)
        every = Counter(one.id for one in self.findings)
        return tuple((id_, n - listed[id_]) for id_, n in every.items() if n > listed[id_])

    @property
    def hard(self) -> tuple[ShownFinding, ...]:
        """Findings that block."""
        return tuple(f for f in self.findings if f.hard)

    @property
    def blocking(self) -> str:
        """How many findings block, by the words that the findings bear: 不可用 1 条."""
        return counted([f.severity for f in self.hard])

    @property
    def soft(self) -> tuple[ShownFinding, ...]:
        """Findings that need a sentence."""
        return tuple(f for f in self.findings if f.soft)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that differs between two versions."""

    name: str
    period: str
    unit: str
    before: str
    after: str
    sheet: str
    cell: str


def changes(before: Sequence[TakenFigure], after: Sequence[TakenFigure]) -> tuple[Change, ...]:
    """Figures that differ: changed, new (`before` empty) or gone (`after` empty)."""
    old = {(f.indicator, f.period): f for f in before}
    new = {(f.indicator, f.period): f for f in after}
    made = []
    for key in dict.fromkeys([*old, *new]):
        a, b = old.get(key), new.get(key)
        one = b or a
        assert one is not None
        if a is None or b is None or (a.value, a.unit) != (b.value, b.unit):
            made.append(
                Change(one.name, one.period, one.unit, a.value if a else "", b.value if b else "",
                       one.sheet, one.cell)
            )  # fmt: skip
    return tuple(made)
