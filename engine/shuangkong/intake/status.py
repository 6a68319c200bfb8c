"""Who has submitted what, and what stands in the way of using it."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from .. import messages
from ..declarations.bundle import Declarations
from ..vocabulary import Entity, Finding, Severity
from .files import Role
from .intake import Reading


@dataclass(frozen=True, slots=True)
class Standing:
    """One assessed entity: its forms, how many figures of the year, findings by severity."""

    entity: Entity
    forms: tuple[str, ...]
    figures: int
    counts: dict[Severity, int]

    @property
    def word(self) -> str:
        """The state in one word."""
        if not self.forms and not self.figures:
            return "未报"
        if self.counts[Severity.BLOCKER] or self.counts[Severity.ERROR]:
            return "待更正"
        return "待说明" if self.counts[Severity.WARNING] else "已报"


def standings(
    declarations: Declarations, reading: Reading, year: int, findings: Sequence[Finding]
) -> tuple[Standing, ...]:
    """One row for each assessed entity, in declared order."""
    forms: dict[str, list[str]] = {}
    for file in reading.files:
        if file.role is Role.FORM and file.entity:
            forms.setdefault(file.entity, []).append(file.name)
    in_year = reading.observations.filter(pl.col("year") == year)
    figures = dict(in_year.group_by("entity").len().iter_rows())
    found = []
    for entity in declarations.assessed(year):
        own = [f for f in findings if f.entity == entity.code]
        counts = {severity: sum(f.severity is severity for f in own) for severity in Severity}
        found.append(
            Standing(entity, tuple(forms.get(entity.code, ())), figures.get(entity.code, 0), counts)
        )
    return tuple(found)


def missing(declarations: Declarations, reading: Reading, year: int) -> tuple[Finding, ...]:
    """A finding for each assessed entity that has submitted nothing for the year."""
    return tuple(
        Finding.of(
            messages.NOT_SUBMITTED, None, entity=row.entity.code, year=year, who=row.entity.name,
            when=year,
        )
        for row in standings(declarations, reading, year, ())
        if not row.forms and not row.figures
    )  # fmt: skip


def as_text(rows: Sequence[Standing], year: int) -> str:
    """The table for a terminal; Chinese characters count as two columns."""
    heads = ("考核对象", "状态", f"{year}年数据", "须更正", "须说明", "填报表")
    table = [heads]
    for row in rows:
        grave = row.counts[Severity.BLOCKER] + row.counts[Severity.ERROR]
        table.append(
            (
                row.entity.name, row.word, str(row.figures), str(grave),
                str(row.counts[Severity.WARNING]), "；".join(row.forms) or "—",
            )
        )  # fmt: skip
    widths = [max(_width(line[col]) for line in table) for col in range(len(heads))]
    lines = [
        "  ".join(
            text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True)
        )
        for line in table
    ]
    submitted = sum(row.word != "未报" for row in rows)
    return "\n".join((*lines, f"已报 {submitted} 个，未报 {len(rows) - submitted} 个"))


def _width(text: str) -> int:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)
