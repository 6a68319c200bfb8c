"""The sheets of one scorecard, put together."""

from ...assess.result import Assessment, EntityResult
from ..book import Book
from ..text import banner
from .basis import basis_sheet
from .calc import calc_sheet
from .card import Sheets, card_sheet
from .data import data_sheet
from .findings import findings_sheet
from .progress import progress_sheet


def scorecard(assessment: Assessment, result: EntityResult) -> Book:
    """The scorecard of one entity, as data."""
    data = data_sheet(assessment, result)
    calc = calc_sheet(assessment, result, data)
    return Book(
        title=f"{result.entity.name}{assessment.year}年度节能目标责任评价考核评分卡",
        subject=assessment.declarations.plan.title,
        year=assessment.year,
        sheets=(
            card_sheet(assessment, result, Sheets(data, calc)),
            progress_sheet(assessment, result, calc),
            calc.sheet,
            data.sheet,
            findings_sheet(assessment, result),
            basis_sheet(assessment, result),
        ),
        banner=banner(result.mark),
    )
