"""Figures that targets need of a year and that no table gives, where tables are all that came."""

from collections.abc import Iterator, Sequence

import polars as pl

from ... import messages
from ...declarations.bundle import Declarations
from ...vocabulary import Entity, Finding, Place
from ..files import FileReading, FileRole
from ..form.business import FEW, needed


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
    now = observations.filter(pl.col("period") == str(year))
    given: dict[str, set[str]] = {}
    first: dict[str, Place] = {}
    for row in now.select("entity", "indicator", "file", "sheet").iter_rows():
        entity, indicator, file, sheet = row
        given.setdefault(entity, set()).add(indicator)
        first.setdefault(entity, Place(file, sheet=sheet))
    told = {(f.entity, f.indicator) for f in said if f.indicator and f.entity}
    for one in declarations.assessed(year):
        if one.code in with_form or one.code not in given or one.code == declarations.plan.top:
            continue
        wanted = {name for name, when in needed(declarations, one, year) if when == year}
        lacking = wanted - given[one.code]
        lacking -= {name for name in lacking if (one.code, name) in told}
        if lacking:
            yield _lacking(declarations, one, lacking, first[one.code], year)


def _lacking(
    declarations: Declarations, entity: Entity, lacking: set[str], place: Place, year: int
) -> Finding:
    names = [i.name for i in declarations.indicators.values() if i.id in lacking]
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
