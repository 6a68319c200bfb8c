"""Figures that targets need of a year and that no table gives, where tables are all that came."""

from collections.abc import Collection, Iterator, Sequence

import polars as pl

from ... import messages
from ...declarations.bundle import Declarations
from ...vocabulary import Entity, Finding, Place
from ...vocabulary.deadline import named, year_of
from ..files import FileReading, FileRole
from ..form.business import FEW, needed
from ..periods import moment_in


def check(
    declarations: Declarations,
    observations: pl.DataFrame,
    files: Sequence[FileReading],
    year: int,
    said: Sequence[Finding],
) -> Iterator[Finding]:
    """What is needed of the year and was not given, for each entity that sent no form.

    `said` is what was found: a figure that was refused, or said not to be there, is not told again.
    """
    with_form = {file.entity for file in files if file.role is FileRole.FORM}
    now = observations.filter(pl.col("year") == year)
    given: dict[str, set[tuple[str, int]]] = {}
    first: dict[str, Place] = {}
    for row in now.select("entity", "indicator", "period", "file", "sheet").iter_rows():
        entity, indicator, period, file, sheet = row
        moment = moment_in(period)
        given.setdefault(entity, set()).add((indicator, moment.number if moment else 0))
        if period == str(year):
            first.setdefault(entity, Place(file, sheet=sheet))
    told = {(f.entity, f.indicator) for f in said if f.indicator and f.entity}
    for one in declarations.assessed(year):
        if one.code in with_form or one.code not in first or one.code == declarations.plan.top:
            continue
        must = needed(declarations, one, year)
        wanted = {(name, when) for name, when in must if year_of(when) == year}
        lacking = wanted - given[one.code]
        lacking -= {(name, when) for name, when in lacking if (one.code, name) in told}
        if lacking:
            yield _lacking(declarations, one, lacking, first[one.code], year)


def _lacking(
    declarations: Declarations,
    entity: Entity,
    lacking: Collection[tuple[str, int]],
    place: Place,
    year: int,
) -> Finding:
    names = [
        i.name + (f"（{named(when)}）" if when != year else "")
        for i in declarations.indicators.values()
        for name, when in sorted(lacking)
        if name == i.id
    ]
    return Finding.of(
        messages.TABLES_LACK,
        place,
        entity=entity.code,
        year=year,
        who=entity.name,
        when=year,
        count=len(names),
        names="、".join(names[:FEW]) + ("等" if len(names) > FEW else ""),
    )
