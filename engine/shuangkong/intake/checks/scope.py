"""Who is in the figures: entities counted twice, missing from a table, missing from a sum."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

import polars as pl

from ... import messages
from ...declarations.bundle import Declarations
from ...vocabulary import Entity, Finding, Place
from ..files import FileReading, FileRole, SheetReading
from ..match import Matcher
from ..tables.reading import LABEL, SECTION
from .declared import CompiledRule
from .frame import reports

_LISTED_SHARE = 0.6
_FEWEST = 3


def check(
    declarations: Declarations,
    observations: pl.DataFrame,
    rules: Sequence[CompiledRule],
) -> list[Finding]:
    """Findings about who is in the figures."""
    yearly = observations.filter(pl.col("period").str.len_chars() == 4)
    return [
        *_doubled(declarations, yearly),
        *_incomplete_sums(declarations, yearly, rules),
    ]


def inside_pairs(declarations: Declarations) -> list[tuple[Entity, Entity]]:
    """Entities assessed on their own whose code lies inside another's: 辛集市 in 石家庄市."""
    inner_ones: dict[tuple[str, str | None], list[Entity]] = {}
    assessed = [e for e in declarations.entities.values() if e.kind in declarations.plan.assessed]
    for one in assessed:
        if not one.code.endswith("00"):
            inner_ones.setdefault((one.code[:4], one.parent), []).append(one)
    return [
        (outer, inner)
        for outer in assessed
        if outer.code.endswith("00")
        for inner in inner_ones.get((outer.code[:4], outer.parent), ())
    ]


Values = Mapping[tuple[str, str, int], dict[str, Any]]


def _doubled(declarations: Declarations, yearly: pl.DataFrame) -> Iterator[Finding]:
    pairs = inside_pairs(declarations)
    if not pairs:
        return
    values: dict[tuple[str, str, int], dict[str, Any]] = {}
    for row in yearly.iter_rows(named=True):
        values.setdefault((row["indicator"], row["entity"], row["year"]), row)
    for outer, inner in pairs:
        for indicator in declarations.indicators.values():
            unit = declarations.units.find(indicator.unit)
            if indicator.state or indicator.formula or unit is None or not unit.dimension:
                continue
            for year in range(declarations.plan.period.base + 1, declarations.plan.period.last + 1):
                if _looks_doubled(values, indicator.id, outer, inner, year, declarations):
                    row = values[indicator.id, outer.code, year]
                    yield Finding.of(
                        messages.DOUBLE_COUNT,
                        _place(row),
                        seen=row["raw"],
                        entity=outer.code,
                        indicator=indicator.id,
                        year=year,
                        who=outer.name,
                        when=year,
                        name=indicator.name,
                        inner=inner.name,
                        scope=outer.scope_note or f"不含{inner.name}",
                    )


def _looks_doubled(
    values: Values,
    indicator: str,
    outer: Entity,
    inner: Entity,
    year: int,
    declarations: Declarations,
) -> bool:
    """Whether what an entity has beyond the usual growth is just the inner entity's figure."""
    now, before = (
        values.get((indicator, outer.code, year)),
        values.get((indicator, outer.code, year - 1)),
    )
    part = values.get((indicator, inner.code, year))
    if now is None or before is None or part is None or before["value"] <= 0:
        return False
    growths = []
    for entity in declarations.entities.values():
        if entity.parent != outer.parent or entity.code == outer.code:
            continue
        one = values.get((indicator, entity.code, year))
        other = values.get((indicator, entity.code, year - 1))
        if one is not None and other is not None and other["value"] > 0:
            growths.append(one["value"] / other["value"])
    if len(growths) < _FEWEST or part["value"] <= 0.03 * before["value"]:
        return False
    excess = now["value"] - before["value"] * median(growths)
    return bool(0.7 <= excess / part["value"] <= 1.3)


def missing_rows(declarations: Declarations, files: Sequence[FileReading]) -> Iterator[Finding]:
    """Tables that list most entities of a group and leave out some."""
    matcher = Matcher(declarations)
    for file in files:
        if file.role is not FileRole.TABLE or file.book is None:
            continue
        for reading in file.sheets:
            if not reading.observed:
                continue
            listed = _listed(reading, matcher)
            year = max(one.year for one in reading.observed.values())
            peers = _peers(declarations, listed, year)
            missing = [entity.name for entity in peers if entity.code not in listed]
            found = len(peers) - len(missing)
            if missing and found >= _FEWEST and found >= _LISTED_SHARE * len(peers):
                yield Finding.of(
                    messages.MISSING_ENTITIES,
                    Place(file.name, sheet=reading.sheet.name),
                    year=year,
                    found=found,
                    missing="、".join(missing),
                )


def _listed(reading: SheetReading, matcher: Matcher) -> set[str]:
    found = {one.entity for one in reading.observed.values()}
    at = reading.sheet.at
    for place, why in reading.left.items():
        if why in (LABEL, SECTION):
            entity = matcher.entity(at[place].text)
            if entity is not None:
                found.add(entity.code)
    return found


def _peers(declarations: Declarations, listed: set[str], year: int) -> list[Entity]:
    """All entities of the parent and kind that most of the listed ones belong to."""
    groups: dict[tuple[str | None, str], int] = {}
    for code in listed:
        entity = declarations.entities[code]
        if entity.parent is not None:
            key = (entity.parent, entity.kind)
            groups[key] = groups.get(key, 0) + 1
    if not groups:
        return []
    parent, kind = max(groups, key=lambda key: (groups[key], str(key)))
    return [
        entity
        for entity in declarations.entities.values()
        if entity.parent == parent and entity.kind == kind and entity.valid_in(year)
    ]


def _incomplete_sums(
    declarations: Declarations, yearly: pl.DataFrame, rules: Sequence[CompiledRule]
) -> Iterator[Finding]:
    """Sums over cities that a rule wants and that some cities' missing figures leave open."""
    wanted = dict.fromkeys(
        name.name for one in rules for name in one.names if name.of == "children"
    )
    for indicator in wanted:
        own = yearly.filter(pl.col("indicator") == indicator)
        have: dict[int, set[str]] = {}
        for code, year in own.select("entity", "year").iter_rows():
            have.setdefault(year, set()).add(code)
        for year in sorted(have):
            for code in sorted(have[year]):
                below = [
                    e
                    for e in declarations.entities.values()
                    if e.parent == code
                    and e.valid_in(year)
                    and reports(declarations, indicator, e.kind)
                ]
                missing = [e.name for e in below if e.code not in have[year]]
                if below and missing and len(missing) < len(below):
                    yield Finding.of(
                        messages.CHILDREN_MISSING,
                        None,
                        entity=code,
                        indicator=indicator,
                        year=year,
                        who=declarations.entities[code].name,
                        when=year,
                        name=declarations.indicators[indicator].name,
                        missing="、".join(missing),
                    )


def _place(row: Mapping[str, Any]) -> Place:
    return Place(row["file"], sheet=row["sheet"], cell=row["cell"])
