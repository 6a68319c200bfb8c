"""Who answers for the figures, below the table, and the number of the form above it."""

from collections.abc import Iterator
from typing import Any

from ...vocabulary import Moment
from ..reading import address
from .layout import FormLayout

#: who signs, as 统计 and 考核 forms have it
_SIGNERS = ("单位负责人", "审核人", "填表人", "联系电话", "填表日期")
#: the row of its number: beside the data version, for the row above is filled by whom it is for
NUMBER_ROW = 4


def number_of(plan: FormLayout) -> str:
    """What the form is called on paper: plan, year (or part of it) and code."""
    return f"{plan.declarations.plan.id}-{Moment.of(plan.own)}-{plan.entity.code}"


def write(sheet: Any, plan: FormLayout, formats: dict[str, Any]) -> None:
    """The lines of those who sign: a label each, and a cell to fill in beside it."""
    for label, row, col in _places(plan):
        sheet.write_string(row - 1, col - 2, f"{label}：", formats["right"])
        sheet.write_blank(row - 1, col - 1, None, formats["signed"])
    sheet.write_string(last_row(plan) - 1, plan.result_col - 1, "（公章）", formats["plain"])
    for row in range(plan.signature_row, last_row(plan) + 1):
        sheet.set_row(row - 1, 28)


def cells(plan: FormLayout) -> Iterator[tuple[str, str]]:
    """What each cell of the lines is for, and its address."""
    for label, row, col in _places(plan):
        yield label, address(row, col)


def last_row(plan: FormLayout) -> int:
    """The last row of the form."""
    return max(row for _, row, _ in _places(plan))


def _places(plan: FormLayout) -> Iterator[tuple[str, int, int]]:
    """Row and column of each cell, side by side as far as the table is wide."""
    years = len(plan.years)
    columns = [3, *([5] if years > 1 else []), *([7] if years > 3 else []), plan.remark_col]
    for index, label in enumerate(_SIGNERS):
        down, across = divmod(index, len(columns))
        yield label, plan.signature_row + down, columns[across]
