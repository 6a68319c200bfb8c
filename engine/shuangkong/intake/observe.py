"""One observation under construction, and the rows of `frames.OBSERVATIONS` it becomes."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from .. import messages
from ..records import dataclass
from ..text import shortened
from ..units import Units
from ..vocabulary import Authority, Finding, Indicator, Place, Vintage
from .cell_figures import fits

if TYPE_CHECKING:
    import polars as pl


#: no quantity of a plan lies outside, and no float within is infinite or zero
_SMALLEST, _LARGEST = Decimal("1e-30"), Decimal("1e30")

#: as many significant digits as every figure of the frame keeps
_KEPT_DIGITS = 17
_DIGITS = re.compile(r"[^0-9]")


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of one indicator for one entity and period, in the indicator's unit."""

    entity: str
    indicator: str
    period: str
    value: Decimal
    unit: str
    verification: str
    file: str
    file_hash: str
    sheet: str
    cell: str
    raw: str
    raw_unit: str
    vintage: Vintage | None = None
    authority: Authority | None = None
    note: str | None = None

    @property
    def place(self) -> Place:
        """The cell it was read from."""
        return Place(self.file, sheet=self.sheet, cell=self.cell)

    @property
    def year(self) -> int:
        return int(self.period[:4])


def converted(
    number: Decimal, unit: str, indicator: Indicator, place: Place, known: Units
) -> Decimal | Finding:
    """A value in the indicator's own unit, exactly; a finding when the units do not fit.

    `known` are the plan's units.
    """
    same = unit == indicator.unit
    if same or fits(unit, indicator.unit, known):
        value = number if same else known.convert(number, unit, indicator.unit)
        if not value or _SMALLEST <= abs(value) <= _LARGEST:
            return value
        seen = shortened(str(number))
        return Finding.of(
            messages.UNCLEAR_VALUE,
            place,
            seen=seen,
            hint="",
            name=indicator.name,
            indicator=indicator.id,
        )
    return Finding.of(
        messages.UNIT_UNFIT,
        place,
        seen=str(number),
        name=indicator.name,
        unit=unit,
        wanted=indicator.unit,
        indicator=indicator.id,
    )


def frame(observations: Iterable[Observation]) -> "pl.DataFrame":
    """Observations as a frame with the columns of `frames.OBSERVATIONS`."""
    import polars as pl

    from ..vocabulary.frames import OBSERVATIONS

    rows = list(observations)
    columns: dict[str, list[object]] = {}
    for name in OBSERVATIONS:
        if name == "value":
            columns[name] = [float(o.value) for o in rows]
        else:
            columns[name] = [getattr(o, name) for o in rows]
    return pl.DataFrame(columns, schema=dict(OBSERVATIONS))


def without_repeats(
    observations: Iterable[Observation], names: dict[str, str], entities: dict[str, str]
) -> tuple[list[Observation], list[Finding]]:
    """One observation per figure and version; differing ones are a finding and none is kept."""
    groups: dict[tuple[object, ...], list[Observation]] = {}
    for one in observations:
        key = (one.entity, one.indicator, one.period, one.vintage, one.authority)
        groups.setdefault(key, []).append(one)
    kept: list[Observation] = []
    findings: list[Finding] = []
    for group in groups.values():
        if len({one.value for one in group}) == 1:
            kept.append(_with_other_places(group))
            findings.extend(_repeated(group, names, entities))
            continue
        first = group[0]
        findings.append(
            Finding.of(
                messages.TWO_VALUES,
                first.place,
                entity=first.entity,
                indicator=first.indicator,
                year=first.year,
                marks=tuple(one.place for one in group),
                name=names.get(first.indicator, first.indicator),
                who=entities.get(first.entity, first.entity),
                when=first.period,
                values="；".join(f"{one.value}（{one.place}）" for one in group[:6]),
            )
        )
    return kept, findings


def rounded(observations: Iterable[Observation], names: dict[str, str]) -> list[Finding]:
    """A finding for each figure that was written with more digits than are kept."""
    found = []
    for one in observations:
        digits = len(_DIGITS.sub("", one.raw).lstrip("0")) if len(one.raw) > _KEPT_DIGITS else 0
        if digits > _KEPT_DIGITS and Decimal(repr(float(one.value))) != one.value:
            found.append(
                Finding.of(
                    messages.ROUNDED_FIGURE, one.place, seen=shortened(one.raw), entity=one.entity,
                    indicator=one.indicator, year=one.year, count=digits,
                    name=names.get(one.indicator, one.indicator),
                    value=f"{Decimal(repr(float(one.value))):f} {one.unit}".strip(),
                )
            )  # fmt: skip
    return found


def _with_other_places(group: list[Observation]) -> Observation:
    if len(group) == 1:
        return group[0]
    also = "、".join(str(one.place) for one in group[1:4])
    note = "；".join(filter(None, (group[0].note, f"另见 {also}")))
    return replace(group[0], note=note)


def _repeated(
    group: list[Observation], names: dict[str, str], entities: dict[str, str]
) -> list[Finding]:
    """The same figure twice on one sheet: a city listed twice, or a row copied."""
    first = group[0]
    same = [one for one in group[1:] if (one.file, one.sheet) == (first.file, first.sheet)]
    if not same:
        return []
    return [
        Finding.of(
            messages.REPEATED,
            same[0].place,
            seen=same[0].raw,
            entity=first.entity,
            indicator=first.indicator,
            year=first.year,
            marks=tuple(one.place for one in (first, *same)),
            name=names.get(first.indicator, first.indicator),
            who=entities.get(first.entity, first.entity),
            when=first.period,
            first=first.cell,
        )
    ]
