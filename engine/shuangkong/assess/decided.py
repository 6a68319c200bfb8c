"""What stands in a result because persons decided so: outcomes, grades, figures and points."""

from collections.abc import Iterator, Mapping

import polars as pl

from ..text import joined
from ..vocabulary import Authority
from ..vocabulary.decision import DECIDED
from .measures import RECONCILED
from .result import Assessment, EntityResult

#: approved figures in words, by entity and by the name that calculations give them
Approved = Mapping[str, Mapping[str, str]]


def approved_figures(assessment: Assessment) -> Approved:
    """Figures that a decision approved, in place of those that were reported."""
    of_decisions = pl.col("sheet") == DECIDED
    rows = assessment.observations.filter(
        of_decisions & (pl.col("authority") == Authority.APPROVED.value)
    )
    found: dict[str, dict[str, str]] = {}
    for row in rows.iter_rows(named=True):
        declared = assessment.declarations.indicators.get(row["indicator"])
        if declared is not None:
            raw = f"“{row['raw']}”" if declared.states else row["raw"]
            value = joined(raw, row["raw_unit"])
            told = f"{row['period']}年{declared.name}经裁定核定为{value}"
            found.setdefault(row["entity"], {})[f"{row['indicator']}_{row['period']}"] = told
    return found


def decided(assessment: Assessment, result: EntityResult, approved: Approved) -> tuple[str, ...]:
    """All of it for one entity, for the papers of the office and for machines."""
    figures = approved.get(result.entity.code, {})
    return (*result.by_decision, *figures.values(), *_points(assessment, result))


def _points(assessment: Assessment, result: EntityResult) -> Iterator[str]:
    """Points that all assessors agreed upon after they had differed."""
    assessors = assessment.measures["assessor"]
    for score in result.scores:
        for part in score.parts:
            by = None if part.measure is None else assessors[part.measure]
            if part.points is not None and by and by.startswith(RECONCILED):
                given = result.points_text(part.points)
                yield f"“{score.item.name}：{part.name}”得分经合议为{given}分"
